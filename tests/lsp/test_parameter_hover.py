"""Hover on a parameter of a request: its limit and what the model of the request refuses."""

from __future__ import annotations

import re

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import SERVER, Editor, capabilities, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

TODAY = ("--today", "2026-11-26")
CALL = (
    'client.messages.create(model="claude-opus-4-8", max_tokens=64000, temperature=0.5, '
    'thinking={"type": "enabled", "budget_tokens": 2000}, system="Be brief.")\n'
)
LINK = re.compile(r"\]\((https://[^)\s]+)\)")


async def hover_at(
    editor: Editor, text: str, word: str, uri: str | None = None, language: str = "python"
) -> types.Hover | None:
    """The hover in the middle of a word, once the document is known."""
    before = text[: text.index(word) + len(word) // 2]
    opened = editor.open(text, uri, language)
    await editor.pull(opened)
    return await editor.hover(opened, before.count("\n"), len(before.rpartition("\n")[2]))


async def page_at(editor: Editor, text: str, word: str, **where: str) -> str:
    """The text of the hover in the middle of a word."""
    hover = await hover_at(editor, text, word, **where)
    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    return hover.contents.value


@pytest.mark.parametrize("word", ["max_tokens", "64000"])
async def test_a_limit_is_told_by_source(pull_editor: Editor, word: str) -> None:
    page = await page_at(pull_editor, CALL, word)

    assert page.startswith("`max_tokens` for **Claude Opus 4.8**")
    assert "**32,768** (article)" in page
    assert "**128,000** (" in page
    assert "**Refused (ValueError)**" in page, "what the SDK of this language refuses"


@pytest.mark.parametrize(
    ("word", "title", "said"),
    [
        ("temperature", "`temperature`", "set to a non-default value"),
        ("0.5", "`temperature`", "set to a non-default value"),
        ("thinking", "`thinking`", "thinking.type == enabled"),
        ("enabled", "`thinking.type`", "thinking.type == enabled"),
        ("budget_tokens", "`thinking.budget_tokens`", "thinking.type == enabled"),
        ("2000", "`thinking.budget_tokens`", "thinking.type == enabled"),
    ],
)
async def test_what_the_model_refuses_is_told_first_where_the_request_does_it(
    pull_editor: Editor, word: str, title: str, said: str
) -> None:
    page = await page_at(pull_editor, CALL, word)

    assert page.startswith(f"{title} for **Claude Opus 4.8**")
    first = page.split("\n- ")[1]
    assert first.startswith("**Refused (400)**: ")
    assert said in first
    assert "*This request does so.*" in first
    assert 1 <= len(LINK.findall(page)) <= 3


async def test_another_model_has_other_rules(pull_editor: Editor) -> None:
    text = CALL.replace("claude-opus-4-8", "claude-haiku-4-5")

    budget = await page_at(pull_editor, text, "budget_tokens")
    assert "budget\\_tokens \\< 1024" in budget
    assert "does so" not in budget
    without = text.replace('"enabled", "budget_tokens": 2000', '"disabled"')
    temperature = await page_at(pull_editor, without, "temperature")
    assert "outside 0.0-1.0" in temperature


async def test_the_place_is_the_parameter(pull_editor: Editor) -> None:
    hover = await hover_at(pull_editor, CALL, "temperature")

    assert hover
    assert hover.range
    start = CALL.index("temperature")
    assert numbers(hover.range) == (0, start, 0, start + len("temperature=0.5"))


@pytest.mark.parametrize(
    ("language", "name", "text", "word"),
    [
        ("typescript", "a.ts", 'ask({ model: "claude-opus-4-8", maxTokens: 5 });\n', "maxTokens"),
        ("json", "a.json", '{"model": "claude-opus-4-8", "max_tokens": 5}\n', "max_tokens"),
        ("yaml", "a.yaml", "llm:\n  model: claude-opus-4-8\n  max_tokens: 5\n", "max_tokens"),
        (
            "html",
            "a.html",
            "<p></p>\n<script>\nask({ model: 'claude-opus-4-8', max_tokens: 5 });\n</script>\n",
            "max_tokens",
        ),
        (
            "javascript",
            "a.js",
            "c({ modelId: 'anthropic.claude-opus-4-8', inferenceConfig: { maxTokens: 5 } });\n",
            "maxTokens",
        ),
    ],
)
async def test_parameters_as_languages_and_libraries_write_them(
    pull_editor: Editor, language: str, name: str, text: str, word: str
) -> None:
    uri = f"file:///nowhere/parameters/{name}"

    page = await page_at(pull_editor, text, word, uri=uri, language=language)

    assert page.startswith("`max_tokens` for **Claude Opus 4.8**")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (CALL, "Be brief"),
        (CALL, "client"),
        (CALL.replace("claude-opus-4-8", "our-own-model"), "temperature"),
        (CALL.replace('"claude-opus-4-8"', "chosen"), "temperature"),
        ("max_tokens = 64000\n", "max_tokens"),
        (
            'create(model="claude-opus-4-8", messages=[{"role": "user", "content": "Hi, top_p!"}])',
            "top_p",
        ),
    ],
)
async def test_there_is_nothing_to_say_elsewhere(pull_editor: Editor, text: str, word: str) -> None:
    assert await hover_at(pull_editor, text, word) is None


async def test_a_retired_model_is_said_to_be_one(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True), command=(*SERVER, *TODAY))
    text = CALL.replace("claude-opus-4-8", "claude-3-opus-20240229")

    page = await page_at(editor, text, "max_tokens")

    assert "Claude Opus 3**: the model is retired, so requests fail whatever they set" in page


async def test_a_client_without_markdown_gets_plain_text(push_editor: Editor) -> None:
    uri = push_editor.open(CALL)
    await push_editor.receive(uri)

    hover = await push_editor.hover(uri, 0, CALL.index("temperature"))

    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind is types.MarkupKind.PlainText
    lines = hover.contents.value.splitlines()
    assert lines[0] == "temperature for Claude Opus 4.8"
    assert "Refused (400): set to a non-default value" in lines[2]
    assert any(line.startswith("Sources: ") and "(https://" in line for line in lines)
    assert not re.search(r"\*\*|\\|\]\(", hover.contents.value)
