"""What something else is known by: a session may be called `claude-1`."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.syntax.captures import Capture, CaptureKind

KINDS = HOLDERS | {CaptureKind.BINDING}
_THINGS = """
    session run thread conversation chat message request response user trace span task job account
    project team organisation organization workspace tenant customer container instance host device
    event
"""
_IDENTITIES = tuple(f"{thing}id" for thing in _THINGS.split())


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """No role, if the name of the value says that it is known to be the id of something else."""
    if capture.kind is CaptureKind.BINDING:
        name = candidate.key_of(capture) if candidate.is_bound(capture) else ""
    else:
        entry = candidate.entry(capture)
        name = entry.key if entry and entry.gives else ""
    return Decision(None, Reason.IDENTITY, name) if name.endswith(_IDENTITIES) else None
