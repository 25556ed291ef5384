"""thinking-budget: the smallest budget, and the limit that it counts towards."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import findings

from claude_preflight.analysis.fixing import fix_document
from claude_preflight.findings import Finding, Severity
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

CODE = "thinking-budget"
AUTUMN = date(2026, 11, 26)


def call(budget: str, limit: str = "4096", model: str = "claude-haiku-4-5", more: str = "") -> str:
    thinking = f'{{"type": "enabled", "budget_tokens": {budget}}}'
    return (
        f'client.messages.create(model="{model}", max_tokens={limit}, thinking={thinking}, '
        f"messages=messages{more})\n"
    )


def found(snippet: str, path: str = "a.py") -> list[Finding]:
    return [each for each in findings(snippet, path, AUTUMN) if each.rule == CODE]


def fixed(snippet: str) -> str:
    return fix_document(
        Document.of(snippet, "a.py"), Settings(), AUTUMN
    ).document.text.data.decode()


def test_a_small_budget_is_raised() -> None:
    (finding,) = found(call("1_000"))

    assert finding.severity is Severity.ERROR
    assert finding.text == '"budget_tokens": 1_000'
    assert finding.message == "Set `budget_tokens` to 1,024 or more: 1,000 is refused with 400."
    assert fixed(call("1_000")) == call("1_024")


def test_a_limit_that_the_budget_reaches_is_raised() -> None:
    (finding,) = found(call("4096"))

    assert finding.text == '"budget_tokens": 4096'
    assert finding.message == (
        "Set `max_tokens` above `budget_tokens`: 4,096 is not more than the 4,096 tokens to think "
        "with, so the request fails with 400."
    )
    assert [each.message for each in finding.related] == ["`max_tokens` is 4,096"]
    assert fixed(call("4096")) == call("4096", "8192")


@pytest.mark.parametrize(
    "snippet",
    [
        call("1024"),
        call("4095"),
        call("budget"),
        call("4096", "limit"),
        call("4096", more=', betas=["interleaved-thinking-2025-05-14"]'),
        call("4096", more=', extra_headers={"anthropic-beta": "interleaved-thinking-2025-05-14"}'),
        call("512", model="claude-3-7-sonnet-20250219"),
        call("512").replace("enabled", "disabled"),
    ],
)
def test_what_is_taken_or_not_known_is_no_alarm(snippet: str) -> None:
    assert not found(snippet)


def test_a_limit_goes_no_further_than_the_model_allows() -> None:
    stream = ", stream=True"
    (finding,) = found(call("64000", "64000", more=stream))
    assert not finding.fixes
    assert fixed(call("63000", "32000", more=stream)) == call("63000", "64000", more=stream)


def test_what_stands_elsewhere_is_not_changed_unasked() -> None:
    (finding,) = found(f"LIMIT = 2000\n{call('4096', 'LIMIT')}")
    assert [fix.safe for fix in finding.fixes] == [False]
