"""The page about moves says what our moves do."""

from __future__ import annotations

import json
from datetime import date

import pytest

from claude_preflight.analysis.analyze import analyze
from claude_preflight.explanations.migration import (
    Handling,
    handling,
    migration_page,
    newly_refusing,
    pairs,
)
from claude_preflight.findings import Fix
from claude_preflight.knowledge import data
from claude_preflight.knowledge.behaviour import changes
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.settings import Move, Settings
from claude_preflight.syntax.document import Document

REGISTRY = ModelRegistry.load({}, {}, None)
TODAY = date(2026, 11, 26)
EXAMPLES = {rule["id"]: rule.get("examples", {}) for rule in data.load("parameters.json")["rules"]}
TEXTS = "text-completions-model"
ASKED = [
    pytest.param(old.id, new.id, rule.id, id=f"{old.id} {new.id} {rule.id}")
    for old, new in pairs(REGISTRY, TODAY)
    for rule in newly_refusing(old, new)
    if rule.id != TEXTS
]


def moved(old: str, new: str, parameters: dict[str, object]) -> Fix:
    request = {"model": old, "max_tokens": 4096, "messages": [], **parameters}
    document = Document.of(json.dumps(request, indent=1), "request.json")
    found = analyze(document, Settings(move=Move(new)), TODAY)
    (fix,) = (f.fixes[0] for f in found if f.rule in ("retired-model", "retiring-model"))
    return fix


def example(rule: str, new: str) -> dict[str, object]:
    """A request that a rule refuses, with parameters that go with the new model."""
    refused = EXAMPLES[rule]["refused"]
    own = [each for each in refused if each.get("model") == new]
    parameters: dict[str, object] = (own or refused)[0]["parameters"]
    return {name: value for name, value in parameters.items() if name != "model"}


@pytest.mark.parametrize(("old", "new", "rule"), ASKED)
def test_a_move_does_what_the_page_says(old: str, new: str, rule: str) -> None:
    (found,) = (
        each for each in newly_refusing(REGISTRY.get(old), REGISTRY.get(new)) if each.id == rule
    )
    fix = moved(old, new, example(rule, new))
    told = {
        Handling.DROPS: fix.safe and "drops" in fix.title,
        Handling.LOWERS: "lowers" in fix.title,
        Handling.WRITES: not fix.safe and "then change" not in fix.title,
        Handling.LEAVES: not fix.safe and "then change" in fix.title,
    }
    assert told[handling(found)], fix.title


def test_a_default_that_changes_is_told_with_its_source() -> None:
    sonnet = changes(REGISTRY.get("claude-sonnet-4-5-20250929"), REGISTRY.get("claude-sonnet-5-5"))
    (told,) = (each.told for each in sonnet)
    assert told == "without `thinking`, thinking is `on`, before `off` (vendor docs, 2026-10-10)"
    opus = changes(REGISTRY.get("claude-opus-4-5-20251101"), REGISTRY.get("claude-opus-5-5"))
    assert [(each.parameter, each.before, each.after) for each in opus] == [
        ("thinking", "off", "on"),
        ("output_config.effort", "high", "medium"),
    ]


def test_a_default_of_which_nothing_is_known_is_none() -> None:
    new = REGISTRY.get("claude-sonnet-4-6")
    assert not list(changes(REGISTRY.get("claude-3-7-sonnet-20250219"), new))
    assert not list(changes(new, new))


def test_the_page_has_each_pair() -> None:
    page = migration_page(REGISTRY, TODAY)
    for old, new in pairs(REGISTRY, TODAY):
        assert f"`{old.id}`" in page
        assert f"To `{new.id}`." in page
