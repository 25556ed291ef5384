"""Completion of the names of rules: in the comments that ignore some, and in settings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.analysis.completion import Completion, Completions
from claude_preflight.findings import Severity, Span
from claude_preflight.regex import regex
from claude_preflight.rules import RULES
from claude_preflight.text.source_text import SourceText
from claude_preflight.text.words import word_around

_COMMENT = regex(rb"claude-preflight:[ \t]{0,9}ignore(?:-file)?\[([^\]\r\n]{0,1000})$")
_TABLE = regex(rb"^[ \t]*\[[ \t]*(?:tool\.claude-preflight\.?)?([\w-]*)[ \t]*\]", re.MULTILINE)
_NAME = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
_LIST = regex(rb"(?:^|\n)[ \t]*ignore[ \t]*=[ \t]*\[[^\]]*[\"'][\w-]*$")
_LISTED = regex(rb"=[ \t]*\[[^\]\n]*[\"'][\w-]*$")
_LEVEL = regex(rb"=[ \t]*[\"'][\w-]*$")
_BARE = regex(rb"^[ \t]*[\w-]*$")
_REACH = 200


def rules_at(text: SourceText, offset: int, *, is_settings: bool) -> Completions | None:
    """The names that can be written at an offset of a text, which may be a settings file."""
    line = text.line_span(text.line_at(offset))
    before = text.data[line.start : offset]
    if comment := _COMMENT.search(before):
        named = {each.strip().decode("utf-8", "replace") for each in comment[1].split(b",")[:-1]}
        items = tuple(each for each in _rules() if each.text not in named)
    elif is_settings:
        items = tuple(_in_settings(text.data[:offset], before))
    else:
        items = ()
    word = word_around(text.data, Span(offset, offset), _REACH, _NAME)
    return Completions(word, items) if items else None


def _rules() -> Iterator[Completion]:
    for code, rule in RULES.items():
        yield Completion(code, None, is_deprecated=False, note=rule.summary)


def _in_settings(above: bytes, line: bytes) -> Iterator[Completion]:
    tables = _TABLE.findall(above)
    table = tables[-1].decode() if tables else ""
    pattern = {"": _LIST, "ignore-in": _LISTED}.get(table)
    if pattern is not None and pattern.search(above):
        yield from _rules()
    elif table == "severity" and _LEVEL.search(line):
        for level in Severity:
            yield Completion(level.label, None, is_deprecated=False)
    elif table == "severity" and _BARE.search(line):
        yield from _rules()
