"""Manifests of Ruby: Gemfile and its lock file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly, range_of
from claude_preflight.regex import regex

_GEM = regex(
    r"""^[ \t]*gem[ \t(]+["'](?P<name>[\w.-]{1,100})["']"""
    r"""(?P<bounds>(?:[ \t]*,[ \t]*["'][^"'\n]{1,60}["'])*)(?P<rest>[^\n]*)""",
    re.MULTILINE,
)
# A gem that does not come from the registry.
_ELSEWHERE = regex(r"\b(?:path|git|github|gist|bitbucket)\b")
_LOCKED = regex(r"^ {4}(?P<name>[\w.-]{1,100}) \((?P<version>\d[\w.-]{0,60})\)", re.MULTILINE)


def gemfile(text: str, names: Names) -> Iterator[Declared]:
    """Gems with their bounds: `gem "anthropic", "~> 1.2"`."""
    for match in _GEM.finditer(text):
        if _ELSEWHERE.search(match["rest"]):
            continue
        bounds = re.sub(r"""["']|^[ \t]*,""", "", match["bounds"]).strip()
        found = range_of(bounds) if match["name"] in names else None
        if found is not None:
            span = (match.start("name"), match.end("bounds"))
            shown = f"{match['name']} {bounds}".rstrip()
            yield Declared(match["name"], shown, found, span, match.span("bounds"))


def gemfile_lock(text: str, names: Names) -> Iterator[Declared]:
    """What Bundler has installed."""
    for match in _LOCKED.finditer(text):
        if match["name"] in names:
            shown = f"{match['name']} {match['version']}"
            at = match.span("version")
            yield Declared(match["name"], shown, exactly(match["version"]), at, at)
