"""Readers of what a redline was written as, that know the contract and not the program.

In: HTML or CriticMarkup. Out: the blocks of one side, by path: what a reader who accepts all, or
rejects all, has in hand.
"""

import json
import re
from html.parser import HTMLParser

Shape = tuple[str, int, str, int, tuple[object, ...]]


class _Page(HTMLParser):
    """Reads a redline's page: text under ``ins``, under ``del``, or under neither."""

    def __init__(self, side: str) -> None:
        super().__init__(convert_charrefs=True)
        self._side, self._drop = side, {"old": "ins", "new": "del"}[side]
        self.blocks: list[tuple[str, int, Shape, list[str], bool]] = []
        self._stack: list[tuple[str, bool, bool]] = []  # tag, does not count, is a mark
        self._in_main = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        classes = (values.get("class") or "").split()
        if tag == "br":
            self._text("\n")
            return
        if tag in ("meta", "link", "img", "input"):
            return
        skipped = tag in ("nav", "header", "script", "style", "title", "table") and (
            tag != "table" or "chg" in classes
        )
        skipped |= bool(
            {"t", "note", "notes", "k", "lb", "vh", "call", "back", "banner", "meta"} & set(classes)
        )
        ignored = tag == self._drop or skipped
        if tag == "span" and "bd" in classes:
            self._begin(values)
        if tag == "span" and "ctl" in classes:
            self._text(chr(int((values.get("title") or "U+0")[2:], 16)))
            ignored = True
        if tag in ("ins", "del") and "pm" in classes:
            ignored = True
        self._stack.append((tag, ignored, False))
        if values.get("id") in ("changes",) or tag == "footer":
            self._stack[-1] = (tag, True, False)

    def handle_endtag(self, tag: str) -> None:
        while self._stack and self._stack[-1][0] != tag:
            self._stack.pop()
        if self._stack:
            self._stack.pop()
        if tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "pre"):
            self._ends()

    def handle_data(self, data: str) -> None:
        self._text(data)

    def _begin(self, values: dict[str, str | None]) -> None:
        sides = json.loads(values["data-b"] or "{}")
        found = sides.get(self._side)
        if found is None:
            other = next(iter(sides.values()))
            self.blocks.append((other[0], -1, ("", 0, "", 0, ()), [], True))
            return
        path, kind, level, label, depth, cell = found
        number = int(values["data-n"] or 0)
        self.blocks.append((path, number, (kind, level, label, depth, tuple(cell)), [], True))

    def _ends(self) -> None:
        if self.blocks:
            self.blocks[-1] = (*self.blocks[-1][:4], False)

    def _text(self, data: str) -> None:
        if self.blocks and self.blocks[-1][4] and not any(skip for _, skip, _ in self._stack):
            self.blocks[-1][3].append(data)


def read_html(page: str, side: str) -> dict[str, list[tuple[Shape, str]]]:
    """Read one side's blocks from a redline's page."""
    reader = _Page(side)
    reader.feed(page)
    reader.close()
    files: dict[str, list[tuple[int, Shape, str]]] = {}
    for path, number, shape, parts, _ in reader.blocks:
        if number >= 0:
            files.setdefault(path, []).append((number, shape, "".join(parts)))
    return {
        path: [(shape, text) for _, shape, text in sorted(blocks, key=lambda b: b[0])]
        for path, blocks in files.items()
    }


_COMMENT = re.compile(r"\{>>.*?<<\}", re.DOTALL)
_NOTE = re.compile(r"\[\^[^\]]*\]")
_TABLE = re.compile(r"((?:> )*) *\|.*\n(?:> )* *\|(?: :?-+:? \|)+(?:\n|\Z)")
_CELL = re.compile(r"(?:[^|\\]|\\.)*")


def resolve_critic(text: str, *, accept: bool) -> str:
    """Accept or reject all CriticMarkup; comments go either way."""
    keep, drop = ("+", "-") if accept else ("-", "+")
    text = _COMMENT.sub("", text)
    text = re.sub(rf"\{{\{drop}\{drop}.*?\{drop}\{drop}\}}", "", text, flags=re.DOTALL)
    return re.sub(rf"\{{\{keep}\{keep}(.*?)\{keep}\{keep}\}}", r"\1", text, flags=re.DOTALL)


def read_critic(page: str, *, accept: bool) -> list[tuple[str, int, int, str]]:
    """Read one side's blocks: quotation and footnote marks, depth, heading level, label and text.

    In the order of the page; a block of which nothing is on this side has no text.
    """
    blocks = []
    for paragraph in resolve_critic(page, accept=accept).split("\n\n"):
        if found := _TABLE.match(paragraph):
            rows = paragraph.split("\n")
            blocks += [
                (found[1], 0, 0, plain(cell.replace("<br>", "\\\n")))
                for row in (rows[0], *rows[2:])
                for cell in _cells(row)
            ]
            continue
        marks, text = "", paragraph
        while text.startswith("> ") or (_NOTE.match(text) and "]: " in text):
            end = 2 if text.startswith("> ") else text.index("]: ") + 3
            marks, text = marks + text[:end].strip(), text[end:]
        depth = (len(text) - len(text.lstrip(" "))) // 2
        text = text.lstrip(" ")
        if text.startswith("- "):
            depth, text = depth + 1, text[2:]
        level = len(text) - len(text.lstrip("#"))
        text = text[level:].removeprefix(" ") if level else text
        blocks.append((marks, depth, level, plain(text)))
    return blocks


def _cells(row: str) -> list[str]:
    """Cut a row of a table at the pipes that have no backslash."""
    return [each.strip().replace("\\|", "|") for each in _CELL.findall(row) if each.strip(" >")]


def plain(text: str) -> str:
    """Take the marks out of Markdown whose every special character has a backslash."""
    out: list[str] = []
    at = 0
    while at < len(text):
        rest = text[at:]
        if rest.startswith("\\\n"):
            out.append("\n")
            at += 2 + len(rest[2:]) - len(rest[2:].lstrip(" "))
        elif rest[0] == "\\":
            out.append(rest[1])
            at += 2
        elif rest[0] == "`":
            fence = rest[: len(rest) - len(rest.lstrip("`"))]
            end = rest.index(fence, len(fence))
            inner = rest[len(fence) : end]
            out.append(inner[1:-1] if inner[:1] == " " == inner[-1:] else inner)
            at += end + len(fence)
        elif found := _NOTE.match(rest):
            at += found.end()
        elif rest.startswith("](<"):
            at += rest.index(">)") + 2
        elif rest[0] in "*[" or rest.startswith(("~~", "![")):
            at += 2 if rest[0] in "~!" else 1
        else:
            out.append(rest[0])
            at += 1
    return "".join(out).replace("\u2060", "")
