"""The statement around an edit, parsed alone, where that is as good as parsing the whole text.

The statement is parsed anew between its neighbours. If those come out as they were, the parser has
found back to where it was, so the rest of the text would be parsed as before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.descent import Descent
from claude_preflight.syntax.languages import Language
from claude_preflight.syntax.parsing import UnparsableError, parsed
from claude_preflight.text.source_text import Change, SourceText

if TYPE_CHECKING:
    import tree_sitter

# A part of this size costs as much as it can save.
LARGEST = 1 << 14
# How many statements behind the edited one must come out as they were, comments not counted.
_BEHIND = 3


def reparsed(
    language: Language,
    tree: tree_sitter.Tree,
    broken: int | None,
    change: Change,
    before: SourceText,
    after: SourceText,
) -> tuple[Span, tree_sitter.Tree] | None:
    """The top-level statement of `before` that holds a change, and a tree of it in `after`.

    What is behind a statement up to the next one belongs to it: there it is written on. `tree` is
    that of `before`, and the first statement with an error in it is at `broken`. None if the change
    may reach further than the statement.
    """
    found = holding(tree.root_node, len(before.data), change)
    if found is None or found[0].is_error or tree.root_node.is_error:
        return None
    node, statement = found
    if broken is not None and broken < node.start_byte:
        return None  # how the parser goes on behind an error depends on all that follows
    alone = _parsed(language, node, statement, after, len(after.data) - len(before.data))
    return (statement, alone) if alone else None


def holding(
    parent: tree_sitter.Node, end: int, change: Change
) -> tuple[tree_sitter.Node, Span] | None:
    """The child of a node that holds a change, and its place with what is behind it.

    At `end` ends what is behind the node itself. None if a change reaches further than one child.
    Where the node is an error, its children are what is left of statements.
    """
    node = _child_before(parent, change.span.start)
    if node is None:
        return None
    span = Span(node.start_byte, node.end_byte)
    if change.span.end >= span.end:
        span = Span(span.start, node.next_sibling.start_byte if node.next_sibling else end)
    is_in = span.start < change.span.start <= change.span.end <= span.end
    return (node, span) if is_in else None


def with_top(
    language: Language,
    tree: tree_sitter.Tree,
    change: Change,
    before: SourceText,
    after: SourceText,
) -> tree_sitter.Tree | None:
    """A tree of the first statements of `after`, where a change comes before all of `before`.

    None if it does not, or if the statements do not come out as they were.
    """
    root = tree.root_node
    first = root.child(0) if root.child_count and not root.is_error else None
    if first is None or change.span.end > first.start_byte:
        return None
    by = len(after.data) - len(before.data)
    return _between(language, [], [first, *_behind(first)], after, by)


def _child_before(parent: tree_sitter.Node, offset: int) -> tree_sitter.Node | None:
    """The child that begins before a byte, and the next one does not."""
    node = Descent().child_at(parent, offset)
    if node is None:
        return parent.child(parent.child_count - 1) if parent.child_count else None
    return node if node.start_byte < offset else node.prev_sibling


def first_error(tree: tree_sitter.Tree) -> int | None:
    """Where the first statement with an error in it begins, None without one."""
    if not tree.root_node.has_error:
        return None
    cursor = tree.walk()
    more = cursor.goto_first_child()
    while more and cursor.node is not None:
        if cursor.node.has_error:
            return cursor.node.start_byte
        more = cursor.goto_next_sibling()
    return 0


def _parsed(
    language: Language, node: tree_sitter.Node, statement: Span, text: SourceText, by: int
) -> tree_sitter.Tree | None:
    """The tree of a statement between its neighbours, if the neighbours are as they were.

    The node and the span of the statement are those before the change; `by` is what the change adds
    to the places behind it.
    """
    heads = [node.prev_sibling] if node.prev_sibling else []
    tails = _behind(node)
    tree = _between(language, heads, tails, text, by)
    if tree is None:
        return None
    children = statements_in(language, tree, heads[0].start_byte if heads else 0)
    middle = children[len(heads) : len(children) - len(tails)]
    is_sound = not tree.root_node.has_error
    if not middle:
        return None
    if not is_sound and not (language.local and len(middle) == 1 and not middle[0].is_error):
        return None  # how the parser goes on depends on more than the neighbours
    if middle[-1].end_byte > statement.end + by:
        return None  # it has taken in what was skipped
    return tree


def _between(
    language: Language,
    heads: list[tree_sitter.Node],
    tails: list[tree_sitter.Node],
    text: SourceText,
    by: int,
) -> tree_sitter.Tree | None:
    """The tree of what stands between some nodes, if those come out as they were."""
    # White space at the edges of the text belongs to the first and the last statement.
    span = Span(
        heads[0].start_byte if heads else 0, tails[-1].end_byte + by if tails else len(text.data)
    )
    tree = part_of(language, text, span)
    if tree is None:
        return None
    children = statements_in(language, tree, span.start)
    if tree.root_node.is_error or len(children) < len(heads) + len(tails):
        return None
    first, last = children[: len(heads)], children[len(children) - len(tails) :]
    same = [_is_same(old, new, 0) for old, new in zip(heads, first, strict=True)]
    same += [_is_same(old, new, by) for old, new in zip(tails, last, strict=True)]
    return tree if all(same) else None


def part_of(language: Language, text: SourceText, part: Span) -> tree_sitter.Tree | None:
    """The tree of a part of a text, if that is small and can be parsed."""
    if part.end - part.start > LARGEST:
        return None
    try:
        return run_to_end(parsed(language, text, part=part))
    except UnparsableError:
        return None


def statements_in(language: Language, tree: tree_sitter.Tree, start: int) -> list[tree_sitter.Node]:
    """The children of the root of a part that begins at a byte, but for what opens the code."""
    children = tree.root_node.children
    return [node for node in children if node.end_byte > start] if language.opening else children


def _behind(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    """The next siblings of a node, as many as are looked at."""
    found: list[tree_sitter.Node] = []
    at, count = node.next_sibling, _BEHIND
    while at is not None and count > 0 and at.end_byte - node.end_byte < LARGEST:
        found.append(at)
        count -= not at.is_extra
        at = at.next_sibling
    return found


def _is_same(old: tree_sitter.Node, new: tree_sitter.Node, by: int) -> bool:
    """Whether a node has come out of another parse as it was, moved by some bytes."""
    return (
        old.type == new.type
        and old.start_byte + by == new.start_byte
        and old.end_byte + by == new.end_byte
        and not old.has_error
        and not new.has_error
    )
