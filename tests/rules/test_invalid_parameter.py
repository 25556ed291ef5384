"""invalid-parameter: names that the API does not know, what is missing or out of range."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import findings

from claude_preflight.analysis.edits import apply_fixes
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.findings import Finding, Severity
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import SourceText

CODE = "invalid-parameter"
AUTUMN = date(2026, 11, 26)
HTTP = """\
import requests

requests.post(
    "https://api.anthropic.com/v1/messages",
    json={{"model": "claude-haiku-4-5", {more}}},
)
"""
ALL = '"max_tokens": 9, "messages": messages, '


def body(more: str) -> str:
    return HTTP.format(more=more)


def found(snippet: str, path: str = "a.py") -> list[Finding]:
    return [each for each in findings(snippet, path, AUTUMN) if each.rule == CODE]


def only(snippet: str, path: str = "a.py") -> Finding:
    (finding,) = found(snippet, path)
    return finding


def fixed(snippet: str, path: str = "a.py") -> str:
    return fix_document(Document.of(snippet, path), Settings(), AUTUMN).document.text.data.decode()


def test_a_name_of_a_wrapper_is_renamed() -> None:
    snippet = body('"maxOutputTokens": 9, "messages": messages')
    finding = only(snippet)

    assert finding.severity is Severity.ERROR
    assert finding.text == '"maxOutputTokens": 9'
    assert finding.message == (
        "Use `max_tokens`, not `maxOutputTokens`: that is a name of wrappers, and the Messages "
        "API answers 400."
    )
    assert fixed(snippet) == body('"max_tokens": 9, "messages": messages')


def test_what_has_no_effect_is_removed() -> None:
    snippet = body(f'{ALL}"frequency_penalty": 0.5, "stop": ["END"]')
    assert len(found(snippet)) == 2
    assert fixed(snippet) == body(f'{ALL}"stop_sequences": ["END"]')


@pytest.mark.parametrize("more", ['"stop": "END"', '"response_format": f', '"user": "me", "n": 2'])
def test_what_needs_more_than_another_name_is_not_changed_unasked(more: str) -> None:
    assert fixed(body(ALL + more)) == body(ALL + more)
    assert all(finding.severity is Severity.ERROR for finding in found(body(ALL + more)))


@pytest.mark.parametrize(
    ("snippet", "path"),
    [
        (
            (
                "client.messages.create("
                'model="claude-haiku-4-5", max_tokens=9, messages=m, response_format=f)'
            ),
            "a.py",
        ),
        (
            (
                'import Anthropic from "@anthropic-ai/sdk";\n'
                "new Anthropic().messages.create("
                '{ model: "claude-haiku-4-5", max_tokens: 9, messages, topP: 0.4 });'
            ),
            "a.ts",
        ),
        (
            (
                'client.post("https://api.anthropic.com/v1/messages").json(&json!({'
                '"model": "claude-haiku-4-5", "max_tokens": 9, "messages": [], "seed": 4}))'
            ),
            "a.rs",
        ),
        (
            (
                'body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, '
                '"messages": m, "stop": s})\n'
                'client.invoke_model(modelId="anthropic.claude-haiku-4-5-20251001-v1:0", body=body)'
            ),
            "a.py",
        ),
        (
            (
                "curl https://api.anthropic.com/v1/messages -d "
                '\'{"model": "claude-haiku-4-5", "max_tokens": 9, "messages": [], "n": 1}\''
            ),
            "a.sh",
        ),
    ],
)
def test_where_a_name_is_wrong(snippet: str, path: str) -> None:
    assert only(snippet, path).severity is Severity.ERROR


@pytest.mark.parametrize(
    ("snippet", "path"),
    [
        (body(f'{ALL}"future_parameter": 4'), "a.py"),
        (body(f'{ALL}"metadata": {{"user": "me"}}'), "a.py"),
        (
            (
                'client.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=m, '
                'extra_body={"seed": 4})'
            ),
            "a.py",
        ),
        (
            'generateText({ model: anthropic("claude-haiku-4-5"), maxOutputTokens: 9, prompt });',
            "a.ts",
        ),
        (
            'client.chat.completions.create(model="claude-haiku-4-5", messages=m, n=2, seed=4)',
            "a.py",
        ),
        (
            'litellm.completion(model="anthropic/claude-haiku-4-5", messages=m, seed=4, stop="x")',
            "a.py",
        ),
        (
            (
                'post("https://api.anthropic.com/v1/messages", '
                'new Body { Model = "claude-haiku-4-5", MaxTokens = 9, Messages = m, TopP = 1 });'
            ),
            "a.cs",
        ),
    ],
)
def test_where_a_name_may_be_right(snippet: str, path: str) -> None:
    assert not found(snippet, path)


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ('"messages": []', "`max_tokens`"),
        ('"max_tokens": 9', None),
        ('"messages": [], **more', None),
        ('"messages": [], "max_tokens": limit', None),
    ],
)
def test_what_is_missing(more: str, missing: str | None) -> None:
    messages = [finding.message for finding in found(body(more))]
    assert messages == (
        [f"Add {missing}, or the Messages API answers 400: a field is required."] if missing else []
    )


def test_what_may_be_added_later_is_not_missing() -> None:
    assert not found(
        'body = {"model": "claude-haiku-4-5", "messages": []}\nfill(body)\n'
        'requests.post("https://api.anthropic.com/v1/messages", json=body)'
    )


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ('"temperature": 1.5', "`1.5`"),
        ('"temperature": -0.1', "`-0.1`"),
        ('"top_p": -1', "`-1`"),
        ('"temperature": 1', None),
        ('"temperature": 0', None),
        ('"top_p": 0.9', None),
        ('"temperature": temperature', None),
        ('"output_config": {"effort": "extreme"}', None),  # effort itself is refused
    ],
)
def test_ranges(more: str, value: str | None) -> None:
    messages = [finding.message for finding in found(body(ALL + more))]
    assert [value in message for message in messages if value] == ([True] if value else [])


@pytest.mark.parametrize(("blocks", "count"), [(4, None), (5, "has 5 and"), (6, "has 6 and")])
def test_cached_blocks(blocks: int, count: str | None) -> None:
    block = '{"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}}'
    snippet = body(f'{ALL}"system": [{", ".join([block] * blocks)}]')
    messages = [finding.message for finding in found(snippet)]
    assert len(messages) == (1 if count else 0)
    assert all(count in message for message in messages if count)


def test_blocks_that_are_not_all_seen_are_not_counted() -> None:
    block = '{"type": "text", "text": "a", "cache_control": {"type": "ephemeral"}}'
    assert not found(body(f'{ALL}"system": [{block}, *([{block}] * 5)]'))


@pytest.mark.parametrize(
    ("endpoint", "more", "count"),
    [
        ("/count_tokens", '"max_tokens": 9, ', 1),
        ("/count_tokens", "", 0),
        ("", '"max_tokens": 9, ', 0),
    ],
)
def test_counting_tokens(endpoint: str, more: str, count: int) -> None:
    snippet = body(f'{more}"messages": []').replace("/v1/messages", f"/v1/messages{endpoint}")
    assert len(found(snippet)) == count


@pytest.mark.parametrize("place", ["call", "params"])
def test_betas_in_a_batch(place: str) -> None:
    betas = '"betas": ["files-api-2025-04-14"]'
    snippet = (
        "client.beta.messages.batches.create("
        f"{betas.replace(chr(34) + 'betas' + chr(34) + ': ', 'betas=') if place == 'call' else ''}"
        f'{", " if place == "call" else ""}requests=[{{"custom_id": "a", "params": {{'
        f'"model": "claude-haiku-4-5", {betas + ", " if place == "params" else ""}'
        '"max_tokens": 9, "messages": m}}])'
    )
    assert len(found(snippet)) == (1 if place == "params" else 0)


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "a.py",
            (
                "import anthropic\n\nc = anthropic.Anthropic()\n"
                'c.messages.create(model="{}", messages=[])\n'
            ),
            'model="{}", max_tokens=1024, messages',
        ),
        (
            "a.sh",
            'curl https://api.anthropic.com/v1/messages -d \'{{"model": "{}", "messages": []}}\'\n',
            '"model": "{}", "max_tokens": 1024, "messages"',
        ),
        (
            "b.sh",
            (
                "curl https://api.anthropic.com/v1/messages "
                '-d "{{\\"model\\": \\"{}\\", \\"messages\\": []}}"\n'
            ),
            '\\"model\\": \\"{}\\", \\"max_tokens\\": 1024, \\"messages\\"',
        ),
    ],
)
def test_a_number_of_tokens_is_proposed_where_one_is_required(
    path: str, before: str, after: str
) -> None:
    model = "claude-haiku-4-5"
    before = before.format(model)
    (finding,) = (each for each in findings(before, path) if each.rule == "invalid-parameter")
    (fix,) = finding.fixes
    assert (fix.title, fix.safe) == ("Add max_tokens 1024", False)
    assert after.format(model) in apply_fixes(SourceText.of(before), [fix])[0].decode()
