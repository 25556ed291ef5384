"""LineSyntax: the look of a line, for languages without a grammar and for very large files.

It answers what a reader asks most: is this id a whole value, a key, compared, tested for, listed
among others, or mentioned in text. It never looks further than `_REACH` bytes, so that a line of
many megabytes costs no more than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.findings import Span
from claude_preflight.source.facts import names_a_model
from claude_preflight.source.languages import Language
from claude_preflight.source.literals import expression_around, is_joined
from claude_preflight.source.syntax import Mark, Pair, Region
from claude_preflight.source.text import Change, SourceText

_REACH = 400
_TABLE_SIZE = 3
_LINES_AROUND = 2

_WORD_BEFORE = re.compile(rb"[\w./:@~\[\]-]*$")
_WORD_AFTER = re.compile(rb"[\w./:@~\[\]-]*")
_QUOTES = (b'\\"', b'"', b"'", b"`")
_MARKS = b"\"'`\\"
_COMMENT = re.compile(rb'\s*(?:#|//|--|;|/?\*|<!--|%|"""|REM\b)|.*?\s(?:#|//|--)\s')
_ASSIGNED = re.compile(
    rb"\s*(?:[-*+]\s+)?(?:(?:export|set|ENV|ARG)\s+)?[\w.\-]+\s*[=:]\s*"
    rb"(?P<value>[^\s#,;]+)\s*(?:[#,;].*)?$"
)
_ITEM = re.compile(rb"\s*(?:[-*+]\s+)?(?P<value>[^\s,;]+)\s*[,;]?\s*$")
_COMPARED_BEFORE = re.compile(
    rb"(?:[=!]==?|\b(?:case|when|eq|ne|is|equals|equalsIgnoreCase))\s*\(?\s*$"
    rb"|\b(?:eq|ne)\s+(?:\([^()]*\)|[^\s\"'()]+)\s+$"
    rb"|\b(?:if|elif|when|unless|and|or|not)\b[^:;]*\bin\s*[\[({][^\])}]*$"
)
_COMPARED_AFTER = re.compile(rb"\s*(?:[=!]==?|~=|\.equals)")
_KEY_AFTER = re.compile(rb"\s*\]?\s*(?::(?!:)|=>|->|=(?!=)|to\b)")
_TESTED_BEFORE = re.compile(
    rb"(?:starts?_?with|ends?_?with|prefix|suffix|contain(?!er)|includ|match|like|reg_?exp?(?:::new)?"
    rb"|regexp\.|index_?of|\bindex|split|replace(?!ment)|grep|g?sub\b)"
    rb"[\w?!]*\s*\(?\s*(?:[\w.()\[\]]+\s*,\s*)?$|[=!]~\s*/?$",
    re.IGNORECASE,
)
_JOINED_BEFORE = re.compile(rb"\S\s*\+\s*$|\s(?:\.\.?|<>)\s$")
_JOINED_AFTER = re.compile(rb"\s*\+|\s(?:\.\.?|<>)\s")
_NAMED_BEFORE = re.compile(
    rb"\s*(?:[-*+]\s+)?(?:(?:export|set|ENV|ARG)\s+)?[\"'\\]*(?P<name>[\w.-]+)[\"'\\]*"
    rb"\s*(?::?=|:)\s*[\"'`\\]*$"
)
_QUOTED_MODEL = re.compile(rb"[\"'`][\w./:@-]*claude-\w")


class LineSyntax:
    """Syntax read off single lines; it holds no state besides the text."""

    def __init__(self, language: Language, text: SourceText) -> None:
        """Prepare for a text."""
        self._language = language
        self._text = text

    def parse(self) -> Iterator[None]:
        """Nothing to get ready."""
        return iter(())

    def path(self, span: Span) -> list[Mark]:
        """The marks around a span of one line, innermost first."""
        window = self._window(span)
        if self._language.prose:
            return [Mark("prose", window)]
        line = self._text.data[window.start : window.end]
        at = Span(span.start - window.start, span.end - window.start)
        literal = _literal(line, at)
        comment = _COMMENT.match(line)
        if comment and comment.end() <= (literal or at).start:
            return [Mark("prose", window)]
        if literal is None:
            return [Mark("pattern", window)] if _TESTED_BEFORE.search(line, 0, at.start) else []
        place = Span(window.start + literal.start, window.start + literal.end)
        expression = expression_around(self._text, place)
        if expression and is_joined(self._text, expression):
            return [Mark("interpolated", window)]
        marks = [Mark(kind, place) for kind in _kinds(line, literal)]
        if self._is_table(span) and not _is_set(line, literal):
            marks.append(Mark("enumeration", window))
        return [*marks, Mark("literal", place)]

    def pairs(self, mark: Mark, kind: str) -> list[Pair]:
        """None: what belongs to a request cannot be told from a line."""
        return []

    def captured(self, mark: Mark, kind: str) -> list[Span]:
        """None: nothing is captured in a line."""
        return []

    def elements(self, mark: Mark) -> list[Span]:
        """None: a line has no parts."""
        return []

    def region(self, mark: Mark) -> Region:
        """A line marks no regions."""
        return Region(mark.span, (), ())

    def statement(self, change: Change, text: SourceText) -> None:
        """Nothing: lines are read fast enough."""

    def edited(self, change: Change, text: SourceText) -> LineSyntax:
        """The syntax of the text after a change."""
        return LineSyntax(self._language, text)

    def _window(self, span: Span) -> Span:
        """The line of a span, cut where it is longer than the reach."""
        line = self._text.line_span(self._text.line_at(span.start))
        return Span(max(line.start, span.start - _REACH), min(line.end, span.end + _REACH))

    def _is_table(self, span: Span) -> bool:
        """Whether the text around names several models, as a list or a price table does."""
        start, end = lines_around(self._text, span)
        models = _QUOTED_MODEL.findall(
            self._text.data, max(start, span.start - _REACH), min(end, span.end + _REACH)
        )
        return len(models) >= _TABLE_SIZE


def lines_around(text: SourceText, span: Span) -> tuple[int, int]:
    """From where to where the lines reach that say what a place does."""
    first = max(text.line_at(span.start) - _LINES_AROUND, 0)
    last = min(text.line_at(span.end) + _LINES_AROUND, text.line_count - 1)
    return text.line_span(first).start, text.line_span(last).end


def _literal(line: bytes, at: Span) -> Span | None:
    """The quoted word, without its quotes, or the bare value that the place lies in."""
    before = _WORD_BEFORE.search(line, 0, at.start)
    after = _WORD_AFTER.match(line, at.end)
    start = before.start() if before else at.start
    end = after.end() if after else at.end
    for quote in _QUOTES:
        if line.endswith(quote, 0, start) and line.startswith(quote, end):
            return Span(start, end)
    for pattern in (_ASSIGNED, _ITEM):
        match = pattern.match(line)
        if match and match.start("value") <= at.start and at.end <= match.end("value"):
            return Span(match.start("value"), match.end("value"))
    return None


def _kinds(line: bytes, literal: Span) -> Iterator[str]:
    """What stands before and after a literal says what it is for."""
    before, after = line[: literal.start].rstrip(_MARKS), line[literal.end :].lstrip(_MARKS)
    if _JOINED_BEFORE.search(before) or _JOINED_AFTER.match(after):
        yield "interpolated"
    elif _TESTED_BEFORE.search(before):
        yield "pattern"
    elif _COMPARED_BEFORE.search(before) or _COMPARED_AFTER.match(after):
        yield "comparison"
    elif _KEY_AFTER.match(after):
        yield "enumeration"


def _is_set(line: bytes, literal: Span) -> bool:
    """Whether a literal is what a name for a model is set to, whatever stands on other lines."""
    named = _NAMED_BEFORE.match(line[: literal.start])
    return named is not None and names_a_model(named["name"].decode())
