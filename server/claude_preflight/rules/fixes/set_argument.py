"""Set an argument of a request to another value."""

from __future__ import annotations

from claude_preflight.facts.types import Argument
from claude_preflight.findings import Edit, Span
from claude_preflight.text.source_text import SourceText


def set_argument(text: SourceText, argument: Argument, number: int) -> Edit:
    """The edit that puts a number in the place of a literal, with `_` if that one has some.

    Where the argument is a name, the literal that the name stands for changes.
    """
    span = argument.origin or argument.value.span
    grouped = "_" in text.slice(span)
    return Edit(span, f"{number:_}" if grouped else str(number))


def set_text(origin: Span, value: str) -> Edit:
    """The edit that puts another text in the place of one, whose quotes stay."""
    return Edit(origin, value)
