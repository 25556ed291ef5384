"""Texts and messages that break servers: a clear answer, no crash, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from tests.lsp.editor import CALL, RETIRED, Editor, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

START = CALL.index(RETIRED)
END = START + len(RETIRED)
LINE_ENDS = ("\n", "\r\n", "\r")
# None of these ends a line in the protocol, though `str.splitlines` has it so.
NO_LINE_ENDS = ("\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029")


def send(editor: Editor, method: str, params: dict[str, Any]) -> None:
    """Send a notification as it is, whether the protocol allows it or not."""
    editor.client.protocol._send_data({"jsonrpc": "2.0", "method": method, "params": params})


def raw_change(editor: Editor, uri: str, version: object, *changes: dict[str, Any]) -> None:
    """Send a change as it is."""
    identifier = {"uri": uri, "version": version}
    params = {"textDocument": identifier, "contentChanges": list(changes)}
    send(editor, "textDocument/didChange", params)


@pytest.mark.parametrize("line_end", LINE_ENDS)
async def test_all_line_ends_end_a_line(pull_editor: Editor, line_end: str) -> None:
    uri = pull_editor.open(f"# one{line_end}# two{line_end}{CALL}")
    pull_editor.change(uri, ((1, 2, 1, 5), "zwei"), ((0, 0, 1, 0), line_end + line_end))

    (found,) = await pull_editor.pull(uri)

    assert numbers(found.range) == (3, START, 3, END)


@pytest.mark.parametrize("mark", NO_LINE_ENDS)
async def test_an_edit_below_what_is_no_line_end(pull_editor: Editor, mark: str) -> None:
    uri = pull_editor.open(f"'a{mark}b{mark}c'\n\n\n")
    pull_editor.change(uri, ((1, 0, 1, 0), CALL))

    (found,) = await pull_editor.pull(uri)

    assert numbers(found.range) == (1, START, 1, END)


async def test_line_ends_that_are_joined_and_parted(pull_editor: Editor) -> None:
    uri = pull_editor.open(f"a\r\n{CALL}")
    pull_editor.change(uri, ((0, 1, 1, 0), "\r"))  # a lone CR
    assert (await pull_editor.pull(uri))[0].range.start.line == 1
    pull_editor.change(uri, ((1, 0, 1, 0), "\n"))  # which becomes CR LF
    assert (await pull_editor.pull(uri))[0].range.start.line == 1
    pull_editor.change(uri, ((0, 1, 0, 1), "\r"))
    assert (await pull_editor.pull(uri))[0].range.start.line == 2


async def test_a_byte_order_mark_is_a_character(pull_editor: Editor) -> None:
    uri = pull_editor.open(f"\ufeff{CALL}")
    (found,) = await pull_editor.pull(uri)
    assert numbers(found.range) == (0, START + 1, 0, END + 1)

    pull_editor.change(uri, ((0, 0, 0, 1), ""))
    (found,) = await pull_editor.pull(uri)
    assert numbers(found.range) == (0, START, 0, END)


async def test_a_line_of_ten_megabytes(pull_editor: Editor) -> None:
    filler = "0123456789abcde " * (10 * 2**16)
    uri = pull_editor.open(f'x = "{filler}"; {CALL}', "untitled:long", "python")
    offset = len(filler) + len('x = ""; ')

    (found,) = await pull_editor.pull(uri)
    assert numbers(found.range) == (0, START + offset, 0, END + offset)
    assert await pull_editor.hover(uri, 0, START + offset)

    pull_editor.change(uri, ((0, 5, 0, 5 + len(filler)), ""))
    (found,) = await pull_editor.pull(uri)
    assert numbers(found.range)[1] == START + len('x = ""; ')


@pytest.mark.parametrize("text", ["", "\n", "\r", "\0", "\ufeff", "\ud83d"])
async def test_texts_with_next_to_nothing_in_them(pull_editor: Editor, text: str) -> None:
    uri = pull_editor.open(text)

    assert not await pull_editor.pull(uri)
    assert await pull_editor.hover(uri, 0, 0) is None
    assert not await pull_editor.actions(uri, (0, 0, 5, 5))
    pull_editor.change(uri, ((0, 0, 9, 9), CALL))
    assert len(await pull_editor.pull(uri)) == 1


async def test_half_a_character(pull_editor: Editor) -> None:
    uri = pull_editor.open(f"# \ud83d \udca9\n{CALL}")
    pull_editor.change(uri, ((0, 2, 0, 3), "\ud83d"), ((0, 3, 0, 4), ""))

    (found,) = await pull_editor.pull(uri)

    assert numbers(found.range) == (1, START, 1, END)


@pytest.mark.parametrize("language", ["", "no-such-language", "Python", "plaintext", "\ud83d"])
async def test_an_unknown_language_is_plain_text(pull_editor: Editor, language: str) -> None:
    uri = pull_editor.open(f'model = "{RETIRED}"\n', "untitled:unknown", language)

    assert [item.code for item in await pull_editor.pull(uri)] == ["retired-model"]


@pytest.mark.parametrize(
    "uri",
    [
        "untitled:Untitled-1",
        "untitled:/home/me/new.py",
        "vscode-notebook-cell:/home/me/a.ipynb#W0sZmlsZQ%3D%3D",
        "vscode-vfs://github/owner/name/a.py",
        "git:/home/me/a.py?%7B%22ref%22%3A%22HEAD%22%7D",
        "file://server/share/a.py",
        "file:///c%3A/Users/me/a%20b.py",
        "file:///no/such/folder/%F0%9F%92%A9.py",
        "a.py",
        "::::",
    ],
)
async def test_any_uri_names_a_document(pull_editor: Editor, uri: str) -> None:
    pull_editor.open(CALL, uri)

    assert len(await pull_editor.pull(uri)) == 1
    assert await pull_editor.hover(uri, 0, START)
    assert await pull_editor.actions(uri, (0, START, 0, START))


@pytest.mark.parametrize("end", [(0, 999), (7, 0), (2**31 - 1, 2**31 - 1)])
async def test_an_edit_that_reaches_outside_is_moved_inside(
    pull_editor: Editor, end: tuple[int, int]
) -> None:
    uri = pull_editor.open(f"{CALL}{CALL}")
    pull_editor.change(uri, ((1, 3, 0, 0), ""))  # its ends are the wrong way round
    pull_editor.change(uri, ((0, 0, *end), CALL))

    assert (await pull_editor.pull(uri))[0].range.start.line == 0


async def test_numbers_that_the_protocol_does_not_allow(pull_editor: Editor) -> None:
    uri = pull_editor.open("abc")
    start, end = {"line": -1, "character": -7}, {"line": 0, "character": 2**32 - 1}
    change = {"range": {"start": start, "end": end}, "text": CALL}

    raw_change(pull_editor, uri, 2, change)

    assert len(await pull_editor.pull(uri)) == 1


@pytest.mark.parametrize("version", [None, 0, -3, 1, "2", 1.5])
async def test_versions_that_make_no_sense_do_not_lose_an_edit(
    pull_editor: Editor, version: object
) -> None:
    uri = pull_editor.open("", version=5)

    raw_change(pull_editor, uri, version, {"text": CALL})

    assert len(await pull_editor.pull(uri)) == 1


async def test_all_ids_of_a_file_on_one_line(pull_editor: Editor) -> None:
    """A minified file: the cost must not be the length of the line for each finding."""
    items = ",".join(f'{{"model":"{RETIRED}","x":"\N{EURO SIGN}"}}' for _ in range(1000))
    uri = pull_editor.open(f"[{items}]", "untitled:a.json", "json")

    found = await pull_editor.pull(uri)

    assert len(found) == 1000
    assert len({item.range.start.character for item in found}) == 1000
