"""model-platform: an id that the platform does not know to which it is sent."""

from __future__ import annotations

from collections.abc import Iterator

from claude_preflight.facts.types import Mention
from claude_preflight.findings import Finding, Fix, Role, Severity
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId, Replacement, Spelling, Status
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.rules.destinations import (
    BEDROCK,
    OPENAI,
    VERTEX,
    Destination,
    Told,
    destination_of,
)
from claude_preflight.rules.fixes.migrate import migrate
from claude_preflight.rules.profiles import likely, profile_for
from claude_preflight.rules.rule import Context, Rule

CODE = "model-platform"

HELP = """\
Each platform has ids of its own for the same model: the Claude API takes `claude-haiku-4-5`,
Amazon Bedrock `us.anthropic.claude-haiku-4-5-20251001-v1:0`, Google Vertex AI
`claude-haiku-4-5@20251001`. An id of one platform is refused by the others, with 400 or 404.

What sends the request decides: the client that is made in the file (`Anthropic()`,
`AnthropicBedrock()`, boto3), the URL that a body is sent to, or `CLAUDE_CODE_USE_BEDROCK` and
`CLAUDE_CODE_USE_VERTEX` beside the variables from which Claude Code takes its models. Where that
cannot be told, or where a base URL leads elsewhere, nothing is reported.

Newer models have no plain id on Bedrock: a request names an inference profile, such as `eu.` or
`global.`. The fix writes the one of the region that the file sets; where it sets none, the choice
is yours. A tail that an id does not have (`anthropic.claude-opus-4-6-v1:0`) and a dot for a dash
(`claude-sonnet-4.6`) are reported too, as is a Claude id that goes to OpenAI.

```json
{"env": {"CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_MODEL": "claude-opus-4-8"}}
{"env": {"CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_MODEL": "us.anthropic.claude-opus-4-8"}}
```
"""

_MARK = "anthropic."
# What gateways write before an id.
_ROUTE = "anthropic/"
_DOT = regex(r"\d\.\d")
# What no first-party id has: the version of Bedrock, the date of Vertex AI.
_FOREIGN_TAIL = regex(r"-v\d+(?::\d+)?\Z|:\d+\Z|@")
_REASONS = {
    "profile": "needs an inference profile on Amazon Bedrock",
    "dot": "is written with dashes on the Claude API",
}
_ROLES = frozenset((Role.USE, Role.EXAMPLE))


class _Misfit(NamedTuple):
    """An id that is refused where it goes: why, as a predicate, and what to write instead.

    Of several ids a person has to choose one.
    """

    why: str
    ids: tuple[str, ...]


def check(context: Context) -> Iterator[Finding]:
    """Report the ids in use that the platform refuses to which they are sent."""
    for mention in context.asked.mentions:
        if mention.role not in _ROLES or mention.is_constant or mention.embedded:
            continue
        model_id = context.find(mention.text)
        if model_id is None or _has_ended(context, model_id):
            continue
        destination = destination_of(context, mention, model_id)
        if destination is None:
            continue
        misfit = _misfit(context, mention, model_id, destination)
        if misfit:
            yield _finding(context, mention, model_id, destination, misfit)


def ids_at(context: Context, mention: Mention, model_id: ModelId) -> tuple[str, ...]:
    """How an id is written where a mention stands; () if it is not served where that is sent."""
    destination = destination_of(context, mention, model_id)
    misfit = _misfit(context, mention, model_id, destination) if destination else None
    if misfit is None or destination is None:
        return (model_id.text,)
    return tuple(destination.route + each for each in misfit.ids)


def _has_ended(context: Context, model_id: ModelId) -> bool:
    """Whether another rule speaks of an id: its model is retired, or will be."""
    if not context.registry.has_known_end(model_id):
        return False
    return context.registry.lifecycle(model_id, context.today).status is not Status.ACTIVE


def _misfit(
    context: Context, mention: Mention, model_id: ModelId, destination: Destination
) -> _Misfit | None:
    if destination.platform == OPENAI:
        return _Misfit("goes to OpenAI, which has no Claude models", ())
    if destination.platform == API:
        return _on_the_api(context, model_id, destination)
    if destination.platform == BEDROCK:
        return _on_bedrock(context, mention, model_id, destination)
    if destination.platform == VERTEX:
        return _on_vertex(context, model_id, destination)
    return None


def _on_the_api(context: Context, model_id: ModelId, destination: Destination) -> _Misfit | None:
    spelling = model_id.spelling
    written = model_id.text.removeprefix(destination.route).lower()
    known = context.registry.names(model_id.model, API)
    if written in known or not known:
        return None
    name = (spelling.name + spelling.tail).lower()
    foreign = bool(spelling.mark or spelling.profile or _FOREIGN_TAIL.search(name))
    foreign = foreign or written.startswith(_ROUTE)
    if not foreign and not _DOT.search(name):
        return None
    if spelling.route not in ("", destination.route, _ROUTE):
        return None
    why = "is no id of the Claude API" if foreign else _REASONS["dot"]
    return _Misfit(why, tuple(_written(context, model_id, API)))


def _on_bedrock(
    context: Context, mention: Mention, model_id: ModelId, destination: Destination
) -> _Misfit | None:
    spelling = model_id.spelling
    if spelling.route != destination.route:
        return None  # the name of a resource
    known = context.registry.names(model_id.model, BEDROCK)
    if not known:
        return None
    bare = {name[name.find(_MARK) :] for name in known if _MARK in name}
    written = (spelling.mark + spelling.name).lower()
    if spelling.mark != _MARK:
        return _Misfit(_no_id(destination), tuple(_with_profile(context, mention, model_id)))
    if written not in bare:
        return _Misfit("is no id that Amazon Bedrock has", tuple(_like(context, mention, model_id)))
    is_needed = Places.load().needs_profile(model_id.model, context.facts.surroundings.words)
    adds = Places.load().add_profiles(context.facts.surroundings.words)
    if spelling.profile or not is_needed or adds:
        return None
    if not context.registry.profiles(model_id.model):
        return None
    return _Misfit(_REASONS["profile"], tuple(_with_profile(context, mention, model_id)))


def _on_vertex(context: Context, model_id: ModelId, destination: Destination) -> _Misfit | None:
    spelling = model_id.spelling
    known = context.registry.names(model_id.model, VERTEX)
    if spelling.route or not known or model_id.text.lower() in known:
        return None
    if destination.told is Told.SWITCH and not spelling.mark:
        return None
    return _Misfit(_no_id(destination), tuple(_written(context, model_id, VERTEX)))


def _no_id(destination: Destination) -> str:
    name = {BEDROCK: "Amazon Bedrock", VERTEX: "Vertex AI"}[destination.platform]
    return f"is no id of {name}, which {destination.name} {destination.told.value}"


def _written(context: Context, model_id: ModelId, platform: str) -> Iterator[str]:
    """The id of a model on a platform, with a date if it had one."""
    mark = _MARK if platform == BEDROCK else ""
    yield from _active(context, model_id, platform, "", mark)


def _with_profile(context: Context, mention: Mention, model_id: ModelId) -> Iterator[str]:
    """The ids of a model with the region's inference profile, or with those to choose from."""
    registry, model = context.registry, model_id.model
    profiles = registry.profiles(model)
    if not profiles or not Places.load().needs_profile(model, context.facts.surroundings.words):
        yield from _written(context, model_id, BEDROCK)
        return
    regional = profile_for(context, mention, model_id.spelling.region)
    for profile in [regional] if regional in profiles else likely(profiles):
        yield from _active(context, model_id, BEDROCK, profile, _MARK)


def _active(
    context: Context, model_id: ModelId, platform: str, profile: str, mark: str
) -> Iterator[str]:
    """The id of a model on a platform, if it has not come to its end there."""
    old = model_id.spelling
    # It asks for a longer window; all other tails are of one platform.
    kept = old.tail if old.tail.startswith("[") else ""
    spelling = Spelling(platform, "", profile, mark, old.name, kept, "")
    text = context.registry.written(model_id.model, spelling)
    found = context.registry.find(text, platform) if text else None
    if text and found and not _has_ended(context, found):
        yield text


def _like(context: Context, mention: Mention, model_id: ModelId) -> Iterator[str]:
    """The id of Bedrock in place of one with a tail that it does not have, or lacks."""
    if model_id.spelling.profile:
        yield from _active(context, model_id, BEDROCK, model_id.spelling.profile, _MARK)
    else:
        yield from _with_profile(context, mention, model_id)


def _finding(
    context: Context,
    mention: Mention,
    model_id: ModelId,
    destination: Destination,
    misfit: _Misfit,
) -> Finding:
    ids = [destination.route + each for each in misfit.ids]
    is_warning = destination.platform == OPENAI or not destination.is_certain
    severity = Severity.WARNING if is_warning else Severity.ERROR
    return Finding(
        CODE,
        f"`{mention.text}` {misfit.why}: {_advice(destination, ids)}.",
        mention.span,
        context.severity(CODE, severity, mention.role),
        mention.text,
        mention.role,
        tuple(_fixes(context, mention, model_id, destination, ids)),
    )


def _advice(destination: Destination, ids: list[str]) -> str:
    if destination.platform == OPENAI:
        return "give the client the base URL of what serves it, or use the vendor's SDK"
    if not ids:
        return "choose a model that is served there"
    return "use " + " or ".join(f"`{each}`" for each in ids)


def _fixes(
    context: Context,
    mention: Mention,
    model_id: ModelId,
    destination: Destination,
    ids: list[str],
) -> Iterator[Fix]:
    """One fix for each id that may be meant; the only one is safe where all is told."""
    is_only = len(ids) == 1 and destination.is_certain
    for text in ids:
        replacement = Replacement(context.registry.get(model_id.model), text, CODE)
        if fix := migrate(context, mention, replacement, None):
            yield fix._replace(safe=fix.safe and is_only, works=fix.works and is_only)


RULE = Rule(
    code=CODE,
    name="Model of another platform",
    http="400 / 404",
    summary="The id is one of another platform than the one that it is sent to.",
    help=HELP,
    check=check,
)
