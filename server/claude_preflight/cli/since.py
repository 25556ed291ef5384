"""`--since REF`: what has changed since work left a commit: lines, as git tells them, and findings.

A line that has changed may break a request of which another line is found: so the file as it was is
checked as well, where there is something to find on lines that have not changed.

Nothing of the repository is run: no filter of differences, no monitor of files.
"""

from __future__ import annotations

import os
import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claude_preflight.cli.fingerprints import fingerprints_in
from claude_preflight.cli.listed import unquoted
from claude_preflight.findings import Span
from claude_preflight.records import NamedTuple
from claude_preflight.regex import regex
from claude_preflight.workspace.files import FileContent
from claude_preflight.workspace.scan import Files, Read, check_files
from claude_preflight.workspace.walk import Target

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView

_HUNK = regex(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_DIFF = (
    "diff", "--numstat", "-z", "--patch", "--unified=0", "--inter-hunk-context=0", "--find-renames",
    "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=all",
    "--src-prefix=a/", "--dst-prefix=b/",
)  # fmt: skip
_NO_GIT = "--since asks git what has changed, and there is no git; install it, or name files."

Lines = tuple[range, ...]
"""Lines that have changed, from 1, in order."""


@dataclass(frozen=True, slots=True)
class Since:
    """The files that have changed, as paths for people, and which lines; None stands for all.

    `before` reads a file as it was. `known` are the fingerprints of what was found in it then.
    """

    lines: Mapping[str, Lines | None]
    before: Read
    known: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, ref: str, paths: Sequence[str]) -> Since:
        """What has changed below some paths. Raises click.UsageError, also without git."""
        for path in paths:
            if not os.path.lexists(path):
                raise click.UsageError(f"{path} is not there.")
        named = [Path(os.path.normpath(Path.cwd() / path)) for path in paths]
        folder = named[0] if len(named) == 1 else Path.cwd()
        folder = folder if folder.is_dir() else folder.parent
        root = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
        base = _base(root, ref)
        diff = _git(root, *_without_filters(root), *_DIFF, base, "--")
        changed = {each.name: each for each in _changed(diff)}
        new = _git(root, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
        changed |= {name: _Changed(name, name, None) for name in new if name}
        real = [path.resolve() for path in named]
        here = Path.cwd().resolve()
        files = {
            os.path.relpath(root / os.fsdecode(each.name), here): each
            for each in sorted(changed.values())
            if any((root / os.fsdecode(each.name)).is_relative_to(path) for path in real)
        }

        def before(path: str) -> FileContent:
            return FileContent.of(
                _git(root, "cat-file", "blob", f"{base}:{os.fsdecode(files[path].old)}")
            )

        return cls({path: each.lines for path, each in files.items()}, before)

    @property
    def files(self) -> tuple[str, ...]:
        """The files in which lines have changed."""
        return tuple(self.lines)

    def learn(self, targets: Sequence[Target], today: date) -> None:
        """Look up what was found before in files with findings on lines that have not changed."""
        suspects = [
            file.target
            for file in check_files(Files(targets), today)
            if file.view and not all(self._on_changed_lines(file.target.path, file.view))
        ]
        self.known.update(dict.fromkeys((target.path for target in suspects), frozenset()))
        for file in check_files(Files(suspects, self.before), today):
            if file.view:
                self.known[file.target.path] = frozenset(fingerprints_in(file.view))

    def counts(self, path: str, view: FileView) -> list[bool]:
        """Of each finding in a file, whether its line has changed, or it was not found before."""
        on_changed = self._on_changed_lines(path, view)
        if path not in self.known:
            return on_changed
        known = self.known[path]
        pairs = zip(on_changed, fingerprints_in(view), strict=True)
        return [has_changed or known_by not in known for has_changed, known_by in pairs]

    def _on_changed_lines(self, path: str, view: FileView) -> list[bool]:
        """Of each finding, whether it or what it has to do with is on such a line."""
        lines = self.lines.get(path)
        if lines is None or not view.findings:
            return [True] * len(view.findings)
        text = view.in_file.parts[0].text.data
        starts = [0, *accumulate(len(line) + 1 for line in text.split(b"\n"))]

        def has_changed(span: Span) -> bool:
            first = bisect_right(starts, span.start)
            last = bisect_right(starts, max(span.start, span.end - 1))
            at = bisect_right(lines, last, key=lambda each: each.start) - 1
            return at >= 0 and first < lines[at].stop

        return [
            any(map(has_changed, (finding.span, *(each.span for each in finding.related))))
            for finding in view.in_file.findings
        ]


def _without_filters(root: Path) -> Iterator[str]:
    """Options by which git runs none of the programs that a repository has for its own files."""
    pattern = r"^filter\..*\.(clean|process)$"
    words = ("config", "--local", "--includes", "--null", "--name-only", "--get-regexp", pattern)
    # Without any, git fails and says nothing.
    for name in _ran(root, *words).stdout.decode("utf-8", "surrogateescape").split("\0"):
        if name:
            yield from ("-c", f"{name}=", "-c", f"{name.rpartition('.')[0]}.required=false")


def _base(root: Path, ref: str) -> str:
    """The commit where the work left another one: what was committed there since is not ours."""
    if ref.startswith("-"):
        raise click.UsageError(f"--since: {ref!r} is no commit.")
    unknown = f"{ref!r} is no commit that git knows here; fetch it, or name another one"
    _git(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}", otherwise=unknown)
    apart = f"{ref!r} and the work have no commit in common; fetch more of the history"
    return os.fsdecode(_git(root, "merge-base", ref, "HEAD", otherwise=apart)).strip()


def _git(folder: Path, *arguments: str, otherwise: str = "") -> bytes:
    """What git says. Raises click.UsageError with its reason, or `otherwise`."""
    done = _ran(folder, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        why = otherwise or f"git says: {said.removeprefix('fatal: ')}"
        raise click.UsageError(f"--since: {why.rstrip('.')}.")
    return done.stdout


def _ran(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    environment.pop("GIT_DIFF_OPTS", None)  # it goes before the options
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(  # noqa: S603 - no shell, and no argument that is an option
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        raise click.UsageError(_NO_GIT) from None


class _Changed(NamedTuple):
    """A file by its name, the one that it had, and its new lines; all where git sees no lines."""

    name: bytes
    old: bytes
    lines: Lines | None


def _changed(output: bytes) -> Iterator[_Changed]:
    """The files that have new lines."""
    # First come the numbers of each file, then the differences.
    numbers, _, patch = output.partition(b"\0\0")
    fields = iter(numbers.split(b"\0"))
    lines = dict(_of_patch(patch.split(b"\n")))
    for each in fields:
        added, _, rest = each.partition(b"\t")
        old = name = rest.partition(b"\t")[2]
        if each and not name:  # a file that has another name now: the old one follows, and the new
            old, name = next(fields, b""), next(fields, b"")
        if added == b"-" or name in lines:
            yield _Changed(name, old, lines.get(name))


def _of_patch(patch: Sequence[bytes]) -> Iterator[tuple[bytes, Lines]]:
    name, ranges, left = b"", list[range](), 0
    for line in patch:
        if left:  # a line of a file, which may look like anything
            left -= not line.startswith(b"\\")
        elif hunk := _HUNK.match(line):
            old, new = (int(count or 1) for count in (hunk[1], hunk[3]))
            ranges += [range(int(hunk[2]), int(hunk[2]) + new)] if new else []
            left = old + new
        elif line.startswith(b"+++ "):
            if ranges:
                yield name, tuple(ranges)
            ranges = []
            # A tab ends a name with blanks.
            name = unquoted(line[4:].removesuffix(b"\t")).removeprefix(b"b/")
    if ranges:
        yield name, tuple(ranges)
