"""What is wrong between entries."""

from pipeline.model.diagnostic import Explanation

ENTRIES = (
    Explanation(
        "E301",
        "An id twice",
        (
            "A file's name is its entry's id, and an id is unique in the document, "
            "whatever the folder."
        ),
    ),
    Explanation(
        "E302",
        "Replaces an entry that is not there",
        "`replaces` lists ids: names of files, without .md.",
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\nreplaces: [othr]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\nreplaces: [other]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E303",
        "Replaced by an entry that is not there",
        "`replaced_by` is an id: the name of a file, without .md.",
        before=(
            "---\n"
            "date: 2014-02-07\n"
            "submitters: [japan]\n"
            "status: superseded\n"
            "replaced_by: othr\n"
            "---\n"
        ),
        after=(
            "---\n"
            "date: 2014-02-07\n"
            "submitters: [japan]\n"
            "status: superseded\n"
            "replaced_by: other\n"
            "---\n"
        ),
        path="front matter",
    ),
    Explanation(
        "E304",
        "Replaced in a circle",
        ("An entry replaces itself, or several replace each other, so that none is the newest."),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\nreplaces: [entry]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\nreplaces: [other]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "N305",
        "A replacement that only one side tells",
        (
            "A redline pairs an old entry with the new one by `replaces` of the new one; "
            "an entry that says so on one side only is not paired."
        ),
        before=(
            "---\n"
            "date: 2014-02-07\n"
            "submitters: [japan]\n"
            "status: superseded\n"
            "replaced_by: third\n"
            "---\n"
        ),
        after=(
            "---\n"
            "date: 2014-02-07\n"
            "submitters: [japan]\n"
            "status: superseded\n"
            "replaced_by: other\n"
            "---\n"
        ),
        path="front matter",
    ),
    Explanation(
        "W306",
        "Two entries in one place",
        (
            "`order` puts an entry at a place in its group; two have the same, and are "
            "sorted by date."
        ),
    ),
    Explanation(
        "W307",
        "One submission, two senders",
        (
            "A submission is what one submitter sent on one date. Entries that share "
            "`submission` share both."
        ),
    ),
    Explanation(
        "E310",
        "A symbolic link",
        (
            "A link could lead out of the repository, so none is followed. Put the file "
            "itself there."
        ),
    ),
    Explanation(
        "W311",
        "Ids that look the same",
        (
            "Two file names differ only in capitals or in how accents are written. Some "
            "systems keep only one of them."
        ),
    ),
    Explanation(
        "W312",
        "A file name that is no id",
        (
            "The file's name stands in links and on the command line (`redraft provenance "
            "ID`). Letters, digits, hyphens and full stops are safe everywhere."
        ),
    ),
    Explanation(
        "N313",
        "Who commits are by has changed",
        (
            ".mailmap says whose name and address stand for which others, and with it "
            "under whose name every change of the history is shown. A pull request can "
            "change it, so check tells that it is not what it was in the version before."
        ),
    ),
    Explanation(
        "N314",
        "A party's addresses have changed",
        (
            "A change is shown under the party that lists its author's address in "
            "document.yaml. A pull request can change that list, so check tells each "
            "address that is new, moved or gone since the version before."
        ),
    ),
    Explanation(
        "W315",
        "A file that is not read",
        (
            "An entry's file name ends in .md, in small letters. A text in another file beside "
            "the entries, as a Word document, is not in the document that is printed."
        ),
    ),
)
