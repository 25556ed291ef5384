"""Manifests of .NET: projects, the versions that they share, and the lock file of NuGet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly, range_of
from claude_preflight.pins import Range, version_of
from claude_preflight.regex import regex

_REFERENCE = regex(
    r"""<(?:Global)?Package(?:Reference|Version)\b(?P<attributes>[^<>]{1,400}?)"""
    r"""(?:/>|>(?P<inside>[^<]{0,100}<Version>\s*(?P<version>[^<\s]{1,60})\s*</Version>)?)""",
    re.IGNORECASE,
)
_NAME = regex(r"""\b(?:Include|Update)\s*=\s*["'](?P<name>[\w.-]{1,100})["']""", re.IGNORECASE)
_VERSION = regex(
    r"""\bVersion(?:Override)?\s*=\s*["'](?P<version>[^"']{1,60})["']""", re.IGNORECASE
)
_INTERVAL = regex(
    r"(?P<open>[\[(])\s*(?P<low>[\w.+-]*)\s*(?:(?P<comma>,)\s*(?P<high>[\w.+-]*)\s*)?(?P<end>[\])])"
)


def project(text: str, names: Names) -> Iterator[Declared]:
    """References with a version. NuGet installs the lowest one that is allowed: the one named."""
    by_name = {name.lower(): name for name in names}
    for match in _REFERENCE.finditer(text):
        named = _NAME.search(match["attributes"])
        name = by_name.get(named["name"].lower()) if named else None
        place = _place(text, match)
        if name is None or place is None:
            continue
        version = text[slice(*place)]
        found = _range(version)
        if found is not None:
            yield Declared(name, f"{name} {version}", found, place, place)


def packages_lock(text: str, names: Names) -> Iterator[Declared]:
    """What NuGet has chosen: `"Anthropic": {"type": "Direct", ..., "resolved": "12.1.0"}`."""
    for name in sorted(names):
        pattern = rf'"{re.escape(name)}":\s*\{{[^{{}}]{{0,400}}?"resolved":\s*"(?P<version>[^"]+)"'
        for match in re.finditer(pattern, text, re.IGNORECASE):
            version, at = match["version"], match.span("version")
            yield Declared(name, f"{name} {version}", exactly(version), at, at)


def _place(text: str, reference: re.Match[str]) -> tuple[int, int] | None:
    """Where the version of a reference stands: an attribute of it, or an element inside."""
    if reference["version"]:
        return reference.span("version")
    found = _VERSION.search(text, *reference.span("attributes"))
    return found.span("version") if found else None


def _range(version: str) -> Range | None:
    if version[0].isdigit():
        return range_of(version) if "*" in version else exactly(version)
    interval = _INTERVAL.fullmatch(version.strip())
    if interval is None:
        return None
    low = version_of(interval["low"])
    if not interval["comma"]:
        return Range(low, low, closed=True)
    high = version_of(interval["high"] or "") or None
    return Range(low, high, closed=interval["end"] == "]")
