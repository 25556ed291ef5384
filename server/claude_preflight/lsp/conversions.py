"""From spans and findings to the types of the protocol."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from claude_preflight.findings import Edit, Finding, Span
from claude_preflight.lsp.client_support import ClientSupport
from claude_preflight.lsp.session import Snapshot, View
from claude_preflight.rules import RULES, page_of
from claude_preflight.safe_text import masked, printable
from claude_preflight.text.source_text import PositionEncoding, SourceText

SOURCE = "claude-preflight"


def range_of(text: SourceText, span: Span, encoding: PositionEncoding) -> types.Range:
    """A span as a range of lines and columns."""
    start, end = text.position(span.start, encoding), text.position(span.end, encoding)
    return types.Range(types.Position(*start), types.Position(*end))


def span_of(text: SourceText, place: types.Range, encoding: PositionEncoding) -> Span:
    """A range as a span; what lies outside the text is moved into it."""
    start = text.offset((place.start.line, place.start.character), encoding)
    end = text.offset((place.end.line, place.end.character), encoding)
    return Span(min(start, end), max(start, end))


def diagnostic_of(finding: Finding, view: View, support: ClientSupport) -> types.Diagnostic:
    """A finding as an editor shows it."""
    link = types.CodeDescription(page_of(finding.rule))
    return types.Diagnostic(
        range=range_of(view.text, view.inward(finding.span), support.encoding),
        message=printable(finding.message),
        severity=types.DiagnosticSeverity(finding.severity.value),
        code=finding.rule,
        code_description=link if support.diagnostic_links else None,
        source=SOURCE,
        tags=_tags(finding) if support.diagnostic_tags else None,
        related_information=_related(finding, view, support) or None,
        data={"text": masked(finding.text), "role": finding.role.value if finding.role else None},
    )


def _related(
    finding: Finding, view: View, support: ClientSupport
) -> list[types.DiagnosticRelatedInformation]:
    """The other places that a finding is about, of those that the view shows."""
    shown = finding.related if support.related_information else ()
    return [
        types.DiagnosticRelatedInformation(
            types.Location(view.uri, range_of(view.text, view.inward(each.span), support.encoding)),
            printable(each.message),
        )
        for each in shown
        if view.shows(each.span)
    ]


def text_edits(
    text: SourceText, edits: Iterable[Edit], encoding: PositionEncoding
) -> list[types.TextEdit]:
    """Edits as the protocol has them."""
    return [types.TextEdit(range_of(text, edit.span, encoding), edit.text) for edit in edits]


def workspace_edit(
    snapshot: Snapshot, edits: Iterable[Edit], support: ClientSupport
) -> types.WorkspaceEdit:
    """Edits of an open document or notebook, tied to versions where the client can do that."""
    changes: dict[str, list[types.TextEdit]] = {}
    versions: dict[str, int] = {}
    for edit in edits:
        view = next(view for view in snapshot.views if view.shows(edit.span))
        inner = Edit(view.inward(edit.span), edit.text)
        changes.setdefault(view.uri, []).extend(text_edits(view.text, [inner], support.encoding))
        versions[view.uri] = view.version
    if not support.document_changes:
        return types.WorkspaceEdit(changes=changes)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                types.OptionalVersionedTextDocumentIdentifier(uri, versions[uri]), own_changes
            )
            for uri, own_changes in changes.items()
        ]
    )


def _tags(finding: Finding) -> list[types.DiagnosticTag] | None:
    """Strike through what has ended, or will."""
    return [types.DiagnosticTag.Deprecated] if RULES[finding.rule].is_of_deprecated else None
