"""textDocument/didOpen, didChange, didSave and didClose: keep the client's text."""

from __future__ import annotations

import logging

from lsprotocol import types

from claude_preflight.analysis.reading import Reading
from claude_preflight.lsp import configuration, diagnostics
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import span_of
from claude_preflight.lsp.uris import file_name_of
from claude_preflight.syntax.document import Document
from claude_preflight.text.diff import difference
from claude_preflight.text.source_text import Change, PositionEncoding, SourceText

logger = logging.getLogger(__name__)


def did_open(ls: Connection, params: types.DidOpenTextDocumentParams) -> None:
    """Take over a document; opening an open one again replaces it."""
    item = params.text_document
    ls.settings.languages[item.uri] = item.language_id
    document = Document.of(item.text, file_name_of(item.uri), item.language_id)
    ls.session.put(item.uri, item.version, Reading(document))
    diagnostics.opened(ls, item.uri)


def did_change(ls: Connection, params: types.DidChangeTextDocumentParams) -> None:
    """Apply the changes one after the other, each to the text that the one before it left."""
    uri, version = params.text_document.uri, params.text_document.version
    snapshot = ls.session.snapshot(uri)
    if snapshot is None:
        logger.warning("A change of a document that is not open was ignored: %s", uri)
        return
    reading = snapshot.reading
    for change in params.content_changes:
        edit = change_of(reading.document.text, change, ls.support.encoding)
        provisional = ls.support.hears_corrections
        reading = ls.session.edited(uri, reading, edit, provisional=provisional)
    ls.session.put(uri, version, reading)


def did_save(ls: Connection, params: types.DidSaveTextDocumentParams) -> None:
    """Read settings or pins again when a file was saved that holds some."""
    configuration.file_changed(ls, [params.text_document.uri])


def did_close(ls: Connection, params: types.DidCloseTextDocumentParams) -> None:
    """Forget a document; of one that is not open there is nothing to take back."""
    ls.settings.languages.pop(params.text_document.uri, None)
    if ls.session.view(params.text_document.uri):
        ls.session.close(params.text_document.uri)
        diagnostics.clear(ls, params.text_document.uri)


def change_of(
    text: SourceText, change: types.TextDocumentContentChangeEvent, encoding: PositionEncoding
) -> Change:
    """What a client says of a change of a text."""
    new = change.text.encode("utf-8", "surrogatepass")
    if isinstance(change, types.TextDocumentContentChangePartial):
        return Change(span_of(text, change.range, encoding), new)
    return difference(text.data, new)  # a small change keeps what is known of the rest
