"""The server ends with its client, whatever is being analysed: threads that watch, and then leave.

Windows tells of a client's death by the end of standard input alone.
"""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Callable
from threading import Thread
from time import process_time, sleep

# How long the messages that arrived before standard input was closed may take: seconds of CPU
# time, since a busy machine is no reason to drop them, and seconds in which none is used.
_LAST_WORDS = 0.7
_IDLE = 0.5
_INTERVAL = 0.05
# What looking takes itself, in seconds of CPU time, is less than that.
_NOTHING = 0.001
# How often to look for a process where the system cannot tell of its end, in seconds.
_LOOK = 0.5


def leave_in_time(leave: Callable[[], None]) -> None:
    """Wait for this process to end by itself, as it does when it is at leisure; else leave."""
    used = idle = 0.0
    while used < _LAST_WORDS and idle < _IDLE:
        before = process_time()
        sleep(_INTERVAL)
        spent = process_time() - before
        used += spent
        idle += _INTERVAL if spent < _NOTHING else 0
    leave()


def leave_with(process_id: int, leave: Callable[[], None]) -> None:
    """Leave as soon as a process is gone.

    One that is not there now, as that of a client in another container, says nothing.
    """
    if sys.platform != "win32" and _is_alive(process_id):
        Thread(target=_wait_and_leave, args=(process_id, leave), daemon=True).start()


def _wait_and_leave(process_id: int, leave: Callable[[], None]) -> None:
    try:
        _wait(os.pidfd_open(process_id))
    except (AttributeError, OSError):  # not Linux, or an old one, or it is gone by now
        while _is_alive(process_id):
            sleep(_LOOK)
    leave()


def _wait(descriptor: int) -> None:
    """Wait for the end of a process, which need not be our child."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    poll.poll()


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except PermissionError:
        return True  # and another user's
    except (OSError, OverflowError):
        return False
    return True
