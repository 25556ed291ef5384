"""Environments: the variables that stand beside an id, for the same program."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.roles.candidate import MOST_HOLDERS, Candidate
from claude_preflight.facts.switches import platforms_in
from claude_preflight.findings import Span
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.syntax.captures import Capture
from claude_preflight.syntax.document import Document
from claude_preflight.text.model_words import plain_key

# What all of the variables begin with that switch a platform on.
_SWITCH = b"CLAUDE_CODE_USE_"
_ENVIRONMENTS = frozenset(("env", "environment", "environmentvariables", "envvars"))


class Environments:
    """Reads the environments in one document; what several ids share is looked at once."""

    def __init__(self, document: Document, arguments: Arguments) -> None:
        """Prepare for a document and its arguments."""
        self._data = document.text.data
        self._arguments = arguments
        self._switched: dict[Span, frozenset[str]] = {}

    def switched_beside(self, candidate: Candidate) -> str | None:
        """The platform that a variable beside an id switches on; "" without one.

        None where nothing holds the id together with what is set beside it, so all of the file
        tells.
        """
        holders = [capture for capture in candidate.captures if capture.kind in HOLDERS]
        if not holders:
            return None
        if not self._has_switch:
            return ""
        found = filter(None, map(self._switched_in, holders[:MOST_HOLDERS]))
        platforms = next(found, frozenset())
        return next(iter(platforms)) if len(platforms) == 1 else ""

    @cached_property
    def _has_switch(self) -> bool:
        return _SWITCH in self._data

    def _switched_in(self, holder: Capture) -> frozenset[str]:
        """The platforms that the entries of a mapping or call switch on."""
        if holder.span not in self._switched:
            spans = self._settings(holder)
            texts = (self._data[span.start : span.end].lower() for span in spans)
            self._switched[holder.span] = frozenset(chain.from_iterable(map(platforms_in, texts)))
        return self._switched[holder.span]

    def _settings(self, holder: Capture) -> Iterator[Span]:
        """What sets the variables of an environment among the entries of a mapping or call."""
        for pair in self._arguments.pairs(holder):
            key = self._arguments.key(pair)
            if key.lower() in Places.load().switches or plain_key(key) in _ENVIRONMENTS:
                yield pair.span
