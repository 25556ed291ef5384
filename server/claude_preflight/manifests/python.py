"""Manifests of Python: requirements, `pyproject.toml`, `setup.cfg`, Pipfile, and lock files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claude_preflight.manifests.declared import Declared, Names
from claude_preflight.manifests.ranges import exactly, range_of
from claude_preflight.manifests.toml_tables import locked_packages, tables
from claude_preflight.regex import regex

_REQUIREMENT = regex(
    r"(?P<name>[A-Za-z0-9][\w.-]{0,99})[ \t]*(?:\[[^\]\n]{0,200}\])?[ \t]*"
    r"(?P<bounds>\(?[ \t]*(?:[=<>!~][\w.*+!=<>~ \t,-]{0,200})?\)?)[ \t]*(?=;|#|\\|--|\r|\n|\Z)"
)
_LINE = regex(r"^[ \t]*", re.MULTILINE)
_LIST = regex(
    r"""^[ \t]*["']?(?P<key>[\w.-]{1,100})["']?[ \t]*=[ \t]*"""
    r"""\[(?P<items>(?:[^\]"'#]|"[^"\n]*"|'[^'\n]*'|\#[^\n]*)*)""",
    re.MULTILINE,
)
_ITEM = regex(r"""\#[^\n]*|(["'])(?P<text>[^"'\n]{0,300})\1""")
# In the tables of Poetry and Pipenv: `anthropic = "^0.91"`, or a table that has the version.
_ENTRY = regex(
    r"""^[ \t]*["']?(?P<name>[A-Za-z0-9][\w.-]{0,99})["']?[ \t]*=[ \t]*"""
    r"""(?:\{[^}\n]{0,200}?\bversion[ \t]*=[ \t]*)?(["'])(?P<bounds>[^"'\n]{0,200})\2""",
    re.MULTILINE,
)
_SETUP = regex(
    r"""\b(?:install|extras|tests|setup)_require\w*[ \t]*=[ \t]*(?:\[|\{[^}]{0,200}?\[)"""
    r"""(?P<items>(?:[^\]"'#]|"[^"\n]*"|'[^'\n]*'|\#[^\n]*)*)"""
)
_POETRY = regex(r"tool\.poetry\.(?:group\.[\w-]+\.)?(?:dev-)?dependencies")
_PIPENV = regex(r"(?:dev-)?packages")
_REQUIRES = regex(r"project|project\.optional-dependencies|dependency-groups|tool\.uv")
# Lists in the same tables that say something else.
_KEYWORDS = regex(r"keywords|classifiers|dynamic|authors|maintainers|license-files")
_LISTS = regex(r"options(?:\.extras_require)?")


def requirements(text: str, names: Names) -> Iterator[Declared]:
    """A file for `pip install -r`: a requirement on each line."""
    for line in _LINE.finditer(text):
        yield from _requirement(text, line.end(), len(text), names)


def pyproject(text: str, names: Names) -> Iterator[Declared]:
    """Lists of requirements of the project, and the tables of Poetry."""
    for _, start, end in tables(text, _REQUIRES):
        for found in _LIST.finditer(text, start, end):
            if not _KEYWORDS.fullmatch(found["key"]):
                yield from _items(text, found.span("items"), names)
    yield from _entries(text, names, _POETRY)


def setup_cfg(text: str, names: Names) -> Iterator[Declared]:
    """Lists of requirements with one on each line."""
    for _, start, end in tables(text, _LISTS):
        for line in _LINE.finditer(text, start, end):
            yield from _requirement(text, line.end(), end, names)


def pipfile(text: str, names: Names) -> Iterator[Declared]:
    """The tables of Pipenv."""
    yield from _entries(text, names, _PIPENV)


def setup_py(text: str, names: Names) -> Iterator[Declared]:
    """Lists of requirements that are written out: `install_requires=["anthropic>=0.3"]`."""
    for found in _SETUP.finditer(text):
        yield from _items(text, found.span("items"), names)


def toml_lock(text: str, names: Names) -> Iterator[Declared]:
    """The lock files of uv, Poetry, PDM and pip; they are too large to be parsed for a version."""
    for name, version, span, at in locked_packages(text):
        if name in names:
            yield _locked(name, version, span, at)


def pipfile_lock(text: str, names: Names) -> Iterator[Declared]:
    """The lock file of Pipenv: `"anthropic": {..., "version": "==0.97.0"}`."""
    for name in sorted(names):
        pattern = (
            rf'"{re.escape(name)}":\s*\{{[^{{}}]{{0,20000}}?"version":\s*"==(?P<version>[^"]+)"'
        )
        for match in re.finditer(pattern, text):
            yield _locked(name, match["version"], match.span(), match.span("version"))


def _locked(name: str, version: str, span: tuple[int, int], at: tuple[int, int]) -> Declared:
    return Declared(name, f"{name}=={version}", exactly(version), span, at)


def _requirement(text: str, start: int, end: int, names: Names) -> Iterator[Declared]:
    """The requirement at a place, if it is of a package that matters."""
    match = _REQUIREMENT.match(text, start, end)
    name = _normalized(match["name"]) if match else ""
    if match and name in names:
        bounds = match["bounds"].strip(" \t()")
        found = range_of(bounds)
        if found is not None:
            at = match.start("bounds") + match["bounds"].find(bounds)
            places = (at, at + len(bounds))
            span = (match.start(), places[1] if bounds else match.start("bounds"))
            yield Declared(name, text[slice(*span)].rstrip(), found, span, places)


def _items(text: str, place: tuple[int, int], names: Names) -> Iterator[Declared]:
    """The requirements in a list of strings."""
    for item in _ITEM.finditer(text, *place):
        if item["text"] is not None:
            yield from _requirement(text, *item.span("text"), names)


def _entries(text: str, names: Names, wanted: re.Pattern[str]) -> Iterator[Declared]:
    for _, start, end in tables(text, wanted):
        for match in _ENTRY.finditer(text, start, end):
            name = _normalized(match["name"])
            found = range_of(match["bounds"]) if name in names else None
            if found is not None:
                shown = f"{match['name']} {match['bounds']}".rstrip()
                yield Declared(name, shown, found, match.span("bounds"), match.span("bounds"))


def _normalized(name: str) -> str:
    """The name of a package as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
