"""A name that the file itself gives a model is no id, where that is set up or asked for."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.syntax.captures import Capture, CaptureKind

KINDS = frozenset((CaptureKind.LITERAL, CaptureKind.ENUMERATION, CaptureKind.ARGUMENT_KEY))
# Below it stands what the proxy asks for in truth.
_PARAMETERS = "litellmparams"


def decide(candidate: Candidate, _: Capture) -> Decision | None:
    """No role, if the file gives a model this name; what the name stands for is another matter."""
    readers = candidate.readers
    if readers.text.data[slice(*candidate.word)] not in readers.own_names.all:
        return None
    if any(_sets_up(candidate, each) for each in candidate.captures if each.kind in HOLDERS):
        return None
    return Decision(None, Reason.OWN_NAME)


def _sets_up(candidate: Candidate, holder: Capture) -> bool:
    entry = candidate.entry(holder)
    return entry is not None and entry.key == _PARAMETERS
