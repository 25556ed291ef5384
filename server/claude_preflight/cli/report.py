"""`claude-preflight report`: what ends, when, where, and what replaces it, on one page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from claude_preflight.cli.inputs import Inputs
from claude_preflight.cli.options import Exit, any_file, today_option, tokens_option
from claude_preflight.cli.output import write_text
from claude_preflight.cli.reports.records import record
from claude_preflight.cli.repository import Repository
from claude_preflight.cli.selection import Selection
from claude_preflight.cli.selection_options import selection_options
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.migration_report.places import Checked
from claude_preflight.migration_report.report import Report, report_of
from claude_preflight.migration_report.shards import ShardError, add_record, read_shard
from claude_preflight.migration_report.usage import UsageError, Volume, read_usage
from claude_preflight.safe_text import printable
from claude_preflight.workspace.files import FileError, read_file, write_whole
from claude_preflight.workspace.scan import CheckedFile, Files, check_files, held_across
from claude_preflight.workspace.settings_files import load_settings

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView

Decorated = TypeVar("Decorated", bound=Callable[..., object])

_TOKENS = "Show the savings for so many tokens of {} with each model."
_EXAMPLES = """\b
Examples:
  claude-preflight report --html migration.html
  claude-preflight report --markdown - src
  claude-preflight report --html migration.html --usage usage.csv
  claude-preflight report --html all.html --from shards/a.jsonl --from shards/b.jsonl
"""


def _file_option(name: str, what: str) -> Callable[[Decorated], Decorated]:
    text = f"Write the report as {what} to a file; - is standard output."
    return click.option(f"--{name}", metavar="FILE", shell_complete=any_file, help=text)


@click.command(epilog=_EXAMPLES)
@_file_option("html", "one HTML page, without scripts")
@_file_option("markdown", "Markdown")
@click.option(
    "--from",
    "shards",
    metavar="FILE",
    multiple=True,
    shell_complete=any_file,
    help="Read what `check --format jsonl` wrote instead of checking files. Repeatable.",
)
@click.option(
    "--usage",
    metavar="FILE",
    shell_complete=any_file,
    help="Show the savings for a CSV file with the columns model, input_tokens, output_tokens.",
)
@tokens_option("input", _TOKENS.format("input"))
@tokens_option("output", _TOKENS.format("output"))
@today_option
@selection_options
def command(
    selection: Selection,
    html: str | None,
    markdown: str | None,
    shards: tuple[str, ...],
    usage: str | None,
    input_tokens: int | None,
    output_tokens: int | None,
    today: date,
) -> None:
    """Report which models end and when, where they stand, and what moving to others saves.

    The paths are those of `check`. With --from the findings of many repositories become one report:
    each file begins with the line about its run, so that the numbers add up by repository. One that
    is broken or was cut short is named, counts for nothing, and makes the exit code 2; the report
    of the others is written all the same. Owners come from CODEOWNERS.

    Exit code: 0, or 2 if the command or the settings are wrong (then nothing is written), or if
    something could not be read or written.
    """
    outputs = {"html": html, "markdown": markdown}
    _check_options(outputs, shards, selection, usage, (input_tokens, output_tokens))
    measured = _usage(usage) if usage else None
    inputs, choice = Inputs(selection), selection.choice
    settings = choice.settings or load_settings(inputs.folder.resolve())
    registry = ModelRegistry.load(
        settings.models, settings.replacements, choice.knowledge or settings.knowledge
    )
    if shards:
        runs, errors = _read(shards)
    else:
        runs, errors = _checked(inputs, selection, today), []
    volume = Volume.of(input_tokens, output_tokens)
    report = report_of(runs, registry, today, volume=volume, usage=measured, broken=errors)
    errors = [*errors, *([] if shards else report.problems), *_written(outputs, report)]
    for error in errors:
        click.echo(f"error: {printable(error)}", err=True)
    sys.exit(Exit.ERROR if errors else Exit.CLEAN)


def _check_options(
    outputs: Mapping[str, str | None],
    shards: tuple[str, ...],
    selection: Selection,
    usage: str | None,
    tokens: tuple[int | None, ...],
) -> None:
    """Raise click.UsageError for options that do not go together."""
    files = [file for file in outputs.values() if file is not None]
    if not files:
        raise click.UsageError("Say what to write: --html FILE, --markdown FILE, or both.")
    if "" in files or len(set(files)) < len(files):
        raise click.UsageError("Give each report a file of its own.")
    if shards and (selection.listed or selection.paths != (".",)):
        raise click.UsageError("--from is instead of paths; name one or the other.")
    if selection.paths == ("-",) and not selection.listed:
        raise click.UsageError("A report is about files; '-' can be read with `check` only.")
    if usage and tokens != (None, None):
        raise click.UsageError("--usage says the volumes; leave out the numbers of tokens.")


def _usage(file: str) -> dict[str, Volume]:
    """The table of usage. Raises click.UsageError."""
    try:
        return read_usage(read_file(file).data)
    except (FileError, UsageError) as error:
        said = f"{file} {error}" if isinstance(error, UsageError) else error
        raise click.UsageError(f"--usage: {said}.".replace("..", ".")) from None


def _read(shards: tuple[str, ...]) -> tuple[list[Checked], list[str]]:
    """The runs of all shards, and a sentence about each one that cannot be read."""
    runs: list[Checked] = []
    broken: list[str] = []
    for shard in dict.fromkeys(shards):
        try:
            runs += read_shard(read_file(shard).raw)
        except FileError as error:
            broken.append(str(error))
        except ShardError as error:
            broken.append(f"{shard} {error}.")
    return runs, broken


def _checked(inputs: Inputs, selection: Selection, today: date) -> list[Checked]:
    """Check files: a run for each repository that they are in."""
    selection.prepare(inputs.targets, today)
    collected = _Collected(inputs, today)

    def check(files: Files) -> Iterator[CheckedFile]:
        return held_across(check_files(files, today))

    for file in inputs.checked(check, collected):
        if file.view:
            path = file.target.path
            collected.add(path, selection.kept(path, file.view))
    return list(collected.runs.values())


class _Collected:
    """Keeps what is found, by repository."""

    def __init__(self, inputs: Inputs, today: date) -> None:
        self._facts, self._today = inputs.facts_day.isoformat(), today.isoformat()
        # What is in no repository has its paths from here on.
        self._outside = Repository(inputs.folder)
        self.runs: dict[Path | None, Checked] = {}
        self._around = lru_cache(maxsize=None)(self._find)
        self._run_of(self._outside)

    def add(self, path: str, view: FileView) -> None:
        """Keep the findings of a file."""
        repository = self._around(Path(path).parent)
        run, owners = self._run_of(repository), list(repository.owners(path))
        for finding in view.findings:
            found = {**record(repository.path(path), view, finding), "owners": owners}
            add_record(run, found, "what was found")

    def add_problem(self, path: str, problem: str) -> None:
        """Keep a problem."""
        self._run_of(self._around(Path(path).parent)).problems.append(problem)

    def add_note(self, path: str, note: str) -> None:
        """A bound is no part of the report."""

    def close(self, files: int) -> None:
        """Nothing is left to do."""

    def _find(self, folder: Path) -> Repository:
        found = Repository(folder)
        return found if found.root else self._outside

    def _run_of(self, repository: Repository) -> Checked:
        if repository.root not in self.runs:
            name, commit = repository.name or "", repository.commit or ""
            self.runs[repository.root] = Checked(name, commit, self._facts, self._today)
        return self.runs[repository.root]


def _written(outputs: Mapping[str, str | None], report: Report) -> Iterator[str]:
    """Write the report, and give what could not be written."""
    for kind, file in outputs.items():
        if file is None:
            continue
        data = _page(kind, report).encode("utf-8", "backslashreplace")
        if file == "-":
            write_text(data)
            continue
        try:
            write_whole(file, data)
        except FileError as error:
            yield str(error)


def _page(kind: str, report: Report) -> str:
    # Late imports: jinja2 is of use for one of them only.
    if kind == "html":
        from claude_preflight.migration_report.page import html

        return html(report)
    from claude_preflight.migration_report.markdown import markdown

    return markdown(report)
