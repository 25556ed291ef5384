"""Source maps: where the bytes of a text stand in another one that it was taken out of.

Such a text is made of pieces of the outer one, without what does not belong to it: indentation,
quote marks, escapes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

_ESCAPE = regex(rb"\\(?:u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MEANINGS = {
    b'\\"': b'"',
    b"\\\\": b"\\",
    b"\\/": b"/",
    b"\\n": b"\n",
    b"\\r": b"\r",
    b"\\t": b"\t",
}
_INDENT = regex(rb"[ \t]*")


class Piece(NamedTuple):
    """Bytes of the outer text, and the bytes of the inner one that they stand for."""

    outer: Span
    inner: bytes


class Passage:
    """Pieces that move together: their outer spans are relative to where the passage begins."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """Join pieces, in their order."""
        self.pieces = [piece for piece in pieces if piece.inner]
        self.starts = [0, *accumulate(len(piece.inner) for piece in self.pieces)]
        self.data = b"".join(piece.inner for piece in self.pieces)


class SourceMap:
    """Where the bytes of an inner text stand in the outer one."""

    def __init__(self, passages: Iterable[tuple[int, Passage]]) -> None:
        """Join passages, in their order, each with the place where it begins, to an inner text."""
        placed = [each for each in passages if each[1].pieces]
        self._passages = [passage for _, passage in placed]
        self._bases = [base for base, _ in placed]
        self._starts = [0, *accumulate(len(passage.data) for passage in self._passages)]
        # The number of the first piece in each, and last of all how many there are.
        self._numbers = [0, *accumulate(len(passage.pieces) for passage in self._passages)]

    @classmethod
    def of(cls, pieces: Iterable[Piece]) -> SourceMap:
        """Join pieces, in their order, to an inner text."""
        return cls([(0, Passage(pieces))])

    @cached_property
    def data(self) -> bytes:
        """The inner text."""
        return b"".join(passage.data for passage in self._passages)

    @cached_property
    def _by(self) -> int | None:
        """How far the inner text is moved, where it stands in the outer one as it is."""
        if self._numbers[-1] != 1:
            return None
        (start, end), inner = self._passages[0].pieces[0]
        return self._bases[0] + start if end - start == len(inner) else None

    def outward(self, inner: Span) -> Span:
        """The bytes from the first to the last byte of an inner span."""
        if self._by is not None:
            return Span(self._by + inner.start, self._by + inner.end)
        start = self._start(inner.start)
        return Span(start, start if inner.start == inner.end else self._end(inner.end))

    def removal(self, inner: Span) -> Span:
        """The same for a span to delete: whole pieces go with what separates them from the next."""
        last, first = self._number(inner.end), self._number(inner.start)
        is_next = last < self._numbers[-1]
        if inner.start < inner.end and is_next:
            (_, begins), (following, ends) = self._piece(first), self._piece(last)
            if begins == inner.start and ends == inner.end:
                return Span(self._start(inner.start), following.start)
        return self.outward(inner)

    def inward(self, outer: Span) -> Span:
        """The inner bytes of an outer span; what lies between pieces is moved to the next one."""
        return Span(self._inner(outer.start), self._inner(outer.end))

    def is_whole(self, inner: Span) -> bool:
        """Whether an inner span is a part of the outer text: nothing in it stands nowhere."""
        if self._by is not None:
            return True
        first = self._number(inner.start)
        last = self._number(max(inner.end - 1, inner.start))
        numbers = range(first, min(last + 1, self._numbers[-1]))
        return all(outer.start < outer.end for outer, _ in map(self._piece, numbers))

    def _inner(self, offset: int) -> int:
        at = max(bisect_right(range(len(self._passages)), offset, key=self._begin) - 1, 0)
        passage, offset = self._passages[at], offset - self._bases[at]
        number = bisect_right(passage.pieces, offset, key=lambda piece: piece.outer.start) - 1
        number = max(number, 0)
        (start, end), inner = passage.pieces[number]
        if offset >= end:
            return self._starts[at] + passage.starts[number + 1]
        within = max(min(offset - start, len(inner)), 0)
        return self._starts[at] + passage.starts[number] + within

    def _begin(self, at: int) -> int:
        """Where the first piece of a passage stands."""
        return self._bases[at] + self._passages[at].pieces[0].outer.start

    def _start(self, offset: int) -> int:
        """Where the byte at an inner offset begins."""
        return self._place(min(self._number(offset), self._numbers[-1] - 1), offset)

    def _end(self, offset: int) -> int:
        """Where the byte before an inner offset ends."""
        return self._place(self._number(offset - 1), offset)

    def _place(self, number: int, offset: int) -> int:
        """The place of an inner offset that is in a piece or at its end."""
        (start, end), begins = self._piece(number)
        at = bisect_right(self._numbers, number) - 1
        inner = self._passages[at].pieces[number - self._numbers[at]].inner
        within = offset - begins
        return end if within >= len(inner) else start + within

    def _number(self, offset: int) -> int:
        """The number of the piece that an inner offset is in, that of all pieces at the end."""
        at = bisect_right(self._starts, offset) - 1
        if at >= len(self._passages):
            return self._numbers[-1]
        starts = self._passages[at].starts
        return self._numbers[at] + bisect_right(starts, offset - self._starts[at]) - 1

    def _piece(self, number: int) -> tuple[Span, int]:
        """Where a piece stands, and at which inner offset it begins."""
        at = bisect_right(self._numbers, number) - 1
        passage, base = self._passages[at], self._bases[at]
        within = number - self._numbers[at]
        start, end = passage.pieces[within].outer
        return Span(base + start, base + end), self._starts[at] + passage.starts[within]


def dedented(data: bytes, span: Span, gaps: Iterable[Span] = ()) -> Iterator[Piece]:
    """The lines of a span without its gaps and without the indentation that all of them share.

    The span may begin behind the indentation of its first line. The outer spans of the pieces are
    relative to the span.
    """
    begins = data.rfind(b"\n", 0, span.start) + 1
    before = 0 if data[begins : span.start].strip(b" \t") else span.start - begins
    lines = list(_lines(data, span, gaps))
    outside = {line: before if line.start == span.start else 0 for line in lines}
    indents = [
        outside[line] + len(_indent(data, line))
        for line in lines
        if data[line.start : line.end].strip()
    ]
    shared = min(indents, default=0)
    for line in lines:
        start = line.start + min(max(shared - outside[line], 0), len(_indent(data, line)))
        outer = Span(start - span.start, line.end - span.start)
        yield Piece(outer, data[start : line.end])


def unescaped(data: bytes, span: Span, base: int | None = None) -> Iterator[Piece]:
    """The content of a literal with its escapes read; a piece for each escape.

    The outer spans of the pieces are relative to the base, which is the span if none is given.
    """
    base = span.start if base is None else base
    at = span.start
    for match in _ESCAPE.finditer(data, span.start, span.end):
        if at < match.start():
            yield Piece(Span(at - base, match.start() - base), data[at : match.start()])
        yield Piece(Span(match.start() - base, match.end() - base), _meaning(match[0]))
        at = match.end()
    if at < span.end or at == span.start:  # what is empty is a piece as well
        yield Piece(Span(at - base, span.end - base), data[at : span.end])


def escaped(text: str) -> str:
    """A text as it stands in a literal between double quotes."""
    return "".join(_ESCAPED.get(char, char) for char in text)


def unchanged(text: str) -> str:
    """A text as it stands where nothing is escaped."""
    return text


def _lines(data: bytes, span: Span, gaps: Iterable[Span]) -> Iterator[Span]:
    """The lines of a span with their ends; a gap ends a line as well."""
    start = span.start
    for gap in [*sorted(gaps), Span(span.end, span.end)]:
        while (end := data.find(b"\n", start, gap.start) + 1) > 0:
            yield Span(start, end)
            start = end
        if start < gap.start:
            yield Span(start, gap.start)
        start = max(gap.end, start)


def _indent(data: bytes, line: Span) -> bytes:
    match = _INDENT.match(data, line.start, line.end)
    return match[0] if match else b""


def _meaning(sequence: bytes) -> bytes:
    """The text of an escape; one that is not known stays as it is."""
    if sequence[1:2] == b"u" and len(sequence) > 2:
        return chr(int(sequence[2:].decode(), base=16)).encode("utf-8", "surrogatepass")
    return _MEANINGS.get(sequence, sequence)
