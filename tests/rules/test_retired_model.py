"""retired-model: messages, severities by role, spellings of the replacement, days."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.analysis.edits import apply_fixes
from claude_preflight.findings import Severity
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

OLD = "claude-3-opus-20240229"

ROLES = {
    "use": ("a.py", f'ask(model="{OLD}")', Severity.ERROR, True),
    "listing": ("a.py", f'PRICES = {{"{OLD}": 15}}', Severity.INFORMATION, False),
    "comparison": ("a.py", f'ok = model == "{OLD}"', Severity.HINT, False),
    "prose": ("a.py", f"# {OLD}", Severity.HINT, False),
    "example": ("a.md", f"```\n{OLD}\n```", Severity.WARNING, False),
}


@pytest.mark.parametrize(("path", "snippet", "severity", "safe"), ROLES.values(), ids=list(ROLES))
def test_the_role_decides_how_loud_it_is_and_whether_the_fix_is_safe(
    path: str, snippet: str, severity: Severity, safe: bool
) -> None:
    found = finding(snippet, path)
    (fix,) = found.fixes
    assert (found.rule, found.text, found.severity) == ("retired-model", OLD, severity)
    assert (fix.title, fix.safe) == ("Replace with claude-opus-4-8", safe)


def test_the_message_says_what_why_and_what_to_do() -> None:
    assert finding(f'ask(model="{OLD}")').message == (
        f"`{OLD}` is retired (2026-01-05): use `claude-opus-4-8`."
    )


def test_a_comparison_is_said_to_be_a_dead_branch() -> None:
    assert finding(f'ok = model == "{OLD}"').message == (
        f"`{OLD}` is retired (2026-01-05), so nothing that works equals it: use `claude-opus-4-8`."
    )


def test_a_platform_with_a_day_of_its_own_is_named() -> None:
    assert finding('ask("claude-3-opus@20240229")').message == (
        "`claude-3-opus@20240229` is retired on Google Vertex AI "
        "(2026-01-05; 2025-08-01 by litellm 1.109.1, 2026-11-12): use `claude-opus-4-8`."
    )


def test_a_day_that_makes_no_difference_is_not_in_the_message() -> None:
    """The vendor's skills repository has 2026-04-19; the hover shows both."""
    assert finding('ask("claude-3-haiku-20240307")').message == (
        "`claude-3-haiku-20240307` is retired (2026-04-20): use `claude-haiku-4-5-20251001`."
    )


@pytest.mark.parametrize(
    "text", ["databricks-claude-opus-4", "databricks/databricks-claude-3-7-sonnet"]
)
def test_nothing_is_said_where_a_platform_has_names_and_days_of_its_own(text: str) -> None:
    assert not findings(f'ask(model="{text}", max_tokens=9)')


def test_settings_change_the_severity_of_use_only() -> None:
    quiet = Settings(severity={"retired-model": Severity.INFORMATION})
    assert finding(f'ask(model="{OLD}")', settings=quiet).severity is Severity.INFORMATION
    assert finding(f"# {OLD}", settings=quiet).severity is Severity.HINT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claude-3-opus-20240229", "claude-opus-4-8"),
        ("claude-3-opus-latest", "claude-opus-4-8"),
        ("claude-2.1", "claude-opus-4-8"),
        ("anthropic.claude-v2:1", "anthropic.claude-opus-4-8"),
        ("anthropic.claude-3-opus-20240229-v1:0", "anthropic.claude-opus-4-8"),
        ("us.anthropic.claude-3-opus-20240229-v1:0", "us.anthropic.claude-opus-4-8"),
        ("eu.anthropic.claude-3-7-sonnet-20250219-v1:0", "eu.anthropic.claude-sonnet-4-6"),
        (
            "bedrock/us.anthropic.claude-3-opus-20240229-v1:0",
            "bedrock/us.anthropic.claude-opus-4-8",
        ),
        ("claude-3-opus@20240229", "claude-opus-4-8"),
        ("anthropic/claude-3.7-sonnet", "anthropic/claude-sonnet-4.6"),
        ("anthropic/claude-3-opus", "anthropic/claude-opus-4.8"),
        ("claude-sonnet-4", "claude-sonnet-4-6"),
        ("claude-4-opus", "claude-opus-4-8"),
    ],
)
def test_the_replacement_is_spelled_as_the_old_id(old: str, new: str) -> None:
    found = finding(f'ask(model="{old}")')
    ((edit,),) = [fix.edits for fix in found.fixes]
    assert (found.text, edit.text, edit.span) == (old, new, found.span)
    assert findings(f'ask(model="{new}")') == []


def test_an_id_with_the_date_of_another_model_never_was_one() -> None:
    assert findings('ask(modelId="anthropic.claude-3-7-sonnet-20240620-v1:0")') == []
    assert findings('ask(modelId="anthropic.claude-3-7-sonnet-20250219-v1:0")') != []


def test_a_name_with_a_capital_is_an_id_only_where_a_request_uses_it() -> None:
    assert findings('LABEL = "Claude-3-Opus"') == []
    assert finding('ask(model="Claude-3-Opus")').rule == "retired-model"
    assert finding('MODEL = "CLAUDE-3-OPUS-20240229"').rule == "retired-model"


def test_a_model_is_retired_on_the_day_itself() -> None:
    snippet = 'ask(model="claude-sonnet-4-20250514")'
    assert finding(snippet, today=date(2026, 6, 14)).rule == "retiring-model"
    assert finding(snippet, today=date(2026, 6, 15)).rule == "retired-model"


def test_the_replacement_is_a_model_that_is_active_on_the_day() -> None:
    """The article names a model that has itself an end by now, which is followed further."""
    for today in (date(2026, 1, 10), date(2026, 8, 1), date(2026, 12, 24)):
        (fix,) = finding(f'ask(model="{OLD}")', today=today).fixes
        new = fix.edits[0].text
        assert findings(f'ask(model="{new}")', today=today) == []


def test_an_active_model_is_no_finding() -> None:
    assert findings('ask(model="claude-opus-4-8", max_tokens=1024)') == []


REQUEST = "https://bedrock-runtime.us-east-1.amazonaws.com/model/{}/invoke"
VERTEX = "https://us-east5-aiplatform.googleapis.com/v1/publishers/anthropic/models/{}:rawPredict"


@pytest.mark.parametrize(
    ("path", "line", "old", "new"),
    [
        (
            "a.py",
            f'requests.post("{REQUEST}", json=body)\n',
            "us.anthropic.claude-3-haiku-20240307-v1:0",
            "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        ),
        (
            "a.ts",
            f"await fetch(`{REQUEST}`, options);\n",
            "us.anthropic.claude-3-haiku-20240307-v1%3A0",
            "us.anthropic.claude-haiku-4-5-20251001-v1%3A0",
        ),
        ("a.sh", f'curl "{VERTEX}" -d @a.json\n', "claude-3-opus@20240229", "claude-opus-4-8"),
        ("a.yaml", f"url: {VERTEX}\n", "claude-3-haiku%4020240307", "claude-haiku-4-5%4020251001"),
        (
            "a.go",
            f'package a\n\nvar u = "{VERTEX}"\n',
            "claude-3-opus%4020240229",
            "claude-opus-4-8",
        ),
    ],
)
def test_an_id_in_a_url_is_replaced_there_and_written_as_it_was(
    path: str, line: str, old: str, new: str
) -> None:
    snippet = line.format(old)
    only = finding(snippet, path, date(2026, 11, 26))

    fix = only.best_fix(unsafe=True)

    assert only.severity is Severity.ERROR
    assert fix is not None
    text, _ = apply_fixes(Document.of(snippet, path).text, [fix])
    assert text.decode() == line.format(new)
    # What is sent to the URL is not known.
    assert not fix.safe


@pytest.mark.parametrize(
    ("path", "snippet", "fixed"),
    [
        ("a.sh", 'MODELS="gpt-4o,claude-3-opus-20240229"\n', 'MODELS="gpt-4o,claude-opus-4-8"\n'),
        (
            "a.json",
            '{"default": "anthropic,claude-3-opus-20240229"}\n',
            '{"default": "anthropic,claude-opus-4-8"}\n',
        ),
        (
            "a.json",
            '{"default": "openrouter,anthropic/claude-3-opus"}\n',
            '{"default": "openrouter,anthropic/claude-opus-4.8"}\n',
        ),
    ],
)
def test_an_id_in_a_list_with_commas_is_replaced_there(path: str, snippet: str, fixed: str) -> None:
    only = finding(snippet, path, date(2026, 11, 26))

    fix = only.best_fix(unsafe=False)

    assert fix is not None
    text, _ = apply_fixes(Document.of(snippet, path).text, [fix])
    assert text.decode() == fixed
