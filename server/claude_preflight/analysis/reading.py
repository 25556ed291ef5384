"""Reading: a version of a document with what is known of it; made once, kept, and carried on."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field

from claude_preflight.analysis.conclusion import Conclusion
from claude_preflight.facts.expected_elsewhere import Expected, expected_elsewhere
from claude_preflight.facts.extract import extract
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Finding, Span
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.document import Document


class Patched(NamedTuple):
    """A document with the syntax of one statement, parsed alone, and where that stands.

    The `settled` names are not bound there for the rest of the text.
    """

    document: Document
    statement: Span
    settled: frozenset[bytes]


class Found(NamedTuple):
    """What was found in a document, and on what basis."""

    basis: object
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Reading:
    """A document and what is known of it so far.

    `before` are readings of the documents inside an earlier version, by language and text.
    `patched` is known after an edit in one statement. What is far from one may be different if it
    `is_provisional`. In a notebook that is read `for_now` what stands in its cells may be so.
    """

    document: Document
    facts: Facts | None = None
    conclusion: Conclusion | None = None
    found: Found | None = None
    patched: Patched | None = None
    is_provisional: bool = False
    for_now: bool = False
    before: Mapping[tuple[str, bytes], Reading] = field(default_factory=dict)
    _inside: dict[tuple[str, bytes], Reading] = field(default_factory=dict)

    def read(self) -> Generator[None, None, Facts]:
        """The facts of the document, read in steps of about a millisecond if they are unknown."""
        if self.facts is None:
            known = {key: reading.document for key, reading in self.before.items()}
            self.facts = yield from extract(self.document, known)
        return self.facts

    def inside(self, document: Document) -> Reading:
        """The reading of a document that stands in this one."""
        key = _key(document)
        if key not in self._inside:
            self._inside[key] = self.before.get(key) or Reading(document)
        return self._inside[key]

    def followed(self, document: Document) -> Reading | None:
        """The reading of what a new document in this one was before an edit, if that is clear."""
        if self.facts is None or _key(document) in self.before or _key(document) in self._inside:
            return None
        here = {_key(injection.document) for injection in self.facts.injections}
        gone = [
            reading
            for key, reading in self.before.items()
            if key not in here and key[0] == document.language.id
        ]
        return gone[0] if len(gone) == 1 else None

    def keep_inside(self, reading: Reading) -> Reading:
        """Take over the reading of a document that stands in this one."""
        return self._inside.setdefault(_key(reading.document), reading)

    def all_inside(self) -> Mapping[tuple[str, bytes], Reading]:
        """The readings of the documents in this one, or in an earlier version of it."""
        if self.facts is None:
            return self.before
        documents = (injection.document for injection in self.facts.injections)
        return {_key(document): self.inside(document) for document in documents}

    @property
    def notes(self) -> tuple[str, ...]:
        """Why this was read less well than it might be: ends of sentences without a subject.

        Complete when the document was analyzed.
        """
        return tuple(dict.fromkeys(self._all_notes()))

    @property
    def expected(self) -> tuple[Expected, ...]:
        """The ids that the document expects of other ones; known when it was analyzed."""
        return expected_elsewhere(self.document, self.facts) if self.facts else ()

    def _all_notes(self) -> Iterator[str]:
        yield from self.facts.notes if self.facts else ()
        for reading in self.all_inside().values():
            yield from reading.notes


def _key(document: Document) -> tuple[str, bytes]:
    return document.language.id, document.text.data
