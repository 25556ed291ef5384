"""Document: a text in a language, with its syntax on demand; edited, never mutated."""

from __future__ import annotations

from dataclasses import dataclass, field

from claude_preflight.findings import Finding
from claude_preflight.source.facts import Facts
from claude_preflight.source.following import follow
from claude_preflight.source.languages import Language, language_for
from claude_preflight.source.lines import LineSyntax
from claude_preflight.source.syntax import Syntax, TreeSyntax
from claude_preflight.source.text import Change, SourceText

# A parse of a larger file costs more than its structure is worth; its lines still tell the ids.
_LARGEST_TREE = 1 << 20


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was found from the facts of a document, and on what basis besides them."""

    basis: object
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Reading:
    """What is known of a document so far: facts and conclusions are made once and then kept."""

    facts: Facts | None = None
    conclusion: Conclusion | None = None


@dataclass(frozen=True)
class Document:
    """One version of a file. `path` is how findings and patterns in settings name it, if at all."""

    text: SourceText
    language: Language
    syntax: Syntax
    path: str | None = None
    reading: Reading = field(default_factory=Reading, compare=False, repr=False)

    @classmethod
    def of(
        cls, text: str | bytes, path: str | None = None, language_id: str | None = None
    ) -> Document:
        """Make a document; the editor's language id counts for more than the file's name."""
        source = SourceText.of(text)
        language = language_for(path, language_id)
        return cls(source, language, _syntax(language, source), path)

    def edited(self, change: Change) -> Document:
        """The document after a change. Syntax and facts follow when they are next asked for."""
        text = self.text.edited(change)
        if _fits_a_tree(self.text) != _fits_a_tree(text):
            return Document(text, self.language, _syntax(self.language, text), self.path)
        after = Document(text, self.language, self.syntax.edited(change, text), self.path)
        follow(self, change, after)
        return after


def _syntax(language: Language, text: SourceText) -> Syntax:
    if language.grammar and _fits_a_tree(text):
        return TreeSyntax(language, text)
    return LineSyntax(language, text)


def _fits_a_tree(text: SourceText) -> bool:
    return len(text.data) <= _LARGEST_TREE
