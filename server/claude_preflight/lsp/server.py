"""The language server: which method is answered by which function, and how it is started."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, NoReturn

from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcInternalError

from claude_preflight.crashes import describe
from claude_preflight.lsp import (
    check_workspace,
    code_action,
    completion,
    configuration,
    diagnostics,
    document_link,
    error_reference,
    explain_rule,
    fix_workspace,
    hover,
    inlay_hint,
    notebook_sync,
    scan_progress,
    setting_edit,
    text_sync,
    workspace_diagnostic,
    workspace_jobs,
)
from claude_preflight.lsp.client_death import leave_with
from claude_preflight.lsp.client_support import ClientSupport
from claude_preflight.lsp.connection import NAME, Connection
from claude_preflight.lsp.framing import TransportError
from claude_preflight.lsp.log import log_to_client
from claude_preflight.lsp.stdio import talk_over_stdio
from claude_preflight.settings import KnowledgeFile

logger = logging.getLogger(__name__)

Handler = Callable[[Connection, Any], Any]

# Notifications are answered by plain functions: pygls keeps a Future for ever for each call of a
# coroutine that answers a notification.
_HANDLERS: dict[str, tuple[Handler, Any]] = {
    types.INITIALIZED: (configuration.initialized, None),
    types.TEXT_DOCUMENT_DID_OPEN: (text_sync.did_open, None),
    types.TEXT_DOCUMENT_DID_CHANGE: (text_sync.did_change, None),
    types.TEXT_DOCUMENT_DID_SAVE: (text_sync.did_save, types.SaveOptions(include_text=False)),
    types.TEXT_DOCUMENT_DID_CLOSE: (text_sync.did_close, None),
    types.NOTEBOOK_DOCUMENT_DID_OPEN: (notebook_sync.did_open, None),
    types.NOTEBOOK_DOCUMENT_DID_CHANGE: (notebook_sync.did_change, None),
    types.NOTEBOOK_DOCUMENT_DID_CLOSE: (notebook_sync.did_close, None),
    types.TEXT_DOCUMENT_CODE_ACTION: (code_action.code_action, code_action.OPTIONS),
    types.CODE_ACTION_RESOLVE: (code_action.resolve, None),
    types.TEXT_DOCUMENT_COMPLETION: (completion.completion, completion.OPTIONS),
    types.TEXT_DOCUMENT_DOCUMENT_LINK: (document_link.document_link, document_link.OPTIONS),
    types.TEXT_DOCUMENT_INLAY_HINT: (inlay_hint.inlay_hint, inlay_hint.OPTIONS),
    types.TEXT_DOCUMENT_HOVER: (hover.hover, None),
    types.WINDOW_WORK_DONE_PROGRESS_CANCEL: (scan_progress.cancel, None),
    error_reference.METHOD: (error_reference.error_reference, None),
    types.WORKSPACE_DID_CHANGE_CONFIGURATION: (configuration.did_change_configuration, None),
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (configuration.did_change_watched_files, None),
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: (
        configuration.did_change_workspace_folders,
        None,
    ),
}


def serve(
    today: date | None = None,
    log_level: int = logging.INFO,
    knowledge: KnowledgeFile | None = None,
) -> int:
    """Serve one client over stdin and stdout until it leaves.

    `today` stands for the current day, `knowledge` goes before the file that settings name.
    Returns the exit status that the protocol asks for: 0 after `shutdown`, else 1.
    """
    connection = create(today, knowledge)
    log_to_client(connection, log_level)
    try:
        talk_over_stdio(connection)
    except TransportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    finally:
        connection.notes.close()
    return connection.exit_status


def serve_job() -> NoReturn:
    """Do, beside a server, a job with the files of its workspace."""
    workspace_jobs.work()


def create(today: date | None = None, knowledge: KnowledgeFile | None = None) -> Connection:
    """A server with all its handlers, not connected to anything."""
    connection = Connection(
        (lambda: today) if today else date.today,
        diagnostics.analysed,
        diagnostics.settings_changed,
        lambda ls: ls.start(scan_progress.show(ls)),
        diagnostics.scanned,
        knowledge,
    )
    _register(connection, types.INITIALIZE, _initialize)
    _register(connection, types.SHUTDOWN, _shutdown)
    for method, (handler, options) in _HANDLERS.items():
        _register(connection, method, handler, options)
    commands: dict[str, Callable[..., Any]] = {
        explain_rule.NAME: explain_rule.explain_rule,
        check_workspace.NAME: check_workspace.check_workspace,
        fix_workspace.NAME: fix_workspace.fix_workspace,
        setting_edit.NAME: setting_edit.setting_written,
    }
    for name, command in commands.items():
        connection.command(name)(partial(command, connection))
    return connection


def _initialize(ls: Connection, params: types.InitializeParams) -> None:
    """Learn who the client is and what it can do, and offer it one way to get diagnostics."""
    ls.support = ClientSupport.of(params.capabilities)
    if params.process_id and params.process_id > 0:
        leave_with(params.process_id, ls.leave)
        ls.notes.open(params.process_id)
    configuration.initialize(ls, params)
    if ls.support.pull_diagnostics:
        method = types.TEXT_DOCUMENT_DIAGNOSTIC
        _register(ls, method, diagnostics.pull, diagnostics.PULL_OPTIONS)
        _register(ls, types.WORKSPACE_DIAGNOSTIC, workspace_diagnostic.workspace_diagnostic)


def _shutdown(ls: Connection, _: None) -> None:
    ls.scan.stop()
    ls.session.close_all()
    ls.shut_down = True


def _register(ls: Connection, method: str, handler: Handler, options: Any = None) -> None:
    """Make a function the answer to a method, and its crash a line in the log."""

    def crash(error: Exception) -> JsonRpcException:
        logger.error("%s failed: %s", method, describe(error))
        return JsonRpcInternalError(f"{NAME} failed in {method}; its log says where")

    async def answer_later(params: Any) -> Any:
        try:
            return await handler(ls, params)
        except JsonRpcException:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            raise crash(error) from None

    def answer(params: Any) -> Any:
        try:
            return handler(ls, params)
        except JsonRpcException:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            raise crash(error) from None

    answers = answer_later if inspect.iscoroutinefunction(handler) else answer
    ls.feature(method, options)(answers)
