"""Where days lie on a line, in percent of its width, so that it fits every screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from claude_preflight.migration_report.report import Ending
from claude_preflight.records import NamedTuple

_MOST_TICKS = 6
# The months from one tick to the next.
_STEPS = (1, 2, 3, 6, 12, 24, 48, 120)


class Tick(NamedTuple):
    """A mark below the line."""

    label: str
    at: float


class Timeline(NamedTuple):
    """A line from the first day to the last one, with `today` on it."""

    first: date
    last: date
    today: date

    @classmethod
    def of(cls, endings: Sequence[Ending], today: date) -> Timeline | None:
        """A line on which all endings have a place; None if no day of them is known."""
        days = [each.ends_on for each in endings if each.ends_on]
        if not days:
            return None
        first, last = min(*days, today), max(*days, today)
        margin = max((last - first) / 20, timedelta(days=14))
        return cls(first - margin, last + margin, today)

    def at(self, day: date) -> float:
        """The place of a day, which may lie before the line, in percent."""
        share = (day - self.first) / (self.last - self.first)
        return round(100 * min(max(share, 0), 1), 2)

    @property
    def ticks(self) -> list[Tick]:
        """The first days of months or years, a few of them."""
        months = (self.last - self.first).days / 30
        step = next((each for each in _STEPS if months / each <= _MOST_TICKS), _STEPS[-1])
        return [Tick(_label(day, step), self.at(day)) for day in self._firsts(step)]

    def _firsts(self, step: int) -> Iterator[date]:
        month = self.first.year * 12 + self.first.month  # that after the first day, from 0
        while (day := date(month // 12, month % 12 + 1, 1)) <= self.last:
            if month % step == 0:
                yield day
            month += 1


def _label(day: date, step: int) -> str:
    return f"{day:%Y}" if step % 12 == 0 else f"{day:%b %Y}"
