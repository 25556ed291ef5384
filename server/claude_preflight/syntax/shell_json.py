"""JSON in a shell's quotes: what the shell puts in the place of a name is a string of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.findings import Span
from claude_preflight.text.source_map import Piece, unescaped

_NAME = rb"\$(?:(?P<name>\w+)|\{(?P<braced>\w+)[^{}'\"]*\}|\([^()]*\))"
# Between single quotes a name stands behind the end of the text: `'{"a": '"$A"', "b": 1}'`.
_IN_SINGLE = re.compile(rb"'\"?" + _NAME + rb"\"?'")
_IN_DOUBLE = re.compile(rb"(?<!\\)" + _NAME)
_QUOTE = re.compile(rb'\\.|(?P<quote>")')
_OTHER = b"_"


def shell_pieces(data: bytes, span: Span, *, is_escaped: bool) -> Iterator[Piece]:
    """The pieces of JSON between quotes of a shell, or in a here-document, relative to the span.

    A name in a string of JSON stays what it is, `$NAME`; where it is a value of its own it gets
    quotes, so that the JSON around it can be read.
    """
    is_single = data.endswith(b"'", 0, span.start)
    is_in_string = False
    at = span.start
    for match in (_IN_SINGLE if is_single else _IN_DOUBLE).finditer(data, span.start, span.end):
        for piece in _between(data, Span(at, match.start()), span.start, is_escaped=is_escaped):
            yield piece
            quotes = sum(bool(each["quote"]) for each in _QUOTE.finditer(piece.inner))
            is_in_string ^= quotes % 2 == 1
        name = b"$" + (match["name"] or match["braced"] or _OTHER)
        outer = Span(match.start() - span.start, match.end() - span.start)
        yield Piece(outer, name if is_in_string else b'"%b"' % name)
        at = match.end()
    yield from _between(data, Span(at, span.end), span.start, is_escaped=is_escaped)


def _between(data: bytes, part: Span, base: int, *, is_escaped: bool) -> Iterator[Piece]:
    if is_escaped:
        yield from unescaped(data, part, base)
    else:
        yield Piece(Span(part.start - base, part.end - base), data[part.start : part.end])
