"""The page about all errors."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.lsp.editor import Editor

from claude_preflight.knowledge.errors import ErrorCatalog

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def page(editor: Editor, params: Any) -> str:
    """Ask for the page."""
    method = "claude-preflight/errorReference"
    answer = await editor.client.protocol.send_request_async(  # type: ignore[no-untyped-call]
        method, params
    )
    markdown: str = answer.markdown
    return markdown


async def test_all_errors_are_on_the_page(pull_editor: Editor) -> None:
    """Each has a section with its title, below one title for all."""
    markdown = await page(pull_editor, {"languageId": "python"})
    assert markdown.startswith("# Errors of the Claude API\n")
    first, *headings = [line for line in markdown.splitlines() if line.startswith("## ")]
    assert first == "## Quick reference: all error codes"
    entries = ErrorCatalog.load().entries
    assert len(headings) == len(entries) + 2
    for entry in entries:
        assert any(entry.title in heading for heading in headings), entry.code


async def test_the_table_of_contents_leads_to_every_section(pull_editor: Editor) -> None:
    """Anchors are made of headings as GitHub and VS Code make them."""
    markdown = await page(pull_editor, {})
    contents, _, rest = markdown.partition("\n## ")
    _, *headings = re.findall(r"^## (.*)$", f"\n## {rest}", re.MULTILINE)
    links = re.findall(r"^- \[(.*)\]\(#(.*)\)$", contents, re.MULTILINE)
    assert [name for name, _ in links] == headings
    for name, anchor in links:
        assert anchor == re.sub(r"[^\w -]", "", name.lower()).replace(" ", "-")
    assert len({anchor for _, anchor in links}) == len(links)


async def test_what_a_hover_leaves_out_is_on_the_page(pull_editor: Editor) -> None:
    """Every cause, fix, body, note, message code and answer of a source, in full."""
    markdown = await page(pull_editor, {})
    catalog = ErrorCatalog.load()
    for entry in catalog.entries:
        for each in (*entry.causes, *entry.fixes, *entry.notes, *entry.bodies):
            assert each.text in markdown
    for code in catalog.error_codes:
        assert f"| `{code.error_code}` | {code.status} | `{code.class_name}` | " in markdown


async def test_the_examples_are_in_the_language_asked_for(pull_editor: Editor) -> None:
    """Python is what a client gets that does not ask."""
    typescript = await page(pull_editor, {"languageId": "typescript"})
    assert "```typescript" in typescript
    assert "```python" not in typescript
    for params in (None, {}, {"languageId": 7}):
        assert "```python" in await page(pull_editor, params)
