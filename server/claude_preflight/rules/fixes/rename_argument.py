"""Rename an argument of a request."""

from __future__ import annotations

from claude_preflight.facts.types import Argument
from claude_preflight.findings import Edit, Span
from claude_preflight.text.source_text import SourceText


def rename_argument(text: SourceText, argument: Argument, name: str) -> Edit | None:
    """The edit that gives an argument another name; None if its name is not written before it."""
    start, key = argument.span.start, argument.key.encode()
    at = text.data.find(key, start, argument.value.span.start)
    return Edit(Span(at, at + len(key)), name) if at >= 0 else None
