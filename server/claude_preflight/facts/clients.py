"""Clients: where code makes an object that sends requests, and what it tells that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claude_preflight.facts.arguments import HOLDERS, Arguments
from claude_preflight.facts.part import Part
from claude_preflight.facts.types import Argument, Client, Unknown
from claude_preflight.facts.value_trees import ValueTrees
from claude_preflight.findings import Span
from claude_preflight.knowledge.aliases import unaliased
from claude_preflight.knowledge.clients import Library, libraries
from claude_preflight.regex import regex
from claude_preflight.syntax.captures import Capture, CaptureKind, Pair
from claude_preflight.syntax.document import Document

_TEXTS = frozenset((CaptureKind.PROSE, CaptureKind.LITERAL, CaptureKind.PATTERN))
# What is right behind a name where a client is made: `(`, `({`, `.builder()`.
_REACH = 120
# What the key is nobody has to know.
_KEY = "api_key"
# `new AnthropicClient() { ... }` tells it all behind the brackets.
_EMPTY = regex(rb"\s*\(\s*\)(?=\s*\{)")


class Clients:
    """Reads the clients in one document."""

    def __init__(
        self, document: Document, part: Part, trees: ValueTrees, arguments: Arguments
    ) -> None:
        """Prepare for a part of a document, its values and its arguments."""
        self._document = document
        self._syntax = document.syntax
        self._data = document.text.data
        self._trees = trees
        self._arguments = arguments
        self._imported = part.told.libraries
        self._aliases = part.told.aliases

    def at(self, name: Span) -> Client | None:
        """The client that is made by a name; None if that may be anything else."""
        text = self._document.text.slice(name)
        written = unaliased(text, self._aliases)
        whole = self._whole_name(name)
        module = self._document.text.slice(whole)[: -len(text)].rstrip(".")
        made = [
            library
            for library in self._of_language()
            if written in library.constructors
            and (self._is_used(library) or module in library.modules)
        ]
        if len(made) != 1 or self._is_declared(whole) or self._is_told(name):
            return None
        library = made[0]
        holders = list(self._holders(name))
        options = tuple(self._options(holders, library))
        span = holders[0].span if holders else name
        around = Span(min(name.start, span.start), max(name.end, span.end))
        return Client(around, whole, library.id, library.constructors[written], options)

    def _of_language(self) -> Iterator[Library]:
        language = self._document.language.id
        return (each for each in libraries().values() if language in each.languages)

    def _is_used(self, library: Library) -> bool:
        """Whether the document uses a library, as its imports tell."""
        return library.id in self._imported or not library.needs_import

    def _is_told(self, name: Span) -> bool:
        """Whether a name stands in a comment or in a text."""
        return any(capture.kind in _TEXTS for capture in self._syntax.path(name))

    def _is_declared(self, name: Span) -> bool:
        """Whether a class or function of the name is made here, not called."""
        before = self._data[max(name.start - 20, 0) : name.start].rstrip()
        return before.endswith((b"class", b"def", b"func", b"function", b"fun", b"interface"))

    def _whole_name(self, name: Span) -> Span:
        """A name with the module before it: `anthropic.Anthropic`."""
        before = self._data[max(name.start - _REACH, 0) : name.start]
        head = before.rstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.\\")
        return Span(name.start - len(before) + len(head), name.end)

    def _holders(self, name: Span) -> Iterator[Capture]:
        """The arguments behind a name, and a mapping that stands first among them."""
        told_nothing = _EMPTY.match(self._data, name.end)
        start = told_nothing.end() if told_nothing else name.end
        opening = self._data.find(b"(", start, name.end + _REACH)
        brace = self._data.find(b"{", name.end, name.end + _REACH)
        first = min((at for at in (opening, brace) if at >= 0), default=-1)
        if first < 0:
            return
        inside = Span(first + 1, first + 1)
        around = [each for each in self._syntax.path(inside) if each.kind in HOLDERS]
        for capture in around:
            is_chain = capture.kind is CaptureKind.CHAIN and capture.span.start <= name.start
            if is_chain or name.end <= capture.span.start <= first + 1:
                yield capture
        if brace == first:
            return
        skipped = self._data[first + 1 : first + _REACH]
        at = first + 1 + len(skipped) - len(skipped.lstrip())
        for capture in self._syntax.path(Span(at, at + 1)):
            if capture.kind is CaptureKind.MAPPING and capture.span.start == at:
                yield capture

    def _options(self, holders: Iterable[Capture], library: Library) -> Iterator[Argument]:
        seen: set[Span] = set()
        for pair in (pair for holder in holders for pair in self._arguments.pairs(holder)):
            key = self._arguments.key(pair)
            if key in library.options and pair.span not in seen:
                seen.add(pair.span)
                yield self._option(pair, key, library)

    def _option(self, pair: Pair, key: str, library: Library) -> Argument:
        name = library.options[key]
        value = self._trees.at(pair.value) if pair.value and name != _KEY else None
        return Argument(key, name, pair.span, value or Unknown(pair.value or pair.key))
