"""Paths of requests: where the id stands in one, what it is, and how another one is written."""

from __future__ import annotations

import pytest

from claude_preflight.findings import Span
from claude_preflight.knowledge.model_ids import read, write
from claude_preflight.knowledge.request_paths import decoded, encoded, id_at

VERTEX = "https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/"
ARN = "arn%3Aaws%3Abedrock%3Aus-east-1%3A123%3Ainference-profile%2Fus.anthropic.claude-opus-4-6-v1"


def written(text: str) -> str | None:
    """What stands for an id in a text that has the beginning of one."""
    data = text.encode()
    start = data.index(b"claude-")
    span = id_at(data, Span(start, start + len(b"claude-x")))
    return data[span.start : span.end].decode() if span else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/model/anthropic.claude-v2/invoke", "anthropic.claude-v2"),
        ("/model/anthropic.claude-v2:1/invoke?x=1", "anthropic.claude-v2:1"),
        ("/model/us.anthropic.claude-v2/converse-stream", "us.anthropic.claude-v2"),
        ("/model/anthropic.claude-v2%3A1/invoke", "anthropic.claude-v2%3A1"),
        ("/model/anthropic.claude-v2/count-tokens", "anthropic.claude-v2"),
        ("/model/anthropic.claude-v2/${action}", "anthropic.claude-v2"),
        ('"/model/anthropic.claude-v2/" + action', "anthropic.claude-v2"),
        (r"https:\/\/x\/model\/anthropic.claude-v2\/invoke", "anthropic.claude-v2"),
        (f"/model/{ARN}/invoke", ARN),
        (
            f"{VERTEX}publishers/anthropic/models/claude-3-opus@20240229:rawPredict",
            "publishers/anthropic/models/claude-3-opus@20240229",
        ),
        (
            "x/publishers/anthropic/models/claude-opus-4:${method}",
            "publishers/anthropic/models/claude-opus-4",
        ),
        (
            "See x/publishers/anthropic/models/claude-opus-4.",
            "publishers/anthropic/models/claude-opus-4",
        ),
        ("https://api.anthropic.com/v1/models/claude-opus-4-8", "claude-opus-4-8"),
        ("/serving-endpoints/databricks-claude-opus-4-1/invocations", "databricks-claude-opus-4-1"),
        ("/openai/deployments/anthropic.claude-v2/chat/completions", "anthropic.claude-v2"),
        ("/model/anthropic.claude-v2/card", None),
        ("/model/anthropic.claude-v2", None),
        ("/model/anthropic.claude-v2/invoker", None),
        ("/model/anthropic.claude-v2${x}/invoke", None),
        ("/model/${x}anthropic.claude-v2/invoke", None),
        ("/my-model/anthropic.claude-v2/invoke", None),
        ("publishers/anthropic/models/claude-opus-4/card", None),
        ("publishers/anthropic/models/claude-opus-4${x}", None),
        ("publishers/anthropic/models/claude-opus-4@#{date}:rawPredict", None),
        ("https://api.anthropic.com/v1/models/claude-opus-4/card", None),
        ("https://docs.anthropic.com/v1/models/claude-opus-4", None),
    ],
)
def test_the_id_in_a_path(text: str, expected: str | None) -> None:
    assert written(text) == expected


@pytest.mark.parametrize(
    ("text", "model", "expected"),
    [
        ("anthropic.claude-3-haiku-20240307-v1%3A0", "claude-haiku-4-5-20251001",
         "anthropic.claude-haiku-4-5-20251001-v1%3A0"),
        ("publishers/anthropic/models/claude-3-haiku%4020240307", "claude-haiku-4-5-20251001",
         "publishers/anthropic/models/claude-haiku-4-5%4020251001"),
        ("anthropic.claude-3-haiku-20240307-v1:0", "claude-haiku-4-5-20251001",
         "anthropic.claude-haiku-4-5-20251001-v1:0"),
        (ARN, "claude-opus-4-8", ARN.replace("opus-4-6-v1", "opus-4-8")),
    ],
)  # fmt: skip
def test_another_id_is_encoded_as_the_one_in_its_place_was(
    text: str, model: str, expected: str
) -> None:
    found = read(decoded(text))
    assert found is not None

    other = write(model, found.spelling)

    assert other is not None
    assert encoded(other, text) == expected
