"""Part: the part of a document that is read, and what is known of all of it by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from claude_preflight.facts.triggers import Signs
from claude_preflight.facts.types import Facts, LookedUp
from claude_preflight.findings import Span
from claude_preflight.knowledge.aliases import NO_ALIASES, Aliases, aliases_in
from claude_preflight.knowledge.clients import imported


class Told(NamedTuple):
    """What a text tells wherever it stands: its signs, and the libraries that it imports.

    The `aliases` are the names that it gives to what they have.
    """

    signs: Signs
    libraries: frozenset[str]
    aliases: Aliases = NO_ALIASES


class Part(NamedTuple):
    """A part of a document, with what is known of the rest.

    `known` are the names that were looked up before, with their bindings outside of the part that
    hold in it. Each stands in the part as often as it did then, if not all of its places count.
    """

    span: Span
    told: Told
    known: Mapping[bytes, LookedUp]

    @classmethod
    def whole(cls, data: bytes, signs: Signs) -> Part:
        """All of a text that has some signs."""
        libraries = frozenset(imported(data))
        return cls(Span(0, len(data)), Told(signs, libraries, aliases_in(data, libraries)), {})

    @classmethod
    def of(cls, facts: Facts, span: Span) -> Part:
        """A part of a document that said these facts before it changed there."""
        surroundings = facts.surroundings
        told = Told(surroundings.signs, surroundings.libraries, dict(surroundings.aliases))
        return cls(span, told, {each.name: each for each in facts.looked_up})
