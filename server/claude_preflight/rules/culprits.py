"""Culprits: the places in a request for which a condition holds."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.knowledge.conditions import (
    Condition,
    FlatParameters,
    Request,
    subjects,
    verdict,
)
from claude_preflight.rules.request_parameters import Place, RequestParameters

# Of these one value alone tells nothing.
_WHOLE = frozenset(("set", "both-set", "values-together"))
_OF_OTHERS = frozenset(("all-of", "any-of"))
# Nothing in a request is at fault where these hold.
_OF_NOTHING = frozenset(("none-of", "called", "imported", "missing", "always"))
_AT_END = {"first-value-in": 0, "last-value-in": -1}


def culprits(condition: Condition, request: Request, parameters: RequestParameters) -> list[Place]:
    """What is at fault where a condition holds for a request, in the order of the condition."""
    found: dict[object, Place] = {}
    for place in _culprits(condition, request, parameters):
        found.setdefault((place.value.span, place.argument.span), place)
    return list(found.values())


def _culprits(
    condition: Condition, request: Request, parameters: RequestParameters
) -> Iterator[Place]:
    kind = condition["kind"]
    if kind in _OF_OTHERS:
        for inner in condition["conditions"]:
            if verdict(inner, request) is True:
                yield from _culprits(inner, request, parameters)
    elif kind == "any-element":
        yield from _in_element(condition, request, parameters)
    elif kind in _AT_END:
        yield parameters.places(condition["parameter"])[_AT_END[kind]]
    elif kind == "count-above":
        yield from parameters.places(condition["parameter"])[condition["value"] :]
    elif kind not in _OF_NOTHING:
        yield from _single(condition, request, parameters)


def _single(
    condition: Condition, request: Request, parameters: RequestParameters
) -> Iterator[Place]:
    """The values for which a condition holds one by one."""
    is_whole = condition["kind"] in _WHOLE
    for path in subjects(condition):
        for place in parameters.places(path):
            if place.is_hidden:
                continue
            if is_whole or _is_one(condition, request, path, place.plain(parameters.text)):
                yield place


def _in_element(
    condition: Condition, request: Request, parameters: RequestParameters
) -> Iterator[Place]:
    for element in parameters.elements(condition["parameter"]) or ():
        alone = Request(element, request.model)
        if all(verdict(inner, alone) is True for inner in condition["conditions"]):
            for inner in condition["conditions"]:
                yield from _culprits(inner, alone, element)


def _is_one(condition: Condition, request: Request, path: str, plain: object) -> bool:
    """Whether a condition holds of one value by itself; where it is about others too, of it all."""
    alone = Request(FlatParameters({path: [plain]}), request.model)
    holds = verdict(condition, alone)
    return holds is True or (holds is None and "other" in condition)
