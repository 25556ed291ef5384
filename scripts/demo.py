"""`make try`: the command line and the language server at work on `examples/`.

The command line is asked about one fixed day, so that its answer is the same tomorrow.
"""

from __future__ import annotations

import asyncio
import difflib
import subprocess
import sys
from pathlib import Path

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient
from rich.console import Console
from rich.markdown import Markdown
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table

from set_up import ROOT

TODAY = "2026-11-22"
COMMAND = str(Path(sys.executable).with_name("claude-preflight"))
FILE = ROOT / "examples" / "assistant.py"
# Places in that file: a request whose model and limit move together, and a model to hover over.
FIX_AT = '"claude-3-7-sonnet-20250219"'
HOVER_AT = "claude-opus-4-20250514"

console = Console(width=min(Console().width, 100) if sys.stdout.isatty() else 100, highlight=False)


def main() -> int:
    """Show both doors; the exit code is 0 if both answered."""
    title(f"claude-preflight check examples --today {TODAY}")
    check = subprocess.run([COMMAND, "check", "examples", "--today", TODAY], cwd=ROOT, check=False)
    if check.returncode != 1:
        print(f"Expected findings, got exit code {check.returncode}.", file=sys.stderr)
        return 1
    asyncio.run(asyncio.wait_for(session(), timeout=60))
    return 0


async def session() -> None:
    """A session with the language server over stdio, as an editor holds it."""
    client = LanguageClient("claude-preflight-demo", "1")
    # The server's log: an editor shows it in a panel of its own.
    client.feature(lsp.WINDOW_LOG_MESSAGE)(lambda _message: None)
    await client.start_io(COMMAND, "server")
    try:
        await client.initialize_async(
            lsp.InitializeParams(
                capabilities=capabilities(), root_uri=ROOT.as_uri(), process_id=None
            )
        )
        client.initialized(lsp.InitializedParams())
        text = FILE.read_text(encoding="utf-8")
        document = lsp.TextDocumentItem(FILE.as_uri(), "python", 1, text)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        await show_answers(client, text)
        await client.shutdown_async(None)
        client.exit(None)
    finally:
        await client.stop()  # type: ignore[no-untyped-call]


def capabilities() -> lsp.ClientCapabilities:
    """What this client understands. It counts in code points, as Python's strings do."""
    quick_fix = lsp.ClientCodeActionKindOptions([lsp.CodeActionKind.QuickFix])
    return lsp.ClientCapabilities(
        general=lsp.GeneralClientCapabilities(
            position_encodings=[lsp.PositionEncodingKind.Utf32, lsp.PositionEncodingKind.Utf16]
        ),
        text_document=lsp.TextDocumentClientCapabilities(
            diagnostic=lsp.DiagnosticClientCapabilities(),
            code_action=lsp.CodeActionClientCapabilities(
                code_action_literal_support=lsp.ClientCodeActionLiteralOptions(quick_fix),
                resolve_support=lsp.ClientCodeActionResolveOptions(["edit"]),
                data_support=True,
                is_preferred_support=True,
            ),
            hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.Markdown]),
        ),
    )


async def show_answers(client: LanguageClient, text: str) -> None:
    """Ask for the diagnostics, a quick fix and a hover, and print the answers."""
    identifier = lsp.TextDocumentIdentifier(FILE.as_uri())
    report = await client.text_document_diagnostic_async(lsp.DocumentDiagnosticParams(identifier))
    assert isinstance(report, lsp.RelatedFullDocumentDiagnosticReport)
    diagnostics = list(report.items)
    title(f"language server: diagnostics of {FILE.relative_to(ROOT)}")
    console.print(diagnostics_table(diagnostics))

    place = position(text, FIX_AT)
    action = await quick_fix(client, identifier, place, diagnostics)
    title(f"language server: quick fix at line {place.line + 1}")
    console.print(f"{action.title}\n")
    console.print(Syntax(diff(text, action), "diff", background_color="default"))

    place = position(text, HOVER_AT)
    hover = await client.text_document_hover_async(lsp.HoverParams(identifier, place))
    title(f"language server: hover at line {place.line + 1}")
    if hover is not None and isinstance(hover.contents, lsp.MarkupContent):
        console.print(Markdown(hover.contents.value, code_theme="ansi_dark"))


async def quick_fix(
    client: LanguageClient,
    document: lsp.TextDocumentIdentifier,
    place: lsp.Position,
    diagnostics: list[lsp.Diagnostic],
) -> lsp.CodeAction:
    """The preferred quick fix at a place, with its edit."""
    here = [one for one in diagnostics if one.range.start.line == place.line]
    context = lsp.CodeActionContext(diagnostics=here, only=[lsp.CodeActionKind.QuickFix])
    answer = await client.text_document_code_action_async(
        lsp.CodeActionParams(document, lsp.Range(place, place), context)
    )
    actions = [action for action in answer or () if isinstance(action, lsp.CodeAction)]
    preferred = next(action for action in actions if action.is_preferred)
    return preferred if preferred.edit else await client.code_action_resolve_async(preferred)


def diagnostics_table(diagnostics: list[lsp.Diagnostic]) -> Table:
    """One row per diagnostic."""
    table = Table("line", "severity", "code", "message", box=None, padding=(0, 2, 0, 0))
    for one in diagnostics:
        severity = one.severity.name.lower() if one.severity else ""
        line = str(one.range.start.line + 1)
        table.add_row(line, severity, str(one.code), str(one.message))
    return table


def diff(text: str, action: lsp.CodeAction) -> str:
    """What a code action changes in the file, as a unified diff."""
    name = str(FILE.relative_to(ROOT))
    before, after = text.splitlines(), changed(text, edits(action)).splitlines()
    return "\n".join(difflib.unified_diff(before, after, name, name, lineterm="", n=1))


def edits(action: lsp.CodeAction) -> list[lsp.TextEdit]:
    """The text edits of a code action, in either of the two forms that the LSP allows."""
    found: list[lsp.TextEdit] = []
    if action.edit is None:
        return found
    for group in (action.edit.changes or {}).values():
        found.extend(group)
    for change in action.edit.document_changes or ():
        if isinstance(change, lsp.TextDocumentEdit):
            found.extend(edit for edit in change.edits if isinstance(edit, lsp.TextEdit))
    return found


def changed(text: str, text_edits: list[lsp.TextEdit]) -> str:
    """The text after the edits; the last one goes first, so that the others keep their places."""
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for edit in sorted(text_edits, key=lambda edit: edit.range.start, reverse=True):
        start = starts[edit.range.start.line] + edit.range.start.character
        end = starts[edit.range.end.line] + edit.range.end.character
        text = text[:start] + edit.new_text + text[end:]
    return text


def position(text: str, words: str) -> lsp.Position:
    """Where the words stand for the first time, one character in."""
    before = text[: text.index(words) + 1]
    return lsp.Position(before.count("\n"), len(before) - before.rfind("\n") - 1)


def title(words: str) -> None:
    """A heading between two answers."""
    console.print()
    console.print(Rule(f"[bold]{words}", align="left"))
    console.print()
    # What comes next may be another program's output.
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
