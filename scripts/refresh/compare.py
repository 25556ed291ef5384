"""What the sources say beside what our data says, and what the order of sources makes of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from claude_preflight.knowledge.model_ids import API
from refresh.knowledge import Knowledge, Known
from refresh.order import CATALOGUES_OF_IDS, LISTS_OF_IDS, SDKS, VENDOR, Statement, decide
from refresh.rows import ID, NAME, RETIRES, Row, Value
from refresh.sources import Source

_DATED = re.compile(r"(.+)-20\d{6}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


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


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often our data has what a source says of a fact, of how many statements."""

    agreed: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)


_Key = tuple[str, str, str]


def settle(knowledge: Knowledge, readings: Iterable[Reading], today: date) -> list[Change]:
    """Put into the data what the order of sources decides, and tell what was not at one.

    A statement that our data already has among others was weighed before and stays where it is;
    what no source mentions any more stays as well.
    """
    known = list(readings)
    releases = {reading.source.stem: reading for reading in known}
    for reading in known:
        title, label = reading.source.title(reading.version), reading.source.label
        knowledge.cite(reading.slug, f"{label} {reading.version}", title, reading.released)
    changes = list(_new_models(knowledge, releases))
    facts = _facts(knowledge, known)
    # A platform without days of its own has the Claude API's, and an announcement dates an end.
    for key in sorted(facts, key=lambda k: (k[2] != API, k[1] == RETIRES, k)):
        changes.extend(_settled(knowledge, key, facts[key], releases, today))
    changes.extend(_new_ids(knowledge, releases, today))
    knowledge.forget_unused_sources()
    return changes


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
                if not ours:
                    continue
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


def _facts(knowledge: Knowledge, readings: Iterable[Reading]) -> dict[_Key, list[Statement]]:
    """The statements about each fact of a known model on a known platform."""
    facts: dict[_Key, list[Statement]] = defaultdict(list)
    for reading in readings:
        for row in reading.rows:
            model = knowledge.find(row.model)
            known = row.platform in knowledge.content["platforms"]
            if row.field in (ID, NAME) or model is None or not known:
                continue
            variant = row.model if knowledge.is_variant(row.model) else None
            statement = Statement(reading.source.stem, row.value, row.is_confirmed, variant)
            facts[model, row.field, row.platform].append(statement)
    return facts


def _settled(
    knowledge: Knowledge,
    key: _Key,
    statements: list[Statement],
    releases: Mapping[str, Reading],
    today: date,
) -> Iterator[Change]:
    """Settle one fact, and tell what was new or in dispute."""
    model, name, platform = key
    ours = knowledge.known(model, name, platform)
    values = tuple(each.value for each in ours)
    confirmed = [each.value for each in ours if each.is_confirmed]
    said = _by_value(each for each in statements if each.value not in values)
    counted = [each for each in statements if not _is_promise(knowledge, key, each)]
    decision = decide(name, platform, counted)
    if (
        decision is not None
        and decision.value not in confirmed
        and not _was_looked_up_later(ours, releases[decision.sources[0]], knowledge)
        and knowledge.put(*key, decision.value, releases[decision.sources[0]].slug, today)
    ):
        outcome = Outcome.DIFFERENT if values else Outcome.NEW
        by = {decision.value: said.pop(decision.value, decision.sources)}
        yield Change(outcome, *key, by, values, decision.value)
    # Where a model takes something, our data has no row.
    if said and (values or set(said) != {False}):
        yield Change(Outcome.CONTRADICTED, *key, said, values)


def _is_promise(knowledge: Knowledge, key: _Key, statement: Statement) -> bool:
    """Whether a price list takes the day before which nothing ends for the day of an end."""
    model, name, platform = key
    if name != RETIRES or platform == API or statement.source in VENDOR:
        return False
    return knowledge.is_promised(model, statement.value)


def _was_looked_up_later(ours: list[Known], release: Reading, knowledge: Knowledge) -> bool:
    """Whether our preferred value comes from elsewhere, and from after a release.

    Then a person has seen more than the release knows.
    """
    slugs = ours[0].slugs if ours else ()
    dates = [knowledge.content["sources"][slug]["date"] or "" for slug in slugs]
    return release.released is not None and any(
        _DAY.fullmatch(each) and each > release.released for each in dates
    )


def _by_value(statements: Iterable[Statement]) -> dict[Value, tuple[str, ...]]:
    said: dict[Value, tuple[str, ...]] = {}
    for each in statements:
        by = f"{each.source}: `{each.variant}`" if each.variant else each.source
        said[each.value] = tuple(dict.fromkeys((*said.get(each.value, ()), by)))
    return said


def _new_models(knowledge: Knowledge, releases: Mapping[str, Reading]) -> Iterator[Change]:
    """Add the models that the vendor's SDKs list, or several catalogues, and we do not know."""
    names: dict[str, str] = {}
    listed: dict[str, list[str]] = defaultdict(list)
    for source in (*SDKS, *CATALOGUES_OF_IDS):
        for row in releases[source].rows if source in releases else ():
            if row.field == ID and row.platform == API and knowledge.read(row.model) is None:
                listed[row.model].append(source)
    for reading in releases.values():
        names.update((row.model, str(row.value)) for row in reading.rows if row.field == NAME)
    # A dated id comes before the short one, which is an alias of it.
    for text in sorted(listed, key=lambda each: (_DATED.fullmatch(each) is None, each)):
        sources = tuple(dict.fromkeys(listed[text]))
        is_decided = sources[0] in SDKS or len(sources) > 1
        added = is_decided and _add(knowledge, text, names, releases[sources[0]].slug)
        outcome = Outcome.NEW if added else Outcome.CONTRADICTED
        yield Change(outcome, text, ID, API, {text: sources}, (), text if added else None)


def _add(knowledge: Knowledge, text: str, names: Mapping[str, str], slug: str) -> bool:
    """Add a model, or another name of a known one. False for an id of an unknown shape."""
    dated = _DATED.fullmatch(text)
    for model in knowledge.models:
        if dated and dated[1] == model:
            knowledge.add_alias(model, text, "first-party-dated-spelling", slug)
            return True
        if (short := _DATED.fullmatch(model)) and short[1] == text:
            knowledge.add_alias(model, text, "first-party-alias", slug)
            return True
    name = names.get(text) or names.get(dated[1] if dated else text)
    return knowledge.add_model(text, name, slug)


def _new_ids(
    knowledge: Knowledge, releases: Mapping[str, Reading], today: date
) -> Iterator[Change]:
    """Add the ids of platforms that we do not list and can read."""
    for source in LISTS_OF_IDS:
        for row in releases[source].rows if source in releases else ():
            model = knowledge.find(row.model)
            known = row.platform in knowledge.content["platforms"]
            if row.field != ID or row.platform == API or model is None or not known:
                continue
            # Claude Code has an id of each old model for platforms that never served it.
            if source in VENDOR and knowledge.is_over(model, today):
                continue
            text = knowledge.id_on(row.platform, str(row.value))
            if text and not knowledge.lists(model, row.platform, text):
                knowledge.add_id(model, row.platform, text, releases[source].slug)
                yield Change(Outcome.NEW, model, ID, row.platform, {text: (source,)}, (), text)


def _is_known_id(knowledge: Knowledge, model: str | None, row: Row) -> bool:
    """Whether the product knows an id of a platform for what it is."""
    if model is None or row.platform not in knowledge.content["platforms"]:
        return False
    found = knowledge.read(str(row.value))
    reads_it = found is not None and (found.model, found.platform) == (model, row.platform)
    text = knowledge.id_on(row.platform, str(row.value))
    is_listed = text is not None and knowledge.lists(model, row.platform, text)
    return row.platform == API or reads_it or is_listed
