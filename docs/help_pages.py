"""Puts a command's usage and options under its page while mkdocs builds: they are told once, in the
code, and so are never out of date."""

import inspect
from typing import Any

import click

from pipeline.cli import redraft

_FOLDER = "commands/"


def on_page_markdown(markdown: str, /, *, page: Any, **_: Any) -> str:
    """Return a page of a command with its options at the end; other pages as they are."""
    path: str = page.file.src_uri
    if not path.startswith(_FOLDER):
        return markdown
    name = path.removeprefix(_FOLDER).removesuffix(".md")
    whole = click.Context(redraft, info_name="redraft")
    command = redraft.get_command(whole, name)
    assert command is not None, f"{path} is about no command"
    parts = [markdown]
    for each, context in _with_parts(command, click.Context(command, whole, name)):
        usage = " ".join(each.collect_usage_pieces(context))
        parts += ["", f"## {context.command_path}", "", f"    {context.command_path} {usage}", ""]
        if each is not command and each.help:
            parts += [*_paragraphs(each.help), ""]
        parts += _options(each, context)
    return "\n".join(parts) + "\n"


def _with_parts(
    command: click.Command, context: click.Context
) -> list[tuple[click.Command, click.Context]]:
    found = [(command, context)]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            part = command.get_command(context, name)
            if part is not None:
                found.append((part, click.Context(part, context, name)))
    return found


def _options(command: click.Command, context: click.Context) -> list[str]:
    rows = [each.get_help_record(context) for each in command.get_params(context)]
    lines = ["| Option | |", "| --- | --- |"]
    lines += [f"| {_names(row[0])} | {_escaped(row[1])} |" for row in rows if row]
    return lines


def _names(said: str) -> str:
    """Write "-o FILE" or "-h, --help" as code; a bar would end the cell."""
    return ", ".join(f"<code>{_escaped(each)}</code>" for each in said.split(", "))


def _escaped(text: str) -> str:
    for character, instead in (("&", "&amp;"), ("<", "&lt;"), ("|", "&#124;"), ("*", "&#42;")):
        text = text.replace(character, instead)
    return " ".join(text.split())


def _paragraphs(text: str) -> list[str]:
    """Return a help text's paragraphs; those that stand as they are, after ``\\b``, as code."""
    lines = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith("\b"):
            lines += ["", *("    " + line for line in paragraph.splitlines()[1:])]
        else:
            lines += ["", _escaped(paragraph)]
    return lines
