"""max-tokens: limits by source, what is safe to lower, and what is left to other rules."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.findings import SettingChange, Severity
from claude_preflight.settings import LimitSource, Settings

OPUS = "claude-opus-4-8"  # 32,768 by the article, 128,000 by the vendor


def request(limit: str, model: str = OPUS, more: str = "") -> str:
    return f'create(model="{model}", max_tokens={limit}{more})'


def test_a_number_above_every_limit_is_an_error_with_a_safe_fix() -> None:
    found = finding(request("200_000"))
    assert (found.rule, found.severity, found.text) == ("max-tokens", Severity.ERROR, "200_000")
    assert found.message == (
        "Lower `max_tokens` to 128,000 (API error text, read 2026-11-26) or 32,768 (article, read "
        "2026-11-26): `claude-opus-4-8` allows 128,000 output tokens, and a request for 200,000 "
        "fails with 400."
    )
    vendor, article = found.fixes
    assert (vendor.title, vendor.safe) == ("Lower max_tokens to 128,000", True)
    assert [edit.text for edit in vendor.edits] == ["128_000"], "written as it was"
    assert (article.title, article.safe) == ("Lower max_tokens to 32,768", False)
    assert [edit.text for edit in article.edits] == ["32_768"]


def test_what_is_lowered_unasked_leaves_at_most_the_warning_that_names_both_sources() -> None:
    (fix, _) = finding(request("200000")).fixes
    left = finding(request(fix.edits[0].text))
    assert left.severity is Severity.WARNING
    assert "32,768 (article" in left.message


def test_no_number_is_named_twice_where_nobody_is_stricter() -> None:
    found = finding(request("200000", "claude-opus-4-7"))
    assert found.message.startswith("Lower `max_tokens` to 128,000: ")
    assert [fix.title for fix in found.fixes] == ["Lower max_tokens to 128,000"]


@pytest.mark.parametrize(
    ("limits", "titles"),
    [
        ("strictest", ["64,000", "8,192"]),
        ("vendor", ["64,000"]),
        ("article", ["8,192"]),
    ],
)
def test_one_source_alone_judges_fixes_too(limits: LimitSource, titles: list[str]) -> None:
    found = finding(request("65536", "claude-haiku-4-5"), settings=Settings(limits=limits))
    assert [fix.title for fix in found.fixes] == [f"Lower max_tokens to {each}" for each in titles]
    assert found.safe_fix is found.fixes[0]


def test_a_number_that_sources_disagree_on_is_a_warning_that_names_both() -> None:
    found = finding(request("64000"))
    assert found.severity is Severity.WARNING
    assert found.safe_fix is None
    assert "32,768 (article" in found.message
    assert "128,000 (" in found.message
    lower, trust = found.fixes
    assert (lower.title, lower.edits[0].text) == ("Lower max_tokens to 32,768", "32768")
    assert trust.setting == SettingChange("limits", "vendor")
    assert not trust.edits


@pytest.mark.parametrize(
    ("limits", "asked", "severity", "lowered"),
    [
        ("strictest", 32_768, None, None),
        ("strictest", 32_769, Severity.WARNING, "32768"),
        ("strictest", 128_000, Severity.WARNING, "32768"),
        ("strictest", 128_001, Severity.ERROR, "128000"),
        ("article", 32_768, None, None),
        ("article", 32_769, Severity.ERROR, "32768"),
        ("vendor", 128_000, None, None),
        ("vendor", 128_001, Severity.ERROR, "128000"),
    ],
)
def test_the_settings_say_whose_limits_count(
    limits: LimitSource, asked: int, severity: Severity | None, lowered: str | None
) -> None:
    found = findings(request(str(asked)), settings=Settings(limits=limits))
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert [one.fixes[0].edits[0].text for one in found] == ([lowered] if lowered else [])


def test_a_model_that_the_article_does_not_name_has_the_vendors_limit() -> None:
    article = Settings(limits="article")
    assert findings(request("128000", "claude-opus-4-7"), settings=article) == []
    assert finding(request("128001", "claude-opus-4-7"), settings=article).severity is (
        Severity.ERROR
    )


@pytest.mark.parametrize("asked", ["-1", "-4096"])
def test_a_negative_number_is_an_error_that_only_a_person_can_mend(asked: str) -> None:
    found = finding(request(asked))
    assert (found.severity, found.fixes) == (Severity.ERROR, ())
    assert found.message == (
        "Set `max_tokens` to the number of tokens that you expect at most: "
        f"a negative one, {asked}, fails with 400."
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", request("0")),
        ("a.py", request("0", "claude-sonnet-4-5")),
        ("a.py", request("0", more=', stream=False, tool_choice={"type": "auto"}')),
        ("a.py", request("0", more=', thinking={"type": "adaptive"}')),
        ("a.ts", f'client.messages.create({{ model: "{OPUS}", max_tokens: 0, stream: false }})'),
        ("a.json", f'{{"model": "{OPUS}", "max_tokens": 0, "messages": []}}'),
        ("a.py", request("1", more=", stream=True")),
    ],
)
def test_no_output_warms_the_prompt_cache(path: str, text: str) -> None:
    assert not [one for one in findings(text, path) if one.rule == "max-tokens"]


@pytest.mark.parametrize(
    ("path", "text", "other"),
    [
        ("a.py", request("0", more=", stream=True"), "stream"),
        (
            "a.py",
            request("0", more=', thinking={"type": "enabled", "budget_tokens": 1024}'),
            "thinking",
        ),
        ("a.py", request("0", more=', tool_choice={"type": "any"}'), "tool_choice"),
        ("a.py", request("0", more=', tool_choice={"type": "tool", "name": "f"}'), "tool_choice"),
        ("a.py", request("0", more=', compaction={"type": "auto"}'), "compaction"),
        ("a.py", request("0", more=", output_config=dict(format=SHAPE)"), "output_config.format"),
        (
            "a.ts",
            f'client.messages.create({{ model: "{OPUS}", max_tokens: 0, stream: true }})',
            "stream",
        ),
        (
            "a.ts",
            f'ask({{ model: "{OPUS}", maxTokens: 0, toolChoice: {{ type: "any" }} }})',
            "tool_choice",
        ),
        ("a.json", f'{{"model": "{OPUS}", "max_tokens": 0, "stream": true}}', "stream"),
        ("a.yaml", f"model: {OPUS}\nmax_tokens: 0\nstream: true\n", "stream"),
        (
            "a.ts",
            f'f({{ model: "{OPUS}", max_tokens: 0, output_config: {{ format: {{ a: 1 }} }} }})',
            "output_config.format",
        ),
    ],
)
def test_no_output_is_refused_together_with_some_parameters(
    path: str, text: str, other: str
) -> None:
    (found,) = [one for one in findings(text, path) if one.rule == "max-tokens"]
    assert found.severity is Severity.ERROR
    # Whether to leave the other out, or to ask for output, a person decides.
    assert [fix.safe for fix in found.fixes] == ([] if "." in other else [False])
    assert f"Leave out `{other}` or raise `" in found.message
    assert found.message.endswith(
        "0 only warms the prompt cache, and fails with 400 together with that."
    )


@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        (
            "a.py",
            f'c.messages.stream(model="{OPUS}", max_tokens=0)',
            "Leave out `stream` or raise ",
        ),
        (
            "a.ts",
            f'c.messages.stream({{ model: "{OPUS}", max_tokens: 0 }})',
            "Leave out `stream` or raise ",
        ),
        (
            "a.go",
            f'package m\nvar _ = c.NewStreaming(ctx, P{{Model: "{OPUS}", MaxTokens: 0}})',
            "Leave out `stream` or raise ",
        ),
        (
            "a.py",
            f'f([{{"custom_id": "a", "params": {{"model": "{OPUS}", "max_tokens": 0}}}}])',
            "fails with 400 in a batch.",
        ),
        (
            "a.py",
            f'Request(custom_id="a", params=Params(model="{OPUS}", max_tokens=0))',
            "fails with 400 in a batch.",
        ),
        (
            "a.ts",
            f'[{{ custom_id: "a", params: {{ model: "{OPUS}", max_tokens: 0 }} }}]',
            "fails with 400 in a batch.",
        ),
        (
            "a.json",
            f'[{{"custom_id": "a", "params": {{"model": "{OPUS}", "max_tokens": 0}}}}]',
            "fails with 400 in a batch.",
        ),
    ],
)
def test_no_output_is_refused_where_it_is_streamed_or_batched(
    path: str, text: str, where: str
) -> None:
    (found,) = [one for one in findings(text, path) if one.rule == "max-tokens"]
    assert (found.severity, found.fixes) == (Severity.ERROR, ())
    assert where in found.message


@pytest.mark.parametrize(
    "text",
    [
        f'params = dict(model="{OPUS}", max_tokens=0)\nc.messages.batches.create(requests=[])',
        f'custom_id = "a"; params = {{"model": "{OPUS}", "max_tokens": 0}}',
        f'c.messages.stream(); ask(model="{OPUS}", max_tokens=0)',
        f'upstream(model="{OPUS}", max_tokens=0)',
    ],
)
def test_no_output_is_valid_where_neither_is_certain(text: str) -> None:
    assert not [one for one in findings(text) if one.rule == "max-tokens"]


def test_the_limit_of_a_retired_model_is_left_to_its_migration() -> None:
    found = findings(request("200000", "claude-opus-4-20250514"))
    assert [one.rule for one in found] == ["retired-model"]


def test_the_limit_of_a_retiring_model_still_counts() -> None:
    found = findings(request("64001", "claude-sonnet-4-5"), today=date(2026, 11, 22))
    assert [one.rule for one in found] == ["retiring-model", "max-tokens"]


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.py", 'ChatAnthropic(model_name="claude-opus-4-8", max_tokens_to_sample=200000)'),
        ("a.py", 'x = {"model": "claude-opus-4-8", "max_tokens": 200000}'),
        ("a.py", 'M = "claude-opus-4-8"\ncreate(model=M, max_tokens=200000)'),
        ("a.js", 'create({ model: "claude-opus-4-8", maxTokens: 200000 });'),
        ("a.tsx", 'create({ model: "claude-opus-4-8", maxOutputTokens: 200_000 });'),
        (
            "a.js",
            'c({ modelId: "anthropic.claude-opus-4-8", inferenceConfig: { maxTokens: 2e5 } })',
        ),
        ("a.json", '{"model": "claude-opus-4-8", "max_tokens": 200000}'),
        ("a.yaml", "model: claude-opus-4-8\nmax_tokens: 200000\n"),
        ("a.toml", 'model = "claude-opus-4-8"\nmax-tokens = 200_000\n'),
    ],
)
def test_requests_in_all_languages(path: str, snippet: str) -> None:
    expected = [] if "2e5" in snippet else ["max-tokens"]
    assert [one.rule for one in findings(snippet, path)] == expected


def test_a_shared_constant_is_not_lowered_unasked() -> None:
    found = finding(f"LIMIT = 200000\nshow(LIMIT)\n{request('LIMIT')}")
    assert found.text == "LIMIT"
    assert not any(fix.safe for fix in found.fixes)


def test_a_constant_that_only_limits_output_is_lowered() -> None:
    found = finding(f"LIMIT = 200000\n{request('LIMIT')}")
    assert found.safe_fix is not None


def test_a_number_below_the_thinking_budget_would_not_work_either() -> None:
    thinking = ', thinking={"type": "enabled", "budget_tokens": 64000}'
    fix = finding(request("70000", "claude-haiku-4-5", thinking)).fixes[0]
    assert (fix.edits[0].text, fix.safe) == ("64000", False)
    fewer = thinking.replace("64000", "63999")
    assert finding(request("70000", "claude-haiku-4-5", fewer)).safe_fix is not None


@pytest.mark.parametrize("limit", ["n", "2 * 100000", "f()", "200000.0", "None"])
def test_what_is_not_known_is_not_guessed(limit: str) -> None:
    assert findings(request(limit)) == []


def test_settings_change_the_severity_of_the_error() -> None:
    quiet = Settings(severity={"max-tokens": Severity.INFORMATION})
    assert finding(request("200000"), settings=quiet).severity is Severity.INFORMATION
