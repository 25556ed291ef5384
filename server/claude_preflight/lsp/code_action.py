"""textDocument/codeAction and codeAction/resolve: fixes of what is known, and ways to ignore it.

Besides, an id in use can be moved to another model, whether or not anything is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcContentModified, JsonRpcInvalidParams

from claude_preflight.analysis.edits import joint_edits
from claude_preflight.analysis.moves import MovableId, movable_at
from claude_preflight.findings import Finding, Fix, Span
from claude_preflight.knowledge.behaviour import Change
from claude_preflight.lsp import explain_rule, quick_fixes, setting_edit
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import SOURCE, diagnostic_of, span_of, workspace_edit
from claude_preflight.lsp.quick_fixes import Offer
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
    uri, session = params.text_document.uri, ls.session
    # Editors ask for a light bulb at each step of the cursor; nobody is to apply what is not sure.
    is_asked = params.context.trigger_kind is not types.CodeActionTriggerKind.Automatic
    analysis = await (session.analysis_at_rest(uri) if is_asked else session.analysis(uri))
    view = analysis.snapshot.view(uri) if analysis else None
    if analysis is None or view is None:
        return []
    actions: list[types.CodeAction] = []
    place = _place(ls, view, params.range)
    if _wanted(types.CodeActionKind.QuickFix.value, params.context.only):
        known = params.context.diagnostics
        actions += _quick_fixes(ls, analysis, view, place, known)
    if _wanted(types.CodeActionKind.RefactorRewrite.value, params.context.only):
        actions += _moves(ls, analysis, place, _written(analysis, place) if actions else set())
    has_safe_fix = any(finding.safe_fix for finding in analysis.findings)
    kind = FIX_NOTEBOOK if analysis.snapshot.is_notebook else FIX_ALL
    if has_safe_fix and _wanted(kind, params.context.only):
        actions.append(_fix_all(ls, analysis, f"{SOURCE}: fix all safe problems", kind))
    return actions


async def resolve(ls: Connection, action: types.CodeAction) -> types.CodeAction:
    """Add the edit to an action that was offered without it."""
    data = action.data if isinstance(action.data, Mapping) else {}
    analysis = await ls.session.analysis(str(data.get("uri")))
    if analysis is None or data.get("revision") != analysis.snapshot.revision:
        raise JsonRpcContentModified("The document changed after this action was offered")
    _complete(ls, analysis, action, _fix_of(ls, analysis, data))
    return action


def _place(ls: Connection, view: View, where: types.Range) -> Span:
    """A range of a view as a place in the document."""
    asked = span_of(view.text, where, ls.support.encoding)
    return Span(asked.start + view.start, asked.end + view.start)


def _quick_fixes(
    ls: Connection,
    analysis: Analysis,
    view: View,
    place: Span,
    known: Sequence[types.Diagnostic],
) -> Iterator[types.CodeAction]:
    """What is offered for the findings that touch a place, the `known` ones of which are named."""
    findings = [each for each in quick_fixes.touching(analysis, place) if view.shows(each.span)]
    shown = {each: _diagnostic(ls, view, each, known) for each in findings}
    for offer in quick_fixes.fixing(ls, analysis, findings):
        yield _offered(ls, analysis, offer, place, shown)
    if any(finding.safe_fix for finding in findings):
        where = "notebook" if analysis.snapshot.is_notebook else "file"
        title = f"Fix all safe problems in this {where}"
        yield _fix_all(ls, analysis, title, types.CodeActionKind.QuickFix)
    for offer in quick_fixes.ignoring(ls, analysis, findings):
        yield _offered(ls, analysis, offer, place, shown)
    for code in dict.fromkeys(each.rule for each in findings if ls.support.show_documents):
        yield types.CodeAction(
            title=explain_rule.title(code),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown[each] for each in findings if each.rule == code],
            command=explain_rule.command(code),
        )


def _offered(
    ls: Connection,
    analysis: Analysis,
    offer: Offer,
    place: Span,
    shown: Mapping[Finding, types.Diagnostic],
) -> types.CodeAction:
    action = types.CodeAction(
        title=printable(offer.title),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown[each] for each in offer.findings],
        is_preferred=True if offer.is_preferred else None,
    )
    data = {"place": [*place], "title": offer.title}
    return _completed(ls, analysis, action, offer.fix, data)


def _written(analysis: Analysis, place: Span) -> set[str]:
    """What the fixes of the findings at a place write."""
    fixes = (fix for each in quick_fixes.touching(analysis, place) for fix in each.fixes)
    return {edit.text for fix in fixes for edit in fix.edits}


def _moves(
    ls: Connection, analysis: Analysis, place: Span, offered: set[str]
) -> Iterator[types.CodeAction]:
    """The models that the id at a place can be moved to, with its requests.

    They are told without making the edits; those whose ids are `offered` already are left out.
    """
    movable = _movable(analysis, place)
    if movable is None:
        return
    for target in movable.targets():
        text = movable.text(target)
        if text is not None and text not in offered:
            kind = types.CodeActionKind.RefactorRewrite
            title = f"Migrate to {text}{_defaults(movable.changes(target))}"
            action = types.CodeAction(title=printable(title), kind=kind)
            data = {"at": [*place], "to": target.text}
            yield _completed(ls, analysis, action, partial(_fix_of, ls, analysis, data), data)


def _defaults(changes: Sequence[Change]) -> str:
    """The end of the title of a move after which a request does something else unasked."""
    told = " and ".join(f"{each.name} is {each.after}" for each in changes)
    return f", where {told} by default" if told else ""


def _movable(analysis: Analysis, place: Span) -> MovableId | None:
    reading, settings = analysis.snapshot.reading, analysis.settings
    return movable_at(reading, settings, analysis.today, analysis.pins, place)


def _fix_all(
    ls: Connection, analysis: Analysis, title: str, kind: types.CodeActionKind | str
) -> types.CodeAction:
    action = types.CodeAction(title=title, kind=kind)
    return _completed(ls, analysis, action, partial(_all_safe, analysis), {})


def _completed(
    ls: Connection,
    analysis: Analysis,
    action: types.CodeAction,
    fix: Callable[[], Fix],
    data: dict[str, Any],
) -> types.CodeAction:
    """Give an action its edit, or what `resolve` needs to find it."""
    if ls.support.resolve_edits:
        snapshot = analysis.snapshot
        action.data = {"uri": snapshot.uri, "revision": snapshot.revision, **data}
    else:
        _complete(ls, analysis, action, fix())
    return action


def _complete(ls: Connection, analysis: Analysis, action: types.CodeAction, fix: Fix) -> None:
    """Give an action the edit of a fix; one of a setting tells of it afterwards."""
    if fix.setting is None:
        action.edit = workspace_edit(analysis.snapshot, fix.edits, ls.support)
        return
    uri = analysis.snapshot.uri
    action.edit = setting_edit.workspace_edit(ls, uri, fix.setting)
    if action.edit and ls.support.show_documents:
        action.command = setting_edit.command(ls, uri)


def _fix_of(ls: Connection, analysis: Analysis, data: Mapping[str, Any]) -> Fix:
    """The fix that an action stands for: a move, what is offered at a place, or all safe fixes."""
    fix: Fix | None
    try:
        if "to" in data:
            fix = _move(analysis, Span(*map(int, data["at"])), str(data["to"]))
        elif "title" in data:
            place = Span(*map(int, data["place"]))
            fix = quick_fixes.offered(ls, analysis, place, data["title"])
        else:
            return _all_safe(analysis)
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


def _all_safe(analysis: Analysis) -> Fix:
    """All safe fixes that can be made together."""
    fixes = (fix for finding in analysis.findings if (fix := finding.safe_fix))
    return Fix("", tuple(joint_edits(fixes)[0]), safe=True)


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
