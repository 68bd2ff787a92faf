"""What holds for every redline: accepting all gives new, rejecting all gives old."""

import json
import random
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model.change import Redline
from pipeline.model.text import FileText, MarkKind
from pipeline.render.redline import as_html, as_json, as_markdown
from tests.support.drawn import History
from tests.support.readback import read_critic, read_html

WORDS = (
    "the of and to states should internet governance policy public all stakeholders role process "
    "[shall] (1) however, cooperation. enhanced; developing countries: *issues* **forum** `code` "
    "[link](https://a.example) note[^1] 国际 合作 الدول должны 3.5 don't multi-stakeholder { + } "
    "\\* &amp; ~~gone~~ — “quoted”"
).split()
SHAPES = ("{}", "{}", "- {}", "1. {}", "(2) {}", "## {}", "> {}", "iv. {}", "    {}", "# {}")


@st.composite
def documents(draw: st.DrawFn) -> list[str]:
    words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
    blocks = draw(st.lists(st.tuples(st.sampled_from(SHAPES), words), min_size=0, max_size=8))
    table = "| a | b |\n|---|:-:|\n| one two | three |\n| four | |"
    made = [shape.format(text) for shape, text in blocks]
    if draw(st.booleans()):
        made.insert(draw(st.integers(0, len(made))), table)
    return made


def edited(blocks: Sequence[str], chance: random.Random) -> list[str]:
    """Do what people do: change words, move, copy, split, join, take out, put in."""
    out = list(blocks)
    for _ in range(chance.randint(1, 4)):
        if not out:
            out.append("New words here.")
            continue
        k = chance.randrange(len(out))
        words = out[k].split(" ")
        match chance.randrange(9):
            case 0:
                words[chance.randrange(len(words))] = chance.choice(WORDS)
                out[k] = " ".join(words)
            case 1:
                words.insert(chance.randrange(len(words) + 1), chance.choice(WORDS))
                out[k] = " ".join(words)
            case 2:
                del words[chance.randrange(len(words))]
                out[k] = " ".join(words)
            case 3:
                out.insert(chance.randrange(len(out) + 1), out.pop(k))
            case 4:
                out.insert(chance.randrange(len(out) + 1), out[k])
            case 5:
                half = chance.randrange(len(words))
                out[k : k + 1] = [" ".join(words[:half]), " ".join(words[half:])]
            case 6:
                out[k : k + 2] = [" ".join(out[k : k + 2])]
            case 7:
                del out[k]
            case _:
                out[k] = out[k].replace(" ", "\n", 1)
    return out


def text_of(blocks: Sequence[str]) -> str:
    return "\n\n".join(block for block in blocks if block.strip()) + "\n\n[^1]: A note here.\n"


@st.composite
def histories(draw: st.DrawFn) -> tuple[History, list[str]]:
    chance = random.Random(draw(st.integers(0, 2**32)))
    history = History()
    first, second = draw(documents()), draw(documents())
    states = {"a.md": first, "b.md": second}
    ids = [history.commit({path: text_of(blocks) for path, blocks in states.items()})]
    for number in range(draw(st.integers(1, 5))):
        path = chance.choice(sorted(states))
        if chance.random() < 0.1:
            other = "c.md" if "c.md" not in states else "d.md"
            states[other] = states.pop(path)
            changes = {path: None, other: text_of(states[other])}
        else:
            states[path] = edited(states[path], chance)
            changes = {path: text_of(states[path])}
        parents = [chance.choice(ids)] if chance.random() < 0.2 else [ids[-1]]
        ids.append(history.commit(changes, author=f"P{number}", parents=parents))
    return history, ids


def hold_in_json(history: History, old: str, new: str, redline: Redline) -> None:
    values = json.loads(as_json.render(redline))
    for side, id, kept in (
        ("old", old, {"equal", "delete", "moved-from"}),
        ("new", new, {"equal", "insert", "moved-to"}),
    ):
        assert read_back(values, side, kept) == {
            file.path: blocks for file in history._files(id) if (blocks := as_expected(file))
        }
    named = {id for change in values["changes"] for id in [change["commit"]] if id}
    assert named <= values["commits"].keys()


def hold_in_html(history: History, old: str, new: str, redline: Redline) -> None:
    page = as_html.render(redline)
    for side, id in (("old", old), ("new", new)):
        assert read_html(page, side) == {
            file.path: [(shape, text) for shape, text, _ in blocks]
            for file in history._files(id)
            if (blocks := as_expected(file))
        }


def hold_in_markdown(history: History, old: str, new: str, redline: Redline) -> None:
    page = as_markdown.render(redline)
    for accept, id in ((False, old), (True, new)):
        read = [text.strip() for _, _, _, text in read_critic(page, accept=accept)]
        for file in history._files(id):
            said = [
                f"{'' if label in ('-', '+', '*') else label} {text}".strip()
                for (_, _, label, _, _), text, _ in as_expected(file)
                if text.strip()
            ]
            left = iter(read)
            assert all(text in left for text in said)  # in this order


def drawn_pair(drawn: tuple[History, list[str]], data: st.DataObject) -> tuple[History, str, str]:
    history, ids = drawn
    return history, data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.data())
def test_accepting_json_gives_new_and_rejecting_it_gives_old(
    drawn: tuple[History, list[str]], data: st.DataObject
) -> None:
    history, old, new = drawn_pair(drawn, data)
    hold_in_json(history, old, new, history.redline(old, new))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.data())
def test_taking_del_out_of_the_page_gives_new_and_taking_ins_out_gives_old(
    drawn: tuple[History, list[str]], data: st.DataObject
) -> None:
    history, old, new = drawn_pair(drawn, data)
    hold_in_html(history, old, new, history.redline(old, new))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.data())
def test_accepting_critic_markup_gives_new_and_rejecting_it_gives_old(
    drawn: tuple[History, list[str]], data: st.DataObject
) -> None:
    history, old, new = drawn_pair(drawn, data)
    hold_in_markdown(history, old, new, history.redline(old, new))


@pytest.mark.long
@settings(max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), st.data())
def test_five_thousand_pairs_are_complete_in_every_format(
    drawn: tuple[History, list[str]], data: st.DataObject
) -> None:
    history, old, new = drawn_pair(drawn, data)
    redline = history.redline(old, new)
    hold_in_json(history, old, new, redline)
    hold_in_html(history, old, new, redline)
    hold_in_markdown(history, old, new, redline)


def read_back(values: dict, side: str, kept: set[str]) -> dict[str, list]:  # type: ignore[type-arg]
    """Read one side from the JSON alone, by the contract's words."""
    files: dict[str, list] = {}  # type: ignore[type-arg]
    for block in values["blocks"]:
        shape = block[side]
        if shape is None:
            assert not any(run["op"] in kept for run in block["runs"])
            continue
        text, marks = "", []
        for run in block["runs"]:
            if run["op"] in kept:
                for mark in run.get(f"{side}_marks", []):
                    span = (len(text), len(text) + len(run["text"]))
                    marks.append((mark["type"], mark.get("target", ""), *span))
                text += run["text"]
        key = (
            shape["kind"],
            shape.get("level", 0),
            shape.get("label", ""),
            shape.get("depth", 0),
            tuple(shape.get("cell", ())),
        )
        files.setdefault(shape["path"], []).append((key, text, joined(marks)))
    return files


def as_expected(file: FileText) -> list:  # type: ignore[type-arg]
    blocks = []
    for block in file.blocks:
        cell = block.cell
        key = (
            block.kind.value,
            block.level,
            block.label,
            block.depth,
            (cell.row, cell.column, cell.alignment) if cell else (),
        )
        marks = [(m.kind.value, m.target, m.start, m.end) for m in block.marks]
        blocks.append((key, block.text, joined(marks)))
    return blocks


def joined(marks: list[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    """Join neighbouring stretches of one mark: how a text is cut into runs is no difference."""
    out: list[tuple[str, str, int, int]] = []
    for kind, target, start, end in sorted(set(marks), key=lambda m: (m[0], m[1], m[2], m[3])):
        last = out[-1] if out else None
        if (
            last
            and last[:2] == (kind, target)
            and start <= last[3]
            and kind != MarkKind.FOOTNOTE.value
        ):
            out[-1] = (kind, target, last[2], max(end, last[3]))
        else:
            out.append((kind, target, start, end))
    return out
