"""Did you mean."""

from __future__ import annotations

import pytest

from claude_preflight.knowledge.models import ModelRegistry


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("claude-sonet-4-6", "claude-sonnet-4-6"),
        ("claude-opuss-4-8", "claude-opus-4-8"),
        ("Claude-Sonnett-4-6", "claude-sonnet-4-6"),
        ("claude-opus-4-20250805", "claude-opus-4-20250514"),
        ("claude-opus-4-7-20260501", "claude-opus-4-7"),
        ("claude-opus-4-8-latest", "claude-opus-4-8"),
        ("claude-3-haiku-20240229", "claude-3-haiku-20240307"),
        ("claude-haiku-4-5@20250101", "claude-haiku-4-5-20251001"),
        ("vertex_ai/claude-haiku-4-5@20250101", "vertex_ai/claude-haiku-4-5@20251001"),
        (
            "us.anthropic.claude-sonnet-4-5-20250101-v1:0",
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        ),
        (
            "anthropic.claude-3-7-sonnet-20250219-beta:0",  # the stage of a release
            "anthropic.claude-3-7-sonnet-20250219-v1:0",
        ),
        ("openrouter/anthropic/claude-sonet-4.6", "openrouter/anthropic/claude-sonnet-4.6"),
    ],
)
def test_a_slip_is_recognized(text: str, meant: str) -> None:
    registry = ModelRegistry.load()

    assert registry.closest(text) == meant
    assert registry.find(meant) is not None


@pytest.mark.parametrize(
    "text",
    [
        "claude-opus-4-8",  # an id
        "claude-opus",  # the beginning of one
        "claude-haiku-4",
        "claude-opus-4-9",  # may well be newer than the data
        "claude-sonnet-6",
        "claude-sonnet-4-6-staging",  # a name of one's own
        "claude-sonnet-4-6-beta",
        "claude-code-20250219",
        "some-org/claude-sonet-4-6",
        "my-claude-sonet-4-6",
        "anthropic/claude-3-sonnet-20240229-v1:0",  # an id of Bedrock behind another route
        "snowflake/claude-opuss-4-8",  # nothing to write there
        "gpt-5",
        "claude",
        "",
    ],
)
def test_what_is_no_slip_gets_no_suggestion(text: str) -> None:
    assert ModelRegistry.load().closest(text) is None
