"""textDocument/diagnostic (pull), or textDocument/publishDiagnostics (push): never both.

What is found in files that are not open comes from the scan of the workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import chain
from pathlib import Path

from lsprotocol import types

from claude_preflight.findings import Finding
from claude_preflight.lsp import settings_diagnostics
from claude_preflight.lsp.connection import Connection, Published
from claude_preflight.lsp.conversions import SOURCE, diagnostic_of
from claude_preflight.lsp.session import Analysis, View
from claude_preflight.lsp.uris import path_of, uri_of
from claude_preflight.lsp.workspace_jobs import FileReport

PULL_OPTIONS = types.DiagnosticOptions(
    inter_file_dependencies=False, workspace_diagnostics=True, identifier=SOURCE
)


async def pull(
    ls: Connection, params: types.DocumentDiagnosticParams
) -> types.DocumentDiagnosticReport:
    """Answer with the diagnostics of the newest version, or that they are what they were."""
    uri = params.text_document.uri
    analysis = await ls.session.analysis(uri)
    view = analysis.snapshot.view(uri) if analysis else None
    if analysis is None or view is None:
        return await _of_closed(ls, uri, params.previous_result_id)
    result_id = _fingerprint(ls, view, analysis.seen_in(view))
    if params.previous_result_id == result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(result_id)
    items = _items(ls, analysis, view)
    return types.RelatedFullDocumentDiagnosticReport(items, result_id=result_id)


async def _of_closed(
    ls: Connection, uri: str, previous: str | None
) -> types.DocumentDiagnosticReport:
    """What the scan found in a file that is not open: an editor asks once more when one closes."""
    if _is_scanned(ls, uri):
        await ls.scan.at_rest()
    report = ls.scan.reports.get(uri) or FileReport(uri, "", [], "", [])
    if previous and previous == report.result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(previous)
    return types.RelatedFullDocumentDiagnosticReport(report.items, result_id=report.result_id)


def scanned(ls: Connection, uris: Iterable[str]) -> None:
    """Push what the scan found in files that are not open to a client that does not ask for it."""
    if not ls.support.pull_diagnostics:
        open_ones = ls.session.paths
        for uri in uris:
            path = path_of(uri)
            if str(path) not in open_ones:
                _publish(ls, uri, [*_settings_items(ls, path), *_scan_items(ls, uri)], None)


def analysed(ls: Connection, analysis: Analysis) -> None:
    """Push diagnostics to a client that does not ask for them.

    A client that does asks for those of a cell after an edit of it; what the edit has changed in
    other cells it has to be told to ask for.
    """
    if not ls.support.pull_diagnostics:
        for view in analysis.snapshot.views:
            if not analysis.snapshot.is_notebook or _is_news(ls, analysis, view):
                _publish(ls, view.uri, _items(ls, analysis, view), view.version)
    elif analysis.snapshot.is_notebook and ls.support.refresh_diagnostics:
        known = dict(ls.published)
        news = [view for view in analysis.snapshot.views if _is_news(ls, analysis, view)]
        if any(known[view.uri].version == view.version for view in news if view.uri in known):
            ls.workspace_diagnostic_refresh(None)


def opened(ls: Connection, uri: str) -> None:
    """Take back what was pushed for a settings file that the client now asks for itself."""
    if ls.support.pull_diagnostics and _settings_items(ls, path_of(uri)):
        _publish(ls, uri, [], None)


def clear(ls: Connection, uri: str) -> None:
    """Show of a document that was closed what holds for its file, which is looked at again."""
    ls.published.pop(uri, None)
    path = path_of(uri)
    items = [*_settings_items(ls, path), *_scan_items(ls, uri)]
    if path is not None and _is_scanned(ls, uri):
        ls.scan.check([path])
    if items or not ls.support.pull_diagnostics:
        _publish(ls, uri, items, None)


def settings_changed(ls: Connection, path: Path) -> None:
    """Show what is wrong with a settings file, or that nothing is any more."""
    snapshots = (each for each in ls.session.snapshots if path_of(each.uri) == path)
    snapshot = next(snapshots, None)
    if snapshot is None:
        _publish(ls, uri_of(path), _settings_items(ls, path), None)
    elif not ls.support.pull_diagnostics:
        if known := ls.session.known(snapshot.uri):
            analysed(ls, known)
    elif ls.support.refresh_diagnostics:
        ls.workspace_diagnostic_refresh(None)


def refresh(ls: Connection) -> None:
    """Renew the diagnostics of all open documents whose settings changed."""
    if ls.session.analyse_again():
        if ls.support.refresh_diagnostics:
            ls.workspace_diagnostic_refresh(None)
        if ls.support.refresh_hints:
            ls.workspace_inlay_hint_refresh(None)


async def refresh_pins(ls: Connection) -> None:
    """Renew the diagnostics of all open documents for which other pins count."""
    if await ls.session.look_at_pins() and ls.support.refresh_diagnostics:
        ls.workspace_diagnostic_refresh(None)


def _is_news(ls: Connection, analysis: Analysis, view: View) -> bool:
    """Whether a view shows other findings than before; what it shows now is noted."""
    known = ls.published.get(view.uri)
    latest = Published(view.version, _fingerprint(ls, view, analysis.seen_in(view)))
    ls.published[view.uri] = latest
    return known is None or known.fingerprint != latest.fingerprint


def _items(ls: Connection, analysis: Analysis, view: View) -> list[types.Diagnostic]:
    found = [diagnostic_of(each, view, ls.support) for each in analysis.seen_in(view)]
    return [*_settings_items(ls, path_of(view.uri)), *found]


def _is_scanned(ls: Connection, uri: str) -> bool:
    """Whether a file is one that the scan of the workspace may look at."""
    path = path_of(uri)
    return path is not None and any(map(path.is_relative_to, ls.settings.checked_folders))


def _scan_items(ls: Connection, uri: str) -> list[types.Diagnostic]:
    report = None if ls.support.pull_diagnostics else ls.scan.reports.get(uri)
    return report.items if report else []


def _settings_items(ls: Connection, path: Path | None) -> list[types.Diagnostic]:
    wrong = ls.settings.wrong_files.get(path) if path else None
    if path is None or wrong is None:
        return []
    return [settings_diagnostics.diagnostic_of(path, wrong, ls.support.encoding)]


def _publish(
    ls: Connection, uri: str, items: Sequence[types.Diagnostic], version: int | None
) -> None:
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, items, version))


def _fingerprint(ls: Connection, view: View, findings: Sequence[Finding]) -> str:
    """The same for the same diagnostics, whichever version they are of.

    Made from the findings: most keystrokes change none, and diagnostics take longer to make. What
    begins at the same place and has the same text ends at the same place.
    """
    encoding, data = ls.support.encoding, view.text.data
    shown: list[tuple[object, ...]] = []
    for finding in findings:
        start, end = view.inward(finding.span)
        related = (view.inward(each.span).start for each in finding.related)
        places = (view.text.position(place, encoding) for place in (start, *related))
        numbers = chain.from_iterable(places)
        shown.append((finding.message, finding.severity.value, data[start:end], *numbers))
    wrong = ls.settings.wrong_files
    if wrong and (path := path_of(view.uri)) in wrong:
        shown.append(wrong[path])
    return blake2b(repr(shown).encode("utf-8", "replace"), digest_size=8).hexdigest()
