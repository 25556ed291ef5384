"""Answers: what a function makes of an id, if a test asserts something of that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from claude_preflight.facts.bindings import Bindings
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, first, inside_scope
from claude_preflight.syntax.document import Document

_ASSERTED = frozenset((CaptureKind.COMPARISON, CaptureKind.ASSERTION))
# A call from where it begins up to an argument of it that has no name.
_CALL = regex(
    rb"\s*(?:(?:await|try[!?]?)\s+)?(?P<callee>(?:[\w$]+(?:\??\.|->|::))*[\w$]+[!?]?)\("
    rb"(?:[^(){}\[\]=:]{0,200},)?\s*[\"'`]?\Z"
)
# What asks a model, or makes something that will: what it answers is no matter of the id.
_ASKS_MODEL = regex(
    rb"(?i:.*(?:create|invoke|chat|complet|generat|send|ask|stream|converse|message|prompt|request|run"
    rb"|execute|call|new|make|build|init|open|connect|client|agent|provider|model|llm|mock|fake|stub"
    rb"|setup|use[A-Z]|register|add|start|session|record|track|log|render|mount)\w*[!?]?)"
)
# In these languages what begins with a capital is a type.
_WITH_TYPES = frozenset(
    ("python", "javascript", "typescript", "tsx", "kotlin", "swift", "scala", "rust", "ruby")
)
_TYPE = regex(rb"(?s:.*(?:\.|->|::))?[A-Z]\w*")
_MOST = 20


class Answers:
    """Tells what one document asserts of what its functions make of ids."""

    def __init__(self, document: Document, bindings: Bindings) -> None:
        """Prepare for a document and its bindings."""
        self._data = document.text.data
        self._has_types = document.language.id in _WITH_TYPES
        self._syntax = document.syntax
        self._bindings = bindings

    def asserted(self, captures: Sequence[Capture]) -> Iterator[Span]:
        """Where something is asserted of what functions make of the id at some captures.

        The id is given to it as it stands, or by the name that stands for it.
        """
        literal = first(captures, CaptureKind.LITERAL)
        if literal is None:
            return
        yield from self._asserted_of(literal.span, captures)
        for place in islice(self._users(literal.span, captures), _MOST):
            if self._is_in_assertion(place):
                yield place
            yield from self._asserted_of(place, self._syntax.path(place))

    def _asserted_of(self, place: Span, captures: Sequence[Capture]) -> Iterator[Span]:
        """Where something is asserted of what a function makes of what stands at a place."""
        for binding in inside_scope(captures):
            if binding.kind is CaptureKind.BINDING:
                for bound in self._bindings.bound(binding):
                    if bound.value and self._is_made(bound.value, place):
                        yield from filter(self._is_in_assertion, self._others(binding))

    def _is_made(self, value: Span, place: Span) -> bool:
        """Whether a value is what a function makes of something that it is given without a name."""
        if not value.encloses(place):
            return False
        call = _CALL.match(self._data, value.start, place.start)
        if call is None or _ASKS_MODEL.fullmatch(call["callee"]):
            return False
        return not (self._has_types and _TYPE.fullmatch(call["callee"]))

    def _users(self, literal: Span, captures: Sequence[Capture]) -> Iterator[Span]:
        """Where the name stands elsewhere that is bound to a literal."""
        for binding in inside_scope(captures):
            if binding.kind is CaptureKind.BINDING:
                if any(each.value == literal for each in self._bindings.bound(binding)):
                    yield from self._others(binding)
                return

    def _others(self, binding: Capture) -> Iterator[Span]:
        """Where the names stand that a binding binds, but for where it does."""
        keys = {pair.key for pair in self._bindings.bound(binding)}
        return (each for each in islice(self._bindings.users(binding), _MOST) if each not in keys)

    def _is_in_assertion(self, place: Span) -> bool:
        return any(each.kind in _ASSERTED for each in inside_scope(self._syntax.path(place)))
