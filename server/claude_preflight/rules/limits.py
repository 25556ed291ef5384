"""The output limit of a request: which argument sets it, and what is allowed."""

from __future__ import annotations

import re
from collections import Counter

from claude_preflight.facts.types import Argument, Request
from claude_preflight.findings import Span
from claude_preflight.knowledge.models import ModelId, OutputLimits, Sourced
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context

# The name of a constant, behind what it belongs to.
_NAME = regex(rb"[A-Za-z_]\w*\Z")
_WORD = regex(rb"\w+")
# So many names are looked for one by one; to count all words takes as long.
_FEW = 20
_OUTPUT_KEYS = ("maxtokens", "maxoutputtokens", "maxcompletiontokens", "maxtokenstosample")


class Allowed(NamedTuple):
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
    users = _places_of_limits(context).get(argument.origin, ())
    return _times_named(context, name[0]) == len(users) + 1


def _places_of_limits(context: Context) -> dict[Span | None, set[Span]]:
    """Where the output limits of all requests stand, by where their literals do."""
    if "limits" not in context.shared:
        places: dict[Span | None, set[Span]] = {}
        for limit in filter(None, map(output_argument, context.facts.requests)):
            places.setdefault(limit.origin, set()).add(limit.value.span)
        context.shared["limits"] = places
    found: dict[Span | None, set[Span]] = context.shared["limits"]
    return found


def _times_named(context: Context, name: bytes) -> int:
    """How often a name stands in the text; after some names the words are counted, all at once."""
    data = context.text.data
    times: dict[bytes, int] = context.shared.setdefault("times named", {})
    if name not in times and len(times) < _FEW:
        times[name] = len(re.findall(rb"(?<!\w)" + name + rb"(?!\w)", data))
    elif name not in times:
        times.update(Counter(_WORD.findall(data)))
    return times.get(name, 0)


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
