"""The options about accepted findings: `--baseline`, and what writes such a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claude_preflight.cli.options import any_file, option
from claude_preflight.cli.selection import Selection
from claude_preflight.records import NamedTuple

if TYPE_CHECKING:
    from claude_preflight.cli.baseline import Baseline
    from claude_preflight.cli.inputs import Inputs

_READS = option(
    "--baseline",
    metavar="FILE",
    shell_complete=any_file,
    help="Only findings that are not in this file of accepted ones; a line that moves is not new.",
)
_WRITES = (
    click.option(
        "--create-baseline",
        is_flag=True,
        help="Accept what is found: write it to the file of --baseline.",
    ),
    click.option(
        "--shrink-baseline",
        is_flag=True,
        help="Take what is found no more off the file of --baseline; nothing is added.",
    ),
)


class Accepting(NamedTuple):
    """What a run does with the file of accepted findings in the end."""

    baseline: Baseline | None = None
    creates: bool = False
    shrinks: bool = False

    @property
    def writes(self) -> bool:
        """Whether the file is written."""
        return self.creates or self.shrinks

    def close(self, inputs: Inputs, selection: Selection) -> None:
        """Write the file, if that is asked for, and keep notes about it."""
        if self.baseline is not None:
            self._close(self.baseline, inputs, selection)

    def _close(self, baseline: Baseline, inputs: Inputs, selection: Selection) -> None:
        from claude_preflight.cli.reports.summary import count
        from claude_preflight.rules import RULES  # late, all of them: few runs have a baseline
        from claude_preflight.workspace.files import FileError

        rules = (selection.choice.only or RULES.keys()) - selection.choice.ignore
        gone = baseline.gone(inputs.checked_files, rules)
        try:
            if self.creates:
                taken = baseline.take(inputs.checked_files, rules)
                inputs.add_note(f"{count(taken, 'finding')} accepted in {baseline.path}.")
            elif self.shrinks and gone:
                baseline.shrink(inputs.checked_files, rules)
                inputs.add_note(f"{count(gone, 'finding')} taken off {baseline.path}.")
            elif gone:
                inputs.add_note(
                    f"{count(gone, 'finding')} of {baseline.path} found no more; "
                    "--shrink-baseline takes what is gone off it."
                )
        except FileError as error:
            inputs.add_problem(str(error))


def baseline_options(*, writes: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add the options to a command, which finds the accepted findings in its `selection`.

    One that `writes` takes what is to be written as `accepting`.
    """

    def added(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def with_baseline(
            *args: Any,
            selection: Selection,
            baseline: str | None,
            create_baseline: bool = False,
            shrink_baseline: bool = False,
            **options: Any,
        ) -> None:
            accepting = _accepting(baseline, create_baseline, shrink_baseline)
            selection = selection._replace(baseline=accepting.baseline)
            options |= {"accepting": accepting} if writes else {}
            command(*args, selection=selection, **options)

        for each in (*(reversed(_WRITES) if writes else ()), _READS):
            with_baseline = each(with_baseline)
        return with_baseline

    return added


def _accepting(file: str | None, creates: bool, shrinks: bool) -> Accepting:
    if creates and shrinks:
        raise click.UsageError("--create-baseline adds, --shrink-baseline takes off; give one.")
    if file is None:
        if creates or shrinks:
            raise click.UsageError("Name the file of accepted findings with --baseline FILE.")
        return Accepting()
    from claude_preflight.cli.baseline import Baseline  # late: few runs have one

    path = Path(file)
    if path.exists():
        baseline = Baseline.read(path, takes_all=creates)
    elif creates:
        baseline = Baseline(path, {}, takes_all=True)
    else:
        raise click.UsageError(f"--baseline: {path} is not there; --create-baseline makes it.")
    return Accepting(baseline, creates, shrinks)
