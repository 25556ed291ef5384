"""The page about all errors."""

from __future__ import annotations

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
    assert len(headings) == len(entries)
    for entry in entries:
        assert any(entry.title in heading for heading in headings), entry.code


async def test_the_examples_are_in_the_language_asked_for(pull_editor: Editor) -> None:
    """Python is what a client gets that does not ask."""
    typescript = await page(pull_editor, {"languageId": "typescript"})
    assert "```typescript" in typescript
    assert "```python" not in typescript
    for params in (None, {}, {"languageId": 7}):
        assert "```python" in await page(pull_editor, params)
