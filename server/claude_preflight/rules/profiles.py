"""Inference profiles of Amazon Bedrock: which one a document's region has, and which there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claude_preflight.facts.types import Mention, Request
from claude_preflight.knowledge.surroundings import Places
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context

# The profile that a person has to want: requests go anywhere in the world.
_EVERYWHERE = "global"
_SHOWN = 2
# A region among the arguments of what makes a client.
_REGION = regex(
    rb"\s*\([^()]{0,300}?region\w*[\"']?\s*[:=]\s*[\"'](?P<region>[a-z]{2}(?:-[a-z]+)+-\d)[\"']",
    re.IGNORECASE,
)
_REACH = 400


def profile_for(context: Context, mention: Mention, region: str) -> str:
    """The inference profile of the region that the requests of an id set, or all of the document.

    The id itself may name a region too.
    """
    regions = {
        each for request in context.facts.users(mention) for each in _set_by(context, request)
    }
    own = Places.load().profile(regions) if regions else ""
    return own or profile_of(context, region)


def _set_by(context: Context, request: Request) -> Iterator[str]:
    """The regions that a request sets, or the client that sends it."""
    for argument in request.arguments:
        if "region" in argument.name and isinstance(argument.literal, str):
            yield argument.literal
    client = request.call.client if request.call else None
    if client is not None:
        made = _REGION.match(context.text.data, client.end, client.end + _REACH)
        if made:
            yield made["region"].decode()


def profile_of(context: Context, region: str) -> str:
    """The inference profile of the region that an id, or all of the document, speaks of.

    "" where none is set, or where the program puts the profile before an id by itself.
    """
    if region:
        return Places.load().profile([region])
    surroundings = context.facts.surroundings
    if not surroundings.chosen or Places.load().add_profiles(surroundings.words):
        return ""
    return Places.load().profile(surroundings.regions)


def likely(profiles: Iterable[str]) -> list[str]:
    """The profiles to name where the choice is a person's."""
    return [*(each for each in profiles if each != _EVERYWHERE), _EVERYWHERE][:_SHOWN]
