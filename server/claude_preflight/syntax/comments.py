"""Comments over lines: each may have its own mark, as in `///`, but they are one text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.text.source_text import SourceText

_MARK = regex(rb"[ \t]*(?P<mark>//|--|#)")
# Of Markdown, Javadoc and Scaladoc; what opens one of the last two may close it on its line.
_FENCE = regex(
    rb"^[ \t#*/!-]{0,200}(?:```|~~~|(?P<pre><pre\b)|(?:\}[ \t]*)?</pre>|(?P<braces>\{\{\{)|\}\}\})",
    re.MULTILINE,
)
_CLOSING = {"pre": b"</pre>", "braces": b"}}}"}
_MOST_LINES = 200


class Fences:
    """The code fences in the comments of one text, or in all of it where all is prose."""

    def __init__(self, text: SourceText) -> None:
        """Prepare for a text; its fences are looked for when a place is first asked for."""
        self._text = text
        self._first_lines: dict[int, int] = {}
        self._latest = (0, 0)  # an offset, and where its line begins

    def are_around(self, start: int, offset: int) -> bool:
        """Whether a place stands in a fence of a text that starts, or goes on, at `start`."""
        first = self._begin(start)
        line = self._line_start(offset)
        before = bisect_left(self._lines, line) - bisect_left(self._lines, min(first, line))
        own = _FENCE.match(self._text.data, line, offset) if first <= line else None
        return (before + (own is not None and _opens(self._text.data, own, offset))) % 2 == 1

    def _line_start(self, offset: int) -> int:
        """Where a line begins; most places are asked for in the order of a text."""
        known, line = self._latest if self._latest[0] <= offset else (0, 0)
        line = self._text.data.rfind(b"\n", known, offset) + 1 or line
        self._latest = (offset, line)
        return line

    def _begin(self, start: int) -> int:
        """Where the comment begins that the one at `start` goes on."""
        mark = _MARK.match(self._text.data, start)
        if mark is None:
            return start
        line = self._text.line_at(start)
        first = line
        while first > max(line - _MOST_LINES + 1, 0) and self._mark(first - 1) == mark["mark"]:
            # Of a line that was asked for, all that is above is known.
            first = self._first_lines.get(first - 1, first - 1)
        self._first_lines[line] = first = max(first, line - _MOST_LINES + 1)
        return self._text.line_span(first).start if first < line else start

    def _mark(self, line: int) -> bytes | None:
        span = self._text.line_span(line)
        mark = _MARK.match(self._text.data, span.start, span.end)
        return mark["mark"] if mark else None

    @cached_property
    def _lines(self) -> list[int]:
        """Where the lines begin that open or close a fence."""
        return list(_fences(self._text.data, 0, len(self._text.data)))


def fences_in(text: SourceText, statement: Span) -> int:
    """How many fences a statement has, which decide what those behind it are part of."""
    start = text.data.rfind(b"\n", 0, statement.start) + 1
    return sum(1 for _ in _fences(text.data, start, statement.end))


def _fences(data: bytes, start: int, end: int) -> Iterator[int]:
    """Where the lines of a part begin that open or close a fence."""
    for match in _FENCE.finditer(data, start, end):
        line_end = data.find(b"\n", match.end())
        if _opens(data, match, line_end if line_end >= 0 else len(data)):
            yield match.start()


def _opens(data: bytes, fence: re.Match[bytes], end: int) -> bool:
    """Whether a fence is not closed again before an offset of its line."""
    closing = _CLOSING.get(fence.lastgroup or "")
    return closing is None or data.find(closing, fence.end(), end) < 0
