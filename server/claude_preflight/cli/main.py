"""`claude-preflight`: the commands by name. A command's module is imported when it is called."""

from __future__ import annotations

import io
import sys
from importlib import import_module

import click

from claude_preflight import __version__

_COMMANDS = ("check", "fix", "explain", "models", "server")
_EXAMPLES = """\b
Examples:
  claude-preflight check                  check the files in this folder
  claude-preflight fix --diff src         show what fixing would change
  claude-preflight explain 429            what an answer of the API means
  claude-preflight models --retiring-within 90d
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


@click.command(
    cls=_Commands, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Find what the Claude API would refuse, before the request is sent."""


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # A path or a line may hold what the terminal's encoding does not: show it escaped.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="claude-preflight")
