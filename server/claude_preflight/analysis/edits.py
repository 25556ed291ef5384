"""Fixes that are applied together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from claude_preflight.findings import Edit, Fix
from claude_preflight.text.source_text import SourceText


def apply_fixes(text: SourceText, fixes: Iterable[Fix]) -> tuple[bytes, int]:
    """Apply fixes to a text: the new bytes and the number of fixes applied (see `joint_edits`)."""
    edits, applied = joint_edits(fixes)
    data, pieces, position = text.data, [], 0
    for edit in edits:
        pieces += [data[position : edit.span.start], edit.text.encode()]
        position = edit.span.end
    return b"".join([*pieces, data[position:]]), applied


def joint_edits(fixes: Iterable[Fix]) -> tuple[list[Edit], int]:
    """The edits of the fixes that go together, in the order of the text, and how many fixes do.

    Of fixes that touch the same place the first is taken whole and the others are left for a
    next round; fixes that make the same edit share it.
    """
    chosen: list[Edit] = []
    taken = 0
    for fix in fixes:
        if fix.edits and not any(_conflicts(edit, chosen) for edit in fix.edits):
            for edit in fix.edits:
                at = bisect_left(chosen, edit)
                if chosen[at : at + 1] != [edit]:
                    chosen.insert(at, edit)
            taken += 1
    return chosen, taken


def _conflicts(edit: Edit, chosen: list[Edit]) -> bool:
    """Whether an edit touches one of the chosen ones, which are sorted and touch nowhere."""
    at = bisect_left(chosen, edit)
    near = chosen[max(at - 1, 0) : at + 2]
    return any(edit != other and edit.span.overlaps(other.span) for other in near)
