"""List labels: which there are, and which follows which."""

import pytest

from pipeline.parse.labels import Label, Sequence, read_label


def label(text: str) -> Label | None:
    return read_label(text, 0, len(text))


@pytest.mark.parametrize(
    "text",
    [
        *["- x", "* x", "+", "1. x", "1)\tx", "(1) x", "a. x", "a)", "(a) x", "i. x", "(iv) x"],
        *["а) x", "(б) x", "(أ) x", "ب) x", "(١) x", "٢. x", "(β) x"],
    ],
)
def test_labels(text: str) -> None:
    found = label(text)
    assert found is not None
    assert found.text == text.split()[0]


@pytest.mark.parametrize(
    "text",
    [
        *["-x", "1.x", "(1)x", "1", "(1.", "(1", "ab.", "iiii.", "iV.", "(viix)", "1234567890."],
        *["é.", "1:", "()", "(-)", "mix.", "#.", "в.", "(аб)", "ي.", "中)"],
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert label(text) is None


@pytest.mark.parametrize(
    ("text", "is_doubtful"),
    [
        ("A. Smith", True),
        ("A.  Smith", False),
        ("A.\tSmith", False),
        ("A) Smith", False),
        ("(A) Smith", False),
        ("I. Introduction", True),
        ("i. e.", True),
        ("iv. four", True),
        ("a. one", False),
        ("e. g.", True),
        ("e.  g.", False),
        ("e. go", False),
        ("1. one", False),
        ("999. x", False),
        ("2014. The", True),
        ("2014) The", False),
    ],
)
def test_labels_that_prose_may_begin_with(text: str, is_doubtful: bool) -> None:
    found = label(text)
    assert found is not None
    assert found.is_doubtful is is_doubtful


@pytest.mark.parametrize(
    ("labels", "accepted"),
    [
        ("1. 2. 3.", True),
        ("1. 7.", True),
        ("1. 1)", False),
        ("(a) (b) (h) (i) (j)", True),
        ("(h) (i) (ii)", False),
        ("(i) (ii) (v)", True),
        ("(i) (j)", True),
        ("(a) (i)", False),
        ("(i) (a)", False),
        ("(b) (c) (d)", True),
        ("v. vi.", True),
        ("v. w.", True),
        ("A. b.", False),
        ("A. B. E.", True),
        ("- -", True),
        ("- *", False),
        ("IX. X. XI.", True),
        ("x) y) z)", True),
        ("а) б) и)", True),
        ("(أ) (ب) (ج)", True),
        ("(١) (٢)", True),
        ("а) b)", False),
    ],
)
def test_which_labels_continue_a_list(labels: str, accepted: bool) -> None:
    first, *others = [label(text) for text in labels.split()]
    assert first is not None
    sequence = Sequence(first)
    answers = []
    for other in others:
        assert other is not None
        answers.append(sequence.accepts(other))
        sequence.add(other)
    assert all(answers[:-1])
    assert answers[-1] is accepted
