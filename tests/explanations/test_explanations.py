"""The pages about rules, errors and models, as the command line and the hovers show them."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from claude_preflight.explanations import (
    explain,
    explain_error,
    explain_model,
    explain_reference,
    suggestions,
)
from claude_preflight.explanations.error_references import ErrorReference
from claude_preflight.explanations.markdown import code, literal, plain
from claude_preflight.findings import Span
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.rules import RULES
from claude_preflight.safe_text import printable

TODAY = date(2026, 11, 22)

FENCES = {
    "python": "python",
    "typescript": "typescript",
    "javascript": "typescript",
    "tsx": "typescript",
    "typescriptreact": "typescript",
    "shell": "shell",
    "shellscript": "shell",
    "dotenv": "shell",
    "json": "python",
    "yaml": "python",
    "java": "python",
    "text": "python",
    "": "python",
}


def page(topic: str, language_id: str = "python", today: date = TODAY) -> str:
    text = explain(topic, today, language_id)
    assert text is not None, topic
    return text


def model_page(text: str, today: date = TODAY) -> str:
    registry = ModelRegistry.load()
    model_id = registry.find(text)
    assert model_id
    return explain_model(model_id, today, registry)


def fences(text: str) -> list[str]:
    return re.findall(r"^```(\w+)$", text, re.MULTILINE)


# Errors


@pytest.mark.parametrize(
    ("topic", "language", "words"),
    [
        (
            "410",
            "python",
            [
                "### 410 Gone — Model Retired",
                "`invalid_request_error` · not retried",
                "model 'claude-4-opus' has been retired",
                "1. Change the model name",
                "$15/$75 → $5/$25 (67% cheaper)",
                'model="claude-opus-4-8",  # was "claude-4-opus"',
                "404 `not_found_error`",
            ],
        ),
        ("400-model", "python", ["Invalid model name: claude-4-opus", "pip install --upgrade"]),
        ("400-model", "typescript", ["npm update @anthropic-ai/sdk"]),
        (
            "400-parameters",
            "python",
            ["max_tokens: 1000000 exceeds", "| claude-haiku-4-5 | 8,192 |", "128,000"],
        ),
        ("400-context", "python", ["input length exceeds", "Truncate the input", "1_000_000"]),
        (
            "401",
            "shell",
            [
                "`authentication_error`",
                "x-api-key: $ANTHROPIC_API_KEY",
                'not "Authorization: Bearer"',
            ],
        ),
        ("403", "python", ["`permission_error`", "anthropic.PermissionDeniedError", "higher tier"]),
        ("404", "shell", ["`not_found_error`", "https://api.anthropic.com/v1/messages \\"]),
        (
            "429",
            "python",
            [
                "`rate_limit_error` · retried by the SDKs, 2 times by default",
                "Python `RateLimitError` · TypeScript `RateLimitError`",
                "Please retry after 60 seconds.",
                "except anthropic.RateLimitError:",
                "time.sleep(2**attempt)",
                "max_retries=5",
            ],
        ),
        ("429", "typescript", ["Anthropic.RateLimitError", "maxRetries: 5"]),
        ("500", "python", ["`api_error`", "30 to 60 seconds", "a fallback model"]),
        (
            "529",
            "python",
            ["`overloaded_error`", "starting at 5 seconds", "(5, 10, 20):  # seconds"],
        ),
        (
            "TIMEOUT",
            "python",
            [
                "### TIMEOUT Request Timeout — No Response",
                "anthropic.APITimeoutError: Request timed out\n",
                "timeout=900.0)  # seconds",
                "600000 ms",
            ],
        ),
        ("timeout", "javascript", ["timeout: 900_000 }); // milliseconds"]),
        (
            "STREAM",
            "python",
            [
                "### STREAM Streaming Errors",
                "anthropic.APIError: incomplete JSON at position 0",
                "max_retries=3",
                "client.messages.stream(",
            ],
        ),
    ],
)
def test_the_entries_of_the_article(topic: str, language: str, words: list[str]) -> None:
    text = page(topic, language)
    assert [word for word in words if word not in text] == []


def test_every_entry_has_a_page_for_every_language() -> None:
    for entry in ErrorCatalog.load().entries:
        for language, fence in FENCES.items():
            text = explain_error(entry, language)
            expected = "python" if fence == "shell" and "curl" not in entry.examples else fence
            assert fences(text)[-1] == expected, (entry.code, language)
            assert text.startswith("### ")
            assert "\n\n\n" not in re.sub(r"```.*?```", "code", text, flags=re.DOTALL)
            assert text.count("```") % 2 == 0
            assert "\n**Causes**\n" in text
            assert "\n1. " in text
            assert text.endswith("*")


def test_java_and_go_see_their_own_classes() -> None:
    assert "Java `RateLimitException`" in page("429", "java")
    assert "Go `*anthropic.Error`" in page("429", "go")
    assert "Java" not in page("429", "python").partition("*Sources")[0]


@pytest.mark.parametrize(
    "topic", ["400", "HTTP 400", "BadRequestError", "anthropic.BadRequestError"]
)
def test_a_bad_request_shows_its_kinds_briefly(topic: str) -> None:
    text = page(topic)
    assert text.startswith("### 400 Bad Request\n")
    for title in ("Invalid Model Name", "Invalid Parameters", "Context Length Exceeded"):
        assert f"**{title}** — `" in text
    assert fences(text) == ["python"]
    assert "anthropic.APIStatusError" in text


@pytest.mark.parametrize(
    ("topic", "heading"),
    [
        ("529", "529 Overloaded"),
        ("http529", "529 Overloaded"),
        ("overloaded_error", "529 Overloaded"),
        ("OverloadedError", "529 Overloaded"),
        ("Anthropic.OverloadedError", "529 Overloaded"),
        ("com.anthropic.errors.RateLimitException", "429 Too Many Requests"),
        ("API is temporarily overloaded", "529 Overloaded"),
        ("prompt is too long: 5 tokens > 4 maximum", "400 Bad Request — Context"),
        (" 402 ", "402 Payment Required"),
        ("418", "Other 4xx"),
        ("502", "Other 5xx"),
        ("ramp_limit_exceeded", "429 Too Many Requests — `ramp_limit_exceeded`"),
        ("RampLimitExceededError", "429 Too Many Requests — `ramp_limit_exceeded`"),
        ("invalid_request_error", "410 Gone or 400 Bad Request"),
        ("CLIENT-STREAMING", "Streaming Required"),
        ("errors", "Quick reference"),
    ],
)
def test_an_error_is_found_by_any_of_its_names(topic: str, heading: str) -> None:
    assert page(topic).startswith(f"### {heading}")


def test_the_overview_lists_every_error() -> None:
    text = page("errors")
    assert "| 410 | Gone | Model retired (June 15) | Change model name to claude-opus-4-8 |" in text
    for entry in ErrorCatalog.load().entries:
        assert f"| {entry.status} |" in text or f"- `{entry.code}` " in text


def test_every_error_code_has_a_page() -> None:
    for each in ErrorCatalog.load().error_codes:
        text = page(each.error_code)
        assert each.meaning in text
        assert f'"error_code": "{each.error_code}"' in text
        assert f"`{each.class_name}`, a `" in text


def test_a_reference_is_explained() -> None:
    span = Span(0, 1)
    one = ErrorReference(span, ("529",))
    assert page("529", "tsx") == f"{explain_reference(one, 'tsx')}\n\nIn the error reference: 529"
    some = ErrorReference(span, ("400-model", "400-context"))
    assert explain_reference(some).startswith("### 400 Bad Request\n")
    code = ErrorReference(span, ("429",), "ramp_limit_exceeded")
    assert page("ramp_limit_exceeded").startswith(explain_reference(code))


# Models


def test_a_retired_model() -> None:
    text = model_page("us.anthropic.claude-opus-4-20250514-v1:0")
    assert text.startswith("### Claude Opus 4 — retired\n")
    for words in (
        "`us.anthropic.claude-opus-4-20250514-v1:0` · Amazon Bedrock · ",
        "Retired on Amazon Bedrock on 2026-05-31, 175 days ago",
        "**Replace with** `us.anthropic.claude-opus-4-8`, Claude Opus 4.8 (article",
        "$15/$75 → $5/$25 per MTok, 67 % cheaper",
        "| Context window | 200,000 tokens | 1,000,000 tokens |",
    ):
        assert words in text


def test_a_model_that_will_be_retired() -> None:
    text = model_page("claude-opus-4-20250514", date(2026, 6, 14))
    assert text.startswith("### Claude Opus 4 — deprecated\n")
    assert "Retires on 2026-06-15, in 1 day" in text
    assert "**Replace with** `claude-opus-4-8`" in text


def test_a_promise_to_keep_a_model_is_not_the_end_on_a_platform() -> None:
    assert "Retires on Google Vertex AI on 2026-11-30" in model_page("claude-sonnet-4-5@20250929")


def test_an_active_model_names_every_limit_and_its_source() -> None:
    text = model_page("claude-opus-4-8")
    assert text.startswith("### Claude Opus 4.8 — active\n")
    assert "Replace" not in text
    assert re.search(r"32,768 tokens \(article[^)]*\) or 128,000 tokens \(", text)


def test_days_on_which_sources_disagree_are_all_named() -> None:
    text = model_page("claude-haiku-3-5")
    assert re.search(r"disagree on the day: 2026-02-19 \(.*\); 2026-06-15 \(article", text)
    assert "25 % dearer" in text


def test_a_platform_that_does_not_serve_the_replacement() -> None:
    assert "is not known to serve it" in model_page("in.anthropic.claude-sonnet-4-20250514-v1:0")


def test_every_id_has_a_page() -> None:
    registry = ModelRegistry.load()
    names = {
        name
        for model in registry.models()
        for listed in model.facts["platforms"].values()
        for name in (model.id, *listed)
    }
    found = [(name, registry.find(name)) for name in names]
    for name, model_id in found:
        if model_id:
            text = explain_model(model_id, TODAY, registry)
            assert text.startswith(f"### {registry.get(model_id.model).name} — ")
            assert f"`{name}`" in text


def test_the_registry_of_a_user_is_asked() -> None:
    registry = ModelRegistry.load(replacements={"claude-opus-4-20250514": "claude-sonnet-4-6"})
    text = explain("claude-opus-4-20250514", TODAY, registry=registry)
    assert text
    assert "`claude-sonnet-4-6`" in text
    assert "your settings" in text


# Rules, and everything else


def test_every_rule_has_a_page() -> None:
    for rule in RULES.values():
        text = page(rule.code)
        assert f"`{rule.code}`" in text
        assert rule.summary in text
        assert rule.http in text
        assert rule.help in text


@pytest.mark.parametrize(
    "topic", ["", "nothing", "200", "claude", "gpt-5", "ValueError", "\n", "💥"]
)
def test_nothing_is_known(topic: str) -> None:
    assert explain(topic, TODAY) is None


@pytest.mark.parametrize(
    ("topic", "meant"),
    [
        ("RateLimtError", "RateLimitError"),
        ("overloaded_eror", "overloaded_error"),
        ("TIMEOUTS", "TIMEOUT"),
        ("retired-modle", "retired-model"),
        ("claude-opus-4-20250541", "claude-opus-4-20250514"),
    ],
)
def test_suggestions(topic: str, meant: str) -> None:
    assert meant in suggestions(topic)
    assert explain(topic, TODAY) is None


def test_no_suggestion_is_forced() -> None:
    assert suggestions("zzzzzzzzzz") == ()


def test_every_suggestion_leads_somewhere() -> None:
    for topic in ("eror", "claude-opus-48", "max-token", "4000", "limit_exceeded"):
        for suggestion in suggestions(topic):
            assert explain(suggestion, TODAY)


@settings(max_examples=300)
@given(
    text=st.text(st.sampled_from("ab `*_[]()<>&|~#!$\\\n\x1b:/.") | st.characters(), max_size=12)
)
@example("[x](command:y)")
@example("**a** `b` <img src=x>")
def test_what_people_wrote_means_nothing_in_markdown(text: str) -> None:
    shown = printable(text)
    assert plain(f"x{literal(text)}x") == f"x{shown}x"
    assert plain(f"x {code(text)} x") == f"x {shown} x" or not text
    assert "\n" not in literal(text) + code(text)
    # It stands within a line here: at the start of one it may begin a list.
    shown_by_others = MarkdownIt("commonmark", {"html": True}).renderInline(f"x{literal(text)}x")
    assert shown_by_others == escape(f"x{shown}x", quote=False).replace('"', "&quot;")


def test_a_page_as_plain_text() -> None:
    page = """### A **bold** `co*de`

| | A |
| --- | --- |
| Price | `$1` or *2* |

- see [docs](https://x.y/a_b) and 2 * 3 * 4

```python
# f(**kwargs) `x`
| not | a | table |
```

*Sources: a; b*"""
    assert (
        plain(page)
        == """A bold co*de

A
Price  $1 or 2

- see docs (https://x.y/a_b) and 2 * 3 * 4

# f(**kwargs) `x`
| not | a | table |

Sources: a; b"""
    )


def test_a_page_about_a_model_with_a_hostile_name() -> None:
    name = "[x](command:evil) `<b>`\n# |\x1b"
    own = {
        "acme-1": {"name": name, "retired_on": "2026-01-01", "access": name, "replacement": name}
    }
    registry = ModelRegistry.load({**own, name: {"name": name}})
    for text in ("acme-1", name):
        model_id = registry.find(text)
        assert model_id
        page = explain_model(model_id, TODAY, registry)
        shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(page)
        assert not {"<a ", "<b>", "<h1>", "\x1b"} & set(re.findall(r"<\w+[ >]|\x1b", shown))
        assert shown.count("<h3>") == 1
        assert "[x](command:evil) `<b>`␊# |␛" in plain(page)


NOVEMBER = date(2026, 11, 26)


def test_a_promise_that_has_run_out_is_not_shown() -> None:
    assert "Not retired before 2026-10-15" in model_page("claude-haiku-4-5", date(2026, 10, 14))
    assert "Not retired before" not in model_page("claude-haiku-4-5", NOVEMBER)
    assert "Not retired before 2027-05-28" in model_page("claude-opus-4-8", NOVEMBER)


def test_a_page_says_what_holds_elsewhere() -> None:
    text = model_page("claude-opus-4-5", NOVEMBER)
    assert "Retires on 2027-01-22, in 57 days" in text
    assert "Announced on 2026-11-23." in text
    for words in (
        "Amazon Bedrock active",
        "Google Vertex AI until 2027-01-22",
        "Claude Platform on AWS until 2027-01-22",
        "Claude on Google Cloud until 2027-01-22",
    ):
        assert words in text

    text = model_page("us.anthropic.claude-opus-4-5-20251101-v1:0", NOVEMBER)
    assert text.startswith("### Claude Opus 4.5 — active\n")
    assert "Active on Amazon Bedrock, with no announced end there." in text
    assert "Replace" not in text


def test_a_page_says_which_regions_differ() -> None:
    text = model_page("us.anthropic.claude-3-haiku-20240307-v1:0", NOVEMBER)
    assert "Retired on Amazon Bedrock in most regions on 2026-09-10" in text
    assert "Amazon Bedrock in ca-central-1, eu-central-2, sa-east-1 active" in text
    assert "Amazon Bedrock in ap-northeast-2 deprecated" in text


def test_a_day_that_nobody_confirms_is_shown_as_such() -> None:
    text = model_page("azure_ai/claude-opus-5-5-fast", NOVEMBER)
    assert "— active" in text
    assert re.search(r"Not confirmed, .* on Microsoft Foundry: 2027-01-15 \(litellm", text)
    assert "Not confirmed" not in model_page("azure_ai/claude-haiku-4-5", NOVEMBER)


def test_the_id_of_fast_mode_that_runs_at_standard_speed() -> None:
    text = model_page("claude-opus-4-6-fast", NOVEMBER)
    assert (
        "Fast mode was removed on 2026-06-29: requests with this id run at standard speed" in text
    )
    assert '`claude-opus-5-5` with `speed: "fast"`' in text


def test_the_id_of_fast_mode_that_is_gone() -> None:
    text = model_page("claude-opus-4-7-fast", NOVEMBER)
    assert text.startswith("### Claude Opus 4.7 fast mode — retired\n")
    assert "Retired on 2026-07-24" in text
    assert model_page("claude-opus-4-7", NOVEMBER).startswith("### Claude Opus 4.7 — active\n")


def test_what_a_source_says_besides_the_day() -> None:
    text = model_page("anthropic/claude-opus-4.1", NOVEMBER)
    assert "Deprecated on OpenRouter; no day is known." in text
    assert "Still listed; Amazon Bedrock serves the model until 2027-01-08." in text
    assert "models.dev, 2026-11-10" in text


def test_a_day_on_which_sources_disagree_or_that_some_leave_open() -> None:
    text = model_page("claude-mythos-preview", NOVEMBER)
    assert "Sources disagree on the day: not named (vendor docs" in text
    assert "2026-06-30 (Python SDK 2.14.0" in text
    assert "2026-06-09 (litellm 1.110.2" in text

    text = model_page("claude-3-opus@20240229", NOVEMBER)
    assert re.search(r"disagree on the day: 2026-01-05 \(Claude Code .*\); 2025-08-01 \(", text)
