"""Manifests of Go: `go.mod`. What it names is what is built, as long as nothing asks for more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly

_REQUIRE = re.compile(
    r"^[ \t]*(?:require[ \t]+)?(?P<path>[\w.-]+(?:/[\w.~-]+)+?)(?P<major>/v\d+)?[ \t]+"
    r"(?P<version>v\d[\w.+-]{0,60})",
    re.MULTILINE,
)


def go_mod(text: str, names: Names) -> Iterator[Declared]:
    """The required modules; the major version in a path is none of its name."""
    for match in _REQUIRE.finditer(text):
        if match["path"] in names:
            shown = f"{match['path']}{match['major'] or ''} {match['version']}"
            at = match.span("version")
            span = (match.start("path"), match.end())
            yield Declared(match["path"], shown, exactly(match["version"]), span, at)
