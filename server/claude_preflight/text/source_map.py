"""Embedded documents: a script in a page, a fence in Markdown, JSON in a string, notebook cells.

The inner text is a document of its own language, made of pieces of the outer text without what
does not belong to it: indentation, quote marks, escapes. What is found inside is carried outward,
and an edit there becomes an edit of the outer text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from claude_preflight.findings import Edit, Finding, Role, Severity, Span

if TYPE_CHECKING:
    from claude_preflight.syntax.document import Document

_ESCAPE = re.compile(rb"\\(?:u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_MEANINGS = {
    b'\\"': b'"',
    b"\\\\": b"\\",
    b"\\/": b"/",
    b"\\n": b"\n",
    b"\\r": b"\r",
    b"\\t": b"\t",
}
_INDENT = re.compile(rb"[ \t]*")
_QUIETER = {Severity.ERROR: Severity.WARNING, Severity.WARNING: Severity.INFORMATION}


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of the outer text, and the bytes of the inner one that they stand for."""

    outer: Span
    inner: bytes


class Origins:
    """Where the bytes of an inner text stand in the outer one."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """Join pieces, in their order, to an inner text."""
        self.pieces = [piece for piece in pieces if piece.inner]
        self._starts = [0, *accumulate(len(piece.inner) for piece in self.pieces)]

    @property
    def data(self) -> bytes:
        """The inner text."""
        return b"".join(piece.inner for piece in self.pieces)

    def span(self, inner: Span) -> Span:
        """The bytes from the first to the last byte of an inner span."""
        start = self._start(inner.start)
        return Span(start, start if inner.start == inner.end else self._end(inner.end))

    def removal(self, inner: Span) -> Span:
        """The same for a span to delete: whole pieces go with what separates them from the next."""
        last = bisect_right(self._starts, inner.end) - 1
        first = bisect_right(self._starts, inner.start) - 1
        whole = self._starts[first] == inner.start and self._starts[last] == inner.end
        if whole and inner.start < inner.end and last < len(self.pieces):
            return Span(self._start(inner.start), self.pieces[last].outer.start)
        return self.span(inner)

    def inner(self, outer: Span) -> Span:
        """The inner bytes of an outer span; what lies between pieces is moved to the next one."""
        return Span(self._inner(outer.start), self._inner(outer.end))

    def is_whole(self, inner: Span) -> bool:
        """Whether an inner span is a part of the outer text: nothing in it stands nowhere."""
        first = bisect_right(self._starts, inner.start) - 1
        last = bisect_right(self._starts, max(inner.end - 1, inner.start)) - 1
        return all(piece.outer.start < piece.outer.end for piece in self.pieces[first : last + 1])

    def _inner(self, offset: int) -> int:
        at = max(bisect_right(self.pieces, offset, key=lambda piece: piece.outer.start) - 1, 0)
        piece = self.pieces[at]
        if offset >= piece.outer.end:
            return self._starts[at + 1]
        return self._starts[at] + max(min(offset - piece.outer.start, len(piece.inner)), 0)

    def _start(self, offset: int) -> int:
        """Where the byte at an inner offset begins."""
        at = min(bisect_right(self._starts, offset) - 1, len(self.pieces) - 1)
        piece, within = self.pieces[at], offset - self._starts[at]
        return piece.outer.end if within >= len(piece.inner) else piece.outer.start + within

    def _end(self, offset: int) -> int:
        """Where the byte before an inner offset ends."""
        at = bisect_right(self._starts, offset - 1) - 1
        piece, within = self.pieces[at], offset - self._starts[at]
        return piece.outer.end if within >= len(piece.inner) else piece.outer.start + within


@dataclass(frozen=True)
class Embedded:
    """A document inside another one.

    `span` is its place in the outer text, which `origins` are relative to. An `escape` writes a
    text as it has to stand there. What is wrong in an example, or in a recording (which is prose),
    is a matter of its readers: with such a `role`, findings are quieter and nothing is fixed
    unasked.
    """

    span: Span
    document: Document
    origins: Origins
    escape: Callable[[str], str]
    role: Role | None = None

    def outward(self, finding: Finding) -> Finding:
        """A finding inside as one of the outer document."""
        fixes = tuple(
            replace(
                fix,
                edits=tuple(map(self._edit, fix.edits)),
                safe=fix.safe and self.role is None,
            )
            for fix in finding.fixes
            if all(self.origins.is_whole(edit.span) for edit in fix.edits)
        )
        found = replace(finding, span=self._outer(self.origins.span(finding.span)), fixes=fixes)
        return _quieter(found, self.role) if self.role else found

    def _edit(self, edit: Edit) -> Edit:
        find = self.origins.span if edit.text else self.origins.removal
        return Edit(self._outer(find(edit.span)), self.escape(edit.text))

    def _outer(self, span: Span) -> Span:
        return Span(self.span.start + span.start, self.span.start + span.end)


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
        yield Piece(Span(at - base, match.start() - base), data[at : match.start()])
        yield Piece(Span(match.start() - base, match.end() - base), _meaning(match[0]))
        at = match.end()
    yield Piece(Span(at - base, span.end - base), data[at : span.end])


def escape(text: str) -> str:
    """A text as it stands in a literal between double quotes."""
    return "".join(_ESCAPED.get(char, char) for char in text)


def as_it_is(text: str) -> str:
    """A text in a place without escapes."""
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


def _meaning(escape: bytes) -> bytes:
    """The text of an escape; one that is not known stays as it is."""
    if escape[1:2] == b"u" and len(escape) > 2:
        return chr(int(escape[2:].decode(), base=16)).encode("utf-8", "surrogatepass")
    return _MEANINGS.get(escape, escape)


def _quieter(finding: Finding, role: Role) -> Finding:
    """A finding in what has a role; one that is in an example of its own is quiet enough."""
    if role is Role.PROSE:
        return replace(finding, role=role, severity=Severity.HINT)
    if finding.role is Role.EXAMPLE:
        return finding
    severity = _QUIETER.get(finding.severity, finding.severity)
    return replace(
        finding, role=role if finding.role is Role.USE else finding.role, severity=severity
    )
