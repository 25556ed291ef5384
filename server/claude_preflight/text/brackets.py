"""Brackets that are open at a place, told by the text before it."""

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
