"""Connection: the server's side of one client, with what the handlers share."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import FeatureNotificationError, FeatureRequestError, JsonRpcException
from pygls.lsp.server import LanguageServer

from claude_preflight import __version__
from claude_preflight.crashes import describe
from claude_preflight.lsp.client_support import ClientSupport
from claude_preflight.lsp.converter import make_converter
from claude_preflight.lsp.crash_notes import CrashNotes
from claude_preflight.lsp.protocol import Protocol
from claude_preflight.lsp.session import Analysis, Session
from claude_preflight.lsp.uris import uri_of
from claude_preflight.lsp.workspace_jobs import Job
from claude_preflight.lsp.workspace_scan import MOST_FILES, WorkspaceScan
from claude_preflight.lsp.workspace_settings import WorkspaceSettings
from claude_preflight.records import NamedTuple
from claude_preflight.safe_text import printable
from claude_preflight.settings import KnowledgeFile
from claude_preflight.workspace.pins import ProjectPins

NAME = "claude-preflight"
# The cells of notebooks of any kind, in any language.
_ANY = types.NotebookDocumentFilterWithNotebook(notebook="*")
_NOTEBOOKS = types.NotebookDocumentSyncOptions(notebook_selector=[_ANY], save=False)

logger = logging.getLogger(__name__)


class Published(NamedTuple):
    """What was last found in a version of a text that the client shows."""

    version: int
    fingerprint: str


class Written(NamedTuple):
    """A setting that an edit writes: the text of its file before, if there is one, and after."""

    before: str | None
    after: str
    told: str


class Connection(LanguageServer):
    """One client: what it supports, its open documents and its settings."""

    protocol: Protocol

    def __init__(
        self,
        today: Callable[[], date],
        on_analysis: Callable[[Connection, Analysis], None],
        on_settings_file: Callable[[Connection, Path], None],
        on_scan: Callable[[Connection], None],
        on_scan_news: Callable[[Connection, Iterable[str]], None],
        knowledge: KnowledgeFile | None = None,
    ) -> None:
        """Make the server's side before the client has said anything.

        `on_analysis` is told of each finished analysis, `on_settings_file` of each settings file
        that is wrong or no longer so, `on_scan` of each scan of the workspace that begins and
        `on_scan_news` of the files of which it has found something else. `knowledge` is a
        file of newer facts that goes before those of the settings.
        """
        super().__init__(
            NAME,
            __version__,
            protocol_cls=Protocol,
            converter_factory=make_converter,
            notebook_document_sync=_NOTEBOOKS,
        )
        self.support = ClientSupport()
        self.settings = WorkspaceSettings(
            self.show_error, partial(on_settings_file, self), knowledge=knowledge
        )
        self.today = today
        self.notes = CrashNotes()
        self.pins = ProjectPins()
        self.scan = WorkspaceScan(
            self._scan_job,
            partial(on_scan_news, self),
            partial(on_scan, self),
            self._say_too_many,
        )
        self.session = Session(
            self.settings,
            today,
            partial(on_analysis, self),
            self.renew_diagnostics,
            self.notes,
            self.pins,
        )
        self.shut_down = False
        self.has_logged_age = False
        self.published: dict[str, Published] = {}
        self.written: dict[str, Written] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def show_error(self, message: str, file: Path | None = None) -> None:
        """Show the user a message that asks for action, with a button that opens a file."""
        if file and self.support.show_documents:
            button = f"Open {printable(file.name)}"
            actions = {button: partial(self.open_file, file)}
            self.start(self.ask(types.MessageType.Error, message, actions))
        else:
            shown = types.ShowMessageParams(types.MessageType.Error, printable(message))
            self.window_show_message(shown)

    async def ask(
        self,
        kind: types.MessageType,
        message: str,
        actions: Mapping[str, Callable[[], Coroutine[Any, Any, None]]],
    ) -> None:
        """Show the user a message with buttons, and do what the chosen one is for."""
        buttons = [types.MessageActionItem(title) for title in actions]
        asked = types.ShowMessageRequestParams(kind, printable(message), buttons)
        with suppress(JsonRpcException):  # the client is gone, or has no such messages
            chosen = await self.window_show_message_request_async(asked)
            if chosen and chosen.title in actions:
                await actions[chosen.title]()

    async def open_file(self, file: Path) -> None:
        """Show a file in the editor."""
        shown = types.ShowDocumentParams(uri_of(file), external=False, take_focus=True)
        await self.window_show_document_async(shown)

    def say(self, message: str) -> None:
        """Show the user a message."""
        shown = types.ShowMessageParams(types.MessageType.Info, printable(message))
        self.window_show_message(shown)

    def job(
        self,
        folders: Sequence[Path],
        *,
        most: int | None = None,
        only: frozenset[str] | None = None,
        fixes: bool = False,
    ) -> Job:
        """A job with the files of folders; see there."""
        return Job(
            tuple(folders),
            self.settings.editor,
            self.settings.knowledge,
            self.today(),
            self.support,
            most,
            only,
            fixes,
        )

    def _scan_job(self, only: frozenset[str] | None, is_bounded: bool) -> Job:
        if is_bounded:
            return self.job(self.settings.checked_folders, most=MOST_FILES, only=only)
        return self.job(self.settings.folders, only=only)

    def _say_too_many(self, most: int) -> None:
        self.say(
            f"This workspace has more than {most:,} files, so only open files are checked. Leave "
            "files out with the setting `exclude`, or run the command Check Workspace."
        )

    def renew_diagnostics(self) -> None:
        """Tell a client that asks for diagnostics to ask again."""
        if self.support.pull_diagnostics and self.support.refresh_diagnostics:
            self.workspace_diagnostic_refresh(None)

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
