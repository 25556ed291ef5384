"""A page about moves: what the vendor's guides ask for, pair by pair, and what our move does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

from claude_preflight.explanations.markdown import code, table
from claude_preflight.knowledge.behaviour import changes
from claude_preflight.knowledge.models import Model, ModelRegistry
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules

# Conditions that several parameters meet together.
_TOGETHER = frozenset(("both-set", "all-of", "any-of", "values-together"))
_LIMITS = frozenset(("out-of-range", "below"))
_HEAD = ["is refused", "to do", "the move", "sources"]


class Handling(str, Enum):
    """What a move does about a rule by which only the new model refuses something."""

    DROPS = "drops it"
    LOWERS = "lowers it"
    WRITES = "writes it anew, when asked"
    LEAVES = "leaves it to you"


def handling(rule: ParameterRule) -> Handling:
    """What a move does about what a rule refuses, where that is written out in the request."""
    remedy = rule.remedy
    if remedy.kind == "clamp" and rule.condition["kind"] == "over-model-limit":
        return Handling.LOWERS
    if remedy.kind == "remove" and not remedy.of_list:
        asks = remedy.is_choice or rule.condition["kind"] in _TOGETHER
        return Handling.WRITES if asks else Handling.DROPS
    is_limit = remedy.kind in ("clamp", "raise") and rule.condition["kind"] in _LIMITS
    if remedy.set or remedy.remove or is_limit or remedy.kind in ("move", "rename"):
        return Handling.WRITES
    return Handling.LEAVES


def newly_refusing(old: Model, new: Model) -> Iterator[ParameterRule]:
    """The rules that hold for a model and not for the one before, wherever it is sent."""
    for rule in ParameterRules.load().of(new.id):
        scope = rule.scope
        is_anywhere = scope.is_of_any_client and scope.platforms is None and scope.since is None
        is_refused = rule.severity == "error" and bool(rule.found_as)
        if is_refused and is_anywhere and not rule.applies_to(old.id):
            yield rule


def pairs(registry: ModelRegistry, today: date) -> Iterator[tuple[Model, Model]]:
    """The models that have ended or will, each with the one to use instead."""
    for model in registry.models():
        found = registry.find(model.id)
        replacement = registry.replacement(found, today) if found else None
        if replacement:
            yield model, replacement.model


def migration_page(registry: ModelRegistry, today: date) -> str:
    """All pairs, those together that ask for the same."""
    alike: dict[str, list[str]] = {}
    for old, new in pairs(registry, today):
        alike.setdefault(_pair(old, new), []).append(code(old.id))
    parts = (f"## From {', '.join(olds)}\n\n{told}" for told, olds in alike.items())
    return "\n".join(parts)


def _row(rule: ParameterRule) -> list[str]:
    names = ", ".join(map(code, rule.parameters))
    refused = f"{names}: {rule.condition['text']}"
    sources = "; ".join(dict.fromkeys(rule.sources))
    return [refused, rule.remedy.text, handling(rule).value, sources]


def _pair(old: Model, new: Model) -> str:
    rows = [_row(rule) for rule in newly_refusing(old, new)]
    told = [f"- {each.told}\n" for each in changes(old, new)]
    parts = [f"To {code(new.id)}.\n"]
    if rows:
        parts.append(table(_HEAD, rows) + "\n")
    if told:
        parts.append("Without an error, a request changes:\n\n" + "".join(told))
    if not rows and not told:
        parts.append("Nothing that the sources name is refused anew or changes unasked.\n")
    return "\n".join(parts)
