"""Manifests of PHP: `composer.json` and its lock file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly, range_of


def composer_json(text: str, names: Names) -> Iterator[Declared]:
    """Requirements: `"anthropic-ai/sdk": "^1.0"`."""
    for name in sorted(names):
        pattern = rf'"{re.escape(name)}"\s*:\s*"(?P<version>[^"\n]{{0,200}})"'
        for match in re.finditer(pattern, text):
            found = range_of(match["version"], short_tilde=True)
            if found is not None:
                at = match.span("version")
                yield Declared(name, f"{name} {match['version']}".rstrip(), found, at, at)


def composer_lock(text: str, names: Names) -> Iterator[Declared]:
    """What Composer has installed."""
    for name in sorted(names):
        pattern = rf'"name":\s*"{re.escape(name)}",\s*"version":\s*"(?P<version>[^"\n]{{1,60}})"'
        for match in re.finditer(pattern, text):
            version, at = match["version"], match.span("version")
            yield Declared(name, f"{name} {version}", exactly(version), at, at)
