"""Lines of aligned columns, with the status of models in colours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import click

from claude_preflight.knowledge.models import Status

_COLOURS = {
    Status.ACTIVE.value: "green",
    Status.DEPRECATED.value: "yellow",
    Status.RETIRED.value: "red",
}


def aligned(
    rows: Sequence[Sequence[str]], numbers: Collection[str], *, colour: bool
) -> Iterator[str]:
    """Rows as lines; the first has the headings, of which `numbers` are above numbers."""
    headings = rows[0]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for cell, width, heading in zip(row, widths, headings, strict=True):
            padded = cell.rjust(width) if heading in numbers else cell.ljust(width)
            shade = _COLOURS.get(cell) if colour else None
            cells.append(click.style(padded, fg=shade) if shade else padded)
        yield "  ".join(cells).rstrip()
