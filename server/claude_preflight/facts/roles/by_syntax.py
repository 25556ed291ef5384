"""What the syntax says by itself: compared, tested for in parts, listed, a key, only mentioned."""

from __future__ import annotations

from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture, CaptureKind

_DECISIONS = {
    CaptureKind.PATTERN: Decision(None, "something is tested for a part of an id"),
    CaptureKind.INTERPOLATED: Decision(None, "it is a part of a text that is not known"),
    CaptureKind.COMPARISON: Decision(Role.COMPARISON, "something is compared with it"),
    CaptureKind.PROSE: Decision(Role.PROSE, "it stands in a text for people"),
    CaptureKind.ENUMERATION: Decision(Role.LISTING, "what is around it lists models by nature"),
    CaptureKind.ARGUMENT_KEY: Decision(Role.LISTING, "it is the key of an entry"),
}
KINDS = frozenset(_DECISIONS)


def decide(_: Candidate, capture: Capture) -> Decision:
    """The role that a capture of this kind always means."""
    return _DECISIONS[capture.kind]
