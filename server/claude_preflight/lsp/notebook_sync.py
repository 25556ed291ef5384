"""notebookDocument/didOpen, didChange and didClose: keep the cells of a notebook."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lsprotocol import types

from claude_preflight.lsp import diagnostics
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.session import View
from claude_preflight.lsp.text_sync import change_of
from claude_preflight.syntax.languages import language_for
from claude_preflight.text.source_text import SourceText

logger = logging.getLogger(__name__)


def did_open(ls: Connection, params: types.DidOpenNotebookDocumentParams) -> None:
    """Take over a notebook with all of its cells."""
    texts = _opened(params.cell_text_documents)
    listed = (cell.document for cell in params.notebook_document.cells)
    cells = (texts[uri] for uri in listed if uri in texts)
    ls.session.put_notebook(params.notebook_document.uri, cells)


def did_change(ls: Connection, params: types.DidChangeNotebookDocumentParams) -> None:
    """Take cells away and put others in, then change the texts of cells."""
    uri, change = params.notebook_document.uri, params.change.cells
    snapshot = ls.session.snapshot(uri)
    if snapshot is None or not snapshot.is_notebook:
        logger.warning("A change of a notebook that is not open was ignored: %s", uri)
        return
    if change is None:
        return  # of what the notebook says of itself, which says nothing about models
    cells = list(snapshot.views)
    if change.structure:
        cells = _restructured(cells, change.structure)
    edited = {each.document.uri: each for each in change.text_content or ()}
    cells = [_edited(ls, cell, edited[cell.uri]) if cell.uri in edited else cell for cell in cells]
    ls.session.put_notebook(uri, cells, provisional=ls.support.hears_corrections)
    for closed in (change.structure.did_close if change.structure else None) or ():
        diagnostics.clear(ls, closed.uri)


def did_close(ls: Connection, params: types.DidCloseNotebookDocumentParams) -> None:
    """Forget a notebook."""
    snapshot = ls.session.snapshot(params.notebook_document.uri)
    ls.session.close(params.notebook_document.uri)
    for view in snapshot.views if snapshot else ():
        diagnostics.clear(ls, view.uri)


def _restructured(
    cells: list[View], structure: types.NotebookDocumentCellChangeStructure
) -> list[View]:
    """The cells after some were taken away and others put in their place; known ones may move."""
    texts = {**{cell.uri: cell for cell in cells}, **_opened(structure.did_open or ())}
    start, count = structure.array.start, structure.array.delete_count
    new = (cell.document for cell in structure.array.cells or ())
    cells[start : start + count] = [texts[uri] for uri in new if uri in texts]
    return cells


def _edited(ls: Connection, cell: View, change: types.NotebookDocumentCellContentChanges) -> View:
    text = cell.text
    for each in change.changes:
        text = text.edited(change_of(text, each, ls.support.encoding))
    return replace(cell, text=text, version=change.document.version)


def _opened(items: Iterable[types.TextDocumentItem]) -> Mapping[str, View]:
    return {
        item.uri: View(
            item.uri, item.version, SourceText.of(item.text), language_for(None, item.language_id)
        )
        for item in items
    }
