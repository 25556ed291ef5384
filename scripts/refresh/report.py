"""The report, in Markdown: what would be said otherwise, then what is new or in dispute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claude_preflight.knowledge.model_ids import API
from refresh.agreement import Agreement
from refresh.changes import Change, Outcome, Reading
from refresh.rows import Value
from refresh.verdicts import Verdict

_HEADS = {
    Outcome.NEW: "New",
    Outcome.DIFFERENT: "Different",
    Outcome.CONTRADICTED: "Contradicted, and left as it is",
}


@dataclass(frozen=True, slots=True)
class Report:
    """All that a run found out."""

    day: str
    readings: tuple[Reading, ...]
    verdicts: tuple[Verdict, ...]
    changes: tuple[Change, ...]
    unknown_ids: tuple[str, ...]
    unknown_platforms: tuple[str, ...]
    before: Agreement
    after: Agreement

    def text(self) -> str:
        """The report."""
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        yield f"# What the sources say on {self.day}"
        yield from ("", f"## Verdicts that change: {len(self.verdicts)}", "")
        for verdict in self.verdicts:
            yield f"- `{verdict.id}`"
            yield f"  - before: {verdict.before}"
            yield f"  - after: {verdict.after}"
        for outcome, head in _HEADS.items():
            changes = [change for change in self.changes if change.outcome is outcome]
            yield from ("", f"## {head}: {len(changes)}", "")
            yield from map(_line, changes)
        yield from ("", f"## Ids that the product cannot read: {len(self.unknown_ids)}", "")
        yield from (f"- {text}" for text in self.unknown_ids)
        if self.unknown_platforms:
            yield from ("", f"Platforms that our data lacks: {', '.join(self.unknown_platforms)}")
        yield from ("", "## Agreement with our data, before and after", "")
        yield from self._agreement()

    def _agreement(self) -> Iterator[str]:
        yield "| source | released | rows | before | after |"
        yield "|---|---|---:|---|---|"
        for reading in self.readings:
            title = f"`{reading.source.title(reading.version)}`"
            cells = (_counts(each, reading.source.stem) for each in (self.before, self.after))
            released = reading.released or "?"
            yield f"| {title} | {released} | {len(reading.rows)} | {' | '.join(cells)} |"


def _line(change: Change) -> str:
    platform = "" if change.platform == API else f" on {change.platform}"
    ours = ", ".join(map(_value, change.ours)) or "nothing"
    return f"- `{change.model}`, {change.field}{platform}: {_said(change.said)}; ours: {ours}"


def _said(said: Mapping[Value, Iterable[str]]) -> str:
    return "; ".join(f"{_value(value)} ({', '.join(by)})" for value, by in said.items())


def _value(value: object) -> str:
    # As code: in a pull request an id with an at sign would call somebody.
    return f"`{'/'.join(value) if isinstance(value, tuple) else value}`"


def _counts(agreement: Agreement, stem: str) -> str:
    """The sum for a source, and each of its fields."""
    fields = [key for key in sorted(agreement.asked) if key[0] == stem]
    parts = [f"{key[1]} {agreement.agreed[key]}/{agreement.asked[key]}" for key in fields]
    agreed = sum(agreement.agreed[key] for key in fields)
    asked = sum(agreement.asked[key] for key in fields)
    return f"{agreed}/{asked}: {', '.join(parts)}" if fields else "-"
