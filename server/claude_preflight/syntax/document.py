"""Document: a text in a language, with its syntax on demand; edited, never mutated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from claude_preflight.analysis.incremental import follow
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Finding
from claude_preflight.syntax.languages import NOTEBOOK, Language, language_for
from claude_preflight.syntax.lexical import LineSyntax
from claude_preflight.syntax.notebook import Cell, embedded_in
from claude_preflight.syntax.tree import Syntax, TreeSyntax
from claude_preflight.text.source_map import as_it_is
from claude_preflight.text.source_text import Change, SourceText

# How many documents may stand in each other: JSON in a script in a step in a fence is four.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was found from the facts of a document, and on what basis besides them."""

    basis: object
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Reading:
    """What is known of a document so far: facts and conclusions are made once and then kept.

    `inner` are the embedded documents of an earlier version by language and text. The `notes` are
    ends of sentences about the document: why it was read less well than it might be.
    """

    facts: Facts | None = None
    conclusion: Conclusion | None = None
    inner: Mapping[tuple[str, bytes], Document] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def inner_documents(self) -> Mapping[tuple[str, bytes], Document]:
        """The embedded documents that are known, by language and text."""
        if self.facts is None:
            return self.inner
        documents = (embedded.document for embedded in self.facts.embedded)
        return {(each.language.id, each.text.data): each for each in documents}


@dataclass(frozen=True)
class Document:
    """One version of a file. `path` is how findings and patterns in settings name it, if at all.

    One that is embedded has a `depth`: the number of documents around it.
    """

    text: SourceText
    language: Language
    syntax: Syntax
    path: str | None = None
    reading: Reading = field(default_factory=Reading, compare=False, repr=False)
    depth: int = 0

    @classmethod
    def of(
        cls, text: str | bytes, path: str | None = None, language_id: str | None = None
    ) -> Document:
        """Make a document; the editor's language id counts for more than the file's name."""
        source = SourceText.of(text)
        language = language_for(path, language_id)
        return cls(source, language, _syntax(language, source), path)

    @classmethod
    def of_cells(
        cls, texts: Sequence[tuple[Language, bytes]], before: Document | None = None
    ) -> Document:
        """The document of a notebook that an editor shows: the texts of its cells, one a line on.

        `before` is an earlier version, of which what is known is taken over.
        """
        lengths = (len(text) + 1 for _, text in texts)
        starts = accumulate(lengths, initial=0)
        cells = [
            Cell.of(number, language, text, start)
            for number, ((language, text), start) in enumerate(zip(texts, starts, strict=False))
        ]
        source = SourceText.of(b"\n".join(text for _, text in texts))
        reading = Reading(inner=before.reading.inner_documents() if before else {})
        document = cls(source, NOTEBOOK, LineSyntax(NOTEBOOK, source), None, reading)
        reading.facts = Facts(embedded=tuple(embedded_in(document, cells, as_it_is)))
        return document

    @property
    def notes(self) -> tuple[str, ...]:
        """Why this was read less well than it might be: ends of sentences without a subject.

        Complete when the document and those in it were analyzed.
        """
        inside = self.reading.facts.embedded if self.reading.facts else ()
        more = (note for embedded in inside for note in embedded.document.notes)
        return tuple(dict.fromkeys((*self.reading.notes, *more)))

    def note(self, why: str) -> None:
        """Note why only the lines tell what is in here."""
        self.reading.notes[f"{why}, so it was read line by line"] = None

    @property
    def is_too_large(self) -> bool:
        """Whether there is a parser for the language, but the text is too large for it."""
        return self.language.grammar is not None and not _fits_a_tree(self.text, self.language)

    def by_line(self) -> Document:
        """The same document, of which only the lines tell."""
        return replace(self, syntax=LineSyntax(self.language, self.text))

    def inner(self, data: bytes, language: Language) -> Document | None:
        """A document inside this one: one that is known, or a new one.

        None for the same text again, and where documents nest too deep.
        """
        if language is self.language and len(data) >= len(self.text.data):
            return None
        if self.depth == _DEEPEST:
            self.reading.notes[f"holds documents in documents, read {_DEEPEST} levels deep"] = None
            return None
        known = self.reading.inner.get((language.id, data))
        if known is not None:
            return known
        text = SourceText.of(data)
        return Document(text, language, _syntax(language, text), depth=self.depth + 1)

    def edited(self, change: Change, text: SourceText | None = None) -> Document:
        """The document after a change. Syntax and facts follow when they are next asked for.

        `text` is the text after the change, if it is known.
        """
        text = text or self.text.edited(change)
        if _fits_a_tree(self.text, self.language) != _fits_a_tree(text, self.language):
            return Document(text, self.language, _syntax(self.language, text), self.path)
        syntax = self.syntax.edited(change, text)
        reading = Reading(inner=self.reading.inner_documents())
        after = Document(text, self.language, syntax, self.path, reading)
        follow(self, change, after)
        return after


def _syntax(language: Language, text: SourceText) -> Syntax:
    if language.grammar and _fits_a_tree(text, language):
        return TreeSyntax(language, text)
    return LineSyntax(language, text)


def _fits_a_tree(text: SourceText, language: Language) -> bool:
    return len(text.data) <= language.largest
