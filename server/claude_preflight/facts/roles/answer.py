"""An answer names the model that once gave it."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.recordings import is_answer
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture

KINDS = HOLDERS


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """Prose, if the mapping has what only an answer has."""
    entry = candidate.entry(holder)
    if entry and entry.sets_model and is_answer(entry.keys_beside):
        return Decision(Role.PROSE, "the mapping is a recorded answer")
    return None
