"""Newer facts in the server: from the command line, a settings file and the editor."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import SERVER, Editor, capabilities

pytestmark = pytest.mark.asyncio(loop_scope="session")

PULL = capabilities(pull=True)
HAIKU = "claude-haiku-4-5-20251001"
CALL = f'client.messages.create(model="{HAIKU}", max_tokens=9)\n'
FACTS = json.dumps({"as_of": "2026-11-23", "models": {HAIKU: {"retires_on": "2026-11-24"}}})


def served(*arguments: str, today: str = "2026-11-24") -> Sequence[str]:
    """The command of a server on a day; the last `--today` counts."""
    return [*SERVER, "--today", today, *arguments]


async def rules(editor: Editor, uri: str) -> list[object]:
    return [item.code for item in await editor.pull(uri)]


async def hovered(editor: Editor, uri: str) -> str:
    hover = await editor.hover(uri, 0, CALL.index(HAIKU) + 1)
    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    return hover.contents.value


async def test_a_file_on_the_command_line(start_editor: StartEditor, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text(FACTS)
    command = served("--knowledge", str(tmp_path / "facts.json"))
    editor = await start_editor(PULL, command=command)
    uri = editor.open(CALL)
    assert await rules(editor, uri) == ["retired-model"]
    page = await hovered(editor, uri)
    assert "retired today" in page
    assert "knowledge file facts.json" in page


async def test_a_setting_of_the_folder(start_editor: StartEditor, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text(FACTS)
    (tmp_path / "claude-preflight.toml").write_text("knowledge = 'facts.json'\n")
    editor = await start_editor(PULL, [tmp_path], command=served())
    uri = editor.open(CALL, (tmp_path / "a.py").as_uri())
    assert await rules(editor, uri) == ["retired-model"]

    (tmp_path / "facts.json").write_text('{"as_of": "2026-11-23"}')
    saved = types.FileEvent((tmp_path / "facts.json").as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([saved]))
    assert await rules(editor, uri) == []


async def test_a_setting_of_the_editor(start_editor: StartEditor, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text(FACTS)
    options = {"settings": {"knowledge": "facts.json"}}
    editor = await start_editor(PULL, [tmp_path], options, command=served())
    uri = editor.open(CALL, (tmp_path / "a.py").as_uri())
    assert await rules(editor, uri) == ["retired-model"]


async def test_a_bad_file_is_told_and_the_rest_of_the_settings_counts(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    (tmp_path / "facts.json").write_text('{"as_of": 3}')
    options = {"settings": {"knowledge": "facts.json", "ignore": ["unknown-model"]}}
    editor = await start_editor(PULL, [tmp_path], options, command=served())
    text = CALL + 'f(model="claude-haikou-4-5", max_tokens=9)\n'
    uri = editor.open(text, (tmp_path / "a.py").as_uri())
    assert await rules(editor, uri) == []
    message = await editor.message()
    assert message.startswith("editor settings: knowledge: ")
    assert "facts.json: as_of: 3 is no day" in message


def says_old(editor: Editor) -> bool:
    return any("What is known of the models" in item.message for item in editor.logged)


async def test_old_facts_are_logged_once(start_editor: StartEditor, tmp_path: Path) -> None:
    for can in (PULL, capabilities(pull=True, ask_configuration=True)):
        editor = await start_editor(can, [tmp_path], command=served(today="2030-01-01"))
        await editor.until(partial(says_old, editor))
        change = types.DidChangeConfigurationParams({"claude-preflight": {"limits": "vendor"}})
        editor.client.workspace_did_change_configuration(change)
        await editor.round_trip()
        told = [item for item in editor.logged if "What is known" in item.message]
        assert [item.type for item in told] == [types.MessageType.Warning]


async def test_facts_of_today_are_not_logged(start_editor: StartEditor) -> None:
    editor = await start_editor(PULL, command=served())
    await editor.round_trip()
    assert not says_old(editor)
