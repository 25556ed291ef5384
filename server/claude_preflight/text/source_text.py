"""SourceText: the text of a document as UTF-8 bytes, with lines, columns and edits.

Lines end as the Language Server Protocol has them: at LF, CR LF or a lone CR, and nowhere else. A
form feed or U+2028 does not end a line, which is what `str.splitlines` gets wrong.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Literal

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

PositionEncoding = Literal["utf-8", "utf-16", "utf-32"]

# The characters that UTF-16 writes as two code units.
_TWO_UNITS = regex("[\U00010000-\U0010ffff]")
# Line starts are kept in runs relative to the run's first byte, so that an edit rewrites one run
# and shifts the bases of the others, whatever the length of the file.
_RUN_LENGTH = 256
# In longer lines the column of a place is counted from the last one.
_LONG = 1_000


class Position(NamedTuple):
    """A place as a zero-based line and a column in the units of a position encoding."""

    line: int
    character: int


class Change(NamedTuple):
    """Replace the bytes of `span` by `new`."""

    span: Span
    new: bytes


class _Run(NamedTuple):
    """Consecutive line starts; `starts[0]` is 0, `length` counts bytes up to the next run."""

    starts: tuple[int, ...]
    length: int


class SourceText:
    """An immutable text. `data` is UTF-8; bytes that are not stay as they are."""

    def __init__(self, data: bytes, known: tuple[_Run, ...] = ()) -> None:
        """Take over the bytes; where lines start in them may be known."""
        self.data = data
        self._known = known

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SourceText) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)

    @classmethod
    def of(cls, text: str | bytes) -> SourceText:
        """Make a text from a string (lone surrogates are kept) or from bytes as they are."""
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        return cls(data)

    @cached_property
    def parsable(self) -> bytes:
        """The data for a parser, which has to be UTF-8: as long, with `?` for other bytes."""
        if self._is_ascii:
            return self.data
        try:
            self.data.decode()
        except UnicodeDecodeError:
            return self.data.decode("utf-8", "surrogateescape").encode("utf-8", "replace")
        return self.data

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends in a line end has an empty last line."""
        return self._first_lines[-1] + len(self._runs[-1].starts)

    def line_span(self, line: int) -> Span:
        """The bytes of a line without its line end."""
        start, end = self._line_start(line), self._line_start(line + 1)
        while end > start and self.data[end - 1] in b"\r\n":
            end -= 1
        return Span(start, end)

    def line_at(self, offset: int) -> int:
        """The zero-based line of a byte offset."""
        run = bisect_right(self._bases, max(offset, 0)) - 1
        within = bisect_right(self._runs[run].starts, offset - self._bases[run]) - 1
        return self._first_lines[run] + max(within, 0)

    def slice(self, span: Span) -> str:
        """The text of a span, with bytes that are not UTF-8 shown as U+FFFD."""
        return self.data[span.start : span.end].decode("utf-8", "replace")

    def position(self, offset: int, encoding: PositionEncoding) -> Position:
        """The line and column of a byte offset; an offset outside the text is moved into it."""
        offset = min(max(offset, 0), len(self.data))
        line = self.line_at(offset)
        start = self._line_start(line)
        if encoding == "utf-8" or self._is_ascii:
            return Position(line, offset - start)
        if self.parsable is not self.data or offset - start < _LONG:
            return Position(line, _units(self.data[start:offset], encoding))
        # Places in a long line are mostly asked for in their order, each from the one before.
        known, column = self._latest.get(encoding, (start, 0))
        if not start <= known <= offset:
            known, column = start, 0
        column += _units(self.data[known:offset], encoding)
        if offset == len(self.data) or self.data[offset] & 0xC0 != 0x80:  # else in a character
            self._latest[encoding] = (offset, column)
        return Position(line, column)

    def offset(self, position: tuple[int, int], encoding: PositionEncoding) -> int:
        """The byte offset of a line and column; what lies outside is moved to the nearest place."""
        line, character = position
        if line < 0:
            return 0
        if line >= self.line_count:
            return len(self.data)
        span = self.line_span(line)
        raw = self.data[span.start : span.end]
        if encoding == "utf-8" or raw.isascii():
            return span.start + min(max(character, 0), len(raw))
        errors = _error_handler(raw)
        head = _head(raw.decode("utf-8", errors), max(character, 0), encoding)
        return span.start + len(head.encode("utf-8", errors))

    def line_around(self, span: Span, reach: int) -> Span:
        """The line in which a span starts, cut where it is further from the span than a reach."""
        line = self.line_span(self.line_at(span.start))
        return Span(max(line.start, span.start - reach), min(line.end, span.end + reach))

    def edited(self, change: Change) -> SourceText:
        """The text after a change. Costs the same wherever and however often it is called."""
        start, end = change.span.start, change.span.end
        view = memoryview(self.data)
        data = b"".join((view[:start], change.new, view[end:]))
        # A CR and LF may be joined or parted at the edges: start one line early, end one line late.
        first = bisect_right(self._bases, max(start - 1, 0)) - 1
        last = bisect_right(self._bases, end) - 1
        base = self._bases[first]
        stop = self._bases[last] + self._runs[last].length
        new_stop = stop + len(data) - len(self.data)
        starts = [*_line_starts(data[base:new_stop])]
        if last == len(self._runs) - 1 and data[-1:] in (b"\n", b"\r"):
            starts.append(new_stop - base)
        before, after = self._runs[:first], self._runs[last + 1 :]
        if before and len(starts) < _RUN_LENGTH // 4:
            starts = [*before[-1].starts, *(at + before[-1].length for at in starts)]
            base -= before[-1].length
            before = before[:-1]
        middle = _runs(starts, base, new_stop)
        return SourceText(data, (*before, *middle, *after))

    def _line_start(self, line: int) -> int:
        if line >= self.line_count:
            return len(self.data)
        run = bisect_right(self._first_lines, line) - 1
        return self._bases[run] + self._runs[run].starts[line - self._first_lines[run]]

    @cached_property
    def _is_ascii(self) -> bool:
        return self.data.isascii()

    @cached_property
    def _latest(self) -> dict[PositionEncoding, tuple[int, int]]:
        """The offset and the column of the last place that was asked for in a long line."""
        return {}

    @cached_property
    def _runs(self) -> tuple[_Run, ...]:
        """The lines, which are looked for where one is asked for and no earlier text had them."""
        return self._known or tuple(_runs_of(self.data))

    @cached_property
    def _bases(self) -> Sequence[int]:
        return [0, *accumulate(run.length for run in self._runs[:-1])]

    @cached_property
    def _first_lines(self) -> Sequence[int]:
        return [0, *accumulate(len(run.starts) for run in self._runs[:-1])]


def _runs_of(data: bytes) -> Iterator[_Run]:
    """The line starts of a whole text."""
    lengths = [*map(len, data.splitlines(keepends=True))]
    if not data or data.endswith((b"\n", b"\r")):
        lengths.append(0)  # the empty last line
    for at in range(0, len(lengths), _RUN_LENGTH):
        ends = [*accumulate(lengths[at : at + _RUN_LENGTH])]
        yield _Run((0, *ends[:-1]), ends[-1])


def _line_starts(data: bytes) -> Iterator[int]:
    """Where the lines of a part of the text begin, but for an empty one at its end."""
    lengths = map(len, data.splitlines(keepends=True)[:-1])
    return accumulate(lengths, initial=0)


def _runs(starts: list[int], base: int, stop: int) -> Iterator[_Run]:
    """Cut line starts (relative to `base`) into runs that together reach to `stop`."""
    for at in range(0, len(starts), _RUN_LENGTH):
        part = starts[at : at + _RUN_LENGTH]
        following = starts[at + _RUN_LENGTH] if at + _RUN_LENGTH < len(starts) else stop - base
        first = part[0]
        yield _Run(
            tuple(start - first for start in part) if first else tuple(part), following - first
        )


def _units(head: bytes, encoding: PositionEncoding) -> int:
    """How many units of an encoding, but for UTF-8, the beginning of a line takes."""
    if head.isascii():
        return len(head)
    text = head.decode("utf-8", _error_handler(head))
    if encoding == "utf-32":
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _error_handler(raw: bytes) -> str:
    """How to read bytes so that writing them again gives the same bytes."""
    try:
        raw.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return "surrogateescape"
    return "surrogatepass"


def _head(text: str, units: int, encoding: PositionEncoding) -> str:
    """The first `units` code units of a text, never half a character."""
    end = units
    if encoding == "utf-16":
        for match in _TWO_UNITS.finditer(text, 0, end):
            if match.start() >= end:
                break
            end -= 1  # within the character if it is the last one: then it is left out
    return text[:end]
