"""textDocument/completion: model ids, values of parameters, and names of rules."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from pathlib import PurePath
from time import perf_counter

from lsprotocol import types

from claude_preflight.analysis.completion import Completion, Completions, completions_at
from claude_preflight.analysis.rule_completion import rules_at
from claude_preflight.explanations.completions import model_detail, model_note
from claude_preflight.explanations.markdown import plain
from claude_preflight.findings import Span
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.conversions import range_of
from claude_preflight.lsp.session import SLICE, Analysis, View
from claude_preflight.workspace.settings_files import FILE_NAMES

# Editors ask by themselves where letters are typed in code, but not where they are in a string.
OPTIONS = types.CompletionOptions(trigger_characters=[*"\"'`-./[:"])


async def completion(ls: Connection, params: types.CompletionParams) -> types.CompletionList | None:
    """What can be written at a position, the best first; None where we have nothing to say."""
    uri = params.text_document.uri
    analysis = await ls.session.analysis(uri)
    view = analysis.snapshot.view(uri) if analysis else None
    if analysis is None or view is None:
        return None
    place = params.position.line, params.position.character
    offset = view.text.offset(place, ls.support.encoding)
    found = rules_at(view.text, offset, is_settings=PurePath(uri).name in FILE_NAMES)
    if found is None:
        found = await _of_code(analysis, view, offset)
    if found is None:
        return None
    where = range_of(view.text, found.span, ls.support.encoding)
    items = [_item(ls, analysis, each, where, number) for number, each in enumerate(found.items)]
    return types.CompletionList(is_incomplete=False, items=items)


async def _of_code(analysis: Analysis, view: View, offset: int) -> Completions | None:
    reading, settings = analysis.snapshot.reading, analysis.settings
    place = view.start + offset
    steps = completions_at(reading, settings, analysis.today, analysis.pins, place)
    found = await _in_slices(steps)
    if found is None or not view.shows(found.span):
        return None
    return found._replace(span=Span(*view.inward(found.span)))


async def _in_slices(steps: Generator[None, None, Completions | None]) -> Completions | None:
    """Take all steps, and let other messages through from time to time."""
    stop_at = perf_counter() + SLICE
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Completions | None = end.value
            return found
        if perf_counter() >= stop_at:
            await asyncio.sleep(0)
            stop_at = perf_counter() + SLICE


def _item(
    ls: Connection, analysis: Analysis, offered: Completion, where: types.Range, number: int
) -> types.CompletionItem:
    kind = types.CompletionItemKind.Constant if offered.is_constant else None
    item = types.CompletionItem(
        offered.text,
        kind=kind or types.CompletionItemKind.Value,
        sort_text=f"{number:03}",
        filter_text=offered.text,
        text_edit=types.TextEdit(where, offered.text),
        documentation=offered.note or None,
    )
    if offered.is_deprecated:
        if ls.support.completion_tags:
            item.tags = [types.CompletionItemTag.Deprecated]
        else:
            item.deprecated = True
    if offered.model_id is not None:
        settings = analysis.settings
        registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
        item.detail = model_detail(offered.model_id, registry)
        told = model_note(offered.model_id, analysis.today, registry)
        note = "\n\n".join(filter(None, (told, offered.note)))
        if ls.support.markdown_completion:
            item.documentation = types.MarkupContent(types.MarkupKind.Markdown, note)
        else:
            item.documentation = plain(note)
    return item
