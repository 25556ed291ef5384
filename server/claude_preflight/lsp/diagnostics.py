"""textDocument/diagnostic (pull), or textDocument/publishDiagnostics (push): never both."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from lsprotocol import types

from claude_preflight.lsp.conversions import SOURCE, diagnostic_of
from claude_preflight.lsp.session import Analysis

if TYPE_CHECKING:
    from claude_preflight.lsp.connection import Connection

PULL_OPTIONS = types.DiagnosticOptions(
    inter_file_dependencies=False, workspace_diagnostics=False, identifier=SOURCE
)


async def pull(
    ls: Connection, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """Answer with the diagnostics of the newest version, or that they are what they were."""
    analysis = await ls.session.analysis(params.text_document.uri)
    result_id = _fingerprint(ls, analysis)
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    items = _diagnostics(ls, analysis) if analysis else []
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=result_id)


def analysed(ls: Connection, analysis: Analysis) -> None:
    """Push the diagnostics of a version to a client that does not ask for them."""
    if not ls.support.pull_diagnostics:
        snapshot = analysis.snapshot
        _publish(ls, snapshot.uri, _diagnostics(ls, analysis), snapshot.version)


def clear(ls: Connection, uri: str) -> None:
    """Take back what was pushed for a document that was closed."""
    if not ls.support.pull_diagnostics:
        _publish(ls, uri, [], None)


def refresh(ls: Connection) -> None:
    """Renew the diagnostics of all open documents whose settings changed."""
    if ls.session.analyse_again() and ls.support.refresh_diagnostics:
        ls.workspace_diagnostic_refresh(None)


def _diagnostics(ls: Connection, analysis: Analysis) -> list[types.Diagnostic]:
    text = analysis.snapshot.document.text
    return [diagnostic_of(finding, text, ls.support) for finding in analysis.findings]


def _publish(
    ls: Connection, uri: str, items: Sequence[types.Diagnostic], version: int | None
) -> None:
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))


def _fingerprint(ls: Connection, analysis: Analysis | None) -> str:
    """The same for the same diagnostics, whichever version they are of.

    Made from the findings: most keystrokes change none, and diagnostics take longer to make.
    """
    if analysis is None:
        return ""
    text, encoding = analysis.snapshot.document.text, ls.support.encoding
    shown = [
        (
            finding.message,
            finding.severity.value,
            *text.position(finding.span.start, encoding),
            *text.position(finding.span.end, encoding),
        )
        for finding in analysis.findings
    ]
    return blake2b(repr(shown).encode("utf-8", "replace"), digest_size=8).hexdigest()
