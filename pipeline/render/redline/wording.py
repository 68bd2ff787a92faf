"""The words that a redline adds on paper: what there is to say, and English.

``languages.py`` finds those of another language in ``translations/``. As in
``render/document/wording.py``, the forms are such that nothing that is put in has to be inflected.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Forms = tuple[str, str]  # for one, and for any other number


@dataclass(frozen=True, slots=True)
class PageWording:
    """The words of a redline's web page alone, in one language.

    ``key_names``: what each key does, in the order of the template. ``kinds``: by kind of change.
    ``done``: what was done and by whom, aloud, by kind, "other" for the rest. ``origins``: how a
    word came, by reason. ``position``, ``shown``: a number of a number.
    """

    skip: str
    view: str
    new: str
    old: str
    only: str
    deletions: str
    previous: str
    next: str
    dark: str
    keys: str
    keys_on: str
    key_names: tuple[str, ...]
    position: str
    shown: str
    side: str
    who: str
    kind: str
    kinds: Mapping[str, str]
    card: str
    copy: str
    copied: str
    stood: str
    stands: str
    done: Mapping[str, str]
    origins: Mapping[str, str]
    sure: str


@dataclass(frozen=True, slots=True)
class RedlineWording:
    """The fixed words of one language; ``{}`` marks where a name or a number goes.

    ``colon`` stands after a field's name, ``becomes`` between old and new, ``quotes`` around
    what is quoted. ``samples``, ``meanings``: by kind of mark, for the legend. ``terms``: values
    that a redline names, where English says them as they are; of "list level 2" the words before
    the number. ``language``: whose words these are.
    """

    language: str
    redline: str
    between: str
    running: str
    working_tree: str
    working_tree_running: str
    working_tree_at: str
    not_committed: str
    commit: str
    sides: tuple[str, str]
    facts: Mapping[str, Forms]
    json_attached: str
    json_described: str
    changes_only: str
    legend: str
    lede: str
    marks: str
    mark_heads: tuple[str, ...]
    samples: Mapping[str, str]
    meanings: Mapping[str, str]
    bars: str
    parties: str
    party_heads: tuple[str, ...]
    table: str
    table_heads: tuple[str, ...]
    checked: str
    settings: str
    files: str
    other_files: str
    not_categorized: str
    ungrouped: str
    and_others: str
    group: str
    moved: str
    to: str
    moved_here: str
    origin: str
    credit: str
    renamed: str
    renamed_from: str
    new_entry: str
    removed: str
    by: str
    unknown: str
    first_written: str
    stood: str
    stands: str
    from_to: str
    none: str
    numbering: str
    link: str
    level: str
    formatting: str
    added: str
    taken: str
    came_back: tuple[str, str]
    came_and_went: tuple[str, str]
    paragraphs: str
    row_moved_here: str
    row_renamed: str
    row_moved: str
    selection: str
    picked: str
    complete: str
    insertions: Forms
    deletions: Forms
    moves: Forms
    others: Forms
    kept: Forms
    deletions_hidden: str
    page: PageWording
    colon: str = ": "
    becomes: str = " → "
    quotes: tuple[str, str] = ("“", "”")
    terms: Mapping[str, str] = field(default_factory=dict)

    def term(self, value: str) -> str:
        """Name a value: a whole one, each of several, or the words before a number or a name."""
        if value in self.terms:
            return self.terms[value]
        if ", " in value:
            return ", ".join(self.term(each) for each in value.split(", "))
        first, _, rest = value.rpartition(" ")
        return f"{self.terms[first]} {self.term(rest)}" if first in self.terms else value

    def quoted(self, text: str) -> str:
        """Put a text between the language's quotation marks."""
        return text.join(self.quotes)


ENGLISH = RedlineWording(
    language="en",
    redline="Redline",
    between="changes from {} to {}",
    running="Changes from {} to {}",
    working_tree="Working tree",
    working_tree_running="the working tree (draft, not committed)",
    working_tree_at="the working tree (not committed)",
    not_committed="not committed",
    commit="Commit {}",
    sides=("From", "To"),
    facts={
        "changes": ("change", "changes"),
        "parties": ("party", "parties"),
        "entries added": ("entry added", "entries added"),
        "entries removed": ("entry removed", "entries removed"),
        "entries moved": ("entry moved", "entries moved"),
        "files added": ("file added", "files added"),
        "files removed": ("file removed", "files removed"),
        "files moved": ("file moved", "files moved"),
        "passages moved": ("passage moved", "passages moved"),
    },
    json_attached="The same changes, for programs, are in redline.json, attached to this file.",
    json_described="Every change of this redline, with its commit and authors",
    changes_only="Paragraphs that nothing touched are left out.",
    legend="How to read this redline",
    lede="The line says what was done, the colour and the letters say who did it. Every mark "
    "carries its party’s letters and a number; the note of that number stands beside it in the "
    "margin. Nothing depends on colour alone.",
    marks="Marks",
    mark_heads=("In the text", "Code", "Meaning"),
    samples={
        "insertion": "all Member States",
        "deletion": "on equal footing",
        "move": "the role of governments",
        "formatting": "Geneva Declaration",
        "paragraph": "A sentence.",
        "link": "guidelines",
        "field": "Status",
        "old": "received",
        "new": "under discussion",
    },
    meanings={
        "insertion": "Inserted: one line below",
        "deletion": "Deleted: one line through",
        "moved-to": "Moved here: two lines below, always green",
        "moved-from": "Moved away: the same, and struck",
        "formatting": "Formatting alone: dotted line below",
        "paragraph": "A paragraph begins here (struck: begins here no more)",
        "numbering": "Number alone: old struck, new underlined",
        "link": "Target of a link alone: dashed line below",
        "metadata": "About the entry: under its heading",
    },
    bars="A black bar in the left margin stands at every changed line. The code before it is the "
    "kind of change of the whole paragraph: ADD new, MOD amended, (MOD) editorial, SUP deleted, "
    "MOV moved.",
    parties="Parties",
    party_heads=("Letters", "Party", "Insertions", "Deletions", "Moves", "Other", "Changes"),
    table="Table of changes",
    table_heads=("Mark", "Code", "Where", "What", "Who", "Date", "Commit", "Page"),
    checked="Checked on every block of both versions before this file was written.",
    settings="Settings of the document",
    files="Files",
    other_files="Other files",
    not_categorized="Not categorized",
    ungrouped="the entries that could not be categorized",
    and_others=" and others",
    group="group {}",
    moved="Moved",
    to=" to {}",
    moved_here="Moved here",
    origin=" from {}",
    credit=", by {}",
    renamed="Renamed",
    renamed_from=" from {}",
    new_entry="New entry",
    removed="Removed",
    by="by {}",
    unknown="not known",
    first_written="first written by {} in {}",
    stood="← stood on page ",
    stands="→ stands on page ",
    from_to="from {} to {}",
    none="none",
    numbering="Numbering: {}",
    link="Link: {}",
    level="Level: {}",
    formatting="Formatting: {}",
    added="{} added",
    taken="{} removed",
    came_back=("Taken out and brought back", "brought back by {}"),
    came_and_went=("Came and went", "written by {}; removed by {}"),
    paragraphs=" ({} paragraphs)",
    row_moved_here="moved here from {} to {}",
    row_renamed="renamed from {}",
    row_moved="moved: {}",
    selection="A selection: {}; all other changes are shown as accepted. Accepting all gives {}.",
    picked="{} of {} changes, {}",
    complete="Complete: {}; accepting all gives {}, rejecting all gives {}.",
    insertions=("{} insertion", "{} insertions"),
    deletions=("{} deletion", "{} deletions"),
    moves=("{} move", "{} moves"),
    others=("{} other change", "{} other changes"),
    kept=(" ({} kept word shown as changed)", " ({} kept words shown as changed)"),
    deletions_hidden="Deleted words are not shown: […] stands where nothing took their place.",
    page=PageWording(
        skip="To the text",
        view="View",
        new="New",
        old="Old",
        only="Changes only",
        deletions="Deletions",
        previous="Previous change",
        next="Next change",
        dark="Dark",
        keys="Keys",
        keys_on="Use these keys",
        key_names=(
            "next and previous change",
            "a party",
            "view",
            "changes only",
            "deletions",
            "who wrote the word under the pointer, or the change",
            "from there, the next and previous words of another origin",
            "dark",
            "this list",
            "close",
        ),
        position="Change {} of {}",
        shown="{} of {} changes shown",
        side="Parties, kinds and contents",
        who="Who changed what",
        kind="Kinds",
        kinds={
            "insertion": "Insertion",
            "deletion": "Deletion",
            "replacement": "Replacement",
            "move": "Move",
            "formatting": "Formatting",
            "numbering": "Numbering",
            "link": "Link",
            "heading-level": "Heading level",
            "metadata": "About the entry",
        },
        card="Who wrote this",
        copy="Copy link",
        copied="Copied",
        stood="where it stood",
        stands="where it stands",
        done={
            "insertion": "inserted by {}",
            "deletion": "deleted by {}",
            "replacement": "replaced by {}",
            "move": "moved by {}",
            "other": "changed by {}",
        },
        origins={
            "written": "Written",
            "moved": "Moved here",
            "copied": "Copied here",
            "restored": "Brought back",
            "uncommitted": "Not committed",
            "beyond": "Older than the history that is here",
            "unreadable": "In a file that cannot be read",
        },
        sure="Found by likeness: {} % sure",
    ),
)
