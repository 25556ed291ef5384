"""What is taken where nothing is chosen, and what an environment is given."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS, MOST_PARAMETERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.findings import Role
from claude_preflight.syntax.captures import Capture
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import names_a_model

KINDS = HOLDERS
_DEFAULTS = frozenset(("default", "defaultvalue"))


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A use, if the entry sets a default or a variable, whatever stands beside it."""
    entry = candidate.entry(holder)
    if entry is None or not entry.gives:
        return None
    if entry.key in _DEFAULTS or (entry.sets_model and entry.key.startswith("default")):
        return Decision(Role.USE, f"`{entry.key}` is taken where nothing is chosen")
    if entry.key == "value" and _is_variable(candidate, holder):
        return Decision(Role.USE, "the entry sets a variable that names a model")
    return None


def _is_variable(candidate: Candidate, holder: Capture) -> bool:
    """Whether an entry of a list sets a variable: `{name: MODEL, value: id}`."""
    text, arguments = candidate.readers.text, candidate.readers.arguments
    pairs = arguments.pairs(holder)[:MOST_PARAMETERS]
    values = (pair.value for pair in pairs if pair.value and arguments.key(pair) == "name")
    names = (text.slice(content(text, value)) for value in values)
    return any(name.isupper() and names_a_model(name) for name in names)
