"""Value trees: what an expression stands for as a whole, with all that is inside of it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from claude_preflight.facts.arguments import Arguments
from claude_preflight.facts.bindings import Bindings
from claude_preflight.facts.later import Later
from claude_preflight.facts.types import Argument, Mapping, Scalar, Sequence, Unknown, Value
from claude_preflight.facts.values import Values
from claude_preflight.findings import Span
from claude_preflight.knowledge.parameter_names import api_name, foreign, is_holder, is_union
from claude_preflight.knowledge.parameters import ParameterRules
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, Pair
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.injections import NOTHING, Injection, Injections
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import is_model_key, plain_key

# No request has more levels, and no part of one that is looked at has more parts.
_DEEPEST = 8
_MOST_PARTS = 100
# How a chain of setters ends that builds something.
_BUILDS = regex(rb"\.\s*build\(\s*\)\Z")
# What a block is given: `config` of `config -> config.maxTokens(9)`.
_GIVEN = regex(rb"(?<![\w.])(?P<name>\w+)\s*->\s*\Z")
_LONGEST_END = 40


class ValueTrees:
    """Reads the values of one document as trees; what several requests share is read once."""

    def __init__(
        self, document: Document, bindings: Bindings, values: Values, arguments: Arguments
    ) -> None:
        """Prepare for a document, its bindings, values and arguments."""
        self.later = Later(document, bindings, values, arguments)
        self._text = document.text
        self._syntax = document.syntax
        self._read_names = ParameterRules.load().parts
        self._injections = Injections(document, NOTHING)
        self._values = values
        self._arguments = arguments
        self._known: dict[tuple[Span, int], Value] = {}

    def at(self, span: Span, depth: int = _DEEPEST) -> Value:
        """What the expression at a span stands for; so many levels of it are known."""
        if (span, depth) not in self._known:
            self._known[span, depth] = self._read(span, depth)
        return self._known[span, depth]

    def argument(self, pair: Pair, depth: int = _DEEPEST) -> Argument:
        """A name and its value."""
        key = self._arguments.key(pair)
        # Some are long, and no rule reads them.
        is_read = is_holder(key) or is_model_key(key) or foreign(key) is not None
        is_read = is_read or api_name(key) in self._read_names or is_union(key)
        value = self.at(pair.value, depth) if pair.value and is_read else None
        return Argument(key, plain_key(key), pair.span, value or Unknown(pair.value or pair.key))

    def json(self, span: Span) -> Value | None:
        """What JSON in the text that an expression stands for says; None if there is none."""
        origin = self._values.written_out(span)
        found = self._injections.json_at(content(self._text, origin))
        if found is None:
            return None
        inner = found.document
        whole = content(inner.text, Span(0, len(inner.text.data)))
        bindings = Bindings(inner)
        values = Values(inner, bindings)
        tree = ValueTrees(inner, bindings, values, Arguments(inner, values)).at(whole)
        return _outward(tree, found)

    def _read(self, span: Span, depth: int) -> Value:
        origin = self._values.written_out(span)
        scalar = self._values.literal(origin)
        if isinstance(scalar, Scalar):
            return scalar._replace(span=span)
        if depth == 0:
            return Unknown(span)
        mapping = self._mapping(span, origin, depth)
        # In PHP and Lua a list is written as a mapping is.
        if mapping is None or not mapping.entries:
            return self._sequence(span, origin, depth) or mapping or _unknown(span, origin)
        return mapping

    def _mapping(self, span: Span, origin: Span, depth: int) -> Mapping | None:
        holder = (
            self._values.container(origin)
            or self._arguments.constructed(origin)
            or self._built(origin)
        )
        if holder is None:
            return None
        pairs = islice(self._pairs(holder), _MOST_PARTS)
        entries = tuple(self.argument(pair, depth - 1) for pair in pairs)
        is_complete = None not in self._arguments.taken_over(holder)
        return Mapping(span, entries, origin, is_complete)

    def _built(self, span: Span) -> Capture | None:
        """The chain of setters at a span that builds something, or sets what a block is given."""
        data = self._text.data
        builds = _BUILDS.search(data, max(span.end - _LONGEST_END, span.start), span.end)
        given = _GIVEN.search(data, max(span.start - _LONGEST_END, 0), span.start)
        is_set = given is not None and data.startswith(given["name"] + b".", span.start)
        if builds is None and not is_set:
            return None
        chains = (each for each in self._syntax.path(span) if each.kind is CaptureKind.CHAIN)
        return next((each for each in chains if each.span == span), None)

    def _sequence(self, span: Span, origin: Span, depth: int) -> Sequence | None:
        array = self._array(origin)
        items = list(islice(self._syntax.elements(array), _MOST_PARTS + 1)) if array else []
        if array is None or (not items and self._values.container(origin)):
            return None
        known = tuple(self.at(item, depth - 1) for item in items[:_MOST_PARTS])
        rest = tuple(map(Unknown, items[_MOST_PARTS:]))
        return Sequence(span, known + rest, origin)

    def _pairs(self, holder: Capture) -> Iterator[Pair]:
        """The pairs of a mapping, and those of the mappings that it takes over."""
        yield from self._arguments.pairs(holder)
        yield from self.later.pairs(holder)
        for inner in self._arguments.taken_over(holder):
            if inner:
                yield from self._arguments.pairs(inner)
                yield from self.later.pairs(inner)

    def _array(self, span: Span) -> Capture | None:
        """The array that is written out at a span."""
        kind = CaptureKind.CONTAINER
        return next((c for c in self._syntax.path(span) if c.kind is kind and c.span == span), None)


def _unknown(span: Span, origin: Span) -> Unknown:
    return Unknown(span, None if origin == span else origin)


def _outward(value: Value, injection: Injection) -> Value:
    """A value in an injection with all of its places in the document around it."""

    def place(span: Span) -> Span:
        outer = injection.source_map.outward(span)
        return Span(injection.span.start + outer.start, injection.span.start + outer.end)

    def moved(inner: Value) -> Value:
        if isinstance(inner, Scalar):
            origin = place(inner.origin) if inner.origin else None
            return inner._replace(span=place(inner.span), origin=origin)
        if isinstance(inner, Mapping):
            entries = tuple(
                entry._replace(span=place(entry.span), value=moved(entry.value))
                for entry in inner.entries
            )
            return inner._replace(
                span=place(inner.span), entries=entries, origin=place(inner.origin)
            )
        if isinstance(inner, Sequence):
            return Sequence(place(inner.span), tuple(map(moved, inner.items)), place(inner.origin))
        return Unknown(place(inner.span), inner.origin and place(inner.origin))

    return moved(value)
