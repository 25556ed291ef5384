"""Messages lead with what to do, and are short enough to be read."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.rules.snippets import findings

TODAY = date(2026, 11, 26)
SHORT, WHERE_SOURCES_DISAGREE = 120, 220
IDS_AND_NUMBERS = re.compile(r"`[^`]+`|\d[\d,.-]*\d|\d")
BEDROCK = "anthropic.claude-3-haiku-20240307-v1:0"


def length(message: str) -> int:
    """The length of a message beside ids and numbers."""
    return len(IDS_AND_NUMBERS.sub("", message))


@pytest.mark.parametrize(
    "snippet",
    [
        'ask(model="claude-3-opus-20240229")',
        'ok = model == "claude-3-opus-20240229"',
        'ask("claude-3-opus@20240229")',
        f'ask(modelId="{BEDROCK}")',
        'ask(model="claude-opus-4-7-fast")',
        'ask(model="openrouter/anthropic/claude-opus-4.1")',
        'ask(model="claude-mythos-preview")',
        'ask("claude-opus-4-5@20251101")',
        'ask(model="claude-3-sonet-20240229")',
        'ask(model="claude-sonet-4-6")',
        'ask(model="claude-opus-4-8", max_tokens=200000)',
        'ask(model="claude-opus-4-8", max_tokens=64000)',
        'ask(model="claude-opus-4-8", max_tokens=-1)',
        'ask(model="claude-opus-4-8", max_tokens=0, stream=True, tool_choice={"type": "any"})',
        'f([{"custom_id": "a", "params": {"model": "claude-opus-4-8", "max_tokens": 0}}])',
    ],
)
def test_a_message_is_one_short_sentence(snippet: str) -> None:
    found = findings(snippet, today=TODAY)
    assert found
    for one in found:
        limit = WHERE_SOURCES_DISAGREE if "sources disagree" in one.message else SHORT
        assert length(one.message) <= limit, one.message
        assert one.message.count(". ") == 0, one.message
