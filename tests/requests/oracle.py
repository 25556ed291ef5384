"""What the API says of a request, by the knowledge alone: no reader and no rule has a part in it.

A request is its JSON. What a safe fix may do to it is to put the successor in the place of the
model, to lower its output limit, and to drop what the successor refuses by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from itertools import product

from tests.requests.source import Unknown

from claude_preflight.knowledge.conditions import NestedParameters, Request
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId, ModelRegistry
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules

Parameters = Mapping[str, object]
"""What a request sets besides the model and the messages, by the names of the API."""

TODAY = date(2026, 12, 15)
"""A day on which all models that the requests name have ended."""

BY_THEMSELVES = ("not-default", "set")
"""The kinds of conditions that refuse each of their parameters by itself."""

# What a value that is not known may be; the models that have ended took all of these.
CANDIDATES: Mapping[str, tuple[object, ...]] = {
    "temperature": (0.3, 1.0),
    "top_p": (0.9,),
    "top_k": (40,),
    "max_tokens": (1000, 8000),
    "thinking": ({"type": "enabled", "budget_tokens": 2000}, {"type": "disabled"}),
}


class Duty(Enum):
    """What is asked of a safe fix: that there is one, nothing, or that there is none."""

    MUST = "must"
    MAY = "may"
    MUST_NOT = "must not"


@dataclass(frozen=True, slots=True)
class Successor:
    """The model to use instead: its id as the place of the old one takes it, and its limit."""

    text: str
    model: ModelId
    limit: int


@cache
def successor(old: str) -> Successor:
    """The successor of a model by its id."""
    registry = ModelRegistry.load({}, {}, None)
    model = registry.find(old)
    assert model is not None, old
    replacement = registry.replacement(model, TODAY)
    assert replacement is not None, old
    assert replacement.text is not None, old
    new = registry.find(replacement.text)
    assert new is not None, replacement.text
    limits = registry.output_limits(new)
    assert limits is not None, new
    assert limits.vendor is not None, new
    return Successor(replacement.text, new, limits.vendor.value)


@cache
def moved_to(old: str, model: str) -> Successor | None:
    """A model of one's choice in the place of another; None where its platform does not serve it.

    On the Claude API it is written as it was chosen.
    """
    registry = ModelRegistry.load({}, {}, None)
    found = registry.find(old)
    assert found is not None, old
    text = registry.written(model, found.spelling)
    if found.platform == API:
        text = found.spelling.route + model
    new = registry.find(text, found.platform) if text else None
    limits = registry.output_limits(new) if new else None
    if text is None or new is None or limits is None or limits.vendor is None:
        return None
    return Successor(text, new, limits.vendor.value)


@cache
def targets() -> tuple[str, ...]:
    """The models that a request may be moved to: all that are active on the day."""
    return tuple(model.id for model in ModelRegistry.load({}, {}, None).active_models(TODAY))


def refusing(
    new: Successor, parameters: Parameters, *, is_complete: bool = True
) -> list[ParameterRule]:
    """The rules by which the successor refuses a request, all of which is known.

    One that is not complete is not refused for what it does not set.
    """
    return list(_refusing(new, json.dumps(parameters), is_complete=is_complete))


# Each request is written in many ways.
@cache
def _refusing(new: Successor, parameters: str, *, is_complete: bool) -> tuple[ParameterRule, ...]:
    request = Request(
        NestedParameters(json.loads(parameters)),
        model=new.model.model,
        platform=new.model.platform,
        limits={"max_output_tokens": new.limit},
        today=TODAY,
        is_complete=is_complete,
    )
    return tuple(ParameterRules.load().refusing(request))


def refused_by_themselves(new: Successor, parameters: Parameters) -> set[str]:
    """The parameters that the successor refuses, whatever else the request sets."""
    return {
        name
        for name in parameters
        for rule in refusing(new, {name: parameters[name]})
        if rule.remedy.kind == "remove" and rule.condition["kind"] in BY_THEMSELVES
    }


def duty(new: Successor, parameters: Parameters) -> Duty:
    """What is asked of a safe fix for a request."""
    known = {name: value for name, value in parameters.items() if not isinstance(value, Unknown)}
    dropped = refused_by_themselves(new, known)
    rest = {name: value for name, value in parameters.items() if name not in dropped}
    refused = any(
        rule.remedy.kind != "clamp" for each in candidates(rest) for rule in refusing(new, each)
    )
    if not refused:
        return Duty.MUST
    return Duty.MAY if len(known) == len(parameters) else Duty.MUST_NOT


def candidates(parameters: Parameters) -> Iterator[Parameters]:
    """What a request may be, as far as it is not known."""
    unknown = [name for name, value in parameters.items() if isinstance(value, Unknown)]
    for values in product(*(CANDIDATES[name] for name in unknown)):
        yield {**parameters, **dict(zip(unknown, values, strict=True))}


def may_be_dropped(new: Successor, parameters: Parameters) -> set[str]:
    """What a fix may drop: what refusals of the request speak of, and what needs no saying.

    That is the default of a parameter of which the successor takes nothing else.
    """
    known = {name: value for name, value in parameters.items() if not isinstance(value, Unknown)}
    spoken_of = {subject for rule in refusing(new, known) for subject in rule.subjects}
    defaults = {
        subject
        for rule in ParameterRules.load().of(new.model.model)
        if rule.condition["kind"] == "not-default"
        for subject in rule.subjects
    }
    return {subject.partition(".")[0] for subject in spoken_of | defaults} & set(known)


def lowered(new: Successor, asked: object) -> object:
    """The output limit that a fix leaves: no lower than the vendor's limit."""
    return min(asked, new.limit) if isinstance(asked, int) else asked
