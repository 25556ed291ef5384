"""Print the tree of a file, and which of its nodes the language's query captures as what.

For writing a query: `.venv/bin/python scripts/show_tree.py FILE`. Where there are errors in the
tree, the last line says so.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import tree_sitter

from claude_preflight.syntax.languages import grammar, language_for, query

_LONGEST_TEXT = 60


def main() -> int:
    """Print the tree of the file that is named."""
    if len(sys.argv) != 2:
        print("usage: show_tree.py FILE", file=sys.stderr)
        return 2
    path = Path(sys.argv[1])
    language = language_for(path.name)
    if language.grammar is None:
        print(f"{path.name} is {language.id}, which is read line by line.")
        return 0
    root = tree_sitter.Parser(grammar(language)).parse(path.read_bytes()).root_node
    captured = defaultdict(list)
    for name, nodes in tree_sitter.QueryCursor(query(language)).captures(root).items():
        for node in nodes:
            captured[node.id].append(f"@{name}")
    for line in lines(root, captured):
        print(line)
    if root.has_error:
        print("There are errors in this tree.")
    return 0


def lines(
    node: tree_sitter.Node, captured: dict[int, list[str]], depth: int = 0, field: str = ""
) -> Iterator[str]:
    """A line for each node: its field, its type, what it is captured as, and a leaf's text."""
    text = repr((node.text or b"").decode("utf-8", "replace")[:_LONGEST_TEXT])
    parts = [f"{field}:" * bool(field), node.type if node.is_named else repr(node.type)]
    parts += [*captured[node.id], text * (node.is_named and node.child_count == 0)]
    yield "  " * depth + " ".join(filter(None, parts))
    for at, child in enumerate(node.children):
        yield from lines(child, captured, depth + 1, node.field_name_for_child(at) or "")


if __name__ == "__main__":
    sys.exit(main())
