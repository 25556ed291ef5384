"""Syntax: what the grammar of a language, or the look of a line, says about a place in a text.

A query file marks what matters with the same capture names in every language (CONTRIBUTING lists
them). `Syntax` answers three questions in those terms and hides who answers: a tree, or a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from claude_preflight.findings import Span
from claude_preflight.source.languages import Language, query
from claude_preflight.source.parsing import UnparsableError, parsed
from claude_preflight.source.statement import first_error, reparsed
from claude_preflight.source.text import Change, SourceText

if TYPE_CHECKING:
    import tree_sitter


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that a query captured: the capture's name, its span and, in a tree, its node."""

    kind: str
    span: Span
    node: tree_sitter.Node | None = None

    @property
    def is_stray(self) -> bool:
        """Whether the parser found no place for it."""
        parent = self.node.parent if self.node is not None else None
        return parent is not None and parent.is_error


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and a value that belong together, and the span of both."""

    span: Span
    key: Span
    value: Span | None


@dataclass(frozen=True, slots=True)
class Region:
    """A place that holds a document of its own.

    `gaps` in it are none of that document. `languages` may name its language, the surest first.
    The text `before` belongs in front of it. A `literal` has quotes around it, or escapes in it.
    What `skipped`, a regular expression, matches at its start is none of the document.
    """

    span: Span
    gaps: tuple[Span, ...]
    languages: tuple[str, ...]
    is_example: bool = False
    is_literal: bool = False
    before: str = ""
    skipped: str = ""


def first(marks: Iterable[Mark], kind: str) -> Mark | None:
    """The first of some marks, which is the innermost, that is of a kind."""
    return next((mark for mark in marks if mark.kind == kind), None)


class Syntax(Protocol):
    """What a reader of facts asks about a text."""

    def parse(self) -> Iterator[None]:
        """Get ready to answer, in steps of about a millisecond; nothing to do the second time."""

    def path(self, span: Span) -> list[Mark]:
        """The marks that enclose a span, innermost first."""

    def pairs(self, mark: Mark, kind: str) -> list[Pair]:
        """The pairs of a kind, such as `argument`, that a mark is or that stand directly in it.

        A chain has the pairs of all its links.
        """

    def captured(self, mark: Mark, kind: str) -> list[Span]:
        """What is captured as a kind right in a mark."""

    def elements(self, mark: Mark) -> list[Span]:
        """The direct parts of a container."""

    def region(self, mark: Mark) -> Region:
        """What is known of an `embedded` mark."""

    def edited(self, change: Change, text: SourceText) -> Syntax:
        """The syntax of the text after a change."""

    def statement(self, change: Change, text: SourceText) -> tuple[Span, Syntax] | None:
        """The statement that a change is confined to, and its syntax in the `text` after it.

        None if the change may reach further.
        """


class TreeSyntax:
    """Syntax from a tree-sitter grammar, parsed when it is first asked for."""

    def __init__(
        self,
        language: Language,
        text: SourceText,
        *,
        tree: tree_sitter.Tree | None = None,
        old: tree_sitter.Tree | None = None,
        broken: int | None = None,
    ) -> None:
        """Prepare for a text, whose `tree` may be known.

        `old` is one that was edited to fit, and `broken` is where its first error is.
        """
        self._language = language
        self._text = text
        self._tree = tree
        self._old = old
        self._broken = broken

    def parse(self) -> Iterator[None]:
        """Parse in slices: each call of the parser stops after some progress and is resumed.

        Raises:
            UnparsableError: Only the lines of this text can tell anything.
        """
        if self._tree is not None:
            return
        try:
            self._tree = yield from parsed(self._language, self._text, old=self._old)
        except UnparsableError:
            self._old = None  # what the lines tell cannot be followed up in a tree
            raise
        self._old = None
        self._broken = first_error(self._tree)

    def path(self, span: Span) -> list[Mark]:
        """The captures around a span, innermost first; of the links of a chain only the last."""
        import tree_sitter

        cursor = tree_sitter.QueryCursor(query(self._language))
        cursor.set_byte_range(span.start, max(span.end, span.start + 1))
        # The binding's `captures` gives the same, in ten times the time.
        found = {
            (kind, node.id): Mark(kind, _span(node), node)
            for _, captures in cursor.matches(self.root)
            for kind, nodes in captures.items()
            for node in nodes
            if node.start_byte <= span.start and span.end <= node.end_byte
        }
        marks = list(found.values())
        chains = {mark.span.start: mark for mark in sorted(marks, key=_end) if mark.kind == "chain"}
        kept = (m for m in marks if m.kind != "chain" or m == chains[m.span.start])
        return sorted(kept, key=_innermost_first)

    def pairs(self, mark: Mark, kind: str) -> list[Pair]:
        """The pairs among a node and its children, in the order of the text."""
        import tree_sitter

        if mark.node is None:
            return []
        if mark.kind == "chain":
            return self._links(mark.node, kind)
        cursor = tree_sitter.QueryCursor(query(self._language))
        cursor.set_max_start_depth(1)
        found = {}
        for _, captures in cursor.matches(mark.node):
            if kind in captures and _is_direct(captures, kind, mark.node):
                pair = _pair(captures, kind)
                found[pair.span, pair.key] = pair
        return [pair for _, pair in sorted(found.items())]

    def _links(self, chain: tree_sitter.Node, kind: str) -> list[Pair]:
        """The pairs of the links of a chain; the span of each begins where the link before ends."""
        import tree_sitter

        cursor = tree_sitter.QueryCursor(query(self._language))
        found, ends = {}, set()
        for _, captures in cursor.matches(chain):
            for node in captures.get("chain", []):
                if node.start_byte == chain.start_byte:
                    ends.add(node.end_byte)
            if kind in captures and captures[kind][0].start_byte == chain.start_byte:
                pair = _pair(captures, kind)
                found[pair.span.end] = (pair, _behind_receiver(captures[f"{kind}.key"][0]))
        pairs = []
        for end, (pair, first) in sorted(found.items()):
            start = max((e for e in ends if e <= pair.key.start), default=first)
            pairs.append(Pair(Span(start, end), pair.key, pair.value))
        return pairs

    def captured(self, mark: Mark, kind: str) -> list[Span]:
        """The captures of a kind among a node and its children."""
        import tree_sitter

        if mark.node is None:
            return []
        cursor = tree_sitter.QueryCursor(query(self._language))
        cursor.set_max_start_depth(1)
        nodes = (n for _, captures in cursor.matches(mark.node) for n in captures.get(kind, []))
        return sorted(set(map(_span, nodes)))

    def elements(self, mark: Mark) -> list[Span]:
        """The spans of a node's named children; in some grammars an operator is one of them."""
        if mark.node is None:
            return []
        operator = mark.node.child_by_field_name("operator")
        return [_span(child) for child in mark.node.named_children if child != operator]

    def region(self, mark: Mark) -> Region:
        """What the patterns say that captured a place as `embedded`."""
        import tree_sitter

        compiled = query(self._language)
        cursor = tree_sitter.QueryCursor(compiled)
        cursor.set_byte_range(mark.span.start, mark.span.end)
        gaps: list[Span] = []
        captured: list[str] = []
        settings: dict[str, str | None] = {}
        for pattern, captures in cursor.matches(self.root):
            gaps += map(_span, captures.get("embedded.gap", []))
            if mark.span in map(_span, captures.get("embedded", [])):
                captured += map(self._slice, captures.get("embedded.language", []))
                settings |= compiled.pattern_settings(pattern)
        languages = (*captured, *filter(None, [settings.get("language")]))
        return Region(
            mark.span,
            tuple(gaps),
            languages,
            is_example="example" in settings,
            is_literal="literal" in settings,
            before=settings.get("before") or "",
            skipped=settings.get("skipped") or "",
        )

    def edited(self, change: Change, text: SourceText) -> TreeSyntax:
        """Keep the tree for the next parse, told where the text moved."""
        tree = self._known
        if tree is None or (self._broken is not None and not self._language.local):
            return TreeSyntax(self._language, text)
        tree = tree.copy()
        start, end = change.span.start, change.span.end
        new_end = start + len(change.new)
        tree.edit(
            start,
            end,
            new_end,
            self._text.position(start, "utf-8"),
            self._text.position(end, "utf-8"),
            text.position(new_end, "utf-8"),
        )
        broken = self._broken
        if broken is not None and broken > start:
            broken = max(broken + new_end - end, start)
        return TreeSyntax(self._language, text, old=tree, broken=broken)

    def statement(self, change: Change, text: SourceText) -> tuple[Span, TreeSyntax] | None:
        """The top-level statement that a change is confined to, parsed alone."""
        tree = self._known
        if tree is None:
            return None
        found = reparsed(self._language, tree, self._broken, change, self._text, text)
        if found is None:
            return None
        span, alone = found
        return span, TreeSyntax(self._language, text, tree=alone)

    @property
    def _known(self) -> tree_sitter.Tree | None:
        """The tree of this or an earlier version, if another one may be made of it."""
        return (self._tree or self._old) if self._language.incremental else None

    def _slice(self, node: tree_sitter.Node) -> str:
        return self._text.slice(_span(node))

    @property
    def root(self) -> tree_sitter.Node:
        """The root of the tree."""
        for _ in self.parse():
            pass
        assert self._tree is not None
        return self._tree.root_node


# Of marks on the same span, the one that says most decides.
_SPECIFIC = (
    *("embedded", "pattern", "comparison", "prose", "interpolated"),
    *("binding", "enumeration", "request"),
)


def _innermost_first(mark: Mark) -> tuple[int, int]:
    rank = _SPECIFIC.index(mark.kind) if mark.kind in _SPECIFIC else len(_SPECIFIC)
    return (mark.span.end - mark.span.start, rank)


def _end(mark: Mark) -> int:
    return mark.span.end


def _pair(captures: dict[str, list[tree_sitter.Node]], kind: str) -> Pair:
    """The pair of a match; what has no key is its own.

    Where a grammar has no node for both, the key stands for the pair, which ends with the value.
    """
    node = captures[kind][0]
    key, values = captures.get(f"{kind}.key", [node])[0], captures.get(f"{kind}.value", [])
    span, value = _span(node), _span(values[0]) if values else None
    end = max(span.end, value.end) if value else span.end
    return Pair(Span(span.start, end), _span(key), value)


def _is_direct(
    captures: dict[str, list[tree_sitter.Node]], kind: str, mark: tree_sitter.Node
) -> bool:
    """Whether a pair belongs to a node, not to one inside that has no node for each pair either."""
    node = captures[kind][0]
    parent = node.parent
    if mark in (node, parent) or parent is None:
        return True
    # A call and its arguments, or a literal of a struct and its body, are one in two nodes.
    return parent.parent == mark and parent.type != mark.type


def _behind_receiver(method: tree_sitter.Node) -> int:
    """Where what a method is called on ends, by the name of the method."""
    node = method
    while node.prev_named_sibling is None and node.parent is not None:
        node = node.parent
    return node.prev_named_sibling.end_byte if node.prev_named_sibling else method.start_byte


def _span(node: tree_sitter.Node) -> Span:
    return Span(node.start_byte, node.end_byte)
