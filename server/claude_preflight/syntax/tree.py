"""Syntax: what the grammar of a language, or the look of a line, says about a place in a text.

A query file captures what matters with the same capture names in every language (CONTRIBUTING lists
them). `Syntax` answers three questions in those terms and hides who answers: a tree, or a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.captures import (
    PARTS_OF,
    RIGHT_IN,
    Capture,
    CaptureKind,
    InjectionSite,
    Pair,
)
from claude_preflight.syntax.descent import Descent
from claude_preflight.syntax.languages import (
    Language,
    needed_words,
    query,
    query_of_kinds,
    query_without,
)
from claude_preflight.syntax.parsing import UnparsableError, parsed
from claude_preflight.syntax.reparse import first_error, reparsed, with_top
from claude_preflight.text.source_text import Change, SourceText

if TYPE_CHECKING:
    import tree_sitter

# How many nodes may be around a place, twice what real code has; chains and branches nest as well.
_DEEPEST = 60
# How long a broken text is that is parsed anew: how a parser gets over an error may depend on the
# tree that it comes from, and a long text would cost too much at each keystroke.
_SMALL = 1 << 14
# How many levels above a place the patterns begin that capture what is embedded there.
_LEVELS_ABOVE = 3
# How many bytes of the text the query is run for at once, from the how manieth question on; and of
# how many such blocks the answers are kept.
_BLOCK = 1 << 9
_MANY = 8
_MOST_BLOCKS = 64
# Of how many places the answers are kept: several ask what is around one. Those for what is around
# one of the latest are made of its answer.
_MOST_PATHS = 256
_LATEST = 4
_MANY_PAIRS = 100
# Where more levels than these are in each other the query is run for so many of them at a time: it
# may go through all patterns that have begun further out at each node, which takes the square.
_FEW_LEVELS = 16
_BAND = 8
# How many matches may wait for the rest of their pattern: each is looked at with each node. Real
# code has a quarter of that; more are there where a text repeats a part, and then some are lost.
_MOST_MATCHES = 256
# For what is right in a larger node, or in one of many, the patterns that say nothing of that are
# left out. To compile the others takes up to a tenth of a second, so that a few small ones do not
# pay for it, unless a language has so few patterns that it takes no time.
_LARGE = 1 << 15
_MANY_NODES = 500
_FEW_PATTERNS = 30
# Among more children than this the query is run for those that it is asked about, not for their
# parent: where a grammar has a list in a list for each of them, that takes the square of them.
_MANY_CHILDREN = 1_000


if TYPE_CHECKING:
    _Matched = dict[str, list[tree_sitter.Node]]
    _Parts = tuple[tree_sitter.Node, tree_sitter.Node, tree_sitter.Node | None]


class Syntax(Protocol):
    """What a reader of facts asks about a text."""

    def parse(self) -> Iterator[None]:
        """Get ready to answer, in steps of about a millisecond; nothing to do the second time."""

    def path(self, span: Span) -> list[Capture]:
        """The captures that enclose a span, innermost first."""

    def pairs(self, capture: Capture, kind: CaptureKind) -> list[Pair]:
        """The pairs of a kind, such as `argument`, that a capture is or that stand directly in it.

        A chain has the pairs of all its links.
        """

    def is_stray(self, capture: Capture) -> bool:
        """Whether the parser found no place for a capture."""

    def captured(self, capture: Capture, kind: CaptureKind) -> list[Span]:
        """What is captured as a kind right in a capture."""

    def elements(self, capture: Capture) -> Iterable[Span]:
        """The direct parts of a container, one by one: there may be many."""

    def injection_site(self, capture: Capture) -> InjectionSite:
        """What is known of a document inside this one."""

    def edited(self, change: Change, text: SourceText) -> Syntax:
        """The syntax of the text after a change."""

    def statement(self, change: Change, text: SourceText) -> tuple[Span, Syntax] | None:
        """The statement that a change is confined to, and its syntax in the `text` after it.

        None if the change may reach further.
        """

    def piece(
        self, change: Change, text: SourceText, fits: Callable[[Span], bool]
    ) -> tuple[Span, TreeSyntax] | None:
        """A place around a change that `fits`, and its syntax after it as if it ended where it did.

        None if there is no such place that can be read.
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
        is_stale: bool = False,
        around: frozenset[int] = frozenset(),
    ) -> None:
        """Prepare for a text, whose `tree` may be known.

        `old` is one that was edited to fit, and `broken` is where its first error is. From one that
        `is_stale` the parser may come to another tree than from nothing. What is captured as one of
        the nodes `around` a piece, by their ids, counts for nothing.
        """
        self._language = language
        self._text = text
        self._tree = tree
        self._old = old
        self._broken = broken
        self._is_stale = is_stale
        self._around = around
        # What the query was last asked about, so that it need not be run for each question.
        self._paths: dict[Span, list[Capture]] = {}
        self._latest_places: deque[Span] = deque(maxlen=_LATEST)
        self._asked: dict[int, int] = {}
        self._deep: set[int] = set()
        self._blocks: dict[int, _Nested] = {}
        self._outers: dict[int, _Outer] = {}
        self._matched: dict[int, list[_Matched]] = {}
        self._many_pairs: dict[tuple[int, CaptureKind], list[Pair]] = {}
        self._looked_into = 0
        self._top: tree_sitter.Node | None = None
        self._descent = Descent()

    def parse(self) -> Iterator[None]:
        """Parse in slices: each call of the parser stops after some progress and is resumed.

        Raises:
            UnparsableError: Only the lines of this text can tell anything.
        """
        if self._tree is not None:
            return
        try:
            old = None if self._is_stale else self._old
            tree = yield from parsed(self._language, self._text, old=old)
            if old and tree.root_node.has_error and len(self._text.data) <= _SMALL:
                tree = yield from parsed(self._language, self._text)
        except UnparsableError:
            self._old = None  # what the lines tell cannot be followed up in a tree
            raise
        self._tree, self._old, self._is_stale = tree, None, False
        self._broken = first_error(tree)
        if not self._language.cells:  # of a notebook only its cells are asked
            yield
            query(self._language)  # the longest step, once for each language, so one of its own
            yield

    def path(self, span: Span) -> list[Capture]:
        """The captures around a span, innermost first; of the links of a chain only the last.

        None where the tree is nested too deep.
        """
        if span not in self._paths:
            if len(self._paths) == _MOST_PATHS:
                del self._paths[next(iter(self._paths))]
            found = self._path_from_inside(span) or self._path(span)
            if self._around:
                found = [each for each in found if each.node and each.node.id not in self._around]
            self._paths[span] = found
        return self._paths[span]

    def _path_from_inside(self, span: Span) -> list[Capture]:
        """The captures around a span by those around a place in it, if that was asked lately."""
        start, end = span
        for inside in self._latest_places:
            if start <= inside.start and inside.end <= end:
                around = self._paths.get(inside, ())
                return [
                    each for each in around if each.span.start <= start and end <= each.span.end
                ]
        return []

    def _path(self, span: Span) -> list[Capture]:
        self._latest_places.appendleft(span)
        block = span.start // _BLOCK
        window = Span((block - 1) * _BLOCK, (block + 2) * _BLOCK)
        found = self._nodes_out_of(window, span)
        if found is None:
            return []
        nodes, levels = found
        captures = self._inner(span, nodes, is_deep=levels > _FEW_LEVELS)
        outer = self._captured_around(nodes)
        if outer is not None:
            if beyond := outer.inside.around(span):
                captures = sorted(dict.fromkeys([*captures, *beyond]), key=_innermost_first)
            captures = [*captures, *outer.around(span)]
        chains = {
            capture.span.start: capture for capture in captures if capture.kind is CaptureKind.CHAIN
        }
        if not chains:
            return captures
        return [m for m in captures if m.kind is not CaptureKind.CHAIN or m is chains[m.span.start]]

    def _nodes_out_of(self, window: Span, span: Span) -> tuple[list[tree_sitter.Node], int] | None:
        """The nodes around a span that reach out of a window, and how deep it is inside there.

        None if there are too many nodes around it.
        """

        def reaches_out(node: tree_sitter.Node) -> bool:
            return node.start_byte < window.start or window.end < node.end_byte

        nodes = [self.root] if reaches_out(self.root) else []
        top = self._top_at(span.start)
        if top is None:
            return nodes, 0
        levels = 1
        descent = self._descent.to(top, span.start)
        for levels, node in enumerate(descent, 1):
            if span.start < node.start_byte or node.end_byte < span.end:
                break
            if levels == _DEEPEST:
                return None
            if len(nodes) == levels and reaches_out(node):
                nodes.append(node)
        below = [*islice(descent, _FEW_LEVELS)]
        return nodes, levels + len(below) + 1 - len(nodes)

    def _top_at(self, offset: int) -> tree_sitter.Node | None:
        """The root's child at a byte, which most questions share with the one before."""
        top = self._top
        if top is None or not top.start_byte <= offset < top.end_byte:
            self._top = top = self._descent.child_at(self.root, offset)
        return top

    def _captured_around(self, nodes: list[tree_sitter.Node]) -> _Outer | None:
        """What the patterns capture that match from nodes in each other, the outermost first."""
        found = self._outers.get(nodes[-1].id) if nodes else None
        if found is None:
            for node in nodes:
                if node.id not in self._outers:
                    self._outers[node.id] = self._captured_from(node, found)
                found = self._outers[node.id]
        return found

    def _captured_from(self, node: tree_sitter.Node, parent: _Outer | None) -> _Outer:
        """What the patterns capture that match from a node, or from nodes further out."""
        span = _span(node)
        captures = _captures(self._matches_from(node), within=span)
        if parent is not None:
            captures = [*parent.inside.within(span), *captures]
        return _Outer.of(span, captures, parent)

    def _inner(self, span: Span, nodes: list[tree_sitter.Node], *, is_deep: bool) -> list[Capture]:
        """The captures around a span that patterns capture within a window, innermost first.

        A query that is run for a byte finds all that is around it, and that is much. So if several
        bytes of a block of the text are asked for, or were of the one before, it is run once for
        the block, unless it is deep there. The `nodes` around the span reach out of the window.
        """
        block = span.start // _BLOCK
        if is_deep:
            self._deep.add(block)
        asked = self._asked[block] = self._asked.get(block, 0) + 1
        if block not in self._blocks:
            is_busy = max(asked, self._asked.get(block - 1, 0)) >= _MANY
            if not is_busy or block in self._deep:
                byte = Span(span.start, span.start + 1)
                found = self._captures_in(byte, block, nodes, is_deep=is_deep, around=span)
                return sorted(found, key=_innermost_first)
            if len(self._blocks) == _MOST_BLOCKS:
                del self._blocks[next(iter(self._blocks))]
            whole = Span(block * _BLOCK, (block + 1) * _BLOCK)
            self._blocks[block] = _Nested(self._captures_in(whole, block, nodes, is_deep=False))
        return self._blocks[block].around(span)

    def _captures_in(
        self,
        span: Span,
        block: int,
        nodes: list[tree_sitter.Node],
        *,
        is_deep: bool,
        around: Span | None = None,
    ) -> list[Capture]:
        """The captures of what a span touches and lies in the window around a block.

        Only those around a place, if one is given.
        """
        cursor = _cursor(self._query)
        cursor.set_byte_range(span.start, span.end)
        window = Span(max(block - 1, 0) * _BLOCK, (block + 2) * _BLOCK)
        cursor.set_containing_byte_range(window.start, window.end)
        outer = (node for node in reversed(nodes) if _span(node).encloses(span))
        starts = self._starts(next(outer, self.root), span)
        if is_deep:
            starts = (node for start in starts for node in self._in_bands(start, around or span))
            cursor.set_max_start_depth(_BAND)
        matches = (match for node in starts for match in cursor.matches(node))
        return _captures(matches, within=window, around=around)

    def _starts(self, node: tree_sitter.Node, span: Span) -> Iterator[tree_sitter.Node]:
        """Where patterns begin that match in a span within a node, but for the node itself."""
        if node.child_count <= _MANY_CHILDREN:
            yield node
            return
        yield from self._descent.children_in(node, span)

    def _in_bands(self, start: tree_sitter.Node, span: Span) -> Iterator[tree_sitter.Node]:
        """A node, and those around a span at each so manieth level below it."""
        for level, node in enumerate(self._descent.to(start, span.start)):
            if span.start < node.start_byte or node.end_byte < span.end:
                return
            if level % _BAND == 0:
                yield node

    def pairs(self, capture: Capture, kind: CaptureKind) -> list[Pair]:
        """The pairs among a node and its children, in the order of the text."""
        if capture.node is None:
            return []
        if capture.kind is CaptureKind.CHAIN:
            return self._links(capture.node, kind)
        asked = (capture.node.id, kind)
        if asked in self._many_pairs:
            return self._many_pairs[asked]
        pairs = self._pairs_in(capture.node, kind)
        if len(pairs) > _MANY_PAIRS:  # edits in such a mapping ask about it again and again
            if len(self._many_pairs) == _LATEST:
                del self._many_pairs[next(iter(self._many_pairs))]
            self._many_pairs[asked] = pairs
        return pairs

    def _pairs_in(self, holder: tree_sitter.Node, kind: CaptureKind) -> list[Pair]:
        found = {}
        own = {holder.id, *(child.id for child in holder.children)}
        for whole, key, value in _once(self._matched_in(holder), kind):
            if whole.id in own or self._is_one_in_two(whole, holder):
                pair = _pair(whole, key, value)
                found[pair.span, pair.key] = pair
        return [found[place] for place in sorted(found)]

    def _is_one_in_two(self, node: tree_sitter.Node, holder: tree_sitter.Node) -> bool:
        """Whether a holder of a pair is made of two nodes, and not another one of its kind inside.

        So are a call and its arguments, or a literal of a struct and its body.
        """
        levels = [*islice(self._descent.to(holder, node.start_byte), 3)]
        return node in levels and levels[1].type != holder.type

    def _matched_in(self, node: tree_sitter.Node) -> list[_Matched]:
        """What each match of a pattern matched that begins at a node or one of its children.

        A node is asked for several kinds of captures, in turn with those around it.
        """
        if node.id not in self._matched:
            if len(self._matched) == _LATEST:
                del self._matched[next(iter(self._matched))]
            self._looked_into += 1
            is_large = node.end_byte - node.start_byte > _LARGE
            is_dear = is_large or self._looked_into > _MANY_NODES
            is_free = self._query.pattern_count <= _FEW_PATTERNS
            lean = is_dear or is_free
            asked = query_of_kinds(self._language, RIGHT_IN) if lean else self._query
            cursor = _cursor(asked)
            cursor.set_max_start_depth(1)
            self._matched[node.id] = [matched for _, matched in cursor.matches(node)]
        return self._matched[node.id]

    def _links(self, chain: tree_sitter.Node, kind: CaptureKind) -> list[Pair]:
        """The pairs of the links of a chain; the span of each begins where the link before ends."""
        found, ends = {}, set()
        for matched in self._matched_of_links(chain):
            for node in matched.get(CaptureKind.CHAIN, []):
                if node.start_byte == chain.start_byte:
                    ends.add(node.end_byte)
            for whole, method, value in _once([matched], kind):
                if whole.start_byte == chain.start_byte:
                    pair = _pair(whole, method, value)
                    found[pair.span.end] = (pair, method)
        before = sorted(ends)
        pairs = []
        for end in sorted(found):
            pair, method = found[end]
            at = bisect_right(before, pair.key.start)
            start = before[at - 1] if at else _behind_receiver(method)
            pairs.append(Pair(Span(start, end), pair.key, pair.value))
        return pairs

    def _matched_of_links(self, chain: tree_sitter.Node) -> Iterator[_Matched]:
        """What patterns capture that match from the links of a chain; all begin where it does."""
        cursor = chain.walk()
        node = cursor.node
        while node is not None and node.start_byte == chain.start_byte:
            yield from (matched for _, matched in self._matches_from(node))
            node = cursor.node if cursor.goto_first_child() else None

    def _matches_from(self, node: tree_sitter.Node) -> list[tuple[int, _Matched]]:
        """The matches of patterns that begin at a node, as each does at one."""
        is_large = node.end_byte - node.start_byte > _LARGE
        cursor = _cursor(query_without(self._language, self._missing) if is_large else self._query)
        cursor.set_max_start_depth(0)
        matches: list[tuple[int, _Matched]] = cursor.matches(node)
        return matches

    @property
    def _query(self) -> tree_sitter.Query:
        return query(self._language)

    @cached_property
    def _missing(self) -> frozenset[str]:
        """The words that patterns need and the text does not have."""
        needed = needed_words(self._language)
        return frozenset(word for word in needed if word.encode() not in self._text.data)

    def is_stray(self, capture: Capture) -> bool:
        """Whether a node stands right in an error."""
        if capture.node is None or not self.root.has_error:
            return False
        parent = self._descent.parent(self.root, capture.node)
        return parent is not None and parent.is_error

    def captured(self, capture: Capture, kind: CaptureKind) -> list[Span]:
        """The captures of a kind among a node and its children."""
        if capture.node is None:
            return []
        nodes = (n for matched in self._matched_in(capture.node) for n in matched.get(kind, []))
        return sorted(set(map(_span, nodes)))

    def elements(self, capture: Capture) -> Iterator[Span]:
        """The spans of a node's named children; in some grammars an operator is one of them."""
        if capture.node is None:
            return
        operator = capture.node.child_by_field_name("operator")
        cursor = capture.node.walk()
        more = cursor.goto_first_child()
        while more:
            child = cursor.node
            if child is not None and child.is_named and child != operator:
                yield _span(child)
            more = cursor.goto_next_sibling()

    def injection_site(self, capture: Capture) -> InjectionSite:
        """What the patterns say that captured a place as one that holds a document."""
        compiled = query(self._language)
        cursor = _cursor(self._query)
        cursor.set_byte_range(capture.span.start, capture.span.end)
        around, _ = self._nodes_out_of(Span(0, 0), capture.span) or ([self.root], 0)
        levels = [at for at, node in enumerate(around) if _span(node).encloses(capture.span)]
        head = around[max(levels[-1] - _LEVELS_ABOVE, 0)]
        gaps: list[Span] = []
        captured: list[str] = []
        settings: dict[str, str | None] = {}
        for pattern, matched in cursor.matches(head):
            gaps += map(_span, matched.get(CaptureKind.INJECTION_GAP, []))
            if capture.span in map(_span, matched.get(CaptureKind.INJECTION, [])):
                captured += map(self._slice, matched.get(CaptureKind.INJECTION_LANGUAGE, []))
                settings |= compiled.pattern_settings(pattern)
        languages = (*captured, *filter(None, [settings.get("injection.language")]))
        return InjectionSite(
            capture.span,
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
        if tree is None:
            return TreeSyntax(self._language, text)
        is_stale = self._is_stale or self._reaches_far(change)
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
        return TreeSyntax(self._language, text, old=tree, broken=broken, is_stale=is_stale)

    def _reaches_far(self, change: Change) -> bool:
        """Whether a change may change the tree far behind it, where the parser looks at nothing."""
        far, openers = self._language.far.encode(), self._language.openers.encode()
        if far and far in self._text.data:
            return True
        if self._broken is None:
            return False
        old = self._text.data[change.span.start : change.span.end]
        return not self._language.local or any(byte in openers for byte in old + change.new)

    def statement(self, change: Change, text: SourceText) -> tuple[Span, TreeSyntax] | None:
        """The top-level statement that a change is confined to, parsed alone."""
        tree = self._known
        if tree is None or self._is_stale:
            return None
        return self._alone(
            text, reparsed(self._language, tree, self._broken, change, self._text, text)
        )

    def piece(
        self, change: Change, text: SourceText, fits: Callable[[Span], bool]
    ) -> tuple[Span, TreeSyntax] | None:
        """A place around a change, parsed alone in the bounds that it had."""
        tree = self._known
        if tree is None:
            return None
        from claude_preflight.syntax.piece import piece_around  # late: an editor needs it

        found = piece_around(self._language, tree, change, self._text, text, fits)
        if found is None:
            return None
        if found.around is None:
            return self._alone(text, (found.span, found.tree))
        return found.span, TreeSyntax(self._language, text, tree=found.tree, around=found.around)

    @property
    def is_inner(self) -> bool:
        """Whether this is the syntax of a piece that has more around it in the text."""
        return bool(self._around)

    def _alone(
        self, text: SourceText, found: tuple[Span, tree_sitter.Tree] | None
    ) -> tuple[Span, TreeSyntax] | None:
        if found is None:
            return None
        span, tree = found
        syntax = TreeSyntax(self._language, text, tree=tree)
        return None if syntax._captures_root() else (span, syntax)

    def statement_around(self, span: Span) -> Span | None:
        """The top-level statement that a place is in."""
        node = self._top_at(span.start)
        return _span(node) if node and span.end <= node.end_byte else None

    @property
    def is_parsed(self) -> bool:
        """Whether the tree is known."""
        return self._tree is not None

    def around(self, change: Change, text: SourceText) -> tree_sitter.Node | None:
        """The root of a tree of the `text` around a change, parsed alone.

        None if the change may reach further, or if there is an error in it.
        """
        tree = self._known
        if tree is None or self._is_stale:
            return None
        found = reparsed(self._language, tree, self._broken, change, self._text, text)
        alone = found[1] if found else with_top(self._language, tree, change, self._text, text)
        return alone.root_node if alone and not alone.root_node.has_error else None

    def _captures_root(self) -> bool:
        """Whether what stands in the text belongs to all of it: the pairs of a file of settings."""
        return any(
            capture.node == self.root for capture in _captures(self._matches_from(self.root))
        )

    @property
    def _known(self) -> tree_sitter.Tree | None:
        """The tree of this or an earlier version, if another one may be made of it."""
        return (self._tree or self._old) if self._language.incremental else None

    def _slice(self, node: tree_sitter.Node) -> str:
        return self._text.slice(_span(node))

    @cached_property
    def root(self) -> tree_sitter.Node:
        """The root of the tree."""
        if self._tree is None:
            for _ in self.parse():
                pass
        assert self._tree is not None
        return self._tree.root_node


class _Nested:
    """Marks of one tree, which lie in each other or apart, as a tree again."""

    def __init__(self, captures: Iterable[Capture]) -> None:
        """Find for each capture the one around it."""
        # What begins first is further out, and of what is alike the last.
        last_first = [*captures][::-1]
        self._captures = sorted(last_first, key=_outermost_first)
        self._starts = [capture.span.start for capture in self._captures]
        ends = [capture.span.end for capture in self._captures]
        self._parents: list[int] = []
        open_ones: list[int] = []
        for at, end in enumerate(ends):
            while open_ones and ends[open_ones[-1]] < end:
                open_ones.pop()
            self._parents.append(open_ones[-1] if open_ones else -1)
            open_ones.append(at)

    def around(self, span: Span) -> list[Capture]:
        """The captures around a span, innermost first."""
        at = bisect_right(self._starts, span.start) - 1
        found = []
        while at >= 0:
            capture = self._captures[at]
            if span.end <= capture.span.end:
                found.append(capture)
            at = self._parents[at]
        return found

    def within(self, span: Span) -> list[Capture]:
        """The captures in a span."""
        start = bisect_left(self._starts, span.start)
        end = bisect_right(self._starts, span.end)
        return [capture for capture in self._captures[start:end] if capture.span.end <= span.end]


class _Outer(NamedTuple):
    """A node that many places lie in: its `own` captures, and those of what is `inside` it.

    They are captured from it or from nodes further out. The next of those has another span.
    """

    span: Span
    own: list[Capture]
    inside: _Nested
    parent: _Outer | None

    @classmethod
    def of(cls, span: Span, captures: list[Capture], parent: _Outer | None) -> _Outer:
        """The node at a span, given its captures and those inside."""
        if parent is not None and parent.span == span:
            captures = [*parent.own, *captures]
            parent = parent.parent
        captures = list(dict.fromkeys(captures))
        own = sorted(
            (capture for capture in captures if capture.span == span), key=_innermost_first
        )
        return cls(
            span, own, _Nested(capture for capture in captures if capture.span != span), parent
        )

    def around(self, span: Span) -> Iterator[Capture]:
        """The captures of this node, and of those around it, that are around a span."""
        outer: _Outer | None = self
        while outer is not None:
            if span.end <= outer.span.end:
                yield from outer.own
            outer = outer.parent


def _cursor(asked: tree_sitter.Query) -> tree_sitter.QueryCursor:
    """What runs a query."""
    import tree_sitter

    return tree_sitter.QueryCursor(asked, match_limit=_MOST_MATCHES)


def _captures(
    matches: Iterable[tuple[int, _Matched]], within: Span | None = None, around: Span | None = None
) -> list[Capture]:
    """What matches capture, each node once for each kind; within a span, and around one, if given.

    There are many, so that no more is made of them than is asked for.
    """
    # The binding's `captures` gives the same, in ten times the time.
    found = {
        (kind, node.id): node
        for _, matched in matches
        for name, nodes in matched.items()
        if (kind := _ASKED_FOR.get(name))
        for node in nodes
    }
    captures = []
    for (kind, _), node in found.items():
        start, end = node.start_byte, node.end_byte
        is_within = within is None or (within.start <= start and end <= within.end)
        is_around = around is None or (start <= around.start and around.end <= end)
        if is_within and is_around:
            captures.append(Capture(kind, Span(start, end), node))
    return captures


# What tells something of a place in it, not only what a pair is made of; that is most.
_ASKED_FOR = {
    kind.value: kind
    for kind in CaptureKind
    if kind is not CaptureKind.ARGUMENT and not kind.value.endswith(".value")
}


# Of captures on the same span, the one that says most decides.
_SPECIFIC = {
    CaptureKind.INJECTION: 0,
    CaptureKind.PATTERN: 1,
    CaptureKind.COMPARISON: 2,
    CaptureKind.PROSE: 3,
    CaptureKind.INTERPOLATED: 4,
    CaptureKind.BINDING: 5,
    CaptureKind.ENUMERATION: 6,
    CaptureKind.MAPPING: 7,
    CaptureKind.CALL: 7,
}


def _innermost_first(capture: Capture) -> tuple[int, int]:
    start, end = capture.span
    return (end - start, _SPECIFIC.get(capture.kind, len(_SPECIFIC)))


def _outermost_first(capture: Capture) -> tuple[int, int, int]:
    start, end = capture.span
    return (start, -end, -_SPECIFIC.get(capture.kind, len(_SPECIFIC)))


def _once(matches: Iterable[_Matched], kind: CaptureKind) -> Iterable[_Parts]:
    """The nodes of the pairs in matches; of the same one with the same key only the last.

    Several patterns may match in a large mapping, and much is made of each match. These are the
    node of the pair, that of its key, and that of its value, if it has one. What has no key is its
    own.
    """
    last = {}
    parts = PARTS_OF[kind]
    for matched in matches:
        if nodes := matched.get(kind):
            whole, keys = nodes[0], matched.get(parts.key)
            key = keys[0] if keys else whole
            values = matched.get(parts.value) if parts.value else None
            last[whole.id, key.id] = whole, key, values[0] if values else None
    return last.values()


def _pair(whole: tree_sitter.Node, key: tree_sitter.Node, value: tree_sitter.Node | None) -> Pair:
    """The pair of some nodes.

    Where a grammar has no node for both, the key stands for the pair, which ends with the value.
    """
    start, end = whole.byte_range
    if value is None:
        return Pair(Span(start, end), Span(*key.byte_range), None)
    held = Span(*value.byte_range)
    return Pair(Span(start, max(end, held.end)), Span(*key.byte_range), held)


def _behind_receiver(method: tree_sitter.Node) -> int:
    """Where what a method is called on ends, by the name of the method."""
    node = method
    while node.prev_named_sibling is None and node.parent is not None:
        node = node.parent
    return node.prev_named_sibling.end_byte if node.prev_named_sibling else method.start_byte


def _span(node: tree_sitter.Node) -> Span:
    return Span(node.start_byte, node.end_byte)
