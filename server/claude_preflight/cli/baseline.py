"""`--baseline FILE`: findings that were accepted as they are, so that only new ones are told of.

A finding is known by its file, its rule and the text of its line, so one whose line moves is not
new. One that gets louder by another rule, such as a model that is retired by now, is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claude_preflight.analysis.own_files import BASELINE
from claude_preflight.cli.fingerprints import fingerprints_in
from claude_preflight.records import NamedTuple
from claude_preflight.safe_text import masked
from claude_preflight.workspace.files import FileError, read_file, write_whole

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView

_VERSION = 1


class Accepted(NamedTuple):
    """A finding in a baseline: `text` is what it is about, for whoever reads the file."""

    rule: str
    text: str
    fingerprint: str


@dataclass
class Baseline:
    """The accepted findings by file, and the findings that were met meanwhile.

    Files are named with `/` from the folder of the baseline on. One that `takes_all` accepts what
    is met.
    """

    path: Path
    accepted: Mapping[str, frozenset[Accepted]]
    takes_all: bool = False
    _met: dict[str, frozenset[Accepted]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, *, takes_all: bool = False) -> Baseline:
        """The baseline in a file. Raises click.UsageError if it is none, or not there."""
        try:
            values = json.loads(read_file(str(path)).data)
            if values[BASELINE] != _VERSION:
                raise click.UsageError(f"--baseline: {path} is of a newer version; update.")
            accepted = {
                name: frozenset(
                    Accepted(*map(each.__getitem__, Accepted._fields)) for each in found
                )
                for name, found in values["findings"].items()
            }
        except FileError as error:
            raise click.UsageError(f"--baseline: {error}") from None
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            raise click.UsageError(
                f"--baseline: {path} is no baseline; name another file, or remove this one."
            ) from None
        return cls(path, accepted, takes_all)

    def counts(self, path: str, view: FileView) -> list[bool]:
        """Of each finding in a file, whether it is not among the accepted ones."""
        name = self._name(path)
        found = [
            Accepted(finding.rule, masked(finding.text), known_by)
            for finding, known_by in zip(view.findings, fingerprints_in(view), strict=True)
        ]
        self._met[name] = frozenset(found)
        known = {each.fingerprint for each in self.accepted.get(name, ())}
        return [not self.takes_all and each.fingerprint not in known for each in found]

    def gone(self, checked: Collection[str], rules: Collection[str]) -> int:
        """How many are gone, of the files that were checked and the rules that were asked."""
        left = self._left(checked, rules)
        return sum(len(self.accepted[name] - left.get(name, frozenset())) for name in self.accepted)

    def shrink(self, checked: Collection[str], rules: Collection[str]) -> None:
        """Write the baseline without those. Raises FileError."""
        self._write(self._left(checked, rules))

    def take(self, checked: Collection[str], rules: Collection[str]) -> int:
        """Write it with what was met as well, and say how many these are. Raises FileError."""
        left = self._left(checked, rules)
        taken = {name: left.get(name, frozenset()) | found for name, found in self._met.items()}
        self._write({**left, **taken})
        return sum(map(len, self._met.values()))

    def _left(
        self, checked: Collection[str], rules: Collection[str]
    ) -> dict[str, frozenset[Accepted]]:
        """What is still there, or was not looked at."""
        names = set(map(self._name, checked))
        left = {}
        for name, accepted in self.accepted.items():
            met = {each.fingerprint for each in self._met.get(name, ())}
            is_checked = name in names or not (self.path.parent / name).exists()
            left[name] = frozenset(
                each
                for each in accepted
                if each.fingerprint in met or not is_checked or each.rule not in rules
            )
        return left

    def _write(self, findings: Mapping[str, frozenset[Accepted]]) -> None:
        values = {
            BASELINE: _VERSION,
            "findings": {
                name: [each._asdict() for each in sorted(found)]
                for name, found in sorted(findings.items())
                if found
            },
        }
        data = (json.dumps(values, indent=1) + "\n").encode()
        write_whole(str(self.path), data)

    def _name(self, path: str) -> str:
        folder = self.path.parent.resolve()
        absolute = Path(path).parent.resolve() / Path(path).name
        try:
            return os.path.relpath(absolute, folder).replace(os.sep, "/")
        except ValueError:  # on another drive of Windows
            return absolute.as_posix()
