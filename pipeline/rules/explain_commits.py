"""What stops a command that works for others: commits, tags, new repositories, read reports."""

from pipeline.model.diagnostic import Explanation

COMMITS = (
    Explanation(
        "E024",
        "Git does not know who you are",
        "A commit says who made it, and redlines name them; redraft never guesses. "
        "`git config --global user.name` and `user.email` say it once for all repositories.",
    ),
    Explanation(
        "E025",
        "HEAD is no branch",
        "A commit or a tag is checked out instead of a branch, so that a new commit would belong "
        "to no branch and be lost. `git switch NAME` returns to one.",
    ),
    Explanation(
        "E026",
        "A merge or a rebase is under way",
        "A commit made now would become part of it. Finish it, or abort it: `git status` says how.",
    ),
    Explanation(
        "E027",
        "Git does not take the commit",
        "The branch moved meanwhile, a name or a path cannot stand in a commit, or the repository "
        "cannot be written. Nothing was changed.",
    ),
    Explanation(
        "E028",
        "The index is locked",
        "Another run of git is at work here, or one was killed and left `.git/index.lock`.",
    ),
    Explanation(
        "E029",
        "No name for a tag",
        "A version is an annotated tag, and is issued once: what was printed under its name must "
        "stay what it was. Take the next name.",
    ),
    Explanation(
        "E030",
        "The entry is in this group already",
        "`redraft move` changes the group of an entry, and there is nothing to change.",
    ),
    Explanation(
        "E031",
        "No such entry",
        "An entry's id is its file's name without .md; `redraft move` takes the path, too.",
    ),
    Explanation(
        "E032",
        "A file with changes of its own",
        "`redraft move` commits one line and nothing else, so the file must be as it was last "
        "committed, in the working tree and in the index.",
    ),
    Explanation(
        "E033",
        "The line of the group cannot be changed alone",
        "The front matter says the group on several lines, through an alias or in braces. Write "
        "it on a line of its own: `group: A`.",
    ),
    Explanation(
        "E034",
        "Not the name of a version",
        "Versions are the annotated tags that `versions` in document.yaml describes, by default "
        "v*. A tag of another name would be none.",
    ),
    Explanation(
        "E035",
        "This commit is a version already",
        "Nothing has been committed since that version was issued, so another one would be the "
        "same document under two names.",
    ),
    Explanation(
        "E036",
        "Changes that are not committed",
        "A version is what is committed, to the letter. Commit what is changed, or take it back.",
    ),
    Explanation(
        "E077",
        "Not a report",
        "`report --read` shows a report that was made elsewhere, and trusts nothing of the file: "
        "what is not of the form that `report --format json` writes, is too large, or is of "
        "another commit than --of names, is refused as a whole.",
    ),
    Explanation(
        "E059",
        "Not an address of redraft",
        "Workflows of a document repository install redraft from one commit of one address, never "
        "by its name from a registry, where anyone could take the name: "
        "`--tool https://HOST/PATH@COMMIT`, with all forty digits.",
    ),
    Explanation(
        "W059",
        "Where redraft comes from is not known",
        "This copy was not installed from a commit that others can have, so the workflows of the "
        "new repository say only that this is missing. Give `--tool URL@COMMIT`, or fill in TOOL "
        "and TOOL_COMMIT at their top.",
    ),
)
