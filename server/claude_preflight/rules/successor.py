"""The successor of a model, in a spelling that works where the old id stands."""

from __future__ import annotations

from claude_preflight.facts.types import Mention
from claude_preflight.knowledge import sdk_constants
from claude_preflight.knowledge.model_ids import API
from claude_preflight.knowledge.models import ModelId, Replacement
from claude_preflight.knowledge.sdk_constants import SdkConstant
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.rules.profiles import likely, profile_of
from claude_preflight.rules.rule import Context

_BEDROCK = "bedrock"
# What stands behind these is the model itself; a profile has another name.
_PLAIN_ROUTES = ("foundation-model/", "commitment/")
_LONGEST_ROUTE = max(map(len, _PLAIN_ROUTES))
_CHOICE = "your choice"


def successor_of(context: Context, mention: Mention, model_id: ModelId) -> Replacement | None:
    """What to use instead of an id at its place; its note says what that needs besides.

    What the user moves it to goes before what would be proposed.
    """
    target = target_of(context)
    if target and is_moved(context, model_id):
        return moved_to(context, mention, model_id, target)
    found = context.registry.replacement(model_id, context.today)
    return _in_place(context, mention, model_id, found) if found else None


def target_of(context: Context) -> ModelId | None:
    """The model that the user moves to, as they write it."""
    move = context.settings.move
    return context.registry.find(move.model) if move else None


def is_moved(context: Context, model_id: ModelId) -> bool:
    """Whether the user moves the model of an id, should it be one that moves."""
    move, target = context.settings.move, target_of(context)
    if move is None or target is None or target.model == model_id.model:
        return False
    named = (context.registry.find(each) for each in move.of)
    return not move.of or any(each and each.model == model_id.model for each in named)


def moved_to(context: Context, mention: Mention, model_id: ModelId, target: ModelId) -> Replacement:
    """A model in the place of an id; on the Claude API it is written as it was named."""
    registry = context.registry
    text = registry.written(target.model, model_id.spelling)
    if model_id.platform == target.platform == API:
        text = model_id.spelling.route + target.spelling.name
    new = registry.find(text, model_id.platform) if text else None
    if new is not None and context.has_ended(new):
        text = None  # it has ended there, if not elsewhere
    found = Replacement(registry.get(target.model), text, _CHOICE)
    return _in_place(context, mention, model_id, found)


def constant_of(context: Context, mention: Mention, replacement: Replacement) -> SdkConstant | None:
    """The constant for what takes the place of one of an SDK; of the same platform, so alike."""
    old = context.constant(mention.text) if mention.is_constant else None
    found = context.registry.find(old.model_id) if old else None
    if old is None or found is None or replacement.text is None:
        return None
    names = (replacement.text, replacement.model.id)
    return sdk_constants.successor(old, *(names if found.platform == API else names[:1]))


def _in_place(
    context: Context, mention: Mention, model_id: ModelId, found: Replacement
) -> Replacement:
    """What takes the place of an id, with what it needs there."""
    if found.text is None:
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
    if is_plain or Places.load().build_resources(words):
        return found._replace(note="then name an inference profile, which alone serves it")
    profile = profile_of(context, spelling.region)
    if profile in profiles and spelling.mark:
        text = context.registry.written(new, spelling._replace(profile=profile))
        if text is not None:
            return found._replace(text=text)
    shown = " or ".join(likely(profiles))
    note = f"then put your region's inference profile first, like {shown}"
    return found._replace(note=note)


def _by_gateway(context: Context, old: ModelId, found: Replacement) -> Replacement:
    """An id that is handed on to the Claude API, or goes to a gateway that writes it otherwise."""
    handed_on = context.registry.find(old.text, API)
    if handed_on is None or handed_on.platform == old.platform or len(context.gateways) <= 1:
        return found
    return found._replace(note="then check that the gateway knows it by this name")
