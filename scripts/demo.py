"""`make try`: one screen for each door, on a small project.

A check, its fix as a diff, a hover, an error explained, and what to type next. All are asked about
one fixed day, so that the answers are the same tomorrow. `--pictures FOLDER` takes the pictures of
the README as well; it needs Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from rich.console import Console
from rich.markdown import Markdown
from rich.rule import Rule
from rich.syntax import Syntax
from rich.text import Text
from rich.theme import Theme

from set_up import ROOT

TODAY = "2026-11-22"
COMMAND = str(Path(sys.executable).with_name("claude-preflight"))
PROJECT = ROOT / "examples" / "first-minute"
FILE = PROJECT / "summaries.py"
HOVER_AT = "claude-opus-4-20250514"
ERROR = "OverloadedError: Error code: 529 - {'error': {'type': 'overloaded_error'}}"
# A hover and an explanation begin with what to do; the rest is for another screen.
SCREEN = 24
WIDTH = 80
NEXT = """\
claude-preflight check                 # your own project
claude-preflight fix --diff            # what can be repaired safely
claude-preflight report --html r.html  # which models end, and when, on a page
make vsix                              # the extension for VS Code, in dist/
"""

THEME = Theme({"markdown.code": "bold cyan"})

console = Console(width=WIDTH, highlight=False, record=True, theme=THEME)


def main() -> int:
    """Show all doors; the exit code is 0 if each answered as it should."""
    parser = argparse.ArgumentParser(description="One screen for each door.")
    parser.add_argument("--pictures", type=Path, help="where to put pictures of the screens")
    pictures = parser.parse_args().pictures

    title(f"1. claude-preflight check, on {TODAY}")
    found = run("check", "--color", "always", expected=1)
    console.print(Text.from_ansi(found))
    picture(pictures, "check")

    title("2. claude-preflight fix --diff")
    console.print(
        Syntax(
            run("fix", "--diff", expected=1), "diff", theme="ansi_light", background_color="default"
        )
    )
    picture(pictures, "fix")

    title(f"3. The hover on {HOVER_AT} in an editor")
    hover = asyncio.run(asyncio.wait_for(hovered(), timeout=60))
    console.print(Markdown(beginning(hover), code_theme="ansi_light"))
    picture(pictures, "hover")

    title("4. claude-preflight explain, with an error as it was printed")
    console.print(Text(f"{ERROR}\n", style="dim"))
    explained = run("explain", ERROR, expected=0)
    console.print(Markdown(beginning(explained), code_theme="ansi_light"))
    picture(pictures, "explain")

    title("What to type next")
    console.print(Syntax(NEXT, "sh", theme="ansi_light", background_color="default"))
    return 0


def run(command: str, *words: str, expected: int) -> str:
    """What a command prints about the project. Raises SystemExit if it ends with another code."""
    done = subprocess.run(
        [COMMAND, command, *words, "--today", TODAY],
        cwd=PROJECT,
        env={**os.environ, "COLUMNS": str(WIDTH), "FORCE_COLOR": "", "NO_COLOR": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != expected:
        sys.exit(f"{command} ended with {done.returncode}, not {expected}: {done.stderr}")
    return done.stdout


async def hovered() -> str:
    """The hover that the language server answers with, as an editor gets it."""
    client = LanguageClient("claude-preflight-demo", "1")
    # The server's log: an editor shows it in a panel of its own.
    client.feature(lsp.WINDOW_LOG_MESSAGE)(lambda _message: None)
    await client.start_io(COMMAND, "server", "--today", TODAY)
    try:
        hover = lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.Markdown])
        capabilities = lsp.ClientCapabilities(
            text_document=lsp.TextDocumentClientCapabilities(hover=hover)
        )
        await client.initialize_async(
            lsp.InitializeParams(capabilities, root_uri=PROJECT.as_uri(), process_id=None)
        )
        client.initialized(lsp.InitializedParams())
        text = FILE.read_text(encoding="utf-8")
        document = lsp.TextDocumentItem(FILE.as_uri(), "python", 1, text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        identifier = lsp.TextDocumentIdentifier(FILE.as_uri())
        place = position(text, HOVER_AT)
        answer = await client.text_document_hover_async(lsp.HoverParams(identifier, place))
        await client.shutdown_async(None)
        client.exit(None)
    finally:
        await client.stop()  # type: ignore[no-untyped-call]
    assert answer is not None
    assert isinstance(answer.contents, lsp.MarkupContent)
    return answer.contents.value


def position(text: str, words: str) -> lsp.Position:
    """Where the words stand for the first time, one character in."""
    before = text[: text.index(words) + 1]
    return lsp.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


def beginning(markdown: str) -> str:
    """The first paragraphs of a page that fit a screen; examples of code are left out."""
    kept: list[str] = []
    for paragraph in re.sub(r"```.*?```\n*", "", markdown, flags=re.DOTALL).split("\n\n"):
        shown = Console(width=WIDTH, file=open(os.devnull, "w"))  # noqa: SIM115, PTH123
        lines = shown.render_lines(Markdown("\n\n".join([*kept, paragraph])))
        if len(lines) > SCREEN:
            break
        kept.append(paragraph)
    if kept[-1].startswith("**"):  # the title of what has no place
        kept.pop()
    return "\n\n".join(kept)


def title(words: str) -> None:
    """A heading between two screens."""
    console.print()
    console.print(Rule(f"[bold]{words}", align="left"))
    console.print()


def picture(folder: Path | None, name: str) -> None:
    """Keep what was printed since the last picture as one, by the browser."""
    lines = console.export_text(clear=False).count("\n")
    page = console.export_html(inline_styles=True, clear=True)
    if folder is None:
        return
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), "")
    if not browser:
        sys.exit("Pictures need Chromium on the path.")
    folder.mkdir(parents=True, exist_ok=True)
    html = folder / f"{name}.html"
    text = page.replace("<body>", '<body style="margin: 0.5em 1em; background: #fff">')
    html.write_text(text, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    size = f"--window-size=820,{19 * lines + 30}"
    shot = f"--screenshot={(folder / f'{name}.png').resolve()}"
    command = [browser, *options, size, shot, html.resolve().as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    html.unlink()


if __name__ == "__main__":
    sys.exit(main())
