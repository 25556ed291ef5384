"""`check --watch`: the same command again, whenever a file has changed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from claude_preflight.cli.inputs import FileId, file_id
from claude_preflight.safe_text import printable
from claude_preflight.workspace.files import is_temporary

_OPTION = "--watch"
_GIVEN = "claude_preflight.arguments"
_MISSING = "--watch needs a package: pip install 'claude-preflight[watch]'."
# How long to wait for a change, in milliseconds, until the first run and between looks at Ctrl-C.
_WAIT = 100


class Repeatable(click.Command):
    """A command that keeps how it was called, so that it can be called again."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Parse the arguments, and keep them."""
        given = tuple(args)
        context = super().make_context(info_name, args, parent, **extra)
        context.meta[_GIVEN] = given
        return context


def watch(paths: Sequence[str], written: Callable[[], Iterable[FileId]]) -> NoReturn:
    """Run the command of this context again for each change below some paths, until Ctrl-C.

    What it has `written` is no change. Raises click.UsageError without the package for it.
    """
    try:
        from watchfiles import watch as changes  # late, and an extra: few runs watch
    except ImportError:
        raise click.UsageError(_MISSING) from None
    from watchfiles import Change, DefaultFilter

    default = DefaultFilter()

    def counts(change: Change, path: str) -> bool:
        if is_temporary(path) or not default(change, path):
            return False
        with suppress(OSError):
            return file_id(Path(path).stat()) not in written()
        return True

    existing = [Path(path) for path in paths if Path(path).exists()]
    # Editors put a new file in the place of the old one, so the folder is watched.
    folders = {path if path.is_dir() else path.parent for path in existing}
    has_folders = any(path.is_dir() for path in existing)
    # The first time it comes back, nothing that happens from then on is missed.
    is_first = True
    for found in changes(
        *folders,
        watch_filter=counts,
        rust_timeout=_WAIT,
        yield_on_timeout=True,
        recursive=has_folders,
    ):
        if found or is_first:
            is_first = False
            _run()
    raise click.Abort


def _run() -> None:
    """Run the command once; whatever is wrong is told, and may be right the next time."""
    context = click.get_current_context()
    root = context.find_root()
    arguments = [each for each in context.meta[_GIVEN] if each != _OPTION]
    if sys.stdout.isatty():
        click.clear()
    try:
        root.command.main(
            [context.info_name or "", *arguments],
            prog_name=root.info_name,
            standalone_mode=False,
        )
    except SystemExit:
        pass  # the exit code of this run
    except click.ClickException as error:
        click.echo(f"Error: {printable(error.format_message())}", err=True)
    sys.stdout.flush()
    click.echo("Watching for changes; Ctrl-C ends it.", err=True)
