"""Notebooks: the documents that cells make, on disk (nbformat 4) and in an editor.

All cells in one programming language are one document, since they share their names. Each cell of
text is one of its own, and so are the lines of a Python cell that go to a shell. Outputs are what
once was and are not read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.syntax.languages import PYTHON, SHELL, TEXT, Language, language_named
from claude_preflight.syntax.parsing import UnparsableError
from claude_preflight.syntax.tree import TreeSyntax
from claude_preflight.text.source_map import Passage, Piece, SourceMap, unescaped
from claude_preflight.text.source_text import SourceText

if TYPE_CHECKING:
    import tree_sitter

_CELL_MAGIC = regex(rb"%%(\w+)(.*)")
# `!command`, `%magic`, `output = !command`
_LINE_MAGIC = regex(rb"[ \t]*(?:[\w, \t]+=[ \t]*)?[!%](?![%=])")
_WRITES_FILE = (b"writefile", b"file")

_Line = tuple[Piece, ...]


class Source:
    """The source of a cell: its pieces, whose outer spans are relative to where it begins."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """Keep the pieces."""
        self.pieces = tuple(pieces)

    @cached_property
    def is_plain(self) -> bool:
        """Whether all of it is code in its language, or text: what is not is behind a sign."""
        return not any(b"!" in piece.inner or b"%" in piece.inner for piece in self.pieces)

    @cached_property
    def alone(self) -> Passage:
        """The source as a text of its own."""
        return Passage(self.pieces)

    @cached_property
    def among_others(self) -> Passage:
        """The source and the line end behind it, which stands nowhere."""
        return Passage((*self.pieces, self.boundary))

    @property
    def boundary(self) -> Piece:
        """The line end between the cell and the next one."""
        end = self.pieces[-1].outer.end if self.pieces else 0
        return Piece(Span(end, end), b"\n")


class Cell(NamedTuple):
    """A cell: its number from 0, its language, where its source stands, and that."""

    number: int
    language: Language
    span: Span
    source: Source

    @classmethod
    def of(cls, number: int, language: Language, text: bytes, start: int) -> Cell:
        """A cell whose source stands as it is, from an offset on."""
        return cls(number, language, Span(start, start + len(text)), _plain(text))

    @property
    def source_map(self) -> SourceMap:
        """The source of the cell, and where it stands."""
        return SourceMap([(self.span.start, self.source.alone)])

    @property
    def lines(self) -> tuple[_Line, ...]:
        """The lines of the source, whose places are relative to it."""
        return tuple(_in_lines(self.source.pieces))


@lru_cache(maxsize=4096)  # most cells of a notebook are as they were before an edit
def _plain(text: bytes) -> Source:
    return Source([Piece(Span(0, len(text)), text)])


@lru_cache(maxsize=1)
def cells_in(text: SourceText, syntax: TreeSyntax) -> tuple[Cell, ...] | None:
    """The cells of a notebook on disk, in their order; None if the text is not one.

    Those of the latest one are kept: what reads it, and what shows its findings, ask for them.
    """
    try:
        root = syntax.root
    except UnparsableError:
        return None
    top = {} if root.has_error else _members(_only(root))
    if "cells" not in top:
        return None
    kernel, nodes = _kernel(top), top["cells"].named_children
    return tuple(_cells(text.data, nodes, kernel))


def texts_of(cells: Iterable[Cell]) -> Iterator[tuple[Language, SourceMap]]:
    """The texts that cells make together, each with its language."""
    shared: defaultdict[Language, list[tuple[int, Passage]]] = defaultdict(list)
    for cell in cells:
        start, source = cell.span.start, cell.source
        if cell.language.prose:
            yield cell.language, cell.source_map
            continue
        if source.is_plain:
            shared[cell.language].append((start, source.among_others))
            continue
        language, lines = _by_magic(cell)
        if language.prose:
            yield language, SourceMap([(start, _in_one(lines))])
            continue
        commands = [line for line in lines if _is_command(line, language)]
        yield SHELL, SourceMap([(start, _in_one(_without_sign(line) for line in commands))])
        rest = (line for line in lines if not _is_command(line, language))
        shared[language].append((start, _in_one((*rest, (source.boundary,)))))
    yield from ((language, SourceMap(passages)) for language, passages in shared.items())


class _Known(NamedTuple):
    """What the text of a cell on disk says of it, wherever that stands."""

    kind: str
    span: Span
    source: Source


# The cells of the latest notebook by their texts: most are as they were before an edit.
_LATEST: dict[bytes, _Known] = {}


def _cells(data: bytes, nodes: Iterable[tree_sitter.Node], kernel: Language) -> Iterator[Cell]:
    before = _LATEST.copy()
    _LATEST.clear()
    for number, node in enumerate(nodes):
        start = node.start_byte
        text = data[start : node.end_byte]
        known = _LATEST[text] = before.get(text) or _LATEST.get(text) or _known(data, node)
        language = kernel if known.kind == "code" else language_named(known.kind) or TEXT
        span = Span(start + known.span.start, start + known.span.end)
        yield Cell(number, language, span, known.source)


def _known(data: bytes, node: tree_sitter.Node) -> _Known:
    start, members = node.start_byte, _members(node)
    kind, source = _text(members.get("cell_type")), members.get("source")
    if source is None:
        return _Known(kind, Span(0, 0), Source(()))
    strings = [source] if source.type == "string" else source.named_children
    begin = source.start_byte
    pieces = (
        piece
        for each in strings
        for piece in unescaped(data, Span(each.start_byte + 1, each.end_byte - 1), base=begin)
    )
    return _Known(kind, Span(begin - start, source.end_byte - start), Source(pieces))


def _in_lines(pieces: Iterable[Piece]) -> Iterator[_Line]:
    """Pieces by the lines of the source; a piece may be one escape, or many lines."""
    line: list[Piece] = []
    for piece in pieces:
        for part in _by_line(piece):
            line.append(part)
            if part.inner.endswith(b"\n"):
                yield tuple(line)
                line = []
    if line:
        yield tuple(line)


def _by_line(piece: Piece) -> list[Piece]:
    """The parts of a piece in each of its lines; of most there is one, and of some none."""
    parts = piece.inner.splitlines(keepends=True)
    if len(parts) == 1:
        return [piece]
    places = pairwise(accumulate(map(len, parts), initial=piece.outer.start))
    return [Piece(Span(*place), part) for place, part in zip(places, parts, strict=True)]


def _by_magic(cell: Cell) -> tuple[Language, tuple[_Line, ...]]:
    """The language of a cell, and its lines without the magic that may say so."""
    lines = cell.lines
    first = b"".join(piece.inner for piece in lines[0]) if lines else b""
    magic = _CELL_MAGIC.match(first)
    if magic is None:
        return cell.language, lines
    name = magic[2].split()[-1:] if magic[1] in _WRITES_FILE else [magic[1]]
    language = language_named(b"".join(name).decode("utf-8", "replace"))
    other = TEXT if magic[1] in _WRITES_FILE else cell.language
    return language or other, lines[1:]


def _is_command(line: _Line, language: Language) -> bool:
    return language is PYTHON and _LINE_MAGIC.match(line[0].inner) is not None


def _without_sign(line: _Line) -> Iterator[Piece]:
    """A line of a Python cell that goes to a shell, without the sign that sends it there."""
    first, *rest = line
    sign = _LINE_MAGIC.match(first.inner)
    cut = sign.end() if sign else 0
    yield Piece(Span(first.outer.start + cut, first.outer.end), first.inner[cut:])
    yield from rest


def _in_one(lines: Iterable[Iterable[Piece]]) -> Passage:
    return Passage(piece for line in lines for piece in line)


def _kernel(top: Mapping[str, tree_sitter.Node]) -> Language:
    """The language of the kernel; Python where the notebook does not say."""
    metadata = _members(top.get("metadata"))
    for part, key in (("language_info", "name"), ("kernelspec", "language")):
        if name := _text(_members(metadata.get(part)).get(key)):
            return language_named(name) or TEXT
    return PYTHON


def _only(root: tree_sitter.Node | None) -> tree_sitter.Node | None:
    return root.named_children[0] if root is not None and root.named_children else None


def _members(node: tree_sitter.Node | None) -> dict[str, tree_sitter.Node]:
    """The members of an object in JSON by their keys; none for anything else."""
    pairs = node.named_children if node is not None and node.type == "object" else []
    return {
        _text(pair.child_by_field_name("key")): value
        for pair in pairs
        if (value := pair.child_by_field_name("value")) is not None
    }


def _text(node: tree_sitter.Node | None) -> str:
    """A string of JSON that has no escapes; "" for anything else."""
    text = node.text if node is not None and node.type == "string" else None
    return text[1:-1].decode("utf-8", "replace") if text else ""
