"""What a matcher is given is what a test expects, in whatever brackets it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.brackets import open_brackets

KINDS = frozenset((CaptureKind.LITERAL,))
# A matcher behind what is looked at, before the bracket of what it is given.
_MATCHER = regex(
    rb"(?:\.Should\(\)(?:\s*\.\w+)*?\s*\.\s*(?:Be|Equal|Contain|Match|Have|Only|Start|End)\w*"
    rb"|\b(?:expect|assertThat|verify|that)\b[^\n;]{0,160}(?:\.|->)\s*"
    rb"(?:to|be|is|contains?|has|have|equals?|matches|eq)(?:[A-Z_]\w*)?"
    rb"|\bshould(?:Be|Equal|Contain|Match|Have|Start|End)\w*)\s*\Z"
)
_WORDS = (b"expect", b"ssertThat", b"hould", b"verify", b"that(")
_BRACKET = regex(rb"[][(){}]")
# Calls that only put values together; what another one makes of an id is its own matter.
_TOGETHER = regex(
    rb"(?:\b(?:tuple|of|listOf|setOf|mapOf|arrayOf|Pair|Set|Some|vec!)|(?<![\w!?>]))\s*\Z"
)
# What is in the body of a function that is handed to a matcher is not given to it.
_BODY = regex(rb"=>|->\s*\Z|;|\bfunc(?:tion)?\b")
_BEFORE = 400
_LONGEST_CALLEE = 20
_MOST = 6


def decide(candidate: Candidate, literal: Capture) -> Decision | None:
    """A comparison, if a matcher of a test has the brackets that are open before an id."""
    data = candidate.readers.text.data
    before = data[max(literal.span.start - _BEFORE, 0) : literal.span.start]
    if not any(word in before for word in _WORDS):
        return None
    for opening in _openings(before):
        if _MATCHER.search(opening):
            return Decision(Role.COMPARISON, Reason.COMPARED)
        if _TOGETHER.search(opening, max(len(opening) - _LONGEST_CALLEE, 0)) is None:
            return None
    return None


def _openings(before: bytes) -> Iterator[bytes]:
    """The text before each bracket that is open at the end of some text, the last first."""
    for bracket in islice(open_brackets(before, _BRACKET), _MOST):
        if _BODY.search(before, bracket.end()):
            return
        yield before[: bracket.start()]
