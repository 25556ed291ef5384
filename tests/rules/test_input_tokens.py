"""input-tokens: a prompt that is written out counts by its words, of which there are no more."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import findings

TODAY = date(2026, 11, 26)
ROOM = 200_000
"""The context of the model, in tokens."""

PYTHON = (
    'import anthropic\n\nanthropic.Anthropic().messages.create(model="claude-haiku-4-5", '
    "max_tokens=9, messages=[{{'role': 'user', 'content': {}}}])\n"
)
SYSTEM = (
    "import anthropic\n\nPROMPT = {}\nanthropic.Anthropic().messages.create(\n"
    '    model="claude-haiku-4-5", max_tokens=9, system=PROMPT, messages=m\n)\n'
)
SCRIPT = (
    'import Anthropic from "@anthropic-ai/sdk";\nawait new Anthropic().messages.create('
    '{{ model: "claude-haiku-4-5", max_tokens: 9, messages: [{{ role: "user", content: {} }}] }})\n'
)
BODY = '{{"model": "claude-haiku-4-5", "max_tokens": 9, "system": {}, "messages": []}}\n'


def found(path: str, snippet: str) -> list[str]:
    every = findings(snippet, path, TODAY)
    return [finding.message for finding in every if finding.rule == "input-tokens"]


@pytest.mark.parametrize(
    ("path", "template", "quote"),
    [
        ("a.py", PYTHON, '"'),
        ("a.py", PYTHON, '"""'),
        ("a.py", SYSTEM, '"'),
        ("a.ts", SCRIPT, "`"),
        ("a.json", BODY, '"'),
    ],
)
def test_a_prompt_with_more_words_than_the_context_has_tokens(
    path: str, template: str, quote: str
) -> None:
    longer = template.format(quote + "a " * (ROOM + 1) + quote)
    (message,) = found(path, longer)
    assert message == (
        "Shorten the prompt: it has 200,001 words, each of one token at least, and the context of "
        "`claude-haiku-4-5` is 200,000, so the request fails with 400."
    )
    assert not found(path, template.format(quote + "a " * ROOM + quote))


def test_what_is_no_word_does_not_count() -> None:
    lines = "(\n" + '    "a a a a a a a a a"\n' * 20_000 + ")"
    assert not found("a.py", PYTHON.format(lines))
    assert not found("a.py", PYTHON.format('"' + "- " * (ROOM + 1) + '"'))
    assert not found("a.ts", SCRIPT.format("`" + "a ${b} " * ROOM + "`"))
