"""Pins: which versions of packages a project asks for, or has locked, as its manifests say."""

from __future__ import annotations

from enum import Enum, auto

from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex

Version = tuple[int, ...]
"""The numbers of a version without zeros at the end: (0, 91) for "0.91.0"."""

_NUMBERS = regex(r"\d{1,9}(?:\.\d{1,9})*")


def version_of(text: str) -> Version:
    """The numbers of a version; what stands behind them, as in `1.0.0rc1`, does not count."""
    match = _NUMBERS.search(text)
    numbers = [int(each) for each in match[0].split(".")] if match else []
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


class Range(NamedTuple):
    """Versions from `low` on and below `high`, which is one of them if it is `closed`."""

    low: Version = ()
    high: Version | None = None
    closed: bool = False

    def begins_at(self, version: Version) -> bool:
        """Whether none of the versions is older than another one."""
        return self.low >= version

    def ends_before(self, version: Version) -> bool:
        """Whether all of the versions are older than another one."""
        return self.high is not None and (
            self.high < version or (self.high == version and not self.closed)
        )


class Holds(Enum):
    """Of how many of the versions that pins allow something is true."""

    NONE = auto()
    SOME = auto()
    ALL = auto()


class Pin(NamedTuple):
    """What a manifest or a lock file says of a package.

    `package` is the type and the name of a package URL: `pypi/anthropic`. `text` is how people read
    the pin, `range` what it allows, `file` the manifest's path for people. `span` is where the pin
    stands, `bounds` where its versions do: both in the bytes of the manifest. `is_locked` where
    only the installed version can be meant.
    """

    package: str
    text: str
    range: Range
    file: str
    span: Span
    bounds: Span
    is_locked: bool = False


class Passed(NamedTuple):
    """A parameter that code passes, and that versions of an SDK from `since` on refuse."""

    package: str
    parameter: str
    since: str
    file: str
    line: int


class Pins(NamedTuple):
    """The pins that count in a folder, and what the code below a manifest passes."""

    pins: tuple[Pin, ...] = ()
    passed: tuple[Passed, ...] = ()

    def of(self, *packages: str) -> tuple[Pin, ...]:
        """The pins of a package, or of several that serve alike: what is locked, if something is.

        What is locked is what is installed, unless the manifest has moved on since.
        """
        found = [pin for pin in self.pins if pin.package in packages]
        asked = [pin for pin in found if not pin.is_locked]
        locked = [pin for pin in found if pin.is_locked and all(_allows(a, pin) for a in asked)]
        return tuple(locked or asked)

    def from_on(self, version: str, *packages: str) -> Holds:
        """How many of the versions that are allowed are at least as new as one."""
        pins, limit = self.of(*packages), version_of(version)
        if pins and all(pin.range.begins_at(limit) for pin in pins):
            return Holds.ALL
        if not pins or all(pin.range.ends_before(limit) for pin in pins):
            return Holds.NONE
        return Holds.SOME

    def all_before(self, version: str, *packages: str) -> bool:
        """Whether there are pins, and all that they allow is older than a version."""
        pins, limit = self.of(*packages), version_of(version)
        return bool(pins) and all(pin.range.ends_before(limit) for pin in pins)


NO_PINS = Pins()


def _allows(asked: Pin, locked: Pin) -> bool:
    version = locked.range.low
    return asked.range.low <= version and not (
        asked.range.high is not None
        and (version > asked.range.high or (version == asked.range.high and not asked.range.closed))
    )
