"""workspace/diagnostic: what is found in the files that are not open, as soon as it is known.

A client asks again and again. One that knows all that is known gets its answer when that changes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from lsprotocol import types

from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.scan_progress import told
from claude_preflight.lsp.uris import path_of
from claude_preflight.lsp.workspace_jobs import FileReport

Report = types.WorkspaceDocumentDiagnosticReport

# So many diagnostics are sent at once: more would hold up what else is to be answered.
_MOST_AT_ONCE = 20


async def workspace_diagnostic(
    ls: Connection, params: types.WorkspaceDiagnosticParams
) -> types.WorkspaceDiagnosticReport:
    """Tell what the client does not know yet, in parts where it takes parts."""
    known = {each.uri: each.value for each in params.previous_result_ids}
    waits = bool(known)
    items: list[Report] = []
    has_news = False
    with told(ls, params.work_done_token) as step:
        while True:
            for part in _parts(_news(ls, known)):
                has_news = True
                if params.partial_result_token is None:
                    items += part
                else:
                    value = types.WorkspaceDiagnosticReportPartialResult(part)
                    ls.progress(types.ProgressParams(params.partial_result_token, value))
                await asyncio.sleep(0)
            step()
            if not ls.scan.is_busy and (has_news or not waits) and not any(_news(ls, {**known})):
                break
            await ls.scan.news()
    return types.WorkspaceDiagnosticReport(items)


def _news(ls: Connection, known: dict[str, str]) -> Iterator[Report]:
    """What is not as a client has it, which it knows from then on; of files that are not open."""
    open_ones = ls.session.paths
    for report in list(ls.scan.reports.values()):
        if known.get(report.uri) != report.result_id and report.path not in open_ones:
            known[report.uri] = report.result_id
            yield full_report(report)
    for uri in [each for each in known if known[each] and each not in ls.scan.reports]:
        path = str(path_of(uri) or "")
        if path not in open_ones:
            known[uri] = ""
            yield full_report(FileReport(uri, path, [], "", []))


def full_report(report: FileReport) -> types.WorkspaceFullDocumentDiagnosticReport:
    """A report as the protocol has it; files that are not open have no version."""
    return types.WorkspaceFullDocumentDiagnosticReport(
        uri=report.uri, items=report.items, version=None, result_id=report.result_id
    )


def _parts(reports: Iterator[Report]) -> Iterator[list[Report]]:
    part: list[Report] = []
    size = 0
    for report in reports:
        part.append(report)
        size += len(report.items) if hasattr(report, "items") else 0
        if size >= _MOST_AT_ONCE:
            yield part
            part, size = [], 0
    if part:
        yield part
