"""LexicalSyntax: the look of a line, for languages without a grammar and for very large files.

It answers what a reader asks most: is this id a whole value, a key, compared, tested for, listed
among others, or mentioned in text. It never looks further than `_REACH` bytes, so that a line of
many megabytes costs no more than a short one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, InjectionSite, Pair
from claude_preflight.syntax.languages import Language
from claude_preflight.syntax.lexical_patterns import (
    Blocks,
    cell_at,
    is_answer,
    is_comment,
    is_set,
    is_tested,
    kinds_of,
    literal_at,
)
from claude_preflight.syntax.lexical_surroundings import (
    is_asserted,
    is_described,
    is_exchange,
    is_model,
    is_under,
    lisp_text_around,
    tells_of_answer,
)
from claude_preflight.syntax.source_blocks import SourceBlocks
from claude_preflight.syntax.templates import expression_around, is_part_of_word
from claude_preflight.text.model_words import TABLE_SIZE
from claude_preflight.text.source_text import Change, SourceText

_REACH = 400
_LINES_AROUND = 2
_LINES_OF_ANSWER = 6
_LINES_OF_ASSERTION = 12
_LINES_OF_RECORD = 8
# How far from a place nothing says anything about it, in bytes; and how many are read with an edit.
_NEAR = 1_000
_MOST_LINES = 1 << 14

# A model that is a literal: in quotes, or the first of its line.
_LITERAL_MODEL = regex(rb"(?:[\"'`]|^[ \t]*(?:[-*+][ \t]+)?)[\w./:@-]*claude-\w", re.MULTILINE)


class LexicalSyntax:
    """Syntax read off single lines; each is looked at by itself."""

    def __init__(self, language: Language, text: SourceText) -> None:
        """Prepare for a text."""
        self._language = language
        self._text = text
        self._blocks = Blocks(text.data)
        self._sources = SourceBlocks(language.id, text.data)

    def parse(self) -> Iterator[None]:
        """Nothing to get ready."""
        return iter(())

    def path(self, span: Span) -> list[Capture]:
        """The captures around a span of one line, innermost first."""
        window = self._text.line_around(span, _REACH)
        if block := self._sources.around(span.start):
            return [Capture(CaptureKind.INJECTION, block.span)]
        if self._language.prose:
            return [Capture(CaptureKind.PROSE, window)]
        line = self._text.data[window.start : window.end]
        at = Span(span.start - window.start, span.end - window.start)
        if self._language.rows and (cell := cell_at(line, at)):
            place = Span(window.start + cell.start, window.start + cell.end)
            return [Capture(CaptureKind.ENUMERATION, window), Capture(CaptureKind.LITERAL, place)]
        literal = literal_at(line, at)
        begins = self._text_around(window, span, literal)
        if begins is not None:
            return [Capture(CaptureKind.PROSE, Span(begins, window.end))]
        if literal is None:
            return [Capture(CaptureKind.PATTERN, window)] if is_tested(line, at.start) else []
        place = Span(window.start + literal.start, window.start + literal.end)
        expression = expression_around(self._text, place)
        if expression and is_part_of_word(self._text, expression):
            return [Capture(CaptureKind.INTERPOLATED, window)]
        return [*self._kinds(window, place), Capture(CaptureKind.LITERAL, place)]

    def _text_around(self, window: Span, span: Span, literal: Span | None) -> int | None:
        """Where the text for people, or the recording, begins that a place in a line is in."""
        line = self._text.data[window.start : window.end]
        at = literal.start if literal else span.start - window.start
        is_said = literal is not None and self._is_in_answer(line, literal, span)
        if is_comment(line, at) or is_answer(line) or is_said:
            return window.start
        if self._language.grammar is not None:
            return None
        if self._is_exchange:
            return window.start
        begins = self._blocks.around(window.start)
        return lisp_text_around(self._text.data, span.start) if begins is None else begins

    def _kinds(self, window: Span, place: Span) -> Iterator[Capture]:
        """What a literal in a line is for."""
        line = self._text.data[window.start : window.end]
        literal = Span(place.start - window.start, place.end - window.start)
        kinds = [*kinds_of(line, literal)]
        if not kinds and self._language.grammar is None and self._is_asserted(window, line):
            kinds = [CaptureKind.COMPARISON]
        yield from (Capture(kind, place) for kind in kinds)
        is_in_table = self._is_table(place) and not is_set(line, literal)
        text = self._text.data[place.start : place.end]
        is_entry = is_in_table or is_under(self._line_above(window), text)
        if is_entry or is_described(line, literal, self._lines_below(window)):
            yield Capture(CaptureKind.ENUMERATION, window)

    def pairs(self, capture: Capture, kind: CaptureKind) -> list[Pair]:
        """None: what belongs to a request cannot be told from a line."""
        return []

    def is_stray(self, capture: Capture) -> bool:
        """Nothing: a line has no errors."""
        return False

    def captured(self, capture: Capture, kind: CaptureKind) -> list[Span]:
        """None: nothing is captured in a line."""
        return []

    def elements(self, capture: Capture) -> list[Span]:
        """None: a line has no parts."""
        return []

    def injection_site(self, capture: Capture) -> InjectionSite:
        """A source block of a text for people."""
        block = self._sources.around(capture.span.start)
        return InjectionSite(capture.span, (), block.languages if block else (), is_example=True)

    def statement(self, change: Change, text: SourceText) -> tuple[Span, LexicalSyntax] | None:
        """The lines around a change, as far as they say something about each other.

        Without a grammar what is far above may tell what a line is, so there is no such place.
        """
        if self._language.grammar is None:
            return None
        near = Span(max(change.span.start - _NEAR, 0), change.span.end + _NEAR)
        first, last = self._text.line_at(near.start), self._text.line_at(near.end)
        lines = Span(self._text.line_span(first).start, self._text.line_span(last).end)
        is_short = lines.end - lines.start <= _MOST_LINES
        return (lines, LexicalSyntax(self._language, text)) if is_short else None

    def piece(self, change: Change, text: SourceText, fits: Callable[[Span], bool]) -> None:
        """Nothing: lines are never broken."""

    def edited(self, change: Change, text: SourceText) -> LexicalSyntax:
        """The syntax of the text after a change."""
        return LexicalSyntax(self._language, text)

    @cached_property
    def _is_exchange(self) -> bool:
        return is_exchange(self._text.data)

    def _is_in_answer(self, line: bytes, literal: Span, span: Span) -> bool:
        """Whether a literal is the model of an answer, by what stands on the lines around."""
        if not is_model(line, literal):
            return False
        first = max(self._text.line_at(span.start) - _LINES_OF_ANSWER, 0)
        last = min(self._text.line_at(span.end) + _LINES_OF_ANSWER, self._text.line_count - 1)
        start = max(self._text.line_span(first).start, span.start - _REACH)
        end = min(self._text.line_span(last).end, span.end + _REACH)
        return tells_of_answer(self._text.data[start:end])

    def _is_asserted(self, window: Span, line: bytes) -> bool:
        """Whether a line goes on with an assertion."""
        first = self._text.line_span(max(self._text.line_at(window.start) - _LINES_OF_ASSERTION, 0))
        above = self._text.data[max(first.start, window.start - 2 * _REACH) : window.start]
        return is_asserted(above, line)

    def _lines_below(self, line: Span) -> bytes:
        """The lines below one, as far as they are near."""
        last = min(self._text.line_at(line.end) + _LINES_OF_RECORD, self._text.line_count - 1)
        end = min(self._text.line_span(last).end, line.end + 2 * _REACH)
        return self._text.data[line.end : end].removeprefix(b"\r").removeprefix(b"\n")

    def _line_above(self, line: Span) -> bytes:
        """The line before one, as far as it is near."""
        end = max(line.start - 1, 0)
        reach = max(end - _REACH, 0)
        start = self._text.data.rfind(b"\n", reach, end) + 1
        return self._text.data[max(start, reach) : end]

    def _is_table(self, span: Span) -> bool:
        """Whether the text around names several models, as a list or a price table does."""
        start, end = lines_around(self._text, span)
        start, end = max(start, span.start - _REACH), min(end, span.end + _REACH)
        if self._text.data.count(b"claude-", start, end) < TABLE_SIZE:
            return False  # as mostly
        return len(_LITERAL_MODEL.findall(self._text.data, start, end)) >= TABLE_SIZE


def lines_around(text: SourceText, span: Span) -> tuple[int, int]:
    """From where to where the lines reach that say what a place does."""
    first = max(text.line_at(span.start) - _LINES_AROUND, 0)
    last = min(text.line_at(span.end) + _LINES_AROUND, text.line_count - 1)
    return text.line_span(first).start, text.line_span(last).end
