"""The line of code of a finding, with a mark under the place: safe to print, cut to a width.

Columns are those of a terminal: a tab reaches to the next multiple of four, wide characters take
two columns, combining ones none.
"""

from __future__ import annotations

import unicodedata

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.safe_text import masked_bytes, visible
from claude_preflight.text.source_text import SourceText

_TAB = 4
# Columns of code kept before the mark where a line is too long.
_LEAD = 40
# Bytes that are looked at on each side of the mark: a line can be the whole of a large file.
_WINDOW = 2000
_WORD = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


class Excerpt(NamedTuple):
    """A line of code, and the line below it with the mark."""

    code: str
    mark: str


def excerpt(text: SourceText, span: Span, width: int) -> Excerpt:
    """The first line of a span, at most `width` columns of it, with the span marked."""
    line = text.line_span(text.line_at(span.start))
    window = _window(text.data, line, span)
    data = masked_bytes(text.data[window.start : window.end])
    start, end = (min(offset, window.end) - window.start for offset in (span.start, span.end))
    columns = _columns(data[:start])
    first = len(columns)
    columns = _columns(data[start:end], columns)
    last = max(len(columns), first + 1)
    columns = _columns(data[end:], columns)
    lead = min(_LEAD, width // 2)
    left = 0 if len(columns) <= width else max(first - lead, 0)
    code = "".join(columns[left : left + width])
    if left or window.start > line.start:
        code = "…" + "".join(columns[left + 1 : left + width])
    if left + width < len(columns) or window.end < line.end:
        code = code + "…"
    mark = " " * (first - left) + "^" * (min(last, left + width) - first)
    return Excerpt(code.rstrip(), mark)


def _window(data: bytes, line: Span, span: Span) -> Span:
    """The part of a line around a span, which does not begin within a word: that may be a key."""
    start = max(line.start, span.start - _WINDOW)
    least = max(line.start, start - _WINDOW)
    while start > least and data[start - 1] in _WORD:
        start -= 1
    return Span(start, max(start, min(line.end, span.end + _WINDOW)))


def _columns(data: bytes, before: list[str] | None = None) -> list[str]:
    """What each column of the terminal shows; the second one of a wide character is empty."""
    columns = list(before or ())
    text = data.decode("utf-8", "replace")
    if text.isascii() and text.isprintable():
        return [*columns, *text]  # most lines; a look at each character takes far longer
    for char in text:
        if char == "\t":
            columns.extend(" " * (_TAB - len(columns) % _TAB))
        elif columns and unicodedata.category(char) in ("Mn", "Me"):
            columns[-1] += char
        elif unicodedata.east_asian_width(char) in ("W", "F"):
            columns.extend((char, ""))
        else:
            columns.append(visible(char))
    return columns
