"""What words elsewhere in a file say of where its requests go: a gateway, a region, an old API.

The words are in `surroundings.json`, in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.regex import regex
from claude_preflight.text.model_words import plain_key

_BEDROCK_WORDS = ("messages_api", "adds_profiles", "builds_resources")


class Places:
    """The words, and what they say. Immutable."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """`content` has the shape of `surroundings.json`; use `load`."""
        self._gateways: Mapping[str, Any] = content["gateways"]
        self._platforms: Mapping[str, Any] = content["platforms"]
        self._claude_code: Mapping[str, Any] = content["claude_code"]
        self._completions: Mapping[str, Any] = content["text_completions"]
        self._training: Mapping[str, Any] = content["training"]
        self._tests: Mapping[str, Any] = content["tests"]
        self._bedrock: Mapping[str, Any] = content["bedrock"]

    @staticmethod
    @cache
    def load() -> Places:
        """What the data file says."""
        return Places(data.load("surroundings.json"))

    @cached_property
    def words(self) -> Mapping[str, re.Pattern[bytes]]:
        """All words that say something, each with what finds it in a text in lower case."""
        bedrock = (self._bedrock[each] for each in _BEDROCK_WORDS)
        spoken = (
            *(*self._gateways.values(), *self._platforms.values(), *self._tests.values()),
            *(self._training, *bedrock),
        )
        lists = [entry["words"] for entry in spoken]
        lists += (self._completions[key] for key in ("words", "parameters", "unless"))
        return {word: _pattern(word) for words in lists for word in words}

    def gateways(self, words: AbstractSet[str]) -> tuple[str, ...]:
        """The platforms that words speak of, of those whose ids begin alike: `anthropic/`."""
        return tuple(
            platform
            for platform, entry in self._gateways.items()
            if not words.isdisjoint(entry["words"])
        )

    def platforms(self, words: AbstractSet[str]) -> frozenset[str]:
        """The platforms besides the Claude API that words speak of."""
        return frozenset(
            platform
            for platform, entry in self._platforms.items()
            if not words.isdisjoint(entry["words"])
        )

    @property
    def switches(self) -> Mapping[str, str]:
        """The variables in lower case that make Claude Code call a platform."""
        switches: Mapping[str, str] = self._claude_code["switches"]
        return switches

    @cached_property
    def model_variables(self) -> frozenset[str]:
        """The plain names of the variables from which Claude Code takes a model."""
        return frozenset(map(plain_key, self._claude_code["models"]))

    def complete_texts(self, words: AbstractSet[str]) -> bool:
        """Whether words speak of the Text Completions API.

        Its parameter alone does not, where a chat model takes one of that name too.
        """
        completions = self._completions
        by_parameter = not words.isdisjoint(completions["parameters"])
        is_chat = not words.isdisjoint(completions["unless"])
        return not words.isdisjoint(completions["words"]) or (by_parameter and not is_chat)

    def completes_texts(self, model: str) -> bool:
        """Whether the Text Completions API served a model."""
        return model in self._completions["models"]

    def train(self, words: AbstractSet[str]) -> bool:
        """Whether words speak of models that are trained from others."""
        return not words.isdisjoint(self._training["words"])

    def test(self, words: AbstractSet[str]) -> bool:
        """Whether words speak of tests."""
        return not words.isdisjoint(self._tests["frameworks"]["words"])

    def stand_in(self, words: AbstractSet[str]) -> bool:
        """Whether words speak of what stands in for a library or a server: nothing is sent."""
        return not words.isdisjoint(self._tests["stand_ins"]["words"])

    def needs_profile(self, model: str, words: AbstractSet[str]) -> bool:
        """Whether Amazon Bedrock serves a model through an inference profile only.

        The Messages API of Bedrock takes plain ids.
        """
        is_plain = model in self._bedrock["plain_ids"]["models"]
        return not is_plain and not self.ask_messages_api(words)

    def ask_messages_api(self, words: AbstractSet[str]) -> bool:
        """Whether words speak of the Messages API that Amazon Bedrock has beside its own."""
        return not words.isdisjoint(self._bedrock["messages_api"]["words"])

    def add_profiles(self, words: AbstractSet[str]) -> bool:
        """Whether words speak of a program that puts the profile before a plain id by itself."""
        return not words.isdisjoint(self._bedrock["adds_profiles"]["words"])

    def build_resources(self, words: AbstractSet[str]) -> bool:
        """Whether words speak of names of resources, which a program ends with a plain id."""
        return not words.isdisjoint(self._bedrock["builds_resources"]["words"])

    def profile(self, regions: Iterable[str]) -> str:
        """The inference profile of regions; "" if they have several, or if none is known."""
        found = {self._profiles.get(region, "") for region in regions}
        return found.pop() if len(found) == 1 else ""

    @cached_property
    def _profiles(self) -> Mapping[str, str]:
        rows = self._bedrock["profiles"]
        return {region: row["profile"] for row in rows for region in row["regions"]}


def _pattern(word: str) -> re.Pattern[bytes]:
    """A word that is no part of a longer one, and no route, which says by itself where it leads.

    The chat completions of others are not meant.
    """
    before = "[a-z]" if word[0].isalpha() else "chat"
    ends = r"(?![a-z]|/[a-z])" if word[-1].isalpha() else ""
    # What a pattern begins with is looked for fast if it is a text.
    return regex(rf"{re.escape(word)}(?<!{before}{re.escape(word)}){ends}".encode())
