"""Descent: from a node down to a byte, in a tree whose errors may hold all of a text.

A grammar's lists are kept as balanced trees, so that a child of many is found fast. What the parser
could not place is in one flat list, which takes the square of it; so that has an index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claude_preflight.findings import Span

if TYPE_CHECKING:
    import tree_sitter

# Of fewer children the grammar's own search is faster.
_MANY = 100


class Descent:
    """Finds the nodes of one tree by the bytes that they hold."""

    def __init__(self) -> None:
        """Prepare for a tree; the children of an error are indexed when they are asked for."""
        self._indexed: dict[int, tuple[list[tree_sitter.Node], list[int]]] = {}

    def child_at(self, node: tree_sitter.Node, offset: int) -> tree_sitter.Node | None:
        """The first child that ends behind a byte."""
        if _is_flat(node):
            children, ends = self._index(node)
            at = bisect_right(ends, offset)
            return children[at] if at < len(children) else None
        # `Node.first_child_for_byte` crashes Python if there is none.
        cursor = node.walk()
        return cursor.node if cursor.goto_first_child_for_byte(offset) is not None else None

    def to(self, node: tree_sitter.Node, offset: int) -> Iterator[tree_sitter.Node]:
        """A node, and those at a byte in it, or behind that, each a child of the one before."""
        cursor = node.walk()
        at: tree_sitter.Node | None = node
        while at is not None:
            yield at
            if _is_flat(at):
                at = self.child_at(at, offset)
                cursor = at.walk() if at is not None else cursor
            else:
                found = cursor.goto_first_child_for_byte(offset)
                at = cursor.node if found is not None else None

    def children_in(self, node: tree_sitter.Node, span: Span) -> Iterator[tree_sitter.Node]:
        """The children of a node that a span touches."""
        if _is_flat(node):
            children, ends = self._index(node)
            for at in range(bisect_right(ends, span.start), len(children)):
                if children[at].start_byte >= span.end:
                    return
                yield children[at]
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

    def _index(self, node: tree_sitter.Node) -> tuple[list[tree_sitter.Node], list[int]]:
        """The children of a node, and where they end."""
        if node.id not in self._indexed:
            children = node.children
            self._indexed[node.id] = (children, [child.end_byte for child in children])
        return self._indexed[node.id]


def _is_flat(node: tree_sitter.Node) -> bool:
    """Whether many children are in one list."""
    return node.is_error and node.child_count > _MANY
