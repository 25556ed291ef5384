"""An array or mapping that names several models is a table of them."""

from __future__ import annotations

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture, CaptureKind

KINDS = frozenset((CaptureKind.CONTAINER,))
_ENVIRONMENTS = frozenset(("env", "environment"))


def decide(candidate: Candidate, container: Capture) -> Decision | None:
    """A listing; a use, if its name says that it holds settings."""
    readers = candidate.readers
    if not readers.containers.is_table(container):
        return None
    name = candidate.name_of(container)
    if name in _ENVIRONMENTS or ("default" in name and readers.arguments.pairs(container)):
        return Decision(Role.USE, Reason.SETTINGS, name)
    return Decision(Role.LISTING, Reason.TABLE)
