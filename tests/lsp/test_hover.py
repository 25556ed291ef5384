"""Hover: what is known about a model or an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lsprotocol import types
from tests.lsp.conftest import StartEditor
from tests.lsp.editor import CALL, RETIRED, Editor, capabilities, numbers

from claude_preflight.knowledge.errors import ErrorCatalog, ErrorEntry

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def text_at(editor: Editor, text: str, word: str, language: str = "python") -> str:
    """The Markdown of the hover in the middle of a word."""
    before = text[: text.index(word) + len(word) // 2]
    uri = editor.open(text, f"untitled:{language}", language)
    hover = await editor.hover(uri, before.count("\n"), len(before.rpartition("\n")[2]))
    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    return hover.contents.value


async def test_a_model_is_explained_with_its_place(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL)
    start = CALL.index(RETIRED)

    for column in (start, start + 5, start + len(RETIRED)):
        hover = await pull_editor.hover(uri, 0, column)
        assert hover
        assert isinstance(hover.contents, types.MarkupContent)
        assert hover.contents.kind is types.MarkupKind.Markdown
        assert "Claude Opus 3" in hover.contents.value
        assert hover.range
        assert numbers(hover.range) == (0, start, 0, start + len(RETIRED))


@pytest.mark.parametrize(
    "model",
    [
        "us.anthropic.claude-opus-4-20250514-v1:0",
        "claude-opus-4@20250514",
        "anthropic/claude-3.5-sonnet",
        "claude-opus-4-8",
    ],
)
async def test_a_model_is_explained_as_any_platform_writes_it(
    pull_editor: Editor, model: str
) -> None:
    assert "claude" in (await text_at(pull_editor, f"See {model}.\n", model, "plaintext")).lower()


async def test_a_model_is_explained_with_what_its_replacement_saves(pull_editor: Editor) -> None:
    page = await text_at(pull_editor, "See claude-4-opus.\n", "claude-4-opus", "plaintext")
    assert "$5/$25, 67 % cheaper" in page.replace("\N{NO-BREAK SPACE}", " ")


async def test_nothing_is_told_twice(pull_editor: Editor) -> None:
    page = await text_at(pull_editor, "See claude-4-opus.\n", "claude-4-opus", "plaintext")
    for told in ("2026-06-15", "claude-opus-4-8", "$15/$75", "$5/$25"):
        assert page.count(told) == 1, told


async def test_what_the_finding_above_tells_is_not_told_again(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL)
    (found,) = await pull_editor.pull(uri)
    hover = await pull_editor.hover(uri, 0, CALL.index(RETIRED))

    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    for told in ("2026-01-05", "claude-opus-4-8"):
        assert told in found.message
        assert told not in hover.contents.value


@pytest.mark.parametrize(
    ("text", "word"),
    [("See claude-4-opus.", "claude-4-opus"), ("e.status_code == 529", "529")],
)
async def test_sources_are_three_links_at_most(pull_editor: Editor, text: str, word: str) -> None:
    page = await text_at(pull_editor, f"import anthropic\n{text}\n", word)
    links = re.findall(r"\[([^]]+)\]\(https://[^)]+\)", page.rpartition("Sources: ")[2])
    assert 1 <= len(links) <= 3
    assert not any(re.search(r"\d{4}-|\d\.\d", name) for name in links), "plain names"


async def test_hover_is_answered_while_a_large_document_is_analysed(pull_editor: Editor) -> None:
    uri = pull_editor.open(CALL + "x = [1, 2, {'a': (3, 4)}]\n" * 20_000)

    assert await pull_editor.hover(uri, 0, CALL.index(RETIRED))


async def test_there_is_nothing_to_say_elsewhere(pull_editor: Editor) -> None:
    uri = pull_editor.open(f"\n{CALL}claude = 'claude'\n")

    assert await pull_editor.hover(uri, 0, 0) is None
    assert await pull_editor.hover(uri, 1, 2) is None
    assert await pull_editor.hover(uri, 2, 12) is None
    assert await pull_editor.hover(uri, 99, 99) is None
    assert await pull_editor.hover("file:///nowhere/never-opened.py", 0, 0) is None


async def test_a_client_without_markdown_gets_plain_text(push_editor: Editor) -> None:
    uri = push_editor.open(CALL)
    await push_editor.receive(uri)

    hover = await push_editor.hover(uri, 0, CALL.index(RETIRED))

    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.kind is types.MarkupKind.PlainText
    assert hover.contents.value.startswith("Claude Opus 3 — retired")
    assert not any(mark in hover.contents.value for mark in ("**", "`", "]("))


def statuses() -> list[int]:
    """All HTTP statuses of the catalog."""
    return sorted({entry.status for entry in ErrorCatalog.load().entries if entry.status})


@pytest.mark.parametrize("status", statuses())
async def test_each_status_is_explained(pull_editor: Editor, status: int) -> None:
    text = f"try {{}} catch (err) {{ if (err.status === {status}) {{}} }}\n"

    page = await text_at(pull_editor, text, str(status), "typescript")

    assert all(entry.title in page or str(status) in page for entry in entries_of(status))


def entries_of(status: int) -> list[ErrorEntry]:
    """The entries of the catalog with a status."""
    return [entry for entry in ErrorCatalog.load().entries if entry.status == status]


@pytest.mark.parametrize(
    ("language", "text", "word", "expected"),
    [
        ("python", "except anthropic.RateLimitError as error:\n", "RateLimitError", "429"),
        ("python", "except anthropic.APITimeoutError:\n", "APITimeout", "Timeout"),
        ("python", "except anthropic.APIConnectionError:\n", "Connection", "Connection Error"),
        ("python", 'if error.type == "overloaded_error":\n', "overloaded_error", "529"),
        ("typescript", "e instanceof Anthropic.APIError\n", "APIError", "Streaming"),
        ("typescript", "e instanceof Anthropic.NotFoundError\n", "NotFound", "404"),
        ("json", '{"type": "error", "error": {"type": "api_error"}}', "api_error", "500"),
        (
            "log",
            "anthropic.BadRequestError: Error code: 400 - prompt is too long: 212000 tokens\n",
            "400",
            "Context Length",
        ),
    ],
)
async def test_an_error_is_explained_wherever_it_is_met(
    pull_editor: Editor, language: str, text: str, word: str, expected: str
) -> None:
    assert expected in await text_at(pull_editor, text, word, language)


@pytest.mark.parametrize(
    ("language", "text", "word", "expected"),
    [
        (
            "python",
            (
                "# Streaming is strongly recommended for operations that may\n"
                "# take longer than 10 minutes. See the docs\n"
            ),
            "10 minutes",
            "Streaming Required",
        ),
        (
            "json",
            '{"log": "{\\"error\\": {\\"message\\": \\"invalid beta flag\\"}}"}\n',
            "beta",
            "Invalid Parameters",
        ),
        (
            "log",
            "WARN Thinking may not be enabled when tool_choice forces tool use.\n",
            "WARN",
            "400",
        ),
        ("python", "import anthropic\nRETRIED = {429, 529}\n", "529", "529 Overloaded"),
        ("javascript", 'if (e.message.includes("Invalid model name")) {}\n', "model", "400-model"),
    ],
)
async def test_a_message_is_explained_wherever_it_stands(
    pull_editor: Editor, language: str, text: str, word: str, expected: str
) -> None:
    page = await text_at(pull_editor, text, word, language)
    assert expected.replace("400-model", "Invalid Model Name") in page


async def test_an_error_names_the_class_in_the_language_of_the_file(pull_editor: Editor) -> None:
    java = await text_at(
        pull_editor, "import com.anthropic.errors.RateLimitException;\n", "RateLimit", "java"
    )
    script = await text_at(
        pull_editor, "catch (e) { e instanceof Anthropic.RateLimitError }\n", "Rate", "typescript"
    )

    assert "`RateLimitException`" in java
    assert "`RateLimitError`" in script


async def test_an_error_leads_to_its_place_in_the_reference(
    start_editor: StartEditor,
) -> None:
    """In the client, if that says that it can show the page, and else on the web."""
    line, anchor = "if error.status_code == 529: pass\n", "529-overloaded--api-at-capacity"
    can = capabilities(pull=True)
    on_the_web = await text_at(await start_editor(can), line, "529")
    can.experimental = {"commands": {"commands": ["claude-preflight.showErrorReference"]}}
    in_the_client = await text_at(await start_editor(can), line, "529")

    assert f"/docs/errors.md#{anchor})" in on_the_web
    argument = f"%5B%22{anchor}%22%5D"
    assert f"(command:claude-preflight.showErrorReference?{argument})" in in_the_client


@pytest.mark.parametrize("code", [entry.code for entry in ErrorCatalog.load().entries])
async def test_causes_and_fixes_are_told_in_lines_of_their_own(code: str) -> None:
    """What is written for a hover is no longer than a line of it."""
    (entry,) = ErrorCatalog.load().entries_of([code])
    assert all(len(each.brief) <= 98 for each in (*entry.causes, *entry.fixes))


@pytest.mark.parametrize(
    ("call", "word", "rule"),
    [
        ('f(model="claude-haiku-4-5", max_tokens=900000)\n', "900000", "max-tokens"),
        ('f(model="claude-haikou-4-5", max_tokens=9)\n', "claude-haikou-4-5", "unknown-model"),
    ],
)
async def test_a_finding_is_explained_by_its_rule(
    pull_editor: Editor, call: str, word: str, rule: str
) -> None:
    uri = pull_editor.open(call)
    await pull_editor.pull(uri)

    hover = await pull_editor.hover(uri, 0, call.index(word) + 1)

    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    assert rule in hover.contents.value
    assert hover.range
    assert numbers(hover.range) == (0, call.index(word), 0, call.index(word) + len(word))


HOSTILE = "[x](command:evil) <img>`\n# \x1b[31m\u202e sk-ant-api03-SECRET"


async def test_what_a_user_wrote_is_shown_as_it_is(
    start_editor: StartEditor, tmp_path: Path
) -> None:
    old = "claude-3-opus-20240229"
    settings = {
        "models": {HOSTILE: {"name": HOSTILE}, old: {"name": HOSTILE}},
        "replacements": {old: HOSTILE},
    }
    can = capabilities(pull=True)
    editor = await start_editor(can, [tmp_path], options=settings)
    uri = editor.open(CALL)

    (found,) = await editor.pull(uri)
    shown = await editor.hover(uri, 0, CALL.index(RETIRED))
    actions = await editor.actions(uri, numbers(found.range))

    assert shown
    assert isinstance(shown.contents, types.MarkupContent)
    assert (
        "**\\[x\\]\\(command:evil) \\<img\\>\\`␊\\# ␛\\[31m\ufffd sk-ant-" in shown.contents.value
    )
    texts = [shown.contents.value, found.message, *(action.title for action in actions)]
    for text in texts:
        assert "SECRET" not in text
        assert not set(text) & set("\x1b\u202e")
    assert not any("\n" in text for text in texts[1:])
    assert any("[x](command:evil) <img>`␊# ␛[31m" in text for text in texts[1:])


HOT = """\
import anthropic

anthropic.Anthropic().messages.create(
    model="claude-opus-4-8", temperature=3, max_tokens=1, messages=[]
)
"""
FENCE = f"```py\nask(model='{RETIRED}')\n```\n"
LISTED = f"""\
const MODELS = [
  {{ value: "{RETIRED}", label: "Best" }},
  {{ value: "claude-haiku-4-5", label: "Fast" }},
];
"""


@pytest.mark.parametrize(
    ("text", "language", "word", "last"),
    [
        (LISTED, "typescript", RETIRED, "listed: in a table of models"),
        (CALL, "python", RETIRED, "used: `model` sets a model"),
        (f"# {RETIRED}\n", "python", RETIRED, "in prose: a comment, or a text for people"),
        (f"if m == '{RETIRED}': f()\n", "python", RETIRED, "compared: a value is compared with it"),
        (FENCE, "markdown", RETIRED, "in an example: a block of code among text"),
        (f'{{"{RETIRED}": 1}}\n', "json", RETIRED, "listed: the key of an entry"),
        (HOT, "python", "temperature", "used: `model` sets a model"),
    ],
)
async def test_the_last_line_of_a_finding_says_its_role_and_why(
    pull_editor: Editor, text: str, language: str, word: str, last: str
) -> None:
    uri = pull_editor.open(text, f"untitled:role-{language}", language)
    await pull_editor.pull(uri)
    before = text[: text.index(word) + len(word) // 2]
    hover = await pull_editor.hover(uri, before.count("\n"), len(before.rpartition("\n")[2]))
    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    assert hover.contents.value.endswith(f" · {last}")


async def test_what_is_no_finding_has_no_such_line(pull_editor: Editor) -> None:
    text = "ask(model='claude-opus-4-8', max_tokens=1)\n"
    uri = pull_editor.open(text, "untitled:active", "python")
    await pull_editor.pull(uri)
    hover = await pull_editor.hover(uri, 0, text.index("opus"))
    assert hover
    assert isinstance(hover.contents, types.MarkupContent)
    assert "used:" not in hover.contents.value
