"""`claude-preflight explain`: what a rule, a model, a status or a pasted error means."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from claude_preflight.cli.options import (
    Exit,
    color_option,
    knowledge_option,
    today_option,
    uses_colour,
)
from claude_preflight.explanations import explain, suggestions
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.safe_text import printable
from claude_preflight.settings import KnowledgeFile
from claude_preflight.workspace.settings_files import load_settings

_LANGUAGES = ("python", "typescript", "javascript", "shell")
_EXAMPLES = """\b
Examples:
  claude-preflight explain retired-model
  claude-preflight explain claude-3-opus-20240229
  claude-preflight explain 529 --language typescript
  claude-preflight explain RateLimitError
  claude-preflight explain "400 messages.0.content: Field required"
  python app.py 2>&1 | claude-preflight explain -
"""
# The most that is read from standard input, in bytes: what tells of an error stands at the end.
_MOST_INPUT = 1 << 18
# How much of a topic a message repeats, in characters.
_SHOWN = 60
# The lines of Markdown are long; on a wide screen they would be hard to read.
_MOST_COLUMNS = 100


@click.command(epilog=_EXAMPLES)
@click.argument("words", metavar="CODE|MODEL|STATUS|ERROR...", nargs=-1, required=True)
@click.option(
    "--language",
    type=click.Choice(_LANGUAGES),
    default="python",
    show_default=True,
    help="The language of the code example.",
)
@today_option
@knowledge_option
@color_option
def command(
    words: tuple[str, ...],
    language: str,
    today: date,
    knowledge: KnowledgeFile | None,
    color: str,
) -> None:
    """Explain a rule, a model id, or an error of the API or its SDKs.

    An error is named by its status (429), its type (overloaded_error), the class that an SDK
    raises (RateLimitError), or TIMEOUT and STREAM; or it is pasted as it was printed: a line of a
    log, a JSON body, a traceback. With - the text comes on standard input; of more than 256 KB the
    end is read. On a terminal the explanation is laid out, elsewhere it is Markdown; the ids of the
    entries in the error reference stand at its end.

    The models, replacements and newer facts in the settings of this folder count.

    Exit code: 0, or 2 if nothing is known about the topic, or the settings are wrong.
    """
    # An argument may hold bytes that are no UTF-8.
    topic = " ".join(words).encode("utf-8", "replace").decode()
    if words == ("-",):
        topic = _from_stdin()
    settings = load_settings(Path.cwd())
    registry = ModelRegistry.load(
        settings.models, settings.replacements, knowledge or settings.knowledge
    )
    text = explain(topic, today, language, registry)
    if text is None:
        near = " or ".join(suggestions(topic, registry))
        hint = f"did you mean {near}?" if near else "name a rule, a model id or an error."
        said = f"Nothing is known about '{printable(_shown(topic))}'; {hint}"
        click.echo(f"error: {said}", err=True)
        sys.exit(Exit.ERROR)
    colour = uses_colour(sys.stdout, color)
    if sys.stdout.isatty() or colour:
        _print_laid_out(text, colour=colour)
    else:
        click.echo(text)


def _from_stdin() -> str:
    """The end of what comes on standard input; what is no UTF-8 in it is replaced."""
    if sys.stdin is None:
        raise click.UsageError("'-' stands for standard input, which is closed.")
    end = b""
    while part := sys.stdin.buffer.read(_MOST_INPUT):
        end = (end + part)[-_MOST_INPUT:]
    return end.decode("utf-8", errors="replace")


def _shown(topic: str) -> str:
    """The last line of a topic, cut where it is long: that is where an error is named."""
    lines = topic.strip().splitlines() or [""]
    return lines[-1] if len(lines[-1]) <= _SHOWN else f"{lines[-1][: _SHOWN - 3]}..."


def _print_laid_out(markdown: str, *, colour: bool) -> None:
    # Late imports: rich costs more than all the rest of a run, and only terminals show it.
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(force_terminal=True, no_color=not colour)
    console.print(Markdown(markdown), width=min(console.width, _MOST_COLUMNS))
