"""What was recorded of requests: answers name the model that once gave them, and call nothing."""

from __future__ import annotations

from collections.abc import Iterable

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
        self._found: dict[Span, bool] = {}
        self._are_possible = all(key.encode() in document.text.data for key in _RECORDED)

    def are_around(self, captures: Iterable[Capture]) -> bool:
        """Whether captures are around a place in a recording, which has the answer as well."""
        if not self._are_possible:
            return False
        return any(self._is_one(each) for each in captures if each.kind in WITH_ARGUMENTS)

    def _is_one(self, mapping: Capture) -> bool:
        if mapping.span not in self._found:
            pairs = self._arguments.pairs(mapping)
            self._found[mapping.span] = {self._arguments.key(p) for p in pairs} >= _RECORDED
        return self._found[mapping.span]


def is_answer(keys: frozenset[str]) -> bool:
    """Whether a mapping with these plain names is an answer of the API, or of a library."""
    return any(keys >= answer for answer in _ANSWERS)
