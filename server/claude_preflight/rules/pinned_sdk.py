"""Which SDK sends a request, and what is known of its version from the project's pins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from claude_preflight.facts.types import Argument, Request
from claude_preflight.knowledge import conditions
from claude_preflight.knowledge.conditions import FlatParameters
from claude_preflight.knowledge.models import ModelId
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.parameters import ParameterRule, ParameterRules
from claude_preflight.knowledge.sdks import Sdk, of_library
from claude_preflight.pins import Holds, Version, version_of
from claude_preflight.records import NamedTuple
from claude_preflight.rules.refusals import Values, values_of
from claude_preflight.rules.rule import Context

# Who names the version of the API sends that one, whatever the SDK's own is.
API_VERSION = b"anthropic-version"


class SdkCall(NamedTuple):
    """A call of an SDK: which, what people call it, and what is called."""

    sdk: Sdk
    name: str
    callee: str


class Refusal(NamedTuple):
    """Arguments that versions of an SDK from `since` on refuse, or make the API refuse."""

    rule: ParameterRule
    arguments: tuple[Argument, ...]
    since: str


def sdk_call_of(context: Context, request: Request) -> SdkCall | None:
    """The call of an SDK that sends a request, where its place tells."""
    library = context.library_of(request) if request.call and not request.is_class else None
    sdk = of_library(library) if library else None
    if library is None or sdk is None or request.call is None:
        return None
    callee = request.call.callee
    if not library.sends(callee) and not library.makes(callee):
        return None
    return SdkCall(sdk, library.name, callee)


def known_version(context: Context, sdk: Sdk) -> str:
    """The oldest version of an SDK that the pins allow: what it refuses, all of them refuse.

    "" where there are no pins, or where they go down to no version.
    """
    low = min((pin.range.low for pin in context.pins.of(*sdk.packages)), default=())
    return _written(low) if low else ""


def known_api_version(context: Context, sdk: Sdk) -> str:
    """The version of the API that all allowed versions of an SDK send; "" where none is known."""
    low = version_of(known_version(context, sdk))
    if not low or API_VERSION in context.text.data:
        return ""
    days = [day for since, day in sdk.api_versions.items() if version_of(since) <= low]
    return max(days, default="")


def direct_arguments(request: Request) -> tuple[Argument, ...]:
    """The arguments of a request without those that stand inside of others."""
    found: list[Argument] = []
    for argument in sorted(request.arguments, key=lambda each: (each.span.start, -each.span.end)):
        if not found or argument.span.start >= found[-1].span.end:
            found.append(argument)
    return tuple(found)


def open_refusals(context: Context) -> Iterator[tuple[SdkCall, Refusal]]:
    """What newer versions of an SDK refuse of the requests, where the pins allow some of them."""
    for request in context.asked.requests:
        called = sdk_call_of(context, request)
        packages = called.sdk.packages if called else ()
        if called and context.pins.of(*packages):
            for refusal in refusals(context, request, called):
                if context.pins.from_on(refusal.since, *packages) is Holds.SOME:
                    yield called, refusal


def refusable(sdk: Sdk) -> frozenset[str]:
    """The parameters, by their names in the API, that versions of an SDK may refuse."""
    rules = (rule for _, rule in _thresholds(sdk))
    return frozenset(name for rule in rules for name in rule.parameters)


def refusals(context: Context, request: Request, called: SdkCall) -> Iterator[Refusal]:
    """What newer versions of an SDK refuse of a request, each argument by the oldest of them."""
    model = context.model_of(request)
    if model is None or context.has_ended(model):
        return
    seen: set[str] = set()
    names_version = API_VERSION in context.text.data
    for since, rule in _thresholds(called.sdk):
        by_sdk = rule.scope.version is not None
        if names_version and not by_sdk:
            continue
        arguments = direct_arguments(request) if by_sdk else request.arguments
        named = [a for a in arguments if api_name(a.key) in rule.parameters]
        new = tuple(a for a in named if a.key not in seen and not _by_model(model, a))
        if new and _refuses(context, rule, called, model, values_of(context.text, *new), since):
            seen.update(argument.key for argument in new)
            yield Refusal(rule, new, _written(since))


@cache
def _thresholds(sdk: Sdk) -> tuple[tuple[Version, ParameterRule], ...]:
    """The rules that hold from a version of an SDK on, with that version, the oldest first."""
    return tuple(sorted(_found_thresholds(sdk), key=lambda each: each[0]))


def _found_thresholds(sdk: Sdk) -> Iterator[tuple[Version, ParameterRule]]:
    for rule in ParameterRules.load().rules:
        scope = rule.scope
        if rule.severity != "error":
            continue
        if scope.version and scope.libraries and sdk.id in scope.libraries:
            yield version_of(scope.version), rule
        elif scope.api_version:
            days = sdk.api_versions.items()
            yield from ((version_of(s), rule) for s, day in days if day >= scope.api_version)


def _refuses(
    context: Context,
    rule: ParameterRule,
    called: SdkCall,
    model: ModelId,
    values: Values,
    since: Version,
) -> bool:
    """Whether a rule refuses some parameters in an SDK of a version."""
    request = conditions.Request(
        FlatParameters(values),
        model=model.model,
        platform=model.platform,
        library=called.sdk.id,
        version=_written(since),
        api_version=rule.scope.api_version or "",
        call=called.callee,
        today=context.today,
    )
    return rule.holds(request) is True


def _by_model(model: ModelId, argument: Argument) -> bool:
    """Whether the model refuses an argument, whatever sends it."""
    value = argument.literal
    return ParameterRules.load().refused(model.model, argument.key, value) is not None


def _written(version: Version) -> str:
    """A version with three numbers at least."""
    return ".".join(map(str, (*version, 0, 0, 0)[: max(len(version), 3)]))
