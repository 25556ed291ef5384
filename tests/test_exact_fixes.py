"""Fixes are exact: they change what they say and nothing else, and leave a file that parses.

Asked of every snippet of the cases and of the examples: with both kinds of line ends, of safe fixes
and of all, with `pytest tests/test_exact_fixes.py --all-places`; else in one of these four ways,
which depends on the name of the case alone. With `--corpus FOLDER` it is asked of the files in a
folder of one's own too, in all ways.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import tree_sitter
from tests.facts.cases import cases_in

from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.cell_view import view_of
from claude_preflight.analysis.fix_groups import FixGroups
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.cli.reports.records import EditRecord, record
from claude_preflight.facts.extract import extract
from claude_preflight.facts.triggers import may_matter
from claude_preflight.settings import Settings
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import grammar
from claude_preflight.workspace.files import FileError, read_file

HERE = Path(__file__).parent
TODAY = date(2026, 11, 24)
MOST_ROUNDS = 10
WAYS = tuple(product(("LF", "CR LF"), ("safe", "unsafe")))
WORD = re.compile(r"[\w./:@~\[\]-]+")


@dataclass(frozen=True)
class File:
    """A file by its name and the text in it."""

    name: str
    text: bytes

    @property
    def document(self) -> Document:
        return Document.of(self.text, self.name)


def snippets() -> Iterator[tuple[str, File]]:
    for folder in ("roles", "values"):
        for case in cases_in(HERE / "facts" / folder):
            yield f"{folder}-{case}", File(case.path, case.snippet.encode())
    for file in sorted((HERE.parent / "examples").rglob("*")):
        if file.is_file():
            yield f"examples-{file.name}", File(file.name, file.read_bytes())


def corpus(folder: Path) -> Iterator[tuple[str, File]]:
    for path in sorted(folder.rglob("*")):
        try:
            content = read_file(str(path)) if path.is_file() else None
        except FileError:
            continue
        if content and may_matter(content.data):
            yield str(path.relative_to(folder)), File(path.name, content.data)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    option = metafunc.config.getoption
    asked = [
        (name, file, way)
        for name, file in snippets()
        for way in (WAYS if option("--all-places") else sample(name))
    ]
    if folder := option("--corpus"):
        asked += [(name, file, way) for name, file in corpus(folder) for way in WAYS]
    metafunc.parametrize(
        ("file", "ends", "unsafe"),
        [(file, ends, safety == "unsafe") for _, file, (ends, safety) in asked],
        ids=["-".join((name, *way)) for name, _, way in asked],
    )


def sample(name: str) -> tuple[tuple[str, str]]:
    """One of the ways to ask of a file, always the same."""
    return (WAYS[zlib.crc32(name.encode()) % len(WAYS)],)


def with_ends(file: File, ends: str) -> File:
    unix = file.text.replace(b"\r\n", b"\n")
    return File(file.name, unix.replace(b"\n", b"\r\n") if ends == "CR LF" else unix)


def test_a_fix_is_exact(file: File, ends: str, *, unsafe: bool) -> None:
    before = with_ends(file, ends)
    after = File(file.name, fixed(before, unsafe=unsafe))

    expected, replaces_words = by_hand(before, unsafe=unsafe)
    assert texts(after) == expected
    assert rest(after) == rest(before)
    assert fixed(after, unsafe=unsafe) == after.text
    shape, old_shape = list(shapes(after.document)), list(shapes(before.document))
    assert shape.count("ERROR") <= old_shape.count("ERROR")
    assert shape == old_shape or not replaces_words


def fixed(file: File, *, unsafe: bool) -> bytes:
    groups = FixGroups(unsafe=unsafe)
    return fix_document(file.document, Settings(), TODAY, groups=groups).document.text.data


def texts(file: File) -> list[str]:
    """What readers see of a file: its text, or the sources of its cells."""
    found = cells(file)
    return [file.text.decode()] if found is None else [source(cell) for cell in found]


def rest(file: File) -> object:
    """What is in a notebook besides the sources of its cells."""
    found = cells(file)
    if found is None:
        return None
    return json.loads(file.text) | {"cells": [cell | {"source": ""} for cell in found]}


def cells(file: File) -> list[dict[str, Any]] | None:
    if not file.name.endswith(".ipynb"):
        return None
    try:
        found: list[dict[str, Any]] = json.loads(file.text)["cells"]
    except (ValueError, KeyError, TypeError):
        return None  # it cannot be read as a notebook
    return found


def source(cell: dict[str, Any]) -> str:
    """The source of a cell, which is a text or a list of lines."""
    return "".join(cell["source"])


def by_hand(file: File, *, unsafe: bool) -> tuple[list[str], bool]:
    """What readers see after they have made the edits that reports name, place by place.

    And whether each edit has put a word in the place of a word.
    """
    seen, replaces_words = texts(file), True
    for _ in range(MOST_ROUNDS):
        edits = chosen(file, unsafe=unsafe)
        if not edits:
            break
        for edit in sorted(edits, key=place, reverse=True):
            number = edit["cell"] or 0
            start, end = (index(seen[number], *at) for at in ends_of(edit))
            replaces_words &= all(
                WORD.fullmatch(w) for w in (seen[number][start:end], edit["text"])
            )
            seen[number] = seen[number][:start] + edit["text"] + seen[number][end:]
        file = written(file, seen)
    return seen, replaces_words


def written(file: File, seen: list[str]) -> File:
    found = cells(file)
    if found is None:
        return File(file.name, seen[0].encode())
    listed = [cell | {"source": text} for cell, text in zip(found, seen, strict=True)]
    return File(file.name, json.dumps(json.loads(file.text) | {"cells": listed}).encode())


def chosen(file: File, *, unsafe: bool) -> list[EditRecord]:
    """The edits of the best fixes; where two touch the same place, those of the first."""
    document = file.document
    listed = view_of(document, analyze(document, Settings(), TODAY))
    edits: list[EditRecord] = []
    for finding in listed.findings:
        fix = FixGroups(unsafe=unsafe).choice(finding)
        if fix is not None:
            new = record("", listed, finding)["fixes"][finding.fixes.index(fix)]["edits"]
            if not any(touch(one, other) for one in new for other in edits if one != other):
                edits += [edit for edit in new if edit not in edits]
    return edits


def touch(one: EditRecord, other: EditRecord) -> bool:
    start, end, other_start, other_end = *ends_of(one), *ends_of(other)
    return one["cell"] == other["cell"] and start < other_end and other_start < end


def place(edit: EditRecord) -> tuple[int, tuple[int, int]]:
    return edit["cell"] or 0, ends_of(edit)[0]


def ends_of(edit: EditRecord) -> tuple[tuple[int, int], tuple[int, int]]:
    return (edit["line"], edit["column"]), (edit["end_line"], edit["end_column"])


def index(text: str, line: int, column: int) -> int:
    """The index of a line, from 1, and a column in UTF-16 units, from 0."""
    starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]
    start = starts[line - 1]
    head = text[start:].encode("utf-16-le")[: 2 * column].decode("utf-16-le")
    return start + len(head)


def shapes(document: Document) -> Iterator[str]:
    """The kinds of the named nodes in the tree of a document, and in those of what is inside."""
    if document.language.grammar:
        tree = tree_sitter.Parser(grammar(document.language)).parse(document.text.data)
        yield from kinds(tree.root_node)
    for embedded in run_to_end(extract(document)).injections:
        yield from shapes(embedded.document)


def kinds(node: tree_sitter.Node) -> Iterator[str]:
    yield "ERROR" if node.is_missing else node.type
    for child in node.children:
        if child.is_named or child.is_missing:
            yield from kinds(child)
