"""How commits should be made, so that each word is credited to whom it belongs."""

from pipeline.model.diagnostic import Explanation

HISTORY = (
    Explanation(
        "W401",
        "A squash merge that names one author",
        "A squash is one commit by whoever made it, for all that several people wrote. Its words "
        "are traced to their authors where the pull request's own commits are in the repository "
        "and give the same text. They are not here, and no line of the message names anybody "
        "else. Fetch them (`git fetch origin '+refs/pull/*/head:refs/pull/*/head'`), let the "
        "message keep its `Co-authored-by:` and `On-behalf-of:` lines, and turn squash merging "
        "off in the repository's settings.",
    ),
    Explanation(
        "W402",
        "A submission entered under another name",
        "Whoever commits a text is its author. Where that is not the submitter, say whose it is: a "
        "line `On-behalf-of: ID` at the end of the message, or `git commit --author`; `redraft new "
        "entry --text FILE --commit` does it. The last commit that is not pushed yet can be mended "
        "by `git commit --amend`.",
    ),
    Explanation(
        "W403",
        "One commit for several submitters' texts",
        "It can only be taken in or taken back as a whole, and its reason is said once for all. "
        "One commit a submitter's text keeps each change apart. Changes that leave all words as "
        "they are, as another line length, do not count.",
    ),
    Explanation(
        "W404",
        "On behalf of nobody who is known",
        "`On-behalf-of:` takes an id of `parties` in document.yaml, or a name. This looks like an "
        "id and is none, so the change would be shown under a party that does not exist.",
    ),
)
