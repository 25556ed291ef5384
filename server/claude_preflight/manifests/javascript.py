"""Manifests of JavaScript: `package.json`, and the lock files of npm, Yarn, pnpm and Bun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly, range_of


def package_json(text: str, names: Names) -> Iterator[Declared]:
    """Dependencies of any kind: `"@anthropic-ai/sdk": "^1.2.0"`."""
    for name, match in _found(text, names, r'"{name}"\s*:\s*"(?P<version>[^"\n]{{0,200}})"'):
        found = range_of(match["version"])
        if found is not None:
            bounds = match.span("version")
            yield Declared(name, f"{name} {match['version']}".rstrip(), found, bounds, bounds)


def package_lock(text: str, names: Names) -> Iterator[Declared]:
    """What npm has installed for the project itself."""
    pattern = r'"(?:node_modules/)?{name}":\s*\{{\s*"version":\s*"(?P<version>[^"\n]{{1,60}})"'
    yield from _locked(text, names, pattern)


def yarn_lock(text: str, names: Names) -> Iterator[Declared]:
    """What Yarn has installed, in the format of either generation."""
    pattern = r'^"?{name}@[^\n]{{1,300}}:\r?\n\s+version:?\s+"?(?P<version>[^"\s]{{1,60}})'
    yield from _locked(text, names, pattern)


def pnpm_lock(text: str, names: Names) -> Iterator[Declared]:
    """What pnpm has installed for the projects of the workspace."""
    pattern = (
        r"^\s+'?{name}'?:\r?\n\s+specifier:[^\n]{{0,200}}\n\s+version:\s*"
        r"(?P<version>\d[\w.-]{{0,60}})"
    )
    yield from _locked(text, names, pattern)


def bun_lock(text: str, names: Names) -> Iterator[Declared]:
    """What Bun has installed: `"ai": ["ai@4.0.1", ...]`."""
    pattern = r'^\s+"{name}":\s*\[\s*"{name}@(?P<version>\d[^"\n]{{0,60}})"'
    yield from _locked(text, names, pattern)


def _locked(text: str, names: Names, pattern: str) -> Iterator[Declared]:
    for name, match in _found(text, names, pattern):
        version, at = match["version"], match.span("version")
        yield Declared(name, f"{name} {version}", exactly(version), at, at)


def _found(text: str, names: Names, pattern: str) -> Iterator[tuple[str, re.Match[str]]]:
    for name in sorted(names):
        for match in re.finditer(pattern.format(name=re.escape(name)), text, re.MULTILINE):
            yield name, match
