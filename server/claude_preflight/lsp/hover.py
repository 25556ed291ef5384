"""textDocument/hover: what is known about the model, the error or the finding at the cursor.

The answer is read from the text around the cursor, or from what is known, and waits for nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types

from claude_preflight import explanations
from claude_preflight.error_references import error_reference_at
from claude_preflight.findings import Span
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.lsp.conversions import range_of
from claude_preflight.lsp.session import Snapshot
from claude_preflight.rules import RULES
from claude_preflight.source.text import SourceText

if TYPE_CHECKING:
    from claude_preflight.lsp.connection import Connection

# The characters of an id on any platform, and how far an id can reach from the cursor.
_WORD_BEFORE = re.compile(rb"[A-Za-z0-9._:/@+-]*\Z")
_WORD_AFTER = re.compile(rb"[A-Za-z0-9._:/@+-]*")
_REACH = 200


class _Found(NamedTuple):
    span: Span
    markdown: str


def hover(ls: Connection, params: types.HoverParams) -> types.Hover | None:
    """Explain the model, the error or the finding at a position, None where there is none."""
    snapshot = ls.session.snapshot(params.text_document.uri)
    if snapshot is None:
        return None
    text = snapshot.document.text
    offset = text.offset((params.position.line, params.position.character), ls.support.encoding)
    found = (
        _model_at(ls, snapshot, offset)
        or _error_at(snapshot, offset)
        or _finding_at(ls, snapshot, offset)
    )
    if found is None:
        return None
    kind = types.MarkupKind.Markdown if ls.support.markdown_hover else types.MarkupKind.PlainText
    value = found.markdown if ls.support.markdown_hover else _plain(found.markdown)
    place = range_of(text, found.span, ls.support.encoding)
    return types.Hover(types.MarkupContent(kind, value), place)


def _model_at(ls: Connection, snapshot: Snapshot, offset: int) -> _Found | None:
    span = word_at(snapshot.document.text, offset)
    settings = ls.settings.of(snapshot.uri)
    registry = ModelRegistry.load(settings.models, settings.replacements)
    model = registry.find(snapshot.document.text.slice(span))
    if model is None:
        return None
    return _Found(span, explanations.explain_model(model, ls.today(), registry))


def _error_at(snapshot: Snapshot, offset: int) -> _Found | None:
    reference = error_reference_at(snapshot.document.text, offset)
    if reference is None:
        return None
    page = explanations.explain_reference(reference, snapshot.document.language.id)
    return _Found(reference.span, page)


def _finding_at(ls: Connection, snapshot: Snapshot, offset: int) -> _Found | None:
    """The rule behind a finding, where one is known already."""
    known = ls.session.known(snapshot.uri)
    findings = known.findings if known else ()
    finding = next((each for each in findings if each.span.contains(offset)), None)
    if finding is None:
        return None
    return _Found(finding.span, explanations.explain_rule(RULES[finding.rule]))


def word_at(text: SourceText, offset: int) -> Span:
    """The word around an offset, without the punctuation of a sentence around it."""
    before = text.data[max(offset - _REACH, 0) : offset]
    head, tail = _WORD_BEFORE.search(before), _WORD_AFTER.match(text.data, offset, offset + _REACH)
    start = offset - len(head[0] if head else b"")
    end = tail.end() if tail else offset
    word = text.data[start:end]
    start += len(word) - len(word.lstrip(b"./:@-+"))
    return Span(start, max(start, end - (len(word) - len(word.rstrip(b"./:@-+")))))


def _plain(markdown: str) -> str:
    """Markdown as plain text, for clients that show it as it is."""
    text = re.sub(r"^```.*\n?", "", markdown, flags=re.MULTILINE)
    text = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r"\1 (\2)", text)
    return re.sub(r"\*\*|`|^#+ ", "", text, flags=re.MULTILINE)
