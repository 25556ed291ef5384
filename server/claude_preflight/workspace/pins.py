"""The pins that count for a file: those of the nearest manifests above it, and of lock files.

The nearest folder above that asks for a package decides about it, and the nearest lock file says
what is installed. The search ends with the root of a repository. Nothing is read for a file that
names none of the vendor's packages.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from claude_preflight import manifests
from claude_preflight.facts.triggers import VENDOR, may_pin
from claude_preflight.knowledge.clients import libraries
from claude_preflight.knowledge.sdks import Sdk, all_sdks, packages
from claude_preflight.pins import NO_PINS, Passed, Pin, Pins
from claude_preflight.records import NamedTuple
from claude_preflight.settings import SettingsError
from claude_preflight.syntax.languages import language_for
from claude_preflight.workspace.files import FileError, read_file
from claude_preflight.workspace.walk import Target, Workspace

# Of what lies below a manifest, so many files are listed, and of those that use its SDK and name
# what newer versions refuse, so many are read closely.
_MOST_LISTED = 20_000
_MOST_READ = 50

_Signature = tuple[int, int]


class _Known(NamedTuple):
    """What a manifest said when it was last changed, and how long it was."""

    signature: _Signature
    pins: tuple[Pin, ...]


class ProjectPins:
    """The pins by folder; a manifest is read when it is first needed, and when it has changed."""

    def __init__(self) -> None:
        self._folders: dict[str, Pins] = {}
        self._own: dict[str, tuple[Pin, ...]] = {}
        self._files: dict[str, _Known] = {}
        self._passed: dict[tuple[str, tuple[Pin, ...], date], tuple[Passed, ...]] = {}

    def forget(self) -> None:
        """Look at the files again when they are next needed."""
        self._folders.clear()
        self._own.clear()
        self._passed.clear()

    def of(self, path: str, data: bytes, today: date) -> Pins:
        """The pins that count for a file with a text; for a manifest also what code passes.

        Manifests may be asked for in another thread: code is read for them.
        """
        if VENDOR not in data:
            return NO_PINS
        folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 - text is faster
        pins = self._folders.get(folder)
        if pins is None:
            pins = self._folders[folder] = self._above(folder)
        if not may_pin(data, path):
            return pins
        return pins._replace(passed=self._passed_below(folder, path, data, today))

    def _above(self, folder: str) -> Pins:
        asked: dict[str, list[Pin]] = {}
        locked: dict[str, list[Pin]] = {}
        for above in _upwards(folder):
            own = self._in(above)
            for kind, is_locked in ((asked, False), (locked, True)):
                for package in {pin.package for pin in own if pin.is_locked is is_locked}:
                    found = [pin for pin in own if pin.package == package]
                    kind.setdefault(package, [pin for pin in found if pin.is_locked is is_locked])
        pins = (pin for kind in (asked, locked) for found in kind.values() for pin in found)
        shown = (pin._replace(file=_relative(pin.file, folder)) for pin in pins)
        return Pins(tuple(sorted(shown, key=lambda pin: (pin.file, pin.span))))

    def _in(self, folder: str) -> tuple[Pin, ...]:
        """What the manifests and lock files right in a folder say."""
        own = self._own.get(folder)
        if own is None:
            paths = list(_manifests_in(folder))
            own = self._own[folder] = tuple(pin for path in paths for pin in self._read(path))
        return own

    def _read(self, path: str) -> tuple[Pin, ...]:
        """What a manifest says; nothing if it cannot be read."""
        try:
            status = os.stat(path)  # noqa: PTH116
            signature = (status.st_mtime_ns, status.st_size)
            known = self._files.get(path)
            if known and known.signature == signature:
                return known.pins
            too_large = status.st_size > manifests.LARGEST
            data = b"" if too_large else read_file(path).data
        except (OSError, FileError):
            return ()
        pins = manifests.read(path, data, packages())
        self._files[path] = _Known(signature, pins)
        return pins

    def _passed_below(self, folder: str, path: str, data: bytes, today: date) -> tuple[Passed, ...]:
        """What code below a manifest passes that newer versions of an SDK refuse."""
        own = manifests.read(path, data, packages())
        key = folder, own, today
        passed = self._passed.get(key)
        if passed is None:
            sdks = [
                sdk
                for sdk in all_sdks()
                if sdk.library
                and any(pin.range.high is None for pin in own if pin.package in sdk.packages)
            ]
            passed = tuple(self._passed_to(sdks, folder, today)) if sdks else ()
            self._passed[key] = passed
        return passed

    def _passed_to(self, sdks: list[Sdk], folder: str, today: date) -> Iterator[Passed]:
        """What the first file that passes something that newer SDKs refuse passes."""
        # Late imports: few runs meet a manifest that is open.
        from claude_preflight.analysis.passing import may_pass, passed_parameters
        from claude_preflight.syntax.document import Document

        read = 0
        for target in islice(_below(folder), _MOST_LISTED):
            language = language_for(target.path).id
            users = [sdk for sdk in sdks if language in libraries()[sdk.library].languages]
            if not users:
                continue
            try:
                data = read_file(target.path).data
            except FileError:
                continue
            if not any(may_pass(data, sdk) for sdk in users):
                continue
            pins = self.of(target.path, data, today)
            shown = _relative(target.path, folder)
            document = Document.of(data, target.path)
            found = passed_parameters(document, shown, target.settings, today, pins)
            read += 1
            if found or read >= _MOST_READ:
                yield from found
                return


def _manifests_in(folder: str) -> Iterator[str]:
    """The paths of the manifests and lock files that count for a folder."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return
    for name in names:
        path = os.path.join(folder, name)  # noqa: PTH118
        if manifests.is_manifest(name):
            yield path
        elif name == manifests.SUBFOLDER:
            yield from _manifests_in(path)


def _relative(path: str, folder: str) -> str:
    """A path as it is seen from a folder, with `/`."""
    return Path(os.path.relpath(path, folder)).as_posix()


def _upwards(folder: str) -> Iterator[str]:
    """A folder and those above it, up to the root of its repository."""
    while True:
        yield folder
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder or os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118
            return
        folder = above


def _below(folder: str) -> Iterator[Target]:
    """The files in a folder that a check of it would read."""
    try:
        yield from Workspace().under(folder)
    except SettingsError:
        return  # whoever asked for the check is told
