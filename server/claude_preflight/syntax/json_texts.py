"""JSON in a text that something is put into: by a shell for a name, by a template in braces.

In a string of JSON such a place stays in it; where it is a value of its own it gets quotes, so that
the JSON around it can be read. Either way it reads as `$NAME`, of which nothing is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.text.source_map import Piece, unescaped

_NAME = rb"\$(?:(?P<name>\w+)|\{(?P<braced>\w+)[^{}'\"]*\}|\([^()]*\))"
# Between single quotes a name stands behind the end of the text: `'{"a": '"$A"', "b": 1}'`. So
# does such a quote itself: `'{"a": "it'\''s"}'`.
_IN_SINGLE = regex(rb"'\"?" + _NAME + rb"\"?'|(?P<quote>'(?:\\'|\"'\")')")
_IN_DOUBLE = regex(rb"(?<!\\)" + _NAME)
# `={"max_tokens": {{ $json.limit }}}`, as n8n has expressions; elsewhere without quotes in them.
_EXPRESSION = regex(rb"\{\{[^{}]*\}\}")
_PLACEHOLDER = regex(rb"\{\{[^{}\"\\]*\}\}")
_IS_EXPRESSION = b"="
_QUOTE = regex(rb'\\.|(?P<quote>")')
_OTHER = b"_"


def shell_pieces(data: bytes, span: Span, *, is_escaped: bool) -> Iterator[Piece]:
    """The pieces of JSON between quotes of a shell, or in a here-document, relative to the span."""
    is_single = data.endswith(b"'", 0, span.start)
    names = (_IN_SINGLE if is_single else _IN_DOUBLE).finditer(data, span.start, span.end)
    return _pieces(data, span, names, is_escaped=is_escaped)


def template_pieces(data: bytes, span: Span, *, is_escaped: bool) -> Iterator[Piece]:
    """The pieces of JSON that may have expressions in braces, relative to the span."""
    is_expression = data.startswith(_IS_EXPRESSION, span.start)
    pattern = _EXPRESSION if is_expression else _PLACEHOLDER
    inner = Span(span.start + len(_IS_EXPRESSION) * is_expression, span.end)
    found = pattern.finditer(data, *inner)
    return _pieces(data, inner, found, is_escaped=is_escaped, base=span.start)


def _pieces(
    data: bytes,
    span: Span,
    places: Iterator[re.Match[bytes]],
    *,
    is_escaped: bool,
    base: int | None = None,
) -> Iterator[Piece]:
    """The pieces of a span with a string for each place that something is put into."""
    base = span.start if base is None else base
    is_in_string = False
    at = span.start
    for match in places:
        for piece in _between(data, Span(at, match.start()), base, is_escaped=is_escaped):
            yield piece
            quotes = sum(bool(each["quote"]) for each in _QUOTE.finditer(piece.inner))
            is_in_string ^= quotes % 2 == 1
        place = Span(match.start() - base, match.end() - base)
        yield Piece(place, _stand_in(match, is_in_string=is_in_string))
        at = match.end()
    yield from _between(data, Span(at, span.end), base, is_escaped=is_escaped)


def _stand_in(match: re.Match[bytes], *, is_in_string: bool) -> bytes:
    """What JSON has at a place that something is put into."""
    named = match.groupdict()
    if named.get("quote"):
        return b"'"
    name = b"$" + (named.get("name") or named.get("braced") or _OTHER)
    return name if is_in_string else b'"%b"' % name


def _between(data: bytes, part: Span, base: int, *, is_escaped: bool) -> Iterator[Piece]:
    if is_escaped:
        yield from unescaped(data, part, base)
    else:
        yield Piece(Span(part.start - base, part.end - base), data[part.start : part.end])
