"""`claude-preflight explain`: what a rule, a model or an answer of the API means."""

from __future__ import annotations

import sys
from datetime import date

import click

from claude_preflight.cli.options import Exit, today_option, uses_colour
from claude_preflight.explanations import explain, suggestions
from claude_preflight.safe_text import printable

_LANGUAGES = ("python", "typescript", "javascript", "shell")
_EXAMPLES = """\b
Examples:
  claude-preflight explain retired-model
  claude-preflight explain claude-3-opus-20240229
  claude-preflight explain 529 --language typescript
  claude-preflight explain RateLimitError
"""
# The lines of Markdown are long; on a wide screen they would be hard to read.
_MOST_COLUMNS = 100


@click.command(epilog=_EXAMPLES)
@click.argument("topic", metavar="CODE|MODEL|STATUS")
@click.option(
    "--language",
    type=click.Choice(_LANGUAGES),
    default="python",
    show_default=True,
    help="The language of the code example.",
)
@today_option
def command(topic: str, language: str, today: date) -> None:
    """Explain a rule, a model id, or an error of the API or its SDKs.

    An error is named by its status (429), its type (overloaded_error), the class that an SDK
    raises (RateLimitError), or TIMEOUT and STREAM. On a terminal the text is laid out, elsewhere it
    is Markdown.

    Exit code: 0, or 2 if nothing is known about the topic.
    """
    text = explain(topic, today, language)
    if text is None:
        near = " or ".join(suggestions(topic))
        hint = f"did you mean {near}?" if near else "name a rule, a model id or an error."
        click.echo(f"error: Nothing is known about '{printable(topic)}'; {hint}", err=True)
        sys.exit(Exit.ERROR)
    if sys.stdout.isatty() or uses_colour(sys.stdout):
        _print_laid_out(text)
    else:
        click.echo(text)


def _print_laid_out(markdown: str) -> None:
    # Late imports: rich costs more than all the rest of a run, and only terminals show it.
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(force_terminal=True)
    console.print(Markdown(markdown), width=min(console.width, _MOST_COLUMNS))
