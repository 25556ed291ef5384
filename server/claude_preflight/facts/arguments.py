"""Arguments: the names and values that stand in a call, object, mapping or chain of calls."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from claude_preflight.facts.tables import Tables
from claude_preflight.facts.types import Scalar
from claude_preflight.facts.values import Values
from claude_preflight.findings import Span
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import WITH_ARGUMENTS, Capture, CaptureKind, Pair
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import plain_key

HOLDERS = WITH_ARGUMENTS | {CaptureKind.CHAIN}
"""The kinds of captures that hold the parameters of a request."""

MOST_PARAMETERS = 200
"""What has more entries is no request; only so many have a say about what stands beside them."""


# So many mappings take over each other.
_DEEPEST = 3
_CALLEE = regex(rb"(?:new\s+)?[\w.:\\]+\s*")


class Arguments:
    """Reads the arguments in one document; what several ids share is looked at once."""

    def __init__(self, document: Document, values: Values) -> None:
        """Prepare for a document and its values."""
        self._text = document.text
        self._syntax = document.syntax
        self._values = values
        self.tables = Tables(document)
        self._pairs: dict[Span, list[Pair]] = {}
        self._spreads: dict[Span, list[Span]] = {}
        self._keys: dict[Span, frozenset[str]] = {}
        self._given: dict[tuple[Span, Span], bool] = {}

    def pairs(self, holder: Capture) -> list[Pair]:
        """The names and values that stand directly in a call, object or mapping."""
        if holder.span not in self._pairs:
            kind = CaptureKind.ENTRY if holder.kind is CaptureKind.ENTRY else CaptureKind.ARGUMENT
            pairs = self._syntax.pairs(holder, kind)
            self._pairs[holder.span] = [*pairs, *self.tables.below(holder.span)]
        return self._pairs[holder.span]

    def spreads(self, holder: Capture) -> list[Span]:
        """Where a call, object or mapping takes over the pairs of another."""
        if holder.kind is CaptureKind.ENTRY:
            return []
        if holder.span not in self._spreads:
            self._spreads[holder.span] = self._syntax.captured(holder, CaptureKind.SPREAD)
        return self._spreads[holder.span]

    def constructed(self, span: Span) -> Capture | None:
        """The named arguments of the call that an expression is, such as `dict(type="enabled")`."""
        for capture in self._syntax.path(Span(span.end - 1, span.end)):
            is_last = capture.span.end == span.end and span.start < capture.span.start
            if capture.kind is CaptureKind.CALL and is_last:
                is_named = _CALLEE.fullmatch(self._text.data, span.start, capture.span.start)
                return capture if is_named and self.pairs(capture) else None
        return None

    def taken_over(self, holder: Capture) -> Iterator[Capture | None]:
        """The mappings whose pairs a holder takes over, and those that they do; None if unknown."""
        holders = [holder]
        for _ in range(_DEEPEST):
            spreads = [spread for each in holders for spread in self.spreads(each)]
            found = list(map(self._values.container, spreads))
            yield from found
            holders = list(filter(None, found))

    def around(self, holder: Capture, literal: Span) -> Pair | None:
        """The pair in a call, object or mapping whose value a literal is, stands for or is in."""
        pairs = self.pairs(holder)
        at = bisect_right(pairs, literal.start, key=lambda pair: pair.span.start) - 1
        value = pairs[at].value if at >= 0 else None
        return pairs[at] if value and value.encloses(literal) else None

    def key(self, pair: Pair) -> str:
        """The bare name of a pair."""
        key = self._text.slice(content(self._text, pair.key))
        if key.startswith("--"):
            return key[2:].replace("-", "_")  # an option of a command
        return key.removeprefix(":")  # a symbol of Ruby

    def keys(self, holder: Capture) -> frozenset[str]:
        """The plain names of the first pairs that stand directly in a call, object or mapping."""
        if holder.span not in self._keys:
            pairs = self.pairs(holder)[:MOST_PARAMETERS]
            self._keys[holder.span] = frozenset(plain_key(self.key(pair)) for pair in pairs)
        return self._keys[holder.span]

    def are_few(self, holder: Capture) -> bool:
        """Whether a call, object or mapping has no more names and values than a request may."""
        return len(self.pairs(holder)) <= MOST_PARAMETERS

    def gives(self, pair: Pair, literal: Span) -> bool:
        """Whether the value of a pair is a literal, whose content is given, or stands for it."""
        if pair.value is None or not pair.value.encloses(literal):
            return False
        if (pair.value, literal) not in self._given:
            self._given[pair.value, literal] = self._is_given(pair.value, literal)
        return self._given[pair.value, literal]

    def _is_given(self, value: Span, literal: Span) -> bool:
        whole = content(self._text, value)
        # The name of a resource ends with the id: `arn:…:foundation-model/id`.
        is_end = whole.end == literal.end and self._text.data.endswith(b"/", 0, literal.start)
        if literal == whole or is_end:
            return True
        scalar = self._values.scalar(value)
        return isinstance(scalar, Scalar) and literal == scalar.origin
