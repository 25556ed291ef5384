"""Roles: what an id does where it stands, by the marks around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claude_preflight.findings import Role, Span
from claude_preflight.source.comments import is_in_fence
from claude_preflight.source.facts import names_a_model, plain_key
from claude_preflight.source.hits import name_models
from claude_preflight.source.requests import REQUEST_KINDS, Requests
from claude_preflight.source.syntax import Mark

if TYPE_CHECKING:
    from claude_preflight.source.document import Document

_PROMPT = re.compile(rb"[ \t#*/!]*(?:>>>|\.\.\.|\$|(?:iex|irb|\.\.\.)[\w():]*>) ")
# The names of settings that no request has, but an entry in a table of models.
_DESCRIPTION = re.compile(
    r"pric(?:e|ing)|costper|(?:input|output|total)cost|cutoff|modalit|displayname|releasedate"
)
# What only an answer has: one that was recorded names the model that once gave it.
_ANSWER = frozenset(("stopreason", "stopsequence", "finishreason"))
_ROLE_OF = {
    "comparison": Role.COMPARISON,
    "prose": Role.PROSE,
    "enumeration": Role.LISTING,
    "argument.key": Role.LISTING,
}
_TABLE_SIZE = 3
_DEEPEST_TABLE = 2


class Roles:
    """Tells the roles in one document; what several ids share is looked at once."""

    def __init__(self, document: Document, requests: Requests) -> None:
        """Prepare for a document; an id that gives a request its model notes that request."""
        self._text = document.text
        self._syntax = document.syntax
        self._all_prose = document.language.prose
        self._requests = requests
        self._tables: dict[Span, bool] = {}

    def of(self, marks: list[Mark], whole: Span) -> Role | None:
        """What a whole literal does: the innermost mark that decides, decides."""
        containers = 0
        for at, mark in enumerate(marks):
            if mark.kind in ("pattern", "interpolated"):
                return None
            if mark.kind in _ROLE_OF:
                return _ROLE_OF[mark.kind]
            if mark.kind in REQUEST_KINDS and self._is_model_of(mark, whole):
                role = self._as_model(mark, marks[at:])
                if role:
                    return role
            if mark.kind == "binding":
                self._requests.note_users(mark, whole)
            if mark.kind == "container" and containers < _DEEPEST_TABLE:
                containers += 1
                if self._is_table(mark):
                    return Role.LISTING
            if mark.kind == "scope":
                break
        return Role.USE

    def in_prose(self, word: Span, prose: Mark) -> Role:
        """What an id in a comment or text does: a code fence or a prompt makes an example of it."""
        line = self._text.line_span(self._text.line_at(word.start))
        start = 0 if self._all_prose else prose.span.start
        is_prompt = _PROMPT.match(self._text.data, line.start, line.end) is not None
        is_example = is_prompt or is_in_fence(self._text, start, word.start)
        return Role.EXAMPLE if is_example else Role.PROSE

    def _as_model(self, request: Mark, around: list[Mark]) -> Role | None:
        """What the model in an object does; None for an entry of a table, if there is a table."""
        pairs = self._requests.pairs(request)
        keys = {plain_key(self._requests.key(pair)) for pair in pairs}
        if keys & _ANSWER:
            return Role.PROSE
        self._requests.note(request)
        self._note_users(request, around)
        return None if any(map(_DESCRIPTION.search, keys)) else Role.USE

    def _is_model_of(self, mark: Mark, whole: Span) -> bool:
        """Whether a literal is the value of a key that holds a model."""
        pair = self._requests.pair_around(mark, whole)
        return pair is not None and names_a_model(self._requests.key(pair))

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
