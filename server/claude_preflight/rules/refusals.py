"""What a model refuses about a request as a whole: parameters that do not go together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.source.facts import Argument, bare_key
from claude_preflight.source.text import SourceText

Values = dict[str, list[str | float | None]]
"""Parameters by their API names, inner ones with a dot, and what each is set to as far as known."""

# Keys are short; a prompt may be long, and each of its words is looked at once.
_INNER = re.compile(r"""["']?\b(?P<key>\w{1,40})\b["']?\s*[:=]\s*["']?(?P<value>[\w.-]+)""")


def values_of(text: SourceText, *arguments: Argument) -> Values:
    """What arguments set: themselves and, where a mapping is written out, what is inside."""
    rules = ParameterRules.load()
    values: Values = {}
    for argument in arguments:
        key, source = bare_key(argument.key), text.slice(argument.value.span)
        literal = argument.value.literal
        values[rules.api_name(key)] = [_number(source) if literal is None else literal]
        for inner in _INNER.finditer(source):
            name = rules.api_name(f"{key}.{inner['key']}")
            number = _number(inner["value"])
            values.setdefault(name, []).append(inner["value"] if number is None else number)
    return values


def refused_together(model: str, values: Values) -> Iterator[ParameterRule]:
    """The rules by which a model refuses values that it would take one by one."""
    for rule in ParameterRules.load().of(model):
        refuses = _REFUSES.get(rule.condition["kind"])
        if rule.requires or rule.severity != "error" or refuses is None:
            continue
        if refuses(rule.condition, values):
            yield rule


def _number(source: str) -> float | None:
    try:
        return float(source)
    except ValueError:
        return None


def _numbers(values: Values, name: str) -> list[float]:
    return [value for value in values.get(name, []) if isinstance(value, (int, float))]


def _both_set(condition: Mapping[str, Any], values: Values) -> bool:
    return all(name in values for name in condition["parameters"])


def _values_together(condition: Mapping[str, Any], values: Values) -> bool:
    refused = condition["values_by_parameter"].items()
    return all(set(values.get(name, [])) & set(those) for name, those in refused)


def _last_role(condition: Mapping[str, Any], values: Values) -> bool:
    roles = values.get(f"{condition['parameter']}.role", [None])
    return roles[-1] in condition["values"]


def _below(condition: Mapping[str, Any], values: Values) -> bool:
    numbers = _numbers(values, condition["parameter"])
    return any(number < condition["value"] for number in numbers)


def _not_less(condition: Mapping[str, Any], values: Values) -> bool:
    numbers, others = _numbers(values, condition["parameter"]), _numbers(values, condition["other"])
    return bool(numbers and others) and max(numbers) >= min(others)


def _out_of_range(condition: Mapping[str, Any], values: Values) -> bool:
    numbers = _numbers(values, condition["parameter"])
    return any(not condition["minimum"] <= number <= condition["maximum"] for number in numbers)


def _not_with_thinking(condition: Mapping[str, Any], values: Values) -> bool:
    numbers = _numbers(values, condition["parameter"])
    is_thinking = bool({"enabled", "adaptive"} & set(values.get("thinking.type", [])))
    return is_thinking and any(number not in condition["values"] for number in numbers)


_REFUSES: dict[str, Callable[[Mapping[str, Any], Values], bool]] = {
    "both-set": _both_set,
    "values-together": _values_together,
    "last-role": _last_role,
    "below": _below,
    "not-less-than-parameter": _not_less,
    "out-of-range": _out_of_range,
    "not-value-with-thinking": _not_with_thinking,
}
