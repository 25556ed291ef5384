"""The facts of one model as `models.json` has them: reading them, and putting rows in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from refresh.rows import (
    ALWAYS_THINKS,
    EFFORT,
    EFFORT_DEFAULT,
    FORCED_TOOL,
    NO_BUDGET,
    PREFILL,
    SAMPLING,
)

ENDS = ("retired_on", "retires_on")

# In the order of the schema.
_ORDER = (
    *("name", "family", "generation", "id_kind", "variant_of", "access", "aliases", "platforms"),
    *("platform_retirement_dates", "platform_status", "status", "released_on", "deprecated_on"),
    *("retired_on", "retires_on", "retires_not_before", "replacement", "suggested_upgrade"),
    *("context_window", "max_output_tokens", "max_output_tokens_batch_beta"),
    *("sdk_nonstreaming_max_tokens", "price_input_per_mtok", "price_output_per_mtok"),
    *("price_tiers", "sampling_params", "thinking", "effort", "assistant_prefill"),
    *("forced_tool_choice", "fast_mode"),
)

# How a statement of yes or no reads in our data: the fact, and its value for yes.
WORDED = {
    SAMPLING: ("sampling_params", "non-default temperature/top_p/top_k rejected (400)"),
    FORCED_TOOL: ("forced_tool_choice", "tool_choice any/tool rejected (400)"),
}
# What our values of a fact say to such a question.
ASKED: Mapping[str, tuple[str, Callable[[Any], object]]] = {
    SAMPLING: ("sampling_params", lambda text: "both" not in text),
    FORCED_TOOL: ("forced_tool_choice", lambda text: "rejected" in text),
    PREFILL: ("assistant_prefill", lambda text: "rejected" in text),
    NO_BUDGET: ("thinking", lambda thinking: "enabled" in thinking["rejected"]),
    ALWAYS_THINKS: ("thinking", lambda thinking: "disabled" in thinking["rejected"]),
    EFFORT: ("effort", lambda effort: tuple(effort["levels"])),
    EFFORT_DEFAULT: ("effort", lambda effort: effort["default"]),
}


@dataclass(frozen=True, slots=True)
class Known:
    """A value in our data, and the slugs of its sources.

    `is_confirmed` is False for a day that one price list names and that makes no end.
    """

    value: object
    slugs: tuple[str, ...]
    is_confirmed: bool = True


def ends(facts: Mapping[str, Any]) -> Iterator[Known]:
    """The days of the end on the Claude API, past or to come."""
    for fact in ENDS:
        for entry in facts.get(fact, ()):
            yield Known(entry["value"], tuple(entry["sources"]))


def answers(facts: Mapping[str, Any], field: str) -> list[Known]:
    """What our rows say to a question of yes or no, or to one about effort.

    Where the rows of a model do not speak of sampling or of tools, it takes both; of a model that
    has no rows on what it takes at all, nothing is known.
    """
    fact, answer = ASKED[field]
    rows = [Known(answer(e["value"]), tuple(e["sources"])) for e in facts.get(fact, ())]
    if not rows and field in WORDED and facts.get("thinking"):
        return [Known(False, ())]
    return rows


def preferred(entry: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of a fact with another one before them, which takes over the sources of its like."""
    others = []
    for row in rows:
        is_like = all(row.get(key) == entry.get(key) for key in ("platform", "value"))
        if is_like and not {"id", "regions"} & row.keys():
            entry = {**entry, "sources": [*entry["sources"], *row["sources"]]}
        else:
            others.append(row)
    return [entry, *others]


def set_rows(facts: dict[str, Any], fact: str, rows: list[Any]) -> None:
    """Give a fact its rows, in its place; a fact without rows is none."""
    if fact in facts or not rows:
        facts[fact] = rows
        if not rows:
            del facts[fact]
        return
    later = _ORDER[_ORDER.index(fact) + 1 :]
    before = next((key for key in facts if key in later), None)
    items = list(facts.items())
    at = len(items) if before is None else list(facts).index(before)
    facts.clear()
    facts.update([*items[:at], (fact, rows), *items[at:]])
