"""The server ends with its client, whatever is being analysed: threads that watch, and then leave.

Windows tells of a client's death by the end of standard input alone.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from threading import Thread
from time import monotonic, process_time, sleep

# How long the messages that arrived before standard input was closed may take: seconds of CPU
# time, since a busy machine is no reason to drop them, and of time for one that waits in vain.
_LAST_WORDS = 0.5
_PATIENCE = 5.0
_INTERVAL = 0.05
# How often to look for a process where the system cannot tell of its end, in seconds.
_LOOK = 0.5


def leave_in_time(leave: Callable[[], None]) -> None:
    """Wait for this process to end by itself, as it does when it is at leisure; else leave."""
    until_used, until = process_time() + _LAST_WORDS, monotonic() + _PATIENCE
    while process_time() < until_used and monotonic() < until:
        sleep(_INTERVAL)
    leave()


def leave_with(process_id: int, leave: Callable[[], None]) -> None:
    """Leave as soon as a process is gone.

    One that is not there now, as that of a client in another container, says nothing.
    """
    if sys.platform == "win32":
        return
    try:
        os.kill(process_id, 0)
    except PermissionError:
        pass  # it is there, and not ours
    except OSError:
        return
    Thread(target=_wait_and_leave, args=(process_id, leave), daemon=True).start()


def _wait_and_leave(process_id: int, leave: Callable[[], None]) -> None:
    try:
        if sys.platform == "linux":
            _wait_on_linux(process_id)
        else:
            while True:
                os.kill(process_id, 0)
                sleep(_LOOK)
    except ProcessLookupError:
        pass
    except OSError:
        return  # not a process that we may know of
    leave()


def _wait_on_linux(process_id: int) -> None:
    """Wait for the end of a process, which need not be a child. Raises ProcessLookupError."""
    descriptor = os.pidfd_open(process_id)
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    poll.poll()
