"""Notebooks that an editor has open: each cell is a text of its own, and all share their names."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import pytest
from lsprotocol import types
from tests.lsp.editor import CALL, RETIRED, Editor, numbers

pytestmark = pytest.mark.asyncio(loop_scope="session")

FIX_ALL = "source.fixAll.claude-preflight"
NAMES = count(1)
MODEL = f'MODEL = "{RETIRED}"\n'
ASK = "client.messages.create(\n    model=MODEL,\n    temperature=0.5,\n    max_tokens=9,\n)\n"


class Notebook:
    """A notebook as an editor keeps it; its cells are (language, text)."""

    def __init__(self, editor: Editor, *cells: tuple[str, str]) -> None:
        self.editor = editor
        self.uri = f"file:///nowhere/{next(NAMES)}.ipynb"
        self.version = 1
        self.items = [self.item(*cell) for cell in cells]
        editor.client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(
                types.NotebookDocument(
                    self.uri, "jupyter-notebook", 1, [self.cell(item) for item in self.items]
                ),
                self.items,
            )
        )

    def __getitem__(self, number: int) -> str:
        return self.items[number].uri

    def item(self, language: str, text: str) -> types.TextDocumentItem:
        uri = f"{self.uri.replace('file:', 'vscode-notebook-cell:')}#{next(NAMES)}"
        return types.TextDocumentItem(uri, language, 1, text)

    def cell(self, item: types.TextDocumentItem) -> types.NotebookCell:
        is_text = item.language_id == "markdown"
        kind = types.NotebookCellKind.Markup if is_text else types.NotebookCellKind.Code
        return types.NotebookCell(kind, item.uri)

    def edit(self, number: int, where: tuple[int, int, int, int], new: str) -> None:
        """Type into a cell."""
        start, end = types.Position(*where[:2]), types.Position(*where[2:])
        self.items[number].version += 1
        identifier = types.VersionedTextDocumentIdentifier(
            version=self.items[number].version, uri=self[number]
        )
        event = types.TextDocumentContentChangePartial(types.Range(start, end), new)
        content = types.NotebookDocumentCellContentChanges(identifier, [event])
        self.change(types.NotebookDocumentCellChanges(text_content=[content]))

    def replace(self, start: int, end: int, *cells: tuple[str, str]) -> None:
        """Put new cells in the place of old ones."""
        new, old = [self.item(*cell) for cell in cells], self.items[start:end]
        self.items[start:end] = new
        self.restructure(start, end, new, opened=new, closed=old)

    def move(self, start: int, to: int) -> None:
        """Move a cell: all cells from the first that changes to the last are listed anew."""
        self.items.insert(to, self.items.pop(start))
        first, last = min(start, to), max(start, to) + 1
        self.restructure(first, last, self.items[first:last])

    def restructure(
        self,
        start: int,
        end: int,
        new: Sequence[types.TextDocumentItem],
        opened: Sequence[types.TextDocumentItem] = (),
        closed: Sequence[types.TextDocumentItem] = (),
    ) -> None:
        array = types.NotebookCellArrayChange(start, end - start, [self.cell(each) for each in new])
        gone = [types.TextDocumentIdentifier(each.uri) for each in closed]
        structure = types.NotebookDocumentCellChangeStructure(array, opened, gone)
        self.change(types.NotebookDocumentCellChanges(structure=structure))

    def change(self, cells: types.NotebookDocumentCellChanges | None) -> None:
        self.version += 1
        self.editor.client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                types.VersionedNotebookDocumentIdentifier(version=self.version, uri=self.uri),
                types.NotebookDocumentChangeEvent(cells=cells),
            )
        )

    def close(self) -> None:
        identifiers = [types.TextDocumentIdentifier(item.uri) for item in self.items]
        notebook = types.NotebookDocumentIdentifier(self.uri)
        params = types.DidCloseNotebookDocumentParams(notebook, identifiers)
        self.editor.client.notebook_document_did_close(params)

    async def places(self, number: int) -> list[tuple[int, int, int, int]]:
        """Where the diagnostics of a cell are."""
        return [numbers(item.range) for item in await self.editor.pull(self[number])]


def by_cell(edit: types.WorkspaceEdit | None) -> dict[str, list[tuple[int, ...] | str]]:
    """The edits of a workspace edit: URI -> place and new text, in turn."""
    assert edit
    found: dict[str, list[tuple[int, ...] | str]] = {}
    for change in edit.document_changes or ():
        assert isinstance(change, types.TextDocumentEdit)
        for each in change.edits:
            assert isinstance(each, types.TextEdit)
            found.setdefault(change.text_document.uri, []).extend(
                (numbers(each.range), each.new_text)
            )
    return found


async def fix_all(editor: Editor, uri: str, kind: str) -> dict[str, list[tuple[int, ...] | str]]:
    actions = await editor.actions(uri, (0, 0, 0, 0), [kind])
    if not actions:
        return {}
    (action,) = actions
    return by_cell((await editor.client.code_action_resolve_async(action)).edit)


async def test_each_cell_has_its_own_diagnostics(pull_editor: Editor) -> None:
    notebook = Notebook(
        pull_editor,
        ("python", "import anthropic\n"),
        ("python", f"x = 1\n{CALL}"),
        ("python", MODEL),
    )

    assert not await notebook.places(0)
    assert await notebook.places(1) == [(1, 30, 1, 52)]
    assert await notebook.places(2) == [(0, 9, 0, 31)]
    notebook.close()


async def test_cells_of_other_languages_are_read_by_their_own_rules(pull_editor: Editor) -> None:
    notebook = Notebook(
        pull_editor,
        ("markdown", f"We use `{RETIRED}`:\n\n```python\n{CALL}```\n"),
        ("python", f"%%bash\nMODEL={RETIRED}\n"),
        ("python", f"!ask --model {RETIRED}\n"),
        ("yaml", f"model: {RETIRED}\n"),
    )

    prose, example = await pull_editor.pull(notebook[0])
    assert (prose.severity, example.severity) == (
        types.DiagnosticSeverity.Hint,
        types.DiagnosticSeverity.Warning,
    )
    assert await notebook.places(1) == [(1, 6, 1, 28)]
    assert await notebook.places(2) == [(0, 13, 0, 35)]
    assert await notebook.places(3) == [(0, 7, 0, 29)]
    notebook.close()


async def test_a_fix_changes_all_cells_that_belong_to_a_request(pull_editor: Editor) -> None:
    notebook = Notebook(pull_editor, ("python", MODEL), ("markdown", "Ask."), ("python", ASK))

    first, *_ = await pull_editor.actions(notebook[0], (0, 12, 0, 12), ["quickfix"])
    edits = by_cell((await pull_editor.client.code_action_resolve_async(first)).edit)

    assert "drops temperature" in first.title
    assert edits == {
        notebook[0]: [(0, 9, 0, 31), "claude-opus-4-8"],
        notebook[2]: [(2, 0, 3, 0), ""],
    }
    notebook.close()


async def test_a_notebook_is_fixed_as_a_whole(pull_editor: Editor) -> None:
    notebook = Notebook(pull_editor, ("python", MODEL), ("python", ASK), ("python", CALL))

    whole = await fix_all(pull_editor, notebook[1], f"notebook.{FIX_ALL}")
    cell = await fix_all(pull_editor, notebook[0], FIX_ALL)

    assert set(whole) == {notebook[0], notebook[1], notebook[2]}
    assert not cell  # an editor asks so once for each cell
    notebook.close()


async def test_edits_in_cells_are_followed(pull_editor: Editor) -> None:
    notebook = Notebook(pull_editor, ("python", "x = 1\n"), ("python", CALL))
    notebook.edit(0, (0, 0, 0, 0), MODEL)
    notebook.edit(1, (0, 0, 0, 0), "# \N{PILE OF POO}\n")

    assert await notebook.places(0) == [(0, 9, 0, 31)]
    assert await notebook.places(1) == [(1, 30, 1, 52)]
    notebook.edit(0, (0, 0, 1, 0), "")
    assert not await notebook.places(0)
    notebook.close()


async def test_a_change_in_one_cell_can_change_what_is_found_in_another(
    pull_editor: Editor,
) -> None:
    large = "client.messages.create(model=MODEL, max_tokens=400000)\n"
    notebook = Notebook(pull_editor, ("python", 'MODEL = "claude-opus-4-8"\n'), ("python", large))
    assert await notebook.places(1) == [(0, 47, 0, 53)]
    before = pull_editor.refreshes

    notebook.edit(0, (0, 0, 0, 5), "OTHER")

    assert not await notebook.places(1)
    notebook.edit(0, (0, 0, 0, 5), "MODEL")
    assert await notebook.places(1) == [(0, 47, 0, 53)]
    # Only the cell that was edited is asked for again by the editor itself.
    await pull_editor.until(lambda: pull_editor.refreshes > before)
    notebook.close()


async def test_cells_come_and_go_and_move(pull_editor: Editor) -> None:
    notebook = Notebook(pull_editor, ("python", "a = 1"), ("python", MODEL), ("python", "b = 2"))
    notebook.replace(0, 1, ("python", CALL), ("markdown", f"Not {RETIRED}."))

    assert await notebook.places(0) == [(0, 30, 0, 52)]
    assert await notebook.places(1) == [(0, 4, 0, 26)]
    assert await notebook.places(2) == [(0, 9, 0, 31)]

    notebook.move(2, 0)
    notebook.replace(1, 3)
    assert await notebook.places(0) == [(0, 9, 0, 31)]
    assert not await notebook.places(1)
    notebook.close()


async def test_the_hover_in_a_cell_explains_its_model(pull_editor: Editor) -> None:
    notebook = Notebook(pull_editor, ("python", "x = 1"), ("python", MODEL))

    hover = await pull_editor.hover(notebook[1], 0, 12)

    assert hover
    assert hover.range
    assert numbers(hover.range) == (0, 9, 0, 31)
    notebook.close()


async def test_a_comment_suppresses_findings_in_its_cell(pull_editor: Editor) -> None:
    line = f'MODEL = "{RETIRED}"  # claude-preflight: ignore\n'
    notebook = Notebook(pull_editor, ("python", line), ("python", MODEL))

    assert not await notebook.places(0)
    assert await notebook.places(1) == [(0, 9, 0, 31)]
    notebook.close()


async def test_diagnostics_are_pushed_for_the_cells_that_changed(push_editor: Editor) -> None:
    notebook = Notebook(push_editor, ("python", MODEL), ("python", "x = 1\n"))
    assert len(await push_editor.receive(notebook[0])) == 1
    assert not await push_editor.receive(notebook[1])

    notebook.edit(1, (0, 0, 0, 0), CALL)
    assert len(await push_editor.receive(notebook[1], 2)) == 1
    notebook.close()
    for uri in (notebook[0], notebook[1]):
        assert not await push_editor.receive(uri, None)


async def test_a_change_of_a_notebook_that_is_not_open_is_ignored(pull_editor: Editor) -> None:
    notebook = Notebook(pull_editor, ("python", MODEL))
    notebook.close()
    notebook.edit(0, (0, 0, 0, 0), "x")

    assert not await notebook.places(0)


async def test_what_a_notebook_says_of_itself_changes_nothing(pull_editor: Editor) -> None:
    notebook = Notebook(pull_editor, ("python", MODEL))
    notebook.change(None)

    assert await notebook.places(0) == [(0, 9, 0, 31)]
    notebook.close()
