"""What a list calls former is not used any more."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind

KINDS = HOLDERS | {CaptureKind.CONTAINER, CaptureKind.BINDING}
_FORMER = regex(r"deprecated|legacy|obsolete|retired|sunset")
# A name says so of one id, where it says no more: a default may be called legacy, and be sent.
_DEAD = regex(
    r"^(?:dead|retired|deprecated|obsolete|sunset|removed)(?:model|id|modelid|modelname)?$"
)


def decide(candidate: Candidate, capture: Capture) -> Decision | None:
    """A listing, if the name of the entry, or of the whole, says that its models are over."""
    if capture.kind is CaptureKind.BINDING:
        name = candidate.key_of(capture) if candidate.is_bound(capture) else ""
        is_dead = _DEAD.match(name) is not None
        return Decision(Role.LISTING, Reason.FORMER, name) if is_dead else None
    if capture.kind is CaptureKind.CONTAINER:
        name = candidate.name_of(capture)
    else:
        entry = candidate.entry(capture)
        name = "" if entry is None or entry.sets_model else entry.key
    if _FORMER.search(name):
        return Decision(Role.LISTING, Reason.FORMER, name)
    return None
