"""Descent: from a node down to a byte, in a tree whose errors may hold all of a text.

A grammar's lists are kept as balanced trees, so that a child of many is found fast. What the parser
could not place is in one flat list, and so are comments in a row. To search that for each child
takes the square of them; so it has an index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from claude_preflight.findings import Span

if TYPE_CHECKING:
    import tree_sitter

# Of fewer children, or asked less often, the grammar's own search is faster.
_MANY = 100
_OFTEN = 50


class Descent:
    """Finds the nodes of one tree by the bytes that they hold."""

    def __init__(self) -> None:
        """Prepare for a tree; what is flat in it is indexed once it is asked often."""
        self._has_extras: set[int] = set()
        self._asked: dict[int, int] = {}
        self._indexed: dict[int, _Index] = {}

    def child_at(self, node: tree_sitter.Node, offset: int) -> tree_sitter.Node | None:
        """The first child that ends behind a byte."""
        return next(islice(self.to(node, offset), 1, None), None)

    def to(self, node: tree_sitter.Node, offset: int) -> Iterator[tree_sitter.Node]:
        """A node, and those at a byte in it, or behind that, each a child of the one before."""
        cursor = node.walk()
        at: tree_sitter.Node | None = node
        while at is not None:
            yield at
            is_flat = at.is_error or at.id in self._has_extras
            if is_flat and (index := self._index(at)):
                at = next(index.behind(offset), None)
                cursor = at.walk() if at is not None else cursor
                continue
            # `Node.first_child_for_byte` crashes Python if there is none.
            found = cursor.goto_first_child_for_byte(offset)
            child = cursor.node if found is not None else None
            if child is not None and child.is_extra:
                self._has_extras.add(at.id)
            at = child

    def children_in(self, node: tree_sitter.Node, span: Span) -> Iterator[tree_sitter.Node]:
        """The children of a node that a span touches."""
        if index := self._index(node):
            yield from takewhile(
                lambda child: child.start_byte < span.end, index.behind(span.start)
            )
            return
        cursor = node.walk()
        more = cursor.goto_first_child_for_byte(span.start) is not None
        while more and cursor.node is not None and cursor.node.start_byte < span.end:
            yield cursor.node
            more = cursor.goto_next_sibling()

    def parent(self, root: tree_sitter.Node, node: tree_sitter.Node) -> tree_sitter.Node | None:
        """What a node is a child of, if that is at or below `root`."""
        parent = None
        for at in self.to(root, node.start_byte):
            if at == node:
                return parent
            parent = at
        return None

    def _index(self, node: tree_sitter.Node) -> _Index | None:
        """The index of the children of a node, where that is worth its while."""
        is_flat = node.is_error or node.id in self._has_extras
        if not is_flat or node.child_count <= _MANY:
            return None
        asked = self._asked[node.id] = self._asked.get(node.id, 0) + 1
        if asked == _OFTEN:
            self._indexed[node.id] = _Index(node)
        return self._indexed.get(node.id)


class _Index:
    """The children of a node by the places where they end."""

    def __init__(self, node: tree_sitter.Node) -> None:
        """Read the children of a node."""
        self._children = node.children
        self._ends = [child.end_byte for child in self._children]

    def behind(self, offset: int) -> Iterator[tree_sitter.Node]:
        """The children that end behind a byte."""
        first = bisect_right(self._ends, offset)
        return map(self._children.__getitem__, range(first, len(self._children)))
