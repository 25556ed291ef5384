"""Document: a text in a language, with its syntax on demand; edited, never mutated."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from claude_preflight.records import NamedTuple
from claude_preflight.syntax.languages import NOTEBOOK, Language, language_for
from claude_preflight.syntax.lexical import LexicalSyntax
from claude_preflight.syntax.notebook import Cell, cells_in
from claude_preflight.syntax.tree import Syntax, TreeSyntax
from claude_preflight.text.source_text import Change, SourceText


class Document(NamedTuple):
    """One version of a file. `path` is how findings and patterns in settings name it, if at all.

    One that is inside others has a `depth`: the number of documents around it. The notebook that
    an editor shows has `shown_cells`.
    """

    text: SourceText
    language: Language
    syntax: Syntax
    path: str | None = None
    depth: int = 0
    shown_cells: tuple[Cell, ...] | None = None

    @classmethod
    def of(
        cls, text: str | bytes, path: str | None = None, language_id: str | None = None
    ) -> Document:
        """Make a document; the editor's language id counts for more than the file's name."""
        source = SourceText.of(text)
        language = language_for(path, language_id)
        return cls(source, language, _syntax(language, source), path)

    @classmethod
    def of_cells(cls, texts: Sequence[tuple[Language, bytes]]) -> Document:
        """The notebook that an editor shows: the texts of its cells, one a line on."""
        lengths = (len(text) + 1 for _, text in texts)
        starts = accumulate(lengths, initial=0)
        cells = tuple(
            Cell.of(number, language, text, start)
            for number, ((language, text), start) in enumerate(zip(texts, starts, strict=False))
        )
        source = SourceText.of(b"\n".join(text for _, text in texts))
        return cls(source, NOTEBOOK, LexicalSyntax(NOTEBOOK, source), shown_cells=cells)

    @classmethod
    def inside(cls, outer: Document, data: bytes, language: Language) -> Document:
        """Make a document that stands in another one, and so in its file."""
        text = SourceText.of(data)
        return cls(text, language, _syntax(language, text), outer.path, outer.depth + 1)

    @property
    def is_too_large(self) -> bool:
        """Whether there is a parser for the language, but the text is too large for it."""
        return self.language.grammar is not None and not _fits_a_tree(self.text, self.language)

    @property
    def is_by_line(self) -> bool:
        """Whether only the lines tell, though there is a parser for the language."""
        return self.language.grammar is not None and isinstance(self.syntax, LexicalSyntax)

    def by_line(self) -> Document:
        """The same document, of which only the lines tell."""
        return self._replace(syntax=LexicalSyntax(self.language, self.text))

    def cells(self) -> Sequence[Cell] | None:
        """The cells of a notebook, in their order; None if this is not one."""
        if self.shown_cells is not None or not self.language.cells:
            return self.shown_cells
        return cells_in(self.text, self.syntax) if isinstance(self.syntax, TreeSyntax) else None

    def edited(self, change: Change, text: SourceText | None = None) -> Document:
        """The document after a change, whose syntax follows when it is next asked for.

        `text` is the text after the change, if it is known.
        """
        text = text or self.text.edited(change)
        is_as_large = _fits_a_tree(self.text, self.language) == _fits_a_tree(text, self.language)
        syntax = self.syntax.edited(change, text) if is_as_large else _syntax(self.language, text)
        return self._replace(text=text, syntax=syntax)


def _syntax(language: Language, text: SourceText) -> Syntax:
    if language.grammar and _fits_a_tree(text, language):
        return TreeSyntax(language, text)
    return LexicalSyntax(language, text)


def _fits_a_tree(text: SourceText, language: Language) -> bool:
    return len(text.data) <= language.largest
