"""What the rules about retired and retiring models share: mentions of models that end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Fix, Related
from claude_preflight.knowledge.models import Lifecycle, Replacement, Status
from claude_preflight.knowledge.sdk_constants import SdkConstant
from claude_preflight.records import NamedTuple
from claude_preflight.rules.fixes.migrate import migrate
from claude_preflight.rules.rule import Context
from claude_preflight.rules.successor import constant_of, is_moved, names_plain_model, successor_of

# Sources that name days so far apart do not merely count differently.
_FAR = timedelta(days=30)
# More places than these nobody reads.
_MOST_USES = 5


class Retirement(NamedTuple):
    """A mention of a model that is retired or will be, and what to use instead.

    `name` is what is mentioned and `place` where the model ends, if not everywhere; both are parts
    of a sentence. `other_days` are those that sources name besides the one that counts. `constant`
    is what to use where the mention is a constant of an SDK. One that `is_moved` the user moves to
    a model of their own choice.
    """

    mention: Mention
    name: str
    lifecycle: Lifecycle
    place: str
    other_days: tuple[str, ...]
    replacement: Replacement | None
    constant: SdkConstant | None = None
    is_moved: bool = False

    @property
    def days(self) -> str:
        """An inset with the day that counts and the others; "" if no source names one."""
        day = self.lifecycle.date
        days = "; ".join([*([day.isoformat()] if day else []), *self.other_days])
        return f" ({days})" if days else ""

    @property
    def advice(self) -> str:
        """What to do, as the end of a sentence."""
        if self.replacement is None:
            return "choose another model"
        if self.constant:
            return f"use `{self.constant.name}`"
        if self.lifecycle.is_variant:
            return f'use `{self.replacement.text}`, for fast mode with `speed: "fast"`'
        if self.replacement.text is None:
            successor = self.replacement.model.name
            return f"choose another model, as {successor} is not known to be served there"
        note = f", {self.replacement.note}" if self.replacement.note else ""
        return f"use `{self.replacement.text}`{note}"


def retirements(context: Context, status: Status) -> Iterator[Retirement]:
    """The mentions of models that have a status on the day."""
    known: dict[tuple[str, bool], Retirement | None] = {}
    for mention in context.asked.mentions:
        alike = mention.text, names_plain_model(context, mention)
        if alike not in known:
            known[alike] = _retirement(context, mention, status)
        retirement = known[alike]
        if retirement is not None:
            yield retirement._replace(mention=mention)


def _retirement(context: Context, mention: Mention, status: Status) -> Retirement | None:
    """What there is to say of an id that has a status."""
    model_id = context.find(mention.text, is_constant=mention.is_constant)
    if model_id is None or not context.registry.has_known_end(model_id):
        return None
    lifecycle = context.registry.lifecycle(model_id, context.today)
    if lifecycle.status is not status:
        return None
    name = f"`{mention.text}`" + f" (`{model_id.text}`)" * mention.is_constant
    successor = successor_of(context, mention, model_id)
    constant = constant_of(context, mention, successor) if successor else None
    place, others = _place(context, lifecycle), _other_days(lifecycle, context.today)
    moved = is_moved(context, model_id)
    return Retirement(mention, name, lifecycle, place, others, successor, constant, moved)


def _place(context: Context, lifecycle: Lifecycle) -> str:
    """Where the end is, as a part of a sentence, if a platform has one of its own."""
    if not lifecycle.is_own:
        return ""
    most = " in most regions" if lifecycle.in_most_regions else ""
    return f" on {context.registry.platform_name(lifecycle.platform)}{most}"


def _other_days(lifecycle: Lifecycle, today: date) -> tuple[str, ...]:
    """The days that other sources name, but those that make no difference to anybody today."""
    days = [each for each in lifecycle.other_days if _matters(each.value, lifecycle.date, today)]
    return tuple(f"{each.value} by {each.source}" for each in days)


def _matters(other: str, day: date | None, today: date) -> bool:
    """Whether a day is far from the one that counts, or only one of the two is over."""
    if day is None:
        return True
    named = date.fromisoformat(other)
    return abs(named - day) >= _FAR or (named <= today) != (day <= today)


def uses(context: Context, mention: Mention) -> tuple[Related, ...]:
    """The requests, elsewhere in the document, whose model is the id of a mention."""
    models = (request.model for request in context.facts.users(mention))
    places = [each.value.span for each in models if each and not each.is_direct]
    return tuple(Related(span, "A request uses it here.") for span in places[:_MOST_USES])


def fixes(context: Context, retirement: Retirement) -> tuple[Fix, ...]:
    """The ways out: the migration, where one can be written."""
    if retirement.replacement is None:
        return ()
    fix = migrate(context, retirement.mention, retirement.replacement, retirement.constant)
    return (fix,) if fix else ()
