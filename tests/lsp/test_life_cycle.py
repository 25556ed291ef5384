"""How a session begins, and what happens when something goes wrong in it."""

from __future__ import annotations

import asyncio

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, Editor, capabilities, place

from claude_preflight.analysis import analyze
from claude_preflight.analysis.reading import Reading
from claude_preflight.lsp.server import create
from claude_preflight.syntax.document import Document

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_server_says_who_it_is(pull_editor: Editor) -> None:
    answer = pull_editor.answer

    assert answer.server_info
    assert answer.server_info.name == "claude-preflight"
    assert answer.server_info.version
    sync = answer.capabilities.text_document_sync
    assert isinstance(sync, types.TextDocumentSyncOptions)
    assert sync.change is types.TextDocumentSyncKind.Incremental
    assert sync.open_close


async def test_a_crash_is_logged_without_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **_named: object) -> None:
        raise ValueError(CALL)

    server = create()
    said: list[str] = []
    monkeypatch.setattr(analyze, "analysis", crash)
    monkeypatch.setattr(server, "text_document_publish_diagnostics", said.append)
    logged: list[str] = []
    monkeypatch.setattr(
        "claude_preflight.lsp.session.logger.error", lambda *parts: logged.append(str(parts))
    )
    features = server.protocol.fm.features
    item = types.TextDocumentItem("file:///nowhere/a.py", "python", 1, CALL)
    features[types.TEXT_DOCUMENT_DID_OPEN](types.DidOpenTextDocumentParams(item))

    analysis = await server.session.analysis(item.uri)

    assert analysis
    assert analysis.findings == ()
    assert "ValueError in test_life_cycle.py" in logged[0]
    assert "claude-3" not in logged[0]


async def test_a_bound_that_was_met_is_logged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    server = create()
    monkeypatch.setattr(server, "text_document_publish_diagnostics", lambda _: None)
    monkeypatch.setattr(Reading, "notes", property(lambda _: ("is nested too deep",)))
    logged: list[str] = []
    monkeypatch.setattr(
        "claude_preflight.lsp.session.logger.info", lambda line, *parts: logged.append(line % parts)
    )
    uri = "file:///nowhere/a.py"
    for text in (CALL, CALL + CALL):
        server.session.put(uri, 1, Reading(Document.of(text)))
        await server.session.analysis(uri)

    assert logged == [f"{uri} is nested too deep"]


async def test_edits_and_notifications_leave_nothing_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """pygls keeps a Future for each notification that is answered by a generator or coroutine."""
    server = create()
    monkeypatch.setattr(server, "text_document_publish_diagnostics", lambda _: None)
    uri = "file:///nowhere/a.py"
    item = types.TextDocumentItem(uri, "python", 1, CALL)
    identifier = types.VersionedTextDocumentIdentifier(version=2, uri=uri)
    change = types.TextDocumentContentChangePartial(place(0, 0, 0, 0), "x")
    settings = types.DidChangeConfigurationParams({})
    saved = types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri))
    for method, params in (
        (types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(item)),
        (types.TEXT_DOCUMENT_DID_CHANGE, types.DidChangeTextDocumentParams(identifier, [change])),
        (types.TEXT_DOCUMENT_DID_SAVE, saved),
        (types.WORKSPACE_DID_CHANGE_CONFIGURATION, settings),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.DidChangeWatchedFilesParams([])),
        (types.TEXT_DOCUMENT_DID_CLOSE, types.DidCloseTextDocumentParams(saved.text_document)),
    ):
        server.protocol._handle_notification(method, params)
        await asyncio.sleep(0)

    assert not server.protocol._request_futures
    assert not list(server.session.snapshots)


async def test_a_cancelled_request_says_so_and_the_next_one_is_answered(
    start_editor: StartEditor,
) -> None:
    editor = await start_editor(capabilities(pull=True))
    uri = editor.open("x = 1\n" * 30_000 + CALL)
    params = types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
    waiting = editor.client.protocol.send_request(
        types.TEXT_DOCUMENT_DIAGNOSTIC, params, msg_id="mine"
    )
    editor.client.cancel_request(types.CancelParams("mine"))
    answer = asyncio.wrap_future(waiting)

    await asyncio.wait({answer})

    if error := answer.exception():  # it may have been quicker than we were
        assert getattr(error, "code", None) == types.LSPErrorCodes.RequestCancelled.value
    assert len(await editor.pull(uri)) == 1
