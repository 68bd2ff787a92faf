"""What is wrong in the text of an entry, an annex or the abstract."""

from pipeline.model.diagnostic import Explanation

MARKDOWN = (
    Explanation(
        "E201",
        "Not UTF-8",
        (
            "Every source is UTF-8, the one encoding that has all scripts. Editors show "
            "the encoding at the foot of the window, or under “Save as”."
        ),
    ),
    Explanation(
        "E202",
        "A NUL character",
        (
            "Text holds no NUL. The file is likely of another kind, as a Word document, or "
            "was damaged."
        ),
    ),
    Explanation(
        "W203",
        "A bracket that is never closed",
        (
            "Brackets show what is not agreed; one without its partner leaves open where "
            "that ends. They are kept exactly as written. A pair may span paragraphs."
        ),
        before="States [shall cooperate.\n",
        after="States [shall] cooperate.\n",
    ),
    Explanation(
        "W204",
        "A bracket that was never opened",
        (
            "Brackets show what is not agreed; one without its partner leaves open where "
            "that begins. They are kept exactly as written."
        ),
        before="States shall] cooperate.\n",
        after="States [shall] cooperate.\n",
    ),
    Explanation(
        "E205",
        "A file that is too large",
        (
            "A source has at most 1 MiB, which is some 500 pages. Split it into several "
            "entries; `submission` joins them."
        ),
    ),
    Explanation(
        "E206",
        "Nested too deep",
        (
            "Quotations and lists are read 32 levels deep. A line that begins with many > "
            "by accident is escaped with a backslash."
        ),
        before=(
            "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > "
            "> States should cooperate.\n"
        ),
        after="> States should cooperate.\n",
    ),
    Explanation(
        "W207",
        "A control character",
        (
            "Characters that command a terminal or a printer come along when text is "
            "pasted. They print as nothing, and split words in two for whoever searches."
        ),
        before="States should\x0bcooperate.\n",
        after="States should cooperate.\n",
    ),
    Explanation(
        "W208",
        "A character that reorders text",
        (
            "These characters change the order in which text is shown, so that a reader "
            "sees other words than the source has. Arabic and Hebrew need them only inside "
            "text of the other direction."
        ),
        before="States should \u202ecooperate.\n",
        after="States should cooperate.\n",
    ),
    Explanation(
        "N209",
        "A mark of direction",
        (
            "Invisible marks that say which way text runs. They are right in text that "
            "mixes scripts, and elsewhere come along when it is pasted."
        ),
        before="States should cooperate.\u200e\n",
        after="States should cooperate.\n",
    ),
    Explanation(
        "W210",
        "An invisible character",
        (
            "It prints as nothing, but makes words unequal that look the same: they are "
            "not found by a search, and a redline shows a change that no one sees."
        ),
        before="States should co\u200boperate.\n",
        after="States should cooperate.\n",
    ),
    Explanation(
        "E211",
        "HTML",
        (
            "Text is Markdown. HTML could hide text, load things from a network, or run "
            "programs in a reader's browser, so none of it is passed on."
        ),
        before="States <b>should</b> cooperate.\n",
        after="States **should** cooperate.\n",
    ),
    Explanation(
        "N212",
        "A comment",
        "A comment of HTML is not printed, but whoever reads the source sees it.",
        before="States should cooperate. <!-- ask Japan -->\n",
        after="States should cooperate.\n",
    ),
    Explanation(
        "E213",
        "A link of a kind that is not allowed",
        (
            "Links lead to https:, http:, mailto: or tel:. Others run programs "
            "(javascript:), carry content of their own (data:) or read files of the "
            "reader's machine (file:)."
        ),
        before="See [the agenda](file:///home/me/agenda.pdf).\n",
        after="See [the agenda](https://example.org/agenda.pdf).\n",
    ),
    Explanation(
        "E214",
        "An image that is not there",
        (
            "An image is a regular file of the repository (.png, .jpg, .gif, .webp), "
            "named by its path relative to the source."
        ),
        before="![The five groups](groups.pgn)\n",
        after="![The five groups](groups.png)\n",
    ),
    Explanation(
        "E215",
        "An image from the network",
        (
            "A document is the same on any day, so nothing of it comes from a network, "
            "where it can change or vanish."
        ),
        before="![The five groups](https://example.org/groups.png)\n",
        after="![The five groups](groups.png)\n",
    ),
    Explanation(
        "E216",
        "Out of the repository",
        "A path leads out of the repository's folder. Nothing outside is ever read.",
        before="![The five groups](../../groups.png)\n",
        after="![The five groups](groups.png)\n",
    ),
    Explanation(
        "W217",
        "A link to a file that is not there",
        ("A relative link names a file of the repository, by its path relative to the source."),
        before="See [the other text](othr.md).\n",
        after="See [the other text](other.md).\n",
    ),
    Explanation(
        "E218",
        "A footnote that is not defined",
        (
            "Each call “[^name]” has its line “[^name]: …” in the same file, whichever "
            "entry that is; numbers run through the whole document by themselves."
        ),
        before="States should cooperate.[^1]\n",
        after=("States should cooperate.[^1]\n\n[^1]: As agreed in Tunis.\n"),
    ),
    Explanation(
        "W219",
        "A footnote that is never called",
        "It has no place in the text, so it is not printed.",
        before=("States should cooperate.\n\n[^1]: As agreed in Tunis.\n"),
        after=("States should cooperate.[^1]\n\n[^1]: As agreed in Tunis.\n"),
    ),
    Explanation(
        "E220",
        "A footnote twice",
        "Two definitions have the same name; only the first would be printed.",
        before=(
            "States should cooperate.[^1]\n"
            "\n"
            "[^1]: As agreed in Tunis.\n"
            "\n"
            "[^1]: As agreed in Geneva.\n"
        ),
        after=(
            "States should cooperate.[^1][^2]\n"
            "\n"
            "[^1]: As agreed in Tunis.\n"
            "\n"
            "[^2]: As agreed in Geneva.\n"
        ),
    ),
    Explanation(
        "W221",
        "A heading that leaves out a level",
        (
            "Whoever listens to the document is told the levels; one that is left out "
            "sounds like a lost heading."
        ),
        before=("## Governments\n\n#### Their role\n"),
        after=("## Governments\n\n### Their role\n"),
    ),
    Explanation(
        "N223",
        "Labels out of order",
        (
            "The label repeats one of its list, or is lower than the one before it. Labels "
            "are the author's and are kept as written: this only asks."
        ),
        before=("(1) Recalls;\n\n(3) Notes;\n\n(2) Encourages.\n"),
        after=("(1) Recalls;\n\n(2) Notes;\n\n(3) Encourages.\n"),
    ),
    Explanation(
        "W224",
        "An item that a paragraph swallows",
        (
            "Markdown joins lines without an empty line between them into one paragraph; "
            "only the first label of a list may follow on the next line."
        ),
        before=("Recalls paragraph 69;\n(2) Notes the report;\n"),
        after=("Recalls paragraph 69;\n\n(2) Notes the report;\n"),
    ),
    Explanation(
        "W225",
        "A year that becomes a label",
        ("A number with a bracket or a full stop at the start of a paragraph makes a list."),
        before="2014) was the year of the report.\n",
        after="2014\\) was the year of the report.\n",
    ),
    Explanation(
        "W226",
        "A link to a party",
        ("“[text](Party)” is a link in Markdown. Who proposes bracketed text stands in braces."),
        before="States [should](Japan) cooperate.\n",
        after="States [should]{Japan} cooperate.\n",
    ),
    Explanation(
        "N227",
        "A word twice",
        "A small word stands twice in a row, likely a slip.",
        before="States should cooperate in the the Internet.\n",
        after="States should cooperate in the Internet.\n",
    ),
    Explanation(
        "W228",
        "A character without a font",
        (
            "The document is set in its own fonts only, so that it looks the same "
            "everywhere; none of them has this character, and a box would be printed. "
            "Chinese needs the extra `redraft[chinese]`."
        ),
        before="States should cooperate \U0001f91d.\n",
        after="States should cooperate.\n",
    ),
    Explanation(
        "W229",
        "An entry without text",
        (
            "There is nothing below the front matter, or only the line that `redraft new entry` "
            "writes where the text is to come. A text that is withdrawn stays in "
            "its file, with status: withdrawn."
        ),
        before=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"),
        after=("---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n\nStates should cooperate.\n"),
        path="entry.md",
    ),
    Explanation(
        "W231",
        "A link that leads nowhere",
        "The address of the link is empty.",
        before="See [the agenda]().\n",
        after="See [the agenda](https://example.org/agenda).\n",
    ),
    Explanation(
        "E232",
        "Left of a merge",
        (
            "Git leaves these lines where two edits meet and it cannot decide. The text "
            "between them is there twice."
        ),
        before=(
            "<<<<<<< HEAD\n"
            "States shall cooperate.\n"
            "=======\n"
            "States should cooperate.\n"
            ">>>>>>> japan\n"
        ),
        after="States should cooperate.\n",
    ),
    Explanation(
        "N233",
        "A letter and its accent apart",
        (
            "The same word can be written with one character or with two that look like "
            "one. Redlines and searches take them for different words."
        ),
        before="The re\u0301sume\u0301 of the meeting.\n",
        after="The résumé of the meeting.\n",
    ),
    Explanation(
        "W234",
        "A word in two alphabets",
        (
            "Letters of another alphabet look the same but are not: the word is not found, "
            "and may be meant to deceive."
        ),
        before="St\u0430tes should cooperate.\n",
        after="States should cooperate.\n",
    ),
    Explanation(
        "W235",
        "A link's target that no text has",
        (
            "A line of the form [text]: target says where the link [text] leads, and is not "
            "printed itself. A bracket of the text that a colon follows looks the same."
        ),
        before="[Option]: cooperate\n",
        after="\\[Option\\]: cooperate\n",
    ),
    Explanation(
        "W236",
        "A cell outside its table",
        (
            "A table has as many columns as its first row; what a row has beyond them is not "
            "printed."
        ),
        before="| Group | Question |\n|---|---|\n| A | 2 | 3 |\n",
        after="| Group | Question | Also |\n|---|---|---|\n| A | 2 | 3 |\n",
    ),
    Explanation(
        "W237",
        "A sign that begins no list",
        (
            "Text that is pasted from a word processor or an e-mail brings its own signs of "
            "lists. In Markdown “- ” begins an item; lines that begin with another sign run "
            "together in one paragraph."
        ),
        before="The costs are\n• shared by all;\n• made public.\n",
        after="The costs are\n- shared by all;\n- made public.\n",
    ),
    Explanation(
        "W238",
        "A heading without a space",
        "A space stands between # and the words of a heading; else both are printed as text.",
        before="#Role of States\n",
        after="# Role of States\n",
    ),
    Explanation(
        "W239",
        "A link that is none",
        (
            "Between “]” and “(” stands nothing, and “)” closes the address; else brackets and "
            "address are printed as text."
        ),
        before="See [the agenda] (https://example.org/agenda).\n",
        after="See [the agenda](https://example.org/agenda).\n",
    ),
    Explanation(
        "W240",
        "Stars that make nothing bold",
        (
            "“**” before a passage and “**” behind it, each without a space between, set it in "
            "bold. One alone is printed as two stars; “\\*\\*” prints them on purpose."
        ),
        before="States should **cooperate.\n",
        after="States should **cooperate**.\n",
    ),
    Explanation(
        "E241",
        "A footnote without text",
        "It would be a number at the text and nothing at the foot of the page.",
        before="States should cooperate.[^1]\n\n[^1]:\n",
        after="States should cooperate.[^1]\n\n[^1]: As agreed in Tunis.\n",
    ),
)
