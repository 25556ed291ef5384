"""`--output FORMAT=FILE`: reports in files, beside the one on standard output."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from claude_preflight.cli.inputs import FileId, file_id
from claude_preflight.cli.options import option
from claude_preflight.cli.reports import FORMATS, Report, Run, report_for
from claude_preflight.records import NamedTuple

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView


MakeReport = Callable[[TextIO, Run], Report]
"""Makes a report that writes to a stream."""


class Output(NamedTuple):
    """A format, and the file that a report in it is written to."""

    format_name: str
    path: Path


def _parsed(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[Output, ...]:
    """Outputs as options give them. Raises click.BadParameter."""
    found: dict[Path, Output] = {}
    for value in values:
        name, _, file = value.partition("=")
        if name not in FORMATS:
            raise click.BadParameter(f"{name!r} is no format; they are {', '.join(FORMATS)}.")
        if file in ("", "-"):
            raise click.BadParameter(f"{value!r} names no file; write it as {name}=FILE.")
        path = Path(file)
        if path.resolve() in found:
            raise click.BadParameter(f"{file!r} is named twice; give each report its own file.")
        found[path.resolve()] = Output(name, path)
    return tuple(found.values())


output_option = option(
    "--output",
    "outputs",
    metavar="FORMAT=FILE",
    multiple=True,
    callback=_parsed,
    help="Write a report to a file as well, such as sarif=findings.sarif; any format of --format. "
    "Repeatable. It says nothing about the exit code.",
)


def written(outputs: Sequence[Output]) -> Iterator[FileId]:
    """The files that are there and that reports go to, that of standard output among them."""
    for output in outputs:
        with suppress(OSError):
            yield file_id(output.path.stat())
    with suppress(OSError):
        status = os.fstat(sys.stdout.fileno())
        if stat.S_ISREG(status.st_mode):
            yield file_id(status)


@contextmanager
def opened(make: MakeReport, outputs: Sequence[Output], run: Run) -> Iterator[Report]:
    """A report that is all reports: on standard output, and in files that are open meanwhile.

    Raises click.UsageError before anything is written, if a file cannot be.
    """
    with ExitStack() as files:
        streams: list[tuple[str, TextIO]] = []
        for name, path in outputs:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                # The same bytes on every system, whatever a name or a line of code holds.
                stream = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
            except OSError as error:
                from claude_preflight.workspace.files import reason  # late: most can be written

                raise click.UsageError(
                    f"--output: {path} cannot be written: {reason(error)}."
                ) from None
            streams.append((name, files.enter_context(stream)))
        first = make(sys.stdout, run)
        plain = run._replace(colour=False)
        others = [report_for(name, stream, plain) for name, stream in streams]
        yield _Reports([first, *others]) if others else first


class _Reports:
    """Several reports as one."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports

    def add(self, path: str, view: FileView) -> None:
        for report in self._reports:
            report.add(path, view)

    def add_problem(self, path: str, problem: str) -> None:
        for report in self._reports:
            report.add_problem(path, problem)

    def add_note(self, path: str, note: str) -> None:
        for report in self._reports:
            report.add_note(path, note)

    def close(self, files: int) -> None:
        for report in self._reports:
            report.close(files)
