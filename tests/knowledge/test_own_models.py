"""The models of a user's settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claude_preflight.explanations import explain_model
from claude_preflight.knowledge import data
from claude_preflight.knowledge.models import ModelRegistry, Status

TODAY = date(2026, 11, 22)


def test_an_own_model_is_found_by_its_id_and_its_aliases() -> None:
    registry = ModelRegistry.load(
        {
            "acme-sonnet": {
                "name": "Acme Sonnet",
                "aliases": ["prod-sonnet"],
                "platforms": {"bedrock": ["eu.anthropic.claude-acme-v1:0"]},
                "deprecated_on": "2026-10-01",
                "retires_on": date(2026, 12, 1),
                "replacement": "claude-sonnet-5-5",
                "max_output_tokens": 4000,
            }
        }
    )

    for text in ("acme-sonnet", "prod-sonnet", "bedrock/eu.anthropic.claude-acme-v1:0"):
        model_id = registry.find(text)
        assert model_id is not None
        assert model_id.model == "acme-sonnet"
        lifecycle = registry.lifecycle(model_id, TODAY)
        assert (lifecycle.status, lifecycle.days_left) == (Status.DEPRECATED, 9)
        found = registry.replacement(model_id, TODAY)
        assert found is not None
        assert found.model.id == "claude-sonnet-5-5"
        assert found.source == "your settings"
    limits = registry.output_limits("acme-sonnet")
    assert limits is not None
    assert limits.strictest.value == 4000
    assert registry.get("acme-sonnet").name == "Acme Sonnet"


def test_a_fact_of_a_known_model_is_replaced_and_the_others_stay() -> None:
    registry = ModelRegistry.load({"claude-opus-4-8": {"max_output_tokens": 50_000}})

    limits = registry.output_limits("claude-opus-4-8")

    assert limits is not None
    assert [(each.value, each.source) for each in limits.all] == [(50_000, "your settings")]
    assert registry.context_window("claude-opus-4-8")[0].value == 1_000_000
    assert registry.get("claude-opus-4-8").name == "Claude Opus 4.8"


def test_a_model_of_the_settings_can_be_the_replacement() -> None:
    registry = ModelRegistry.load(
        {"acme-opus": {"name": "Acme Opus"}}, {"claude-4-opus": "acme-opus"}
    )
    model_id = registry.find("claude-4-opus")
    assert model_id is not None

    found = registry.replacement(model_id, TODAY)

    assert found is not None
    assert found.text == "acme-opus"


def test_the_models_of_one_workspace_are_not_those_of_another() -> None:
    ModelRegistry.load({"acme-opus": {"name": "Acme Opus"}})

    assert ModelRegistry.load().find("acme-opus") is None


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"retired_on": "soon"}, r"models\.acme\.retired_on: 'soon' is no day; write YYYY-MM-DD"),
        ({"released_on": "2026-02-30"}, r"'2026-02-30' is no day"),
        ({"max_output_tokens": "8192"}, r"max_output_tokens: '8192' is no number of tokens"),
        ({"max_output_tokens": 0}, "0 is no number of tokens"),
        ({"price_input_per_mtok": "cheap"}, "'cheap' is no price"),
        ({"max_tokens": 1}, r"models\.acme\.max_tokens: there is no such fact; known are access"),
        ({"context_window": [1]}, "1 has no value"),
        ({"aliases": "acme-2"}, "'acme-2' is no list"),
        (
            {"platform_status": [{"platform": "mars", "value": "retired"}]},
            "platform_status: there is no platform 'mars'; known are ",
        ),
        ({"aliases": [7]}, "7 is no text"),
        ({"platforms": ["bedrock"]}, "no table of platforms"),
        ({"platforms": {"bedrock": "anthropic.acme"}}, "is no list"),
        ({"platform_retirement_dates": [{"value": "2026-01-01"}]}, "has no platform"),
        ({"name": 4}, "4 is no text"),
    ],
)
def test_a_fact_that_cannot_be_used_is_refused(facts: Mapping[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ModelRegistry.load({"acme": facts})


@pytest.mark.parametrize("price", [float("nan"), float("inf"), -1, 10**400, True, "1"])
def test_a_price_is_a_number_to_calculate_with(price: object) -> None:
    with pytest.raises(ValueError, match="is no price in US dollars"):
        ModelRegistry.load({"acme": {"price_input_per_mtok": price}})


FACTS = sorted({fact for model in data.load("models.json")["models"].values() for fact in model})
PARTS = ("value", "id", "ids", "platform", "note", "kind", "sources")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([10**400, 20260101, "2026-01-01", "claude-opus-4-8", "bedrock"])
    | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(PARTS), inner, max_size=4)
    ),
    max_leaves=6,
)
IDS = ("claude-opus-4-8", "claude-3-opus-20240229", "acme-1", "a`[x](y)\n", "")


@settings(max_examples=400, derandomize=True)
@given(
    own=st.dictionaries(
        st.sampled_from(IDS),
        st.dictionaries(st.sampled_from(FACTS), VALUES, max_size=2),
        min_size=1,
        max_size=2,
    )
)
def test_whatever_is_written_is_refused_or_can_be_used(own: dict[str, Any]) -> None:
    try:
        registry = ModelRegistry.load(own)
    except ValueError:
        return
    for model in registry.models():
        model_id = registry.find(model.id)
        assert model_id is not None
        explain_model(model_id, TODAY, registry)
