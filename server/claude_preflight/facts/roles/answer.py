"""An answer names the model that once gave it, and so does what is kept of one."""

from __future__ import annotations

from itertools import islice

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture

KINDS = HOLDERS
# The metadata of an answer stand in it, as a rule right in it.
_MOST_LEVELS = 3
# What Amazon Bedrock answers when it is asked for its models.
_MODELS = "modelsummaries"


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """Prose, if the mapping, or one around it, has what only an answer has."""
    entry = candidate.entry(holder)
    if entry is None or not entry.sets_model:
        return None
    recordings = candidate.readers.recordings
    outer = candidate.captures[candidate.captures.index(holder) + 1 :]
    around = list(islice((each for each in outer if each.kind in HOLDERS), _MOST_LEVELS))
    is_listed = any(candidate.key_of(each) == _MODELS for each in around)
    if is_listed or recordings.is_answer(holder) or any(map(recordings.is_said, around)):
        return Decision(Role.PROSE, Reason.ANSWER)
    return None
