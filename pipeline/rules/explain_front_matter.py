"""What is wrong in front matter and in document.yaml."""

from pipeline.model.diagnostic import Explanation

FRONT_MATTER = (
    Explanation(
        "E101",
        "No front matter",
        (
            "An entry begins with a block of keys between two lines of three hyphens: who "
            "submitted it, and when. The first line of the file opens it, with nothing "
            "above."
        ),
        before="States should cooperate.\n",
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n\nStates should cooperate.\n"),
        path="entry.md",
    ),
    Explanation(
        "E102",
        "Front matter that is never closed",
        (
            "The line of hyphens that ends the keys is missing, so that all of the text "
            "would be read as keys."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\n\nStates should cooperate.\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n\nStates should cooperate.\n"),
        path="entry.md",
    ),
    Explanation(
        "E103",
        "Not YAML",
        (
            "Front matter and document.yaml are YAML: one “key: value” a line, lists in "
            "brackets or after hyphens. A value that holds “: ”, begins with a mark (* & ! "
            "% @ ` [ {) or with a quotation mark and goes on after it stands in quotes as "
            "a whole."
        ),
        before=(
            "---\n"
            "date: 2014-02-07\n"
            "submitters: [japan]\n"
            "heading: Draft: recommendations of Japan\n"
            "---\n"
        ),
        after=(
            "---\n"
            "date: 2014-02-07\n"
            "submitters: [japan]\n"
            'heading: "Draft: recommendations of Japan"\n'
            "---\n"
        ),
        path="front matter",
    ),
    Explanation(
        "E104",
        "A group that there is not",
        (
            "`group` is a key of a group in document.yaml. Without the line the entry is "
            "not categorized, and stands in the last section."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: F\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: A\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E105",
        "A key that there is not",
        (
            "A key that redraft does not know would be overlooked in silence, and with it "
            "what it was meant to say. Keys are written in small letters, with underscores."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\nGroup: A\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: A\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E106",
        "A key twice",
        (
            "YAML programs take the last of two equal keys and say nothing. Only the "
            "author knows which is meant."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: A\ngroup: B\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: A\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E107",
        "A key that is missing",
        (
            "An entry needs `date` and `submitters`, an annex `title`, document.yaml "
            "`title`, `language` and `groups`; a party needs `id` and `name`."
        ),
        before=("---\nsubmitters: [japan]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E108",
        "Not a date",
        (
            "Dates are written year-month-day, with two digits for month and day (ISO "
            "8601), so that 7 February is never taken for 2 July. The day must exist."
        ),
        before=("---\ndate: 2014-02-30\nsubmitters: [japan]\n---\n"),
        after=("---\ndate: 2014-02-28\nsubmitters: [japan]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E109",
        "A value of the wrong shape",
        (
            "Some keys take text, some a list, some keys of their own. A list of one is "
            "still a list."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: japan\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E110",
        "A value that there is not",
        "The key takes one of a few values, in small letters.",
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\nstatus: Received\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\nstatus: received\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E111",
        "Not a whole number",
        ("Write digits only, without zeros in front: other YAML programs read 012 as ten."),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\norder: 012\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\norder: 12\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E112",
        "A YAML reference",
        (
            "“*name” and “&name” refer to other values in YAML; small files blow up to "
            "gigabytes with them, so they are not allowed. Text that begins with a star, "
            "as emphasis, stands in quotes."
        ),
        before=(
            "---\ndate: 2014-02-07\nsubmitters: [japan]\nheading: *Draft recommendations\n---\n"
        ),
        after=(
            '---\ndate: 2014-02-07\nsubmitters: [japan]\nheading: "*Draft* recommendations"\n---\n'
        ),
        path="front matter",
    ),
    Explanation(
        "E113",
        "A YAML tag",
        (
            "“!name” tells a YAML program to build a thing of its own. Nothing but text, "
            "lists and keys is read."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\nsubmission: !japan 2014\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\nsubmission: japan-2014\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E114",
        "A YAML merge key",
        "“<<” copies keys from elsewhere, where no reader sees them. Write them out.",
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\n<<: {group: A}\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: A\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E115",
        "YAML that is nested too deep",
        (
            "No front matter needs more than a few levels; 32 are read. Brackets that are "
            "text stand in quotes."
        ),
        before=(
            "---\n"
            "date: 2014-02-07\n"
            "submitters: [japan]\n"
            "heading: "
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n"
            "---\n"
        ),
        after=('---\ndate: 2014-02-07\nsubmitters: [japan]\nheading: "[[Draft]]"\n---\n'),
        path="front matter",
    ),
    Explanation(
        "E116",
        "Front matter that is too large",
        (
            "Front matter and document.yaml have at most 64 kB. Long text belongs into the "
            "body, or into a file that document.yaml names."
        ),
    ),
    Explanation(
        "E117",
        "A value that is missing",
        ("A key without a value could mean anything. Write the value, or remove the line."),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup:\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E118",
        "A control character in a value",
        (
            "Controls cannot be printed, and those that change the direction of writing "
            "show one name for another."
        ),
        before=('---\ndate: 2014-02-07\nsubmitters: [{name: "Japan\\u202E"}]\n---\n'),
        after=('---\ndate: 2014-02-07\nsubmitters: [{name: "Japan"}]\n---\n'),
        path="front matter",
    ),
    Explanation(
        "E119",
        "A party that there is not",
        (
            "`submitters` and `transmitted_by` name a party by its id in document.yaml, or "
            "tell it on the spot: {name: Japan, kind: state}."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japn]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "E120",
        "Superseded by nothing",
        "The document prints which entry took the place of one that is superseded.",
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\nstatus: superseded\n---\n"),
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
        "E121",
        "No document.yaml",
        (
            "A document is declared by document.yaml: its title, its language, its groups. "
            "It stands in recommendations/, or wherever else there is only one."
        ),
    ),
    Explanation(
        "E122",
        "Several files document.yaml",
        (
            "Which of them is the document cannot be told. recommendations/document.yaml "
            "wins, then one in the top folder."
        ),
    ),
    Explanation(
        "E123",
        "Declared twice",
        (
            "Two groups have the same key, two parties the same id, or an annex is listed "
            "twice, so that an entry could mean either."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "  - {key: A, title: Role of stakeholders}\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "  - {key: B, title: Role of stakeholders}\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "E124",
        "Letters of two parties",
        (
            "The letters stand for a party beside each change in a redline; two parties "
            "cannot share them."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: austria, name: Austria, letters: AU}\n"
            "  - {id: australia, name: Australia, letters: AU}\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: austria, name: Austria, letters: AT}\n"
            "  - {id: australia, name: Australia, letters: AU}\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "E125",
        "Letters that are none",
        (
            "A party's letters are two to four capitals, as JP or SEC. Left out, a state "
            "has its ISO 3166 code, others their initials."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: japan, name: Japan, letters: Jpn}\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: japan, name: Japan, letters: JPN}\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "E126",
        "A file that is not there",
        (
            "Abstract and annexes are Markdown files of the repository. Their paths are "
            "relative to document.yaml."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "annexes: [annexes/questionaire.md]\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "annexes: [annexes/questionnaire.md]\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "E127",
        "No https address",
        (
            "Links to commits and pull requests are made from `repository` alone, so it is "
            "a full https address."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "repository: github.com/example/document\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "repository: https://github.com/example/document\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "E128",
        "A name of the wrong form",
        (
            "A party's id has small letters, digits and hyphens; a group's key is one "
            "short word; an e-mail address has an @."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: Japan, name: Japan}\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: japan, name: Japan}\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "E129",
        "An address of two parties",
        (
            "A change is shown under the party that lists its author's address. Two "
            "parties cannot list the same."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: japan, name: Japan, emails: [mission@japan.example]}\n"
            "  - {id: chair, name: Chair, emails: [mission@japan.example]}\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: japan, name: Japan, emails: [mission@japan.example]}\n"
            "  - {id: chair, name: Chair, emails: [chair@example.org]}\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "W130",
        "A value that programs misread",
        (
            "redraft reads every value as the text that stands there, but other YAML "
            "programs (GitHub shows front matter as a table) read NO as “false”, 1.10 as "
            "1.1, 012 as 10 and 12:30 as a number. Quotes keep it text for all."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            "  - {id: norway, name: Norway, letters: NO}\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "parties:\n"
            '  - {id: norway, name: Norway, letters: "NO"}\n'
        ),
        path="document.yaml",
    ),
    Explanation(
        "W131",
        "A question that no group has",
        (
            "`questions` are numbers of the questionnaire, and each group of document.yaml "
            "lists its own."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: A\nquestions: [2, 33]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\ngroup: A\nquestions: [2, 3]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "W132",
        "A date that can hardly be",
        (
            "The date is after that of the revision, more than a year after every other "
            "entry, or before 1945: likely a slip in the year."
        ),
        before=("---\ndate: 2041-02-07\nsubmitters: [japan]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"),
        path="front matter",
    ),
    Explanation(
        "W133",
        "An annex that is not printed",
        (
            "The file lies among the annexes, but document.yaml lists its annexes and does "
            "not list it."
        ),
        before=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "annexes: []\n"
        ),
        after=(
            "title: Rolling document\n"
            "language: en\n"
            "groups:\n"
            "  - {key: A, title: Implementation}\n"
            "annexes: [annexes/questionnaire.md]\n"
        ),
        path="document.yaml",
    ),
    Explanation(
        "W134",
        "A submitter twice",
        "A party is listed twice, by its id or by its name.",
        before=("---\ndate: 2014-02-07\nsubmitters: [japan, {name: Japan}]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"),
        path="front matter",
    ),
)
