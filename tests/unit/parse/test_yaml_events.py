"""YAML through events: values with places, and nothing that YAML can do besides."""

import time

import pytest

from pipeline.errors import SourceError
from pipeline.model.position import Position
from pipeline.parse.yaml_events import Mapping, Scalar, Sequence, places_of, read_yaml


def refusal(text: str) -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        read_yaml(text, "x.md", 2)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.hint
    return diagnostic.code, str(diagnostic.position)


def test_scalars_stay_text_and_know_their_place() -> None:
    root, found = read_yaml("é: NO\nlist: [012, '1.10']\n", "x.md", 2)
    assert isinstance(root, Mapping) and not found
    value, items = root.get("é"), root.get("list")
    assert isinstance(value, Scalar) and isinstance(items, Sequence)
    assert (value.text, value.style, str(value.position)) == ("NO", "", "x.md:2:4")
    assert str(value.end) == "x.md:2:6"
    assert [(item.text, item.style) for item in items.items if isinstance(item, Scalar)] == [
        ("012", ""),
        ("1.10", "'"),
    ]


def test_columns_are_characters_and_lines_are_those_of_an_editor() -> None:
    # YAML 1.1 takes U+0085 and U+2028 for line ends; editors do not
    root, _ = read_yaml('a: "\u0085é\u2028"\r\nb: 😀\r\nc: d', "x.md", 1)
    assert isinstance(root, Mapping)
    assert [str(key.position) for key, _ in root.entries] == ["x.md:1:1", "x.md:2:1", "x.md:3:1"]


def test_the_first_of_two_keys_is_kept_and_the_second_is_told() -> None:
    root, found = read_yaml("a: 1\nb: 2\na: 3\n", "x.md", 2)
    assert isinstance(root, Mapping)
    assert [(key.text, getattr(value, "text", "")) for key, value in root.entries] == [
        ("a", "1"),
        ("b", "2"),
    ]
    assert [(each.code, str(each.position)) for each in found] == [("E106", "x.md:4:1")]


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n", "~", "null"])
def test_nothing_is_no_value(text: str) -> None:
    assert read_yaml(text, "x.md", 2) == (None, ())


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("a: *x", "E112", "x.md:2:4"),
        ("a: &x 1", "E112", "x.md:2:4"),
        ("a: *Draft* text", "E103", "x.md:2:10"),
        ("a: !!python/object:os.system x", "E113", "x.md:2:4"),
        ("a: !x [1]", "E113", "x.md:2:4"),
        ("<<: {a: 1}", "E114", "x.md:2:1"),
        ("a: b: c", "E103", "x.md:2:5"),
        ("é: ü\nb: ]x", "E103", "x.md:3:4"),
        ("a: 'x", "E103", "x.md:2:4"),
        ("a:\n\t- b", "E103", "x.md:3:1"),
        ("a: [x](y)", "E103", "x.md:2:7"),
        ("a: @x", "E103", "x.md:2:4"),
        ("a: x\x07y", "E103", "x.md:2:5"),
        ("a: 1\n---\nb: 2", "E103", "x.md:3:1"),
        ("{[a]: b}", "E103", "x.md:2:2"),
        ("a: " + "[" * 33, "E115", "x.md:2:35"),
        ("\n".join(" " * depth + "a:" for depth in range(40)), "E115", "x.md:34:33"),
        ("x" * 70_000, "E116", "x.md:2:1"),
    ],
)
def test_what_is_refused_and_where(text: str, code: str, place: str) -> None:
    assert refusal(text) == (code, place)


@pytest.mark.parametrize("text", ["[" * 70_000, "[" * 60_000, "{a: " * 15_000, "- " * 30_000])
def test_deep_nesting_is_refused_at_once(text: str) -> None:
    # PyYAML's composer overflows the C stack here and takes the process with it
    start = time.monotonic()
    code, _ = refusal(text)
    assert code in {"E115", "E116"}
    assert time.monotonic() - start < 2


def test_two_levels_of_thirty_two_are_fine() -> None:
    root, _ = read_yaml("[" * 32 + "]" * 32, "x.md", 1)
    assert isinstance(root, Sequence)


@pytest.mark.parametrize(
    "value",
    [
        "plain text",
        "'it''s a ''q'' x'",
        '"a \\"b\\" \\u00e9 \\\\ c"',
        '"folded\n   text"',
        "two\n   lines of text",
        "|\n  kept\n  lines",
        ">\n  folded\n  lines\n\n  here",
        ">-\n  ends [^1]",
    ],
)
def test_every_character_of_a_scalar_has_its_place(value: str) -> None:
    text = f"k: {value}\n"
    root, _ = read_yaml(text, "x.md", 1)
    assert isinstance(root, Mapping)
    scalar = root.get("k")
    assert isinstance(scalar, Scalar)
    lines = text.split("\n")
    *places, end = places_of(scalar)
    assert len(places) == len(scalar.text)
    for character, place in zip(scalar.text, places, strict=True):
        shown = lines[place.line - 1][place.column - 1 : place.column]
        if not character.isspace():
            assert shown == character or shown == "\\", (character, place)
    assert end >= places[-1]
    assert sorted(places) == places


def test_positions_are_of_the_file() -> None:
    root, _ = read_yaml("a: 1", "folder/x.md", 7)
    assert root is not None
    assert root.position == Position("folder/x.md", 7, 1)
