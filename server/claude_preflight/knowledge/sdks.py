"""The vendor's SDKs as packages: what which version sends, takes and does not work with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from claude_preflight.knowledge import data

# How far before its parameters, in bytes, the name of a method is looked for.
_REACH = 80
# What stands between the name of a method or a class and the parameters.
_BETWEEN = r"\s*(?:\w+\s*=\s*new\s*\(\s*\)\s*)?(?:\(\s*(?:ctx\s*,\s*)?)?\Z"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Versions that do not work together: the SDK's `below` one, the package's `start` and newer.

    `effect` is how it fails.
    """

    below: str
    package: str
    start: str
    effect: str


@dataclass(frozen=True)
class Sdk:
    """One SDK: its id is the language, as the libraries of the parameter rules have it.

    `api_versions` are days by the first version of the SDK that sends them; `since` tells by the
    end of a method's name since when it takes which parameters, `effect` how it fails before.
    """

    id: str
    name: str
    packages: tuple[str, ...]
    languages: frozenset[str]
    modules: tuple[bytes, ...]
    calls: tuple[str, ...]
    api_versions: Mapping[str, str] = field(hash=False)
    since: Mapping[str, Mapping[str, str]] = field(hash=False)
    effect: str = ""
    conflicts: tuple[Conflict, ...] = ()

    def is_used(self, language: str, text: bytes) -> bool:
        """Whether a text in a language uses the SDK."""
        return language in self.languages and any(each in text for each in self.modules)

    def call(self, text: bytes, start: int, end: int) -> str:
        """The method of the SDK that takes the parameters at a place; "" if it is none of it."""
        before = text[max(start - _REACH, 0) : start].decode(errors="replace")
        match = self._ends.search(before)
        if match:
            return match["call"]
        head = text[start : min(end, start + _REACH)].decode(errors="replace")
        return next((call for call in self.calls if head.startswith(call)), "")

    def first_version(self, call: str, parameter: str) -> str | None:
        """Since when a method takes a parameter; None where that is not known to matter."""
        known = (self.since[each] for each in (call, ".messages.create") if each in self.since)
        return next(known, {}).get(parameter)

    @cached_property
    def _ends(self) -> re.Pattern[str]:
        calls = "|".join(map(re.escape, sorted(self.calls, key=len, reverse=True)))
        return re.compile(rf"(?P<call>(?:\.beta)?(?:{calls})){_BETWEEN}")


@cache
def all_sdks() -> tuple[Sdk, ...]:
    """The SDKs of this package's data."""
    return tuple(_sdk(key, entry) for key, entry in data.load("sdks.json")["sdks"].items())


@cache
def packages() -> frozenset[str]:
    """The packages that matter: those of the SDKs, and what they do not work with."""
    found = {package for sdk in all_sdks() for package in sdk.packages}
    return frozenset(found | {each.package for sdk in all_sdks() for each in sdk.conflicts})


def packages_of(library: str) -> tuple[str, ...]:
    """The packages of an SDK by its language."""
    return next((sdk.packages for sdk in all_sdks() if sdk.id == library), ())


def used(language: str, text: bytes) -> Sdk | None:
    """The SDK that a text in a language uses."""
    return next((sdk for sdk in all_sdks() if sdk.is_used(language, text)), None)


def _sdk(key: str, entry: Mapping[str, Any]) -> Sdk:
    parameters = entry.get("parameters", {})
    return Sdk(
        id=key,
        name=entry["name"],
        packages=tuple(entry["packages"]),
        languages=frozenset(entry["languages"]),
        modules=tuple(each.encode() for each in entry["modules"]),
        calls=tuple(entry["calls"]),
        api_versions={each["since"]: each["api_version"] for each in entry["api_versions"]},
        since=parameters.get("since", {}),
        effect=parameters.get("effect", ""),
        conflicts=tuple(
            Conflict(each["below"], each["package"], each["from"], each["effect"])
            for each in entry.get("conflicts", ())
        ),
    )
