"""Sessions with the language server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from tests.lsp.editor import Editor, capabilities

StartEditor = Callable[..., Awaitable[Editor]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_editors() -> AsyncIterator[dict[str, Editor]]:
    """One server for all tests that do not ask for a special one, of each kind."""
    editors: dict[str, Editor] = {}
    yield editors
    for editor in editors.values():
        await editor.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def pull_editor(shared_editors: dict[str, Editor]) -> AsyncIterator[Editor]:
    """An editor that asks for diagnostics, such as VS Code."""
    if "pull" not in shared_editors:
        can = capabilities(pull=True, resolve=True, document_changes=True)
        shared_editors["pull"] = await Editor.start(can)
    yield shared_editors["pull"]
    await shared_editors["pull"].settle()


@pytest_asyncio.fixture(loop_scope="session")
async def push_editor(shared_editors: dict[str, Editor]) -> AsyncIterator[Editor]:
    """An editor that is told of diagnostics and can little else."""
    if "push" not in shared_editors:
        shared_editors["push"] = await Editor.start(capabilities(markdown=False))
    yield shared_editors["push"]
    await shared_editors["push"].settle()


@pytest_asyncio.fixture(loop_scope="session")
async def start_editor() -> AsyncIterator[StartEditor]:
    """Start a server of one's own; see `Editor.start`."""
    editors: list[Editor] = []

    async def start(*args: Any, **options: Any) -> Editor:
        editors.append(await Editor.start(*args, **options))
        return editors[-1]

    yield start
    for editor in editors:
        await editor.settle()
        await editor.stop()
