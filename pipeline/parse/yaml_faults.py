"""What a YAML parser stumbles over → what was probably meant, and what to do."""

from collections.abc import Callable

import yaml

from pipeline.errors import SourceError
from pipeline.model.position import Position

MAX_DEPTH = 32


def too_deep(place: Position) -> SourceError:
    """Refuse what is nested deeper than is read."""
    return SourceError.of(
        "E115",
        f"this YAML is nested deeper than {MAX_DEPTH} levels",
        position=place,
        hint="put text in quotes if its brackets are text",
    )


# What libyaml says (substrings of its scanner's and parser's messages) → what is meant, what to do.
_SYNTAX = (
    (
        "mapping values are not allowed",
        "a second “: ” in one line",
        "put the whole value in quotes",
    ),
    ("block sequence entries", "“- ” cannot begin a value here", "begin the list on its own line"),
    ("cannot start any token", "no value can begin with “{}”", "put the whole value in quotes"),
    ("expected alphabetic or numeric", "no text can begin with “*” or “&”", "put it in quotes"),
    ("expected node content", "no value can begin with “{}”", "put the whole value in quotes"),
    ("could not find expected ':'", "there is no “: ” after this key", "write “key: value”"),
    ("expected ',' or ']'", "a list in brackets goes wrong here", "close “[…]” with “]”"),
    ("expected ',' or '}'", "a mapping in braces goes wrong here", "close “{{…}}” with “}}”"),
    ("unexpected end of stream", "a quotation mark is never closed", "close it"),
    (
        "did not find expected key",
        "this line fits neither the line above nor a key",
        "indent it as its neighbours, or put the whole value in quotes",
    ),
    ("unknown escape character", "no escape of this name", "write “\\\\” for a backslash"),
)


def syntax_error(
    error: yaml.MarkedYAMLError, text: str, at: Callable[[int], Position]
) -> SourceError:
    """Say what is probably meant where libyaml gives up; ``at`` places an offset of the text."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index if mark else 0, len(text))
    problem = error.problem or ""
    if "unexpected end of stream" in problem and error.context_mark:
        offset = error.context_mark.index
    character = text[offset : offset + 1]
    position = at(offset)
    if character == "\t":
        return SourceError.of(
            "E103", "a tab in the indentation", position=position, hint="indent with spaces"
        )
    if "expected key" in problem and text[:offset].rstrip(" ")[-1:] in {"]", "}", "'", '"'}:
        return SourceError.of(
            "E103",
            f"text after a closing “{text[:offset].rstrip(' ')[-1]}”",
            position=position,
            hint="put the whole value in quotes",
        )
    for key, message, hint in _SYNTAX:
        if key in problem:
            return SourceError.of(
                "E103", message.format(character), position=position, hint=hint.format()
            )
    message = " ".join(filter(None, (error.context, problem)))
    return SourceError.of(
        "E103", f"YAML: {message}", position=position, hint="put values with marks in quotes"
    )
