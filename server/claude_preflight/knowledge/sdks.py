"""SDKs as packages: what which version sends, takes and does not work with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.knowledge.clients import Library
from claude_preflight.records import NamedTuple


class Conflict(NamedTuple):
    """Versions that do not work together: the SDK's `below` one, the package's `start` and newer.

    `effect` is how it fails.
    """

    below: str
    package: str
    start: str
    effect: str


class Sdk(NamedTuple):
    """One SDK: its id is the language, as the libraries of the parameter rules have it.

    `library` is its id in `clients.json`, "" for one of which only the constants matter.
    `api_versions` are days by the first version of the SDK that sends them; `since` tells by the
    end of a method's name since when it takes which parameters, `effect` how it fails before.
    """

    id: str
    library: str
    packages: tuple[str, ...]
    api_versions: Mapping[str, str]
    since: Mapping[str, Mapping[str, str]]
    effect: str = ""
    conflicts: tuple[Conflict, ...] = ()

    def __hash__(self) -> int:
        """By the id, which no other one has: tables have no hash."""
        return hash(self.id)

    def first_version(self, callee: str, parameter: str) -> str | None:
        """Since when what is called takes a parameter; None where that is not known to matter."""
        ends = [end for end in self.since if callee == end or callee.endswith(f".{end}")]
        return self.since[max(ends, key=len)].get(parameter) if ends else None


@cache
def all_sdks() -> tuple[Sdk, ...]:
    """The SDKs of this package's data."""
    return tuple(_sdk(key, entry) for key, entry in data.load("sdks.json")["sdks"].items())


@cache
def packages() -> frozenset[str]:
    """The packages that matter: those of the SDKs, and what they do not work with."""
    found = {package for sdk in all_sdks() for package in sdk.packages}
    return frozenset(found | {each.package for sdk in all_sdks() for each in sdk.conflicts})


def get(language: str) -> Sdk | None:
    """The SDK of a language, as the libraries of the parameter rules have it."""
    return next((sdk for sdk in all_sdks() if sdk.id == language), None)


def of_library(library: Library) -> Sdk | None:
    """The SDK that a library is."""
    return next((sdk for sdk in all_sdks() if sdk.library == library.id), None)


def _sdk(key: str, entry: Mapping[str, Any]) -> Sdk:
    parameters = entry.get("parameters", {})
    return Sdk(
        id=key,
        library=entry.get("library", ""),
        packages=tuple(entry["packages"]),
        api_versions={each["since"]: each["api_version"] for each in entry.get("api_versions", ())},
        since=parameters.get("since", {}),
        effect=parameters.get("effect", ""),
        conflicts=tuple(
            Conflict(each["below"], each["package"], each["from"], each["effect"])
            for each in entry.get("conflicts", ())
        ),
    )
