"""Part: the part of a document that is read, and what is known of all of it by then."""

from __future__ import annotations

from collections.abc import Mapping

from claude_preflight.facts.surroundings import Surroundings
from claude_preflight.facts.types import Facts, LookedUp
from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple


class Part(NamedTuple):
    """A part of a document, with what is known of the rest.

    `told` is what all of the text tells. `known` are the names that were looked up before, with
    their bindings outside of the part that hold in it. Each stands in the part as often as it did
    then, if not all of its places count.
    """

    span: Span
    told: Surroundings
    known: Mapping[bytes, LookedUp]

    @classmethod
    def whole(cls, data: bytes, language: str) -> Part:
        """All of a text in a language."""
        return cls(Span(0, len(data)), Surroundings(data, language), {})

    @classmethod
    def of(cls, facts: Facts, span: Span) -> Part:
        """A part of a document that said these facts before it changed there."""
        return cls(span, facts.surroundings, {each.name: each for each in facts.looked_up})
