"""claude-preflight.fixWorkspace: a command that makes the safe fixes in all files of the workspace.

Clients that can show the changes first are asked to, one kind of change after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from claude_preflight.analysis.edits import joint_edits
from claude_preflight.analysis.expected import is_moved_unasked
from claude_preflight.findings import Edit
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import text_edits
from claude_preflight.lsp.session import Analysis
from claude_preflight.lsp.uris import path_of
from claude_preflight.lsp.workspace_jobs import FileReport, FixEdit, Found, rules_of_edits
from claude_preflight.lsp.workspace_process import JobFailedError, messages
from claude_preflight.records import NamedTuple
from claude_preflight.rules import RULES
from claude_preflight.text.model_words import bare_id

NAME = "claude-preflight.fixWorkspace"
_LABEL = "Fix all safe problems in the workspace"

Change = types.TextEdit | types.AnnotatedTextEdit


class _Fixed(NamedTuple):
    """The edits of a file, and its version if it is open."""

    uri: str
    version: int | None
    edits: list[FixEdit]


async def fix_workspace(ls: Connection) -> None:
    """Make the safe fixes, or ask the client to show them first."""
    if not ls.support.apply_edits:
        ls.say("This editor does not take changes from a server; run `claude-preflight fix`.")
        return
    try:
        reports = await _reports(ls)
        fixed = [*await _in_open_ones(ls, reports), *_in_closed_ones(ls, reports)]
    except JobFailedError as error:
        ls.show_error(f"The files of the workspace could not be fixed: {error}.")
        return
    if not fixed:
        ls.say("There is nothing to fix in this workspace that can be fixed safely.")
        return
    try:
        edit = _workspace_edit(ls, fixed)
        await ls.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, _LABEL))
    except JsonRpcException:
        return  # the client says why


async def _reports(ls: Connection) -> dict[str, FileReport]:
    """What is found in the files on disk, by their paths."""
    return {
        report.path: report
        async for message in messages(ls.job(ls.settings.folders, fixes=True))
        if isinstance(message, Found)
        for report in message.reports
    }


def _in_closed_ones(ls: Connection, reports: dict[str, FileReport]) -> Iterator[_Fixed]:
    open_ones = ls.session.paths
    for path, report in reports.items():
        if report.fixes and path not in open_ones:
            yield _Fixed(report.uri, None, report.fixes)


async def _in_open_ones(ls: Connection, reports: dict[str, FileReport]) -> list[_Fixed]:
    fixed: list[_Fixed] = []
    for snapshot in list(ls.session.snapshots):
        if known := await ls.session.analysis_at_rest(snapshot.uri):
            report = reports.get(str(path_of(snapshot.uri)))
            fixed += _in_open_one(ls, known, report.expected if report else frozenset())
    return fixed


def _in_open_one(ls: Connection, analysis: Analysis, expected: frozenset[str]) -> Iterator[_Fixed]:
    """The edits of a document that is open; of a notebook, cell by cell.

    What tests expect in other files, as they are on disk, stays.
    """
    findings = [
        each
        for each in analysis.findings
        if not (is_moved_unasked(each) and bare_id(each.text) in expected)
    ]
    rules = rules_of_edits(findings)
    edits, _ = joint_edits(fix for each in findings if (fix := each.safe_fix))
    for view in analysis.snapshot.views:
        own = [each for each in edits if view.shows(each.span)]
        inner = [Edit(view.inward(each.span), each.text) for each in own]
        written = text_edits(view.text, inner, ls.support.encoding)
        if own:
            fixes = [FixEdit(rules[a], b) for a, b in zip(own, written, strict=True)]
            yield _Fixed(view.uri, view.version, fixes)


def _workspace_edit(ls: Connection, fixed: Iterable[_Fixed]) -> types.WorkspaceEdit:
    if not ls.support.document_changes:
        changes = {each.uri: [edit for _, edit in each.edits] for each in fixed}
        return types.WorkspaceEdit(changes=changes)
    fixed = list(fixed)
    rules = sorted({fix.rule for each in fixed for fix in each.edits})
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(each.uri, each.version),
                [_change(ls, fix) for fix in each.edits],
            )
            for each in fixed
        ],
        change_annotations={rule: _annotation(rule) for rule in rules}
        if ls.support.change_annotations
        else None,
    )


def _change(ls: Connection, fix: FixEdit) -> Change:
    if not ls.support.change_annotations:
        return fix.edit
    return types.AnnotatedTextEdit(fix.rule, fix.edit.range, fix.edit.new_text)


def _annotation(rule: str) -> types.ChangeAnnotation:
    """What stands above all changes of a rule; the client asks before it makes them."""
    return types.ChangeAnnotation(rule, needs_confirmation=True, description=RULES[rule].summary)
