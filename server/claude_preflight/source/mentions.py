"""Mentions: the words that may be model ids, and what each does where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_preflight.findings import Role, Span
from claude_preflight.source.comments import is_in_fence
from claude_preflight.source.facts import Mention, names_a_model, plain_key
from claude_preflight.source.hits import Hit, name_models
from claude_preflight.source.joined import joined
from claude_preflight.source.lines import LineSyntax
from claude_preflight.source.literals import (
    content,
    expression_around,
    named_resource,
    only_word,
    word_around,
)
from claude_preflight.source.requests import REQUEST_KINDS, Requests
from claude_preflight.source.syntax import Mark

if TYPE_CHECKING:
    from claude_preflight.source.document import Document

_PROMPT = re.compile(rb"[ \t#*/!]*(?:>>>|\.\.\.|\$|(?:iex|irb|\.\.\.)[\w():]*>) ")
_IMPORT = re.compile(rb"\s*(?:import|use|using|require)\b(?![.(])")
# The names of settings that no request has, but an entry in a table of models.
_DESCRIPTION = re.compile(
    r"pric(?:e|ing)|costper|(?:input|output|total)cost|cutoff|modalit|displayname|releasedate"
)
_ROLE_OF = {
    "comparison": Role.COMPARISON,
    "prose": Role.PROSE,
    "enumeration": Role.LISTING,
    "argument.key": Role.LISTING,
}
# Where a tree says none of these it is broken, by a slip or a template, and the line has to do.
_TELLING = ("literal", "prose", "pattern", "interpolated", "embedded")
_TABLE_SIZE = 3
_DEEPEST_TABLE = 2


class Mentions:
    """Reads the mentions of one document; what several share is looked at once."""

    def __init__(self, document: Document, requests: Requests) -> None:
        """Prepare for a document; a mention that gives a request its model notes that request."""
        self._text = document.text
        self._syntax = document.syntax
        self._lines = LineSyntax(document.language, document.text)
        self._all_prose = document.language.prose
        self._requests = requests
        self._tables: dict[Span, bool] = {}

    def marks(self, hit: Hit) -> list[Mark]:
        """What the syntax says around a hit, or what the line does where the syntax is broken."""
        marks = self._syntax.path(hit.span)
        telling = next((mark for mark in marks if mark.kind in _TELLING), None)
        if hit.is_constant:
            return marks
        if telling is None or telling.is_stray:
            return self._lines.path(hit.span) or marks
        if telling.kind == "literal" and self._is_in_a_template(telling.span, hit.span):
            return [*self._lines.path(hit.span), *marks]
        return marks

    def _is_in_a_template(self, literal: Span, hit: Span) -> bool:
        """Whether a literal holds an expression around a hit, of which only the line tells."""
        whole = only_word(self._text, content(self._text, literal))
        return whole is None and expression_around(self._text, hit) is not None

    def at(self, hit: Hit, marks: list[Mark]) -> Mention | None:
        """The mention at a hit, given its marks; None if the place says nothing about a model."""
        if hit.is_constant:
            return self._constant(hit.span, marks)
        return self._literal(hit.span, marks) or self._resource(hit.span, marks)

    def _literal(self, hit: Span, marks: list[Mark]) -> Mention | None:
        """A whole literal, or an id in a longer text."""
        literal = next((mark.span for mark in marks if mark.kind == "literal"), None)
        together = self._joined(marks, literal) if literal else None
        if together:
            return self._split(marks, together)
        whole = only_word(self._text, content(self._text, literal)) if literal else None
        if whole is None:
            return self._embedded(hit, marks)
        role = self._role(marks, whole)
        return Mention(whole, self._text.slice(whole), role) if role else None

    def _resource(self, hit: Span, marks: list[Mark]) -> Mention | None:
        """An id at the end of a name of which a part is not known, such as the region of an ARN."""
        whole = named_resource(self._text, hit)
        literal = next((mark.span for mark in marks if mark.kind == "literal"), None)
        if whole is None or literal is None:
            return None
        together = self._joined(marks, literal)
        if together and together.span.end != literal.end:
            return None
        known = [mark for mark in marks if mark.kind != "interpolated"]
        role = self._role(known, whole)
        return Mention(whole, self._text.slice(whole), role) if role else None

    def _constant(self, name: Span, marks: list[Mark]) -> Mention | None:
        """What may be a constant of an SDK, in code that is no import."""
        line = self._text.line_span(self._text.line_at(name.start))
        if any(m.kind in _TELLING for m in marks) or _IMPORT.match(self._text.data, line.start):
            return None
        role = self._role(marks, name)
        return Mention(name, self._text.slice(name), role, is_constant=True) if role else None

    def _split(self, marks: list[Mark], together: Mark) -> Mention | None:
        """An id that is written in several literals."""
        whole = joined(self._text, self._syntax, together)
        if whole is None:
            return None
        around = [mark for mark in marks if mark.span.start <= together.span.start]
        around = [mark for mark in around if together.span.end <= mark.span.end]
        role = self._role(around, whole.span)
        if role is None:
            return None
        return Mention(whole.span, whole.text, role, is_replaceable=whole.is_replaceable)

    def _joined(self, marks: list[Mark], literal: Span) -> Mark | None:
        """The outermost concatenation that a literal is a part of."""
        found, part = None, literal
        for mark in marks:
            if mark.kind == "joined" and part in self._syntax.elements(mark):
                found, part = mark, mark.span
        return found

    def _embedded(self, hit: Span, marks: list[Mark]) -> Mention | None:
        """An id inside a comment, a text or a longer string; parts of longer words are none."""
        word = word_around(self._text, hit)
        if word is None or any(mark.kind in ("pattern", "interpolated") for mark in marks):
            return None
        prose = next((mark for mark in marks if mark.kind == "prose"), None)
        role = Role.EXAMPLE if prose and self._is_example(word, prose) else Role.PROSE
        return Mention(word, self._text.slice(word), role, embedded=prose is None)

    def _role(self, marks: list[Mark], whole: Span) -> Role | None:
        """What a whole literal does: the innermost mark that decides, decides."""
        containers = 0
        for at, mark in enumerate(marks):
            if mark.kind in ("pattern", "interpolated"):
                return None
            if mark.kind in _ROLE_OF:
                return _ROLE_OF[mark.kind]
            if mark.kind in REQUEST_KINDS and self._is_model_of(mark, whole):
                self._note_users(mark, marks[at:])
                # What tells a price or a date is an entry of a table, if there is a table.
                if not self._describes_a_model(mark):
                    return Role.USE
            if mark.kind == "binding":
                self._requests.note_users(mark, whole)
            if mark.kind == "container" and containers < _DEEPEST_TABLE:
                containers += 1
                if self._is_table(mark):
                    return Role.LISTING
            if mark.kind == "scope":
                break
        return Role.USE

    def _is_model_of(self, mark: Mark, whole: Span) -> bool:
        """Whether a literal is the value of a key that holds a model; notes the request then."""
        for pair in self._requests.pairs(mark):
            if self._requests.gives(pair, whole):
                if not names_a_model(self._requests.key(pair)):
                    return False
                self._requests.note(mark)
                return True
        return False

    def _describes_a_model(self, mark: Mark) -> bool:
        """Whether an object says what a model is like, as no request does."""
        keys = (plain_key(self._requests.key(pair)) for pair in self._requests.pairs(mark))
        return any(map(_DESCRIPTION.search, keys))

    def _note_users(self, request: Mark, around: list[Mark]) -> None:
        """Note who uses the name of a mapping that is a request, or a part of one."""
        for mark in around:
            if mark.kind == "binding":
                pairs = self._syntax.pairs(mark, "binding")
                if any(pair.value == request.span for pair in pairs):
                    self._requests.follow(mark)
                return

    def _is_table(self, mark: Mark) -> bool:
        """Whether three or more elements of a container name a model."""
        if mark.span not in self._tables:
            naming = 0
            for element in self._syntax.elements(mark):
                naming += name_models(self._text.data, element)
                if naming == _TABLE_SIZE:
                    break
            self._tables[mark.span] = naming == _TABLE_SIZE
        return self._tables[mark.span]

    def _is_example(self, word: Span, prose: Mark) -> bool:
        """Whether a place in a comment or text stands in a code fence or behind a prompt."""
        line = self._text.line_span(self._text.line_at(word.start))
        if _PROMPT.match(self._text.data, line.start, line.end):
            return True
        return is_in_fence(self._text, 0 if self._all_prose else prose.span.start, word.start)
