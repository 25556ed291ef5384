"""What a run reads, and what comes of it: the shapes that comparing and reporting share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from refresh.rows import Row, Value
from refresh.sources import Source


class Outcome(Enum):
    """What came of a fact; the values are for the report."""

    NEW = "new"
    DIFFERENT = "different"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a source in one release of it; `released` is None if nobody says the day."""

    source: Source
    version: str
    released: str | None
    rows: tuple[Row, ...]

    @property
    def slug(self) -> str:
        """The key of the release among the sources of our data."""
        return f"{self.source.stem}-{self.version}"


@dataclass(frozen=True, slots=True)
class Change:
    """A fact on which the sources and our data are not at one.

    `said` has each value with the sources that state it, `ours` what our data had, the preferred
    value first. `decided` is the value that was put into the data, None where it was left alone.
    """

    outcome: Outcome
    model: str
    field: str
    platform: str
    said: Mapping[Value, tuple[str, ...]]
    ours: tuple[object, ...]
    decided: Value | None = None
