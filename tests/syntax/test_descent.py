"""Descent: the nodes at a byte, also where the parser has placed next to nothing."""

from __future__ import annotations

import pytest
import tree_sitter

from claude_preflight.findings import Span
from claude_preflight.syntax.descent import Descent
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.tree import TreeSyntax

# Each is one error with hundreds of children, or has such an error in it.
BROKEN = {
    "a.rb": 'if m == "x"\n  f\nels' * 300,
    "a.js": "f({" + ' "x" 1 ' * 300,
    "a.go": "f({x" + ' "x" 1 ' * 300,
    "a.toml": "a = [" + '"x" 1 ' * 300,
}


def root_of(path: str) -> tree_sitter.Node:
    syntax = Document.of(BROKEN[path], path).syntax
    assert isinstance(syntax, TreeSyntax)
    return syntax.root


def nodes(root: tree_sitter.Node) -> list[tree_sitter.Node]:
    found = [root]
    for node in found:
        found += node.children
    return found


@pytest.mark.parametrize("path", BROKEN)
def test_a_wide_error_is_searched_as_other_nodes_are(path: str) -> None:
    root, descent = root_of(path), Descent()
    assert any(node.is_error and node.child_count > 100 for node in nodes(root))
    for offset in range(0, root.end_byte + 1, 7):
        cursor, expected = root.walk(), [root]
        while cursor.goto_first_child_for_byte(offset) is not None and cursor.node:
            expected.append(cursor.node)
        assert [*descent.to(root, offset)] == expected


@pytest.mark.parametrize("path", BROKEN)
def test_the_children_in_a_span_touch_it(path: str) -> None:
    root, descent = root_of(path), Descent()
    for node in nodes(root):
        span = Span(node.start_byte + 5, node.start_byte + 25)
        expected = [c for c in node.children if c.end_byte > span.start and c.start_byte < span.end]
        assert [*descent.children_in(node, span)] == expected


@pytest.mark.parametrize("path", BROKEN)
def test_a_parent_has_its_children(path: str) -> None:
    root, descent = root_of(path), Descent()
    for node in filter(lambda node: node.end_byte > node.start_byte, nodes(root)):
        assert descent.parent(root, node) == node.parent
