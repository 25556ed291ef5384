"""Manifests of Java, Kotlin and Scala: those of Maven, Gradle, with its catalogs, and sbt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly
from claude_preflight.regex import regex

_DEPENDENCY = regex(
    r"<groupId>\s*(?P<group>[\w.-]{1,100})\s*</groupId>\s*"
    r"<artifactId>\s*(?P<artifact>[\w.-]{1,100})\s*</artifactId>\s*"
    r"<version>\s*(?P<version>[^<\s]{1,60})\s*</version>"
)
_PROPERTY = regex(r"\$\{(?P<name>[\w.-]{1,100})\}")
_VERSION = r"(?P<version>[\w.+${}-]{1,60})"
_GROUP, _ARTIFACT = r"(?P<group>[\w.-]{1,100})", r"(?P<artifact>[\w.-]{1,100})"
_COORDINATES = regex(rf"""["']{_GROUP}:{_ARTIFACT}:{_VERSION}["']""")
# `group: 'com.anthropic', name: 'anthropic-java', version: '2.1.0'`
_NAMED = regex(
    rf"""\bgroup\s*[:=]\s*["']{_GROUP}["']\s*,\s*name\s*[:=]\s*["']{_ARTIFACT}["']\s*,\s*"""
    rf"""version\s*[:=]\s*["']{_VERSION}["']"""
)
_LOCKED = regex(rf"^{_GROUP}:{_ARTIFACT}:(?P<version>[\w.+-]{{1,60}})=", re.MULTILINE)
_SBT = regex(
    rf"""["']{_GROUP}["']\s*%%?\s*["']{_ARTIFACT}["']\s*%\s*(?P<version>["'][\w.+-]{{1,60}}["']|\w+)"""
)
# What a version is called in a build file: `$anthropicVersion`, `${versions.anthropic}`
_VARIABLE = regex(r"\$\{?(?:[\w.]*\.)?(?P<name>\w{1,100})\}?")
_MODULE = regex(
    rf"""(?:\bmodule\s*=\s*["']{_GROUP}:{_ARTIFACT}["']"""
    rf"""|\bgroup\s*=\s*["'](?P<group2>[\w.-]{{1,100}})["']\s*,\s*name\s*=\s*["'](?P<artifact2>[\w.-]{{1,100}})["'])"""
    r"""\s*,\s*version(?P<is_named>\.ref)?\s*=\s*["'](?P<version>[\w.+-]{1,60})["']"""
)


def pom(text: str, names: Names) -> Iterator[Declared]:
    """The dependencies with a version, which may be a property of the same file."""
    for match in _DEPENDENCY.finditer(text):
        name = f"{match['group']}/{match['artifact']}"
        if name in names:
            yield from _dependency(text, name, match.span("version"))


def gradle(text: str, names: Names) -> Iterator[Declared]:
    """Dependencies as coordinates: `implementation("com.anthropic:anthropic-java:2.1.0")`."""
    for pattern in (_COORDINATES, _NAMED):
        for match in pattern.finditer(text):
            name = f"{match['group']}/{match['artifact']}"
            if name not in names:
                continue
            variable = _VARIABLE.fullmatch(match["version"])
            place = _set_to(text, variable["name"]) if variable else match.span("version")
            if place:
                yield from _dependency(text, name, place)


def version_catalog(text: str, names: Names) -> Iterator[Declared]:
    """The libraries of a catalog of Gradle, whose versions may stand in a table of their own."""
    yield from gradle(text, names)
    for match in _MODULE.finditer(text):
        group, artifact = match["group"] or match["group2"], match["artifact"] or match["artifact2"]
        name = f"{group}/{artifact}"
        if name not in names:
            continue
        is_named = bool(match["is_named"])
        place = _set_to(text, match["version"]) if is_named else match.span("version")
        if place:
            yield from _dependency(text, name, place)


def gradle_lock(text: str, names: Names) -> Iterator[Declared]:
    """What Gradle has chosen: `com.anthropic:anthropic-java:2.1.0=compileClasspath`."""
    for match in _LOCKED.finditer(text):
        name = f"{match['group']}/{match['artifact']}"
        if name in names:
            yield from _dependency(text, name, match.span("version"))


def sbt(text: str, names: Names) -> Iterator[Declared]:
    """Dependencies of sbt: `"com.anthropic" % "anthropic-java" % "2.1.0"`."""
    for match in _SBT.finditer(text):
        name = f"{match['group']}/{match['artifact']}"
        if name not in names:
            continue
        start, end = match.span("version")
        is_named = match["version"][0] not in "\"'"
        place = _set_to(text, match["version"]) if is_named else (start + 1, end - 1)
        if place:
            yield from _dependency(text, name, place)


def _set_to(text: str, name: str) -> tuple[int, int] | None:
    """Where the version stands that a name has in the same file, if it has one there."""
    found = re.search(
        rf"""(?<![\w-]){re.escape(name)}["']?\s*(?::\s*\w+\s*)?[=:]\s*["'](?P<version>[\w.+-]{{1,60}})["']""",
        text,
    )
    return found.span("version") if found else None


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
