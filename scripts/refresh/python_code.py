"""Tables in Python code, read from its text.

A table is found by its name wherever in the package it stands: vendors move them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from refresh.archives import Archive
from refresh.rows import SourceError


def assigned(archive: Archive, name: str) -> ast.expr:
    """What a name of a module is given, in the first file of the package that does so.

    Raises:
        SourceError: no file does.
    """
    for file in archive.find(r"\.py$"):
        text = archive.text(file)
        if name not in text:
            continue
        for target, value in _assignments(parse(text, file)):
            if target == name:
                return value
    raise SourceError(f"no file assigns {name}")


def literal(archive: Archive, name: str) -> object:
    """The same as a value. SourceError if it is none that stands in the text."""
    try:
        value: object = ast.literal_eval(assigned(archive, name))
    except ValueError:
        raise SourceError(f"{name} is no literal") from None
    return value


def table(archive: Archive, name: str) -> dict[str, object]:
    """The same as a table by text. SourceError if it is none."""
    found = literal(archive, name)
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise SourceError(f"{name} is no table")
    return found


def parse(text: str, file: str) -> ast.Module:
    """The syntax tree of a file. SourceError if it is not Python as we know it."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise SourceError(f"{file} is not Python that can be read: {error}") from None


def strings(node: ast.AST) -> Iterator[str]:
    """The texts in a piece of code."""
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def arguments(call: ast.expr) -> dict[str, ast.expr]:
    """The named arguments of a call; none of anything else."""
    if not isinstance(call, ast.Call):
        return {}
    return {each.arg: each.value for each in call.keywords if each.arg}


def constant(node: ast.expr | None) -> object:
    """The value of a literal such as `"a"` or `3`; None for any other code."""
    return node.value if isinstance(node, ast.Constant) else None


def _assignments(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            yield node.target.id, node.value
