"""Connection: the server's side of one client, with what the handlers share."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Generator
from datetime import date
from functools import partial
from typing import Any

from cattrs import Converter
from lsprotocol import types
from pygls.exceptions import FeatureNotificationError, FeatureRequestError
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, default_converter, lsp_method

from claude_preflight import __version__
from claude_preflight.crashes import describe
from claude_preflight.lsp import diagnostics
from claude_preflight.lsp.client_support import ClientSupport
from claude_preflight.lsp.crash_notes import CrashNotes
from claude_preflight.lsp.session import Session
from claude_preflight.lsp.workspace_settings import WorkspaceSettings

NAME = "claude-preflight"
# What pygls does itself with these messages: it keeps a second copy of each document, whose lines
# it cuts with `str.splitlines`, and it keeps a Future for each message for ever.
_REPLACED = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS,
)
_LARGEST = 2**31 - 1
# The cells of notebooks of any kind, in any language.
_ANY = types.NotebookDocumentFilterWithNotebook(notebook="*")
_NOTEBOOKS = types.NotebookDocumentSyncOptions(notebook_selector=[_ANY], save=False)

logger = logging.getLogger(__name__)


class Protocol(LanguageServerProtocol):
    """The protocol of pygls with our own documents."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        """Leave the messages about documents and folders to our own handlers."""
        super().__init__(server, converter)
        for method in _REPLACED:
            del self.fm.builtin_features[method]

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(
        self, params: types.InitializeParams
    ) -> Generator[Any, Any, types.InitializeResult]:
        """Choose the position encoding by cost, not by the order in which the client names them."""
        if general := params.capabilities.general:
            general.position_encodings = [ClientSupport.of(params.capabilities).encoding]
        return (yield from super().lsp_initialize(params))


class Connection(LanguageServer):
    """One client: what it supports, its open documents and its settings."""

    def __init__(self, today: Callable[[], date]) -> None:
        """Make the server's side before the client has said anything."""
        super().__init__(
            NAME,
            __version__,
            protocol_cls=Protocol,
            converter_factory=_converter,
            notebook_document_sync=_NOTEBOOKS,
        )
        self.support = ClientSupport()
        self.settings = WorkspaceSettings(self.show_error)
        self.today = today
        self.notes = CrashNotes()
        found = partial(diagnostics.analysed, self)
        self.session = Session(self.settings, today, found, self.notes)
        self.shut_down = False
        self.shown: dict[str, diagnostics.Shown] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def show_error(self, message: str) -> None:
        """Show the user a message that asks for action."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    def leave(self) -> None:
        """End this process now, from any thread: the client is gone, or waits for nothing."""
        self.notes.close()
        os._exit(self.exit_status)

    @property
    def exit_status(self) -> int:
        """What the protocol asks for: 0 after `shutdown`, else 1."""
        return 0 if self.shut_down else 1

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside the handlers, for a notification has no place to wait."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def report_server_error(self, error: Exception, source: type[Exception]) -> None:
        """Log what went wrong before a handler was called; handlers log for themselves."""
        if source in (FeatureRequestError, FeatureNotificationError):
            return
        logger.error("A message could not be handled: %s", describe(error))

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            logger.error("Work in the background failed: %s", describe(error))


def _converter() -> Converter:
    """Read messages with numbers that the protocol does not allow, but that clients send."""
    converter: Converter = default_converter()  # type: ignore[no-untyped-call]
    converter.register_structure_hook(types.Position, _position)
    converter.register_structure_hook(types.VersionedTextDocumentIdentifier, _versioned)
    return converter


def _position(values: Any, _: type) -> types.Position:
    """A position; numbers below zero or above the largest one are moved to the nearest allowed."""
    line, character = (min(max(int(values[key]), 0), _LARGEST) for key in ("line", "character"))
    return types.Position(line, character)


def _versioned(values: Any, _: type) -> types.VersionedTextDocumentIdentifier:
    """A document with its version; where the version is no number, the text still counts."""
    version = values.get("version")
    return types.VersionedTextDocumentIdentifier(
        version=version if isinstance(version, int) else 0, uri=values["uri"]
    )
