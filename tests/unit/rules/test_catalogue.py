"""The examples that ``explain`` prints do what they say: before shows the code, after does not."""

import importlib
import pkgutil

import pytest

from pipeline import rules
from pipeline.model.diagnostic import Explanation
from pipeline.model.history import FileKind, TreeFile
from pipeline.model.text import Source
from pipeline.parse.document import read_document
from pipeline.rules.catalogue import CATALOGUE
from pipeline.rules.judge import judge

FOLDER = "recommendations/"
DOCUMENT = """\
title: Rolling document
language: en
groups:
  - {key: A, title: Implementation, questions: [2, 3]}
parties:
  - {id: japan, name: Japan, kind: state}
"""
FRONT_MATTER = "---\ndate: 2014-02-07\nsubmitters: [japan]\n---\n"
BODY = "\nStates should cooperate.\n"
FILES = {
    "document.yaml": DOCUMENT,
    "other.md": "---\ndate: 2014-02-08\nsubmitters: [{name: Japan}]\nreplaces: [entry]\n---\n"
    + BODY,
    "third.md": "---\ndate: 2014-02-09\nsubmitters: [{name: Japan}]\n---\n" + BODY,
    "annexes/questionnaire.md": "---\ntitle: Questionnaire\n---\n\nWho are you?\n",
    "groups.png": "",
}
EXAMPLES = [pytest.param(each, id=code) for code, each in sorted(CATALOGUE.items()) if each.before]


def codes(explanation: Explanation, text: str) -> set[str]:
    if explanation.path == "document.yaml":
        files = FILES | {"document.yaml": text, "entry.md": FILES["third.md"]}
    elif explanation.path == "entry.md":
        files = FILES | {"entry.md": text}
    elif explanation.path == "front matter":
        files = FILES | {"entry.md": text + BODY}
    else:
        files = FILES | {"entry.md": FRONT_MATTER + "\n" + text}
    sources = {FOLDER + path: Source(FOLDER + path, content) for path, content in files.items()}
    tree = [TreeFile(path, "", FileKind.FILE, 1) for path in sources]
    found = judge(read_document(sources), tree, is_covered=lambda each: each < "\U00010000")
    return {each.code for each in found}


@pytest.mark.parametrize("explanation", EXAMPLES)
def test_an_example_shows_its_code_and_its_mend(explanation: Explanation) -> None:
    assert codes(explanation, explanation.before) >= {explanation.code}
    assert codes(explanation, explanation.after) == set()


def test_every_code_is_explained_in_words() -> None:
    for code, each in CATALOGUE.items():
        assert code == each.code
        assert each.title and not each.title.endswith(".")
        assert each.why.endswith(".")


def test_no_code_has_two_meanings() -> None:
    listed = [
        each.code
        for module in pkgutil.iter_modules(rules.__path__)
        if module.name.startswith("explain_")
        for value in vars(importlib.import_module(f"pipeline.rules.{module.name}")).values()
        if isinstance(value, tuple)
        for each in value
    ]
    assert sorted(listed) == sorted(set(listed)) == sorted(CATALOGUE)
