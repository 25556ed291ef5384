"""The models as plain values, and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from claude_preflight.cli.reports.columns import aligned
from claude_preflight.cli.reports.lines import terminal_width, words_of, wrapped
from claude_preflight.safe_text import printable

_HEADINGS = (
    "MODEL", "STATUS", "RETIRES", "DAYS", "REPLACEMENT", "MAX OUTPUT", "CONTEXT", "$/MTOK",
)  # fmt: skip
_NUMBERS = frozenset({"DAYS", "MAX OUTPUT", "CONTEXT", "$/MTOK"})
_NOTE = "Two limits: the sources differ; `claude-preflight explain MODEL` names them."


class OutputLimit(TypedDict):
    """A limit of output tokens, and who states it."""

    value: int
    source: str


class ModelRecord(TypedDict):
    """A model as plain values; None stands for what is not known. Days are in ISO format.

    `max_output_tokens` is the strictest of `output_limits`. Prices are US dollars for a million
    tokens.
    """

    id: str
    name: str
    status: str
    retires_on: str | None
    days_left: int | None
    replacement: str | None
    max_output_tokens: int | None
    output_limits: list[OutputLimit]
    context_window: int | None
    price_input_per_mtok: float | None
    price_output_per_mtok: float | None


def model_table(records: Sequence[ModelRecord], *, colour: bool) -> str:
    """The models as lines of aligned columns."""
    lines = list(aligned([_HEADINGS, *map(_row, records)], _NUMBERS, colour=colour))
    if any(len(record["output_limits"]) > 1 for record in records):
        lines += ["", wrapped(words_of(_NOTE), terminal_width(), 0)]
    return "\n".join(lines)


def _row(record: ModelRecord) -> tuple[str, ...]:
    limits = [each["value"] for each in record["output_limits"]]
    prices = (record["price_input_per_mtok"], record["price_output_per_mtok"])
    return (
        printable(record["id"]),
        record["status"],
        record["retires_on"] or "-",
        _number(record["days_left"]),
        printable(record["replacement"] or "-"),
        " - ".join(_number(limit) for limit in dict.fromkeys((*limits[:1], *limits[-1:]))) or "-",
        _number(record["context_window"]),
        " / ".join(f"{price:g}" for price in prices if price is not None) or "-",
    )


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"
