"""What is printed, logged or told when a test fails is a text for people."""

from __future__ import annotations

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.brackets import open_brackets

KINDS = frozenset((CaptureKind.LITERAL,))
# What prints, logs, or says what went wrong; none of them sends what it is given.
_SHOWS = regex(
    rb"(?:\bconsole\.\w+|\bConsole\.Write(?:Line)?|\bSystem\.(?:out|err)\.print(?:ln|f)?"
    rb"|\b_?(?i:log(?:ger|ging)?|slog|tracing)(?:(?:\.|::|->)\w+)?|\bfmt\.(?:Print(?:ln|f)?|Errorf)"
    rb"|\b[tb]\.(?:Log|Error|Fatal|Skip)f?|(?<![\w.])(?:e?print(?:ln|f)?!?|puts|fail|NSLog)"
    rb"|\b(?:panic|trace|debug|info|warn|error)!)\s*\Z"
)
# What is in each of those: to look for it first is faster by far.
_SIGNS = b"log Log LOG rint onsole puts fail tracing rror Skip Fatal panic trace debug info warn"
_PARTS = tuple(_SIGNS.split())
_BRACKET = regex(rb"[()]")
# What is in the body of a function that is handed to such a call is not shown by it.
_BODY = regex(rb"=>|->|;|\bfunc(?:tion)?\b|\blambda\b|\bdo\b")
_BEFORE = 400
_LONGEST_CALLEE = 40


def decide(candidate: Candidate, literal: Capture) -> Decision | None:
    """Prose, if the call around the id shows what it is given."""
    start = literal.span.start
    before = candidate.readers.text.data[max(start - _BEFORE, 0) : start]
    if not any(map(before.__contains__, _PARTS)):
        return None  # most ids
    bracket = next(open_brackets(before, _BRACKET), None)
    if bracket is None or _BODY.search(before, bracket.end()):
        return None
    if _SHOWS.search(before, max(bracket.start() - _LONGEST_CALLEE, 0), bracket.start()) is None:
        return None
    return Decision(Role.PROSE, Reason.TEXT)
