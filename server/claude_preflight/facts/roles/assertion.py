"""What an assertion gives to what it tests is the case of a test, and asks for nothing."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture, CaptureKind, first

KINDS = frozenset((CaptureKind.ASSERTION,))
# What is asked of a model; that is a request, even if an assertion is around it.
_ASKED = frozenset(("messages", "prompt", "maxtokens", "maxtokenstosample"))


def decide(candidate: Candidate, _: Capture) -> Decision | None:
    """Prose, if nothing is asked of the model."""
    if is_tested(candidate):
        return Decision(Role.PROSE, Reason.TESTED)
    return None


def is_tested(candidate: Candidate) -> bool:
    """Whether an id is in an assertion, and in no request there."""
    assertion = first(candidate.captures, CaptureKind.ASSERTION)
    if assertion is None:
        return False
    inside = candidate.captures[: candidate.captures.index(assertion)]
    entries = (candidate.entry(holder) for holder in inside if holder.kind in HOLDERS)
    return all(entry is None or _ASKED.isdisjoint(entry.keys_beside) for entry in entries)
