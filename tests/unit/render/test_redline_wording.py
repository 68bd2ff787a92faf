"""What a redline adds is in the document's language, on paper and on a page."""

import dataclasses
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.commands.redline import redline
from pipeline.model.change import Redline
from pipeline.render.redline import as_html, as_paper
from pipeline.render.redline.languages import redline_wording
from pipeline.render.redline.wording import ENGLISH
from tests.support.repository import GitRepository
from tests.support.rolling import LANGUAGES, language_files

OTHERS = [language for language in LANGUAGES if language != "en"]
# Words of the redline's own, beside those that its wording holds
MORE = (
    "status groups submitters received discussion table footnote text group emphasis strong".split()
)


def changed(language: str, path: Path) -> Redline:
    """Change the language's document in as many ways as there are marks, with moves of entries."""
    made = GitRepository(path)
    files = language_files(language)
    made.commit(files, "1", author="Øystein <o@example.org>")
    made.tag("v1")
    after = dict(language_files(language, 2))
    first, second = (
        next(name for name, text in after.items() if f"\ngroup: {group}\n" in text)
        for group in "AB"
    )
    after[first] = after[first].replace("(1) ", "(3) ", 1).replace("*", "**")
    moved = after[second].replace("group: B", "group: A").replace("under-discussion", "agreed")
    quotation = next(line for line in moved.splitlines() if line.startswith("> "))
    after[second] = moved.replace(quotation + "\n\n", "") + f"\n{quotation}\n"
    after["recommendations/zz.md"] = files[first].replace("group: A\n", "")
    settings = after["recommendations/document.yaml"]
    after["recommendations/document.yaml"] = settings.replace("questions: [4]", "questions: [5]")
    made.commit(after, "2", author="Øystein <o@example.org>")
    made.tag("v2")
    return redline(path, "v1", "v2").redline


def read(page: str) -> str:
    """Return what is read on the page."""
    parts: list[str] = []
    reader = HTMLParser()
    reader.handle_data = parts.append  # type: ignore[method-assign]
    reader.feed(re.sub(r"<(style|script)[^>]*>.*?</\1>|<kbd>.*?</kbd>", "", page, flags=re.DOTALL))
    return " ".join((*parts, *re.findall('aria-label="(.*?)"', page)))


def texts(value: object) -> Iterator[str]:
    """Every text of a wording."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        yield from texts(tuple(value.values()))
    elif dataclasses.is_dataclass(value):
        yield from texts(tuple(vars_of(value).values()))


def words(language: str) -> set[str]:
    said = " ".join(texts(tuple(vars_of(redline_wording(language)).values())))
    return set(re.findall(r"\b[^\W\d_]{2,}\b", said.lower()))


def vars_of(wording: object) -> dict[str, object]:
    return {each.name: getattr(wording, each.name) for each in dataclasses.fields(wording)}  # type: ignore[arg-type]


@pytest.mark.parametrize("written", [as_paper, as_html])
@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_is_left(language: str, written: Any, tmp_path: Path) -> None:
    found = changed(language, tmp_path / "repository")
    assert len({change.kind for change in found.changes}) >= 5
    page = written.render(found)
    own = words(language) | set(re.findall(r"[^\W\d_]+", str(language_files(language, 2)).lower()))
    shown = set(re.findall(r"\b[^\W\d_]{2,}\b", read(page).lower()))
    assert shown & (words("en") | set(MORE)) - own == set()
    assert 'lang="en"' not in page
    assert redline_wording(language).table in page


def test_the_english_words_are_looked_for(tmp_path: Path) -> None:
    page = as_paper.render(changed("en", tmp_path / "repository"))
    shown = set(re.findall(r"\b[^\W\d_]{2,}\b", read(page).lower()))
    assert len(shown & words("en")) > 80
    assert set("status group discussion".split()) <= shown


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_the_same_things(language: str) -> None:
    english, other = vars_of(ENGLISH), vars_of(redline_wording(language))
    for name in english.keys() - {"terms", "language"}:
        for mine, theirs in zip(texts(english[name]), texts(other[name]), strict=True):
            assert len(re.findall(r"{\d?}", mine)) == len(re.findall(r"{\d?}", theirs)), name
    for name in ("facts", "samples", "meanings"):
        assert english[name].keys() == other[name].keys()  # type: ignore[attr-defined]
    terms = redline_wording(language).terms
    assert terms.keys() == redline_wording("fr").terms.keys()


def test_a_language_is_found_by_its_first_part() -> None:
    assert redline_wording("fr-CH") is redline_wording("fr")
    assert redline_wording("pt-BR") is ENGLISH
