"""An answer names the model that once gave it, and so does what is kept of one."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.facts.types import Mention, Request
from claude_preflight.findings import Role, Span
from claude_preflight.syntax.captures import Capture

KINDS = HOLDERS
# The metadata of an answer stand in it, as a rule right in it.
_MOST_LEVELS = 3
# The name of the model that was asked, in what is kept of that.
_USED = frozenset(("modelused", "usedmodel", "llmused", "modelnameused", "usedmodelname"))
# What Amazon Bedrock answers when it is asked for its models.
_MODELS = "modelsummaries"
# What no request sets, wherever the parts of it are set.
_ANSWERED = frozenset(("stopreason", "finishreason", "choices", "responsemodel"))
HELD = "it tells what a model once answered"
"""Why nobody writes another id in an answer."""


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """Prose, if the mapping, or one around it, has what only an answer has."""
    entry = candidate.entry(holder)
    is_past = entry is not None and entry.gives and entry.key in _USED
    if entry is None or not (is_past or entry.sets_model):
        return None
    recordings = candidate.readers.recordings
    outer = candidate.captures[candidate.captures.index(holder) + 1 :]
    around = list(islice((each for each in outer if each.kind in HOLDERS), _MOST_LEVELS))
    is_listed = any(candidate.key_of(each) == _MODELS for each in around)
    if is_past or is_listed or recordings.is_answer(holder) or any(map(recordings.is_said, around)):
        return Decision(Role.PROSE, Reason.ANSWER)
    return None


def is_of(request: Request) -> bool:
    """Whether what reads like a request has what only an answer has: `reply.stop_reason = ...`."""
    return any(argument.name in _ANSWERED for argument in request.arguments)


def seen_with(mention: Mention, answered: AbstractSet[Span | None]) -> Mention:
    """An id in use that is a part of an answer rather tells what was.

    `answered` are the places of the ids that answers name.
    """
    if mention.role is not Role.USE or mention.span not in answered:
        return mention
    reason = Reason.ANSWER.value
    return mention._replace(role=Role.PROSE, reason=reason, decider="answer", held=HELD)
