"""A piece of a text around an edit, parsed alone as if it went on to end where it did.

So it is read while somebody types: in a statement that is broken for a moment, the parser would
come to something else for all that follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.syntax.languages import Language
from claude_preflight.syntax.reparse import LARGEST, holding, part_of, statements_in
from claude_preflight.text.source_text import Change, SourceText

if TYPE_CHECKING:
    import tree_sitter

# In a large statement a node of about this size is looked for, in bytes.
_ENOUGH = 1 << 12
# So many nodes are at most around what a parser makes of a piece.
_MOST_AROUND = 8
# So many levels are looked at in a statement.
_DEEPEST = 60
# Which kinds of nodes come out the same when they are parsed alone, by the language.
_KNOWN: dict[tuple[str, str], bool] = {}


class Piece(NamedTuple):
    """The place of a node before a change, and a tree of it after the change.

    The nodes that are `around` it in that tree, by their ids, say nothing: in the text others are.
    That is None for a statement, which has none around it.
    """

    span: Span
    tree: tree_sitter.Tree
    around: frozenset[int] | None


def piece_around(
    language: Language,
    tree: tree_sitter.Tree,
    change: Change,
    before: SourceText,
    after: SourceText,
    fits: Callable[[Span], bool],
) -> Piece | None:
    """A piece of a text around a change, in bounds that fit; None if there is no such one.

    That is a statement, or where that is too large a node in it. `tree` is that of the text
    `before` the change.
    """
    by = len(after.data) - len(before.data)
    nodes = _holding(tree.root_node, len(before.data), change)
    is_broken = tree.root_node.is_error
    for node, span in _in_turn(nodes):
        if not fits(span):
            continue
        alone = part_of(language, after, Span(span.start, span.end + by))
        if alone is None:
            continue
        if node == nodes[0][0] and not is_broken:
            return Piece(span, alone, None)
        if _stands_alone(language, node, alone, before):
            return Piece(span, alone, frozenset(_around(language, alone, span, node.type)))
    return None


def _holding(
    root: tree_sitter.Node, end: int, change: Change
) -> list[tuple[tree_sitter.Node, Span]]:
    """The nodes that hold a change, the statement first, each with what is behind it."""
    found: list[tuple[tree_sitter.Node, Span]] = []
    at = holding(root, end, change)
    while at is not None and len(found) < _DEEPEST:
        found.append(at)
        node, span = at
        at = holding(node, span.end, change)
    return found


def _in_turn(nodes: list[tuple[tree_sitter.Node, Span]]) -> list[tuple[tree_sitter.Node, Span]]:
    """The nodes of those in each other that may be a piece, in the order in which they are tried.

    Of those on the same place it is the outermost.
    """
    small = list({span: (node, span) for node, span in reversed(nodes)}.values())[::-1]
    small = [each for each in small if each[1].end - each[1].start <= LARGEST]
    if small[:1] == nodes[:1]:
        return small[:1]
    enough = [each for each in small if each[1].end - each[1].start <= _ENOUGH]
    return enough + small[: len(small) - len(enough)][::-1]


def _stands_alone(
    language: Language, node: tree_sitter.Node, alone: tree_sitter.Tree, before: SourceText
) -> bool:
    """Whether a node, which may be broken by now, comes out as in the text if parsed alone."""
    kind, place = (language.id, node.type), Span(node.start_byte, node.end_byte)
    if kind not in _KNOWN:
        if _is_in(_chain(language, alone, place), node.type):
            _KNOWN[kind] = True
        elif node.has_error:
            return False
        else:
            was = part_of(language, before, place)
            _KNOWN[kind] = (
                was is not None
                and not was.root_node.has_error
                and _is_in(_chain(language, was, place), node.type)
            )
    return _KNOWN[kind]


def _is_in(nodes: Iterable[tree_sitter.Node], kind: str) -> bool:
    return any(node.type == kind for node in nodes)


def _around(language: Language, tree: tree_sitter.Tree, part: Span, kind: str) -> Iterator[int]:
    """The ids of the nodes around one of a kind in the tree of a part."""
    nodes = takewhile(lambda node: node.type != kind, _chain(language, tree, part))
    return (node.id for node in nodes)


def _chain(language: Language, tree: tree_sitter.Tree, part: Span) -> Iterator[tree_sitter.Node]:
    """The nodes of the tree of a part that have one child, from the root on, and that child."""
    yield tree.root_node
    children = statements_in(language, tree, part.start)
    for _ in range(_MOST_AROUND):
        if len(children) != 1:
            return
        yield children[0]
        children = children[0].children
