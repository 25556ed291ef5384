"""`claude-preflight`: the commands by name. A command's module is imported when it is called."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import click

from claude_preflight import __version__

_COMMANDS = ("check", "fix", "explain", "rules", "models", "report", "server", "hook", "debug")
_OUR_FAULT = "claude-preflight has failed, which is a mistake in it; please report this line"
_OF_WRITING = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EBADF)
# The same as `Exit.ERROR`, which is imported with the commands.
_FAILED = 2
# What a shell says of a program that Ctrl-C ended, or that writes where nobody reads any more: 128
# and the number of the signal. An exit code of 1 would speak of findings.
_INTERRUPTED = 130
_CUT_SHORT = 141
_EXAMPLES = """\b
Examples:
  claude-preflight check                  check the files in this folder
  claude-preflight fix --diff src         show what fixing would change
  claude-preflight explain 429            what an answer of the API means
  claude-preflight models --retiring-within 90d
  claude-preflight report --html migration.html
"""


class _Commands(click.Group):
    """A group that finds `name` as `command` in the module `claude_preflight.cli.name`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"claude_preflight.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of one that there is not, say which may be meant."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from claude_preflight.cli.options import near  # late: few names are wrong

            meant = near(args[0], _COMMANDS)
            hint = f"did you mean '{meant}'?" if meant else f"there is {', '.join(_COMMANDS)}."
            raise click.UsageError(f"No such command '{args[0]}'; {hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command. Settings that cannot be used stop it before it does anything."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            ctx.exit(_CUT_SHORT)  # click would say 1
        except ValueError as error:
            # Late imports: they cost a third of `--version`, and few settings are wrong.
            from claude_preflight.safe_text import printable
            from claude_preflight.settings import SettingsError

            if not isinstance(error, SettingsError):
                raise
            click.echo(f"error: {printable(str(error))}", err=True)
            ctx.exit(_FAILED)


@click.command(
    cls=_Commands,
    epilog=_EXAMPLES,
    # Help is as wide as the terminal, up to what still reads well.
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Find what the Claude API would refuse, before the request is sent."""


def main() -> NoReturn:
    """The command line. Whatever is wrong with the world ends in one line on standard error."""
    sys.exit(_done())


def program() -> NoReturn:
    """The console script: the same, but what was loaded is not taken apart.

    That would be a twentieth of a short run.
    """
    os._exit(_done())


def _done() -> int:
    """Run the command line, write all that it prints, and give the exit code."""
    _open_streams()
    try:
        code = _run()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        code = _CUT_SHORT  # `| head`: whoever read the output has had enough
        _forget_output()
    except (click.Abort, KeyboardInterrupt):  # click makes the one of most of the other
        code = _INTERRUPTED
        with suppress(OSError):
            click.echo("error: The command was interrupted.", err=True)
        _forget_output()
    except Exception as error:  # noqa: BLE001 - a traceback may quote a file, and with it a key
        code = _FAILED
        with suppress(OSError):
            click.echo(f"error: {_what_failed(error)}", err=True)
        _forget_output()
    return code


def _run() -> int:
    """Run the command line and give the exit code. Raises whatever goes wrong in a command."""
    if sys.stdout is None:
        click.echo("error: Standard output is closed; redirect it to a file.", err=True)
        return _FAILED
    try:
        return cli.main(prog_name="claude-preflight", standalone_mode=False) or 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except click.ClickException as error:
        _show(error)
        return error.exit_code


def _show(error: click.ClickException) -> None:
    """Show what is wrong with the command; what the user wrote comes back in it."""
    from claude_preflight.safe_text import printable

    text = io.StringIO()
    error.show(text)
    click.echo("\n".join(map(printable, text.getvalue().splitlines())), err=True)


def _open_streams() -> None:
    """Make the standard streams safe to use, closed ones (`>&-`) included.

    A closed one is opened to nowhere first: else the next file that is read would get its number.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        # A path or a line may hold what the terminal's encoding does not: show it escaped.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _what_failed(error: Exception) -> str:
    # Late imports here and above: few runs need them, and `--version` is quick.
    from claude_preflight.crashes import describe
    from claude_preflight.workspace.files import reason

    if not isinstance(error, OSError):
        return f"{_OUR_FAULT}: {describe(error)}"
    try:
        Path.cwd()
    except OSError:
        return "The folder that this command was started in is gone; change to another one."
    if error.errno in _OF_WRITING:
        return f"The output cannot be written: {reason(error)}."
    return f"The command cannot go on: {reason(error)}."


def _forget_output() -> None:
    """Lose what is still to be written: Python would try again when it ends, and complain."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
