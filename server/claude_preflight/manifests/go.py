"""Manifests of Go: `go.mod`. What it names is what is built, as long as nothing asks for more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly
from claude_preflight.regex import regex

_REQUIRE = regex(
    r"^[ \t]*(?:require[ \t]+)?(?P<path>[\w.-]+(?:/[\w.~-]+)+?)(?P<major>/v\d+)?[ \t]+"
    r"(?P<version>v\d[\w.+-]{0,60})",
    re.MULTILINE,
)


# What takes the place of a module is no version of it that we know, nor is a commit.
_REPLACED = regex(r"^[ \t]*(?:replace[ \t]+)?(?P<path>\S+)(?:[ \t]+v\S+)?[ \t]+=>", re.MULTILINE)
_COMMIT = regex(r".*\d{14}-[0-9a-f]{12}.*")


def go_mod(text: str, names: Names) -> Iterator[Declared]:
    """The required modules; the major version in a path is none of its name."""
    replaced = {match["path"] for match in _REPLACED.finditer(text)}
    for match in _REQUIRE.finditer(text):
        path = f"{match['path']}{match['major'] or ''}"
        if match["path"] in names and path not in replaced and not _COMMIT.match(match["version"]):
            shown = f"{path} {match['version']}"
            at = match.span("version")
            span = (match.start("path"), match.end())
            yield Declared(match["path"], shown, exactly(match["version"]), span, at)
