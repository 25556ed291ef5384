"""Notebooks on the command line: places are those in cells, and what is fixed stays a notebook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run

OLD = "claude-3-opus-20240229"
NEW = "claude-opus-4-8"
TODAY = ("--today", "2026-11-24")


def notebook(*sources: str | list[str], indent: int | None = 1) -> bytes:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source} for source in sources
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4}, indent=indent).encode()


def sources(data: bytes) -> list[Any]:
    return [cell["source"] for cell in json.loads(data)["cells"]]


def test_places_are_those_in_cells(run: Run, folder: Path) -> None:
    (folder / "a.ipynb").write_bytes(
        notebook(["import anthropic"], ["# 🙂\n", f'MODEL = "{OLD}"\n', "x = 1"])
    )
    (record,) = json.loads(run("check", "--format", "json", "a.ipynb", *TODAY).text)

    at = {key: record[key] for key in ("cell", "line", "column", "end_line", "end_column")}
    assert at == {"cell": 1, "line": 2, "column": 9, "end_line": 2, "end_column": 31}
    assert record["fixes"][0]["edits"] == [{**at, "text": NEW}]


def test_people_see_the_line_of_the_cell(run: Run, folder: Path) -> None:
    (folder / "a.ipynb").write_bytes(notebook("x = 1", f'y = "\\""\nMODEL = "{OLD}"'))
    lines = run("check", "a.ipynb", *TODAY).lines

    assert lines[0].startswith("a.ipynb:cell 2:2:10: error: ")
    assert lines[1:3] == [f' 2 | MODEL = "{OLD}"', f"   |          {'^' * len(OLD)}"]


def test_edits_of_one_fix_are_in_the_cells_of_the_request(run: Run, folder: Path) -> None:
    ask = ["client.messages.create(\n", "    model=MODEL,\n", "    temperature=0.5,\n", ")"]
    (folder / "a.ipynb").write_bytes(notebook([f'MODEL = "{OLD}"'], ["x = 1"], ask))
    (record,) = json.loads(run("check", "--format", "json", "a.ipynb", *TODAY).text)

    edits = record["fixes"][0]["edits"]
    assert [(edit["cell"], edit["line"], edit["text"]) for edit in edits] == [
        (0, 1, NEW),
        (2, 3, ""),
    ]
    run("fix", "a.ipynb", *TODAY)
    assert sources((folder / "a.ipynb").read_bytes()) == [
        [f'MODEL = "{NEW}"'],
        ["x = 1"],
        ["client.messages.create(\n", "    model=MODEL,\n", ")"],
    ]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_a_fix_keeps_the_file_as_it_was_written(run: Run, folder: Path, indent: int | None) -> None:
    before = notebook([f'MODEL = "{OLD}"\n', "é = '\\u00e9\\t'"], indent=indent)
    (folder / "a.ipynb").write_bytes(before)
    run("fix", "a.ipynb", *TODAY)

    assert (folder / "a.ipynb").read_bytes() == before.replace(OLD.encode(), NEW.encode())


def test_the_only_line_of_a_string_can_go(run: Run, folder: Path) -> None:
    """A source that is one string, with all of its lines in it."""
    text = f'client.messages.create(\n    model="{OLD}",\n    temperature=0.5,\n)'
    (folder / "a.ipynb").write_bytes(notebook(text))
    run("fix", "a.ipynb", *TODAY)

    assert sources((folder / "a.ipynb").read_bytes()) == [
        f'client.messages.create(\n    model="{NEW}",\n)'
    ]


def test_a_diff_shows_the_lines_of_the_file(run: Run, folder: Path) -> None:
    (folder / "a.ipynb").write_bytes(notebook([f'MODEL = "{OLD}"']))
    changed = [line for line in run("fix", "--diff", "a.ipynb", *TODAY).lines if line[0] in "+-"]

    assert changed[2:] == [
        f'-    "MODEL = \\"{OLD}\\""',
        f'+    "MODEL = \\"{NEW}\\""',
    ]


def test_a_file_that_is_no_notebook_is_read_as_it_is(run: Run, folder: Path) -> None:
    broken = notebook([f'MODEL = "{OLD}"']).replace(b'"metadata": {},', b'"metadata": {', 1)
    (folder / "a.ipynb").write_bytes(broken)
    (record,) = json.loads(run("check", "--format", "json", "a.ipynb", *TODAY).text)

    assert (record["cell"], record["line"], record["column"]) == (None, 8, 15)


def test_a_comment_suppresses_one_line_of_a_cell_whose_source_is_one_text(
    run: Run, folder: Path
) -> None:
    text = f'A = "{OLD}"  # claude-preflight: ignore\nB = "{OLD}"'
    (folder / "a.ipynb").write_bytes(notebook(text, indent=None))
    (record,) = json.loads(run("check", "--format", "json", "a.ipynb", *TODAY).text)

    assert (record["cell"], record["line"]) == (0, 2)


def test_findings_that_no_fix_can_reach_keep_the_places_of_their_cells(
    run: Run, folder: Path
) -> None:
    (folder / "a.ipynb").write_bytes(notebook(f"# {OLD}", f'MODEL = "{OLD}"'))
    result = run("fix", "a.ipynb", *TODAY)

    assert result.lines[0] == f"a.ipynb:cell 2:1:10: {OLD} -> {NEW} [retired-model]"
    assert result.lines[1].startswith("a.ipynb:cell 1:1:3: hint: ")
    assert sources((folder / "a.ipynb").read_bytes()) == [f"# {OLD}", f'MODEL = "{NEW}"']


def test_a_notebook_that_nests_too_deep_is_read_by_its_lines(run: Run, folder: Path) -> None:
    (folder / "a.ipynb").write_text("[" * 5000 + f'"{OLD}"' + "]" * 5000)
    result = run("check", "--format", "json", "a.ipynb", *TODAY)

    note, found = json.loads(result.text)
    assert (found["text"], found["cell"]) == (OLD, None)
    assert note["note"] == "a.ipynb is nested too deep to parse, so it was read line by line."
