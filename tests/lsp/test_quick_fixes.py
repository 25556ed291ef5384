"""What is offered for findings: fixes, ways to ignore them, and their explanation; each once."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, Editor, capabilities, numbers
from tests.lsp.test_code_action import QUICK_FIX, applied, edits_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

NEW = "claude-opus-4-8"
ON_LINE = "Ignore `retired-model` on this line"
IN_FILE = "Ignore `retired-model` in this file"
FIX_ALL = "Fix all safe problems in this file"
EXPLAIN = "Explain `retired-model`"
COMMAND = "claude-preflight.explainRule"
LINE = "claude-preflight: ignore[retired-model]"
SETTINGS = "claude-preflight.toml"


async def offered(editor: Editor, uri: str, *lines: int) -> dict[str, types.CodeAction]:
    """The quick fixes for some lines, by their titles."""
    where = (lines[0], 0, lines[-1] + 1, 0)
    actions = await editor.actions(uri, where, [QUICK_FIX])
    titles = [action.title for action in actions]
    assert len(titles) == len(set(titles))
    return {action.title: action for action in actions}


async def test_all_that_is_offered_for_a_finding(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True, show_documents=True))
    uri = editor.open(CALL)

    actions = await offered(editor, uri, 0)

    assert list(actions) == [f"{NEW}: replaces the id", FIX_ALL, ON_LINE, IN_FILE, EXPLAIN]
    assert [action.is_preferred for action in actions.values()] == [True, None, None, None, None]
    assert all(action.diagnostics for action in actions.values() if action.title != FIX_ALL)


@pytest.mark.parametrize("title", [ON_LINE, IN_FILE])
async def test_what_is_ignored_is_reported_no_more(pull_editor: Editor, title: str) -> None:
    uri = pull_editor.open(CALL)
    action = (await offered(pull_editor, uri, 0))[title]
    assert action.edit is None

    resolved = await pull_editor.client.code_action_resolve_async(action)

    after = applied(CALL, edits_of(resolved.edit))
    assert LINE.partition("[")[0] in after
    pull_editor.change(uri, after)
    assert not await pull_editor.pull(uri)


async def test_a_selection_over_several_lines_offers_each_fix_once(push_editor: Editor) -> None:
    text = CALL * 3 + "client.messages.create(model='claude-opus-4-8', max_tokens=9, top_k=3)\n"
    uri = push_editor.open(text)
    assert len(await push_editor.receive(uri)) == 4

    actions = await offered(push_editor, uri, 0, 3)

    replace = actions[f"{NEW}: replaces the id"]
    assert replace.is_preferred
    assert len(replace.diagnostics or ()) == 3
    assert RETIRED not in applied(text, edits_of(replace.edit))
    ignored = applied(text, edits_of(actions[ON_LINE].edit)).splitlines()
    assert [line.endswith(LINE) for line in ignored] == [True, True, True, False]
    assert applied(text, edits_of(actions[IN_FILE].edit)).count("ignore-file") == 1
    assert "Ignore `unsupported-parameter` in this file" in actions
    assert applied(text, edits_of(actions[FIX_ALL].edit)).count("top_k") == 0


async def test_a_selection_of_thousands_of_findings_is_answered(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL * 3_000)

    actions = await offered(pull_editor, uri, 0, 2_999)

    assert list(actions) == [f"{NEW}: replaces the id", FIX_ALL, IN_FILE]


async def test_fix_all_makes_the_safe_fixes_elsewhere_too(push_editor: Editor) -> None:
    text = f"{CALL}\n\n{CALL}"
    uri = push_editor.open(text)
    await push_editor.receive(uri)

    action = (await offered(push_editor, uri, 0))[FIX_ALL]

    assert RETIRED not in applied(text, edits_of(action.edit))


async def test_a_file_without_comments_is_ignored_by_the_settings(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    can = capabilities(pull=True, resolve=True, document_changes=True)
    # A check of the workspace would ask for a refresh as well.
    editor = await start_editor(can, [tmp_path], {"check": "open"})
    file = tmp_path / "conf [1]" / "a.json"
    uri = editor.open(f'{{"model": "{RETIRED}"}}\n', file.as_uri(), "json")
    assert len(await editor.pull(uri)) == 1

    actions = await offered(editor, uri, 0)
    assert ON_LINE not in actions
    resolved = await editor.client.code_action_resolve_async(actions[IN_FILE])

    assert resolved.edit
    assert resolved.edit.document_changes
    create, change = resolved.edit.document_changes
    assert isinstance(create, types.CreateFile)
    assert isinstance(change, types.TextDocumentEdit)
    settings = tmp_path / SETTINGS
    assert create.uri == settings.as_uri()
    settings.write_text(
        "".join(edit.new_text for edit in change.edits if isinstance(edit, types.TextEdit))
    )
    editor.save(settings.as_uri())
    assert not await editor.pull(uri)
    other = editor.open(f'{{"model": "{RETIRED}"}}\n', (tmp_path / "a.json").as_uri(), "json")
    assert len(await editor.pull(other)) == 1
    await editor.until(lambda: editor.refreshes == 1)


async def test_where_nothing_can_be_ignored_nothing_is_offered(pull_editor: Editor) -> None:
    uri = pull_editor.open(f'{{"model": "{RETIRED}"}}\n', "untitled:a.json", "json")

    assert not any("Ignore" in title for title in await offered(pull_editor, uri, 0))


async def test_a_cell_is_ignored_in_its_own_comment(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True))
    cell = "vscode-notebook-cell:/nowhere/ignored.ipynb#1"
    notebook = types.NotebookDocument(
        "file:///nowhere/ignored.ipynb",
        "jupyter-notebook",
        1,
        [types.NotebookCell(types.NotebookCellKind.Code, cell)],
    )
    item = types.TextDocumentItem(cell, "python", 1, CALL)
    opened = types.DidOpenNotebookDocumentParams(notebook, [item])
    editor.client.notebook_document_did_open(opened)

    actions = await offered(editor, cell, 0)

    assert applied(CALL, edits_of(actions[ON_LINE].edit)) == f"{CALL[:-1]}  # {LINE}\n"
    identifier = types.NotebookDocumentIdentifier("file:///nowhere/ignored.ipynb")
    cells = [types.TextDocumentIdentifier(cell)]
    editor.client.notebook_document_did_close(
        types.DidCloseNotebookDocumentParams(identifier, cells)
    )


async def test_the_page_of_a_rule_is_opened_by_the_server(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True, show_documents=True))
    provider = editor.answer.capabilities.execute_command_provider
    assert provider
    assert COMMAND in provider.commands
    uri = editor.open(CALL)

    command = (await offered(editor, uri, 0))[EXPLAIN].command

    assert command
    params = types.ExecuteCommandParams(command.command, arguments=command.arguments)
    await editor.client.workspace_execute_command_async(params)
    (shown,) = editor.shown_documents
    assert shown.external
    assert shown.uri.endswith("/docs/rules/retired-model.md#retired-model")


@pytest.mark.parametrize("arguments", [["no-rule"], ["https://example.org"], [3]])
async def test_no_other_page_is_opened(start_editor: StartEditor, arguments: list[object]) -> None:
    editor = await start_editor(capabilities(show_documents=True))
    params = types.ExecuteCommandParams(COMMAND, arguments=arguments)

    assert await editor.client.workspace_execute_command_async(params) is None

    assert not editor.shown_documents


@pytest.mark.parametrize("arguments", [[], ["retries", "retries"]])
async def test_a_command_without_its_argument_is_refused(
    pull_editor: Editor, arguments: list[object]
) -> None:
    params = types.ExecuteCommandParams(COMMAND, arguments=arguments)

    with pytest.raises(JsonRpcException) as caught:
        await pull_editor.client.workspace_execute_command_async(params)

    assert caught.value.code == -32602


async def test_a_stale_comment_is_found_and_removed(push_editor: Editor) -> None:
    text = f'A = "{NEW}"  # {LINE}\nB = 1  # claude-preflight: ignore[retired-modle]\n'
    uri = push_editor.open(text)
    first, second = await push_editor.receive(uri)
    assert first.code == second.code == "unused-ignore"
    assert first.severity is types.DiagnosticSeverity.Warning
    assert numbers(first.range) == (0, text.index("retired"), 0, text.index("]"))

    stale = await offered(push_editor, uri, 0)
    misspelt = await offered(push_editor, uri, 1)

    titles = ["Remove `retired-model`", FIX_ALL, "Ignore `unused-ignore` in this file"]
    assert list(stale)[:3] == titles
    assert list(misspelt)[:2] == ["Write `retired-model`", "Remove `retired-modle`"]
    after = applied(text, edits_of(stale[FIX_ALL].edit))
    assert after == f'A = "{NEW}"\n' + text.splitlines(keepends=True)[1]


@pytest.mark.parametrize("change", [{"title": 3}, {"title": "x"}, {"place": None}, {"place": [1]}])
async def test_data_that_is_not_ours_is_refused(
    pull_editor: Editor, change: dict[str, object]
) -> None:
    uri = pull_editor.open(CALL)
    action = (await offered(pull_editor, uri, 0))[ON_LINE]
    action.data = {**action.data, **change}  # type: ignore[dict-item]

    with pytest.raises(JsonRpcException) as caught:
        await pull_editor.client.code_action_resolve_async(action)

    assert caught.value.code == -32602
