"""What the lines around one say about an id in it, in languages that are read line by line."""

from __future__ import annotations

import re

from claude_preflight.findings import Span
from claude_preflight.regex import regex

_REACH = 10_000
_MARKS = b"\"'`\\"
_QUOTES = (b'"', b"'", b"`")

# A definition of a Lisp, which may have a text of several lines for its documentation.
_DEFINITION = regex(rb"\((?:[a-z]+-)?def[\w*-]*\s")
_LISP_TEXT = regex(rb"\"(?:[^\"\\]|\\.)*\"|;[^\n]*|\?\\?.", re.DOTALL)
_MODEL_BEFORE = regex(rb"(?i)(?<![a-z])model(?:_?id|_?name)?[\"'`]?\s*(?:=>|[:=])\s*[\"'`\\]*\Z")
_ANSWER_AROUND = regex(
    rb"\b(?:stop|finish)_?[rR]eason\b|[\"'`]type[\"'`]\s*(?:=>|:)\s*[\"'`]message[\"'`]"
)
# Requests as they were sent, and what came back, as recorders of HTTP write them.
_EXCHANGE = regex(rb"HTTP/\d(?:\.\d)? [1-5]\d\d\b")
# What begins an assertion that goes on below, and how a line is indented.
_ASSERTS = regex(
    rb"\s*(?:assert|refute|expect|should)\w*\b.*[\[{(,=]\s*\Z|\s*\((?:is|are|should(?:-not)?)\s+\("
)
# What a record is known by, and how much a model takes, on a line below.
_KNOWN_BY = regex(
    rb"(?:^|[\s({,:])(?:short-?)?(?:id|version|slug|name|value)[\"']?\s*(?:=>|[:=]|\s)\s*[\"'`]+\Z",
    re.IGNORECASE,
)
_CONTEXT = regex(rb"\b_?context[-_]?(?:window|length|size)\b", re.IGNORECASE)
_INDENT = regex(rb"[ \t]*")
# Behind the key of an entry whose fields stand on the lines below.
_ENTRY_OPENS = regex(rb"[\"'`]?\]?[ \t]*(?:(?:=>|[:=])[ \t]*(?:%?\w*[ \t]*[{\[(])?|[{\[(])\s*\Z")


def lisp_text_around(data: bytes, offset: int) -> int | None:
    """Where the text of several lines begins that an offset lies in, in a definition of a Lisp."""
    begins = data.rfind(b"\n(", max(offset - _REACH, 0), offset) + 1
    if not _DEFINITION.match(data, begins, offset):
        return None
    for text in _LISP_TEXT.finditer(data, begins, offset + _REACH):
        if text.end() > offset:
            is_text = text[0].startswith(b'"') and b"\n" in text[0]
            return text.start() if text.start() < offset and is_text else None
    return None


def is_model(line: bytes, literal: Span) -> bool:
    """Whether a literal is what an entry with the name `model` has."""
    before = line[: literal.start]
    return b"model" in before.lower() and _MODEL_BEFORE.search(before) is not None


def tells_of_answer(lines: bytes) -> bool:
    """Whether some lines have what only an answer of the API has."""
    return _ANSWER_AROUND.search(lines) is not None


def is_exchange(data: bytes) -> bool:
    """Whether a text is a recording of HTTP, which has the answers as well."""
    return _EXCHANGE.search(data) is not None


def is_asserted(above: bytes, line: bytes) -> bool:
    """Whether a line is a part of an assertion that one of the lines above begins."""
    indent = _indent(line)
    for outer in reversed(above.splitlines()):
        if outer.strip() and _indent(outer) < indent:
            if _ASSERTS.match(outer):
                return True
            indent = _indent(outer)
    return False


def is_described(line: bytes, literal: Span, below: bytes) -> bool:
    """Whether a literal is what a record is known by that goes on to say how much a model takes."""
    is_quoted = line.endswith(_QUOTES, 0, literal.start)
    if not is_quoted or _KNOWN_BY.search(line, 0, literal.start) is None:
        return False
    if _CONTEXT.search(line, literal.end):
        return True
    for inner in below.splitlines():
        if _indent(inner) < _indent(line):
            return False
        if _CONTEXT.search(inner):
            return True
    return False


def _indent(line: bytes) -> int:
    match = _INDENT.match(line)
    return match.end() if match else 0


def is_under(line_above: bytes, literal: bytes) -> bool:
    """Whether a literal is the key of the entry that the line above opens."""
    at = line_above.rfind(literal)
    if at < 0 or _ENTRY_OPENS.match(line_above, at + len(literal)) is None:
        return False
    return not line_above[:at].strip(_MARKS + b" \t%[{(,")
