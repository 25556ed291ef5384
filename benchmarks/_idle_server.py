"""A language server by pygls that does nothing: what ours takes to start is compared with it."""

from __future__ import annotations

from lsprotocol import types
from pygls.lsp.server import LanguageServer

server = LanguageServer("idle", "1")


@server.feature(types.TEXT_DOCUMENT_DIAGNOSTIC)
def diagnostic(_: types.DocumentDiagnosticParams) -> types.RelatedFullDocumentDiagnosticReport:
    """Find nothing."""
    return types.RelatedFullDocumentDiagnosticReport(items=[], result_id="1")


if __name__ == "__main__":
    server.start_io()
