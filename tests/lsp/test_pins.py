"""Pins of a project in an editor: read once, and watched."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import Editor, capabilities, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

# A check of the workspace asks for a refresh when it is done, which these tests do not wait for.
OPEN = {"check": "open"}

WARM = """\
import anthropic
anthropic.Anthropic().messages.create(model="claude-haiku-4-5", max_tokens=9, temperature=0.2)
"""


def tell_changed(editor: Editor, *files: Path) -> None:
    """Tell the server that files changed on disk."""
    changes = [types.FileEvent(file.as_uri(), types.FileChangeType.Changed) for file in files]
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes))


async def test_a_changed_manifest_renews_open_documents(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    editor = await start_editor(capabilities(pull=True, watch=True), [tmp_path], OPEN)
    uri = editor.open(WARM, (tmp_path / "a.py").as_uri())
    assert not await editor.pull(uri)

    manifest = tmp_path / "requirements.txt"
    manifest.write_text("anthropic>=0.91.0\n")
    tell_changed(editor, manifest)
    await editor.until(lambda: editor.refreshes == 1)
    (diagnostic,) = await editor.pull(uri)
    assert diagnostic.code == "outdated-sdk"
    assert diagnostic.severity is types.DiagnosticSeverity.Information
    assert diagnostic.message.startswith("Bound `anthropic>=0.91.0` (requirements.txt) below 1.0.0")

    manifest.write_text("anthropic>=0.91.0,<1\n")
    tell_changed(editor, manifest)
    await editor.until(lambda: editor.refreshes == 2)
    assert not await editor.pull(uri)

    tell_changed(editor, manifest)
    await editor.round_trip()
    assert not await editor.pull(uri)
    assert editor.refreshes == 2  # nothing changed


async def test_manifests_are_watched(start_editor: StartEditor, tmp_path: Path) -> None:
    editor = await start_editor(capabilities(pull=True, watch=True), [tmp_path], OPEN)
    await editor.round_trip()
    await editor.until(lambda: bool(editor.registered))

    (watched,) = (
        str(item.register_options)
        for item in editor.registered
        if item.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    )
    assert "'**/*'" in watched


async def test_a_saved_manifest_renews_pushed_diagnostics(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    manifest = tmp_path / "requirements.txt"
    manifest.write_text("anthropic\n")
    editor = await start_editor(capabilities(), [tmp_path])
    uri = editor.open(WARM, (tmp_path / "a.py").as_uri())
    assert await editor.receive(uri)

    manifest.write_text("anthropic<1\n")
    editor.save(manifest.as_uri())
    assert not await editor.receive(uri)


async def test_a_manifest_tells_what_the_code_passes(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    code = tmp_path / "judge.py"
    code.write_text(WARM)
    text = "anthropic>=0.91.0\n"
    editor = await start_editor(capabilities(pull=True), [tmp_path], OPEN)
    uri = editor.open(text, (tmp_path / "requirements.txt").as_uri())
    (tmp_path / "requirements.txt").write_text(text)

    tell_changed(editor, tmp_path / "requirements.txt")
    await editor.until(lambda: editor.refreshes == 1)
    (diagnostic,) = await editor.pull(uri)
    assert "which judge.py:2 passes" in diagnostic.message

    editor.change(uri, "anthropic>=0.91.0,<1\n")
    assert not await editor.pull(uri)
    editor.change(uri, text)
    assert await editor.pull(uri)

    code.write_text(WARM.replace(", temperature=0.2", ""))
    editor.save(code.as_uri())
    await editor.until(lambda: editor.refreshes == 2)
    assert not await editor.pull(uri)


async def test_pins_that_do_not_work_together_have_a_quick_fix(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    text = "anthropic==0.30.1\nhttpx==0.28.0\n"
    (tmp_path / "requirements.txt").write_text(text)
    editor = await start_editor(capabilities(pull=True), [tmp_path], OPEN)
    uri = editor.open(text, (tmp_path / "requirements.txt").as_uri())

    (diagnostic,) = await editor.pull(uri)
    assert diagnostic.severity is types.DiagnosticSeverity.Warning
    titles = [action.title for action in await editor.actions(uri, numbers(diagnostic.range))]
    here = ("on this line", "in this file")
    assert titles == ["Raise to 0.40.0", *(f"Ignore `outdated-sdk` {each}" for each in here)]

    editor.change(uri, text.replace("0.28.0", "0.27.2"))  # not on the disk yet
    assert not await editor.pull(uri)
