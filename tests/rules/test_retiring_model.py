"""retiring-model: days left, severities, and a fix that is never applied unasked."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.findings import Severity
from claude_preflight.settings import Settings

MODEL = "claude-sonnet-4-5"
NOVEMBER = date(2026, 11, 22)


def test_the_message_counts_the_days() -> None:
    assert finding(f'ask(model="{MODEL}")', today=NOVEMBER).message == (
        f"`{MODEL}` retires in 8 days (2026-11-30): use `claude-sonnet-5-5`."
    )


def test_one_day_is_a_day() -> None:
    assert "in 1 day " in finding(f'ask(model="{MODEL}")', today=date(2026, 11, 29)).message


def test_a_day_not_yet_named() -> None:
    assert finding('ask(model="claude-mythos-preview")').message == (
        "`claude-mythos-preview` is deprecated and retires on a day not yet named "
        "(2026-06-30 by Python SDK 2.14.0, 2026-11-24; "
        "2026-06-09 by litellm 1.110.2, 2026-11-20): use `claude-mythos-5`."
    )


def test_nothing_is_said_before_the_end_is_announced() -> None:
    assert findings(f'ask(model="{MODEL}")', today=date(2026, 6, 1)) == []


def test_a_platform_with_a_day_of_its_own() -> None:
    snippet = 'ask("us.anthropic.claude-opus-4-1-20250805-v1:0")'
    found = finding(snippet, today=date(2026, 8, 10))
    assert found.rule == "retiring-model"
    assert "on Amazon Bedrock in 151 days (2027-01-08)" in found.message
    assert finding('ask("claude-opus-4-1")', today=date(2026, 8, 10)).rule == "retired-model"


def test_the_day_before_which_no_model_retires_is_not_the_day_of_its_retirement() -> None:
    found = finding('ask("claude-sonnet-4-5@20250929")', today=NOVEMBER)
    assert (found.rule, found.message.partition(":")[0]) == (
        "retiring-model",
        "`claude-sonnet-4-5@20250929` retires on Google Vertex AI in 8 days (2026-11-30)",
    )


@pytest.mark.parametrize(
    ("path", "snippet", "severity"),
    [
        ("a.py", f'ask(model="{MODEL}")', Severity.WARNING),
        ("a.py", f'PRICES = {{"{MODEL}": 3}}', Severity.INFORMATION),
        ("a.md", f"```\n{MODEL}\n```", Severity.INFORMATION),
        ("a.py", f'ok = model == "{MODEL}"', Severity.HINT),
        ("a.py", f"# {MODEL}", Severity.HINT),
    ],
)
def test_severities_and_fixes(path: str, snippet: str, severity: Severity) -> None:
    found = finding(snippet, path, NOVEMBER)
    assert (found.rule, found.severity) == ("retiring-model", severity)
    assert found.fixes
    assert found.safe_fix is None, "moving early may change answers and prices"


def test_settings_change_the_severity_of_use() -> None:
    loud = Settings(severity={"retiring-model": Severity.ERROR})
    assert finding(f'ask("{MODEL}")', today=NOVEMBER, settings=loud).severity is Severity.ERROR


def test_the_fix_migrates_the_request_all_the_same() -> None:
    snippet = f'create(model="{MODEL}", temperature=0.5)'
    (fix,) = finding(snippet, today=NOVEMBER).fixes
    assert fix.title == "Migrate this request to claude-sonnet-5-5 (drops temperature)"
