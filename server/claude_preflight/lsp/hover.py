"""textDocument/hover: what is known about the model, error, parameter or finding at the cursor.

The answer is read from the text around the cursor, or from what is known, and waits for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lsprotocol import types

from claude_preflight import explanations
from claude_preflight.analysis.parameters import parameter_at
from claude_preflight.explanations.error_references import error_reference_at
from claude_preflight.explanations.markdown import code, line, plain
from claude_preflight.findings import Finding, Span
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import range_of
from claude_preflight.lsp.error_reference import address
from claude_preflight.lsp.session import View
from claude_preflight.records import NamedTuple
from claude_preflight.rules import RULES, page_of
from claude_preflight.safe_text import masked
from claude_preflight.text.source_text import SourceText
from claude_preflight.text.words import ID_CHARACTERS, word_around

# The characters of an id on any platform, and how far an id can reach from the cursor.
_CHARACTERS = ID_CHARACTERS.translate(None, b"~[]") + b"+"
_PUNCTUATION = b"./:@-+"
_REACH = 200
# The rules whose messages say when a model ends and what to use instead.
_TELL_OF_ENDS = frozenset(("retired-model", "retiring-model"))


class _Found(NamedTuple):
    span: Span
    markdown: str


def hover(ls: Connection, params: types.HoverParams) -> types.Hover | None:
    """Explain what stands at a position; None if nothing is known of it."""
    view = ls.session.view(params.text_document.uri)
    if view is None:
        return None
    place = (params.position.line, params.position.character)
    offset = view.text.offset(place, ls.support.encoding)
    found = (
        _with_role(ls, view, offset, _model_at(ls, view, offset))
        or _error_at(ls, view, offset)
        or _with_role(ls, view, offset, _parameter_at(ls, view, offset))
        or _with_role(ls, view, offset, _finding_at(ls, view, offset))
    )
    if found is None:
        return None
    markdown = ls.support.markdown_hover
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    value = masked(found.markdown if markdown else plain(found.markdown))
    around = range_of(view.text, found.span, ls.support.encoding)
    return types.Hover(types.MarkupContent(kind, value), around)


def _model_at(ls: Connection, view: View, offset: int) -> _Found | None:
    span = word_at(view.text, offset)
    settings = ls.settings.of(ls.session.document_uri(view.uri))
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    model = registry.find(view.text.slice(span))
    if model is None:
        return None
    is_told = any(each.rule in _TELL_OF_ENDS for each in _findings_at(ls, view, offset))
    page = explanations.model_hover(model, ls.today(), registry, is_told=is_told)
    return _Found(span, page)


def _with_role(ls: Connection, view: View, offset: int, found: _Found | None) -> _Found | None:
    """A page that ends with what the id of a finding there does, and why we think so."""
    if found is None:
        return None
    here = (each for each in _findings_at(ls, view, offset) if each.role and each.reason)
    told = next((f"{each.role.phrase}: {each.reason}" for each in here if each.role), "")
    return found._replace(markdown=line(found.markdown, told))


def _error_at(ls: Connection, view: View, offset: int) -> _Found | None:
    reference = error_reference_at(view.text, offset)
    if reference is None:
        return None
    page = explanations.error_hover(reference, view.language.id, partial(address, ls))
    return _Found(reference.span, page)


def _parameter_at(ls: Connection, view: View, offset: int) -> _Found | None:
    """The parameter of a request, where the request and its model are known already."""
    known = ls.session.known(view.uri)
    if known is None:
        return None
    settings, reading = known.settings, known.snapshot.reading
    found = parameter_at(reading, settings, known.today, view.start + offset)
    if found is None:
        return None
    finding = next(_findings_at(ls, view, offset), None)
    registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
    page = explanations.explain_parameter(
        found.path,
        found.model,
        known.today,
        registry,
        found.language,
        found.refusals,
        is_found=finding is not None,
    )
    if page is None:
        return None
    if finding is not None:
        span = view.inward(finding.span)
        return _Found(span, line(page, code(finding.rule)))
    return _Found(view.inward(found.span), page)


def _finding_at(ls: Connection, view: View, offset: int) -> _Found | None:
    """The rule behind a finding, where one is known already."""
    finding = next(_findings_at(ls, view, offset), None)
    if finding is None:
        return None
    rule = RULES[finding.rule]
    told = line(f"[{code(rule.code)}]({page_of(rule.code)}) {rule.summary}", rule.http)
    return _Found(view.inward(finding.span), told)


def _findings_at(ls: Connection, view: View, offset: int) -> Iterator[Finding]:
    """The findings at an offset, where they are known already."""
    known = ls.session.known(view.uri)
    for finding in known.seen_in(view) if known else ():
        if view.inward(finding.span).contains(offset):
            yield finding


def word_at(text: SourceText, offset: int) -> Span:
    """The word around an offset, without the punctuation of a sentence around it."""
    around = word_around(text.data, Span(offset, offset), _REACH, _CHARACTERS)
    word = text.data[around.start : around.end]
    start = around.end - len(word.lstrip(_PUNCTUATION))
    return Span(start, max(start, around.start + len(word.rstrip(_PUNCTUATION))))
