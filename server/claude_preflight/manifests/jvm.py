"""Manifests of Java, Kotlin and Scala: Maven's `pom.xml` and Gradle's build files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly

_DEPENDENCY = re.compile(
    r"<groupId>\s*(?P<group>[\w.-]{1,100})\s*</groupId>\s*"
    r"<artifactId>\s*(?P<artifact>[\w.-]{1,100})\s*</artifactId>\s*"
    r"<version>\s*(?P<version>[^<\s]{1,60})\s*</version>"
)
_PROPERTY = re.compile(r"\$\{(?P<name>[\w.-]{1,100})\}")
_COORDINATES = re.compile(
    r"""["'](?P<group>[\w.-]{1,100}):(?P<artifact>[\w.-]{1,100}):(?P<version>\d[\w.+-]{0,60})["']"""
)


def pom(text: str, names: Names) -> Iterator[Declared]:
    """The dependencies with a version, which may be a property of the same file."""
    for match in _DEPENDENCY.finditer(text):
        name = f"{match['group']}/{match['artifact']}"
        if name in names:
            yield from _dependency(text, name, match.span("version"))


def gradle(text: str, names: Names) -> Iterator[Declared]:
    """Dependencies as coordinates: `implementation("com.anthropic:anthropic-java:2.1.0")`."""
    for match in _COORDINATES.finditer(text):
        name = f"{match['group']}/{match['artifact']}"
        if name in names:
            yield from _dependency(text, name, match.span("version"))


def _dependency(text: str, name: str, at: tuple[int, int]) -> Iterator[Declared]:
    named = _PROPERTY.fullmatch(text, *at)
    if named:
        tag = re.escape(named["name"])
        value = re.search(rf"<{tag}>\s*(?P<version>[^<\s]{{1,60}})\s*</{tag}>", text)
        if value is None:
            return
        at = value.span("version")
    version = text[slice(*at)]
    if version[0].isdigit():
        shown = f"{name.replace('/', ':')}:{version}"
        yield Declared(name, shown, exactly(version), at, at)
