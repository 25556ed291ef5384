"""`--since REF`: the lines that have changed since work left a commit, as git tells them.

Nothing of the repository is run: no filter of differences, no monitor of files.
"""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claude_preflight.cli.listed import unquoted
from claude_preflight.findings import Span

if TYPE_CHECKING:
    from claude_preflight.analysis.cell_view import FileView

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
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
    """The files that have changed, as paths for people, and which lines; None stands for all."""

    lines: Mapping[str, Lines | None]

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
        changed = dict(_changed(_git(root, *_DIFF, _base(root, ref), "--")))
        new = _git(root, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
        changed |= dict.fromkeys(filter(None, new))
        real = [path.resolve() for path in named]
        files = {root / os.fsdecode(name): lines for name, lines in sorted(changed.items())}
        return cls(
            {
                os.path.relpath(file, Path.cwd().resolve()): lines
                for file, lines in files.items()
                if any(file.is_relative_to(path) for path in real)
            }
        )

    @property
    def files(self) -> tuple[str, ...]:
        """The files in which lines have changed."""
        return tuple(self.lines)

    def counts(self, path: str, view: FileView) -> list[bool]:
        """Of each finding in a file, whether it or what it has to do with is on such a line."""
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
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and no argument that is an option
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        raise click.UsageError(_NO_GIT) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        why = otherwise or f"git says: {said.removeprefix('fatal: ')}"
        raise click.UsageError(f"--since: {why.rstrip('.')}.")
    return done.stdout


def _changed(output: bytes) -> Iterator[tuple[bytes, Lines | None]]:
    """The files that have new lines, and which; all where git sees no lines, as in UTF-16."""
    # First come the numbers of each file, then the differences.
    numbers, _, patch = output.partition(b"\0\0")
    fields = iter(numbers.split(b"\0"))
    for field in fields:
        added, _, rest = field.partition(b"\t")
        name = rest.partition(b"\t")[2]
        if field and not name:  # a file that has another name now: the old one follows, and the new
            next(fields, b"")
            name = next(fields, b"")
        if added == b"-":
            yield name, None
    yield from _of_patch(patch.split(b"\n"))


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
