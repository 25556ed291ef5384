"""Models that end on one platform and not on another: what is said, and what is offered."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.findings import Severity

TODAY = date(2026, 11, 26)
HAIKU = "anthropic.claude-3-haiku-20240307-v1:0"


@pytest.mark.parametrize(
    ("text", "place", "new"),
    [
        ("claude-opus-4-5", "", "claude-opus-5-5"),
        ("claude-opus-4-5-20251101", "", "claude-opus-5-5"),
        ("claude-opus-4-5@20251101", " on Google Vertex AI", "claude-opus-5-5"),
        ("azure_ai/claude-opus-4-5", " on Microsoft Foundry", "azure_ai/claude-opus-5-5"),
        (
            "bedrock/claude_platform/claude-opus-4-5",
            " on Claude Platform on AWS",
            "bedrock/claude_platform/claude-opus-5-5",
        ),
    ],
)
def test_opus_4_5_is_about_to_end(text: str, place: str, new: str) -> None:
    found = finding(f'ask(model="{text}")', today=TODAY)

    assert (found.rule, found.severity) == ("retiring-model", Severity.WARNING)
    assert found.message == (f"`{text}` retires{place} in 57 days (2027-01-22): use `{new}`.")


@pytest.mark.parametrize(
    "text",
    [
        "us.anthropic.claude-opus-4-5-20251101-v1:0",
        "bedrock/global.anthropic.claude-opus-4-5-20251101-v1:0",
        # some regions of Bedrock serve on what most do not
        f"bedrock/ca-central-1/{HAIKU}",
        f"arn:aws:bedrock:eu-central-2::foundation-model/{HAIKU}",
        # served at standard speed, as a deployment of Foundry, by a gateway under its own name
        "claude-opus-4-6-fast",
        "azure_ai/claude-opus-5-5-fast",
        "anthropic/claude-opus-4.7-fast",
        # only a price list names a day
        "azure_ai/claude-haiku-4-5",
        "vertex_ai/claude-haiku-4-5@20251001",
    ],
)
def test_nothing_is_said_where_the_model_is_served(text: str) -> None:
    assert findings(f'ask(model="{text}", max_tokens=9)', today=TODAY) == []


@pytest.mark.parametrize(
    ("text", "told", "new"),
    [
        ("claude-opus-4@20250514", "on Google Vertex AI (2026-09-14)", "claude-opus-4-8"),
        (
            "vertex_ai/claude-sonnet-4@20250514",
            "on Google Vertex AI (2026-09-14)",
            "vertex_ai/claude-sonnet-4-6",
        ),
        (
            f"us.{HAIKU}",
            "on Amazon Bedrock in most regions (2026-09-10)",
            "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        ),
        (
            f"bedrock/us-east-1/{HAIKU}",
            "on Amazon Bedrock (2026-09-10)",
            "bedrock/us-east-1/us.anthropic.claude-haiku-4-5-20251001-v1:0",
        ),
        (
            "eu.anthropic.claude-3-5-haiku-20241022-v1:0",
            "on Amazon Bedrock (2026-06-19)",
            "eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        ),
        (
            "databricks-claude-sonnet-4",
            "on Databricks (2026-10-09)",
            "databricks-claude-sonnet-5",
        ),
        (
            "databricks/databricks-claude-sonnet-4",
            "on Databricks (2026-10-09)",
            "databricks/databricks-claude-sonnet-5",
        ),
    ],
)
def test_an_end_on_a_platform(text: str, told: str, new: str) -> None:
    found = finding(f'ask(model="{text}")', today=TODAY)

    assert (found.rule, found.severity) == ("retired-model", Severity.ERROR)
    assert found.message == f"`{text}` is retired {told}: use `{new}`."
    assert found.safe_fix is not None
    assert [edit.text for edit in found.safe_fix.edits] == [new]


def test_an_id_of_fast_mode_that_is_gone() -> None:
    found = finding('ask(model="claude-opus-4-7-fast")', today=TODAY)

    assert found.rule == "retired-model"
    assert found.message == (
        "`claude-opus-4-7-fast` is retired (2026-07-24): "
        'use `claude-opus-5-5`, for fast mode with `speed: "fast"`.'
    )
    assert [edit.text for edit in found.fixes[0].edits] == ["claude-opus-5-5"]


def test_a_gateway_that_still_lists_a_model_is_no_error() -> None:
    found = finding('ask(model="openrouter/anthropic/claude-opus-4.1")', today=TODAY)

    assert (found.rule, found.severity) == ("retiring-model", Severity.WARNING)
    assert "deprecated on OpenRouter" in found.message
    assert found.safe_fix is None


def test_a_region_that_only_marks_a_model_as_legacy() -> None:
    found = finding(f'ask(model="bedrock/ap-northeast-2/{HAIKU}")', today=TODAY)

    assert found.rule == "retiring-model"
    assert "deprecated on Amazon Bedrock and retires on a day not yet named" in (found.message)
