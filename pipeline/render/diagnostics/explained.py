"""What a code means → text for a terminal, with an example before and after."""

from pipeline.model.diagnostic import Explanation
from pipeline.render.terminal import Piece, Terminal, visible

_KINDS = {"E": "error", "W": "warning", "N": "note"}


def render(explanation: Explanation, terminal: Terminal) -> str:
    """Return the title, the reason, and the example where there is one."""
    kind = _KINDS[explanation.code[0]]
    title = terminal.style(f"{kind} {explanation.code}", "bold") + f" {explanation.title}\n"
    text = title + "\n" + terminal.wrap([Piece(explanation.why)]) + "\n"
    where = f" ({explanation.path})" if explanation.path else ""
    if explanation.before:
        text += f"\nWrong{where}:\n\n{_indented(explanation.before)}"
    if explanation.after:
        text += f"\nRight{where}:\n\n{_indented(explanation.after)}"
    return text


def _indented(text: str) -> str:
    lines = visible(text, keep="\n").rstrip("\n").split("\n")
    return "".join(f"    {line}".rstrip() + "\n" for line in lines)
