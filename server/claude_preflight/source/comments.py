"""Comments over lines: each may have its own mark, as in `///`, but they are one text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from claude_preflight.findings import Span
from claude_preflight.source.text import SourceText

_MARK = re.compile(rb"[ \t]*(?P<mark>//|--|#)")
# Of Markdown, Javadoc and Scaladoc; what opens one of the last two may close it on its line.
_FENCE = re.compile(
    rb"^[ \t#*/!-]{0,200}(?:```|~~~|(?P<pre><pre\b)|(?:\}[ \t]*)?</pre>|(?P<braces>\{\{\{)|\}\}\})",
    re.MULTILINE,
)
_CLOSING = {"pre": b"</pre>", "braces": b"}}}"}
_FENCES = (b"```", b"~~~")
_MOST_LINES = 200


class Fences:
    """The code fences in the comments of one text, or in all of it where all is prose."""

    def __init__(self, text: SourceText) -> None:
        """Prepare for a text; its fences are looked for when a place is first asked for."""
        self._text = text
        self._first_lines: dict[int, int] = {}

    def are_around(self, start: int, offset: int) -> bool:
        """Whether a place stands in a fence of a text that starts, or goes on, at `start`."""
        first = self._begin(start)
        line = self._text.data.rfind(b"\n", 0, offset) + 1
        before = bisect_left(self._lines, line) - bisect_left(self._lines, min(first, line))
        own = _FENCE.match(self._text.data, line, offset) if first <= line else None
        return (before + (own is not None and self._opens(own, offset))) % 2 == 1

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
        data = self._text.data
        found = []
        for match in _FENCE.finditer(data):
            end = data.find(b"\n", match.end())
            if self._opens(match, end if end >= 0 else len(data)):
                found.append(match.start())
        return found

    def _opens(self, fence: re.Match[bytes], end: int) -> bool:
        """Whether a fence is not closed again before an offset of its line."""
        closing = _CLOSING.get(fence.lastgroup or "")
        return closing is None or self._text.data.find(closing, fence.end(), end) < 0


def shares_fences(text: SourceText, statement: Span) -> bool:
    """Whether fences in a statement may decide what those behind it are part of."""
    line = text.line_span(text.line_at(max(statement.end - 1, statement.start)))
    is_comment = _MARK.match(text.data, line.start, line.end) is not None
    return is_comment and any(fence in text.data for fence in _FENCES)
