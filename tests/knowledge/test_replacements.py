"""What to use instead: the order of the recommendations, chains, spellings."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_preflight.knowledge import data
from claude_preflight.knowledge.models import ModelRegistry, Replacement, Status

REGISTRY = ModelRegistry.load()
TODAY = date(2026, 11, 22)
ARTICLE = data.load("models.json")["article"]


def replacement(text: str, day: date = TODAY, registry: ModelRegistry = REGISTRY) -> Replacement:
    """The replacement that a text is known to have."""
    model_id = registry.find(text)
    assert model_id is not None
    found = registry.replacement(model_id, day)
    assert found is not None
    return found


@pytest.mark.parametrize("row", ARTICLE["mapping"], ids=lambda row: row["from"])
@pytest.mark.parametrize("day", ["2026-06-14", "2026-06-15", "2026-11-22", "2027-12-31"])
def test_the_mapping_of_the_article(row: dict[str, str], day: str) -> None:
    found = replacement(row["from"], date.fromisoformat(day))

    assert found.text == row["to"]
    assert found.source.startswith("article")


@given(
    st.sampled_from(REGISTRY.models()),
    st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31)),
)
def test_a_replacement_is_out_and_active_on_the_day(model: object, day: date) -> None:
    model_id = REGISTRY.find(getattr(model, "id", ""))
    assert model_id is not None

    found = REGISTRY.replacement(model_id, day)

    if REGISTRY.lifecycle(model_id, day).status is Status.ACTIVE:
        assert found is None
        return
    assert found is not None
    assert found.text is not None
    new = REGISTRY.find(found.text)
    assert new is not None
    assert new.model == found.model.id != model_id.model
    assert REGISTRY.lifecycle(new, day).status is Status.ACTIVE
    assert found.model.released_on is None or found.model.released_on <= day


def test_a_recommendation_that_is_not_out_yet_gives_way_to_the_family() -> None:
    found = replacement("claude-opus-4-20250514", date(2026, 5, 1))

    assert found.text == "claude-opus-4-7"
    assert found.source == "the newest active model of the family"


def test_the_vendor_is_followed_where_the_article_says_nothing() -> None:
    found = replacement("claude-sonnet-4-5-20250929")

    assert found.text == "claude-sonnet-5-5"
    assert found.source.startswith("vendor docs")


def test_the_users_mapping_goes_first() -> None:
    registry = ModelRegistry.load(replacements={"claude-opus-4": "claude-opus-5-5"})

    for text in ("claude-opus-4", "claude-opus-4-20250514", "claude-4-opus"):
        found = replacement(text, registry=registry)
        assert (found.text, found.source) == ("claude-opus-5-5", "your settings")


def test_a_users_mapping_to_a_retired_model_is_followed_further() -> None:
    registry = ModelRegistry.load(replacements={"claude-3-opus-20240229": "claude-opus-4-1"})

    assert replacement("claude-3-opus-20240229", registry=registry).text == "claude-opus-4-8"


def test_a_mapping_to_an_unknown_model_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'claude-3-opus'.*'claude-next'.*no known model id"):
        ModelRegistry.load(replacements={"claude-3-opus": "claude-next"})


def test_the_spelling_is_kept() -> None:
    assert replacement("eu.anthropic.claude-opus-4-20250514-v1:0").text == (
        "eu.anthropic.claude-opus-4-8"
    )
    assert replacement("openrouter/anthropic/claude-3.5-sonnet").text == (
        "openrouter/anthropic/claude-sonnet-4.6"
    )
    assert replacement("vertex_ai/claude-3-haiku@20240307").text == (
        "vertex_ai/claude-haiku-4-5@20251001"
    )


def test_where_the_platform_does_not_serve_it_the_model_is_named_and_nothing_written() -> None:
    found = replacement("snowflake/claude-4-opus")

    assert found.model.id == "claude-opus-4-8"
    assert found.text is None
