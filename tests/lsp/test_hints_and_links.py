"""Inlay hints, links to sources, and the places that a finding is also about."""

from __future__ import annotations

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import SERVER, Editor, capabilities, numbers, place

pytestmark = pytest.mark.asyncio(loop_scope="session")

TODAY = ("--today", "2026-11-26")
RETIRING = "claude-opus-4-5-20251101"


async def hints(
    editor: Editor, text: str, language: str = "python", lines: tuple[int, int] = (0, 100)
) -> list[tuple[int, str, str]]:
    """The hints of a text: the line, the text before on that line, and what they say."""
    uri = editor.open(text, language=language)
    params = types.InlayHintParams(
        types.TextDocumentIdentifier(uri), place(lines[0], 0, lines[1], 0)
    )
    found = await editor.client.text_document_inlay_hint_async(params)
    shown = []
    for hint in found or ():
        at = hint.position
        before = text.splitlines()[at.line][: at.character]
        assert isinstance(hint.label, str)
        assert hint.padding_left
        shown.append((at.line, before, hint.label))
    return shown


async def test_days_left_and_the_model_that_is_meant(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True), command=(*SERVER, *TODAY))
    text = (
        f'OLD = "{RETIRING}"\n'
        'ALIAS = "claude-opus-4-5"\n'
        'PLAIN = "claude-opus-4-8"\n'
        "client.messages.create(model=PLAIN, max_tokens=9)\n"
        f"# {RETIRING} in a comment\n"
    )

    assert await hints(editor, text) == [
        (0, f'OLD = "{RETIRING}"', "57 days left"),
        (1, 'ALIAS = "claude-opus-4-5"', f"= {RETIRING}, 57 days left"),
        (3, "client.messages.create(model=PLAIN", "= claude-opus-4-8"),
    ]
    assert [line for line, _, _ in await hints(editor, text, lines=(1, 2))] == [1]


async def test_a_constant_of_an_sdk(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True), command=(*SERVER, *TODAY))
    text = (
        'package a\nimport "github.com/anthropics/anthropic-sdk-go"\n'
        "var m = anthropic.ModelClaudeOpus4_8\n"
    )

    assert await hints(editor, text, "go") == [
        (2, "var m = anthropic.ModelClaudeOpus4_8", "= claude-opus-4-8")
    ]


async def test_hints_are_switched_off(start_editor: StartEditor) -> None:
    editor = await start_editor(
        capabilities(pull=True), options={"inlay-hints": False}, command=(*SERVER, *TODAY)
    )

    assert not await hints(editor, f'OLD = "{RETIRING}"\n')


async def test_links_lead_to_the_source(start_editor: StartEditor) -> None:
    editor = await start_editor(capabilities(pull=True), command=(*SERVER, *TODAY))
    text = (
        f'OLD = "{RETIRING}"\nNEW = "claude-opus-4-8"\n'
        'client.messages.create(model="claude-opus-4-8", max_tokens=999_999)\n'
    )
    uri = editor.open(text)

    links = await editor.client.text_document_document_link_async(
        types.DocumentLinkParams(types.TextDocumentIdentifier(uri))
    )

    assert [link.range.start.line for link in links or ()] == [0, 2]
    for link in links or ():
        assert str(link.target).startswith("https://")
        assert link.tooltip


async def test_the_request_and_the_limit_are_related(pull_editor: Editor) -> None:
    text = (
        'MODEL = "claude-3-opus-20240229"\n'
        "client.messages.create(model=MODEL, max_tokens=9)\n"
        'client.messages.create(model="claude-opus-4-8", max_tokens=999_999)\n'
    )

    by_rule = {each.code: each for each in await pull_editor.pull(pull_editor.open(text))}

    (use,) = by_rule["retired-model"].related_information or ()
    assert numbers(use.location.range) == (1, 29, 1, 34)
    limits = by_rule["max-tokens"].related_information or ()
    assert len(limits) == 2
    assert all("output tokens: " in limit.message for limit in limits)
    assert {limit.location.range.start.line for limit in limits} == {2}
