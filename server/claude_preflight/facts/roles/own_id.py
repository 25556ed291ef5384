"""An entry under the id of a model tells something about that model."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture

KINDS = HOLDERS


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A listing, if the key of the entry is an id itself."""
    entry = candidate.entry(holder)
    if entry and entry.stands_under_id:
        return Decision(Role.LISTING, Reason.UNDER_ID)
    return None
