"""Inference profiles of Amazon Bedrock: which one a document's region has, and which there are."""

from __future__ import annotations

from collections.abc import Iterable

from claude_preflight.knowledge.surroundings import Places
from claude_preflight.rules.rule import Context

# The profile that a person has to want: requests go anywhere in the world.
_EVERYWHERE = "global"
_SHOWN = 2


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
