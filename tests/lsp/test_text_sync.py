"""Edits: after them the server sees the text that the editor shows."""

from __future__ import annotations

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, Editor, capabilities, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = CALL.index(RETIRED)
END = START + len(RETIRED)


async def test_several_changes_build_on_each_other(pull_editor: Editor) -> None:
    uri = pull_editor.open("one\ntwo\n")

    pull_editor.change(
        uri,
        ((0, 0, 1, 0), ""),
        ((0, 0, 0, 3), CALL),
        ((0, 0, 0, 0), "\n\n"),
    )

    (found,) = await pull_editor.pull(uri)
    assert numbers(found.range) == (2, START, 2, END)


async def test_an_id_that_is_typed_is_found_and_one_that_is_broken_is_not(
    pull_editor: Editor,
) -> None:
    uri = pull_editor.open(CALL.replace(RETIRED, ""))
    for at, key in enumerate(RETIRED):
        pull_editor.change(uri, ((0, START + at, 0, START + at), key))
        if at == 2:
            assert not await pull_editor.pull(uri)
    assert [item.code for item in await pull_editor.pull(uri)] == ["retired-model"]

    pull_editor.change(uri, ((0, START, 0, END), "x"))
    assert not await pull_editor.pull(uri)


async def test_the_whole_text_may_be_sent_again(pull_editor: Editor) -> None:
    uri = pull_editor.open("")
    assert not await pull_editor.pull(uri)

    pull_editor.change(uri, CALL)
    assert len(await pull_editor.pull(uri)) == 1

    pull_editor.change(uri, CALL, ((0, 0, 0, 0), "\n"), CALL * 2, ((0, 0, 1, 0), ""))
    assert [item.range.start.line for item in await pull_editor.pull(uri)] == [0]


async def test_a_change_of_nothing_is_a_new_version(push_editor: Editor) -> None:
    uri = push_editor.open(CALL)
    assert await push_editor.receive(uri)

    assert len(await push_editor.receive(uri, push_editor.change(uri))) == 1


async def test_a_closed_document_is_opened_afresh(push_editor: Editor) -> None:
    uri = push_editor.open(CALL)
    assert await push_editor.receive(uri)
    push_editor.close(uri)
    assert not await push_editor.receive(uri, None)

    push_editor.open("", uri)
    assert not await push_editor.receive(uri)


async def test_opening_twice_takes_the_second_text(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL)
    pull_editor.open(CALL * 2, uri, version=1)

    assert len(await pull_editor.pull(uri)) == 2


async def test_a_change_of_a_document_that_is_not_open_is_a_line_in_the_log(
    pull_editor: Editor,
) -> None:
    uri = "file:///nowhere/never-opened.py"
    pull_editor.change(uri, CALL)
    del pull_editor._versions[uri]
    await pull_editor.until(lambda: bool(pull_editor.logged))

    (line,) = pull_editor.logged
    assert line.type is types.MessageType.Warning
    assert uri in line.message
    assert not await pull_editor.pull(uri)


async def test_closing_what_is_not_open_is_nothing(pull_editor: Editor) -> None:
    identifier = types.TextDocumentIdentifier("file:///nowhere/never-opened.py")
    pull_editor.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    assert not await pull_editor.pull(identifier.uri)


# What the first line says is found in the second one.
FAR = """\
limit = 400000
client.messages.create(model="claude-opus-4-8", max_tokens=limit)
"""
DIGITS = (0, 8, 0, 14)
CALL_OF_FAR = (1, 0, 1, 60)


async def test_while_somebody_types_what_is_far_keeps_its_findings(pull_editor: Editor) -> None:
    """They are corrected once the typist rests."""
    before = pull_editor.refreshes
    uri = pull_editor.open(FAR)
    (found,) = await pull_editor.pull(uri)
    assert found.code == "max-tokens"

    pull_editor.change(uri, (DIGITS, "4"))
    assert [*await pull_editor.pull(uri)] == [found]

    await pull_editor.until(lambda: pull_editor.refreshes > before)
    assert not await pull_editor.pull(uri)


async def test_one_who_is_told_of_findings_is_told_of_the_correction(push_editor: Editor) -> None:
    uri = push_editor.open(FAR)
    (found,) = await push_editor.receive(uri)

    version = push_editor.change(uri, (DIGITS, "4"))
    assert [*await push_editor.receive(uri, version)] == [found]

    assert not await push_editor.receive(uri, version)


async def test_what_is_offered_to_be_applied_is_known_for_sure(pull_editor: Editor) -> None:
    uri = pull_editor.open(FAR)
    assert await pull_editor.pull(uri)
    assert await pull_editor.actions(uri, CALL_OF_FAR, only=["quickfix"])

    pull_editor.change(uri, (DIGITS, "4"))

    assert not await pull_editor.actions(uri, CALL_OF_FAR, only=["quickfix"])


async def test_a_client_that_cannot_be_corrected_is_told_for_sure(
    start_editor: StartEditor,
) -> None:
    can = capabilities(pull=True)
    assert can.workspace
    can.workspace.diagnostics = None
    editor = await start_editor(can)
    uri = editor.open(FAR)
    assert await editor.pull(uri)

    editor.change(uri, (DIGITS, "4"))

    assert not await editor.pull(uri)
