"""Findings as a report needs them, and the runs of `check` that they come from."""

from __future__ import annotations

from dataclasses import dataclass, field

from claude_preflight.records import NamedTuple


class Place(NamedTuple):
    """A finding. The line is from 1; `cell` is that of a notebook, from 1, None elsewhere.

    `advice` is the title of the best fix, "" without one. `role` is "" where it is about no id.
    """

    repository: str
    path: str
    cell: int | None
    line: int
    rule: str
    severity: str
    role: str
    text: str
    message: str
    advice: str
    owners: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Where it is: the path, the cell and the line."""
        cell = "" if self.cell is None else f":cell {self.cell}"
        return f"{self.path}{cell}:{self.line}"


@dataclass(slots=True)
class Checked:
    """A run of `check` over a repository: what it found, and the files that it could not check.

    `name` is what people call the repository, "" without one; `facts` and `today` are ISO days.
    """

    name: str
    commit: str
    facts: str
    today: str
    places: list[Place] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
