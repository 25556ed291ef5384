"""`claude-preflight rules`: the rules, and what each finds."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from claude_preflight.cli.options import format_option
from claude_preflight.cli.reports.lines import terminal_width, words_of, wrapped

_EXAMPLES = """\b
Examples:
  claude-preflight rules
  claude-preflight rules --format json
  claude-preflight explain retired-model
"""


@click.command(epilog=_EXAMPLES)
@format_option(("text", "json"), "text for people, json as one list.")
def command(format_name: str) -> None:
    """List the rules, with what each finds. `explain RULE` says more of one.

    Exit code: 0, or 2 if the command is wrong.
    """
    if format_name == "json":
        click.echo(json.dumps(list(_records()), indent=2))
    else:
        click.echo("\n".join(_lines()))


def _records() -> Iterator[dict[str, str]]:
    """Rules as plain values; `http` is the answer that a rule prevents, "" if there is none."""
    from claude_preflight.rules import RULES, page_of  # late: `--help` needs no rules

    for rule in RULES.values():
        yield {
            "code": rule.code,
            "name": rule.name,
            "summary": rule.summary,
            "http": rule.http,
            "help": rule.help,
            "url": page_of(rule.code),
        }


def _lines() -> Iterator[str]:
    rules = list(_records())
    widest = max(len(rule["code"]) for rule in rules)
    for rule in rules:
        words = (rule["code"].ljust(widest + 1), *words_of(rule["summary"]))
        yield wrapped(words, terminal_width(), widest + 2)
