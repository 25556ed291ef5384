"""textDocument/inlayHint: days left of a model, and the model behind an alias or a constant."""

from __future__ import annotations

from lsprotocol import types

from claude_preflight.analysis.hints import Hint, hints_in
from claude_preflight.explanations.completions import model_note
from claude_preflight.explanations.markdown import plain
from claude_preflight.findings import Span
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import span_of
from claude_preflight.lsp.session import Analysis, View

OPTIONS = types.InlayHintOptions(resolve_provider=False)

_QUOTES = (b'"', b"'", b"`")


async def inlay_hint(ls: Connection, params: types.InlayHintParams) -> list[types.InlayHint]:
    """The hints in a range, from the newest version."""
    uri = params.text_document.uri
    analysis = await ls.session.analysis(uri)
    view = analysis.snapshot.view(uri) if analysis else None
    if analysis is None or view is None or not analysis.settings.inlay_hints:
        return []
    asked = span_of(view.text, params.range, ls.support.encoding)
    place = Span(asked.start + view.start, asked.end + view.start)
    found = hints_in(analysis.snapshot.reading, analysis.settings, analysis.today, place)
    return [_shown(ls, analysis, view, each) for each in found if view.shows(each.span)]


def _shown(ls: Connection, analysis: Analysis, view: View, hint: Hint) -> types.InlayHint:
    end = view.inward(hint.span).end
    if view.text.data[end : end + 1] in _QUOTES:
        end += 1
    settings = analysis.settings
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    note = plain(model_note(hint.model_id, analysis.today, registry))
    position = types.Position(*view.text.position(end, ls.support.encoding))
    return types.InlayHint(position, hint.text, tooltip=note, padding_left=True)
