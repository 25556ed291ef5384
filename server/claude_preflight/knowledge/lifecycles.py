"""Where a model is in its life on a day: active, deprecated or retired, on the platform of an id.

A platform has days of its own, and at times its regions have. Without any, those of the Claude API
hold, but for platforms that keep a schedule of their own: there, no day to come is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from claude_preflight.knowledge.model_facts import SETTINGS, Model, Sourced
from claude_preflight.knowledge.model_ids import API, ModelId
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

Entry = Mapping[str, Any]

_DAY = regex(r"\d{4}-\d{2}-\d{2}")


class Status(str, Enum):
    """Where a model is in its life on a given day."""

    ACTIVE = "active"
    DEPRECATED = "deprecated"
    RETIRED = "retired"


class Lifecycle(NamedTuple):
    """The status of an id on a day.

    `date` is the day of retirement on the platform that the id belongs to, where one is known and
    the end has been announced; `days_left` counts down to it and is None without a date or past
    it. `sources` are all the days that sources name, the one that counts first. `is_own` says that
    all this is of the platform itself, `in_most_regions` that some regions of it differ and the id
    names none. `is_variant` marks the end of a variant of a model that goes on.
    """

    status: Status
    date: date | None
    days_left: int | None
    platform: str
    sources: tuple[Sourced[Any], ...]
    is_own: bool = False
    in_most_regions: bool = False
    is_variant: bool = False

    @property
    def other_days(self) -> tuple[Sourced[str], ...]:
        """The days that other sources name, each once with the first who does."""
        others: dict[str, Sourced[str]] = {}
        for stated in self.sources:
            if _DAY.fullmatch(str(stated.value)) and stated.value != str(self.date):
                others.setdefault(stated.value, stated)
        return tuple(others.values())


class PlatformLife(NamedTuple):
    """What the life of a model is on a platform, or in some regions of it."""

    platform: str
    regions: tuple[str, ...]
    status: Status
    date: date | None


class _End(NamedTuple):
    """What is known of the end on a platform: a day, or a status without one."""

    day: date | None
    status: Status
    sources: tuple[Sourced[Any], ...]
    in_most_regions: bool = False

    def status_on(self, today: date, announced: date | None) -> Status:
        """The status on a day, if the vendor announced the end of the model on another."""
        if _is_over(self.day, today):
            return Status.RETIRED
        if announced is not None and today < announced:
            return Status.ACTIVE
        return self.status


class Lifecycles:
    """The lives of models on all platforms. Immutable."""

    def __init__(
        self, platforms: Mapping[str, Mapping[str, Any]], variants: Iterable[Mapping[str, Any]]
    ) -> None:
        """`platforms` and `variants` are as in `models.json`; a variant without an id is none."""
        self._platforms = platforms
        self._variants = {variant["id"]: variant for variant in variants if "id" in variant}

    def of(self, model: Model, model_id: ModelId, today: date) -> Lifecycle:
        """The life of a model, on a day, under one of its ids."""
        platform, announced = model_id.platform, model.deprecated_on
        variant = self.variant(model_id)
        if variant is not None and variant["after"] == "error":
            end = _of_variant(model, variant)
            status = end.status_on(today, _day(variant.get("deprecated_on")))
            found = _lifecycle(platform, end, status, today, is_own=False)
            return found._replace(is_variant=True)
        own = _on_platform(model, model_id, platform)
        if own is not None:
            status = own.status_on(today, announced)
            return _lifecycle(platform, own, status, today, is_own=True)
        return self._without_own(model, model_id, today)

    def variant(self, model_id: ModelId) -> Mapping[str, Any] | None:
        """What is known of the variant of a model that an id of the Claude API names."""
        if model_id.platform != API:
            return None
        spelling = model_id.spelling
        return self._variants.get(f"{spelling.name}{spelling.tail}".lower())

    def _without_own(self, model: Model, model_id: ModelId, today: date) -> Lifecycle:
        """The life on a platform of which no source speaks: that on the platforms behind it."""
        platform = model_id.platform
        shape = self._platforms[platform]
        end = None if shape.get("own_names") else _on_the_api(model)
        status = end.status_on(today, model.deprecated_on or end.day) if end else Status.ACTIVE
        if end is None or status is Status.ACTIVE:
            return Lifecycle(Status.ACTIVE, None, None, platform, ())
        is_users = any(stated.slug == SETTINGS for stated in end.sources)
        if shape.get("own_schedule") and status is Status.DEPRECATED and not is_users:
            return Lifecycle(Status.ACTIVE, None, None, platform, ())
        behind = _longest(model, model_id, shape.get("serves_from", ()), today)
        if behind is not None and (behind.day is None or end.day is None or behind.day > end.day):
            end = _End(None, behind.status, ())
            return _lifecycle(platform, end, end.status, today, is_own=True)
        return _lifecycle(platform, end, status, today, is_own=False)


def platform_lives(model: Model, today: date) -> tuple[PlatformLife, ...]:
    """The lives that sources tell of single platforms and regions, each with its preferred day."""
    found: dict[tuple[str, tuple[str, ...]], PlatformLife] = {}
    for entry in model.facts.get("platform_retirement_dates", ()):
        if not entry.get("unconfirmed"):
            key = entry["platform"], tuple(entry.get("regions", ()))
            end = _End(date.fromisoformat(entry["value"]), Status.DEPRECATED, ())
            status = end.status_on(today, model.deprecated_on)
            found.setdefault(key, PlatformLife(*key, status, end.day))
    for entry in model.facts.get("platform_status", ()):
        key = entry["platform"], tuple(entry.get("regions", ()))
        found.setdefault(key, PlatformLife(*key, Status(entry["value"]), None))
    return tuple(found.values())


def unconfirmed_days(model: Model, model_id: ModelId, today: date) -> tuple[Sourced[Any], ...]:
    """The days to come that a price list names for an id, and nobody confirms.

    They may be days before which a platform promises not to retire the model.
    """
    entries = [
        entry
        for entry in _entries(model, "platform_retirement_dates", model_id.platform)
        if entry.get("unconfirmed") and _is_of(entry, model_id) and entry["value"] > str(today)
    ]
    return model.sourced(entries)


def _on_platform(model: Model, model_id: ModelId, platform: str) -> _End | None:
    """What sources say of a platform itself, for the region that an id names or for most."""
    days = [
        entry
        for entry in _entries(model, "platform_retirement_dates", platform)
        if not entry.get("unconfirmed")
    ]
    states = _entries(model, "platform_status", platform)
    region = model_id.spelling.region
    regional = [entry for entry in (*days, *states) if "regions" in entry]
    here = [entry for entry in regional if region in entry["regions"]]
    told = here or [entry for entry in (*days, *states) if "regions" not in entry]
    in_most = bool(regional) and not region
    if own_days := _days_of([entry for entry in told if entry in days], model_id):
        day = date.fromisoformat(own_days[0]["value"])
        return _End(day, Status.DEPRECATED, model.sourced(own_days), in_most)
    if told:
        return _End(None, Status(told[0]["value"]), model.sourced(told), in_most)
    return None


def _days_of(days: list[Entry], model_id: ModelId) -> list[Entry]:
    """The days that are stated for an id, the one that counts first.

    Those for the id itself go before those for the platform; where there are only days of other
    ids, the last of them counts.
    """
    own = [entry for entry in days if entry.get("ids") and _is_of(entry, model_id)]
    general = [entry for entry in days if not entry.get("ids")]
    return own or general or sorted(days, key=lambda entry: str(entry["value"]), reverse=True)


def _is_of(entry: Entry, model_id: ModelId) -> bool:
    """Whether an entry speaks of an id: it names it, with or without its route, or names none."""
    names = entry.get("ids")
    spelling = model_id.spelling
    bare = model_id.text[len(spelling.route) :].lower()
    return not names or model_id.text.lower() in names or bare in names


def _on_the_api(model: Model) -> _End | None:
    if model.deprecated_on is None and model.ends_on is None:
        return None
    stated = model.values("retired_on") + model.values("retires_on")
    return _End(model.ends_on, Status.DEPRECATED, stated)


def _of_variant(model: Model, variant: Mapping[str, Any]) -> _End:
    day = variant.get("removed_on") or variant["removes_on"]
    stated = model.sourced([{"value": day, "sources": variant["sources"]}])
    return _End(date.fromisoformat(day), Status.DEPRECATED, stated)


def _longest(model: Model, model_id: ModelId, platforms: Iterable[str], today: date) -> _End | None:
    """What is known of the platform, of some, that serves a model longest; None if none does."""
    ends = [end for each in platforms if (end := _on_platform(model, model_id, each))]
    alive = [end for end in ends if end.status_on(today, None) is not Status.RETIRED]
    return max(
        alive,
        key=lambda end: (end.status is Status.ACTIVE, end.day or date.min),
        default=None,
    )


def _lifecycle(platform: str, end: _End, status: Status, today: date, *, is_own: bool) -> Lifecycle:
    if status is Status.ACTIVE:
        sources = end.sources if end.status is Status.ACTIVE else ()
        return Lifecycle(status, None, None, platform, sources, is_own and bool(sources))
    day = end.day
    left = None if day is None or status is Status.RETIRED else (day - today).days
    return Lifecycle(status, day, left, platform, end.sources, is_own, end.in_most_regions)


def _entries(model: Model, fact: str, platform: str) -> list[Entry]:
    return [entry for entry in model.facts.get(fact, ()) if entry["platform"] == platform]


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _is_over(end: date | None, today: date) -> bool:
    return end is not None and end <= today
