"""What moving to the replacement of a model saves, as plain values and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from claude_preflight.cli.reports.columns import aligned
from claude_preflight.cli.reports.lines import terminal_width, wrapped
from claude_preflight.safe_text import printable

_HEADINGS = ("MODEL", "STATUS", "REPLACEMENT", "COSTS", "WILL COST", "SAVED", "SAVED %")
_NUMBERS = frozenset({"COSTS", "WILL COST", "SAVED", "SAVED %"})


class SavingRecord(TypedDict):
    """The costs of a volume with a model and with its replacement, in US dollars.

    `saved` is negative where the replacement costs more.
    """

    id: str
    status: str
    replacement: str
    input_tokens: int
    output_tokens: int
    cost: float
    replacement_cost: float
    saved: float


def savings_table(records: Sequence[SavingRecord], *, colour: bool) -> str:
    """The savings as lines of aligned columns, under a line that names the volume."""
    volume = records[0]
    head = (
        f"For {volume['input_tokens']:,} input and {volume['output_tokens']:,} output tokens, "
        "in US dollars:"
    )
    table = aligned([_HEADINGS, *map(_row, records)], _NUMBERS, colour=colour)
    return "\n".join([wrapped(head.split(), terminal_width(), 0), "", *table])


def _row(record: SavingRecord) -> tuple[str, ...]:
    share = record["saved"] / record["cost"] if record["cost"] else 0
    return (
        printable(record["id"]),
        record["status"],
        printable(record["replacement"]),
        f"{record['cost']:,.2f}",
        f"{record['replacement_cost']:,.2f}",
        f"{record['saved']:,.2f}",
        f"{share:.0%}",
    )
