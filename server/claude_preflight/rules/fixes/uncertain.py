"""What nobody knows of a request, and what may therefore fail once it has another model."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Argument, Mapping, Request, Unknown, Value
from claude_preflight.knowledge.models import ModelId
from claude_preflight.knowledge.parameter_names import api_name, holds_all
from claude_preflight.knowledge.parameters import ParameterRules
from claude_preflight.regex import regex
from claude_preflight.rules.limits import allowed_output, output_argument
from claude_preflight.rules.refusals import Values
from claude_preflight.rules.rule import Context

# The types of parameters that models took before they ended; the others came later.
_LONG_KNOWN = frozenset(("enabled", "any", "tool"))
_SELDOM_REFUSED = frozenset(("tools", "messages"))
# A variable of the environment that an app reads a parameter from: `LLM_TEMPERATURE`.
_VARIABLE = regex(r"(?:[A-Z][A-Z\d]*_)*?(?P<name>TEMPERATURE|TOP_[PK])")


def uncertain(context: Context, request: Request, new: ModelId, values: Values) -> Iterator[str]:
    """The parameters of which nobody knows whether the new model takes what the old one took."""
    old = context.model_of(request)
    if old and _may_be_too_high(context, request, old, new):
        yield from (limit.key for limit in (output_argument(request),) if limit)
    has_ended = old and context.has_ended(old)
    for argument in request.arguments:
        if _is_refused_variable(argument, new):
            yield argument.key
        if holds_all(argument.key) and not _is_known(argument.value):
            yield argument.key
        elif old and has_ended:
            if _may_be_refused_kind(argument, old.model, new.model, values):
                yield argument.key
        elif old and _may_be_refused(argument, old.model, new.model, values):
            yield argument.key


def _is_refused_variable(argument: Argument, new: ModelId) -> bool:
    """Whether a variable sets what the new model refuses; what it is for, an app knows."""
    variable = _VARIABLE.fullmatch(argument.key)
    value = argument.literal
    return variable is not None and bool(
        ParameterRules.load().refused(new.model, variable["name"].lower(), value)
    )


def _may_be_too_high(context: Context, request: Request, old: ModelId, new: ModelId) -> bool:
    """Whether a limit that is not known may be one that only the old model allows."""
    limit = output_argument(request)
    before, after = allowed_output(context, old), allowed_output(context, new)
    is_known = limit is None or isinstance(limit.literal, int)
    return bool(not is_known and before and after and before.highest.value > after.highest.value)


def _may_be_refused_kind(argument: Argument, old: str, new: str, values: Values) -> bool:
    """Whether a value that is not known may be of a type that only the new model refuses."""
    name = api_name(argument.key)
    if not isinstance(argument.value, Unknown) or f"{name}.type" in values:
        return False
    rules = ParameterRules.load()
    refused = rules.refused_kinds(new, name) & _LONG_KNOWN
    return bool(refused - rules.refused_kinds(old, name))


def _may_be_refused(argument: Argument, old: str, new: str, values: Values) -> bool:
    """Whether something in an argument that is not known may be what only the new model refuses.

    Of the models that still answer nobody knows which of their parameters a text may set. What
    tools and messages are, is seldom what is refused of them.
    """
    name = api_name(argument.key)
    if name in _SELDOM_REFUSED:
        return False
    newly = ParameterRules.load().newly_refused(new, old)
    return any(
        path == name or path.startswith(f"{name}.")
        for path in newly
        if _is_open(argument.value, path[len(name) + 1 :], values.get(path))
    )


def _is_open(value: Value, below: str, known: list[object] | None) -> bool:
    """Whether it is not known what is set at a path below a value."""
    if isinstance(value, Unknown):
        return known is None or None in known
    if isinstance(value, Mapping) and below:
        first, _, rest = below.partition(".")
        inner = [entry for entry in value.entries if api_name(entry.key) == first]
        return any(_is_open(entry.value, rest, known) for entry in inner)
    return False


def _is_known(value: Value) -> bool:
    """Whether all is known that a mapping sets."""
    return isinstance(value, Mapping) and value.is_complete
