"""The report as values: endings of models with their places, prices, savings and sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from claude_preflight.knowledge import sdk_constants
from claude_preflight.knowledge.models import ModelId, ModelRegistry, Price, Status
from claude_preflight.knowledge.source_links import link_of
from claude_preflight.migration_report.places import Checked, Place
from claude_preflight.migration_report.usage import Volume
from claude_preflight.records import NamedTuple
from claude_preflight.rules import retired_model, retiring_model

_RULES = {retired_model.CODE: Status.RETIRED, retiring_model.CODE: Status.DEPRECATED}
_MOST_SOURCES = 3


class Rate(NamedTuple):
    """US dollars for a million tokens of input and of output."""

    input: float
    output: float

    @classmethod
    def of(cls, price: Price | None) -> Rate | None:
        """The preferred prices of a model, None where they are not known."""
        return cls(price.input[0].value, price.output[0].value) if price else None

    def cost(self, volume: Volume) -> float:
        """US dollars for a volume."""
        return (self.input * volume.input + self.output * volume.output) / 1_000_000


class Source(NamedTuple):
    """Who states something, and where it can be read; `link` is "" where nobody can."""

    title: str
    link: str


@dataclass(slots=True)
class Ending:
    """The end of a model on a platform, and the places where it stands.

    `ends_on` is None where no day is known; `replacement` is "" where there is none.
    """

    model: str
    platform: str
    status: Status
    announced_on: date | None
    ends_on: date | None
    days_left: int | None
    replacement: str
    rate: Rate | None
    new_rate: Rate | None
    sources: tuple[Source, ...]
    places: list[Place] = field(default_factory=list)

    @property
    def used(self) -> int:
        """In how many places the model is used, rather than listed, compared or told of."""
        return sum(place.role == "use" for place in self.places)


class Saving(NamedTuple):
    """What a volume costs with a model and with its replacement, in US dollars."""

    model: str
    replacement: str
    volume: Volume
    cost: float
    new_cost: float

    @property
    def saved(self) -> float:
        """Negative where the replacement costs more."""
        return self.cost - self.new_cost


class Tally(NamedTuple):
    """How many findings something has; `other` are those of other rules."""

    name: str
    retired: int
    retiring: int
    other: int
    problems: int = 0

    @property
    def total(self) -> int:
        """All findings."""
        return self.retired + self.retiring + self.other


class Report(NamedTuple):
    """All that a page tells.

    `facts` is the newest day of the facts that the runs knew, in ISO; `broken` names what could not
    be read. `unknown` are ids in the table of usage that no source knows, and `is_measured` says
    that there is such a table: else all savings are for one volume.
    """

    today: date
    facts: str
    endings: tuple[Ending, ...]
    total: Tally
    repositories: tuple[Tally, ...]
    owners: tuple[Tally, ...]
    savings: tuple[Saving, ...]
    is_measured: bool
    unknown: tuple[str, ...]
    problems: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def saved(self) -> float:
        """What all savings add up to; of use where the volumes were measured."""
        return sum(each.saved for each in self.savings)


def report_of(
    runs: Sequence[Checked],
    registry: ModelRegistry,
    today: date,
    *,
    volume: Volume | None = None,
    usage: Mapping[str, Volume] | None = None,
    broken: Sequence[str] = (),
) -> Report:
    """Put together what runs have found.

    Savings are for the volume by model in `usage`, else for one `volume` of each model that was
    found, a million tokens each way by default.
    """
    places = [place for run in runs for place in run.places]
    endings = _endings(places, registry, today)
    if usage is None:
        savings = _savings_of(endings, volume or Volume.of(None, None))
    else:
        savings = _measured(usage, registry, today)
    return Report(
        today=today,
        facts=max((run.facts for run in runs), default=""),
        endings=tuple(endings),
        total=_tally("", places, sum(len(run.problems) for run in runs)),
        repositories=tuple(_repositories(runs)),
        owners=tuple(_owners(places)),
        savings=tuple(savings),
        is_measured=usage is not None,
        unknown=tuple(each for each in usage or () if registry.find(each) is None),
        problems=tuple(problem for run in runs for problem in run.problems),
        broken=tuple(broken),
    )


def _endings(places: Iterable[Place], registry: ModelRegistry, today: date) -> list[Ending]:
    found: dict[tuple[str, str], Ending] = {}
    for place in places:
        if place.rule not in _RULES:
            continue
        model_id = _model_id(place.text, registry)
        key = (model_id.model, model_id.platform) if model_id else (place.text, "")
        if key not in found:
            found[key] = _ending(model_id, registry, today) if model_id else _unknown_ending(place)
        found[key].places.append(place)
    for ending in found.values():
        ending.places.sort(key=lambda each: (each.role != "use", each.repository, each.path))
    return sorted(found.values(), key=lambda each: (each.ends_on or date.max, each.model))


def _model_id(text: str, registry: ModelRegistry) -> ModelId | None:
    """What an id, or a constant of an SDK, stands for."""
    return registry.find(text) or registry.find(sdk_constants.meant(text) or "")


def _ending(model_id: ModelId, registry: ModelRegistry, today: date) -> Ending:
    life = registry.lifecycle(model_id, today)
    replacement = registry.replacement(model_id, today)
    sources = dict.fromkeys(each.source for each in life.sources)
    return Ending(
        model=model_id.model,
        platform=registry.platform_name(life.platform),
        status=life.status,
        announced_on=registry.get(model_id.model).deprecated_on,
        ends_on=life.date,
        days_left=life.days_left,
        replacement=replacement.model.id if replacement else "",
        rate=Rate.of(registry.prices(model_id.model)),
        new_rate=Rate.of(registry.prices(replacement.model.id)) if replacement else None,
        sources=tuple(Source(each, link_of(each)) for each in list(sources)[:_MOST_SOURCES]),
    )


def _unknown_ending(place: Place) -> Ending:
    """The end of what these facts do not know, such as a model of somebody's own settings."""
    status = _RULES[place.rule]
    return Ending(place.text, "", status, None, None, None, "", None, None, ())


def _savings_of(endings: Iterable[Ending], volume: Volume) -> Iterator[Saving]:
    """What the volume costs with each model that ends; platforms do not count here."""
    known = {(each.model, each.replacement): each for each in endings}
    for (model, replacement), ending in known.items():
        yield from _saving(model, replacement, volume, ending.rate, ending.new_rate)


def _measured(
    usage: Mapping[str, Volume], registry: ModelRegistry, today: date
) -> Iterator[Saving]:
    """What each model that ends was used for, under whichever ids, and what that will cost."""
    volumes: dict[tuple[str, str], Volume] = {}
    for text, volume in usage.items():
        model_id = registry.find(text)
        replacement = registry.replacement(model_id, today) if model_id else None
        if model_id and replacement:
            key = model_id.model, replacement.model.id
            volumes[key] = volumes.get(key, Volume(0, 0)) + volume
    for (model, replacement_id), volume in volumes.items():
        rates = (Rate.of(registry.prices(each)) for each in (model, replacement_id))
        yield from _saving(model, replacement_id, volume, *rates)


def _saving(
    model: str, replacement: str, volume: Volume, old: Rate | None, new: Rate | None
) -> Iterator[Saving]:
    """The saving, where both prices are known."""
    if old and new:
        costs = round(old.cost(volume), 2), round(new.cost(volume), 2)
        yield Saving(model, replacement, volume, *costs)


def _repositories(runs: Sequence[Checked]) -> Iterator[Tally]:
    """One for each name, in their order; the worst is not first, so that two reports compare."""
    by_name: dict[str, list[Checked]] = {}
    for run in runs:
        by_name.setdefault(run.name, []).append(run)
    for name, same in sorted(by_name.items()):
        places = [place for run in same for place in run.places]
        yield _tally(name, places, sum(len(run.problems) for run in same))


def _owners(places: Iterable[Place]) -> list[Tally]:
    """Who has something to do, most first; a place with several owners counts for each."""
    by_owner: dict[str, list[Place]] = {}
    for place in places:
        if place.rule in _RULES:
            for owner in place.owners or ("",):
                by_owner.setdefault(owner, []).append(place)
    tallies = [_tally(owner, own) for owner, own in by_owner.items()]
    return sorted(tallies, key=lambda each: (-each.total, each.name))


def _tally(name: str, places: Sequence[Place], problems: int = 0) -> Tally:
    rules = Counter(place.rule for place in places)
    retired, retiring = (rules[rule] for rule in _RULES)
    return Tally(name, retired, retiring, len(places) - retired - retiring, problems)
