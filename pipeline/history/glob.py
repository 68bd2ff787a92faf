"""Git's ``:(glob)`` against whole repository paths (gitglossary(7), "pathspec")."""

import posixpath
import re
from collections.abc import Callable, Iterable

from pipeline.errors import RevisionError

_SPECIAL = re.compile(r"[*?\[\\]")
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9A-Fa-f",
}


def path_matcher(globs: Iterable[str]) -> Callable[[str], bool]:
    """Return a test of whether any of the globs picks a path; without globs all are picked.

    ``*`` and ``?`` stop at ``/`` (``?`` is a character, where git counts bytes); ``**/`` is no
    folder or more; ``/**`` is all that lies inside. What names a file or a folder letter by
    letter picks it and all that lies in it.
    """
    patterns = [_compiled(glob) for glob in globs]
    return lambda path: not patterns or any(pattern.fullmatch(path) for pattern in patterns)


def _compiled(glob: str) -> re.Pattern[str]:
    text = posixpath.normpath(glob) if glob else ""
    if text in ("", ".") or text.startswith(("/", "../")) or text == "..":
        raise RevisionError.of(
            "E015",
            f"the glob '{glob}' names nothing in the repository",
            hint="write it from the repository's top folder, as 'docs/**/*.md'",
        )
    literal = re.escape(text)
    wild = _wild(text + "/" if glob.endswith("/") else text)
    return re.compile(f"{literal}(?:/.*)?|{wild}", re.DOTALL)


def _wild(text: str) -> str:
    """Translate a glob to a regular expression."""
    first = _SPECIAL.search(text)
    # Git compares what comes before the first wildcard letter by letter and cuts it off, so that
    # '**' right after it counts as if it stood at the start.
    start = first.start() if first else 0
    parts: list[str] = []
    place = 0
    while place < len(text):
        character = text[place]
        after = place + 1
        if character == "*":
            while text.startswith("*", after):
                after += 1
            is_first = place in (0, start) or text[place - 1] == "/"
            if after - place == 1 or not is_first or text[after : after + 1] not in ("", "/"):
                parts.append("[^/]*")
            elif after == len(text):
                parts.append(".*")
            else:
                parts.append("(?:.*/)?")
                after += 1
        elif character == "?":
            parts.append("[^/]")
        elif character == "[":
            expression, after = _bracket(text, after)
            parts.append(expression)
        elif character == "\\" and after < len(text):
            parts.append(re.escape(text[after]))
            after += 1
        else:
            parts.append(re.escape(character))
        place = after
    return "".join(parts)


def _bracket(text: str, place: int) -> tuple[str, int]:
    """Translate ``[…]`` from after its ``[``; one that is never closed matches nothing."""
    is_negated = text[place : place + 1] in ("!", "^")
    place += is_negated
    parts: list[str] = []
    is_first = True
    while place < len(text) and (is_first or text[place] != "]"):
        is_first = False
        if text.startswith("[:", place) and (found := re.match(r"\[:(\w*):\]", text[place:])):
            if found[1] not in _CLASSES:
                return "(?!)", len(text)
            parts.append(_CLASSES[found[1]])
            place += found.end()
            continue
        low, place = _member(text, place)
        if text[place : place + 1] == "-" and text[place + 1 : place + 2] not in ("", "]"):
            high, place = _member(text, place + 1)
            if low <= high:
                parts.append(f"{re.escape(low)}-{re.escape(high)}")
            continue
        parts.append(re.escape(low))
    if place >= len(text):
        return "(?!)", len(text)
    members = "".join(parts)
    if is_negated:
        return f"[^/{members}]", place + 1
    return (f"(?!/)[{members}]" if members else "(?!)"), place + 1


def _member(text: str, place: int) -> tuple[str, int]:
    if text[place] == "\\" and place + 1 < len(text):
        return text[place + 1], place + 2
    return text[place], place + 1
