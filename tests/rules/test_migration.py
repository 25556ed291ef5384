"""What a migration does to a request: its edits leave a text that parses and a request that works."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import tree_sitter

from claude_preflight.engine import analyze, apply_fixes
from claude_preflight.findings import Finding, Fix
from claude_preflight.settings import Settings
from claude_preflight.source.document import Document
from claude_preflight.source.languages import grammar, language_for
from claude_preflight.source.reader import read_facts

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TODAY = date(2026, 8, 1)
OLD, NEW = "claude-opus-4-20250514", "claude-opus-4-8"


def finding_in(snippet: str, path: str = "a.py", today: date = TODAY) -> Finding:
    """The only finding in a snippet."""
    (finding,) = analyze(Document.of(snippet, path), Settings(), today)
    return finding


def fix_of(snippet: str, path: str = "a.py", today: date = TODAY) -> Fix:
    """The best fix of the only finding in a snippet."""
    fix = finding_in(snippet, path, today).best_fix(unsafe=True)
    assert fix is not None
    return fix


def fixed(snippet: str, path: str = "a.py", today: date = TODAY) -> str:
    """The snippet after its best fix."""
    data, count = apply_fixes(Document.of(snippet, path).text, [fix_of(snippet, path, today)])
    assert count == 1
    return data.decode()


# Parameters as they are written in each language, and how a request is made of them.
SEPARATED = {
    "a.py": ('model="{}"', ("temperature=0.5", "max_tokens=10", "stop=None"), "create({})\n", ","),
    "b.py": (
        '"model": "{}"',
        ('"temperature": 0.5', '"max_tokens": 10', '"stop": None'),
        "body = {{{}}}\n",
        ",",
    ),
    "a.js": ('model: "{}"', ("temperature: 0.5", "max_tokens: 10", "stop"), "create({{{}}});\n", ","),
    "a.ts": ('model: "{}"', ("temperature: 0.5", "max_tokens: 10", "stop"), "create({{{}}});\n", ","),
    "a.tsx": (
        'model: "{}"',
        ("temperature: 0.5", "max_tokens: 10", "stop"),
        "const a = <Chat o={{{{{}}}}} />;\n",
        ",",
    ),
    "a.json": (
        '"model": "{}"',
        ('"temperature": 0.5', '"max_tokens": 10', '"stop": null'),
        '{{"a": {{{}}}}}\n',
        "",
    ),
    "a.yaml": ('model: "{}"', ("temperature: 0.5", "max_tokens: 10", "stop: null"), "a: {{{}}}\n", ","),
    "a.toml": ('model = "{}"', ("temperature = 0.5", "max_tokens = 10", 'stop = "x"'), "a = {{ {} }}\n", ""),
}
BY_LINE = {
    "a.yaml": ('model: "{}"', ("temperature: 0.5", "max_tokens: 10", "stop: null"), "llm:\n", "  "),
    "b.yaml": ("model: {}", ("temperature: 0.5", "max_tokens: 10", "stop: null"), "", ""),
    "c.yaml": ("model: {}", ("temperature: 0.5", "max_tokens: 10", "stop: null"), "- a: 1\n", "  "),
    "a.toml": ('model = "{}"', ("temperature = 0.5", "max_tokens = 10", 'stop = "x"'), "[llm]\n", ""),
}
ORDERS = ([1, 0, 2, 3], [0, 1, 2, 3], [0, 2, 1, 3], [0, 2, 3, 1], [0, 1], [1, 0])


def requests() -> Iterator[object]:
    """Requests with a temperature, in each language, place and layout: before and after."""
    for path, (model, others, frame, comma) in SEPARATED.items():
        for order in ORDERS:
            parts = [[model, *others][index] for index in order]
            kept = [part for part in parts if not part.startswith(("temperature", '"temperature'))]
            for layout, join in LAYOUTS.items():
                if (layout, comma) == ("a comma at the end", "") or (layout, path) == NOT_TOML:
                    continue
                before = frame.format(join(parts)).replace("{}", OLD)
                after = frame.format(join(kept)).replace("{}", NEW)
                yield pytest.param(path, before, after, id=f"{path}-{layout}-{order}")
    for path, (model, others, head, indent) in BY_LINE.items():
        for order in ORDERS:
            parts = [[model, *others][index] for index in order]
            kept = [part for part in parts if not part.startswith("temperature")]
            before = head + "".join(f"{indent}{part}\n" for part in parts)
            after = head + "".join(f"{indent}{part}\n" for part in kept)
            yield pytest.param(
                path, before.replace("{}", OLD), after.replace("{}", NEW), id=f"{path}-lines-{order}"
            )


LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "one line": ", ".join,
    "one line, tight": ",".join,
    "one part to a line": lambda parts: "\n  " + ",\n  ".join(parts) + "\n",
    "a comma at the end": lambda parts: "\n  " + "".join(f"{part},\n  " for part in parts) + "\n",
    "two parts to a line": lambda parts: "\n  "
    + ",\n  ".join(", ".join(parts[at : at + 2]) for at in range(0, len(parts), 2))
    + "\n",
}
NOT_TOML = ("", "")


def values(text: str, path: str) -> dict[str, Any]:
    """What a request says, by the facts that are read from it."""
    steps = read_facts(Document.of(text, path))
    try:
        while True:
            next(steps)
    except StopIteration as done:
        (request,) = done.value.requests
    return {argument.key: argument.value.literal for argument in request.arguments}


@pytest.mark.parametrize(("path", "before", "after"), requests())
def test_a_dropped_parameter_leaves_the_others_as_they_were(
    path: str, before: str, after: str
) -> None:
    text = fixed(before, path)
    assert values(text, path) == values(after, path)
    tree = tree_sitter.Parser(grammar(language_for(path))).parse(text.encode())
    assert not tree.root_node.has_error
    if path.endswith(".py"):
        assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(after))
    if path.endswith(".json"):
        assert json.loads(text) == json.loads(after)
    if path.endswith(".toml") and "{\n" not in after and "{ \n" not in after:
        assert tomllib.loads(text) == tomllib.loads(after)
