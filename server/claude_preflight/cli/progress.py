"""How far a long run is: a bar on the terminal, and nothing elsewhere."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

Item = TypeVar("Item")

# Shorter runs show none, and load nothing for it; seconds.
_AFTER = 1.0
# How often it is drawn, in seconds.
_EVERY = 0.1


class Progress:
    """Counts what is begun, and shows it where a person waits at a terminal.

    There is none in CI, in a pipe, or if the run is quiet. It stands aside for what is printed.
    """

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._done = 0
        self._next = monotonic() + _AFTER if _is_watched() and not quiet else None
        self._bar: Bar | None = None

    def count(self, number: int) -> None:
        """Count so many more."""
        self._done += number
        if self._next is not None and monotonic() >= self._next:
            self._show()

    def hide(self) -> None:
        """Take it off the screen, for something else is to be printed."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _show(self) -> None:
        if self._bar is None:
            self._bar = _bar()
            self._bar.add_task("Checking", total=self._total)
            self._bar.start()
        self._bar.update(self._bar.task_ids[0], completed=self._done)
        self._bar.refresh()
        self._next = monotonic() + _EVERY


def _is_watched() -> bool:
    if os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stderr.isatty()


def _bar() -> Bar:
    # A late import: rich costs more than a short run.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
