"""Values: what an expression stands for, through the constants and defaults of the same file."""

from __future__ import annotations

import re

from claude_preflight.facts.bindings import MEMBER, NAME, Bindings
from claude_preflight.facts.triggers import constant_at
from claude_preflight.facts.types import Scalar, Unknown
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import WITH_ARGUMENTS, Capture, CaptureKind
from claude_preflight.syntax.concatenation import concatenation_at
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.literals import content
from claude_preflight.syntax.templates import default_in

_NUMBER_BEGINS = frozenset(b"-+0123456789"[at : at + 1] for at in range(12))
# A number, with the suffix of its type.
_NUMBER = regex(
    rb"(?P<number>(?P<digits>[-+]?\d(?:[_']?\d)*)(?P<fraction>\.(?:\d(?:[_']?\d)*)?(?:[eE][-+]?\d+)?)?)"
    rb"(?:[lLfFdDmM]|_?(?:[iu](?:8|16|32|64|128|size)|f32|f64)|[uU][lL]{0,2})?"
)
_BOOLEANS = {b"true": True, b"True": True, b"false": False, b"False": False}
# `MODELS["opus"]`, `MODELS[:opus]`, `MODELS.get("opus")`
_ITEM = regex(
    rb"(?P<owner>[$@]?\w+)(?:\.(?:get|fetch|at))?[(\[]\s*(?:[\"'`]|:)(?P<name>[\w./-]+)[\"'`]?\s*[)\]]"
)
# Longer texts are prompts and messages; no parameter that is looked at has such a value.
_TEXT = regex(rb"[^\r\n]{1,200}")
_QUOTE = regex(rb"""[\s(]*(?:u8|[A-Za-z@$]{0,3})#*["'`]""")
# `:enabled`; one in quotes is a literal by its node.
_SYMBOL = regex(rb":(?P<text>[A-Za-z_]\w*)")
_WITH_SYMBOLS = frozenset(("ruby",))
_LONGEST_EXPRESSION = 1_000

LONGEST_CHAIN = 8
"""So many names are followed from one to the other."""

# Numbers, nothing, and texts in which nothing can stand for anything else.
_PLAIN = regex(rb"[\d_.]+|None|null|nil|undefined|\"[\w .,:;!?/@+-]*\"|'[\w .,:;!?/@+-]*'")


class Values:
    """Resolves values in one document. What cannot be known is unknown, never guessed."""

    def __init__(self, document: Document, bindings: Bindings) -> None:
        """Prepare for a document and its bindings."""
        self._text = document.text
        self._syntax = document.syntax
        self._bindings = bindings
        self._has_symbols = document.language.id in _WITH_SYMBOLS
        # What many ids are in, such as a large table, is looked at once.
        self._targets: dict[tuple[Span, int], Span | None] = {}
        self._containers: dict[tuple[Span, int, int], Capture | None] = {}
        self._values: dict[Span, dict[bytes, Span | None]] = {}

    def scalar(self, span: Span) -> Scalar | Unknown:
        """The literal at a span, or the one that the expression at the span stands for."""
        found = self.literal(self.written_out(span))
        return found._replace(span=span) if isinstance(found, Scalar) else Unknown(span)

    def written_out(self, span: Span) -> Span:
        """Where what an expression stands for is written out, as far as names and wrappers lead."""
        at = span
        for _ in range(LONGEST_CHAIN):
            target = self._target(at)
            if target is None or target == at:
                break
            at = target
        return at

    def literal(self, span: Span) -> Scalar | Unknown:
        """The literal at a span, if there is one; names stay unknown."""
        data = self._text.data
        begins = data[span.start : span.start + 1]
        if begins in _NUMBER_BEGINS and (number := _NUMBER.fullmatch(data, *span)):
            return Scalar(span, _number(number), Span(*number.span("number")))
        if (source := data[span.start : min(span.end, span.start + 6)]) in _BOOLEANS:
            return Scalar(span, _BOOLEANS[source], span)
        if self._has_symbols and (symbol := _SYMBOL.fullmatch(data, span.start, span.end)):
            text = Span(*symbol.span("text"))
            return Scalar(span, self._text.slice(text), text)
        if constant := constant_at(data, span):
            return Scalar(span, self._text.slice(constant), constant, is_constant=True)
        # Whatever else is longer than a line is no literal, so the tree need not be asked.
        if not _TEXT.fullmatch(data, span.start, span.end) and not self._is_quoted(span):
            return Unknown(span)
        captures = {
            capture.kind: capture for capture in self._syntax.path(span) if capture.span == span
        }
        if CaptureKind.CONCATENATION in captures:
            whole = concatenation_at(self._text, self._syntax, captures[CaptureKind.CONCATENATION])
            return Scalar(span, whole.text, whole.span) if whole else Unknown(span)
        inner = content(self._text, span)
        default = default_in(self._text, inner)
        inner = default or inner
        is_known = default is not None or CaptureKind.INTERPOLATED not in captures
        is_literal = CaptureKind.LITERAL in captures and is_known
        if is_literal and _TEXT.fullmatch(data, inner.start, inner.end):
            return Scalar(span, self._text.slice(inner), inner)
        return Unknown(span)

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
            captures = self._syntax.path(at)
            found = next((m for m in captures if m.kind in WITH_ARGUMENTS and m.span == at), None)
            if found or not chain:
                return found
            chain -= 1
            at = self._target(at, depth)
        return None

    def is_reference(self, span: Span) -> bool:
        """Whether an expression is a name, a member or an item, or wraps something."""
        source = self._text.data[span.start : min(span.end, span.start + _LONGEST_EXPRESSION)]
        shapes = (NAME, MEMBER, _ITEM)
        return any(shape.fullmatch(source) for shape in shapes) or self._wrapped(span) is not None

    def _target(self, span: Span, depth: int = LONGEST_CHAIN) -> Span | None:
        """The one place that the expression at a span takes its value from."""
        if (span, depth) not in self._targets:
            self._targets[span, depth] = self._found(span, depth)
        return self._targets[span, depth]

    def _found(self, span: Span, depth: int) -> Span | None:
        source = self._text.data[span.start : min(span.end, span.start + _LONGEST_EXPRESSION)]
        if source in _BOOLEANS or _PLAIN.fullmatch(source):
            return None
        if NAME.fullmatch(source := source.strip()):
            # In a shell the sign is no part of a name.
            is_named = not source.startswith(b"$")
            return self._bound(source, span) or (None if is_named else self._wrapped(span))
        found = None
        if match := MEMBER.fullmatch(source):
            found = self._member(match["owner"], match["name"], source, span, depth)
        elif match := _ITEM.fullmatch(source):
            found = self._item(match["owner"], match["name"], span, depth)
        return found or self._wrapped(span)

    def _bound(self, name: bytes, reference: Span) -> Span | None:
        """What a name is bound to."""
        # `@model` is a member by its look.
        is_of_class = name.startswith(b"@")
        find = self._bindings.of_class if is_of_class else self._bindings.innermost
        return self._bindings.agreed(find(name, reference))

    def _wrapped(self, span: Span) -> Span | None:
        """What a wrapper stands for: the default in `getenv(name, default)`, `x` in `String(x)`."""
        captures = (
            m for m in self._syntax.path(span) if m.kind is CaptureKind.WRAPPER and m.span == span
        )
        pairs = (
            pair
            for capture in captures
            for pair in self._syntax.pairs(capture, CaptureKind.WRAPPER)
        )
        return next((pair.value for pair in pairs if pair.span == span), None)

    def _member(
        self, owner: bytes, name: bytes, source: bytes, reference: Span, depth: int
    ) -> Span | None:
        """What a member is set to, or what it has in a mapping; both must agree."""
        members = list(self._bindings.members(owner, name, source, reference))
        # A declaration without a value says nothing where the value is set elsewhere.
        members = [member for member in members if member.value] or members
        item = self._item(owner, name, reference, depth)
        value = self._bindings.agreed(members) if members else item
        if value and item and self._text.slice(value) != self._text.slice(item):
            return None
        return value

    def _item(self, owner: bytes, name: bytes, reference: Span, depth: int) -> Span | None:
        """The value of a key in a mapping that a name stands for."""
        bound = self._bindings.innermost(owner, reference) if depth else []
        mapping = self._bindings.agreed(bound)
        capture = self.container(mapping, 1, depth - 1) if mapping else None
        return self._values_in(capture).get(name) if capture else None

    def _values_in(self, mapping: Capture) -> dict[bytes, Span | None]:
        """The values in a mapping by their keys; the first one counts."""
        if mapping.span not in self._values:
            values: dict[bytes, Span | None] = {}
            for pair in self._syntax.pairs(mapping, CaptureKind.ARGUMENT):
                key = content(self._text, pair.key)
                values.setdefault(self._text.data[key.start : key.end], pair.value)
            self._values[mapping.span] = values
        return self._values[mapping.span]


def _number(match: re.Match[bytes]) -> int | float:
    """A number as the API takes it: one without a fraction is an int."""
    digits = match["number"].translate(None, b"_'")
    return float(digits) if match["fraction"] else int(digits)
