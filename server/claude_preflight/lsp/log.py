"""Log to the client's own log, never to stdout."""

from __future__ import annotations

import logging

from lsprotocol import types

from claude_preflight.lsp.connection import Connection
from claude_preflight.safe_text import printable

_TYPES = {
    logging.ERROR: types.MessageType.Error,
    logging.WARNING: types.MessageType.Warning,
    logging.INFO: types.MessageType.Info,
}


class ClientLogHandler(logging.Handler):
    """Send each record as a window/logMessage."""

    def __init__(self, connection: Connection) -> None:
        """Log to the client of this connection."""
        super().__init__()
        self._connection = connection

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        kind = _TYPES.get(record.levelno, types.MessageType.Log)
        message = types.LogMessageParams(kind, printable(self.format(record)))
        self._connection.window_log_message(message)


def log_to_client(connection: Connection, level: int) -> None:
    """Send our log to the client, and silence that of pygls, which quotes whole messages."""
    ours = logging.getLogger("claude_preflight")
    ours.setLevel(level)
    ours.addHandler(ClientLogHandler(connection))
    ours.propagate = False
    for name in ("pygls", "asyncio", "concurrent.futures"):
        theirs = logging.getLogger(name)
        theirs.addHandler(logging.NullHandler())
        theirs.propagate = False
