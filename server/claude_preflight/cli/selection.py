"""What a command looks at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from claude_preflight.records import NamedTuple
from claude_preflight.workspace.choice import Choice

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.baseline import Baseline
    from claude_preflight.cli.since import Since
    from claude_preflight.workspace.walk import Target


class Selection(NamedTuple):
    """What a command is asked to look at.

    `paths` are files and folders, and `named` those that the user named; a lone `-` is standard
    input, which has the name `stdin_filename`. They may be `listed` by a program, `since` knows the
    lines that count, and `baseline` the findings that do not.
    """

    paths: tuple[str, ...]
    stdin_filename: str | None
    choice: Choice
    named: tuple[str, ...] = ()
    listed: bool = False
    since: Since | None = None
    baseline: Baseline | None = None

    def prepare(self, targets: Sequence[Target], today: date) -> None:
        """Look up what has to be known before files are checked or fixed."""
        if self.since:
            self.since.learn(targets, today)

    def counts(self, path: str, view: FileView) -> list[bool]:
        """Of each finding in a file, whether it is on a line that counts, and new."""
        filters = [each.counts(path, view) for each in (self.baseline, self.since) if each]
        return [all(each) for each in zip(*filters, strict=True)] or [True] * len(view.findings)

    def kept(self, path: str, view: FileView) -> FileView:
        """The findings in a file that count."""
        return view.chosen(self.counts(path, view))
