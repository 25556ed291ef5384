"""Moving the id at the cursor, and its requests, to a model of one's choice."""

from __future__ import annotations

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import SERVER, Editor, capabilities
from tests.lsp.test_code_action import applied, edits_of

pytestmark = pytest.mark.asyncio(loop_scope="session")

REWRITE = "refactor.rewrite"
MODEL = "claude-opus-4-7"
CALL = f'client.messages.create(model="{MODEL}", max_tokens=100_000, thinking=chosen)\n'
OF_FAMILY = ["claude-opus-5-5", "claude-opus-5", "claude-opus-4-8", "claude-opus-4-6"]
TODAY = ("--today", "2026-11-26")


@pytest.fixture(scope="module")
def plain() -> types.ClientCapabilities:
    """An editor that wants the edits at once."""
    return capabilities(pull=True)


@pytest.fixture(scope="module")
def lazy() -> types.ClientCapabilities:
    """An editor that asks for the edit of the action that was chosen."""
    return capabilities(pull=True, resolve=True, document_changes=True)


async def moves(
    editor: Editor, text: str, at: str = MODEL, uri: str | None = None, language: str = "python"
) -> list[types.CodeAction]:
    """The moves that are offered at the first place of a text."""
    uri = editor.open(text, uri, language)
    before = text[: text.index(at)]
    line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
    return list(await editor.actions(uri, (line, column, line, column), [REWRITE]))


def target(action: types.CodeAction) -> str:
    """The id that the title of a move names."""
    return action.title.removeprefix("Migrate to ").partition(",")[0]


async def test_each_active_model_of_the_family_and_the_newest_of_the_others(
    start_editor: StartEditor, plain: types.ClientCapabilities
) -> None:
    editor = await start_editor(plain, command=(*SERVER, *TODAY))
    text = f'client.messages.create(model="{MODEL}", max_tokens=9)\n'

    actions = await moves(editor, text)

    titles = [action.title for action in actions]
    assert list(map(target, actions))[:4] == list(OF_FAMILY)
    families = {title.split("-")[1] for title in titles[4:]}
    assert families == {"fable", "haiku", "sonnet"}, "a restricted model is for its like"
    assert len(titles) == 7
    for action in actions:
        assert action.kind == REWRITE
        assert not action.diagnostics
        assert applied(text, edits_of(action.edit)) == text.replace(MODEL, target(action))


async def test_the_edit_comes_when_it_is_asked_for(
    start_editor: StartEditor, lazy: types.ClientCapabilities
) -> None:
    editor = await start_editor(lazy, command=(*SERVER, *TODAY))
    text = 'create(model="claude-opus-4-6", max_tokens=120_000, temperature=0.5)\n'

    actions = await moves(editor, text, "claude-opus-4-6")

    assert not any(action.edit for action in actions)
    (haiku,) = (each for each in actions if "haiku-5-5" in each.title)
    assert target(haiku) == "claude-haiku-5-5"
    resolved = await editor.client.code_action_resolve_async(haiku)
    after = applied(text, edits_of(resolved.edit))
    assert "claude-haiku-5-5" in after
    assert "temperature" not in after


async def test_a_fix_names_the_id_first_and_is_not_offered_twice(
    start_editor: StartEditor, lazy: types.ClientCapabilities
) -> None:
    editor = await start_editor(lazy, command=(*SERVER, *TODAY))
    text = 'create(model="claude-opus-4-20250514", max_tokens=9, temperature=0.5, top_p=1)\n'
    uri = editor.open(text)

    titles = [each.title for each in await editor.actions(uri, (0, 20, 0, 20))]

    assert titles[0] == "claude-opus-4-8: drops temperature, drops top_p"
    assert "Migrate to claude-opus-4-7" in titles
    assert "Migrate to claude-opus-4-8" not in titles


@pytest.mark.parametrize(
    ("more", "end"),
    [
        ("", ", where thinking is on and effort is medium by default"),
        (', thinking={"type": "disabled"}', ", where effort is medium by default"),
        (', thinking={"type": "disabled"}, output_config={"effort": "low"}', ""),
    ],
)
async def test_a_title_tells_defaults_that_are_others_and_not_set(
    start_editor: StartEditor, lazy: types.ClientCapabilities, more: str, end: str
) -> None:
    editor = await start_editor(lazy, command=(*SERVER, *TODAY))
    text = f'create(model="claude-opus-4-6", max_tokens=9{more})\n'

    titles = [each.title for each in await moves(editor, text, "claude-opus-4-6")]

    assert f"Migrate to claude-haiku-5-5{end}" in titles


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("python", "a.py", f"# {MODEL} is fine\n"),
        ("python", "a.py", f'is_old = model == "{MODEL}"\n'),
        ("python", "a.py", f'P = {{"{MODEL}": 1, "claude-opus-5": 2, "claude-opus-4-6": 3}}\n'),
        ("python", "a.py", f'is_old = model.startswith("{MODEL}")\n'),
        ("markdown", "a.md", f"```python\ncreate(model='{MODEL}')\n```\n"),
        ("python", "a.py", 'create(model="claude-nothing-1")\n# claude\n'),
    ],
)
async def test_nothing_is_offered_where_no_id_is_in_use(
    pull_editor: Editor, language: str, name: str, text: str
) -> None:
    at = MODEL if MODEL in text else "claude-nothing"

    assert not await moves(
        pull_editor, text, at, uri=f"file:///nowhere/moves/{name}", language=language
    )


async def test_several_ids_in_a_selection_are_no_place(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL * 2)

    assert await pull_editor.actions(uri, (0, 0, 0, 60), [REWRITE])
    assert not await pull_editor.actions(uri, (0, 0, 1, 60), [REWRITE])


async def test_a_platform_has_the_models_that_it_serves_in_its_spelling(
    start_editor: StartEditor, plain: types.ClientCapabilities
) -> None:
    editor = await start_editor(plain, command=(*SERVER, *TODAY))

    actions = await moves(editor, 'ask(model="databricks-claude-opus-4-7")\n', "databricks")

    assert target(actions[0]) == "databricks-claude-opus-5-5"
    assert not any("fable-5-2" in each.title for each in actions), "it is not served there"


async def test_documents_inside_of_others(pull_editor: Editor) -> None:
    page = f"<p></p>\n<script>\nask({{ model: '{MODEL}', max_tokens: 9 }});\n</script>\n"

    action, *_ = await moves(
        pull_editor, page, uri="file:///nowhere/moves/in.html", language="html"
    )
    resolved = await pull_editor.client.code_action_resolve_async(action)

    assert applied(page, edits_of(resolved.edit)) == page.replace(MODEL, target(action))


async def test_a_constant_with_many_requests_moves_with_all_of_them(
    start_editor: StartEditor, lazy: types.ClientCapabilities
) -> None:
    editor = await start_editor(lazy, command=(*SERVER, *TODAY))
    text = f'M = "{MODEL}"\n' + "create(model=M, max_tokens=9, temperature=0.5)\n" * 50

    action = next(each for each in await moves(editor, text) if "haiku-5-5" in each.title)
    resolved = await editor.client.code_action_resolve_async(action)

    assert target(action) == "claude-haiku-5-5"
    after = applied(text, edits_of(resolved.edit))
    assert MODEL not in after
    assert "temperature" not in after


@pytest.mark.parametrize("change", [{"to": "claude-3-opus"}, {"at": [0]}, {"at": "x"}, {"to": 5}])
async def test_foreign_data_is_refused(pull_editor: Editor, change: dict[str, object]) -> None:
    action, *_ = await moves(pull_editor, CALL)
    action.data = {**action.data, **change}  # type: ignore[dict-item]

    with pytest.raises(JsonRpcException):
        await pull_editor.client.code_action_resolve_async(action)
