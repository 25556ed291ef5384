"""Pages about models."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from claude_preflight.explanations.markdown import code, line, literal, paragraphs, table
from claude_preflight.knowledge.behaviour import changes
from claude_preflight.knowledge.models import (
    Lifecycle,
    Model,
    ModelId,
    ModelRegistry,
    PlatformLife,
    Price,
    Replacement,
    Sourced,
    Status,
)
from claude_preflight.records import NamedTuple

T = TypeVar("T")

_MILLION = 1_000_000


def explain_model(model_id: ModelId, today: date, registry: ModelRegistry) -> str:
    """The page of a model: status on a day, replacement, price and limits, and who says so."""
    lifecycle = registry.lifecycle(model_id, today)
    replacement = registry.replacement(model_id, today)
    numbers = numbers_of(model_id, replacement, registry)
    return paragraphs(
        f"### {numbers[0].name}{' fast mode' * lifecycle.is_variant} — {lifecycle.status.value}",
        _spelling(model_id, registry),
        _life(lifecycle, model_id, today, registry),
        _elsewhere(lifecycle, model_id, today, registry),
        _unconfirmed(model_id, today, registry),
        variant_note(model_id, registry),
        _replacement(model_id, replacement, registry),
        _comparison(numbers),
        _day_disagreement(lifecycle),
        _notes(lifecycle),
        _sources(lifecycle, numbers),
    )


def _spelling(model_id: ModelId, registry: ModelRegistry) -> str:
    """The id as it is written, where, and what the Claude API calls the model."""
    canonical = "" if model_id.model == model_id.text else f"Claude API id {code(model_id.model)}"
    return line(code(model_id.text), registry.platform_name(model_id.platform), canonical)


def _life(lifecycle: Lifecycle, model_id: ModelId, today: date, registry: ModelRegistry) -> str:
    model = registry.get(model_id.model)
    where = f" on {registry.platform_name(model_id.platform)}" if lifecycle.is_own else ""
    if lifecycle.in_most_regions:
        where += " in most regions"
    if lifecycle.status is Status.ACTIVE:
        return _active_life(model, where, today)
    if lifecycle.date is None:
        return f"{lifecycle.status.value.capitalize()}{where}; no day is known."
    if lifecycle.days_left is None:
        ago = days((today - lifecycle.date).days)
        return f"Retired{where} on {lifecycle.date}, {ago} ago: requests fail."
    left = days(lifecycle.days_left)
    announced = f" Announced on {model.deprecated_on}." if model.deprecated_on else ""
    return f"Retires{where} on {lifecycle.date}, in {left}: requests fail from then on.{announced}"


def _active_life(model: Model, where: str, today: date) -> str:
    """The life of a model without an end; a promise that has run out says nothing any more."""
    floor = model.day("retires_not_before")
    facts = (
        f"Released on {model.released_on}." if model.released_on else "",
        f"Active{where}, with no announced end there." if where else "",
        f"Not retired before {floor}." if floor and floor > today and not where else "",
        f"Access: {literal(str(model.facts['access']))}." if model.is_restricted else "",
    )
    return " ".join(filter(None, facts))


def _elsewhere(
    lifecycle: Lifecycle, model_id: ModelId, today: date, registry: ModelRegistry
) -> str:
    """What holds on other platforms, and in regions of this one."""
    told = [
        f"{registry.platform_name(each.platform)}{_regions(each.regions)} {_told(each)}"
        for each in registry.platform_lives(model_id.model, today)
        if (each.regions or each.platform != lifecycle.platform)
        and (each.status, lifecycle.status) != (Status.RETIRED, Status.RETIRED)
    ]
    return f"Elsewhere: {'; '.join(told)}." if told else ""


def _regions(regions: Sequence[str]) -> str:
    return f" in {', '.join(regions)}" if regions else ""


def _told(life: PlatformLife) -> str:
    if life.date is None:
        return life.status.value
    return f"{'retired since' if life.status is Status.RETIRED else 'until'} {life.date}"


def _unconfirmed(model_id: ModelId, today: date, registry: ModelRegistry) -> str:
    """Days that only a price list names: they may be ends, or promises not to end before."""
    unconfirmed = registry.unconfirmed_days(model_id, today)
    named = (f"{each.value} ({each.source})" for each in unconfirmed)
    if not unconfirmed:
        return ""
    place = registry.platform_name(model_id.platform)
    return (
        f"Not confirmed, and maybe only a day before which it is not retired on {place}: "
        f"{' or '.join(named)}."
    )


def variant_note(model_id: ModelId, registry: ModelRegistry) -> str:
    """What became of fast mode, where an id asks for it and does not fail."""
    variant = registry.variant(model_id)
    if variant is None or variant["after"] == "error":
        return ""
    return (
        f"Fast mode was removed on {variant['removed_on']}: requests with this id run at "
        f"{variant['after']}. For fast mode use {code(variant['replacement'])} with "
        '`speed: "fast"`.'
    )


def days(count: int) -> str:
    """A number of days, in words."""
    return "1 day" if count == 1 else f"{count} days"


def _replacement(
    model_id: ModelId, replacement: Replacement | None, registry: ModelRegistry
) -> str:
    if replacement is None:
        return ""
    name = literal(replacement.model.name)
    if replacement.text is None:
        unserved = f"{registry.platform_name(model_id.platform)} is not known to serve it"
        text = f"**Replace with** {name} ({replacement.source}); {unserved}."
    else:
        text = f"**Replace with** {code(replacement.text)}, {name} ({replacement.source})."
    if registry.variant(model_id) is not None:
        return text  # it has a price of its own, and so has its successor
    price = _price_change(registry.prices(model_id), registry.prices(replacement.model.id))
    changed = _changes(registry.get(model_id.model), replacement.model)
    return paragraphs(text, changed, price and f"Price: {price}.")


def _changes(old: Model, new: Model) -> str:
    """What a move changes besides what the new model refuses."""
    told = "; ".join(each.told for each in changes(old, new))
    return f"Changes without an error: {told}." if told else ""


def _price_change(old: Price | None, new: Price | None) -> str:
    """How the price changes and what that is for a million tokens each of input and output.

    For example "$15/$75 → $5/$25 per MTok, 67 % cheaper; a million tokens each: $90 → $30, $60
    saved"; "" if a price is unknown.
    """
    if old is None or new is None:
        return ""
    before, after = _preferred(old), _preferred(new)
    change = f"{dollar_pair(before)} → {dollar_pair(after)} per MTok"
    amounts = _amounts(old.cost(_MILLION, _MILLION), new.cost(_MILLION, _MILLION))
    return f"{change}, {price_difference(before, after)}{amounts}"


def price_difference(old: tuple[float, float], new: tuple[float, float]) -> str:
    """How the price of input and output changes, for example "67 % cheaper"."""
    of_input, of_output = map(_difference, old, new)
    if of_input == of_output:
        return of_input
    return f"input {of_input}, output {of_output}"


def _amounts(old: float, new: float) -> str:
    if old == new:
        return ""
    saved = f"{dollars(old - new)} saved" if new < old else f"{dollars(new - old)} more"
    return f"; a million tokens each: {dollars(old)} → {dollars(new)}, {saved}"


def _difference(old: float, new: float) -> str:
    if new == old or not old:
        return "same price" if new == old else "no longer free"
    return f"{round(abs(1 - new / old) * 100)} % {'cheaper' if new < old else 'dearer'}"


def _preferred(price: Price) -> tuple[float, float]:
    return price.input[0].value, price.output[0].value


def dollar_pair(values: tuple[float, float]) -> str:
    """The price of input and output, for example "$15/$75"."""
    return "/".join(map(dollars, values))


def dollars(value: float) -> str:
    """An amount in US dollars: with cents, unless they are none."""
    return f"${value:,.0f}" if value == round(value) else f"${value:,.2f}"


class Numbers(NamedTuple):
    """The numbers of a model, each as the values that sources state, the preferred one first."""

    name: str
    prices: tuple[Sourced[tuple[float, float]], ...]
    window: tuple[Sourced[int], ...]
    output: tuple[Sourced[int], ...]

    @classmethod
    def of(cls, name: str, model: ModelId | str, registry: ModelRegistry) -> Numbers:
        """The numbers of a model under the name that a table shows."""
        price, limits = registry.prices(model), registry.output_limits(model)
        return cls(
            name,
            tuple(_price_pairs(price)) if price else (),
            registry.context_window(model),
            limits.all if limits else (),
        )


def numbers_of(
    model_id: ModelId, replacement: Replacement | None, registry: ModelRegistry
) -> list[Numbers]:
    """The numbers of a model, and of the one that replaces it."""
    numbers = [Numbers.of(literal(registry.get(model_id.model).name), model_id, registry)]
    if replacement:
        name = literal(replacement.model.name)
        numbers.append(Numbers.of(name, replacement.model.id, registry))
    return numbers


def _price_pairs(price: Price) -> Iterator[Sourced[tuple[float, float]]]:
    """Input and output price by source; a source that states only one of them is left out."""
    outputs = {(each.slug, each.id): each.value for each in price.output}
    for each in price.input:
        output = outputs.get((each.slug, each.id))
        if output is not None:
            yield Sourced((each.value, output), each.source, each.slug, each.id)


def _comparison(numbers: Sequence[Numbers]) -> str:
    """A table of the numbers, a column for each model; rows of which nothing is known left out."""
    rows = (
        ["Price per MTok", *(_values(each.prices, dollar_pair) for each in numbers)],
        ["Context window", *(_values(each.window, _tokens) for each in numbers)],
        ["Max output", *(_values(each.output, _tokens) for each in numbers)],
    )
    known = [row for row in rows if any(row[1:])]
    return table(["", *(each.name for each in numbers)], known) if known else ""


def _values(values: Sequence[Sourced[T]], written: Callable[[T], str]) -> str:
    """A value; where sources disagree, each value with the best source that states it."""
    by_value: dict[T, str] = {}
    for each in values:
        by_value.setdefault(each.value, each.source)
    if len(by_value) == 1:
        return written(values[0].value)
    return " or ".join(f"{written(value)} ({source})" for value, source in by_value.items())


def _tokens(value: int) -> str:
    return f"{value:,} tokens"


def _day_disagreement(lifecycle: Lifecycle) -> str:
    by_day: dict[object, dict[str, None]] = {}
    for each in lifecycle.sources:
        by_day.setdefault(each.value or "not named", {})[each.source] = None
    if len(by_day) < 2:
        return ""
    days = (f"{day} ({' and '.join(sources)})" for day, sources in by_day.items())
    return f"Sources disagree on the day: {'; '.join(days)}."


def _notes(lifecycle: Lifecycle) -> str:
    """What sources say of the life besides its day."""
    notes = dict.fromkeys(each.note for each in lifecycle.sources if each.note)
    return " ".join(f"{note[:1].upper()}{note[1:]}." for note in notes)


def _sources(lifecycle: Lifecycle, numbers: Sequence[Numbers]) -> str:
    """Who states the day of retirement, and the best source of each number."""
    sources = [each.source for each in lifecycle.sources]
    for each in numbers:
        sources += [
            values[0].source for values in (each.prices, each.window, each.output) if values
        ]
    return f"*Sources: {'; '.join(dict.fromkeys(sources))}*" if sources else ""
