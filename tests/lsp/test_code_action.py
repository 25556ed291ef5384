"""Quick fixes and "fix all"."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, Editor, capabilities, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUICK_FIX = "quickfix"
REWRITE = "refactor.rewrite"
FIX_ALL = "source.fixAll.claude-preflight"
AT_MODEL = (0, CALL.index(RETIRED) + 3, 0, CALL.index(RETIRED) + 3)
START = (0, 0, 0, 0)
OVER_THE_ARTICLE = 'client.messages.create(model="claude-opus-4-8", max_tokens=64000)\n'
AT_LIMIT = (0, OVER_THE_ARTICLE.index("64000"), 0, OVER_THE_ARTICLE.index("64000"))
TRUST = "Trust the vendor's limits in this workspace"


def edits_of(edit: types.WorkspaceEdit | None) -> list[types.TextEdit]:
    """The text edits of a workspace edit of one document, tied to a version or not."""
    assert edit
    if edit.changes:
        (edits,) = edit.changes.values()
        return list(edits)
    assert edit.document_changes
    (change,) = edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    return [item for item in change.edits if isinstance(item, types.TextEdit)]


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """An ASCII text after its edits."""
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda edit: numbers(edit.range), reverse=True):
        line, start, end_line, end = numbers(edit.range)
        assert line == end_line
        lines[line] = lines[line][:start] + edit.new_text + lines[line][end:]
    return "".join(lines)


async def test_a_quick_fix_replaces_the_model(push_editor: Editor) -> None:
    uri = push_editor.open(CALL)
    diagnostics = await push_editor.receive(uri)

    first, *others = await push_editor.actions(uri, AT_MODEL, [QUICK_FIX], diagnostics)

    assert first.kind == QUICK_FIX
    assert first.is_preferred
    assert not any(action.is_preferred for action in others)
    assert first.diagnostics
    assert list(first.diagnostics) == list(diagnostics)
    fixed = applied(CALL, edits_of(first.edit))
    push_editor.change(uri, fixed)
    assert RETIRED not in fixed
    assert not await push_editor.receive(uri, 2)


async def test_an_edit_is_given_when_it_is_asked_for(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL, version=7)

    offered, *_ = await pull_editor.actions(uri, AT_MODEL, [QUICK_FIX])
    resolved = await pull_editor.client.code_action_resolve_async(offered)

    assert offered.edit is None
    assert resolved.title == offered.title
    assert resolved.edit
    assert resolved.edit.document_changes
    (change,) = resolved.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert (change.text_document.uri, change.text_document.version) == (uri, 7)
    assert RETIRED not in applied(CALL, edits_of(resolved.edit))


async def test_an_edit_for_an_older_version_is_refused(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL)
    offered, *_ = await pull_editor.actions(uri, AT_MODEL, [QUICK_FIX])
    pull_editor.change(uri, (START, "\n"))

    with pytest.raises(JsonRpcException) as caught:
        await pull_editor.client.code_action_resolve_async(offered)

    assert caught.value.code == types.LSPErrorCodes.ContentModified.value


@pytest.mark.parametrize("data", [None, {"uri": 3}, {"uri": "file:///nowhere/x.py", "revision": 1}])
async def test_foreign_data_is_refused(pull_editor: Editor, data: object) -> None:
    with pytest.raises(JsonRpcException):
        await pull_editor.client.code_action_resolve_async(types.CodeAction("x", data=data))


async def test_fix_all_makes_the_safe_fixes_of_the_whole_document(pull_editor: Editor) -> None:
    text = f"{CALL}# {RETIRED} was good\n\n{CALL}"
    uri = pull_editor.open(text)

    (action,) = await pull_editor.actions(uri, START, [FIX_ALL])
    resolved = await pull_editor.client.code_action_resolve_async(action)

    assert action.kind == FIX_ALL
    fixed = applied(text, edits_of(resolved.edit)).splitlines()
    assert fixed[1] == f"# {RETIRED} was good"
    assert all(RETIRED not in line for line in (fixed[0], fixed[3]))
    pull_editor.change(uri, "\n".join(fixed))
    assert not await pull_editor.actions(uri, START, [FIX_ALL])


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (None, {QUICK_FIX, REWRITE, FIX_ALL}),
        ([""], {QUICK_FIX, REWRITE, FIX_ALL}),
        (["refactor"], {REWRITE}),
        ([REWRITE], {REWRITE}),
        (["refactor.extract"], set()),
        ([], set()),
        (["quickfix"], {QUICK_FIX}),
        (["quickfix.other"], set()),
        (["source"], {FIX_ALL}),
        (["source.fixAll"], {FIX_ALL}),
        ([FIX_ALL], {FIX_ALL}),
        (["source.fixAll.eslint"], set()),
        (["source.fix"], set()),
        (["source.organizeImports", "quickfix"], {QUICK_FIX}),
    ],
)
async def test_only_what_is_wanted_is_offered(
    pull_editor: Editor, only: list[str] | None, kinds: set[str]
) -> None:
    uri = pull_editor.open(CALL)

    actions = await pull_editor.actions(uri, AT_MODEL, only)

    assert {str(getattr(action.kind, "value", action.kind)) for action in actions} == kinds


async def test_nothing_is_offered_away_from_a_finding(pull_editor: Editor) -> None:
    uri = pull_editor.open(f"\n{CALL}")

    assert not await pull_editor.actions(uri, START, [QUICK_FIX])
    assert not await pull_editor.actions("file:///nowhere/never-opened.py", START)


async def test_actions_right_after_an_edit_are_those_of_the_new_text(pull_editor: Editor) -> None:
    uri = pull_editor.open("\n")
    pull_editor.change(uri, (START, CALL))

    assert await pull_editor.actions(uri, AT_MODEL, [QUICK_FIX])


async def trust_action(editor: Editor, uri: str) -> types.CodeAction:
    """The resolved action that trusts the vendor's limits."""
    actions = await editor.actions(uri, AT_LIMIT, [QUICK_FIX])
    (action,) = (action for action in actions if action.title == TRUST)
    return await editor.client.code_action_resolve_async(action)


async def test_trusting_the_vendor_makes_a_settings_file(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    can = capabilities(pull=True, resolve=True, document_changes=True)
    # A check of the workspace would ask for a refresh as well.
    editor = await start_editor(can, [tmp_path], {"check": "open"})
    uri = editor.open(OVER_THE_ARTICLE, (tmp_path / "a.py").as_uri())
    assert len(await editor.pull(uri)) == 1

    action = await trust_action(editor, uri)

    assert action.edit
    assert action.edit.document_changes
    create, change = action.edit.document_changes
    assert isinstance(create, types.CreateFile)
    assert isinstance(change, types.TextDocumentEdit)
    file = tmp_path / "claude-preflight.toml"
    assert create.uri == change.text_document.uri == file.as_uri()
    file.write_text(
        "".join(edit.new_text for edit in change.edits if isinstance(edit, types.TextEdit))
    )
    editor.save(file.as_uri())
    assert not await editor.pull(uri)
    await editor.until(lambda: editor.refreshes == 1)


async def test_trusting_the_vendor_edits_the_settings_file_that_counts(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    text = "[project]\nname = 'x'\n\n[tool.claude-preflight] # ours\nignore = []\n"
    (tmp_path / "pyproject.toml").write_text(text)
    editor = await start_editor(capabilities(), [tmp_path])
    uri = editor.open(OVER_THE_ARTICLE, (tmp_path / "a.py").as_uri())
    assert len(await editor.receive(uri)) == 1

    actions = await editor.actions(uri, AT_LIMIT, [QUICK_FIX])
    (action,) = (action for action in actions if action.title == TRUST)

    assert action.edit
    assert action.edit.changes
    ((target, (edit,)),) = action.edit.changes.items()
    assert target == (tmp_path / "pyproject.toml").as_uri()
    assert numbers(edit.range)[:2] == numbers(edit.range)[2:] == (5, 0)
    assert edit.new_text == 'limits = "vendor"\n'


@pytest.mark.parametrize("before", [None, 'ignore = ["retries"]\n'])
async def test_trusting_the_vendor_says_what_it_wrote_and_can_be_undone(
    start_editor: StartEditor, tmp_path: Path, before: str | None
) -> None:
    file, uri = tmp_path / "claude-preflight.toml", (tmp_path / "a.py").as_uri()
    if before:
        file.write_text(before)
    can = capabilities(pull=True, resolve=True, document_changes=True, show_documents=True)
    editor = await start_editor(can, [tmp_path])
    editor.open(OVER_THE_ARTICLE, uri)
    action = await trust_action(editor, uri)
    assert action.command
    told = f'limits = "vendor" now stands in {file}.'

    await editor.execute(action.command)
    assert await editor.message() == f"{told} It counts once the file is saved."

    file.write_text(f'{before or ""}limits = "vendor"\n')
    editor.choices.append("Undo")
    await editor.execute(action.command)
    assert await editor.message() == told
    await editor.until(lambda: bool(editor.applied))
    (undone,) = (each.edit for each in editor.applied)
    assert undone.document_changes
    (change,) = undone.document_changes
    if before is None:
        assert change == types.DeleteFile(file.as_uri())
    else:
        (edit,) = edits_of(undone)
        assert (numbers(edit.range), edit.new_text) == ((1, 0, 2, 0), "")

    editor.applied.clear()
    file.write_text("# somebody was quicker\n")
    await editor.execute(action.command)
    assert await editor.message() == f"{told} It counts once the file is saved."
    assert "has changed since" in await editor.message()
    assert not editor.applied


async def test_trusting_the_vendor_edits_the_text_that_the_editor_shows(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    file = tmp_path / "claude-preflight.toml"
    file.write_text("")
    can = capabilities(pull=True, resolve=True, document_changes=True)
    editor = await start_editor(can, [tmp_path])
    editor.open("# not saved\n", file.as_uri(), "toml", version=3)
    uri = editor.open(OVER_THE_ARTICLE, (tmp_path / "a.py").as_uri())

    action = await trust_action(editor, uri)

    assert action.edit
    assert action.edit.document_changes
    (change,) = action.edit.document_changes
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 3
    assert numbers(change.edits[0].range) == (1, 0, 1, 0)


async def test_a_setting_is_not_offered_where_it_cannot_be_written(push_editor: Editor) -> None:
    uri = push_editor.open(OVER_THE_ARTICLE)
    assert len(await push_editor.receive(uri)) == 1

    assert TRUST not in {action.title for action in await push_editor.actions(uri, AT_LIMIT)}


@pytest.mark.parametrize("broken", ["a = " + "[" * 100_000, "a." * 100_000 + "b = 1", "/dev/zero"])
async def test_a_setting_is_not_written_into_what_is_no_settings_file(
    start_editor: StartEditor, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "claude-preflight.toml"
    if broken.startswith("/dev"):
        file.symlink_to(broken)
    else:
        file.write_text(broken)
    can = capabilities(pull=True, resolve=True, document_changes=True)
    editor = await start_editor(can, [tmp_path])
    uri = editor.open(OVER_THE_ARTICLE, (tmp_path / "a.py").as_uri())
    assert await editor.pull(uri)
    await editor.message()
    await editor.receive(file.as_uri(), None)

    actions = await editor.actions(uri, AT_LIMIT, [QUICK_FIX])
    for action in actions:
        resolved = await editor.client.code_action_resolve_async(action)
        assert (resolved.edit is None) == (action.title == TRUST)


NEW = "claude-opus-4-8"


async def offered(editor: Editor, text: str, language: str) -> tuple[list[str], str]:
    """The titles of the quick fixes at the retired model, and the text after fix all."""
    uri = editor.open(text, f"untitled:offered.{language}", language)
    await editor.pull(uri)
    before = text[: text.index(RETIRED) + 3]
    at = (before.count("\n"), len(before.rpartition("\n")[2]))
    fixes = await editor.actions(uri, (*at, *at), [QUICK_FIX])
    assert not any(each.is_preferred for each in fixes)
    whole = await editor.actions(uri, START, [FIX_ALL])
    edits = edits_of(whole[0].edit) if whole else []
    return [each.title for each in fixes if not each.title.startswith("Ignore ")], applied(
        text, edits
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f'PRICES = {{"{RETIRED}": 15, "claude-haiku-4-5": 1}}\n', "python"),
        (f"prices:\n  {RETIRED}: 15\n", "yaml"),
        (f'const m = ["{RETIRED}", "{NEW}", "gpt-4o"];\n', "typescript"),
        (f'fallbacks = ["{RETIRED}", "{NEW}"]\n', "python"),
        (f"# We used {RETIRED} until May.\n", "python"),
        (f"| {RETIRED} | $15 |\n", "markdown"),
    ],
)
async def test_a_single_quick_fix_stays_where_fix_leaves_a_place(
    start_editor: StartEditor, text: str, language: str
) -> None:
    editor = await start_editor(capabilities(pull=True, resolve=False))
    titles, after = await offered(editor, text, language)
    assert titles == [f"{NEW}: replaces the id"]
    assert after == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (f'PRICES = {{"{RETIRED}": 15, "{NEW}": 5}}\n', "python"),
        (f'const prices = {{ "{RETIRED}": 15, "{NEW}": 5 }};\n', "typescript"),
        (f'{{"{RETIRED}": 15, "{NEW}": 5}}\n', "json"),
        (f"prices:\n  {RETIRED}: 15\n  {NEW}: 5\n", "yaml"),
        (f'[prices]\n"{RETIRED}" = 15\n"{NEW}" = 5\n', "toml"),
        (f'package a\n\nvar p = map[string]int{{"{RETIRED}": 15, "{NEW}": 5}}\n', "go"),
        (f'switch (m) {{ case "{RETIRED}": f(); break; case "{NEW}": g(); }}\n', "javascript"),
    ],
)
async def test_no_key_and_no_case_comes_to_stand_twice(
    start_editor: StartEditor, text: str, language: str
) -> None:
    editor = await start_editor(capabilities(pull=True, resolve=False))
    assert await offered(editor, text, language) == ([], text)
