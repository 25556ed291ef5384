"""What something is looked up by, and an array in which that is all that is done."""

from __future__ import annotations

import re

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind

KINDS = frozenset((CaptureKind.CONTAINER, CaptureKind.LITERAL))
# `prices.get(`, `get_chat_template(`: what is found is known of a model, and none is asked.
_KNOWN = rb"(?:pric(?:e|es|ing)|costs?|templates?)"
_LOOKS_UP = regex(
    rb"(?:(?<![a-z])(?:get|find|load)_?\w{0,20}templates?"
    rb"|%b(?:\.|->|::)(?:get|find|has|at|look_?up|contains_?key|try_?get_?value))\s*\(\s*\Z"
    % _KNOWN,
    re.IGNORECASE,
)
_WORDS = (b"pric", b"cost", b"templ")
_BEFORE = 60


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A comparison with each element of an array; a key, if something known is looked up by it."""
    if capture.kind is CaptureKind.LITERAL:
        start = capture.span.start
        before = candidate.readers.text.data[max(start - _BEFORE, 0) : start]
        is_known = any(map(before.lower().__contains__, _WORDS)) and _LOOKS_UP.search(before)
        return Decision(Role.LISTING, Reason.KEY) if is_known else None
    around = candidate.captures[candidate.captures.index(capture) :]
    if candidate.readers.containers.is_looked_up(capture, around):
        return Decision(Role.COMPARISON, Reason.LOOKED_UP)
    return None
