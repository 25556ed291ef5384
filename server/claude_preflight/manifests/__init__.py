"""What the files of package managers say: pins, read from their bytes by their names.

Each reader is given a text and the names of the packages that matter in its ecosystem, and gives
what is said of them. What cannot be understood is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

if TYPE_CHECKING:
    from claude_preflight.manifests.declared import Declared
    from claude_preflight.pins import Pin

LARGEST = 8 << 20
"""In bytes; lock files of large projects have a few megabytes."""

Reader = Callable[[str, frozenset[str]], "Iterator[Declared]"]


class _Format(NamedTuple):
    """An ecosystem, and the module and function that read it, which few runs need."""

    ecosystem: str
    reader: str
    is_lock: bool = False

    @property
    def read(self) -> Reader:
        module, _, name = self.reader.partition(":")
        reader: Reader = getattr(import_module(f"{__name__}.{module}"), name)
        return reader


_BY_NAME = {
    "pyproject.toml": _Format("pypi", "python:pyproject"),
    "setup.py": _Format("pypi", "python:setup_py"),
    "setup.cfg": _Format("pypi", "python:setup_cfg"),
    "Pipfile": _Format("pypi", "python:pipfile"),
    "uv.lock": _Format("pypi", "python:toml_lock", is_lock=True),
    "poetry.lock": _Format("pypi", "python:toml_lock", is_lock=True),
    "pdm.lock": _Format("pypi", "python:toml_lock", is_lock=True),
    "pylock.toml": _Format("pypi", "python:toml_lock", is_lock=True),
    "Pipfile.lock": _Format("pypi", "python:pipfile_lock", is_lock=True),
    "package.json": _Format("npm", "javascript:package_json"),
    "package-lock.json": _Format("npm", "javascript:package_lock", is_lock=True),
    "npm-shrinkwrap.json": _Format("npm", "javascript:package_lock", is_lock=True),
    "yarn.lock": _Format("npm", "javascript:yarn_lock", is_lock=True),
    "pnpm-lock.yaml": _Format("npm", "javascript:pnpm_lock", is_lock=True),
    "bun.lock": _Format("npm", "javascript:bun_lock", is_lock=True),
    "go.mod": _Format("golang", "go:go_mod"),
    "pom.xml": _Format("maven", "jvm:pom"),
    "build.gradle": _Format("maven", "jvm:gradle"),
    "build.gradle.kts": _Format("maven", "jvm:gradle"),
    "build.sbt": _Format("maven", "jvm:sbt"),
    "libs.versions.toml": _Format("maven", "jvm:version_catalog"),
    "gradle.lockfile": _Format("maven", "jvm:gradle_lock", is_lock=True),
    "Directory.Packages.props": _Format("nuget", "dotnet:project"),
    "Directory.Build.props": _Format("nuget", "dotnet:project"),
    "packages.lock.json": _Format("nuget", "dotnet:packages_lock", is_lock=True),
    "Gemfile": _Format("gem", "ruby:gemfile"),
    "Gemfile.lock": _Format("gem", "ruby:gemfile_lock", is_lock=True),
    "composer.json": _Format("composer", "php:composer_json"),
    "composer.lock": _Format("composer", "php:composer_lock", is_lock=True),
    "Cargo.toml": _Format("cargo", "rust:cargo_toml"),
    "Cargo.lock": _Format("cargo", "rust:cargo_lock", is_lock=True),
}
_REQUIREMENTS = regex(r"(?:[\w.-]+[-_.])?(?:requirements|constraints)(?:[-_.][\w.-]+)?\.(?:txt|in)")
_REQUIREMENTS_FORMAT = _Format("pypi", "python:requirements")
_PROJECTS = (".csproj", ".fsproj", ".vbproj")
_PROJECT_FORMAT = _Format("nuget", "dotnet:project")

PATTERNS = (
    *_BY_NAME,
    *(f"*{name}*.{end}" for name in ("requirements", "constraints") for end in ("txt", "in")),
    *(f"*{project}" for project in _PROJECTS),
)
"""The names of all manifests and lock files, as globs."""

SUBFOLDER = "gradle"
"""Where a manifest may stand that counts for the folder around."""


def is_manifest(path: str) -> bool:
    """Whether a file, by its name, says what a project asks for or has locked."""
    return _format_of(path) is not None


def is_lock(path: str) -> bool:
    """Whether a file, by its name, says only what is installed; people do not write it."""
    known = _format_of(path)
    return known is not None and known.is_lock


def read(path: str, data: bytes, packages: frozenset[str]) -> tuple[Pin, ...]:
    """What a manifest says of some packages, which are named as in `Pin`, in the text's order."""
    known = _format_of(path)
    if known is None or len(data) > LARGEST:
        return ()
    prefix = f"{known.ecosystem}/"
    names = frozenset(each.removeprefix(prefix) for each in packages if each.startswith(prefix))
    # Each character is a byte here, so that places are places in the bytes.
    text = data.decode("latin-1")
    found = known.read(text, names)
    pins = (_pin(known, path, prefix, each) for each in found)
    return tuple(sorted(dict.fromkeys(pins), key=lambda pin: pin.span))


def _pin(known: _Format, path: str, prefix: str, declared: Declared) -> Pin:
    from claude_preflight.pins import Pin  # late: few runs meet a manifest

    span, bounds = Span(*declared.span), Span(*declared.bounds)
    package = prefix + declared.name
    return Pin(package, declared.text, declared.range, path, span, bounds, known.is_lock)


def _format_of(path: str) -> _Format | None:
    name = PurePath(path).name
    if name in _BY_NAME:
        return _BY_NAME[name]
    if _REQUIREMENTS.fullmatch(name):
        return _REQUIREMENTS_FORMAT
    return _PROJECT_FORMAT if name.endswith(_PROJECTS) else None
