"""What the syntax says by itself: compared, tested for in parts, listed, a key, only mentioned."""

from __future__ import annotations

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture, CaptureKind

_DECISIONS = {
    CaptureKind.PATTERN: Decision(None, Reason.PATTERN),
    CaptureKind.INTERPOLATED: Decision(None, Reason.INTERPOLATED),
    CaptureKind.COMPARISON: Decision(Role.COMPARISON, Reason.COMPARED),
    CaptureKind.PROSE: Decision(Role.PROSE, Reason.TEXT),
    CaptureKind.ENUMERATION: Decision(Role.LISTING, Reason.ENUMERATION),
    CaptureKind.ARGUMENT_KEY: Decision(Role.LISTING, Reason.KEY),
}
KINDS = frozenset(_DECISIONS)


def decide(_: Candidate, capture: Capture) -> Decision:
    """The role that a capture of this kind always means."""
    return _DECISIONS[capture.kind]
