"""Brackets that are open at a place, told by the text before it, and what closes them behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_OPENING = frozenset((b"(", b"[", b"{"))


def open_brackets(before: bytes, brackets: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The brackets of some kinds that are open at the end of a text, the last first."""
    closed = 0
    for bracket in reversed(list(brackets.finditer(before))):
        if bracket[0] not in _OPENING:
            closed += 1
        elif closed:
            closed -= 1
        else:
            yield bracket


def closing_bracket(
    data: bytes, brackets: re.Pattern[bytes], start: int, end: int
) -> re.Match[bytes] | None:
    """The bracket of some kinds that closes what is open at the start of a part of a text."""
    opened = 0
    for bracket in brackets.finditer(data, start, end):
        if bracket[0] in _OPENING:
            opened += 1
        elif opened:
            opened -= 1
        else:
            return bracket
    return None
