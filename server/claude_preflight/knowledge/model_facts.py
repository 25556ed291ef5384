"""What is known about one model, each value with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Generic, TypeVar

from claude_preflight.knowledge import data
from claude_preflight.records import NamedTuple

ARTICLE = "article"
"""The slug of the user's own reference among the sources."""

SETTINGS = "settings"
"""The slug of the user's settings as a source."""

KNOWLEDGE = "knowledge"
"""The slug of the user's file of newer facts as a source."""

T = TypeVar("T")


class Sourced(NamedTuple, Generic[T]):
    """A value and who states it.

    `source` names it in a few words with its date, `slug` is its key in the data. `id` is set where
    the source states the value for one spelling of the model only, for example on one platform.
    `fallback` marks what a package assumes of models that it does not know.
    """

    value: T
    source: str
    slug: str
    id: str | None = None
    note: str | None = None
    fallback: bool = False


class Sources(NamedTuple):
    """The table of sources."""

    entries: Mapping[str, Mapping[str, Any]]
    as_of: str

    def cited(self, slug: str) -> str:
        """A source in a few words with its date. KeyError for a slug that is none."""
        if slug == SETTINGS:
            return "your settings"
        return data.cited(self.entries[slug], self.as_of)


class Model:
    """A model by its canonical id: the one that the Claude API itself documents.

    What one version of the data knows of it and another one does not makes it no other model.
    """

    def __init__(self, model_id: str, facts: Mapping[str, Any], sources: Sources) -> None:
        """The model of an entry of `models.json`."""
        self.id = model_id
        self.name: str = facts.get("name", model_id)
        self.family: str = facts.get("family", "")
        self.generation: str = facts.get("generation", "")
        self.facts = facts
        self.sources = sources

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self._names == other._names

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def _names(self) -> tuple[str, ...]:
        return self.id, self.name, self.family, self.generation

    def values(self, fact: str) -> tuple[Sourced[Any], ...]:
        """Every value of a fact with every source of it, the preferred value first."""
        return tuple(self._each(self.facts.get(fact, ())))

    def value(self, fact: str) -> Any:
        """The preferred value of a fact, None where nothing is known."""
        entries = self.facts.get(fact)
        return entries[0]["value"] if entries else None

    def day(self, fact: str) -> date | None:
        """The preferred value of a fact that is a day."""
        value = self.value(fact)
        return None if value is None else date.fromisoformat(value)

    @property
    def released_on(self) -> date | None:
        """The day the model came out."""
        return self.day("released_on")

    @property
    def deprecated_on(self) -> date | None:
        """The day on which the vendor announced the end of the model."""
        return self.day("deprecated_on")

    @property
    def ends_on(self) -> date | None:
        """The day from which the Claude API refuses the model, past or to come."""
        return self.day("retired_on") or self.day("retires_on")

    @property
    def is_restricted(self) -> bool:
        """Whether only invited organizations have access."""
        return "access" in self.facts

    def sourced(self, entries: Iterable[Mapping[str, Any]]) -> tuple[Sourced[Any], ...]:
        """Entries of a fact, each value with every source of it."""
        return tuple(self._each(entries))

    def _each(self, entries: Iterable[Mapping[str, Any]]) -> Iterator[Sourced[Any]]:
        for entry in entries:
            for slug in entry["sources"]:
                yield Sourced(
                    value=entry["value"],
                    source=self.sources.cited(slug),
                    slug=slug,
                    id=entry.get("id"),
                    note=entry.get("note"),
                    fallback=entry.get("fallback", False),
                )
