"""What is taken where nothing is chosen, and what an environment is given."""

from __future__ import annotations

from claude_preflight.facts.arguments import HOLDERS
from claude_preflight.facts.roles.candidate import Candidate, Decision
from claude_preflight.facts.roles.reasons import Reason
from claude_preflight.findings import Role
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture
from claude_preflight.syntax.literals import content
from claude_preflight.text.model_words import names_a_model, plain_key

KINDS = HOLDERS
# What an entry that sets a variable has at most.
_MOST_PAIRS = 20
_CHOICES = frozenset(("choices", "options", "enum", "allowedvalues"))
_NAME = regex(rb"[\w.]{1,80}")
# The default of a model, whatever its list is called: `chat_model_default`.
_OF_MODEL = regex(r"models?default$")
_DEFAULTS = frozenset(("default", "defaultvalue"))


def decide(candidate: Candidate, holder: Capture) -> Decision | None:
    """A use, if the entry sets a default or a variable, whatever stands beside it."""
    entry = candidate.entry(holder)
    if entry is None or not entry.gives:
        return None
    is_default = entry.sets_model and entry.key.startswith("default")
    is_of_list = _OF_MODEL.search(entry.key) is not None
    if entry.key in _DEFAULTS or is_default or is_of_list:
        asks = _is_chosen_from(candidate, holder) or (is_of_list and _is_beside(candidate, holder))
        return Decision(Role.USE, Reason.DEFAULT, entry.key, ask_first=asks)
    if entry.key == "value" and _is_chosen_from(candidate, holder):
        return Decision(Role.LISTING, Reason.DEFAULT_BESIDE, "options")
    if entry.key == "value" and _is_variable(candidate, holder):
        return Decision(Role.USE, Reason.VARIABLE)
    return None


def _is_chosen_from(candidate: Candidate, holder: Capture) -> bool:
    """Whether a default is one of the choices that a name stands for: they would not have another.

    Those that are written out beside it are looked at with the other ids of the text.
    """
    text, arguments = candidate.readers.text, candidate.readers.arguments
    pairs = arguments.pairs(holder)[:_MOST_PAIRS]
    values = (p.value for p in pairs if p.value and plain_key(arguments.key(p)) in _CHOICES)
    return any(_NAME.fullmatch(text.data, *value) for value in values)


def _is_beside(candidate: Candidate, holder: Capture) -> bool:
    """Whether the id of a default stands a second time in its mapping, such as in the list."""
    data = candidate.readers.text.data
    return data.count(data[slice(*candidate.word)], *holder.span) > 1


def _is_variable(candidate: Candidate, holder: Capture) -> bool:
    """Whether an entry of a list sets a variable: `{name: MODEL, value: id}`."""
    text, arguments = candidate.readers.text, candidate.readers.arguments
    pairs = arguments.pairs(holder)[:_MOST_PAIRS]
    values = (pair.value for pair in pairs if pair.value and arguments.key(pair) == "name")
    names = (text.slice(content(text, value)) for value in values)
    return any(name.isupper() and names_a_model(name) for name in names)
