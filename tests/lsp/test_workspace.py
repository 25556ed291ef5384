"""The files that are not open: pulled or pushed, kept up to date, checked and fixed on command."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, SERVER, Editor, capabilities

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHECK = "claude-preflight.checkWorkspace"
FIX = "claude-preflight.fixWorkspace"
TODAY = ("--today", "2026-11-26")
FULL = types.WorkspaceFullDocumentDiagnosticReport


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with two files that have findings, one that has none and one that is ignored."""
    root = tmp_path / "project"
    (root / "src").mkdir(parents=True)
    (root / ".git").mkdir()
    (root / ".gitignore").write_text("build\n")
    (root / "build").mkdir()
    (root / "src" / "a.py").write_text(CALL)
    (root / "src" / "b.py").write_text(CALL + CALL)
    (root / "src" / "clean.py").write_text("print('claude')\n")
    (root / "build" / "c.py").write_text(CALL)
    return root


async def pulled(
    editor: Editor, previous: Sequence[types.PreviousResultId] = (), **options: Any
) -> dict[str, FULL]:
    """What the server tells of the workspace, by the names of the files."""
    report = await editor.client.workspace_diagnostic_async(
        types.WorkspaceDiagnosticParams(list(previous), **options)
    )
    assert all(isinstance(item, FULL) for item in report.items)
    return {item.uri.rpartition("/")[2]: item for item in report.items if isinstance(item, FULL)}


def previous_ids(reports: dict[str, FULL]) -> list[types.PreviousResultId]:
    """What a client says that it knows."""
    return [types.PreviousResultId(each.uri, each.result_id or "") for each in reports.values()]


def values(editor: Editor, token: types.ProgressToken) -> list[Any]:
    """What was told under a token, as JSON has it."""
    return [each.value for each in editor.progress if each.token == token]


def changed(editor: Editor, *paths: Path) -> None:
    """Say that files were changed by others."""
    events = [types.FileEvent(path.as_uri(), types.FileChangeType.Changed) for path in paths]
    params = types.DidChangeWatchedFilesParams(events)
    editor.client.workspace_did_change_watched_files(params)


async def test_files_that_are_not_open_are_pulled(start_editor: StartEditor, project: Path) -> None:
    editor = await start_editor(capabilities(pull=True), [project])

    reports = await pulled(editor)

    assert {name: len(report.items) for name, report in reports.items()} == {"a.py": 1, "b.py": 2}
    assert all(report.version is None for report in reports.values())
    assert reports["a.py"].items[0].code == "retired-model"


async def test_who_knows_all_is_answered_when_that_changes(
    start_editor: StartEditor, project: Path
) -> None:
    editor = await start_editor(capabilities(pull=True), [project])
    first = await pulled(editor)
    known = previous_ids(first)
    waiting = asyncio.ensure_future(pulled(editor, known))
    await editor.round_trip()
    assert not waiting.done()

    (project / "src" / "a.py").write_text("print('claude')\n")
    (project / "src" / "new.py").write_text(CALL)
    changed(editor, project / "src" / "a.py", project / "src" / "new.py")

    second = await waiting
    assert set(second) <= {"a.py", "new.py"}
    known = [each for each in known if not each.uri.endswith("/a.py")] + previous_ids(second)
    if len(second) == 1:
        second |= await pulled(editor, known)
    assert {name: len(report.items) for name, report in second.items()} == {"a.py": 0, "new.py": 1}


async def test_a_folder_that_is_gone_takes_its_findings_with_it(
    start_editor: StartEditor, project: Path
) -> None:
    editor = await start_editor(capabilities(pull=True), [project])
    first = await pulled(editor)

    (project / "src").rename(project / "build" / "src")
    changed(editor, project / "src")

    assert {
        each.uri: len(each.items) for each in (await pulled(editor, previous_ids(first))).values()
    } == {report.uri: 0 for report in first.values()}


async def test_parts_are_sent_as_they_are_found(start_editor: StartEditor, project: Path) -> None:
    for number in range(60):
        (project / f"{number}.py").write_text(CALL)
    editor = await start_editor(capabilities(pull=True), [project])

    last = await pulled(editor, partial_result_token="parts", work_done_token="work")

    assert not last
    parts = values(editor, "parts")
    assert len(parts) >= 3
    found = [item["uri"] for part in parts for item in part["items"]]
    assert len(found) == len(set(found)) == 62
    steps = [each["kind"] for each in values(editor, "work")]
    assert steps[0] == "begin"
    assert steps[-1] == "end"


async def test_a_request_that_is_cancelled_is_answered(
    start_editor: StartEditor, project: Path
) -> None:
    editor = await start_editor(capabilities(pull=True), [project])
    known = previous_ids(await pulled(editor))
    waiting = asyncio.ensure_future(pulled(editor, known))
    await editor.round_trip()

    (number,) = editor.client.protocol._request_futures
    editor.client.cancel_request(types.CancelParams(number))

    with pytest.raises(JsonRpcException) as caught:
        await waiting
    assert caught.value.code == types.LSPErrorCodes.RequestCancelled.value


async def test_an_open_file_is_told_of_as_it_is_shown(
    start_editor: StartEditor, project: Path
) -> None:
    editor = await start_editor(capabilities(pull=True), [project])
    file = project / "src" / "b.py"
    uri = editor.open("print('claude')\n", file.as_uri())

    assert set(await pulled(editor)) == {"a.py"}
    assert not await editor.pull(uri)

    editor.close(uri)
    closed = await editor.report(uri)
    assert isinstance(closed, types.RelatedFullDocumentDiagnosticReport)
    assert len(closed.items) == 2, "the text on the disk is as it was"
    again = await editor.report(uri, closed.result_id)
    assert isinstance(again, types.RelatedUnchangedDocumentDiagnosticReport)


async def test_they_are_pushed_to_who_does_not_pull(
    start_editor: StartEditor, project: Path
) -> None:
    editor = await start_editor(capabilities(), [project])
    one, other = (project / "src" / name for name in ("a.py", "b.py"))
    assert len(await editor.receive(one.as_uri(), None)) == 1
    assert len(await editor.receive(other.as_uri(), None)) == 2

    uri = editor.open(CALL, one.as_uri())
    assert len(await editor.receive(uri)) == 1
    editor.close(uri)
    assert len(await editor.receive(uri, None)) == 1, "what is wrong with the file stays shown"

    one.write_text("print('claude')\n")
    changed(editor, one)
    assert not await editor.receive(one.as_uri(), None)
    other.unlink()
    changed(editor, other)
    assert not await editor.receive(other.as_uri(), None)


async def test_only_open_files_where_that_is_asked_for(
    start_editor: StartEditor, project: Path
) -> None:
    editor = await start_editor(capabilities(pull=True), [project], {"check": "open"})

    assert not await pulled(editor)

    await editor.run(CHECK)
    assert await editor.message() == "3 problems in 2 of 4 files. The list of problems has them."
    assert set(await pulled(editor)) == {"a.py", "b.py"}


async def test_the_settings_of_the_editor_and_of_the_folder_count(
    start_editor: StartEditor, project: Path
) -> None:
    can = capabilities(pull=True, ask_configuration=True)
    own = {None: {"exclude": ["a.py"]}}
    editor = await start_editor(can, [project], configuration=own)
    assert set(await pulled(editor)) == {"b.py"}

    settings = project / "src" / "claude-preflight.toml"
    settings.write_text('ignore = ["retired-model"]\n')
    changed(editor, settings)
    await editor.run(CHECK)

    assert await editor.message() == "No problems in 4 files."


async def test_more_files_than_are_checked_unasked(
    start_editor: StartEditor, project: Path
) -> None:
    many = project / "many"
    many.mkdir()
    for number in range(20_001):
        (many / str(number)).touch()
    editor = await start_editor(capabilities(pull=True), [project])

    said = await editor.message()
    assert not await pulled(editor)

    assert said.startswith("This workspace has more than 20,000 files, so only open files are")
    await editor.run(CHECK)
    assert (await editor.message()).startswith("3 problems in 2 of 20,0")


async def test_progress_is_shown_and_can_be_stopped(
    start_editor: StartEditor, project: Path
) -> None:
    for number in range(3_000):
        (project / f"{number}.py").write_text(CALL)
    editor = await start_editor(capabilities(pull=True, progress=True), [project])
    await editor.until(lambda: bool(editor.progress))
    (token,) = editor.progress_tokens

    editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))

    await editor.until(lambda: values(editor, token)[-1]["kind"] == "end")
    assert values(editor, token)[0]["kind"] == "begin"
    assert values(editor, token)[0]["cancellable"]
    assert len(await pulled(editor)) < 3_000


async def test_all_safe_fixes_are_shown_by_kind(start_editor: StartEditor, project: Path) -> None:
    can = capabilities(pull=True, document_changes=True, annotations=True)
    editor = await start_editor(can, [project], command=(*SERVER, *TODAY))
    uri = editor.open(f"# new\n{CALL}", (project / "src" / "a.py").as_uri(), version=7)
    await editor.pull(uri)

    await editor.run(FIX)

    (applied,) = editor.applied
    assert applied.edit.change_annotations
    (annotation,) = applied.edit.change_annotations.values()
    assert annotation.label == "retired-model"
    assert annotation.needs_confirmation
    assert annotation.description
    by_name = {}
    for change in applied.edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        by_name[change.text_document.uri.rpartition("/")[2]] = change
        for edit in change.edits:
            assert isinstance(edit, types.AnnotatedTextEdit)
            assert edit.annotation_id == "retired-model"
    assert {name: each.text_document.version for name, each in by_name.items()} == {
        "a.py": 7,
        "b.py": None,
    }
    assert [edit.range.start.line for edit in by_name["a.py"].edits] == [1]
    assert [edit.range.start.line for edit in by_name["b.py"].edits] == [0, 1]
    assert RETIRED in (project / "src" / "b.py").read_text()


async def test_what_a_test_expects_of_another_file_is_not_fixed(
    start_editor: StartEditor, project: Path
) -> None:
    (project / "src" / "config.py").write_text(f'MODEL = "{RETIRED}"\n')
    (project / "test_config.py").write_text(
        f'def test_default():\n    assert load().model == "{RETIRED}"\n'
    )
    editor = await start_editor(capabilities(pull=True), [project])
    await editor.pull(editor.open(CALL, (project / "src" / "a.py").as_uri()))

    await editor.run(FIX)

    assert "nothing to fix" in await editor.message()
    assert not editor.applied


async def test_nothing_to_fix_is_said(start_editor: StartEditor, tmp_path: Path) -> None:
    editor = await start_editor(capabilities(pull=True), [tmp_path])

    await editor.run(FIX)

    assert "nothing to fix" in await editor.message()
    assert not editor.applied


async def test_without_a_folder_there_is_no_workspace(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True))

    await editor.run(CHECK)

    assert "No folder is open" in await editor.message()
    assert not await pulled(editor)
