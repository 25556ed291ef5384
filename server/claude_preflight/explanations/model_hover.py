"""The hover on a model, on one screen: how long it lives, what to move to, and what both can do.

The page of a model (`models.py`) tells more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from claude_preflight.explanations.links import linked, links, plain_name
from claude_preflight.explanations.markdown import code, line, lines, literal, paragraphs, table
from claude_preflight.explanations.models import (
    Numbers,
    days,
    dollar_pair,
    numbers_of,
    price_difference,
    variant_note,
)
from claude_preflight.knowledge.behaviour import Change, changes
from claude_preflight.knowledge.model_facts import ARTICLE
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import (
    Lifecycle,
    ModelId,
    ModelRegistry,
    PlatformLife,
    Replacement,
    Sourced,
    Status,
)

T = TypeVar("T")

# How many lives on other platforms a hover tells of.
_MOST_LIVES = 2
_COLUMNS = ["", "$ per MTok", "Context", "Max output"]
# How long two ids may be, in characters, to stand on one line.
_LONGEST_IDS = 76
# How long a sentence may be, in characters, to stand before the sources.
_SHORT = 40


def model_hover(
    model_id: ModelId, today: date, registry: ModelRegistry, *, is_told: bool = False
) -> str:
    """What is known of a model on a day, in a few lines that tell nothing twice.

    Where a finding is shown above, `is_told`, that has the day and what to write instead.
    """
    lifecycle = registry.lifecycle(model_id, today)
    replacement = registry.replacement(model_id, today)
    numbers = numbers_of(model_id, replacement, registry)
    name = numbers[0].name + " fast mode" * lifecycle.is_variant
    return paragraphs(
        lines(
            f"**{name}** — {_life(lifecycle, model_id, today, registry, is_told=is_told)}",
            "" if is_told else _ids(model_id, replacement, registry),
        ),
        _table(numbers, is_priced_apart=registry.variant(model_id) is not None),
        _closing(
            line(
                _elsewhere(lifecycle, model_id, today, registry),
                _unconfirmed(model_id, today, registry),
                _changes(model_id, replacement, registry),
                variant_note(model_id, registry),
            ),
            links(_sources(lifecycle, numbers, registry)),
        ),
    )


def _closing(more: str, sources: str) -> str:
    """What else there is to say, and the sources: on one line if there is room."""
    return line(more, sources) if len(more) <= _SHORT else lines(more, sources)


def _life(
    lifecycle: Lifecycle, model_id: ModelId, today: date, registry: ModelRegistry, *, is_told: bool
) -> str:
    """The end of a model, or that none is announced, as one line."""
    model = registry.get(model_id.model)
    is_named = lifecycle.is_own or model_id.platform != API
    where = f" on {registry.platform_name(model_id.platform)}" if is_named else ""
    status = lifecycle.status.value
    if lifecycle.status is Status.ACTIVE:
        floor = model.day("retires_not_before")
        return line(
            f"{status}{where}",
            f"released on {model.released_on}" if model.released_on else "",
            f"not retired before {floor}" if floor and floor > today and not where else "",
            f"access: {literal(str(model.facts['access']))}" if model.is_restricted else "",
        )
    if lifecycle.date is None:
        return f"{status}{where}; no day is known"
    ends = "retired" if lifecycle.days_left is None else "retires"
    day = "" if is_told else f" on {lifecycle.date},"
    return f"{ends}{where}{day} {_when(lifecycle, model_id, today, registry)}"


def _when(lifecycle: Lifecycle, model_id: ModelId, today: date, registry: ModelRegistry) -> str:
    """How long ago the end was, or is to come, and where or by whom it is another day."""
    if lifecycle.in_most_regions:
        others = [
            region
            for each in registry.platform_lives(model_id.model, today)
            if each.platform == lifecycle.platform and each.date != lifecycle.date
            for region in each.regions
        ]
        return f"but not in {_several(others)}"
    if lifecycle.other_days:
        return f"or on {lifecycle.other_days[0].value} as others say"
    if lifecycle.days_left is None and lifecycle.date:
        since = (today - lifecycle.date).days
        return f"{days(since)} ago" if since else "today"
    return f"in {days(lifecycle.days_left or 0)}"


def _several(names: Sequence[str]) -> str:
    return f"{names[0]} and {len(names) - 1} more" if len(names) > 1 else "".join(names)


def _ids(model_id: ModelId, replacement: Replacement | None, registry: ModelRegistry) -> str:
    """The id as it stands there, and the one to write."""
    old = code(model_id.text)
    if model_id.model != model_id.text and model_id.platform == API:
        old += f" ({code(model_id.model)})"
    if replacement is None:
        return old
    if replacement.text is None:
        place = registry.platform_name(model_id.platform)
        return f"{old} → {literal(replacement.model.name)}, which {place} is not known to serve"
    is_long = len(old) + len(replacement.text) > _LONGEST_IDS
    return f"{'' if is_long else old} → {code(replacement.text)}".strip()


def _table(numbers: Sequence[Numbers], *, is_priced_apart: bool) -> str:
    """A row for each model; columns of which nothing is known are left out."""
    rows = [
        [
            _unbroken(each.name),
            _values(each.prices, dollar_pair, is_cited=False),
            _values(each.window, "{:,}".format),
            _values(each.output, "{:,}".format),
        ]
        for each in numbers
    ]
    priced = [each.prices[0].value for each in numbers if each.prices]
    if len(priced) == 2 and not is_priced_apart:
        rows[1][1] += _unbroken(f", {_difference(*priced)}")
    kept = [at for at, _ in enumerate(_COLUMNS) if at == 0 or any(row[at] for row in rows)]
    if kept == [0]:
        return ""
    return table([_COLUMNS[at] for at in kept], ([row[at] for at in kept] for row in rows))


def _difference(old: tuple[float, float], new: tuple[float, float]) -> str:
    """How the price changes: in words, or by signs where input and output differ in that."""
    told = price_difference(old, new)
    if "," not in told or not all(old):
        return told
    percent = (round((after / before - 1) * 100) for before, after in zip(old, new, strict=True))
    return f"{'/'.join(f'{each:+}' for each in percent)} %"


def _unbroken(text: str) -> str:
    """A text that is not broken into lines, which makes a table higher than it is wide."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def _values(
    values: Sequence[Sourced[T]], written: Callable[[T], str], *, is_cited: bool = True
) -> str:
    """A value; where sources disagree, each value and, if cited, which one the article states."""
    by_value: dict[T, str] = {}
    for each in values:
        by_value.setdefault(each.value, each.source)
    if len(by_value) == 1:
        return written(values[0].value)
    told = (
        f"{written(value)}{' (article)' if is_cited and source.startswith(ARTICLE) else ''}"
        for value, source in by_value.items()
    )
    return " or ".join(map(_unbroken, told))


def _elsewhere(
    lifecycle: Lifecycle, model_id: ModelId, today: date, registry: ModelRegistry
) -> str:
    """The platforms and regions where the model lives longer or shorter than here."""
    places: dict[str, list[str]] = {}
    for each in registry.platform_lives(model_id.model, today):
        if _is_elsewhere(each, lifecycle) and _differs(each, lifecycle):
            place = f"{registry.platform_name(each.platform)}{_regions(each)}"
            places.setdefault(_told(each), []).append(place)
    told = [f"{_several(names)} {life}" for life, names in places.items()]
    more = f"; {len(told) - _MOST_LIVES} more" if len(told) > _MOST_LIVES else ""
    return f"{'; '.join(told[:_MOST_LIVES])}{more}"


def _is_elsewhere(life: PlatformLife, here: Lifecycle) -> bool:
    """Whether it tells more of the platform of an id or, of one of the Claude API, of others."""
    if life.platform == here.platform:
        return bool(life.regions) and not here.in_most_regions
    return here.platform == API


def _differs(life: PlatformLife, here: Lifecycle) -> bool:
    """Whether it is another life; on which day each is over does not count when both are."""
    is_over = life.status is Status.RETIRED and here.status is Status.RETIRED
    return not is_over and (life.status, life.date) != (here.status, here.date)


def _regions(life: PlatformLife) -> str:
    return f" in {_several(life.regions)}" if life.regions else ""


def _told(life: PlatformLife) -> str:
    if life.date is None:
        return life.status.value
    return f"{'retired since' if life.status is Status.RETIRED else 'until'} {life.date}"


def _unconfirmed(model_id: ModelId, today: date, registry: ModelRegistry) -> str:
    """Days that only a price list names; they may be no ends at all."""
    named = (
        f"{each.value} ({plain_name(each.source)})"
        for each in registry.unconfirmed_days(model_id, today)
    )
    told = " or ".join(named)
    return f"Not confirmed, maybe only the earliest end: {told}" if told else ""


def _changes(model_id: ModelId, replacement: Replacement | None, registry: ModelRegistry) -> str:
    """The defaults that are others after a move."""
    if replacement is None:
        return ""
    changed = changes(registry.get(model_id.model), replacement.model)
    said = ", ".join(map(_change, changed))
    return f"New defaults: {said}" if said else ""


def _change(change: Change) -> str:
    before = f"{change.before} → " if change.before else ""
    return f"{code(change.parameter.rpartition('.')[2])} {before}{change.after}"


def _sources(
    lifecycle: Lifecycle, numbers: Sequence[Numbers], registry: ModelRegistry
) -> Iterator[tuple[str, str | None]]:
    """Who states the day of retirement, and the best source of each number."""
    for each in lifecycle.sources:
        yield linked(each, registry)
    for row in numbers:
        for values in (row.prices, row.window, row.output):
            if values:
                yield linked(values[0], registry)
