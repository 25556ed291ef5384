"""window/workDoneProgress: how far the scan of the workspace is, where the client shows that."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from claude_preflight.lsp.connection import Connection

_TITLE = "Claude Preflight: checking the workspace"
_OWN = "claude-preflight/scan/"
_NUMBERS = count(1)


@contextmanager
def told(
    ls: Connection, token: types.ProgressToken | None, *, can_stop: bool = False
) -> Iterator[Callable[[], None]]:
    """Tell the progress of a scan under a token that the client knows; gives what tells a step.

    Nothing is told without a token, or without a scan.
    """
    if token is None or not ls.scan.is_busy:
        yield lambda: None
        return
    progress, last = ls.protocol.progress, -1

    def step() -> None:
        nonlocal last
        done, total = ls.scan.progress.done, ls.scan.progress.total
        percentage = 100 * done // total if total else 0
        if percentage > last:
            last = percentage
            message = f"{done:,} of {total:,} files" if total else None
            progress.report(
                token, types.WorkDoneProgressReport(message=message, percentage=percentage)
            )

    progress.begin(token, types.WorkDoneProgressBegin(_TITLE, cancellable=can_stop, percentage=0))
    try:
        yield step
    finally:
        progress.end(token, types.WorkDoneProgressEnd())
        progress.tokens.pop(token, None)


async def show(ls: Connection) -> None:
    """Show the progress of the scan that has begun, until it ends."""
    if not ls.support.work_done_progress:
        return
    token = f"{_OWN}{next(_NUMBERS)}"
    try:
        await ls.protocol.progress.create_async(token)
    except JsonRpcException:
        return  # the client does not want to
    with told(ls, token, can_stop=True) as step:
        while ls.scan.is_busy:
            step()
            await ls.scan.news()


def cancel(ls: Connection, params: types.WorkDoneProgressCancelParams) -> None:
    """Stop the scan; what was found stays."""
    if str(params.token).startswith(_OWN):
        ls.scan.stop()
