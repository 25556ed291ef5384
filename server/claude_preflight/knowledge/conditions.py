"""The conditions of `parameters.json`: when a request is refused.

`schemas/parameters.schema.json` says what each kind means. A verdict is True, False, or None where
what is known of the request does not tell. None never refuses anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Protocol, TypeGuard

from claude_preflight.knowledge.model_ids import API
from claude_preflight.records import NamedTuple

Verdict = bool | None
Condition = Mapping[str, Any]
Flat = Mapping[str, Sequence[object]]
"""Parameters by dotted path, each with every value it is set to; None stands for an unknown one."""

_ANYWHERE = "*."


class Shape(Enum):
    """What stands for a value that is no scalar; of a text some may not be known."""

    MAPPING = "mapping"
    TEXT = "text"


_UNKNOWN = (None, Shape.TEXT)


class Parameters(Protocol):
    """The parameters of a request, by their dotted paths in the API.

    Lists are transparent: `tools.type` are the types of all tools. A path that starts with `*.` is
    its rest at any depth.
    """

    def values(self, path: str) -> Sequence[object] | None:
        """All values at a path, None for an unknown one; None if the path is not set."""

    def sets_any(self, paths: frozenset[str]) -> bool:
        """Whether there is a value at one of some paths, known or not."""

    def elements(self, path: str) -> Sequence[Parameters] | None:
        """The elements of a list at a path; None if they are not known."""


class FlatParameters(NamedTuple):
    """Parameters of which only names and single values are known, not what belongs together."""

    flat: Flat

    def values(self, path: str) -> Sequence[object] | None:
        """All values at a path."""
        if not path.startswith(_ANYWHERE):
            return self.flat.get(path)
        rest = path[len(_ANYWHERE) :]
        found = [
            value
            for name, values in self.flat.items()
            if name == rest or name.endswith(f".{rest}")
            for value in values
        ]
        return found or None

    def sets_any(self, paths: frozenset[str]) -> bool:
        """Whether there is a value at one of some paths."""
        if not paths.isdisjoint(self.flat):
            return True
        return any(path.startswith(_ANYWHERE) and self.values(path) for path in paths)

    def elements(self, path: str) -> Sequence[Parameters] | None:
        """None: which values stand together in one element is not known."""
        return None if self.values(path) else ()


class NestedParameters:
    """Parameters as the JSON of a request has them."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self.content = content

    @cached_property
    def _flat(self) -> FlatParameters:
        flat: dict[str, list[object]] = {}
        _flatten(self.content, "", flat)
        return FlatParameters(flat)

    def values(self, path: str) -> Sequence[object] | None:
        """All values at a path."""
        return self._flat.values(path)

    def sets_any(self, paths: frozenset[str]) -> bool:
        """Whether there is a value at one of some paths."""
        return self._flat.sets_any(paths)

    def elements(self, path: str) -> Sequence[Parameters] | None:
        """The elements of a list at a path."""
        found: list[Any] = [self.content]
        for name in path.split("."):
            found = [
                each[name] for each in _spread(found) if isinstance(each, Mapping) and name in each
            ]
        return [NestedParameters(each) for each in _spread(found) if isinstance(each, Mapping)]


class Request(NamedTuple):
    """What is known of a request.

    `is_complete` says that a parameter which is not there is not set. `limits` are those of the
    model, by the names of its facts. `library` is an SDK by its language, `version` its version,
    `api_version` a day; `call` the method, as `messages.create`; `imports` are names from the SDK.
    None and "" are not known.
    """

    parameters: Parameters = FlatParameters({})
    model: str = ""
    platform: str = API
    library: str = ""
    version: str = ""
    api_version: str = ""
    call: str = ""
    imports: tuple[str, ...] = ()
    limits: Mapping[str, int] = MappingProxyType({})
    today: date = date.max
    is_complete: bool = False

    def values(self, path: str) -> Sequence[object]:
        """All values at a path; none if it is not set."""
        return self.parameters.values(path) or ()

    @property
    def is_only_parameters(self) -> bool:
        """Whether nothing is known of it but some parameters."""
        return not (self.is_complete or self.call or self.imports)

    def sets(self, path: str) -> bool:
        """Whether a parameter is known to be set."""
        return self.parameters.values(path) is not None

    def sets_any(self, paths: frozenset[str]) -> bool:
        """Whether one of some parameters is known to be set."""
        return self.parameters.sets_any(paths)

    def is_set(self, path: str) -> Verdict:
        """Whether a parameter is set; None if that is not known."""
        if self.sets(path):
            return True
        return False if self.is_complete else None


def verdict(condition: Condition, request: Request) -> Verdict:
    """Whether a condition holds for a request; None where that is not known."""
    if any(verdict(each, request) is True for each in condition.get("unless", ())):
        return False
    decide = _KINDS.get(condition["kind"])
    return decide(condition, request) if decide else None


def subjects(condition: Condition) -> Iterator[str]:
    """The paths of the parameters that a condition speaks of."""
    yield from condition.get("parameters", ())
    yield from condition.get("values_by_parameter", ())
    if "parameter" in condition:
        yield condition["parameter"]
    if condition["kind"] != "any-element":
        for inner in condition.get("conditions", ()):
            yield from subjects(inner)


def version_satisfies(version: str, wanted: str) -> Verdict:
    """Whether a version such as "2.14.0" satisfies ">=2.0.0" or is a day on or after another."""
    if not version:
        return None
    return _numbers_of(version) >= _numbers_of(wanted)


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    """True if all are, False if one is, else None."""
    known = list(verdicts)
    if False in known:
        return False
    return None if None in known else True


def _any_of(verdicts: Iterable[Verdict]) -> Verdict:
    return _not(all_of(_not(each) for each in verdicts))


def _not(value: Verdict) -> Verdict:
    return None if value is None else not value


def _numbers_of(version: str) -> tuple[int, ...]:
    digits = version.strip(">=").replace("-", ".").split(".")
    return tuple(int(each) for each in digits if each.isdigit())


def _flatten(value: Any, path: str, flat: dict[str, list[object]]) -> None:
    if isinstance(value, Mapping):
        if path:
            flat.setdefault(path, []).append(Shape.MAPPING)
        for name, inner in value.items():
            _flatten(inner, f"{path}.{name}" if path else name, flat)
    elif isinstance(value, list):
        flat.setdefault(path, [])
        for inner in value:
            _flatten(inner, path, flat)
    else:
        flat.setdefault(path, []).append(value)


def _spread(values: Iterable[Any]) -> Iterator[Any]:
    """Values, the lists among them element by element."""
    for value in values:
        if isinstance(value, list):
            yield from _spread(value)
        else:
            yield value


def _each_value(
    condition: Condition, request: Request, test: Callable[[Any], bool]
) -> Iterator[Verdict]:
    """The verdicts on every value of the parameter of a condition; none if it is not set."""
    values = request.parameters.values(condition["parameter"])
    if values is None and not request.is_complete:
        yield None
    for value in values or ():
        yield None if value in _UNKNOWN else test(value)


def _any_value(condition: Condition, request: Request, test: Callable[[Any], bool]) -> Verdict:
    return _any_of(_each_value(condition, request, test))


def _any_number(condition: Condition, request: Request, test: Callable[[float], bool]) -> Verdict:
    return _any_value(condition, request, lambda value: _is_number(value) and test(value))


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _all_conditions(condition: Condition, request: Request) -> Verdict:
    return all_of(verdict(each, request) for each in condition["conditions"])


def _any_condition(condition: Condition, request: Request) -> Verdict:
    return _any_of(verdict(each, request) for each in condition["conditions"])


def _no_condition(condition: Condition, request: Request) -> Verdict:
    return _not(_any_condition(condition, request))


def _any_element(condition: Condition, request: Request) -> Verdict:
    elements = request.parameters.elements(condition["parameter"])
    if elements is None or not (elements or request.is_complete):
        return None
    return _any_of(
        _all_conditions(condition, Request(each, request.model, is_complete=request.is_complete))
        for each in elements
    )


def _always(_condition: Condition, _request: Request) -> Verdict:
    return True


def _set(condition: Condition, request: Request) -> Verdict:
    return _any_of(request.is_set(name) for name in condition["parameters"])


def _both_set(condition: Condition, request: Request) -> Verdict:
    return all_of(request.is_set(name) for name in condition["parameters"])


def _missing(condition: Condition, request: Request) -> Verdict:
    return _any_of(_not(request.is_set(name)) for name in condition["parameters"])


def _not_default(condition: Condition, request: Request) -> Verdict:
    defaults = condition.get("defaults", {})
    return _any_of(
        _value_not_in({"parameter": name, "values": defaults.get(name, ())}, request)
        for name in condition["parameters"]
    )


def _value_in(condition: Condition, request: Request) -> Verdict:
    return _any_value(condition, request, lambda value: _is_one_of(value, condition["values"]))


def _value_not_in(condition: Condition, request: Request) -> Verdict:
    return _any_value(condition, request, lambda value: not _is_one_of(value, condition["values"]))


def _is_one_of(value: object, values: Sequence[object]) -> bool:
    # True is 1 to Python, and no number to the API.
    return any(
        value == each and isinstance(value, bool) == isinstance(each, bool) for each in values
    )


def _value_in_by_model(condition: Condition, request: Request) -> Verdict:
    values = condition["values_by_model"].get(request.model, ())
    return _any_value(condition, request, lambda value: value in values)


def _value_starts_with(condition: Condition, request: Request) -> Verdict:
    heads = tuple(condition["values"])
    return _any_value(condition, request, lambda value: str(value).startswith(heads))


def _values_together(condition: Condition, request: Request) -> Verdict:
    return all_of(
        _value_in({"parameter": name, "values": values}, request)
        for name, values in condition["values_by_parameter"].items()
    )


def _first_value_in(condition: Condition, request: Request) -> Verdict:
    return _at_end(condition, request, 0)


def _last_value_in(condition: Condition, request: Request) -> Verdict:
    return _at_end(condition, request, -1)


def _at_end(condition: Condition, request: Request, index: int) -> Verdict:
    values = request.values(condition["parameter"])
    if not values or values[index] in _UNKNOWN:
        return False if request.is_complete and not values else None
    return _is_one_of(values[index], condition["values"])


def _last_known(condition: Condition, request: Request) -> Verdict:
    values = request.values(condition["parameter"])
    return True if values and values[-1] is not None else None


def _at_least(condition: Condition, request: Request) -> Verdict:
    return _any_number(condition, request, lambda number: number >= condition["value"])


def _below(condition: Condition, request: Request) -> Verdict:
    return _any_number(condition, request, lambda number: number < condition["value"])


def _out_of_range(condition: Condition, request: Request) -> Verdict:
    low, high = condition["minimum"], condition["maximum"]
    return _any_number(condition, request, lambda number: not low <= number <= high)


def _not_less(condition: Condition, request: Request) -> Verdict:
    others = [value for value in request.values(condition["other"]) if _is_number(value)]
    if not others:
        return None
    return _any_number(condition, request, lambda number: number >= min(others))


def _over_model_limit(condition: Condition, request: Request) -> Verdict:
    limit = request.limits.get(condition["limit"])
    if limit is None:
        return None
    return _any_number(condition, request, lambda number: number > limit)


def _count_above(condition: Condition, request: Request) -> Verdict:
    if len(request.values(condition["parameter"])) > condition["value"]:
        return True
    return False if request.is_complete else None


def _not_among(condition: Condition, request: Request) -> Verdict:
    others = request.values(condition["other"])
    if None in others or not request.is_complete:
        return None
    return _any_value(condition, request, lambda value: value not in others)


def _is_mapping(condition: Condition, request: Request) -> Verdict:
    return _any_value(condition, request, lambda value: value is Shape.MAPPING)


def _called(condition: Condition, request: Request) -> Verdict:
    if not request.call:
        return None
    return any(
        request.call == each or request.call.endswith(f".{each}") for each in condition["values"]
    )


def _imported(condition: Condition, request: Request) -> Verdict:
    return any(each in request.imports for each in condition["values"])


_KINDS: dict[str, Callable[[Condition, Request], Verdict]] = {
    "all-of": _all_conditions,
    "always": _always,
    "any-element": _any_element,
    "any-of": _any_condition,
    "at-least": _at_least,
    "below": _below,
    "both-set": _both_set,
    "called": _called,
    "count-above": _count_above,
    "first-value-in": _first_value_in,
    "imported": _imported,
    "is-mapping": _is_mapping,
    "last-known": _last_known,
    "last-value-in": _last_value_in,
    "missing": _missing,
    "none-of": _no_condition,
    "not-among": _not_among,
    "not-default": _not_default,
    "not-less-than-parameter": _not_less,
    "out-of-range": _out_of_range,
    "over-model-limit": _over_model_limit,
    "set": _set,
    "value-in": _value_in,
    "value-in-by-model": _value_in_by_model,
    "value-not-in": _value_not_in,
    "value-starts-with": _value_starts_with,
    "values-together": _values_together,
}

UNSEEN = "unseen"
"""The kind of a condition that no request shows: an account, a history, the length of a prompt."""

KINDS = frozenset({*_KINDS, UNSEEN})
"""All kinds of conditions."""
