"""The conditions of the rules: each refuses its own examples and lets the near ones pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from claude_preflight.knowledge import conditions, data
from claude_preflight.knowledge.conditions import (
    FlatParameters,
    NestedParameters,
    Request,
    verdict,
)
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules

RULES = ParameterRules.load()
ENTRIES = data.load("parameters.json")["rules"]
TODAY = date(2026, 11, 26)


def request(example: Mapping[str, Any], *, is_complete: bool = True) -> Request:
    """The request of an example, all of which is known."""
    known = {key: value for key, value in example.items() if key not in ("parameters", "today")}
    return Request(
        NestedParameters(example["parameters"]),
        today=date.fromisoformat(example["today"]) if "today" in example else TODAY,
        is_complete=is_complete,
        **known,
    )


def examples(kind: str) -> Iterator[Any]:
    for entry in ENTRIES:
        for number, example in enumerate(entry.get("examples", {}).get(kind, ())):
            yield pytest.param(entry["id"], example, id=f"{entry['id']}-{number}")


@pytest.mark.parametrize(("rule", "example"), [*examples("refused")])
def test_a_rule_refuses_its_examples(rule: str, example: Mapping[str, Any]) -> None:
    assert RULES.get(rule).holds(request(example)) is True


@pytest.mark.parametrize(("rule", "example"), [*examples("accepted")])
def test_a_rule_lets_near_requests_pass(rule: str, example: Mapping[str, Any]) -> None:
    assert RULES.get(rule).holds(request(example)) is False


def test_every_rule_that_can_be_seen_has_examples() -> None:
    for entry in ENTRIES:
        assert ("examples" in entry) is (entry["condition"]["kind"] != conditions.UNSEEN), entry[
            "id"
        ]


def kinds_in(condition: Mapping[str, Any]) -> Iterator[str]:
    yield condition["kind"]
    for inner in (*condition.get("conditions", ()), *condition.get("unless", ())):
        yield from kinds_in(inner)


def test_the_kinds_of_conditions_are_those_of_the_data() -> None:
    used = {kind for entry in ENTRIES for kind in kinds_in(entry["condition"])}

    assert used == conditions.KINDS


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_nothing_is_refused_of_which_nothing_is_known(rule: ParameterRule) -> None:
    assert rule.holds(Request()) is not True


@pytest.mark.parametrize(
    ("condition", "flat", "holds"),
    [
        ({"kind": "value-in", "parameter": "stream", "values": [True]}, {"stream": [True]}, True),
        ({"kind": "value-in", "parameter": "stream", "values": [True]}, {"stream": [None]}, None),
        ({"kind": "value-in", "parameter": "stream", "values": [True]}, {}, None),
        ({"kind": "value-in", "parameter": "n", "values": [1]}, {"n": [True]}, False),
        ({"kind": "value-in", "parameter": "t", "values": ["a"]}, {"t": [None, "a"]}, True),
        ({"kind": "value-not-in", "parameter": "t", "values": ["a"]}, {"t": ["a", None]}, None),
        ({"kind": "below", "parameter": "n", "value": 9}, {"n": ["8"]}, False),
        ({"kind": "set", "parameters": ["a", "b"]}, {"b": [None]}, True),
        ({"kind": "missing", "parameters": ["a"]}, {}, None),
        ({"kind": "missing", "parameters": ["a"]}, {"a": [None]}, False),
        ({"kind": "count-above", "parameter": "*.c", "value": 1}, {"a.c": [1], "b.c": [1]}, True),
        ({"kind": "count-above", "parameter": "*.c", "value": 2}, {"a.c": [1], "c": [1]}, None),
        (
            {"kind": "any-element", "parameter": "t", "conditions": [{"kind": "always"}]},
            {"t": [None]},
            None,
        ),
        (
            {"kind": "not-among", "parameter": "a", "other": "b"},
            {"a": ["x"], "b": ["y"]},
            None,
        ),
        ({"kind": "called", "values": ["messages.create"]}, {}, None),
        ({"kind": "unseen", "text": "x"}, {}, None),
    ],
)
def test_what_is_not_known_neither_holds_nor_fails(
    condition: Mapping[str, Any], flat: Mapping[str, list[object]], holds: bool | None
) -> None:
    assert verdict(condition, Request(FlatParameters(flat))) is holds


def test_an_exception_lifts_a_rule_only_where_it_is_known() -> None:
    rule = RULES.get("budget-tokens-lt-max-tokens")
    model = next(iter(sorted(rule.scope.models or ())))
    values = {"thinking.budget_tokens": [4096], "max_tokens": [4096]}

    def holds(more: Mapping[str, list[object]]) -> bool | None:
        return rule.holds(Request(FlatParameters({**values, **more}), model=model))

    assert holds({}) is True
    assert holds({"betas": [None]}) is True
    assert holds({"betas": ["interleaved-thinking-2025-05-14"]}) is False


@pytest.mark.parametrize(
    ("version", "wanted", "satisfies"),
    [
        ("2.14.0", ">=2.0.0", True),
        ("0.97.0", ">=1.0.0", False),
        ("10.0.0", ">=2.0.0", True),
        ("2026-10-21", "2026-10-21", True),
        ("2023-06-01", "2026-10-21", False),
        ("", ">=1.0.0", None),
    ],
)
def test_versions(version: str, wanted: str, satisfies: bool | None) -> None:
    assert conditions.version_satisfies(version, wanted) is satisfies


def test_a_day_from_which_a_rule_holds() -> None:
    rule = RULES.get("fast-mode-opus-4-8")

    def holds(day: str) -> bool | None:
        fast = {"model": "claude-opus-4-8", "parameters": {"speed": "fast"}, "today": day}
        return rule.holds(request(fast))

    assert [holds(day) for day in ("2026-11-29", "2026-11-30", "2027-01-01")] == [
        False,
        True,
        True,
    ]
