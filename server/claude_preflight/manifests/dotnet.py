"""Manifests of .NET: projects, and the versions that they share in `Directory.Packages.props`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly, range_of

_REFERENCE = re.compile(
    r"""<Package(?:Reference|Version)\s+(?:Include|Update)\s*=\s*["'](?P<name>[\w.-]{1,100})["']"""
    r"""\s+Version\s*=\s*["'](?P<version>[^"']{1,60})["']""",
    re.IGNORECASE,
)


def project(text: str, names: Names) -> Iterator[Declared]:
    """References with a version. NuGet installs the lowest one that is allowed: the one named."""
    by_name = {name.lower(): name for name in names}
    for match in _REFERENCE.finditer(text):
        name, version = by_name.get(match["name"].lower()), match["version"]
        if name is None:
            continue
        found = range_of(version) if "*" in version else exactly(version)
        if found is not None and version[0].isdigit():
            at = match.span("version")
            yield Declared(name, f"{name} {version}", found, at, at)
