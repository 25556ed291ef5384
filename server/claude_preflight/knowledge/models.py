"""The models: their status on a day, their replacement, limits and prices.

The facts are in `models.json`. `ModelRegistry.load()` reads them once, when first asked, and lays
the models and the mapping of a user's settings over them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.knowledge.closest_ids import closest
from claude_preflight.knowledge.knowledge_files import LaidOver, laid_over
from claude_preflight.knowledge.lifecycles import (
    Lifecycle,
    Lifecycles,
    PlatformLife,
    Status,
    platform_lives,
    unconfirmed_days,
)
from claude_preflight.knowledge.model_facts import (
    ARTICLE,
    KNOWLEDGE,
    SETTINGS,
    Model,
    Sourced,
    Sources,
)
from claude_preflight.knowledge.model_ids import API, IdTable, ModelId, Spelling, default_table
from claude_preflight.knowledge.own_models import check_platforms, with_own
from claude_preflight.knowledge.source_links import link_of
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.settings import KnowledgeFile

__all__ = [
    "Lifecycle",
    "Model",
    "ModelId",
    "ModelRegistry",
    "OutputLimits",
    "PlatformLife",
    "Price",
    "Replacement",
    "Sourced",
    "Spelling",
    "Status",
]

_DATE = regex(r"20\d{6}")
# Facts about a model's end on a platform, which are shown with the name of the platform.
_OF_PLATFORMS = frozenset({"platform_retirement_dates", "platform_status"})
_FAMILY_SOURCE = "the newest active model of the family"
# Of how many ids the life is kept.
_MOST_LIVES = 4_096


class Replacement(NamedTuple):
    """The model to move to, and its id in the spelling of the old one.

    `text` is None where the platform is not known to serve the model: then there is something to
    say, but nothing to write. The `note` is what else there is to do for the id to work there, as
    the end of a sentence.
    """

    model: Model
    text: str | None
    source: str
    note: str = ""


class OutputLimits(NamedTuple):
    """The most output tokens a request may ask of a model, by source.

    `vendor` is the best-ranked source other than the article. `all` has each value once, smallest
    first, with its best source.
    """

    article: Sourced[int] | None
    vendor: Sourced[int] | None
    strictest: Sourced[int]
    highest: Sourced[int]
    all: tuple[Sourced[int], ...]


class Price(NamedTuple):
    """US dollars for a million tokens of input and of output; every value, the preferred first."""

    input: tuple[Sourced[float], ...]
    output: tuple[Sourced[float], ...]

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """What so many tokens cost in US dollars, by the preferred prices."""
        millions = input_tokens / 1_000_000, output_tokens / 1_000_000
        return millions[0] * self.input[0].value + millions[1] * self.output[0].value


class ModelRegistry:
    """Answers what is known about models. Immutable; made by `load`."""

    def __init__(
        self,
        content: Mapping[str, Any],
        ids: IdTable,
        replacements: Mapping[str, str],
        newer: Mapping[str, str],
    ) -> None:
        """`content` has the shape of `models.json`; use `load`.

        `newer` are the replacements of the user's file of newer facts.
        """
        self._content = content
        self._ids = ids
        self._sources = Sources(content["sources"], content["as_of"])
        # Several rules ask for each id, at each keystroke.
        self._known_lives: dict[tuple[str, str, str, date], Lifecycle] = {}
        self._lives = Lifecycles(content["platforms"], content["fast_mode_lifecycle"])
        # Before anything that looks an id up. An editor asks for the same few at every keystroke.
        self._read = lru_cache(maxsize=1024)(ids.read)
        self._names = lru_cache(maxsize=256)(ids.names)
        self._limits = lru_cache(maxsize=256)(self._output_limits)
        self._active = lru_cache(maxsize=4)(self._active_models)
        self._successors = lru_cache(maxsize=256)(self._successor)
        self._replacements = self._mapping(replacements)
        self._newer = self._mapping(newer)

    @staticmethod
    def load(
        models: Mapping[str, Mapping[str, object]] | None = None,
        replacements: Mapping[str, str] | None = None,
        knowledge: KnowledgeFile | None = None,
    ) -> ModelRegistry:
        """The registry, with the user's newer facts, own models and mapping laid over the data.

        `own_models` says what `models` may hold, `knowledge_files` what a file may. ValueError,
        with a message for people, for a fact that cannot be used and for a replacement by an
        unknown model; what is wrong with the file begins with its path.
        """
        own = json.dumps([models or {}, replacements or {}], default=str, sort_keys=True)
        return _load(own, knowledge)

    def find(self, text: str, on: str = "") -> ModelId | None:
        """The model id that the whole text is, on whichever platform, or `on` one that is known."""
        return self._read(text, on)

    def get(self, model: str) -> Model:
        """A model by its canonical id. KeyError if there is none."""
        return self._models[model]

    def models(self) -> tuple[Model, ...]:
        """All models, oldest first as in the data."""
        return tuple(self._models.values())

    def active_models(self, today: date) -> tuple[Model, ...]:
        """The models that the Claude API serves on a day and that have no end yet, newest first."""
        return self._active(today)

    def _active_models(self, today: date) -> tuple[Model, ...]:
        active = (each for each in self.models() if self._status(each, today) is Status.ACTIVE)
        return tuple(sorted(active, key=lambda each: each.released_on or date.min, reverse=True))

    def link_of(self, slug: str) -> str:
        """The address of a source by its key in the data; "" if it has none, as the user's file."""
        entry = self._sources.entries.get(slug, {})
        return link_of(entry.get("title", ""))

    def platform_name(self, platform: str) -> str:
        """A platform's name for people. KeyError if there is none."""
        name: str = self._content["platforms"][platform]["name"]
        return name

    def has_known_end(self, model_id: ModelId) -> bool:
        """Whether the days that are known hold for an id.

        Nothing is known of an id with another date than its model's: a price list has one, but
        there was no such model.
        """
        dates = (_DATE.search(model_id.text), _DATE.search(model_id.model))
        return not all(dates) or len({found[0] for found in dates if found}) == 1

    def lifecycle(self, model_id: ModelId, today: date) -> Lifecycle:
        """The status of an id on a day, by the dates of its platform where it has its own."""
        asked = (model_id.text, model_id.model, model_id.platform, today)
        if asked not in self._known_lives:
            if len(self._known_lives) >= _MOST_LIVES:
                self._known_lives.clear()
            life = self._lives.of(self.get(model_id.model), model_id, today)
            self._known_lives[asked] = life
        return self._known_lives[asked]

    def platform_lives(self, model: str, today: date) -> tuple[PlatformLife, ...]:
        """What sources say of a model's life on single platforms and in single regions."""
        return platform_lives(self.get(model), today)

    def unconfirmed_days(self, model_id: ModelId, today: date) -> tuple[Sourced[Any], ...]:
        """The days to come that only a price list names: of an end, or before which there is none.

        They are shown and never counted.
        """
        return unconfirmed_days(self.get(model_id.model), model_id, today)

    def variant(self, model_id: ModelId) -> Mapping[str, Any] | None:
        """What became of the variant of a model that an id names, as a row of `models.json`."""
        return self._lives.variant(model_id)

    def replacement(self, model_id: ModelId, today: date) -> Replacement | None:
        """What to use instead on that day; None for an active model, or if there is nothing.

        The user's own mapping goes before the article, the vendor's recommendation and the newest
        active model of the family. A recommendation that has itself come to its end, or is not
        out yet, is followed further.
        """
        if self.lifecycle(model_id, today).status is Status.ACTIVE:
            return None
        found = self._successors(model_id, today)
        if found is None:
            return None
        model, source = found
        return Replacement(model, self._ids.write(model.id, model_id.spelling), source)

    def profiles(self, model: str) -> tuple[str, ...]:
        """The inference profiles that Amazon Bedrock serves a model through, by canonical id."""
        return self._ids.profiles(model)

    def names(self, model: str, platform: str) -> tuple[str, ...]:
        """The ids of a model that a platform takes, in lower case; () if none are known."""
        return self._names(model, platform)

    def written(self, model: str, spelling: Spelling) -> str | None:
        """The id of a model in a spelling; None if the platform is not known to serve it there."""
        return self._ids.write(model, spelling)

    def output_limits(self, model: str | ModelId) -> OutputLimits | None:
        """The limits of a model on the Claude API, or of an id on its platform."""
        return self._limits(model)

    def _output_limits(self, model: str | ModelId) -> OutputLimits | None:
        return _limits(self._stated(model, "max_output_tokens"))

    def limit_sources(self, model: str | ModelId) -> tuple[Sourced[int], ...]:
        """What each source states of the most output tokens, the preferred one first."""
        return tuple(self._stated(model, "max_output_tokens"))

    def context_window(self, model: str | ModelId) -> tuple[Sourced[int], ...]:
        """The tokens a model can take in, the preferred value first."""
        return tuple(self._stated(model, "context_window"))

    def prices(self, model: str | ModelId) -> Price | None:
        """What a model costs; None if unknown."""
        price = Price(
            tuple(self._stated(model, "price_input_per_mtok")),
            tuple(self._stated(model, "price_output_per_mtok")),
        )
        return price if price.input and price.output else None

    def closest(self, text: str) -> str | None:
        """The known id that was probably meant by a text that is none, in the same spelling.

        None unless one is near: the text must be shaped as an id and be no prefix of one. The
        id may be that of a retired model.
        """
        return closest(text, self._ids)

    @cached_property
    def _models(self) -> dict[str, Model]:
        return {
            model_id: Model(model_id, facts, self._sources)
            for model_id, facts in self._content["models"].items()
        }

    @cached_property
    def _article(self) -> dict[str, str]:
        """Canonical id -> the canonical id that the article recommends."""
        pairs = ((row["from"], row["to"]) for row in self._content["article"]["mapping"])
        found = ((self.find(old), self.find(new)) for old, new in pairs)
        return {old.model: new.model for old, new in found if old and new}

    def _mapping(self, replacements: Mapping[str, str]) -> dict[str, str]:
        """The user's mapping to canonical ids, of each text as written and then of its model."""
        mapping: dict[str, str] = {}
        for old, new in replacements.items():
            target = self.find(new)
            if target is None:
                raise ValueError(
                    f"replacements: {old!r} is to become {new!r}, which is no known model id; "
                    "add it under models first"
                )
            mapping[old] = target.model
        for old in replacements:
            source = self.find(old)
            if source is not None:
                mapping.setdefault(source.model, mapping[old])
        return mapping

    def _successor(self, model_id: ModelId, today: date) -> tuple[Model, str] | None:
        known = list(self._recommendations(model_id))
        usable = [found for found in known if self._status(found[0], today) is Status.ACTIVE]
        if usable:
            return usable[0]
        model = self.get(model_id.model)
        families = dict.fromkeys([model.family, *(found[0].family for found in known)])
        for status in (Status.ACTIVE, Status.DEPRECATED):
            for family in families:
                newest = self._newest(family, model, status, today)
                if newest is not None:
                    return newest, _FAMILY_SOURCE
        return None

    def _recommendations(self, model_id: ModelId) -> Iterator[tuple[Model, str]]:
        """Every model recommended in place of one, directly or through a chain, best first."""
        seen = {model_id.model}
        own: tuple[tuple[str, str], ...] = tuple(self._own_successors(model_id))
        waiting = [(model_id.model, model_id.text)]
        while waiting:
            model, text = waiting.pop(0)
            for target, source in self._direct(model, text, own):
                if target in self._models and target not in seen:
                    seen.add(target)
                    waiting.append((target, target))
                    yield self._models[target], source
            own = ()

    def _own_successors(self, model_id: ModelId) -> Iterator[tuple[str, str]]:
        """What takes the place of a variant, or of a model on the platform of an id alone."""
        variant = self.variant(model_id)
        if variant is not None:
            yield variant["replacement"], self._sources.cited(variant["sources"][-1])
        for entry in self.get(model_id.model).facts.get("platform_retirement_dates", ()):
            if entry["platform"] == model_id.platform and "successor" in entry:
                yield entry["successor"], self._sources.cited(entry["sources"][0])

    def _direct(
        self, model: str, text: str, own: tuple[tuple[str, str], ...]
    ) -> Iterator[tuple[str, str]]:
        for key in (text, model):
            if key in self._replacements:
                yield self._replacements[key], self._sources.cited(SETTINGS)
        for key in (text, model):
            if key in self._newer:
                yield self._newer[key], self._sources.cited(KNOWLEDGE)
        yield from own
        if model in self._article:
            yield self._article[model], self._sources.cited(ARTICLE)
        for fact in ("replacement", "suggested_upgrade"):
            for stated in self._models[model].values(fact):
                found = self.find(stated.value)
                if found is not None:
                    yield found.model, stated.source

    def _status(self, model: Model, today: date) -> Status | None:
        """The status on the Claude API; None for a model that is not out on that day."""
        released = model.released_on
        if released is not None and today < released:
            return None
        found = self.find(model.id)
        return self.lifecycle(found, today).status if found else None

    def _newest(self, family: str, old: Model, status: Status, today: date) -> Model | None:
        """The newest other model of a family with a status; restricted ones only for their like.

        Without days of release the order of the data decides.
        """
        found = [
            model
            for model in reversed(self.models())
            if model.family == family
            and model.id != old.id
            and (old.is_restricted or not model.is_restricted)
            and self._status(model, today) is status
        ]
        return max(found, key=lambda model: model.released_on or date.min, default=None)

    def _stated(self, model: str | ModelId, fact: str) -> list[Sourced[Any]]:
        """The values of a fact that hold for an id; what is said of other platforms is left out."""
        if isinstance(model, ModelId):
            canonical, platform = model.model, model.platform
        else:
            canonical, platform = model, API
        return [
            stated
            for stated in self.get(canonical).values(fact)
            if stated.id is None or self._is_on(stated.id, platform)
        ]

    def _is_on(self, text: str, platform: str) -> bool:
        found = self.find(text)
        return found is not None and found.platform == platform


@lru_cache(maxsize=8)
def _load(overlay: str, knowledge: KnowledgeFile | None) -> ModelRegistry:
    own, replacements = json.loads(overlay)
    content = data.load("models.json")
    if knowledge is None and not own:
        return ModelRegistry(content, default_table(), replacements, {})
    for model_id, facts in own.items():
        for fact in facts.keys() & _OF_PLATFORMS:
            check_platforms(f"models.{model_id}.{fact}", facts[fact], content["platforms"])
    newer = _laid_over(content, knowledge) if knowledge else LaidOver(content, {})
    models = with_own(newer.content["models"], own)
    content = {**newer.content, "models": models}
    return ModelRegistry(content, IdTable(models, content), replacements, newer.replacements)


def _laid_over(content: Mapping[str, Any], file: KnowledgeFile) -> LaidOver:
    """A file laid over the data, once its facts and its replacements have been tried."""
    try:
        newer = laid_over(content, file)
        models = newer.content["models"]
        ModelRegistry(newer.content, IdTable(models, content), {}, newer.replacements)
    except ValueError as error:
        raise ValueError(f"{file.path}: {error}") from None
    return newer


def _limits(stated: list[Sourced[Any]]) -> OutputLimits | None:
    """The limits that sources state; an assumption counts only where there is nothing better."""
    known = [s for index, s in enumerate(stated) if index == 0 or not s.fallback]
    if not known:
        return None
    distinct: dict[int, Sourced[int]] = {}
    for one in known:
        distinct.setdefault(one.value, one)
    ordered = tuple(distinct[value] for value in sorted(distinct))
    return OutputLimits(
        article=next((s for s in known if s.slug == ARTICLE), None),
        vendor=next((s for s in known if s.slug != ARTICLE), None),
        strictest=ordered[0],
        highest=ordered[-1],
        all=ordered,
    )
