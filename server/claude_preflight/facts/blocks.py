"""The tests of a text, where their blocks are no scopes: in RSpec, and where there is no tree."""

from __future__ import annotations

import re

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.text.words import indent_of

# What a test begins with where its block has no names of its own, as in RSpec and ExUnit.
_TEST = regex(rb"[ \t]*(?:it|test|specify|scenario|describe|context|@testset|test_that)\b")
# Where the tests begin that stand in a file of the source.
_TESTS_WITHIN = regex(
    rb"#\[(?:\w+::)?(?:cfg\(test\)|test|rstest)\b|\bimport\.meta\.vitest\b"
    rb"|^(?:async )?def test_|^class Test\w*\b"
    rb"|\bdeftest\b|@testset\b|^unittest\b|^test \"",
    re.MULTILINE,
)
_TEST_WORDS = (b"test", b"Test")
_LINE = regex(rb"^[^\n]*\S[^\n]*", re.MULTILINE)
_BEFORE = 4_000
_BEHIND = 6_000


def speaks_of_tests(data: bytes) -> bool:
    """Whether the word stands anywhere in a text."""
    return any(word in data for word in _TEST_WORDS)


def tests_within(data: bytes) -> int:
    """Where the first test begins in a file of the source; its end without one."""
    if not speaks_of_tests(data):
        return len(data)  # to search takes a hundred times as long
    tests = _TESTS_WITHIN.search(data)
    return tests.start() if tests else len(data)


def block_by_lines(data: bytes, word: Span) -> Span | None:
    """The test that an id is in, by how far its lines are indented."""
    start = max(word.start - _BEFORE, 0)
    lines = list(_LINE.finditer(data, start, word.start))
    depth = indent_of(lines[-1][0]) if lines else 0
    for line in reversed(lines):
        if indent_of(line[0]) < depth:
            depth = indent_of(line[0])
            if _TEST.match(line[0]):
                return Span(line.start(), _end_of_block(data, word.end, depth))
    return None


def _end_of_block(data: bytes, start: int, depth: int) -> int:
    last = min(len(data), start + _BEHIND)
    behind = data.find(b"\n", start, last)
    for line in _LINE.finditer(data, behind, last) if behind >= 0 else ():
        if indent_of(line[0]) <= depth:
            return line.start()
    return last
