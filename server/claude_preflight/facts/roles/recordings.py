"""What was recorded of requests: answers name the model that once gave them, and call nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from claude_preflight.facts.arguments import Arguments
from claude_preflight.findings import Span
from claude_preflight.syntax.captures import WITH_ARGUMENTS, Capture
from claude_preflight.syntax.document import Document

# What a recorder writes down of each request.
_RECORDED = frozenset(("request", "response"))
# What only an answer has.
_ANSWERS = (
    {"stopreason"},
    {"stopsequence"},
    {"finishreason"},
    {"choices"},
    {"role", "usage"},
    {"genairesponsemodel"},
    {"llmresponsemodel"},
)


class Recordings:
    """Tells the recordings in one document; what several ids share is looked at once."""

    def __init__(self, document: Document, arguments: Arguments) -> None:
        """Prepare for a document and its arguments."""
        self._arguments = arguments
        self._data = document.text.data
        self._found: dict[Span, bool] = {}

    def are_around(self, captures: Iterable[Capture]) -> bool:
        """Whether captures are around a place in a recording, which has the answer as well."""
        mappings = [each for each in captures if each.kind in WITH_ARGUMENTS]
        return bool(mappings) and self._are_possible and any(map(self._is_one, mappings))

    @cached_property
    def _are_possible(self) -> bool:
        return all(key.encode() in self._data for key in _RECORDED)

    def _is_one(self, mapping: Capture) -> bool:
        if mapping.span not in self._found:
            pairs = self._arguments.pairs(mapping)
            self._found[mapping.span] = {self._arguments.key(p) for p in pairs} >= _RECORDED
        return self._found[mapping.span]


def is_answer(keys: frozenset[str]) -> bool:
    """Whether a mapping with these plain names is an answer of the API, or of a library."""
    return any(keys >= answer for answer in _ANSWERS)
