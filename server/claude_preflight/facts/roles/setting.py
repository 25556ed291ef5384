"""A setting, or a parameter of a request, whose name says that it holds a model."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture

KINDS = HOLDERS
# A proxy may be told what a model costs that it asks; so may a table of models.
_COST = regex(r"costper|(?:input|output|total)cost")


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A use; where costs stand beside it, what is further out decides."""
    entry = candidate.entry(holder)
    if entry is None or not entry.sets_model or any(map(_COST.search, entry.keys_beside)):
        return None
    return Decision(Role.USE, Reason.SETTING, entry.key)
