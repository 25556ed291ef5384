"""The output limit of a request: which argument sets it, and what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claude_preflight.facts.types import Argument, Request
from claude_preflight.knowledge.models import ModelId, OutputLimits, Sourced
from claude_preflight.rules.rule import Context

# The name of a constant, behind what it belongs to.
_NAME = re.compile(rb"[A-Za-z_]\w*\Z")
_OUTPUT_KEYS = ("maxtokens", "maxoutputtokens", "maxcompletiontokens", "maxtokenstosample")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a model allows by the settings.

    A number above `strictest` is too high by a source that counts, one above `highest` by all of
    them. A fix lowers it to `lowered`, the vendor's number: no further than the API asks for.
    """

    strictest: Sourced[int]
    highest: Sourced[int]
    lowered: Sourced[int]
    sources: OutputLimits


def output_argument(request: Request) -> Argument | None:
    """The argument that limits the output of a request."""
    return request.argument(*_OUTPUT_KEYS)


def may_be_lowered(context: Context, argument: Argument) -> bool:
    """Whether the literal of an output limit is there for such limits only.

    It stands in the argument, or in a constant that the file names nowhere else.
    """
    if argument.is_direct:
        return True
    name = _NAME.search(context.text.data, *argument.value.span)
    if name is None:
        return False
    context.counted.add(name[0])
    limits = (output_argument(request) for request in context.facts.requests)
    users = {limit.value.span for limit in limits if limit and limit.origin == argument.origin}
    places = re.findall(rb"(?<!\w)" + name[0] + rb"(?!\w)", context.text.data)
    return len(places) == len(users) + 1


def allowed_output(context: Context, model: ModelId) -> Allowed | None:
    """The limits of a model that count by the settings, or None if no source states one."""
    limits = context.registry.output_limits(model)
    if limits is None:
        return None
    trusted = {"article": limits.article, "vendor": limits.vendor}.get(context.settings.limits)
    if trusted is not None:
        return Allowed(trusted, trusted, trusted, limits)
    strictest = min(_leading(limits), key=lambda s: s.value)
    return Allowed(strictest, limits.highest, limits.vendor or limits.highest, limits)


def _leading(limits: OutputLimits) -> list[Sourced[int]]:
    """The article and the best other source; a lower number of a lesser source warns nobody."""
    return [limit for limit in (limits.article, limits.vendor) if limit is not None] or [
        limits.strictest
    ]
