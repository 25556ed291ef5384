"""Pydantic AI's profile of Claude models: which beginnings of an id reject what."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from refresh.archives import Archive
from refresh.python_code import parse, strings
from refresh.rows import FORCED_TOOL, NO_BUDGET, OUTPUT, SAMPLING, Row, SourceError, plain

_FUNCTION = "anthropic_model_profile"
# The variable that says so, and whether it says the opposite.
_VARIABLES = {
    "disallows_sampling_settings": (SAMPLING, False),
    "disallows_budget_thinking": (NO_BUDGET, False),
    "supports_forced_tool_choice": (FORCED_TOOL, True),
}


def read(archive: Archive) -> Iterator[Row]:
    """What the profile says of each model whose id it names; of others it says nothing."""
    module = parse(archive.one(r"^pydantic_ai/profiles/anthropic\.py$"), "anthropic.py")
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef) and function.name == _FUNCTION:
            yield from _profile(function)
            return
    raise SourceError(f"{_FUNCTION} is not there")


def _profile(function: ast.FunctionDef) -> Iterator[Row]:
    models = sorted({text for text in strings(function) if _is_model(text)})
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in _VARIABLES:
                found.add(name)
                field, is_opposite = _VARIABLES[name]
                for model in models:
                    yield Row(model, field, _holds(node.value, model) is not is_opposite)
        elif isinstance(node, ast.If) and "max_output_tokens" in _targets(node) - found:
            found.add("max_output_tokens")  # what follows in the chain is met again
            yield from _limits(node, models)
    if missing := set(_VARIABLES) - found:
        raise SourceError(f"{_FUNCTION} has no {', '.join(sorted(missing))}")


def _is_model(text: str) -> bool:
    """Whether a text is an id with a version, rather than the beginning of many."""
    return text.startswith("claude-") and text[-1].isdigit() and text.count("-") > 1


def _holds(test: ast.expr, model: str) -> bool:
    """Whether a test of the beginning of `model_name` is true. SourceError for another test."""
    if isinstance(test, ast.BoolOp):
        combine = all if isinstance(test.op, ast.And) else any
        return combine(_holds(each, model) for each in test.values)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return not _holds(test.operand, model)
    if isinstance(test, ast.Call) and getattr(test.func, "attr", "") == "startswith":
        return model.startswith(tuple(strings(test.args[0])))
    if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.In):
        return model in strings(test.comparators[0])
    raise SourceError(f"a test has another shape: {ast.unparse(test)[:80]}")


def _limits(node: ast.If, models: list[str]) -> Iterator[Row]:
    """The limits of a chain of `if` and `elif`: the first test that is true decides."""
    branches: list[tuple[ast.expr, ast.expr]] = []
    branch: ast.stmt | None = node
    while isinstance(branch, ast.If):
        assignment = branch.body[0]
        if isinstance(assignment, (ast.Assign, ast.AnnAssign)) and assignment.value:
            branches.append((branch.test, assignment.value))
        branch = branch.orelse[0] if branch.orelse else None
    for model in models:
        value = next((value for test, value in branches if _holds(test, model)), None)
        if isinstance(value, ast.Constant) and value.value is not None:
            yield Row(model, OUTPUT, plain(value.value))


def _targets(node: ast.If) -> set[str]:
    first = node.body[0]
    if isinstance(first, ast.AnnAssign) and isinstance(first.target, ast.Name):
        return {first.target.id}
    if isinstance(first, ast.Assign):
        return {target.id for target in first.targets if isinstance(target, ast.Name)}
    return set()
