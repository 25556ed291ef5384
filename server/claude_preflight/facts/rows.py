"""Rows: the values that stand beside an id in brackets, and the cases of tests that are rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claude_preflight.findings import Span
from claude_preflight.regex import regex

_REACH = 400
# Where a row of values ends, apart from its brackets: a list goes on behind a comma.
_PARTS = regex(rb"(?P<open>[\[({])|(?P<close>[\])}])|;|(?<![\[({,\n\s])[ \t]*\n")
_CLOSERS = {b"(": b")", b"[": b"]", b"{": b"}"}
# What opens the first of several rows, or ends the one before, and what begins the one behind.
_FIRST = {b"(": rb"[\[({]\s*\Z", b"[": rb"[\[{]\s*\Z", b"{": rb"[\[{]\s*\Z"}
_BEFORE, _BEHIND = rb"\%s\s*,\s*\Z", rb"\s*,\s*(?:new\b[^\n({]{0,40})?\%s"
# What gives a test its cases one by one, as an annotation, a call or a value of a generator.
_GIVES = regex(
    rb"(?:\b(?:Arguments\.of|arguments|param|InlineData|DataRow|TestCase|TestWith|[Cc]ase|Entry|[Rr]ow)"
    rb"|\byield(?: return)?(?: new)?|\bnew (?:object|Object)\[\]|\[\]any|=>|\]interface\{\})\s*\Z"
)
# What a case says besides: what comes out, or how much.
_FIXED = rb"(?<![\w.\"'`])(?:true|false|nil|null|None|-?\d[\d_.]*)(?![\w\"'`])"
_OUTCOME = regex(_FIXED, re.IGNORECASE)
_TEXT = regex(rb"[\"'`](?P<text>[^\"'`\n]{1,200})[\"'`]")
# Texts that are given as well: providers, other models, options of a command.
_GIVEN = regex(
    rb"-.*|/?(?:anthropic|claude|openai|bedrock|aws|vertex\w*|google|azure|openrouter|litellm)\w*"
    rb"|(?:[\w.-]+/)?(?:gpt|o\d|gemini|claude|llama|mistral|deepseek|grok|command)[-:][\w.:@-]+",
    re.IGNORECASE,
)
# A row of `test.each` and of other tables that are written with bars.
_BAR_BEFORE, _BAR_BEHIND = (
    regex(rb"(?<!\|)\|\s*(?:\$\{\s*)?[\"'`]?\Z"),
    regex(rb"[\"'`]?\s*\}?\s*\|(?!\|)"),
)
# The id stands under a key, which says what it is for.
_KEYED = regex(rb"[\w\"'`\])]\s*(?::|=>?)\s*[\"'`]?\Z")
_NEAR = 60
# What the cases of a test are given to, or called; with keys they are no other lists.
_TABLE = regex(
    rb"(?:\.each\s*\(|\bparametrize\([^\n]{0,80}?"
    rb"|\b(?:\w*_)?(?:[cC]ases|CASES|[tT]ests|TESTS|[tT]able|TABLE|[sS]cenarios|SCENARIOS|[rR]ows|ROWS)\b"
    rb"[^\n;={]{0,60}:?=\s*)[^;\n]{0,80}?[\[{(]"
)
_ENDS_TABLE = regex(rb";|\n[ \t]*\r?\n")
_FAR = 2_000
# What a request may be given, with its value.
_SENT = regex(
    rb"[\"']?\b(?:max_?\w*tokens|temperature|top_?[pk]|stream\w*|index|id|n|timeout\w*|retries)\b[\"']?"
    rb"\s*(?::|=>?)\s*[\w.]+",
    re.IGNORECASE,
)


def row_around(data: bytes, word: Span) -> Span:
    """The row that an id is in, or the arguments of a call, without what is beyond reach."""
    first_place, last = max(word.start - _REACH, 0), word.end + _REACH
    before = reversed(list(_PARTS.finditer(data, first_place, word.start)))
    begins = _leaving(before, into="close", out="open")
    ends = _leaving(_PARTS.finditer(data, word.end, last), into="open", out="close")
    return Span(begins.end() if begins else first_place, ends.start() if ends else last)


def is_case(data: bytes, word: Span) -> bool:
    """Whether an id is in a row of a test's table, beside what comes out for it.

    `("claude-3-opus-20240229", 4096)`: which of the values are given and which are expected, the
    row does not say.
    """
    if _is_between_bars(data, word):
        return True
    row = row_around(data, word)
    before, behind = data[row.start : word.start], data[word.end : row.end]
    if _KEYED.search(before):
        return _is_in_table(data, row) and _has_outcome(before[:-1], behind[1:])
    if not _is_among_rows(data, row):
        return False
    texts = (each["text"] for each in _TEXT.finditer(behind, 1))
    is_said = any(_GIVEN.fullmatch(each) is None for each in texts)
    return is_said or _has_outcome(before[:-1], behind[1:])


def _has_outcome(*parts: bytes) -> bool:
    """Whether a number or the like stands beside an id, and not for what a request is given."""
    return any(_OUTCOME.search(_TEXT.sub(b"", _SENT.sub(b"", part))) for part in parts)


def _is_in_table(data: bytes, row: Span) -> bool:
    """Whether a row with keys is one of what is called the cases of a test."""
    near = Span(max(row.start - _FAR, 0), row.start)
    tables = list(_TABLE.finditer(data, *near))
    return bool(tables) and _ENDS_TABLE.search(data, tables[-1].end(), row.start) is None


def _is_between_bars(data: bytes, word: Span) -> bool:
    before = _BAR_BEFORE.search(data, max(word.start - _NEAR, 0), word.start)
    return before is not None or _BAR_BEHIND.match(data, word.end, word.end + _NEAR) is not None


def _is_among_rows(data: bytes, row: Span) -> bool:
    """Whether what is in brackets is one of several alike, or is given to a test as its case."""
    opener, before = (
        data[row.start - 1 : row.start],
        Span(max(row.start - 1 - _NEAR, 0), row.start - 1),
    )
    if opener not in _CLOSERS:
        return False
    closer = _CLOSERS[opener]
    return (
        _GIVES.search(data, *before) is not None
        or re.compile(_FIRST[opener]).search(data, *before) is not None
        or re.compile(_BEFORE % closer).search(data, *before) is not None
        or re.compile(_BEHIND % opener).match(data, row.end + 1, row.end + 1 + _NEAR) is not None
    )


def _leaving(parts: Iterable[re.Match[bytes]], *, into: str, out: str) -> re.Match[bytes] | None:
    """The first part, in the order of the way, that leads out of a row or ends it."""
    depth = 0
    for part in parts:
        depth += bool(part[into]) - bool(part[out])
        if depth < 0 or not (depth or part[into] or part[out]):
            return part
    return None
