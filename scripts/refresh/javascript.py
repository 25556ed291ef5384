"""Tables in JavaScript and TypeScript, read from the text with the grammars of the product."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from refresh.rows import SourceError

_WRAPPERS = {
    *("as_expression", "satisfies_expression", "parenthesized_expression"),
    *("expression_statement", "program"),
}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_DEEPEST = 50


def parse(text: str, *, typescript: bool = False) -> Node:
    """The tree of a file."""
    return Parser(_language(typescript)).parse(text.encode()).root_node


def read(text: str) -> object:
    """The value of a literal that is the whole text. SourceError if it is none."""
    return value(parse(f"({text})"))


def assigned(root: Node, name: str) -> Node | None:
    """The first object or array that a variable or property of that name is given in a file."""
    for node in nodes(root):
        fields = ("name", "value") if node.type == "variable_declarator" else ("left", "right")
        target, given = (node.child_by_field_name(field) for field in fields)
        if target is None or given is None or text_of(target).split(".")[-1] != name:
            continue
        while given.type in _WRAPPERS and given.named_children:
            given = given.named_children[0]
        if given.type in ("object", "array"):
            return given
    return None


def value(node: Node, names: Mapping[str, object] | None = None, depth: int = 0) -> object:
    """The value of a literal; names in it stand for what `names` gives them.

    Objects become dicts, arrays lists, whole numbers int.

    Raises:
        SourceError: it has code in it.
    """
    if depth > _DEEPEST:
        raise SourceError("a literal is nested too deep")
    known = names or {}
    if node.type in _WRAPPERS and node.named_children:
        return value(node.named_children[0], known, depth + 1)
    if node.type == "object":
        return _object(node, known, depth)
    if node.type == "array":
        return [value(each, known, depth + 1) for each in _items(node)]
    if node.type == "string":
        return _string(node)
    if node.type == "number":
        return number(text_of(node))
    if node.type == "unary_expression" and text_of(node) in ("!0", "!1", "void 0"):
        return {"!0": True, "!1": False, "void 0": None}[text_of(node)]
    word = text_of(node)
    if word in _WORDS:
        return _WORDS[word]
    if word in known:
        return known[word]
    raise SourceError(f"{word[:40]!r} is no literal")


def number(text: str) -> int | float:
    """The value of a number such as `2e5`, `.5` or `1_000`. SourceError if it is none."""
    try:
        found = float(text)
    except ValueError:
        raise SourceError(f"{text[:40]!r} is no number") from None
    return int(found) if found.is_integer() else found


def nodes(root: Node) -> Iterator[Node]:
    """A node and all below it, in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def text_of(node: Node) -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def strings(node: Node) -> list[str]:
    """The texts of the string literals in a piece of code."""
    return [_string(each) for each in nodes(node) if each.type == "string"]


def balanced(text: bytes, start: int) -> bytes | None:
    """The object or array that begins at a place; None if its end is not in the text."""
    depth, quote, at = 0, 0, start
    while at < len(text):
        byte = text[at]
        if quote:
            if byte == 0x5C:  # a backslash takes the next one with it
                at += 1
            elif byte == quote:
                quote = 0
        elif byte in b"\"'`":
            quote = byte
        elif byte in b"{[":
            depth += 1
        elif byte in b"}]":
            depth -= 1
            if depth == 0:
                return text[start : at + 1]
        at += 1
    return None


def _object(node: Node, names: Mapping[str, object], depth: int) -> dict[str, object]:
    found: dict[str, object] = {}
    for each in _items(node):
        if each.type == "spread_element":
            inner = value(each.named_children[0], names, depth + 1)
            if not isinstance(inner, dict):
                raise SourceError("what is spread is no object")
            found.update(inner)
            continue
        key, given = each.child_by_field_name("key"), each.child_by_field_name("value")
        if each.type != "pair" or key is None or given is None:
            raise SourceError(f"{text_of(each)[:40]!r} is no part of a literal")
        name = _string(key) if key.type == "string" else text_of(key)
        found[name] = value(given, names, depth + 1)
    return found


def _items(node: Node) -> list[Node]:
    return [each for each in node.named_children if each.type != "comment"]


def _string(node: Node) -> str:
    return "".join(text_of(each) for each in node.named_children)


@cache
def _language(typescript: bool) -> Language:
    if typescript:
        return Language(tree_sitter_typescript.language_typescript())
    return Language(tree_sitter_javascript.language())
