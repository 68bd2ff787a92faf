"""What stops a command: repositories, revisions, files that are written, layout."""

from pipeline.model.diagnostic import Explanation

COMMANDS = (
    Explanation(
        "E001",
        "No Git repository",
        "redraft reads everything from a Git repository: the one around the current folder, or "
        "around the folder given with -C. `git init` makes one; `redraft new DIR` makes one "
        "with a first document in it.",
    ),
    Explanation(
        "E002",
        "A repository that cannot be read",
        "Its format is one that libgit2 does not read (object names by SHA-256, reftable), or it "
        "is damaged. `git fsck` says more of damage.",
    ),
    Explanation(
        "E003",
        "A repository of another user",
        "Git does not open a repository whose folder belongs to someone else, since its "
        "configuration could run programs. If you trust it, add it to safe.directory.",
    ),
    Explanation(
        "E004",
        "A repository without commits",
        "There is no HEAD yet, so there is nothing to compare with. Commit something first.",
    ),
    Explanation(
        "E005",
        "No such revision",
        "A revision is what `git rev-parse` takes: a tag, a branch, HEAD~1, or at least four "
        "digits of a commit's id.",
    ),
    Explanation(
        "E006",
        "An id that is too short",
        "Several commits begin with these digits. Write more of them.",
    ),
    Explanation(
        "E007",
        "A revision that is no commit",
        "The name belongs to a file or a folder of a commit, and a document is made from the "
        "whole commit. Write the part before the colon.",
    ),
    Explanation(
        "E008",
        "No working tree",
        "A bare repository has commits but no files on disk. Name a revision, as HEAD.",
    ),
    Explanation(
        "E009",
        "Not one revision",
        "A range (`v2..v3`) or an option stands where one revision is asked for.",
    ),
    Explanation(
        "E010",
        "History that cannot be read",
        "A commit, tree or file is missing or damaged, as in a partial clone. redraft never "
        "guesses what it held and never fetches it. `git fsck` says more.",
    ),
    Explanation(
        "E011",
        "git does not start",
        "redraft asks git itself what a revision means, so git must be installed and in PATH.",
    ),
    Explanation(
        "E012",
        "No common history",
        "`OLD...NEW` compares NEW with the commit where the two parted, and these two have none. "
        "Compare them directly: `redraft redline OLD NEW`.",
    ),
    Explanation(
        "E013",
        "A file that is too large to read",
        "The file, or all the images of a document together, are more than what is read of their "
        "kind, so that no repository can exhaust the memory of whoever reads it.",
    ),
    Explanation(
        "E014",
        "No such file or folder",
        "`check PATH` reports on files and folders of the repository at the revision that is "
        "checked, by their paths from the current folder or from the repository's top.",
    ),
    Explanation(
        "E015",
        "A glob that names nothing",
        "`--paths` picks files by their paths from the repository's top folder: `**/` is any "
        "folders, `*` stops at `/`. A pattern that can match no path is refused, so that an empty "
        "answer is never mistaken for no changes.",
    ),
    Explanation(
        "E016",
        "No such code",
        "`redraft explain` knows every code that a command prints: a letter and three digits, as "
        "E104.",
    ),
    Explanation(
        "E017",
        "Mending what is committed",
        "`check --fix` changes files of the working tree; what a commit holds stays as it is.",
    ),
    Explanation(
        "E018",
        "No version to compare with",
        "Without OLD, `redline` compares with the newest version (an annotated tag) in NEW's "
        "history. There is none: name the revision to compare with.",
    ),
    Explanation(
        "E019",
        "No Markdown file",
        "The revision has no file whose name ends in .md or .markdown, or none that `--paths` "
        "picks.",
    ),
    Explanation(
        "E020",
        "Nothing answers the question",
        "`provenance` takes an entry's id, `id#3` for its third block, FILE:LINE, or a phrase as "
        "it stands in a paragraph; for a phrase that stands no more, the history is searched. "
        "None of these was found.",
    ),
    Explanation(
        "E021",
        "No such block",
        "`id#3` is the third block of an entry: its given heading, paragraphs, list items, table "
        "cells and so on, in the order of the file. The entry has fewer.",
    ),
    Explanation(
        "E022",
        "A line without words",
        "FILE:LINE names a line of a block, or of a field of the front matter or of "
        "document.yaml. This line is empty, or holds only marks.",
    ),
    Explanation(
        "E023",
        "Part of the history is missing",
        "The clone is shallow or partial, an object cannot be read, or a graft or a replace ref "
        "hides what a commit says of its parents. The answer is written all the same: words that "
        "may be older than what is here have no commit, others less than full confidence. "
        "`git fetch --unshallow` brings what a shallow clone lacks; --allow-incomplete exits "
        "with 0.",
    ),
    Explanation(
        "E037",
        "Nobody of that name changed anything",
        "`redline --by` takes a party (its name, letters or id) or a person (name or e-mail) who "
        "made one of the changes between the two revisions.",
    ),
    Explanation(
        "E050",
        "No folder to write to",
        "The folder of the file that -o names is not there. redraft makes no folders but those "
        "that a command says it makes.",
    ),
    Explanation(
        "E051",
        "A file that may not be written",
        "The system refuses to write there. Nothing was written.",
    ),
    Explanation(
        "E052",
        "Writing failed",
        "The disk is full, or a limit was reached. Files are written whole or not at all, so what "
        "was there before is still there.",
    ),
    Explanation("E053", "A folder in place of a file", "-o names a file, and this is a folder."),
    Explanation(
        "E054",
        "A format that there is not",
        "The extension of the file that -o names stands for no format of this command. "
        "`--format` wins over it.",
    ),
    Explanation(
        "E055",
        "A PDF for a terminal",
        "A PDF on standard output is meant for a file or a program. Name a file with -o.",
    ),
    Explanation(
        "E056",
        "A folder that is not empty",
        "The command makes a folder of its own and never writes into one that holds anything.",
    ),
    Explanation(
        "E057",
        "An entry that is there already",
        "An entry's file name without .md is its id, and an id is given once in a document. "
        "`redraft new entry` never writes over an entry; give the new one another id with --id.",
    ),
    Explanation(
        "E058",
        "No id for an entry",
        "An entry's file name is its id: letters, digits, `-`, `_` and `.`. By default it comes "
        "from the first submitter's name and the date; a name without Latin letters gives none. "
        "Names as README are kept for other files.",
    ),
    Explanation(
        "E060",
        "No text to enter",
        "The file that `--text` names is empty, or holds nothing but spaces. Often it was saved "
        "elsewhere. Without `--text` the entry is made with a line to write the text in.",
    ),
    Explanation(
        "E065",
        "An address that cannot be listened at",
        "Another program listens at this port, perhaps another `redraft serve`, or the address is "
        "not one of this machine. `--port 0` takes a port that is free.",
    ),
    Explanation(
        "E066",
        "Packages that the live preview needs",
        "`redraft serve` needs starlette, uvicorn and watchfiles, which are not installed unless "
        "asked for: they are the extra `serve`.",
    ),
    Explanation(
        "W065",
        "A preview that others can reach",
        "With `--host` the preview listens at an address that other machines may reach. Whoever "
        "knows the whole address, token included, reads the document; it is not encrypted on the "
        "way.",
    ),
)
