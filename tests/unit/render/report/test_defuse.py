import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.render.report.defuse import code, inline, mark
from pipeline.render.terminal import visible
from tests.support.github import show

HOSTILE = [
    "@everyone and @org/team, please",
    "fixes #12, GH-12, other/repo#12, https://github.com/o/r/issues/12",
    "!12 %1.0 ~bug &3 $7 ^8 %\"1.0\" ~\"a label\" [epic:12]",
    "<script>alert(1)</script><img src=x onerror=y><!-- redraft:report -->",
    "</del></ins></li></ul><h1>approved</h1>",
    "![x](https://evil.example/x.png) [click](javascript:alert(1)) <https://evil.example>",
    "www.evil.example ftp://evil.example mailto:a@b.example a@b.example xmpp:a@b.example",
    "**bold** _em_ ~~gone~~ `code` ``` fence",
    "$\\sqrt{x}$ $`y`$ :rocket: \\@user \\\\@user \\\\\\#1",
    "&lt;b&gt; &#64;user &commat;user",
    "a | b | c", "[^1] [x]: https://evil.example", "- [ ] task", "# heading", "1. item", "> quote",
    "1a2b3c4d5e6f is 1a2b3c4",
    "line\n/close\n/lgtm\n\n# heading\n\n```\nfence\u2028/close\u0085/close",
    "\x1b[2J\u202eevil\u2066", "=====", "---", "+++", ":---|---:", "", " ", "\\", "`", "``",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("frame", ["- {}", "{}", "**{}** x", "- MOD (2): {} end", "text\n{}"])
def test_hostile_text_is_shown_and_does_nothing(text: str, frame: str) -> None:
    comment = frame.format(inline(text, first=True))
    assert comment.count("\n") == frame.count("\n")
    shown = show(comment)
    assert shown.active() == {}
    assert shown.addresses == []
    assert shown.elements <= {"p", "ul", "li", "strong"}
    if text.strip():
        expected = frame.removeprefix("- ").replace("**", "").format(text)
        assert plain(shown.everything) == plain(expected)


def plain(text: str) -> str:
    """Leave out what is invisible, and how controls are shown."""
    for control in ("\x1b", "\u202e", "\u2066", "\u2028", "\u0085"):
        text = text.replace(control, visible(control))
    return "".join(text.replace("\u2060", "").split())


@given(st.text(max_size=60), st.sampled_from(["- {}", "{} x", "**{}** x"]))
def test_no_text_does_anything(text: str, frame: str) -> None:
    shown = show(frame.format(inline(text, first=True)))
    assert shown.elements <= {"p", "ul", "li", "strong"}
    assert shown.active() == {}
    assert shown.addresses == []


@pytest.mark.parametrize("text", [*HOSTILE, "a`b``c", "`", "` `"])
def test_code_is_one_span(text: str) -> None:
    shown = show(f"- {code(text)} end")
    assert shown.elements <= {"ul", "li", "code"}
    assert shown.text.strip() == "end" or not text.strip()


@given(st.text(max_size=12), st.text(max_size=4), st.text(max_size=4))
def test_marks_are_always_read_as_marks(text: str, before: str, after: str) -> None:
    shown = inline(text)
    if not shown:
        return
    left, right = inline(before), inline(after)
    html = show(f"x {left}{mark(shown, 'x ' + left, right + ' x', '**', 'ins')}{right} x")
    assert html.elements & {"strong", "ins"}
    assert html.text.count("*") == (before + text + after).count("*")


def test_long_text_loses_its_middle() -> None:
    assert inline("x" * 100, 11) == "xxxxx…xxxxx"
