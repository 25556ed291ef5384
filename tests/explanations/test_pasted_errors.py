"""What errors look like where people meet them: pasted into `explain`, in files under a hover.

`pasted_errors.jsonl` has a text and the entries that it is about, none for what is no error of the
Claude API. Texts that name no vendor and no message are understood only where they are pasted.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from claude_preflight.explanations.error_references import error_reference_at, error_reference_in
from claude_preflight.knowledge.error_messages import SqueezedText
from claude_preflight.knowledge.errors import ErrorCatalog
from claude_preflight.text.source_text import SourceText

ROWS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("pasted_errors.jsonl").read_text("utf-8").splitlines()
]
IN_FILES = [row for row in ROWS if row["entries"] and "only_pasted" not in row]
NONE = [row["text"] for row in ROWS if not row["entries"]]


def pasted(text: str) -> list[str]:
    reference = error_reference_in(SourceText.of(text))
    return list(reference.codes) if reference else []


def hovered(text: str) -> set[str]:
    """The entries that the places of a text refer to."""
    source = SourceText.of(text)
    # Every third: a status has three digits.
    offsets = range(0, len(text.encode()) + 1, 3)
    found = (error_reference_at(source, offset) for offset in offsets)
    return {code for reference in found if reference for code in reference.codes}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"][:40])
def test_a_pasted_text(row: dict[str, Any]) -> None:
    assert pasted(row["text"]) == row["entries"]


@pytest.mark.parametrize("row", IN_FILES, ids=lambda row: row["text"][:40])
def test_in_a_log_a_comment_and_a_string(row: dict[str, Any]) -> None:
    text, entries = row["text"], set(row["entries"])
    comment = "".join(f"    # {line}\n" for line in text.split("\n"))
    for file in (f"{text}\n", f"def ask():\n{comment}", f"LINE = {json.dumps(text)}\n"):
        assert entries & hovered(file)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_error_is_silent_in_a_file_too(text: str) -> None:
    assert hovered(f"{text}\n# {text}\nx = {json.dumps(text)}\n") == set()


@pytest.mark.parametrize("message", ["prompt is too long: 3 tokens > 2 maximum"])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "2026-11-24T10:00:00Z ERROR ask: {}",
        '"{}"',
        "\x1b[31m{}\x1b[0m",
        "b'{}'",
        '{{"message": "{}"}}',
        "Error: {}\n    at Client.ask (client.ts:429:11)",
        "| {} |",
    ],
)
def test_a_message_in_whatever_is_around(message: str, around: str) -> None:
    assert pasted(around.format(message)) == ["400-context"]
    wrapped = message.replace(" tokens", "\n    tok\n    ens")
    assert pasted(around.format(wrapped)) == ["400-context"]


def test_the_last_error_counts() -> None:
    first = "anthropic.RateLimitError: Error code: 429 - {'type': 'error'}"
    last = "anthropic.AuthenticationError: Error code: 401 - {'type': 'error'}"
    between = "\n\nDuring handling of the above exception, another exception occurred:\n\n"
    assert pasted(first + between + last) == ["401"]
    assert pasted(f"{last}\n{first}") == ["429"]
    assert pasted(f"{first}{between}RuntimeError: no answer") == ["429"]


@pytest.mark.parametrize("message", [m for e in ErrorCatalog.load().entries for m in e.messages])
def test_every_message_is_found_in_a_body(message: Any) -> None:
    values = {"{model}": "claude-opus-4-8", "{number}": "12", "{path}": "a.b", "{value}": "c d"}
    text = message.pattern.text
    for name, value in values.items():
        text = text.replace(name, value)
    body = json.dumps({"type": "error", "error": {"type": "api_error", "message": text}})
    entries = {
        entry.code
        for entry in ErrorCatalog.load().entries
        for each in entry.messages
        if each.pattern.matches(SqueezedText.of(text))
    }
    assert set(pasted(body)) & entries
    assert set(pasted(json.dumps(body))) & entries


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("import anthropic\nRETRIED = {429, 5|29}\n", {"529"}),
        ("RETRIED = {4|29, 529}\n# Claude\n", {"429"}),
        ("RETRIED = {429, 5|29}\n", {"529"}),
        ("const RETRIED = new Set([408, 4|29, 500]); // anthropic\n", {"429"}),
        ("# anthropic\nRETRIED = (\n    4|29,  # rate limit\n    529,\n)\n", {"429"}),
        ("import anthropic\nraise HTTPException(status_code=4|29)\n", {"429"}),
        ("import anthropic\nreturn Response(body, status=5|29)\n", {"529"}),
        ("// anthropic\nres.status(4|29).json(body)\n", {"429"}),
        ("// anthropic\nreturn new Response('', { status: 4|29 })\n", {"429"}),
        ('import anthropic\nif "Invalid model |name: claude-4-opus" in str(e):\n', {"400-model"}),
        ('if "Invalid model |name" in str(error):\n', {"400-model"}),
        ('if (err.message.includes("prompt is |too long")) {\n', {"400-context"}),
        ("case msg =~ 'has been |retired'\n# Claude", {"410"}),
        ('import anthropic\nif "request timed |out" in str(e).lower():\n', {"TIMEOUT"}),
        ('if "request timed |out" in str(e).lower():\n', set()),
        ("WIDTHS = [400, 5|00]  # Claude\n", set()),
        ("import anthropic\nWEIGHTS = {4|00, 500, 700}\n", set()),
        ("import anthropic\nPORTS = {4|29, 8080}\n", set()),
        ("raise HTTPException(status_code=4|29)\n", set()),
        ("import anthropic\nretry(after=4|29)\n", set()),
        ("import anthropic\nserve(http_port=4|29, status_interval=500)\n", set()),
        ("import anthropic\nserve(http_port=429, status_interval=5|00)\n", set()),
        ("# claude\n# we took 4|29 from the pool\n", set()),
        ("# a 4|29 from Claude\n", {"429"}),
        ('import anthropic\nx = "a b c d e |f"\n', set()),
        ('import openai\nif "prompt is too |long" in str(e):\n', set()),
    ],
)
def test_statuses_and_messages_that_code_tests_for(snippet: str, expected: set[str]) -> None:
    offset = snippet.encode().index(b"|")
    reference = error_reference_at(SourceText.of(snippet.replace("|", "", 1)), offset)
    assert set(reference.codes if reference else ()) == expected


@pytest.mark.parametrize(
    "unit",
    ["Error code: 429 ", "a.b.c", '"message":"', '\\"', "max_tokens: ", "anthropic.APIError: "],
)
def test_a_long_text_takes_about_twice_as_many_steps_as_half_of_it(unit: str) -> None:
    def steps(size: int) -> int:
        calls = 0

        def count(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        text = (unit * size)[:size]
        sys.setprofile(count)
        try:
            pasted(text)
        finally:
            sys.setprofile(None)
        return calls

    steps(100)  # what is made once is made now
    assert steps(100_000) < 3 * steps(50_000)
