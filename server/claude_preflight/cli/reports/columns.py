"""Lines of aligned columns that fit the terminal, with the status of models in colours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import click

from claude_preflight.cli.reports.lines import terminal_width
from claude_preflight.knowledge.models import Status

_COLOURS = {
    Status.ACTIVE.value: "green",
    Status.DEPRECATED.value: "yellow",
    Status.RETIRED.value: "red",
}
_GAP = "  "
_INDENT = "    "


def aligned(
    rows: Sequence[Sequence[str]], numbers: Collection[str], *, colour: bool
) -> Iterator[str]:
    """Rows as lines; the first has the headings, of which `numbers` are above numbers.

    A row that is too wide goes on in a line below, with an indent.
    """
    headings = rows[0]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    groups = _groups(widths, terminal_width())
    for row in rows:
        cells = []
        for cell, width, heading in zip(row, widths, headings, strict=True):
            padded = cell.rjust(width) if heading in numbers else cell.ljust(width)
            shade = _COLOURS.get(cell) if colour else None
            cells.append(click.style(padded, fg=shade) if shade else padded)
        for group in groups:
            yield (_INDENT * (group.start > 0) + _GAP.join(cells[group])).rstrip()


def _groups(widths: Sequence[int], width: int) -> list[slice]:
    """The columns of each line of a row: as many as fit, but one at least."""
    groups, start, taken = [], 0, 0
    for number, each in enumerate(widths):
        if number > start and taken + len(_GAP) + each > width:
            groups.append(slice(start, number))
            start, taken = number, len(_INDENT) + each
        else:
            taken += each + len(_GAP) * (number > start)
    return [*groups, slice(start, len(widths))]
