"""How far our data agrees with the sources, and what of them it does not know at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from claude_preflight.knowledge.model_ids import API
from refresh.changes import Reading
from refresh.knowledge import Knowledge
from refresh.rows import ID, NAME, Row


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often our data has what a source says of a fact, of how many statements.

    The keys are the stem of the source and the fact.
    """

    agreed: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)


def agreement(knowledge: Knowledge, readings: Iterable[Reading]) -> Agreement:
    """How far our data, as it is, agrees with each source."""
    counts = Agreement()
    for reading in readings:
        for row in reading.rows:
            model = knowledge.find(row.model)
            if row.field == NAME or (model is None and row.field != ID):
                continue
            if row.field == ID:
                agrees = _is_known_id(knowledge, model, row)
            else:
                assert model is not None
                ours = knowledge.known(model, row.field, row.platform)
                if not ours and row.value is False:
                    continue  # where a model takes something, our data has no row
                agrees = any(row.value == each.value for each in ours)
            key = reading.source.stem, row.field
            counts.asked[key] += 1
            counts.agreed[key] += agrees
    return counts


def unknown_ids(knowledge: Knowledge, readings: Iterable[Reading]) -> list[str]:
    """The ids of platforms that the product cannot read, each with the sources that list it."""
    unread: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        for row in reading.rows:
            if row.field == ID and row.platform != API and knowledge.find(row.model) is None:
                unread[f"`{row.model}` on {row.platform}"].append(reading.source.stem)
    return [f"{text} ({', '.join(sources)})" for text, sources in sorted(unread.items())]


def unknown_platforms(knowledge: Knowledge, readings: Iterable[Reading]) -> list[str]:
    """The platforms of which sources speak and our data does not."""
    named = {row.platform for reading in readings for row in reading.rows}
    return sorted(named - set(knowledge.content["platforms"]))


def _is_known_id(knowledge: Knowledge, model: str | None, row: Row) -> bool:
    """Whether the product knows an id of a platform for what it is."""
    if model is None or row.platform not in knowledge.content["platforms"]:
        return False
    found = knowledge.read(str(row.value))
    reads_it = found is not None and (found.model, found.platform) == (model, row.platform)
    text = knowledge.id_on(row.platform, str(row.value))
    is_listed = text is not None and knowledge.lists(model, row.platform, text)
    return row.platform == API or reads_it or is_listed
