"""Texts that are written in several literals: `"claude-3-opus-" "20240229"`, or with a `+`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first
from claude_preflight.syntax.literals import content
from claude_preflight.syntax.tree import Syntax

if TYPE_CHECKING:
    from claude_preflight.text.source_text import SourceText

MOST_PARTS = 8
"""Ids have a dozen parts at most; who joins more literals writes a text."""

_BETWEEN = regex(rb"""["'`]?[\s+.&~<>\\]*[A-Za-z@$]{0,2}["'`]?""")


class Concatenation(NamedTuple):
    """What literals are together; `span` reaches from the content of the first to the last's.

    It `is_replaceable` by one text where nothing but quotes and operators stands in between.
    """

    text: str
    span: Span
    is_replaceable: bool


def concatenation_at(text: SourceText, syntax: Syntax, capture: Capture) -> Concatenation | None:
    """The text that a concatenation stands for; None if a part of it is not known."""
    parts = _parts(syntax, capture, MOST_PARTS)
    if not parts or None in parts:
        return None
    literals = [part for part in parts if part]
    contents = [content(text, literal) for literal in literals]
    opening = text.data[literals[0].start : contents[0].start]
    closing = text.data[contents[-1].end : literals[-1].end]
    gaps = pairwise(contents)
    return Concatenation(
        "".join(map(text.slice, contents)),
        Span(contents[0].start, contents[-1].end),
        opening.endswith(closing)
        and all(_BETWEEN.fullmatch(text.data, one.end, other.start) for one, other in gaps),
    )


def _parts(syntax: Syntax, capture: Capture, depth: int) -> list[Span | None]:
    """The literals in a concatenation of so many levels; None stands for anything else."""
    if not depth:
        return [None]
    parts: list[Span | None] = []
    for element in syntax.elements(capture):
        captures = [each for each in syntax.path(element) if each.span == element]
        kinds = {each.kind for each in captures}
        if CaptureKind.PROSE in kinds:
            continue
        inner = first(captures, CaptureKind.CONCATENATION)
        if inner:
            parts += _parts(syntax, inner, depth - 1)
        else:
            is_literal = CaptureKind.LITERAL in kinds and CaptureKind.INTERPOLATED not in kinds
            parts.append(element if is_literal else None)
        if len(parts) > MOST_PARTS or None in parts:
            return [None]
    return parts
