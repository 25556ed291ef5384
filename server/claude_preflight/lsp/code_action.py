"""textDocument/codeAction and codeAction/resolve: the fixes of what is known, looked up.

Besides, an id in use can be moved to another model, whether or not anything is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcInvalidParams

from claude_preflight.analysis.edits import joint_edits
from claude_preflight.analysis.moves import MovableId, movable_at
from claude_preflight.findings import Edit, Finding, Fix, Span
from claude_preflight.lsp import setting_edit
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import SOURCE, diagnostic_of, span_of, workspace_edit
from claude_preflight.lsp.session import Analysis, View
from claude_preflight.safe_text import printable

FIX_ALL = "source.fixAll.claude-preflight"
# An editor asks for the other one once for each cell; answers for all of them would clash.
FIX_NOTEBOOK = f"notebook.{FIX_ALL}"
OPTIONS = types.CodeActionOptions(
    code_action_kinds=[
        types.CodeActionKind.QuickFix,
        types.CodeActionKind.RefactorRewrite,
        FIX_ALL,
        FIX_NOTEBOOK,
    ],
    resolve_provider=True,
)


async def code_action(ls: Connection, params: types.CodeActionParams) -> list[types.CodeAction]:
    """The quick fixes at a place, and one action for all safe fixes of the document."""
    analysis = await ls.session.analysis(params.text_document.uri)
    view = analysis.snapshot.view(params.text_document.uri) if analysis else None
    if analysis is None or view is None:
        return []
    actions: list[types.CodeAction] = []
    if _wanted(types.CodeActionKind.QuickFix.value, params.context.only):
        actions += _quick_fixes(ls, analysis, view, params)
    if _wanted(types.CodeActionKind.RefactorRewrite.value, params.context.only):
        actions += _moves(ls, analysis, view, params.range)
    has_safe_fix = any(finding.safe_fix for finding in analysis.findings)
    kind = FIX_NOTEBOOK if analysis.snapshot.is_notebook else FIX_ALL
    if has_safe_fix and _wanted(kind, params.context.only):
        actions.append(_fix_all(ls, analysis, kind))
    return actions


async def resolve(ls: Connection, action: types.CodeAction) -> types.CodeAction:
    """Add the edit to an action that was offered without it."""
    data = action.data if isinstance(action.data, Mapping) else {}
    analysis = await ls.session.analysis(str(data.get("uri")))
    if analysis is None or data.get("revision") != analysis.snapshot.revision:
        raise JsonRpcContentModified("The document changed after this action was offered")
    action.edit = _edit(ls, analysis, _fix_of(analysis, data))
    return action


def _quick_fixes(
    ls: Connection, analysis: Analysis, view: View, params: types.CodeActionParams
) -> Iterator[types.CodeAction]:
    """The fixes of each finding that touches the range; the first safe one is preferred."""
    asked = span_of(view.text, params.range, ls.support.encoding)
    for at, finding in enumerate(analysis.findings):
        inner = view.inward(finding.span)
        if not view.shows(finding.span) or inner.start > asked.end or asked.start > inner.end:
            continue
        diagnostic = _diagnostic(ls, view, finding, params.context.diagnostics)
        for number, fix in enumerate(finding.fixes):
            if fix.setting and not setting_edit.possible(ls, analysis.snapshot.uri):
                continue
            action = types.CodeAction(
                title=printable(fix.title),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[diagnostic],
                is_preferred=True if fix is finding.safe_fix else None,
            )
            yield _completed(ls, analysis, action, {"finding": at, "fix": number})


def _moves(
    ls: Connection, analysis: Analysis, view: View, where: types.Range
) -> Iterator[types.CodeAction]:
    """The models that the id in the range can be moved to, with its requests."""
    asked = span_of(view.text, where, ls.support.encoding)
    place = Span(asked.start + view.start, asked.end + view.start)
    movable = _movable(analysis, place)
    if movable is None:
        return
    for target in movable.targets():
        title = movable.title(target)
        if title is not None:
            kind = types.CodeActionKind.RefactorRewrite
            action = types.CodeAction(title=printable(title), kind=kind)
            yield _completed(ls, analysis, action, {"at": [*place], "to": target.text})


def _movable(analysis: Analysis, place: Span) -> MovableId | None:
    reading, settings = analysis.snapshot.reading, analysis.settings
    return movable_at(reading, settings, analysis.today, analysis.pins, place)


def _fix_all(ls: Connection, analysis: Analysis, kind: str) -> types.CodeAction:
    action = types.CodeAction(title=f"{SOURCE}: fix all safe problems", kind=kind)
    return _completed(ls, analysis, action, {})


def _completed(
    ls: Connection, analysis: Analysis, action: types.CodeAction, data: dict[str, Any]
) -> types.CodeAction:
    """Give an action its edit, or what `resolve` needs to find it."""
    if ls.support.resolve_edits:
        snapshot = analysis.snapshot
        action.data = {"uri": snapshot.uri, "revision": snapshot.revision, **data}
    else:
        action.edit = _edit(ls, analysis, _fix_of(analysis, data))
    return action


def _fix_of(analysis: Analysis, data: Mapping[str, Any]) -> Fix:
    """The fix that an action stands for: a move, one of a finding, or all safe ones together."""
    fix: Fix | None
    try:
        if "to" in data:
            fix = _move(analysis, Span(*map(int, data["at"])), str(data["to"]))
        elif "finding" in data:
            fix = analysis.findings[data["finding"]].fixes[data["fix"]]
        else:
            return Fix("", _safe_edits(analysis), safe=True)
    except (LookupError, TypeError, ValueError):
        fix = None
    if fix is None:
        raise JsonRpcInvalidParams("The data of this action is not ours")
    return fix


def _move(analysis: Analysis, place: Span, to: str) -> Fix | None:
    movable = _movable(analysis, place)
    targets = movable.targets() if movable else ()
    target = next((each for each in targets if each.text == to), None)
    return movable.move(target) if movable and target else None


def _edit(ls: Connection, analysis: Analysis, fix: Fix) -> types.WorkspaceEdit | None:
    if fix.setting:
        return setting_edit.workspace_edit(ls, analysis.snapshot.uri, fix.setting)
    return workspace_edit(analysis.snapshot, fix.edits, ls.support)


def _safe_edits(analysis: Analysis) -> tuple[Edit, ...]:
    """The edits of all safe fixes that can be made together."""
    fixes = (fix for finding in analysis.findings if (fix := finding.safe_fix))
    return tuple(joint_edits(fixes)[0])


def _diagnostic(
    ls: Connection, view: View, finding: Finding, known: Sequence[types.Diagnostic]
) -> types.Diagnostic:
    """The client's own diagnostic of a finding if it sent one, so that it can match them."""
    ours = diagnostic_of(finding, view, ls.support)
    same = (item for item in known if item.code == ours.code and item.range == ours.range)
    return next(same, ours)


def _wanted(kind: str, only: Sequence[str] | None) -> bool:
    """Whether a client that asks for these kinds, or kinds above them, wants this one."""
    if only is None:
        return True
    return any(not asked or kind == asked or kind.startswith(f"{asked}.") for asked in only)
