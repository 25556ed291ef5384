"""claude-preflight.explainRule: a command that opens the page of a rule in a browser."""

from __future__ import annotations

from lsprotocol import types

from claude_preflight.lsp.connection import Connection
from claude_preflight.rules import RULES, page_of

NAME = "claude-preflight.explainRule"


def command(code: str) -> types.Command:
    """The command for a rule, as a code action has it."""
    return types.Command(title(code), NAME, arguments=[code])


def title(code: str) -> str:
    """What the command is called in a menu."""
    return f"Explain `{code}`"


async def explain_rule(ls: Connection, code: str = "") -> None:
    """Ask the client to open the page of a rule; nothing else can be asked for."""
    if code in RULES:
        page = types.ShowDocumentParams(page_of(code), external=True)
        await ls.window_show_document_async(page)
