"""The one change that makes one text out of another."""

from __future__ import annotations

from claude_preflight.findings import Span
from claude_preflight.text.source_text import Change


def difference(old: bytes, new: bytes) -> Change:
    """The smallest change from one UTF-8 text to another that cuts no character."""
    head = _common_length(old, new)
    while head and _is_inside_character(old, head, new):
        head -= 1
    tail = _common_length(old[head:][::-1], new[head:][::-1])
    while tail and _is_inside_character(old, len(old) - tail):
        tail -= 1
    return Change(Span(head, len(old) - tail), new[head : len(new) - tail])


def _common_length(one: bytes, other: bytes) -> int:
    """How many first bytes are the same, found by halving, for comparing long bytes is quick."""
    same, end = 0, min(len(one), len(other))
    while same < end:
        middle = (same + end + 1) // 2
        if one[same:middle] == other[same:middle]:
            same = middle
        else:
            end = middle - 1
    return same


def _is_inside_character(text: bytes, at: int, *others: bytes) -> bool:
    """Whether a place in one of the texts is before a byte that continues a character."""
    return any(each[at : at + 1] and each[at] & 0xC0 == 0x80 for each in (text, *others))
