"""What the sources say beside what our data says, and what the order of sources makes of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from claude_preflight.knowledge.model_ids import API
from refresh.changes import Change, Outcome, Reading
from refresh.facts import Known
from refresh.knowledge import Knowledge
from refresh.new_ids import new_ids, new_models
from refresh.order import VENDOR, Decision, Statement, decide, outranks
from refresh.rows import ID, NAME, RETIRES, Value

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_Key = tuple[str, str, str]


def settle(knowledge: Knowledge, readings: Iterable[Reading], today: date) -> list[Change]:
    """Put into the data what the order of sources decides, and tell what was not at one.

    What no source mentions any more stays as it is.
    """
    known = list(readings)
    releases = {reading.source.stem: reading for reading in known}
    for reading in known:
        title, label = reading.source.title(reading.version), reading.source.label
        knowledge.cite(reading.slug, f"{label} {reading.version}", title, reading.released)
    changes = list(new_models(knowledge, releases))
    facts = _facts(knowledge, known)
    # A platform without days of its own has the Claude API's, and an announcement dates an end.
    for key in sorted(facts, key=lambda k: (k[2] != API, k[1] == RETIRES, k)):
        changes.extend(_settled(knowledge, key, facts[key], releases, today))
    changes.extend(new_ids(knowledge, releases, today))
    knowledge.forget_unused_sources()
    return changes


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
    said = _by_value(each for each in statements if each.value not in values)
    counted = [each for each in statements if not _is_promise(knowledge, key, each)]
    decision = decide(name, platform, counted)
    if (
        decision is not None
        and not _is_weighed(ours, decision, releases, knowledge)
        and not _is_overruled(key, ours, decision, releases, knowledge)
        and knowledge.put(*key, decision.value, releases[decision.sources[0]].slug, today)
    ):
        outcome = Outcome.DIFFERENT if values else Outcome.NEW
        by = {decision.value: said.pop(decision.value, decision.sources)}
        yield Change(outcome, *key, by, values, decision.value)
    # Where a model takes something, our data has no row.
    if said and (values or set(said) != {False}):
        yield Change(Outcome.CONTRADICTED, *key, said, values)


def _is_weighed(
    ours: list[Known],
    decision: Decision,
    releases: Mapping[str, Reading],
    knowledge: Knowledge,
) -> bool:
    """Whether our data prefers a value, or has it from those who decide and prefers another one.

    Then a person has weighed the two.
    """
    known = [each for each in ours if each.is_confirmed]
    if known and known[0].value == decision.value:
        return True
    deciding = {releases[source].source.package for source in decision.sources}
    return any(
        each.value == decision.value and deciding & set(map(knowledge.package, each.slugs))
        for each in known
    )


def _is_promise(knowledge: Knowledge, key: _Key, statement: Statement) -> bool:
    """Whether a price list takes the day before which nothing ends for the day of an end."""
    model, name, platform = key
    if name != RETIRES or platform == API or statement.source in VENDOR:
        return False
    return knowledge.is_promised(model, statement.value)


def _is_overruled(
    key: _Key,
    ours: list[Known],
    decision: Decision,
    releases: Mapping[str, Reading],
    knowledge: Knowledge,
) -> bool:
    """Whether our preferred value is from a better source, or from after the release that decides.

    A better source that has gone silent has not taken its word back, and who looked something up
    later has seen more than the release knows.
    """
    release = releases[decision.sources[0]]
    stems = {reading.source.package: stem for stem, reading in releases.items()}
    for slug in ours[0].slugs if ours and ours[0].is_confirmed else ():
        stem = stems.get(knowledge.package(slug))
        if stem and outranks(*key[1:], stem, decision.sources[0]):
            return True
        written: str = knowledge.content["sources"][slug]["date"] or ""
        if release.released and _DAY.fullmatch(written) and written > release.released:
            return True
    return False


def _by_value(statements: Iterable[Statement]) -> dict[Value, tuple[str, ...]]:
    said: dict[Value, tuple[str, ...]] = {}
    for each in statements:
        by = f"{each.source}: `{each.variant}`" if each.variant else each.source
        said[each.value] = tuple(dict.fromkeys((*said.get(each.value, ()), by)))
    return said
