"""Manifests of Rust: `Cargo.toml` and its lock file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly, range_of
from claude_preflight.manifests.toml_tables import locked_packages, tables
from claude_preflight.pins import Range
from claude_preflight.regex import regex

# `[dependencies]`, also for some targets, and that of one crate: `[dependencies.rig-core]`
_DEPENDENCIES = regex(
    r"(?:workspace\.|target\..{1,100}\.)?(?:dev-|build-)?dependencies(?:\.(?P<crate>[\w-]{1,100}))?"
)
_ENTRY = regex(
    r"""^[ \t]*(?P<name>[\w-]{1,100})[ \t]*=[ \t]*"""
    r"""(?:\{(?P<more>[^}\n]{0,300}?)\bversion[ \t]*=[ \t]*)?"(?P<bounds>[^"\n]{1,100})\"""",
    re.MULTILINE,
)
_RENAMED = regex(r"""\bpackage[ \t]*=[ \t]*"(?P<name>[\w-]{1,100})\"""")
_REST_OF_LINE = regex(r"[^\n]{0,300}")


def cargo_toml(text: str, names: Names) -> Iterator[Declared]:
    """Dependencies with a version: `rig-core = "0.10"`, or a table that has it."""
    for table, start, end in tables(text, _DEPENDENCIES):
        for match in _ENTRY.finditer(text, start, end):
            name = table["crate"] or _crate(text, match)
            if table["crate"] and match["name"] != "version":
                continue
            found = _compatible(match["bounds"]) if name in names else None
            if found is not None:
                at = match.span("bounds")
                yield Declared(name, f"{name} {match['bounds']}", found, at, at)


def cargo_lock(text: str, names: Names) -> Iterator[Declared]:
    """What Cargo has chosen."""
    for name, version, _, at in locked_packages(text):
        if name in names:
            yield Declared(name, f"{name} {version}", exactly(version), at, at)


def _crate(text: str, entry: re.Match[str]) -> str:
    """The crate of an entry, which may have another name in this project."""
    rest = _REST_OF_LINE.match(text, entry.end())
    around = (entry["more"] or "") + (rest[0] if rest else "")
    renamed = _RENAMED.search(around)
    return renamed["name"] if renamed else entry["name"]


def _compatible(bounds: str) -> Range | None:
    """The versions that Cargo takes: `1.2` stands for `^1.2`."""
    return range_of(f"^{bounds.strip()}" if bounds.strip()[:1].isdigit() else bounds)
