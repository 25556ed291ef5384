"""What models refuse."""

from __future__ import annotations

import pytest

from claude_preflight.knowledge import data
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.rules import RULES as CODES

RULES = ParameterRules.load()
MODELS = data.load("models.json")["models"]
ENTRIES = data.load("parameters.json")["rules"]


@pytest.mark.parametrize("parameter", ["temperature", "top_p", "top_k", "topP", "TopK"])
def test_sampling_parameters_are_refused_by_the_models_that_dropped_them(parameter: str) -> None:
    rule = RULES.refused("claude-opus-4-8", parameter)

    assert rule is not None
    assert rule.remedy.kind == "remove"
    assert rule.outcome.http_status == 400
    assert rule.sources
    assert RULES.refused("claude-sonnet-4-6", parameter) is None
    assert RULES.refused("claude-haiku-4-5-20251001", parameter) is None


@pytest.mark.parametrize(
    ("model", "value", "refused"),
    [
        ("claude-opus-4-8", "enabled", True),
        ("claude-opus-4-8", "adaptive", False),
        ("claude-opus-4-8", None, False),
        ("claude-sonnet-4-6", "enabled", False),
        ("claude-haiku-4-5-20251001", "adaptive", True),
        ("claude-sonnet-5-5", "disabled", True),
        ("claude-sonnet-5-5", "between_tools", False),
        ("claude-sonnet-5", "between_tools", True),
    ],
)
def test_kinds_of_thinking(model: str, value: str | None, refused: bool) -> None:
    assert (RULES.refused(model, "thinking.type", value) is not None) is refused


def test_effort_and_tool_choice() -> None:
    assert RULES.refused("claude-haiku-4-5-20251001", "outputConfig.effort") is not None
    assert RULES.refused("claude-opus-4-8", "output_config.effort") is None
    assert RULES.refused("claude-opus-5-5", "tool_choice.type", "any") is not None
    assert RULES.refused("claude-opus-5-5", "toolChoice.type", "auto") is None


def test_what_is_never_refused() -> None:
    for model in MODELS:
        for parameter in ("model", "messages", "max_tokens", "system", "stream", "metadata"):
            assert RULES.refused(model, parameter) is None


def test_the_rules_agree_with_what_is_known_of_the_models() -> None:
    for model, facts in MODELS.items():
        for thinking in facts.get("thinking", ()):
            for value in thinking["value"]["rejected"]:
                assert RULES.refused(model, "thinking.type", value) is not None, (model, value)
            for value in thinking["value"]["supported"]:
                assert RULES.refused(model, "thinking.type", value) is None, (model, value)
        if facts.get("sampling_params", [{"value": ""}])[0]["value"].startswith("non-default"):
            assert RULES.refused(model, "temperature") is not None, model


def test_a_rule_of_one_sdk_or_api_version_does_not_count_for_every_request() -> None:
    rule = RULES.get("sampling-params-removed-in-api-version")

    assert rule.scope.api_version == "2026-10-21"
    assert rule.applies_to("claude-sonnet-4-6")
    assert rule in RULES.of("claude-sonnet-4-6")
    assert RULES.refused("claude-sonnet-4-6", "temperature") is None


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_each_rule_is_found_as_one_or_says_why_no_source_shows_it(rule: ParameterRule) -> None:
    entry = next(each for each in ENTRIES if each["id"] == rule.id)
    assert (rule.found_as in CODES) is not bool(entry["finding"].get("unseen"))
    if rule.found_as in ("unsupported-parameter", "invalid-parameter"):
        assert rule.message


def test_names_of_parameters() -> None:
    assert api_name("maxTokens") == "max_tokens"
    assert api_name("thinking.budgetTokens") == "thinking.budget_tokens"
    assert api_name("something_else") == "something_else"
    with pytest.raises(KeyError):
        RULES.get("no-such-rule")
