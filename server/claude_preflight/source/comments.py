"""Comments over lines: each may have its own mark, as in `///`, but they are one text."""

from __future__ import annotations

import re

from claude_preflight.findings import Span
from claude_preflight.source.text import SourceText

_MARK = re.compile(rb"[ \t]*(?P<mark>//|--|#)")
# Of Markdown, Javadoc and Scaladoc.
_FENCE = re.compile(
    rb"^[ \t#*/!-]*(?:```|~~~|<pre\b(?!.*</pre>)|\}?[ \t]*</pre>|\{\{\{(?!.*\}\}\})|\}\}\})",
    re.MULTILINE,
)
_MOST_LINES = 200


def is_in_fence(text: SourceText, start: int, offset: int) -> bool:
    """Whether a place stands in a code fence of a text that starts, or goes on, at `start`."""
    first = _first_line(text, start)
    return len(_FENCE.findall(text.data, first, offset)) % 2 == 1


def fences_in(text: SourceText, statement: Span) -> int:
    """How many fences a statement has, which decide what those behind it are part of."""
    return len(_FENCE.findall(text.data, statement.start, statement.end))


def _first_line(text: SourceText, start: int) -> int:
    """Where the comment begins that the one at `start` goes on."""
    mark = _MARK.match(text.data, start)
    if mark is None:
        return start
    line = text.line_at(start)
    for above in range(line - 1, max(line - _MOST_LINES, -1), -1):
        span = text.line_span(above)
        before = _MARK.match(text.data, span.start, span.end)
        if before is None or before["mark"] != mark["mark"]:
            break
        start = span.start
    return start
