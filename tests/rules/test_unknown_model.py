"""unknown-model: slips in the models of requests, and silence about everything else."""

from __future__ import annotations

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.findings import Severity
from claude_preflight.settings import Settings


@pytest.mark.parametrize(
    ("path", "snippet", "meant"),
    [
        ("a.py", 'create(model="claude-sonet-4-6")', "claude-sonnet-4-6"),
        ("a.py", 'create(model="claude-sonnet-4-5-20250930")', "claude-sonnet-4-5-20250929"),
        ("a.py", 'MODEL = "claude-opuss-4-8"\ncreate(model=MODEL)', "claude-opus-4-8"),
        ("a.js", 'create({ model: "claude-sonnnet-4-6" });', "claude-sonnet-4-6"),
        ("a.json", '{"model": "claude-haikku-4-5"}', "claude-haiku-4-5"),
        ("a.yaml", "model: claude-opsu-4-8\n", "claude-opus-4-8"),
        ("a.toml", 'model = "claude-opsu-4-8"\n', "claude-opus-4-8"),
    ],
)
def test_a_slip_is_reported_with_what_was_meant(path: str, snippet: str, meant: str) -> None:
    found = findings(snippet, path)
    assert [fix.edits[0].text for one in found for fix in one.fixes] == [meant]
    for one in found:
        assert (one.rule, one.severity) == ("unknown-model", Severity.WARNING)
        assert one.safe_fix is None, "only the author knows what was meant"


def test_the_message() -> None:
    assert finding('create(model="claude-sonet-4-6")').message == (
        "`claude-sonet-4-6` is no Claude model that any source knows: "
        "did you mean `claude-sonnet-4-6`?"
    )


@pytest.mark.parametrize(
    ("slip", "meant", "successor"),
    [
        ("claude-3-sonet-20240229", "claude-3-sonnet-20240229", "claude-sonnet-4-6"),
        ("claude-3-5-sonnet-20241023", "claude-3-5-sonnet-20241022", "claude-sonnet-4-6"),
        (
            "us.anthropic.claude-3-5-sonnet-20241023-v2:0",
            "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
            "us.anthropic.claude-sonnet-4-6",
        ),
    ],
)
def test_nobody_is_sent_to_a_model_that_is_retired(slip: str, meant: str, successor: str) -> None:
    found = finding(f'create(model="{slip}", max_tokens=5)')
    assert found.message == (
        f"`{slip}` is no Claude model that any source knows: "
        f"use `{successor}`, as `{meant}`, which it looks like, is retired."
    )
    assert [(fix.title, fix.safe) for fix in found.fixes] == [(f"Replace with {successor}", False)]


def test_the_fix_leaves_a_request_that_works() -> None:
    found = finding('create(model="claude-3-sonet-20240229", temperature=0.5, max_tokens=200_000)')
    assert [fix.title for fix in found.fixes] == [
        "Migrate this request to claude-sonnet-4-6 (lowers max_tokens to 128,000)"
    ]


@pytest.mark.parametrize(
    "snippet",
    [
        'create(model="claude-opus-9")',
        'create(model="claude-")',
        'create(model="my-claude-gateway")',
        'create(model="claude-sonet-4-6-proxy-of-our-own")',
        'NAME = "claude-sonet-4-6"',
        'ask("claude-sonet-4-6")',
        '{"claude-sonet-4-6": 1}',
        'x == "claude-sonet-4-6"',
        "# claude-sonet-4-6",
        'create(model=f"claude-sonet-4-{minor}")',
        'create(model="claude-sonet-4" + minor)',
    ],
)
def test_what_may_be_meant_so_is_left_alone(snippet: str) -> None:
    assert findings(snippet) == []


def test_a_model_used_twice_is_reported_once() -> None:
    assert findings('M = "claude-sonet-4-6"\ncreate(model=M)\ncreate(model=M)\n') == [
        finding('M = "claude-sonet-4-6"\ncreate(model=M)\n')
    ]


def test_own_models_are_known() -> None:
    own = Settings(models={"claude-sonet-4-6": {}})
    assert findings('create(model="claude-sonet-4-6")', settings=own) == []


def test_settings_change_the_severity() -> None:
    loud = Settings(severity={"unknown-model": Severity.ERROR})
    assert finding('create(model="claude-sonet-4-6")', settings=loud).severity is Severity.ERROR
