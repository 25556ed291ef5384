"""Reading and writing ids: what is one, what is none, and that the two are inverse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_preflight.knowledge import data
from claude_preflight.knowledge.model_ids import read, write

CONTENT = data.load("models.json")
MODELS = CONTENT["models"]
PLATFORMS = CONTENT["platforms"]
PLACEHOLDERS = {
    "{region}": "eu-central-1",
    "{arn}": "arn:aws:bedrock:us-west-2:123456789012:",
    "{any}": "some-project",
}


def filled(route: str) -> str:
    """A route with something in the place of each placeholder."""
    for placeholder, text in PLACEHOLDERS.items():
        route = route.replace(placeholder, text)
    return route


def listed() -> Iterator[tuple[str, str, str]]:
    """Platform, id and model of all ids of all platforms, behind a route where they need one."""
    only_routed = {p for p, shape in PLATFORMS.items() if "bare" not in shape}
    shared = {"vercel_ai_gateway", "perplexity", "snowflake", "claude_platform_on_aws"}
    shared.add("claude_on_google_cloud")  # its ids are those of the Claude API
    for model, facts in MODELS.items():
        for platform, ids in facts["platforms"].items():
            for text in ids:
                if platform in only_routed - shared - {"bedrock_mantle"}:
                    yield platform, f"{platform}/{text}", model
                else:
                    yield platform, text, model


LISTED = list(listed())
ALIASES = [(alias["id"], m) for m, facts in MODELS.items() for alias in facts["aliases"]]
ROUTES = [(filled(route), shape["platform"]) for route, shape in CONTENT["routes"].items()]
ROUTED = [
    (f"{route}{text}", platform, model)
    for route, platform in ROUTES
    for model, facts in MODELS.items()
    for text in facts["platforms"].get(platform, ())
]


@pytest.mark.parametrize(("text", "model"), [(text, model) for _, text, model in LISTED])
def test_every_platform_id_is_read_and_written_back(text: str, model: str) -> None:
    found = read(text)

    assert found is not None
    assert found.text == text
    assert found.model == model
    assert write(found.model, found.spelling) == text


@pytest.mark.parametrize(("text", "model"), [*ALIASES, *((model, model) for model in MODELS)])
def test_every_name_of_the_claude_api_is_read_and_written_back(text: str, model: str) -> None:
    found = read(text)

    assert found is not None
    assert (found.model, found.platform) == (model, "anthropic")
    assert write(found.model, found.spelling) == text


@given(st.sampled_from(ROUTED))
def test_an_id_behind_a_route_belongs_to_the_platform_of_the_route(
    case: tuple[str, str, str],
) -> None:
    text, platform, model = case

    found = read(text)

    assert found is not None
    assert (found.model, found.platform) == (model, platform)
    assert write(model, found.spelling) == text


@given(
    st.sampled_from(["", *(route for route, platform in ROUTES if platform == "anthropic")]),
    st.sampled_from([*ALIASES, *((model, model) for model in MODELS)]),
    st.sampled_from(["", *CONTENT["tails"], "[1m]"]),
    st.booleans(),
)
def test_routes_tails_and_letter_case_are_kept(
    route: str, name: tuple[str, str], tail: str, upper: bool
) -> None:
    text = f"{route}{name[0]}{tail}"
    text = text.upper() if upper else text

    found = read(text)

    if found is not None:
        assert write(found.model, found.spelling) == text == found.text
    if not tail:
        assert found is not None


@given(st.sampled_from(ROUTED + [(t, p, m) for p, t, m in LISTED]), st.sampled_from(list(MODELS)))
def test_another_model_is_written_as_its_platform_lists_it_or_not_at_all(
    case: tuple[str, str, str], other: str
) -> None:
    found = read(case[0])
    assert found is not None
    spelling = found.spelling

    text = write(other, spelling)

    if text is None:
        assert spelling.platform != "anthropic"
        return
    again = read(text)
    assert again is not None
    assert again.model == other
    assert text.startswith(spelling.route)
    assert again.spelling.profile == spelling.profile
    if other != found.model and spelling.platform != "anthropic":
        listed_there = MODELS[other]["platforms"][spelling.platform]
        # Who left the vendor out of the id gets the next one without it.
        is_whole = spelling.mark or spelling.route or spelling.profile
        left_out = "" if is_whole else PLATFORMS[spelling.platform]["mark"]
        assert left_out + text.removeprefix(spelling.route) in listed_there


@pytest.mark.parametrize(
    ("text", "model", "platform"),
    [
        ("Claude-3-Opus-20240229", "claude-3-opus-20240229", "anthropic"),
        ("claude-3.7-sonnet-20250219", "claude-3-7-sonnet-20250219", "anthropic"),
        ("claude-sonnet-4-latest", "claude-sonnet-4-20250514", "anthropic"),
        ("anthropic:claude-opus-4-0", "claude-opus-4-20250514", "anthropic"),
        ("anthropic/claude-sonnet-4-20250514", "claude-sonnet-4-20250514", "anthropic"),
        ("anthropic/claude-2.1", "claude-2.1", "anthropic"),
        ("anthropic/claude-3.7-sonnet", "claude-3-7-sonnet-20250219", "openrouter"),
        ("anthropic/claude-4.1-opus-20250805", "claude-opus-4-1-20250805", "openrouter"),
        ("anthropic/claude-2.1:beta", "claude-2.1", "openrouter"),
        ("openrouter/anthropic/claude-opus-4:thinking", "claude-opus-4-20250514", "openrouter"),
        ("openrouter:anthropic/claude-opus-4", "claude-opus-4-20250514", "openrouter"),
        ("vercel/anthropic/claude-opus-4", "claude-opus-4-20250514", "vercel_ai_gateway"),
        ("claude-opus-4@20250514", "claude-opus-4-20250514", "vertex"),
        ("claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-20241022", "vertex"),
        ("anthropic/claude-3-5-sonnet-v2@20241022", "claude-3-5-sonnet-20241022", "vertex"),
        ("vertex_ai/claude-sonnet-4-6@default", "claude-sonnet-4-6", "vertex"),
        (
            "projects/p/locations/global/publishers/anthropic/models/claude-3-opus@20240229",
            "claude-3-opus-20240229",
            "vertex",
        ),
        ("anthropic.claude-v2:1:200k", "claude-2.1", "bedrock"),
        ("anthropic.claude-v2:0", "claude-2.0", "bedrock"),
        ("anthropic.claude-v2:0:100k", "claude-2.0", "bedrock"),
        ("anthropic.claude-instant-v1:2:100k", "claude-instant-1.2", "bedrock"),
        ("us.anthropic.claude-opus-4-20250514-v1", "claude-opus-4-20250514", "bedrock"),
        ("us-gov.anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku-20240307", "bedrock"),
        ("bedrock/ap-northeast-1/anthropic.claude-instant-v1", "claude-instant-1.2", "bedrock"),
        ("claude-sonnet-4-20250514-v1:0", "claude-sonnet-4-20250514", "bedrock"),
        (
            "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-4-6-v1",
            "claude-opus-4-6",
            "bedrock",
        ),
        (
            "bedrock/arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2",
            "claude-2.0",
            "bedrock",
        ),
        ("databricks-claude-opus-4-1", "claude-opus-4-1-20250805", "databricks"),
        ("github_copilot/claude-3.5-sonnet", "claude-3-5-sonnet-20241022", "github_copilot"),
        ("claude-opus-41", "claude-opus-4-1-20250805", "github_copilot"),
        ("litellm/anthropic/claude-3-opus-20240229", "claude-3-opus-20240229", "anthropic"),
        ("vertexai/claude-3-opus@20240229", "claude-3-opus-20240229", "vertex"),
        ("replicate/anthropic/claude-4-sonnet", "claude-sonnet-4-20250514", "replicate"),
    ],
)
def test_an_id_is_read_as_its_platform_writes_it(text: str, model: str, platform: str) -> None:
    found = read(text)

    assert found is not None
    assert (found.model, found.platform) == (model, platform)
    assert write(model, found.spelling) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "claude",
        "claude-",
        "claude-opus",
        "claude-4",
        "claude-3-5",
        "claude-haiku-4",
        "us.anthropic.claude-sonnet-4-",
        "anthropic/claude-opus",
        "bedrock/anthropic.",
        "claude-sonnet-4-6-preview",
        "claude-opus-4-20250514-eu",
        "my-claude-opus-4",
        "custom--claude-opus-4",
        "azure-claude-3-opus",
        "some-org/claude-opus-4",
        "secrets.anthropic.claude-opus-4",
        "claude-code-20250219",
        "claude-v3-opus",
        "claude-v4-sonnet",
        "claude-3-opus-20240229.json",
        "models/claude-3-opus-20240229",
        "https://www.anthropic.com/news/claude-opus-4",
        "https://openrouter.ai/anthropic/claude-opus-4",
        "publishers/anthropic/models/claude-opus-4:rawPredict",
        "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-*",
        "claude-opus-4-20250805",
        "claude-3-haiku-20240308",
        "claude-opus-4@20250805",
        "claude-sonnet-4-6-20260101",
        "claude-opus-4-8-latest",
        "anthropic.claude-3-sonnet-v1",
        "anthropic.claude-sonnet-4-5-v1:0",
        "claude3-opus",
        "claude_3_opus",
        " claude-3-opus-20240229",
        "claude-3-opus-20240229 ",
        "claude-opus-4, claude-sonnet-4",
    ],
)
def test_what_is_no_id_is_not_read(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "model", "written"),
    [
        ("claude-3-haiku-20240307", "claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001"),
        ("claude-3-haiku", "claude-haiku-4-5-20251001", "claude-haiku-4-5"),
        ("claude-3-5-sonnet-latest", "claude-sonnet-4-6", "claude-sonnet-4-6"),
        ("claude-4.1-opus", "claude-opus-4-8", "claude-opus-4-8"),
        ("Claude-3-Opus", "claude-opus-4-8", "claude-opus-4-8"),
        (
            "anthropic:messages:claude-3-haiku-20240307",
            "claude-haiku-4-5-20251001",
            "anthropic:messages:claude-haiku-4-5-20251001",
        ),
        ("anthropic/claude-3.5-sonnet:beta", "claude-sonnet-4-6", "anthropic/claude-sonnet-4.6"),
        ("anthropic/claude-opus-4.1:batch", "claude-opus-4-8", "anthropic/claude-opus-4.8:batch"),
        ("claude-opus-4@20250514", "claude-opus-4-8", "claude-opus-4-8"),
        ("claude-opus-4-6@default", "claude-opus-4-8", "claude-opus-4-8@default"),
        (
            "vertex_ai/claude-3-haiku@20240307",
            "claude-haiku-4-5-20251001",
            "vertex_ai/claude-haiku-4-5@20251001",
        ),
        (
            "us.anthropic.claude-opus-4-20250514-v1:0",
            "claude-opus-4-8",
            "us.anthropic.claude-opus-4-8",
        ),
        (
            "anthropic.claude-3-haiku-20240307-v1:0:48k",
            "claude-haiku-4-5-20251001",
            "anthropic.claude-haiku-4-5-20251001-v1:0",
        ),
        ("databricks-claude-opus-4", "claude-opus-4-8", "databricks-claude-opus-4-8"),
        ("claude-opus-4-1[1m]", "claude-opus-4-8", "claude-opus-4-8[1m]"),
        ("claude-opus-4-1[1m]", "claude-opus-4-5-20251101", "claude-opus-4-5"),
        ("claude-opus-4-thinking", "claude-opus-4-8", "claude-opus-4-8"),
        ("claude-3-sonnet-20240229-v1:0", "claude-sonnet-4-6", "claude-sonnet-4-6"),
        ("claude-3-opus-20240229-v1:0", "claude-opus-4-8", "claude-opus-4-8"),
    ],
)
def test_another_model_in_the_same_spelling(text: str, model: str, written: str) -> None:
    found = read(text)

    assert found is not None
    assert write(model, found.spelling) == written


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("snowflake/claude-4-opus", "claude-opus-4-8"),
        ("vercel_ai_gateway/anthropic/claude-opus-4", "claude-mythos-5"),
        ("us-gov.anthropic.claude-3-haiku-20240307-v1:0", "claude-haiku-4-5-20251001"),
        (
            "bedrock/us-gov-west-1/anthropic.claude-3-haiku-20240307-v1:0",
            "claude-haiku-4-5-20251001",
        ),
        ("aihubmix/claude-fable-5", "claude-opus-4-8"),
    ],
)
def test_nothing_is_written_where_the_platform_does_not_serve_the_model(
    text: str, model: str
) -> None:
    found = read(text)

    assert found is not None
    assert write(model, found.spelling) is None


def test_a_model_that_is_not_known_cannot_be_written() -> None:
    found = read("claude-opus-4")
    assert found is not None

    with pytest.raises(KeyError):
        write("claude-opus-44", found.spelling)
