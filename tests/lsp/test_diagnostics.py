"""Diagnostics, pulled or pushed."""

from __future__ import annotations

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, Editor, capabilities, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

TRUSTED_WITH_MORE = 'client.messages.create(model="claude-opus-4-8", max_tokens=64000)\n'


async def test_a_pulled_diagnostic_says_all_about_a_finding(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL)

    (found,) = await pull_editor.pull(uri)

    start = CALL.index(RETIRED)
    assert numbers(found.range) == (0, start, 0, start + len(RETIRED))
    assert found.severity is types.DiagnosticSeverity.Error
    assert (found.code, found.source) == ("retired-model", "claude-preflight")
    assert found.code_description
    assert found.code_description.href.endswith("/docs/rules/retired-model.md#retired-model")
    assert RETIRED in found.message
    assert found.data == {"text": RETIRED, "role": "use"}


async def test_what_is_refused_together_is_related_information(pull_editor: Editor) -> None:
    start = 'client.messages.create(model="claude-haiku-4-5", '
    uri = pull_editor.open(f"{start}temperature=0.2, top_p=0.9)\n")

    (found,) = await pull_editor.pull(uri)

    assert found.code == "unsupported-parameter"
    assert found.related_information
    (related,) = found.related_information
    assert related.message == "together with `top_p`"
    assert related.location.uri == uri
    at = len(f"{start}temperature=0.2, ")
    assert numbers(related.location.range) == (0, at, 0, at + len("top_p=0.9"))


async def test_old_models_are_struck_through(pull_editor: Editor) -> None:
    uri = pull_editor.open(f"{CALL}# it was {RETIRED} once\n")

    in_use, in_comment = await pull_editor.pull(uri)

    assert in_comment.severity is types.DiagnosticSeverity.Hint
    for each in (in_use, in_comment):
        assert list(each.tags or ()) == [types.DiagnosticTag.Deprecated]


async def test_the_same_diagnostics_are_not_sent_twice(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL)
    first = await pull_editor.report(uri)
    assert isinstance(first, types.RelatedFullDocumentDiagnosticReport)

    pull_editor.change(uri, ((1, 0, 1, 0), "# below, where it moves nothing\n"))
    second = await pull_editor.report(uri, first.result_id)
    pull_editor.change(uri, ((0, 0, 0, 0), "\n"))
    third = await pull_editor.report(uri, first.result_id)

    assert isinstance(second, types.RelatedUnchangedDocumentDiagnosticReport)
    assert second.result_id == first.result_id
    assert isinstance(third, types.RelatedFullDocumentDiagnosticReport)
    assert third.items[0].range.start.line == 1


async def test_a_request_that_an_edit_overtakes_is_answered_for_the_newest_version(
    pull_editor: Editor,
) -> None:
    uri = pull_editor.open("x = 1\n" * 20_000 + CALL)
    identifier = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    overtaken = pull_editor.client.text_document_diagnostic_async(identifier)
    waiting = [overtaken]
    for _ in range(5):
        pull_editor.change(uri, ((0, 0, 0, 0), "\n"))
        waiting.append(pull_editor.client.text_document_diagnostic_async(identifier))

    reports = [await report for report in waiting]

    last = reports[-1]
    assert isinstance(last, types.RelatedFullDocumentDiagnosticReport)
    assert last.items[0].range.start.line == 20_005


async def test_a_pull_for_a_document_that_is_not_open_finds_nothing(pull_editor: Editor) -> None:
    assert not await pull_editor.pull("file:///nowhere/never-opened.py")


async def test_a_client_that_pulls_is_never_pushed_to(pull_editor: Editor) -> None:
    pushed_before = pull_editor.push_count
    uri = pull_editor.open(CALL)
    for line in range(5):
        pull_editor.change(uri, ((line, 0, line, 0), "\n"))
        assert await pull_editor.pull(uri)
    pull_editor.close(uri)
    await pull_editor.round_trip()

    assert pull_editor.answer.capabilities.diagnostic_provider
    assert pull_editor.push_count == pushed_before == 0


async def test_a_client_that_cannot_pull_is_pushed_each_version_once(push_editor: Editor) -> None:
    pushed_before = push_editor.push_count
    uri = push_editor.open(CALL)
    assert len(await push_editor.receive(uri)) == 1
    for line in range(5):
        version = push_editor.change(uri, ((line, 0, line, 0), "\n"))
        (found,) = await push_editor.receive(uri, version)
        assert found.range.start.line == line + 1
    push_editor.close(uri)

    assert not await push_editor.receive(uri, None)
    assert push_editor.answer.capabilities.diagnostic_provider is None
    assert push_editor.push_count - pushed_before == 7


async def test_edits_in_a_row_are_pushed_for_the_last_one(push_editor: Editor) -> None:
    uri = push_editor.open(CALL * 200)
    version = 1
    for _ in range(50):
        version = push_editor.change(uri, ((0, 0, 0, 0), "\n"))

    found = await push_editor.receive(uri, version)

    assert [item.range.start.line for item in found] == list(range(50, 250))


async def test_a_bare_client_gets_nothing_that_it_did_not_say_it_can_take(
    start_editor: StartEditor,
) -> None:
    editor = await start_editor(types.ClientCapabilities())
    uri = editor.open(f"{CALL}# {RETIRED}\n")

    found = await editor.receive(uri)

    assert len(found) == 2
    assert all(item.tags is None and item.code_description is None for item in found)
    assert editor.answer.capabilities.position_encoding == "utf-16"


@pytest.mark.parametrize(
    ("offered", "chosen", "width"),
    [
        (["utf-16"], "utf-16", 2),
        (["utf-32", "utf-16"], "utf-32", 1),
        (["utf-16", "utf-8"], "utf-8", 4),
    ],
)
async def test_positions_are_in_the_encoding_that_was_agreed(
    start_editor: StartEditor, offered: list[str], chosen: str, width: int
) -> None:
    editor = await start_editor(capabilities(pull=True, encodings=offered))
    uri = editor.open(f'"\N{PILE OF POO}"; {CALL}')

    (found,) = await editor.pull(uri)
    editor.change(uri, ((0, 1, 0, 1 + width), "x"))
    (moved,) = await editor.pull(uri)

    assert editor.answer.capabilities.position_encoding == chosen
    start = CALL.index(RETIRED)
    assert numbers(found.range)[1] == start + 4 + width
    assert numbers(moved.range)[1] == start + 4 + 1
