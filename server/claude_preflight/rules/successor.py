"""The successor of a model, in a spelling that works where the old id stands."""

from __future__ import annotations

from dataclasses import replace

from claude_preflight.facts.types import Mention
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId, Replacement
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.rules.rule import Context

_BEDROCK = "bedrock"
# What stands behind these is the model itself; a profile has another name.
_PLAIN_ROUTES = ("foundation-model/", "commitment/")
_LONGEST_ROUTE = max(map(len, _PLAIN_ROUTES))
# The profile that a person has to want: requests go anywhere in the world.
_EVERYWHERE = "global"
_SHOWN = 2


def successor_of(context: Context, mention: Mention, model_id: ModelId) -> Replacement | None:
    """What to use instead of an id at its place; its note says what that needs besides."""
    found = context.registry.replacement(model_id, context.today)
    if found is None or found.text is None:
        return found
    if model_id.platform == _BEDROCK:
        is_plain = names_plain_model(context, mention)
        return _through_profile(context, model_id, found, is_plain=is_plain)
    return _by_gateway(context, model_id, found)


def names_plain_model(context: Context, mention: Mention) -> bool:
    """Whether an id stands, or the end of an id is written, where only the model itself may."""
    data, start = context.text.data, mention.span.start
    before = data[max(start - _LONGEST_ROUTE, 0) : start].decode(errors="ignore")
    return f"{before}{mention.text}".rpartition("anthropic.")[0].endswith(_PLAIN_ROUTES)


def _through_profile(
    context: Context, old: ModelId, found: Replacement, *, is_plain: bool
) -> Replacement:
    """A Bedrock id with the inference profile of the region, where the model needs one."""
    new, spelling = found.model.id, old.spelling
    words = context.facts.surroundings.words
    profiles = context.registry.profiles(new)
    if spelling.profile or not profiles or not Places.load().needs_profile(new, words):
        return found
    if is_plain:
        return replace(found, note="then name an inference profile, which alone serves it")
    profile = _profile(context, spelling.region)
    if profile in profiles and spelling.mark:
        text = context.registry.written(new, replace(spelling, profile=profile))
        if text is not None:
            return replace(found, text=text)
    shown = " or ".join([*(p for p in profiles if p != _EVERYWHERE), _EVERYWHERE][:_SHOWN])
    note = f"then put your region's inference profile first, like {shown}"
    return replace(found, note=note)


def _profile(context: Context, region: str) -> str:
    """The inference profile of the region that an id, or all of the document, speaks of."""
    if region:
        return Places.load().profile([region])
    surroundings = context.facts.surroundings
    if not surroundings.chosen or Places.load().add_profiles(surroundings.words):
        return ""
    return Places.load().profile(surroundings.regions)


def _by_gateway(context: Context, old: ModelId, found: Replacement) -> Replacement:
    """An id that is handed on to the Claude API, or goes to a gateway that writes it otherwise."""
    handed_on = context.registry.find(old.text, API)
    if len(context.gateways) <= 1 or handed_on is None or handed_on.platform == old.platform:
        return found
    return replace(found, note="then check that the gateway knows it by this name")
