"""`claude-preflight debug`: how the ids on a line are read, for whoever mends a wrong role."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NoReturn

import click

from claude_preflight.cli.options import Exit
from claude_preflight.facts.trace import Trace, trace
from claude_preflight.findings import Span
from claude_preflight.safe_text import masked, printable
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import SourceText
from claude_preflight.workspace.files import FileError, read_file

_EXAMPLES = """\b
Example:
  claude-preflight debug src/app.py:12
"""
# How much of what is captured is shown, in characters.
_SHOWN = 50


@click.command(epilog=_EXAMPLES)
@click.argument("place", metavar="FILE:LINE")
def command(place: str) -> None:
    """Show how the model ids on a line are read.

    Of each it prints what the syntax captures around it, from the innermost on, the role that it
    has with the reason, the decider in facts/roles that gave it, and the requests that send the id.

    Exit code: 0, or 2 if the file cannot be read or has no id on that line.
    """
    path, _, number = place.rpartition(":")
    if not path or not number.isdecimal():
        raise click.UsageError("Name a line of a file: claude-preflight debug src/app.py:12.")
    try:
        document = Document.of(read_file(path).data, path)
    except FileError as error:
        _fail(str(error))
    found = [each for each in trace(document) if _line(document.text, each) == int(number)]
    if not found:
        _fail(f"No model id stands on line {number} of {path}.")
    for each in found:
        for line in _told(path, document.text, each):
            click.echo(printable(masked(line)))


def _told(path: str, text: SourceText, found: Trace) -> Iterator[str]:
    """What there is to say of an id."""
    inner = found.document
    yield f"{path}:{_place(text, found.place)}: {found.text}"
    for injection in found.around:
        role = f", which is {injection.role.value}" if injection.role else ""
        yield f"  inside   a document of its own in {injection.document.language.id}{role}"
    for capture in found.seen.captures:
        shown = inner.text.slice(capture.span).strip().splitlines() or [""]
        cut = shown[0][:_SHOWN] + "…" * (len(shown) > 1 or len(shown[0]) > _SHOWN)
        yield f"  capture  {capture.kind.value} at {_place(inner.text, capture.span)}: {cut}"
    for request in found.requests:
        sets = ", ".join(f"{each.key}={each.literal}" for each in request.arguments)
        yield f"  request  at {_place(inner.text, request.span)}: {sets}"
    yield f"  role     {found.role or 'none'}: {found.reason}"
    yield f"  decider  {found.decider}"


def _line(text: SourceText, found: Trace) -> int:
    return text.line_at(found.place.start) + 1


def _place(text: SourceText, span: Span) -> str:
    line, column = text.position(span.start, "utf-16")
    return f"{line + 1}:{column + 1}"


def _fail(why: str) -> NoReturn:
    click.echo(f"error: {printable(why)}", err=True)
    sys.exit(Exit.ERROR)
