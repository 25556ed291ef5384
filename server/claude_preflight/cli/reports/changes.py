"""What `fix` changed, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claude_preflight.findings import Edit, Finding, Span
from claude_preflight.records import NamedTuple
from claude_preflight.safe_text import masked, printable

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView

_LONGEST = 80
_NOTHING = "(nothing)"


class Change(NamedTuple):
    """A place that was changed, in the text before, and what was found there.

    `finding` has the one fix that was applied.
    """

    finding: Finding
    edit: Edit
    old: str
    new: str


def changes_in(view: FileView) -> Iterator[Change]:
    """The places that the fixes of a file changed; what several fixes share comes once."""
    known: set[Edit] = set()
    for finding in view.findings:
        for edit in finding.fixes[0].edits:
            if edit not in known:
                known.add(edit)
                part = view.part(edit.span)
                yield Change(finding, edit, part.text.slice(part.inward(edit.span)), edit.text)


def place_of(path: str, view: FileView, span: Span) -> str:
    """The file, the cell of a notebook, the line and the column, from 1, of a place.

    A line that is gone begins where something stands in it.
    """
    part = view.part(span)
    inner = part.inward(span)
    removed = part.text.data[inner.start : inner.end]
    blank = len(removed) - len(removed.lstrip()) if removed.strip() else 0
    line, column = part.text.position(inner.start + blank, "utf-32")
    cell = "" if part.cell is None else f":cell {part.cell + 1}"
    return f"{printable(path)}{cell}:{line + 1}:{column + 1}"


def shown(text: str) -> str:
    """A text on one line, without keys and not too long; what is empty is said to be so."""
    line = printable(masked(" ".join(text.split())))
    if len(line) > _LONGEST:
        line = f"{line[: _LONGEST - 1]}…"
    return line or _NOTHING
