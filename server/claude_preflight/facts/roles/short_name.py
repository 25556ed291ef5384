"""`claude-2` may be the second of what is called `claude`: an account, a window, a pane."""

from __future__ import annotations

from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import MOST_HOLDERS, Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.syntax.captures import Capture, CaptureKind
from claude_preflight.text.model_words import names_a_model

KINDS = frozenset((CaptureKind.LITERAL, CaptureKind.ENUMERATION, CaptureKind.ARGUMENT_KEY))
_NAMED = HOLDERS | {CaptureKind.BINDING}


def decide(candidate: Candidate, _: Capture) -> Decision | None:
    """No role, if the text also calls something `claude`, and nothing here says model."""
    if not candidate.readers.own_names.may_be_second(candidate.word):
        return None
    around = (each for each in candidate.captures if each.kind in _NAMED)
    names = map(candidate.key_of, islice(around, MOST_HOLDERS))
    return None if any(map(names_a_model, names)) else Decision(None, Reason.OWN_NAME)
