"""What a source says, in rows: the vocabulary that readers, the order and the comparison share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from claude_preflight.knowledge.model_ids import API

Value: TypeAlias = "str | int | float | bool | tuple[str, ...]"

ID = "id"
NAME = "name"
RETIRES = "retires"
DEPRECATED = "deprecated_on"
RELEASED = "released_on"
CONTEXT = "context_window"
OUTPUT = "max_output_tokens"
INPUT_PRICE = "price_input_per_mtok"
OUTPUT_PRICE = "price_output_per_mtok"
SDK_LIMIT = "sdk_nonstreaming_max_tokens"
SAMPLING = "sampling_rejected"
PREFILL = "prefill_rejected"
FORCED_TOOL = "forced_tool_rejected"
NO_BUDGET = "budget_thinking_rejected"
ALWAYS_THINKS = "disabled_thinking_rejected"
EFFORT = "effort_levels"
EFFORT_DEFAULT = "effort_default"

_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._:/@\[\]-]{0,119}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]{0,59}")
_WRITTEN_DAY = re.compile(r"([A-Za-z]+) (\d{1,2})(?:st|nd|rd|th)?, (\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MOST_TOKENS = 1_000_000_000
_HIGHEST_PRICE = 100_000


class SourceError(Exception):
    """A source cannot be read. The text says why, without the name of the source."""


@dataclass(frozen=True, slots=True)
class Row:
    """One statement of a source.

    `model` is the model as the source writes it, an id or a display name. Days are ISO texts,
    prices US dollars for a million tokens. `platform` is that of `models.json` on which it holds.
    `is_confirmed` is False for a day that may be the one before which nothing ends. What a row
    holds ends up in our data and in a pull request, so nothing but plain ids and values passes.

    Raises:
        SourceError: the model or the value is not of the shape that its field has.
    """

    model: str
    field: str
    value: Value
    platform: str = API
    is_confirmed: bool = True

    def __post_init__(self) -> None:
        if not _MODEL.fullmatch(self.model):
            raise SourceError(f"{self.model[:80]!r} is no model")
        if not _is_valid(self.field, self.value):
            raise SourceError(f"{self.value!r:.80} is no {self.field} of {self.model}")


def stated(model: str, values: Mapping[str, object]) -> list[Row]:
    """The rows of the counts and prices that a catalogue has of a model; None is no statement."""
    return [Row(model, field, plain(value)) for field, value in values.items() if value is not None]


def plain(value: object) -> Value:
    """A value of a table as that of a row. SourceError for one that is none."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    if isinstance(value, (str, int, float, bool)):
        return value
    raise SourceError(f"{value!r:.80} is no value of a fact")


def name(text: object) -> str | None:
    """A display name without what a catalogue puts behind it, as in `Claude Opus 9 (latest)`."""
    return None if text is None else str(text).partition(" (")[0]


def day(text: str) -> str:
    """The ISO form of `2027-01-22` or `January 22nd, 2027`. SourceError for any other text."""
    found = _WRITTEN_DAY.fullmatch(text.strip())
    try:
        if found is None:
            return date.fromisoformat(text.strip()).isoformat()
        month = _MONTHS.index(found[1].lower()) + 1
        return date(int(found[3]), month, int(found[2])).isoformat()
    except ValueError:
        raise SourceError(f"{text[:80]!r} is no day") from None


def _is_valid(field: str, value: Value) -> bool:
    if field in (RETIRES, DEPRECATED, RELEASED):
        return isinstance(value, str) and day(value) == value
    if field in (CONTEXT, OUTPUT, SDK_LIMIT):
        return type(value) is int and 0 < value <= _MOST_TOKENS
    if field in (INPUT_PRICE, OUTPUT_PRICE):
        return type(value) in (int, float) and 0 <= float(value) <= _HIGHEST_PRICE  # type: ignore[arg-type]
    if field in (ID, NAME, EFFORT_DEFAULT):
        pattern = _MODEL if field == ID else _NAME
        return isinstance(value, str) and bool(pattern.fullmatch(value))
    if field == EFFORT:
        return isinstance(value, tuple) and all(re.fullmatch(r"[a-z]{1,20}", v) for v in value)
    return type(value) is bool
