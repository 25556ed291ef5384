"""Names: what the value of an argument is, through the constants and defaults of the same file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from claude_preflight.facts.triggers import constant_at
from claude_preflight.facts.types import Value
from claude_preflight.findings import Span
from claude_preflight.syntax.captures import WITH_ARGUMENTS, Capture, CaptureKind, Pair, first
from claude_preflight.syntax.concatenation import joined
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.literals import content
from claude_preflight.syntax.templates import default_in
from claude_preflight.text.words import Words

_INTEGER = re.compile(
    rb"(?P<digits>[-+]?\d(?:[_']?\d)*)(?:[lL]|_?[iu](?:8|16|32|64|128|size)|[uU][lL]{0,2})?"
)
_NAME = re.compile(rb"[A-Za-z_$@][\w$]*")
# `self.model`, `Config::MODEL`, `this?.model`, `Model.OPUS.value`
_MEMBER = re.compile(
    rb"(?P<owner>[$@]?\w+)(?:\??\.|->|::)\$?(?P<name>[A-Za-z_]\w*)(?:\.(?:value|rawValue))?"
)
# `MODELS["opus"]`, `MODELS[:opus]`, `MODELS.get("opus")`
_ITEM = re.compile(
    rb"(?P<owner>[$@]?\w+)(?:\.(?:get|fetch|at))?[(\[]\s*(?:[\"'`]|:)(?P<name>[\w./-]+)[\"'`]?\s*[)\]]"
)
_THIS = frozenset((b"self", b"this", b"cls", b"static", b"Self", b"$this"))
# Longer texts are prompts and messages; no parameter that is looked at has such a value.
_TEXT = re.compile(rb"[^\r\n]{1,200}")
_QUOTE = re.compile(rb"""[\s(]*(?:u8|[A-Za-z@$]{0,3})#*["'`]""")
_LONGEST_EXPRESSION = 1_000

LONGEST_CHAIN = 8
"""So many names are followed from one to the other."""


@dataclass(frozen=True, slots=True)
class _Binding:
    """A place that binds a name: in which scope, to what value if to one, or to an outer name.

    `owner` is the class around, of which the name may be a member.
    """

    scope: Capture | None
    value: Span | None
    is_outer: bool
    owner: Capture | None

    def declares(self, reference: Span) -> bool:
        """Whether the name belongs to a scope around a place."""
        within = self.scope is None or self.scope.span.contains(reference.start)
        return within and not self.is_outer


class Search(NamedTuple):
    """Where to look for a name: in a part of the text or in all of it, maybe as a member."""

    name: bytes
    within: Span | None
    is_member: bool = False


class Names:
    """Resolves values in one document. What cannot be known is unknown, never guessed."""

    def __init__(self, document: Document) -> None:
        """Prepare for a document; a name is looked up when it is first met."""
        self._text = document.text
        self._syntax = document.syntax
        self._words = Words(document.text.data)
        self._asked: set[bytes] = set()
        self._bindings: dict[bytes, list[_Binding]] = {}
        # What many ids are in, such as a large table, is looked at once.
        self._targets: dict[tuple[Span, int], Span | None] = {}
        self._containers: dict[tuple[Span, int, int], Capture | None] = {}
        self._values: dict[Span, dict[bytes, Span | None]] = {}
        self._classes: dict[Span, bytes] = {}
        self._bound: dict[Capture, list[Pair]] = {}

    def value(self, span: Span) -> Value:
        """The literal at a span, or the one that the expression at the span stands for."""
        at = span
        for _ in range(LONGEST_CHAIN):
            target = self._target(at)
            if target is None or target == at:
                break
            at = target
        return replace(self.literal(at), span=span)

    def literal(self, span: Span) -> Value:
        """The literal at a span, if there is one; names stay unknown."""
        if number := _INTEGER.fullmatch(self._text.data, span.start, span.end):
            digits = number["digits"].translate(None, b"_'")
            return Value(span, int(digits), Span(*number.span("digits")))
        if constant := constant_at(self._text.data, span):
            return Value(span, self._text.slice(constant), constant, is_constant=True)
        # Whatever else is longer than a line is no literal, so the tree need not be asked.
        if not _TEXT.fullmatch(self._text.data, span.start, span.end) and not self._is_quoted(span):
            return Value(span)
        marks = {mark.kind: mark for mark in self._syntax.path(span) if mark.span == span}
        if CaptureKind.CONCATENATION in marks:
            whole = joined(self._text, self._syntax, marks[CaptureKind.CONCATENATION])
            return Value(span, whole.text, whole.span) if whole else Value(span)
        inner = content(self._text, span)
        inner = default_in(self._text, inner) or inner
        is_literal = CaptureKind.LITERAL in marks and CaptureKind.INTERPOLATED not in marks
        if is_literal and _TEXT.fullmatch(self._text.data, inner.start, inner.end):
            return Value(span, self._text.slice(inner), inner)
        return Value(span)

    def _is_quoted(self, span: Span) -> bool:
        """Whether an expression begins as a literal does, or one in brackets."""
        return _QUOTE.match(self._text.data, span.start, span.end) is not None

    def container(
        self, span: Span, chain: int = LONGEST_CHAIN, depth: int = LONGEST_CHAIN
    ) -> Capture | None:
        """The mapping that is written out at a span, or that the name there stands for.

        A `chain` of so many names is followed, and a `depth` of so many mappings in each other.
        """
        known = (span, chain, depth)
        if known not in self._containers:
            self._containers[known] = self._container(span, chain, depth)
        return self._containers[known]

    def _container(self, span: Span, chain: int, depth: int) -> Capture | None:
        at: Span | None = span
        while at is not None:
            marks = self._syntax.path(at)
            found = next((m for m in marks if m.kind in WITH_ARGUMENTS and m.span == at), None)
            if found or not chain:
                return found
            chain -= 1
            at = self._target(at, depth)
        return None

    def _target(self, span: Span, depth: int = LONGEST_CHAIN) -> Span | None:
        """The one place that the expression at a span takes its value from."""
        if (span, depth) not in self._targets:
            self._targets[span, depth] = self._found(span, depth)
        return self._targets[span, depth]

    def _found(self, span: Span, depth: int) -> Span | None:
        source = self._text.data[span.start : min(span.end, span.start + _LONGEST_EXPRESSION)]
        if _NAME.fullmatch(source := source.strip()):
            # `@model` is a member by its look.
            is_own = source.startswith(b"@")
            return self._agreed((self._own if is_own else self._innermost)(source, span))
        found = None
        if match := _MEMBER.fullmatch(source):
            found = self._member(match["owner"], match["name"], source, span, depth)
        elif match := _ITEM.fullmatch(source):
            found = self._item(match["owner"], match["name"], span, depth)
        return found or self._wrapped(span)

    def _wrapped(self, span: Span) -> Span | None:
        """What a wrapper stands for: the default in `getenv(name, default)`, `x` in `String(x)`."""
        marks = (
            m for m in self._syntax.path(span) if m.kind is CaptureKind.WRAPPER and m.span == span
        )
        pairs = (pair for mark in marks for pair in self._syntax.pairs(mark, CaptureKind.WRAPPER))
        return next((pair.value for pair in pairs if pair.span == span), None)

    def _agreed(self, bindings: Iterable[_Binding]) -> Span | None:
        """The value of bindings that all bind the same."""
        first, *others = [binding.value for binding in bindings] or [None]
        if first is None:
            return None
        source = self._source(first)
        return first if all(o and self._source(o) == source for o in others) else None

    def _source(self, span: Span) -> bytes:
        return self._text.data[span.start : span.end]

    def _innermost(self, name: bytes, reference: Span) -> list[_Binding]:
        """What binds a name in the innermost scope that does."""
        bindings = self._bindings_of(name)
        depths = [_depth(binding) for binding in bindings if binding.declares(reference)]
        innermost = max(depths, default=None)
        return [each for each in bindings if each.is_outer or _depth(each) == innermost]

    def _member(
        self, owner: bytes, name: bytes, source: bytes, reference: Span, depth: int
    ) -> Span | None:
        """What a member is set to, or what it has in a mapping; both must agree."""
        members = list(self._members(owner, name, source, reference))
        # A declaration without a value says nothing where the value is set elsewhere.
        members = [member for member in members if member.value] or members
        item = self._item(owner, name, reference, depth)
        value = self._agreed(members) if members else item
        if value and item and self._text.slice(value) != self._text.slice(item):
            return None
        return value

    def _members(
        self, owner: bytes, name: bytes, source: bytes, reference: Span
    ) -> Iterator[_Binding]:
        """What binds a member of the class that an expression names, or is in."""
        own = self._own(source, reference)
        # A function sets a member of its own parameter, which may be any object elsewhere.
        if owner in _THIS or any(binding.declares(reference) for binding in own):
            yield from own
        around = first(self._syntax.path(reference), CaptureKind.CLASS)
        # Where a member is declared, its name may have a mark that it loses elsewhere.
        for binding in [*self._bindings_of(name), *self._bindings_of(b"$" + name)]:
            if binding.owner and _is_member(binding.scope, binding.owner):
                is_own = _is_same(binding.owner, around)
                if is_own if owner in _THIS else owner == self._name_of(binding.owner):
                    yield binding

    def _own(self, source: bytes, reference: Span) -> list[_Binding]:
        """What binds an expression, as it is written, in the class around."""
        around = first(self._syntax.path(reference), CaptureKind.CLASS)
        return [each for each in self._bindings_of(source) if _is_same(each.owner, around)]

    def _name_of(self, owner: Capture) -> bytes:
        if owner.span not in self._classes:
            pairs = self._syntax.pairs(owner, CaptureKind.CLASS)
            key = next((pair.key for pair in pairs if pair.span == owner.span), owner.span)
            self._classes[owner.span] = self._source(key)
        return self._classes[owner.span]

    def _item(self, owner: bytes, name: bytes, reference: Span, depth: int) -> Span | None:
        """The value of a key in a mapping that a name stands for."""
        mapping = self._agreed(self._innermost(owner, reference)) if depth else None
        mark = self.container(mapping, 1, depth - 1) if mapping else None
        return self._values_in(mark).get(name) if mark else None

    def _values_in(self, mapping: Capture) -> dict[bytes, Span | None]:
        """The values in a mapping by their keys; the first one counts."""
        if mapping.span not in self._values:
            values: dict[bytes, Span | None] = {}
            for pair in self._syntax.pairs(mapping, CaptureKind.ARGUMENT):
                key = content(self._text, pair.key)
                values.setdefault(self._source(key), pair.value)
            self._values[mapping.span] = values
        return self._values[mapping.span]

    @property
    def asked(self) -> frozenset[bytes]:
        """The names whose places have been looked for."""
        return frozenset(self._asked)

    def bound(self, binding: Capture) -> list[Pair]:
        """The names that a binding binds, and their values."""
        if binding not in self._bound:
            self._bound[binding] = self._syntax.pairs(binding, CaptureKind.BINDING)
        return self._bound[binding]

    def users(self, binding: Capture) -> Iterator[Span]:
        """Where the names that a binding binds stand in the text, as a name or as a member."""
        return (place for search in self.searches(binding) for place in self.places(search))

    def places(self, search: Search) -> Iterator[Span]:
        """The first places that a search finds."""
        return self._places(search.name, search.within, member=search.is_member)

    def searches(self, binding: Capture) -> Iterator[Search]:
        """How the places of the names that a binding binds are found."""
        for bound in self.bound(binding):
            name = self._source(bound.key)
            marks = self._syntax.path(bound.key)
            scope, owner = first(marks, CaptureKind.SCOPE), first(marks, CaptureKind.CLASS)
            if _is_member(scope, owner):
                yield Search(name.removeprefix(b"$"), None, is_member=True)
            is_outer = name.startswith(b"@") or first(marks, CaptureKind.BINDING_OUTER)
            is_local = _NAME.fullmatch(name) and not is_outer
            yield Search(name, scope.span if scope and is_local else None)

    def is_reference(self, span: Span) -> bool:
        """Whether an expression is a name, a member or an item, or wraps something."""
        source = self._text.data[span.start : min(span.end, span.start + _LONGEST_EXPRESSION)]
        shapes = (_NAME, _MEMBER, _ITEM)
        return any(shape.fullmatch(source) for shape in shapes) or self._wrapped(span) is not None

    def _places(
        self, name: bytes, within: Span | None = None, *, member: bool = False
    ) -> Iterator[Span]:
        self._asked.add(name)
        whole = Span(0, len(self._text.data))
        return self._words.places(name, within or whole, member=member)

    def _bindings_of(self, name: bytes) -> list[_Binding]:
        if name not in self._bindings:
            self._bindings[name] = list(self._read_bindings(name))
        return self._bindings[name]

    def _read_bindings(self, name: bytes) -> Iterator[_Binding]:
        """What each place that binds a name binds it to."""
        for place in self._places(name):
            marks = self._syntax.path(place)
            kinds = {mark.kind for mark in marks}
            key = first(marks, CaptureKind.DEFINITION)
            if key and not self._is_owner(place, key) and not _is_argument(place, marks):
                scope, owner = first(marks, CaptureKind.SCOPE), first(marks, CaptureKind.CLASS)
                bindings = (mark for mark in marks if mark.kind is CaptureKind.BINDING)
                pairs = (p for mark in bindings for p in self.bound(mark))
                values = (pair.value for pair in pairs if pair.key == place)
                value = next(filter(None, values), None)
                yield _Binding(scope, value, CaptureKind.BINDING_OUTER in kinds, owner)

    def _is_owner(self, place: Span, key: Capture) -> bool:
        """Whether a name only says whose member is bound, as `config` in `config.limit = 9`."""
        match = _MEMBER.fullmatch(self._text.data, key.span.start, key.span.end)
        return match is not None and Span(*match.span("owner")) == place


def _is_argument(place: Span, marks: Iterable[Capture]) -> bool:
    """Whether a name is that of an argument, which looks like an assignment in some languages."""
    return any(mark.kind is CaptureKind.ARGUMENT_KEY and mark.span == place for mark in marks)


def _depth(binding: _Binding) -> int:
    """Of scopes that enclose one place, the innermost starts last."""
    return -1 if binding.scope is None else binding.scope.span.start


def _is_member(scope: Capture | None, owner: Capture | None) -> bool:
    """Whether what is bound in a scope is a member of the class around."""
    return owner is not None and _is_same(scope, owner)


def _is_same(one: Capture | None, other: Capture | None) -> bool:
    return (one and one.span) == (other and other.span)
