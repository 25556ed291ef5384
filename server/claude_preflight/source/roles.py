"""Roles: what an id does where it stands, by the marks around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claude_preflight.findings import Role, Span
from claude_preflight.source.comments import Fences
from claude_preflight.source.facts import is_model_key, names_a_model, plain_key
from claude_preflight.source.hits import name_models
from claude_preflight.source.line_shapes import is_answer
from claude_preflight.source.literals import content
from claude_preflight.source.names import Names
from claude_preflight.source.requests import REQUEST_KINDS, Requests
from claude_preflight.source.syntax import Mark, first
from claude_preflight.source.tables import Tables

if TYPE_CHECKING:
    from claude_preflight.source.document import Document

_PROMPT = re.compile(rb"[ \t#*/!]*(?:>>>|\.\.\.|\$|(?:iex|irb|\.\.\.)[\w():]*>) ")
# The names of settings that no request has, but an entry in a table of models.
_DESCRIPTION = re.compile(
    r"pric(?:e|ing)|cutoff|modalit|displayname|releasedate|aliases|modelproperties|supports\w"
)
# A proxy may be told what a model costs that it asks.
_COST = re.compile(r"costper|(?:input|output|total)cost")
_PRICES = frozenset(("input", "output"))
# What only an answer has: one that was recorded names the model that once gave it.
_ANSWERS = (
    {"stopreason"},
    {"stopsequence"},
    {"finishreason"},
    {"choices"},
    {"role", "usage"},
    {"genairesponsemodel"},
    {"llmresponsemodel"},
)
# How a list calls what is over, and a setting what is taken where nothing is chosen.
_FORMER = re.compile(r"deprecated|legacy|obsolete|retired|sunset")
_DEFAULTS = frozenset(("default", "defaultvalue"))
_ENVIRONMENTS = frozenset(("env", "environment"))
# `MODEL=`, `--small-model=` in a literal.
_ASSIGNED = re.compile(rb"[\"'`]?-{0,2}(?P<name>[\w.-]+)=[\"']?")
_ROLE_OF = {
    "pattern": None,
    "interpolated": None,
    "comparison": Role.COMPARISON,
    "prose": Role.PROSE,
    "enumeration": Role.LISTING,
    "argument.key": Role.LISTING,
}
_DEEPEST_TABLE = 2
# So many calls, objects and mappings in each other have a say about an id inside.
_MOST_REQUESTS = 20
_REACH = 400


class Roles:
    """Tells the roles in one document."""

    def __init__(self, document: Document, requests: Requests, names: Names) -> None:
        """Prepare for a document; an id that gives a request its model notes that request."""
        self._text = document.text
        self._all_prose = document.language.prose
        self._requests = requests
        self._names = names
        self._tables = Tables(document, requests, names)
        self._fences = Fences(document.text)

    def of(self, marks: list[Mark], whole: Span) -> Role | None:
        """What a whole literal does: the innermost mark that decides, decides."""
        if self._requests.is_recorded(marks):
            return Role.PROSE
        within = list(_within_scope(marks))
        is_compared = first(within, "comparison") is not None
        # Assignments are settings, however many stand together.
        tables = 0 if self._is_assigned(within, whole) else _DEEPEST_TABLE
        requests = 0 if is_compared else _MOST_REQUESTS
        for at, mark in enumerate(within):
            if mark.kind in _ROLE_OF:
                return _ROLE_OF[mark.kind]
            if mark.kind in REQUEST_KINDS and requests:
                requests -= 1
                role = self._in_request(mark, whole, within[at:])
                if role:
                    return role
            if mark.kind == "binding":
                self._requests.note_users(mark, whole)
            if mark.kind == "container" and tables:
                tables -= 1
                if role := self._in_container(mark, within[at:]):
                    return role
        return Role.USE

    def in_prose(self, word: Span, prose: Mark) -> Role:
        """What an id in a comment or text does: a code fence or a prompt makes an example of it."""
        near = self._text.line_around(word, _REACH)
        if is_answer(self._text.data[near.start : near.end]):
            return Role.PROSE
        line = self._text.line_span(self._text.line_at(word.start))
        start = 0 if self._all_prose else prose.span.start
        is_prompt = _PROMPT.match(self._text.data, line.start, line.end) is not None
        is_example = is_prompt or self._fences.are_around(start, word.start)
        return Role.EXAMPLE if is_example else Role.PROSE

    def _in_request(self, request: Mark, whole: Span, around: list[Mark]) -> Role | None:
        """What the name says that a call, object or mapping has for a literal or what it is in."""
        pair = self._requests.pair_around(request, whole)
        if pair is None:
            return None
        if name_models(self._text.data, pair.key):
            return Role.LISTING
        key = plain_key(self._requests.key(pair))
        names = names_a_model(key)
        is_setting = names or key in _DEFAULTS or self._is_variable(request, key)
        if is_setting and self._requests.gives(pair, whole):
            return self._as_model(request, key, whole, around) if names else Role.USE
        return Role.LISTING if _FORMER.search(key) else None

    def _is_assigned(self, within: list[Mark], whole: Span) -> bool:
        """Whether a literal is all of an assignment to the name of a model: `MODEL=id`."""
        literal = first(within, "literal")
        begins = literal.span.start if literal else whole.start
        before = _ASSIGNED.fullmatch(self._text.data, begins, whole.start)
        return before is not None and names_a_model(before["name"].decode())

    def _is_variable(self, entry: Mark, key: str) -> bool:
        """Whether an entry of a list sets a variable: `{name: MODEL, value: id}`."""
        if key != "value":
            return False
        pairs = self._requests.pairs(entry)
        values = (p.value for p in pairs if p.value and self._requests.key(p) == "name")
        names = (self._text.slice(content(self._text, value)) for value in values)
        return any(name.isupper() and names_a_model(name) for name in names)

    def _as_model(self, request: Mark, key: str, whole: Span, around: list[Mark]) -> Role | None:
        """What the model in an object does; None if that depends on whether there is a table."""
        keys = self._requests.keys(request)
        if any(keys >= answer for answer in _ANSWERS):
            return Role.PROSE
        self._requests.note(request)
        self._note_users(request, key, whole, around)
        if key.startswith("default"):
            return Role.USE
        if any(map(_DESCRIPTION.search, keys)) or keys >= _PRICES:
            return Role.LISTING
        return None if any(map(_COST.search, keys)) else Role.USE

    def _note_users(self, request: Mark, key: str, whole: Span, around: list[Mark]) -> None:
        """Note who uses the name of a mapping that is a request, or a part of one."""
        binding = first(around, "binding")
        pairs = self._names.bound(binding) if binding else []
        if binding and any(pair.value == request.span for pair in pairs):
            self._requests.follow(binding)
        elif binding and not is_model_key(key):
            self._requests.note_users(binding, whole)

    def _in_container(self, container: Mark, around: list[Mark]) -> Role | None:
        """What an array or mapping does with the models in it."""
        name = self._name(container, around)
        if _FORMER.search(name):
            return Role.LISTING
        if self._tables.is_table(container):
            is_setting = "default" in name and self._requests.pairs(container)
            return Role.USE if is_setting or name in _ENVIRONMENTS else Role.LISTING
        return Role.COMPARISON if self._tables.is_looked_up(container, around) else None

    def _name(self, container: Mark, around: list[Mark]) -> str:
        """The plain name that an array or mapping has, or stands under; "" if it has none."""
        requests = _MOST_REQUESTS
        for mark in around:
            if mark.kind == "binding":
                pairs = self._names.bound(mark)
                return plain_key(self._text.slice(pairs[0].key)) if pairs else ""
            if mark.kind in REQUEST_KINDS and mark.span != container.span and requests:
                requests -= 1
                pair = self._requests.pair_around(mark, container.span)
                if pair:
                    return plain_key(self._requests.key(pair))
        return ""


def _within_scope(marks: Iterable[Mark]) -> Iterator[Mark]:
    """Marks up to the innermost scope."""
    for mark in marks:
        yield mark
        if mark.kind == "scope":
            return
