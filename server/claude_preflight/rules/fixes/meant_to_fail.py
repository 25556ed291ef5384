"""Requests that a test means to fail: what is wrong with one is what it is about."""

from __future__ import annotations

from claude_preflight.findings import Span
from claude_preflight.regex import regex

# What asks for an error, before what raises it or behind.
_BEFORE = regex(
    rb"(?:\b(?:raises|assertRaises\w*|assert_raises\w*|(?:assert)?Throws\w*|assertThrows\w*"
    rb"|assertFails\w*|shouldThrow\w*|expectException\w*|XCTAssertThrowsError|intercept"
    rb"|assert\.rejects|assert_err!)\s*(?:<[^<>]{1,80}>|\[[\w.]{1,80}\])?\s*[({]|\bshould_panic\b)"
)
_AFTER = regex(rb"\.(?:rejects|(?:not_?)?to_?throw\w*|toThrow\w*)\b|\bto raise_error\b")
_REACH = 400


def is_meant_to_fail(data: bytes, span: Span) -> bool:
    """Whether something near a place asks for the error that is raised there."""
    before = max(span.start - _REACH, 0), span.start
    after = span.end, span.end + _REACH
    return _BEFORE.search(data, *before) is not None or _AFTER.search(data, *after) is not None
