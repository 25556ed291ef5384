"""The AI SDK's catalogue of Claude models: a list of tests of an id, the first of which decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tree_sitter import Node

from refresh import javascript
from refresh.archives import Archive
from refresh.javascript import nodes, text_of
from refresh.rows import (
    ALWAYS_THINKS,
    FORCED_TOOL,
    NO_BUDGET,
    OUTPUT,
    SAMPLING,
    Row,
    SourceError,
    plain,
)

_FIELDS = {
    "samplingParameters": SAMPLING,
    "forcedToolUse": FORCED_TOOL,
    "budgetThinking": NO_BUDGET,
    "thinkingCanBeDisabled": ALWAYS_THINKS,
}
_Rule = tuple[Callable[[str], bool], Any]


def read(archive: Archive) -> Iterator[Row]:
    """What its rules say of each model that it lists."""
    for file in archive.find(r"/src/[^/]+\.ts$"):
        text = archive.text(file)
        if "runtimeRules" in text:
            yield from _catalogue(javascript.parse(text, typescript=True))
            return
    raise SourceError("no file has runtimeRules")


def _catalogue(root: Node) -> Iterator[Row]:
    rules = list(_rules(root))
    listed = javascript.assigned(root, "languageModelDefinitions")
    if listed is None:
        raise SourceError("languageModelDefinitions is not there")
    models = javascript.value(listed)
    assert isinstance(models, dict)
    for model in models:
        definition = next((given for matches, given in rules if matches(model)), None)
        if definition is None or not definition["knownModel"]:
            continue
        yield Row(model, OUTPUT, plain(definition["maxOutputTokens"]))
        for name, field in _FIELDS.items():
            # Models from before adaptive thinking have nothing that could be always on.
            if field != ALWAYS_THINKS or definition["adaptiveThinking"]:
                yield Row(model, field, not definition[name])


def _rules(root: Node) -> Iterator[_Rule]:
    known = _definitions(root)
    table = javascript.assigned(root, "runtimeRules")
    if table is None:
        raise SourceError("runtimeRules is not there")
    for entry in table.named_children:
        parts = {
            text_of(key): value
            for pair in entry.named_children
            if (key := pair.child_by_field_name("key"))
            and (value := pair.child_by_field_name("value"))
        }
        if entry.type == "object" and {"matches", "definition"} <= parts.keys():
            yield _matcher(parts["matches"]), _defined(parts["definition"], known)


def _definitions(root: Node) -> dict[str, Any]:
    """The definitions that have a name, and under "" what they start from."""
    for node in nodes(root):
        name = node.child_by_field_name("name")
        if node.type == "function_declaration" and name and text_of(name) == "defineRuntime":
            given = next((each for each in nodes(node) if each.type == "object"), None)
            if given is None:
                break
            known: dict[str, Any] = {"": javascript.value(given, {"overrides": {}})}
            for each in nodes(root):
                value = each.child_by_field_name("value")
                if each.type == "variable_declarator" and value and _is_definition(value):
                    target = each.child_by_field_name("name")
                    known[text_of(target) if target else ""] = _defined(value, known)
            return known
    raise SourceError("defineRuntime is not there")


def _is_definition(node: Node) -> bool:
    function = node.child_by_field_name("function")
    return node.type == "call_expression" and bool(function) and _name(node) == "defineRuntime"


def _name(call: Node) -> str:
    function = call.child_by_field_name("function")
    return text_of(function) if function else ""


def _defined(node: Node, known: dict[str, Any]) -> Any:
    """The value of `defineRuntime({...})` or of the name of one. SourceError for other code."""
    if not _is_definition(node):
        return javascript.value(node, known)
    arguments = node.child_by_field_name("arguments")
    overrides = javascript.value(arguments.named_children[0], known) if arguments else {}
    assert isinstance(overrides, dict)
    return {**known[""], **overrides}


def _matcher(node: Node) -> Callable[[str], bool]:
    """The test of an id: whether it includes a text or a regular expression fits."""
    tests: list[Callable[[str], bool]] = []
    for call in nodes(node):
        if call.type != "call_expression":
            continue
        if _name(call).endswith(".includes"):
            texts = javascript.strings(call)
            tests.append(lambda model, texts=texts: any(text in model for text in texts))  # type: ignore[misc]
        elif _name(call).endswith(".test"):
            found = next((each for each in nodes(call) if each.type == "regex_pattern"), None)
            pattern = re.compile(text_of(found)) if found else None
            if pattern is not None:
                tests.append(lambda model, pattern=pattern: bool(pattern.search(model)))  # type: ignore[misc]
    if not tests:
        raise SourceError(f"a test has another shape: {text_of(node)[:80]}")
    return lambda model: any(test(model) for test in tests)
