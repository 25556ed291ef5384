"""Fixes that are applied together, and places in what they leave."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from claude_preflight.findings import Edit, Fix, Span
from claude_preflight.text.source_text import SourceText


def apply_fixes(text: SourceText, fixes: Iterable[Fix]) -> tuple[bytes, int]:
    """Apply fixes to a text: the new bytes and the number of fixes applied (see `joint_edits`)."""
    edits, taken = joint_edits(fixes)
    return apply_edits(text, edits), len(taken)


def apply_edits(text: SourceText, edits: Iterable[Edit]) -> bytes:
    """The bytes of a text after edits, which are in its order and touch nowhere."""
    data, pieces, position = text.data, [], 0
    for edit in edits:
        pieces += [data[position : edit.span.start], edit.text.encode()]
        position = edit.span.end
    return b"".join([*pieces, data[position:]])


def joint_edits(fixes: Iterable[Fix]) -> tuple[list[Edit], list[Fix]]:
    """The edits of the fixes that go together, in the order of the text, and those fixes.

    Of fixes that touch the same place the first is taken whole and the others are left for a
    next round; fixes that make the same edit share it.
    """
    chosen: list[Edit] = []
    taken: list[Fix] = []
    for fix in fixes:
        if fix.edits and not any(_conflicts(edit, chosen) for edit in fix.edits):
            for edit in fix.edits:
                at = bisect_left(chosen, edit)
                if chosen[at : at + 1] != [edit]:
                    chosen.insert(at, edit)
            taken.append(fix)
    return chosen, taken


def span_before(span: Span, edits: Sequence[Edit]) -> Span:
    """A place in the text after edits as one in the text before, where it was replaced whole."""
    start = end = None
    moved = 0
    for edit in edits:
        new_start = edit.span.start + moved
        new_end = new_start + len(edit.text.encode())
        if start is None and span.start < new_end:
            start = edit.span.start if span.start >= new_start else span.start - moved
        if end is None and span.end <= new_end:
            end = edit.span.end if span.end > new_start else span.end - moved
        moved = new_end - edit.span.end
    start = span.start - moved if start is None else start
    return Span(start, max(start, span.end - moved if end is None else end))


def _conflicts(edit: Edit, chosen: list[Edit]) -> bool:
    """Whether an edit touches one of the chosen ones, which are sorted and touch nowhere."""
    at = bisect_left(chosen, edit)
    near = chosen[max(at - 1, 0) : at + 2]
    return any(edit != other and edit.span.overlaps(other.span) for other in near)
