"""The registry: status on a day, limits, prices."""

from __future__ import annotations

from datetime import date

import pytest

from claude_preflight.knowledge import data
from claude_preflight.knowledge.models import ModelId, ModelRegistry, Sourced, Status

REGISTRY = ModelRegistry.load()
ARTICLE = data.load("models.json")["article"]


def found(text: str) -> ModelId:
    """The id that a text is known to be."""
    model_id = REGISTRY.find(text)
    assert model_id is not None
    return model_id


@pytest.mark.parametrize(
    ("text", "day", "status", "end", "left"),
    [
        # the article's models, a day before and on the day it gives
        ("claude-4-opus", "2026-06-14", Status.DEPRECATED, "2026-06-15", 1),
        ("claude-4-opus", "2026-06-15", Status.RETIRED, "2026-06-15", None),
        ("claude-sonnet-4", "2026-06-14", Status.DEPRECATED, "2026-06-15", 1),
        ("claude-sonnet-4", "2026-06-15", Status.RETIRED, "2026-06-15", None),
        ("claude-haiku-3-5", "2026-06-15", Status.RETIRED, "2026-02-19", None),
        # a life from the announcement to the end
        ("claude-opus-4-20250514", "2026-04-13", Status.ACTIVE, None, None),
        ("claude-opus-4-20250514", "2026-04-14", Status.DEPRECATED, "2026-06-15", 62),
        ("claude-opus-4-1", "2026-08-04", Status.DEPRECATED, "2026-08-05", 1),
        ("claude-opus-4-1", "2026-08-05", Status.RETIRED, "2026-08-05", None),
        ("claude-2.1", "2025-01-20", Status.ACTIVE, None, None),
        ("claude-2.1", "2025-07-21", Status.RETIRED, "2025-07-21", None),
        ("claude-1.3", "2027-12-31", Status.RETIRED, "2024-11-06", None),
        # still to come when the data was written
        ("claude-sonnet-4-5", "2026-11-22", Status.DEPRECATED, "2026-11-30", 8),
        ("claude-sonnet-4-5", "2026-11-30", Status.RETIRED, "2026-11-30", None),
        # announced without a day, or not at all
        ("claude-mythos-preview", "2026-11-22", Status.DEPRECATED, None, None),
        ("claude-opus-4-8", "2027-12-31", Status.ACTIVE, None, None),
        # a platform's own day
        (
            "anthropic.claude-opus-4-1-20250805-v1:0",
            "2026-11-22",
            Status.DEPRECATED,
            "2027-01-08",
            47,
        ),
        (
            "eu.anthropic.claude-opus-4-1-20250805-v1:0",
            "2027-01-08",
            Status.RETIRED,
            "2027-01-08",
            None,
        ),
        ("vertex_ai/claude-3-haiku@20240307", "2026-08-22", Status.DEPRECATED, "2026-08-23", 1),
        ("azure_ai/claude-sonnet-4-5", "2026-11-29", Status.DEPRECATED, "2026-11-30", 1),
        # a platform that served on what the Claude API did not, or ended it before
        ("claude-opus-4@20250514", "2026-09-13", Status.DEPRECATED, "2026-09-14", 1),
        ("claude-opus-4@20250514", "2026-09-14", Status.RETIRED, "2026-09-14", None),
        ("vertex_ai/claude-sonnet-4@20250514", "2026-11-26", Status.RETIRED, "2026-09-14", None),
        (
            "us.anthropic.claude-opus-4-20250514-v1:0",
            "2026-11-22",
            Status.RETIRED,
            "2026-05-31",
            None,
        ),
        (
            "anthropic.claude-3-7-sonnet-20250219-v1:0",
            "2026-11-26",
            Status.RETIRED,
            "2026-04-28",
            None,
        ),
        ("claude-3-7-sonnet@20250219", "2026-11-26", Status.RETIRED, "2026-05-11", None),
        ("anthropic.claude-3-opus-20240229-v1:0", "2026-11-26", Status.RETIRED, "2026-01-15", None),
        (
            "anthropic.claude-3-5-haiku-20241022-v1:0",
            "2026-06-18",
            Status.DEPRECATED,
            "2026-06-19",
            1,
        ),
        (
            "anthropic.claude-3-5-haiku-20241022-v1:0",
            "2026-06-19",
            Status.RETIRED,
            "2026-06-19",
            None,
        ),
        # announced on 2026-11-23, and Amazon Bedrock goes on
        ("claude-opus-4-5", "2026-11-22", Status.ACTIVE, None, None),
        ("claude-opus-4-5-20251101", "2026-11-23", Status.DEPRECATED, "2027-01-22", 60),
        ("claude-opus-4-5", "2027-01-22", Status.RETIRED, "2027-01-22", None),
        ("claude-opus-4-5@20251101", "2026-11-26", Status.DEPRECATED, "2027-01-22", 57),
        ("azure_ai/claude-opus-4-5", "2026-11-26", Status.DEPRECATED, "2027-01-22", 57),
        (
            "bedrock/claude_platform/claude-opus-4-5",
            "2026-11-26",
            Status.DEPRECATED,
            "2027-01-22",
            57,
        ),
        ("us.anthropic.claude-opus-4-5-20251101-v1:0", "2026-11-26", Status.ACTIVE, None, None),
        ("us.anthropic.claude-opus-4-5-20251101-v1:0", "2027-02-01", Status.ACTIVE, None, None),
        # regions of a platform; without one, the status of most
        (
            "us.anthropic.claude-3-haiku-20240307-v1:0",
            "2026-09-09",
            Status.DEPRECATED,
            "2026-09-10",
            1,
        ),
        (
            "us.anthropic.claude-3-haiku-20240307-v1:0",
            "2026-11-26",
            Status.RETIRED,
            "2026-09-10",
            None,
        ),
        (
            "bedrock/us-gov-west-1/anthropic.claude-3-haiku-20240307-v1:0",
            "2026-11-26",
            Status.RETIRED,
            "2026-09-10",
            None,
        ),
        (
            "bedrock/ca-central-1/anthropic.claude-3-haiku-20240307-v1:0",
            "2026-11-26",
            Status.ACTIVE,
            None,
            None,
        ),
        (
            "arn:aws:bedrock:sa-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
            "2026-11-26",
            Status.ACTIVE,
            None,
            None,
        ),
        (
            "bedrock/ap-northeast-2/anthropic.claude-3-haiku-20240307-v1:0",
            "2026-11-26",
            Status.DEPRECATED,
            None,
            None,
        ),
        # the id of a variant that is gone, or is served as the model itself, or is another's
        ("claude-opus-4-7-fast", "2026-07-23", Status.DEPRECATED, "2026-07-24", 1),
        ("claude-opus-4-7-fast", "2026-07-24", Status.RETIRED, "2026-07-24", None),
        ("claude-opus-4-6-fast", "2026-11-26", Status.ACTIVE, None, None),
        ("anthropic/claude-opus-4.7-fast", "2026-11-26", Status.ACTIVE, None, None),
        ("azure_ai/claude-opus-5-5-fast", "2027-01-15", Status.ACTIVE, None, None),
        # a gateway serves what a platform behind it does
        ("anthropic/claude-opus-4.1", "2026-11-26", Status.DEPRECATED, None, None),
        ("openrouter/anthropic/claude-opus-4.1", "2026-11-26", Status.DEPRECATED, None, None),
        ("anthropic/claude-opus-4-1", "2026-11-26", Status.RETIRED, "2026-08-05", None),
        ("anthropic/claude-sonnet-4.5", "2026-12-01", Status.DEPRECATED, None, None),
        ("anthropic/claude-opus-4", "2026-11-26", Status.RETIRED, "2026-06-15", None),
        # names of the platform's own, and a day that it names; of others nothing is known
        ("databricks-claude-sonnet-4", "2026-10-08", Status.DEPRECATED, "2026-10-09", 1),
        ("databricks-claude-sonnet-4", "2026-10-09", Status.RETIRED, "2026-10-09", None),
        ("databricks-claude-opus-4", "2026-11-26", Status.ACTIVE, None, None),
        # a platform with a schedule of its own: the Claude API's day to come is not its day
        ("anthropic.claude-mythos-preview", "2026-11-26", Status.ACTIVE, None, None),
        # a day that only a price list names is none
        ("vertex_ai/claude-sonnet-5", "2026-12-24", Status.ACTIVE, None, None),
        ("azure_ai/claude-haiku-4-5", "2026-11-26", Status.ACTIVE, None, None),
        ("vertex_ai/claude-opus-5@default", "2027-01-24", Status.ACTIVE, None, None),
        # a price list's day alone is no announcement
        ("eu.anthropic.claude-haiku-4-5-20251001-v1:0", "2026-11-22", Status.ACTIVE, None, None),
        ("vertex_ai/claude-haiku-4-5@20251001", "2026-11-22", Status.ACTIVE, None, None),
        ("github_copilot/claude-sonnet-4.6", "2026-11-22", Status.ACTIVE, None, None),
    ],
)
def test_the_status_of_an_id_on_a_day(
    text: str, day: str, status: Status, end: str | None, left: int | None
) -> None:
    lifecycle = REGISTRY.lifecycle(found(text), date.fromisoformat(day))

    assert lifecycle.status is status
    assert lifecycle.date == (date.fromisoformat(end) if end else None)
    assert lifecycle.days_left == left


def test_a_lifecycle_says_who_names_which_day() -> None:
    lifecycle = REGISTRY.lifecycle(found("claude-haiku-3-5"), date(2026, 11, 22))

    stated = {(each.value, each.slug) for each in lifecycle.sources}
    assert ("2026-06-15", "article") in stated
    assert lifecycle.sources[0].value == "2026-02-19"
    assert lifecycle.sources[0].source == "vendor docs, 2026-09-29"


def test_a_lifecycle_is_that_of_the_platform_of_the_id() -> None:
    assert (
        REGISTRY.lifecycle(found("claude-opus-4@20250514"), date(2026, 1, 1)).platform == "vertex"
    )
    assert REGISTRY.platform_name("vertex") == "Google Vertex AI"


@pytest.mark.parametrize("row", ARTICLE["limits"], ids=lambda row: row["model"])
def test_the_limits_of_the_article(row: dict[str, int | str]) -> None:
    model_id = found(str(row["model"]))

    limits = REGISTRY.output_limits(model_id)

    assert limits is not None
    assert limits.article is not None
    assert limits.article.value == row["max_output_tokens"]
    assert limits.strictest.value <= limits.article.value <= limits.highest.value
    assert REGISTRY.context_window(model_id)[0].value == row["max_input_tokens"]


def test_limits_on_which_sources_disagree_are_all_kept() -> None:
    limits = REGISTRY.output_limits("claude-opus-4-8")

    assert limits is not None
    assert limits.article is not None
    assert limits.vendor is not None
    assert (limits.article.value, limits.vendor.value) == (32_768, 128_000)
    assert (limits.strictest.value, limits.highest.value) == (32_768, 128_000)
    assert [each.value for each in limits.all] == [32_768, 128_000]
    assert "article" in limits.article.source


def test_a_limit_of_one_platform_holds_only_there() -> None:
    on_snowflake = REGISTRY.output_limits(found("snowflake/claude-sonnet-4-6"))
    on_the_api = REGISTRY.output_limits("claude-sonnet-4-6")

    assert on_snowflake is not None
    assert on_the_api is not None
    assert on_snowflake.strictest.value == 16_384
    assert on_the_api.strictest.value == 64_000


def test_what_a_package_assumes_of_unknown_models_is_no_limit() -> None:
    limits = REGISTRY.output_limits("claude-3-5-sonnet-20240620")

    assert limits is not None
    assert [each.value for each in limits.all] == [8192]


def test_a_limit_that_nobody_states_is_not_made_up() -> None:
    assert REGISTRY.output_limits("claude-1.0") is None


@pytest.mark.parametrize("row", ARTICLE["mapping"], ids=lambda row: row["from"])
def test_the_prices_and_windows_of_the_article(row: dict[str, object]) -> None:
    new = found(str(row["to"]))

    price = REGISTRY.prices(new)

    assert price is not None
    assert row["price"] == [_of_article(price.input), _of_article(price.output)]
    assert row["context_window"] in [each.value for each in REGISTRY.context_window(new)]


def _of_article(stated: tuple[Sourced[float], ...]) -> float:
    return next(each.value for each in stated if each.slug == "article")


def test_a_price_change_of_the_article_is_between_preferred_prices() -> None:
    for row in ARTICLE["price_changes"]:
        old, new = REGISTRY.prices(found(row["from"])), REGISTRY.prices(found(row["to"]))
        assert old is not None
        assert new is not None
        assert [old.input[0].value, old.output[0].value] == row["price_from"]
        assert [new.input[0].value, new.output[0].value] == row["price_to"]


def test_where_sources_disagree_the_vendor_is_preferred() -> None:
    price = REGISTRY.prices("claude-haiku-4-5-20251001")

    assert price is not None
    assert (price.input[0].value, price.output[0].value) == (1, 5)
    assert {each.value for each in price.input} == {0.8, 1}


def test_all_models_can_be_found_by_their_own_id() -> None:
    for model in REGISTRY.models():
        assert found(model.id).model == model.id
        assert REGISTRY.get(model.id) is model


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        REGISTRY.get("claude-9")
