"""An array in which something is looked up, and nothing else is done with it."""

from __future__ import annotations

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture, CaptureKind

KINDS = frozenset((CaptureKind.CONTAINER,))


def decide(candidate: Candidate, container: Capture) -> Decision | None:
    """A comparison with each of its elements."""
    around = candidate.captures[candidate.captures.index(container) :]
    if candidate.readers.containers.is_looked_up(container, around):
        return Decision(Role.COMPARISON, Reason.LOOKED_UP)
    return None
