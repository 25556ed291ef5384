"""Completion: model ids in the spelling of their place, values of parameters, names of rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import SERVER, Editor, capabilities

pytestmark = pytest.mark.asyncio(loop_scope="session")

TODAY = ("--today", "2026-11-26")
NEWEST = "claude-fable-5-2"
MODEL = "claude-opus-5-5"
BEDROCK = """\
from anthropic import AnthropicBedrock
AnthropicBedrock(aws_region="us-east-1").messages.create(model="claude-|")
"""
GO = """\
package a
import "github.com/anthropics/anthropic-sdk-go"
var m = anthropic.ModelClaude|
"""


async def completed(
    editor: Editor, text: str, language: str = "python", name: str | None = None
) -> list[types.CompletionItem]:
    """What is offered where a bar stands in a text."""
    at = text.index("|")
    uri = editor.open(text.replace("|", "", 1), name and f"file:///nowhere/{name}", language)
    before = text[:at]
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    identifier = types.TextDocumentIdentifier(uri)
    params = types.CompletionParams(identifier, types.Position(line, column))
    found = await editor.client.text_document_completion_async(params)
    if name:
        editor.close(uri)
    return list(found.items) if isinstance(found, types.CompletionList) else []


def labels(items: list[types.CompletionItem]) -> list[str]:
    """What is written, in the order in which it is shown."""
    return [item.label for item in sorted(items, key=lambda item: item.sort_text or "")]


async def test_an_id_of_the_api(start_editor: StartEditor) -> None:
    can = capabilities(pull=True)
    editor = await start_editor(can, command=(*SERVER, *TODAY))
    text = (
        'import anthropic\nanthropic.Anthropic().messages.create(model="claude-|", max_tokens=9)\n'
    )

    items = await completed(editor, text)

    found = labels(items)
    assert "claude-3-opus-20240229" not in found, "it is retired"
    assert found.index(NEWEST) < found.index("claude-opus-4-8")
    newest = next(item for item in items if item.label == NEWEST)
    assert newest.detail
    assert "per MTok" in newest.detail
    assert "context" in newest.detail
    assert isinstance(newest.documentation, types.MarkupContent)
    assert isinstance(newest.text_edit, types.TextEdit)
    assert newest.text_edit.range.start.character == text.splitlines()[1].index("claude-")
    retiring = next(item for item in items if item.label == "claude-opus-4-5-20251101")
    assert retiring.deprecated
    assert "Retires on" in str(retiring.documentation)
    assert not newest.deprecated


@pytest.mark.parametrize(
    ("name", "language", "text", "first"),
    [
        ("a.py", "python", 'import anthropic\nMODEL = "|"\n', NEWEST),
        ("a.py", "python", 'x = {"model": "cl|"}  # claude\n', NEWEST),
        ("a.ts", "typescript", "generateText({ model: anthropic('claude-|') })\n", NEWEST),
        ("a.yaml", "yaml", "model: claude-|\n", NEWEST),
        (".env", "dotenv", "ANTHROPIC_MODEL=claude-|\n", NEWEST),
        ("a.json", "json", '{"model": "anthropic/claude-|"}\n', "anthropic/"),
        ("a.json", "json", '{"model": "us.anthropic.claude-|"}\n', "us.anthropic.claude-"),
        (
            "a.py",
            "python",
            BEDROCK,
            "us.anthropic.claude-",
        ),
        (
            "a.go",
            "go",
            GO,
            "ModelClaude",
        ),
    ],
)
async def test_the_spelling_of_the_place(
    start_editor: StartEditor, name: str, language: str, text: str, first: str
) -> None:
    editor = await start_editor(capabilities(pull=True), command=(*SERVER, *TODAY))

    found = labels(await completed(editor, text, language, name))

    assert len(found) > 2
    assert found[0].startswith(first)


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("a.py", "python", "# claude-|\n"),
        ("a.py", "python", 'is_old = model.startswith("claude-|")\n'),
        ("a.py", "python", 'import anthropic\nprint("|")\n'),
        ("a.py", "python", 'import openai\nopenai.OpenAI().create(user="|")\n'),
        ("a.md", "markdown", "We use claude-| here.\n"),
        ("a.py", "python", "import anthropic\nanthr|\n"),
    ],
)
async def test_nothing_where_no_id_belongs(
    pull_editor: Editor, name: str, language: str, text: str
) -> None:
    assert not await completed(pull_editor, text, language, name)


@pytest.mark.parametrize(
    ("argument", "some", "others"),
    [
        ('thinking={"type": "|"}', {"adaptive"}, {"enabled"}),
        ('output_config={"effort": "|"}', {"low", "high", "max"}, set()),
        ('betas=["|"]', {"mcp-client-2025-04-04"}, set()),
        ('tools=[{"type": "|"}]', {"text_editor_20250728"}, {"text_editor_20241022"}),
        ('extra_headers={"anthropic-beta": "|"}', {"mcp-client-2025-04-04"}, set()),
    ],
)
async def test_values_that_the_model_takes(
    pull_editor: Editor, argument: str, some: set[str], others: set[str]
) -> None:
    text = f'import anthropic\nanthropic.Anthropic().messages.create(model="{MODEL}", {argument})\n'

    found = set(labels(await completed(pull_editor, text)))

    assert found >= some
    assert not found & others


@pytest.mark.parametrize(
    ("name", "text", "some"),
    [
        ("a.py", "x = 1  # claude-preflight: ignore[|]\n", "retired-model"),
        ("a.py", "x = 1  # claude-preflight: ignore[retries, max|]\n", "max-tokens"),
        ("claude-preflight.toml", 'ignore = ["|"]\n', "retired-model"),
        ("claude-preflight.toml", '[ignore-in]\n"tests/" = ["|"]\n', "retired-model"),
        ("claude-preflight.toml", "[severity]\nret|\n", "retired-model"),
        ("claude-preflight.toml", '[severity]\nretries = "|"\n', "hint"),
        ("claude-preflight.toml", '[replacements]\nclaude-2 = "claude-|"\n', NEWEST),
        ("pyproject.toml", '[tool.claude-preflight]\nignore = ["|"]\n', "retired-model"),
    ],
)
async def test_names_of_rules(pull_editor: Editor, name: str, text: str, some: str) -> None:
    found = labels(await completed(pull_editor, text, "toml" if "toml" in name else "python", name))

    assert some in found
    assert "retries" not in found or "ignore[retries" not in text


async def test_tags_and_characters(start_editor: StartEditor, tmp_path: Path) -> None:
    can = capabilities(pull=True, completion_tags=True)
    editor = await start_editor(can, [tmp_path], command=(*SERVER, *TODAY))
    provider = editor.answer.capabilities.completion_provider
    assert provider
    assert {"-", '"', "'"} <= set(provider.trigger_characters or ())

    items = await completed(editor, 'import anthropic\nMODEL = "claude-|"\n')

    retiring = next(item for item in items if item.label == "claude-opus-4-5-20251101")
    assert list(retiring.tags or ()) == [types.CompletionItemTag.Deprecated]
