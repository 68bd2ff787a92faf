"""Document repositories of any size, made of invented text; the same size, the same bytes."""

import datetime
import itertools
import random
import subprocess
from pathlib import Path

_PARTIES = ("Arcadia", "Borduria", "Costaguana", "Drusenland", "Elbonia", "Florin", "Gondal")
_GROUPS = "ABCDE"
# Letters as English text has them, so that lines break and words repeat as they do there
_LETTERS = "etaoinshrdlucmfwypvbgk"
_FREQUENCIES = list(itertools.accumulate(1 / (rank + 3) for rank in range(4000)))
_WEIGHTS = [len(_LETTERS) - at for at in range(len(_LETTERS))]


def write_document(folder: Path, entries: int) -> None:
    """Write a repository with a document of that many entries, about 0.8 pages each, tag v1."""
    chance = random.Random(entries)
    words = ["".join(chance.choices(_LETTERS, _WEIGHTS, k=_length(chance))) for _ in _FREQUENCIES]
    sources = folder / "recommendations"
    sources.mkdir(parents=True)
    parties = "".join(f"  - {{id: p{at}, name: {name}}}\n" for at, name in enumerate(_PARTIES))
    groups = "".join(
        f"  - {{key: {key}, title: On {words[at]} {words[at + 1]}, questions: [{at + 1}]}}\n"
        for at, key in enumerate(_GROUPS)
    )
    (sources / "document.yaml").write_text(
        f"title: A long document\nlanguage: en\ngroups:\n{groups}parties:\n{parties}"
    )
    for number in range(entries):
        (sources / f"entry-{number:04}.md").write_text(_entry(number, chance, words))
    _commit(folder)


def _length(chance: random.Random) -> int:
    return min(14, max(2, round(chance.lognormvariate(1.5, 0.5))))


def _entry(number: int, chance: random.Random, words: list[str]) -> str:
    date = datetime.date(2014, 1, 1) + datetime.timedelta(days=number % 300)
    paragraphs = [_paragraph(at, chance, words) for at in range(1, 5)]
    notes = [f"[^{at}]: {_sentence(chance, words)}" for at in range(1, 5) if at == number % 7]
    paragraphs[:] = [
        f"({at}) {text}" + (f"[^{at}]" if at == number % 7 else "")
        for at, text in enumerate(paragraphs, 1)
    ]
    front = (
        f"---\ngroup: {_GROUPS[number % len(_GROUPS)]}\ndate: {date}\n"
        f"submitters: [p{number % len(_PARTIES)}]\n---\n"
    )
    return front + "\n\n".join([*paragraphs, *notes]) + "\n"


def _paragraph(at: int, chance: random.Random, words: list[str]) -> str:
    sentences = [_sentence(chance, words) for _ in range(3 + at % 2)]
    if chance.random() < 0.2:
        sentences[0] = f"[{sentences[0][:-1]}](https://example.org/{at})."
    if chance.random() < 0.3:
        sentences[-1] = f"*{sentences[-1][:-1]}*."
    return " ".join(sentences)


def _sentence(chance: random.Random, words: list[str]) -> str:
    drawn = chance.choices(words, cum_weights=_FREQUENCIES, k=20)
    picked = [
        word for word, after in itertools.pairwise(drawn) if word != after
    ]  # a slip, for check
    return " ".join(picked).capitalize() + "."


def _commit(folder: Path) -> None:
    git = ["git", "-C", str(folder), "-c", "user.name=Bench", "-c", "user.email=b@bench.example"]
    for arguments in (
        ["init", "-q", "-b", "main"],
        ["add", "."],
        ["commit", "-q", "-m", "Write the document", "--date=2014-02-12T10:00:00Z"],
        ["tag", "-a", "v1", "-m", "Version 1"],
    ):
        subprocess.run([*git, *arguments], check=True)
