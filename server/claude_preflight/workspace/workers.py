"""Worker processes: do the same with many items, and lose one item at most to a crash.

A worker is a fork of this process and shares all that was loaded before, the items too. It is told
through one pipe which of them it gets; results come back through another one. A worker that dies is
replaced: the item that it was at is tried once more, alone, and is lost if that ends in the same
way. The others go on.

A worker ends with this process, however that ends and whatever the worker is at: the kernel sends
it a signal when the other end of a third pipe, its lifeline, is closed. Linux only.
"""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import resource
import select
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from struct import Struct
from time import monotonic
from typing import Any, Generic, NoReturn, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Begin = Callable[[float], None]
"""Tells that work in earnest begins, and how many seconds of CPU time it may take."""

Work = Callable[[Item, Begin], Result | None]
"""What is done with an item; None if there is nothing to say of it."""

Lost = Callable[[Item, str], Result]
"""What to say of an item that ended its worker; the text is the end of a sentence about it."""

_BATCH = 50
# Batches that are handed out while the first of them is not done: results wait for their turn.
_LOOK_AHEAD = 16
# How long the first worker is alone, in seconds: another one costs about 0.01, and finds nothing
# ready of what the first has compiled.
_ALONE = 0.15
# The address space of a worker in bytes; far above what any file within the limits takes.
_MOST_MEMORY = 2 << 30
# How long an item may take by the clock: so many times its CPU time, for a busy machine, and so
# many seconds more. Nothing in the work ought to wait.
_BUSY = 5
_WAIT = 60.0
_READ_SIZE = 1 << 16
_LENGTH = 4
# The first item of those that a worker gets, and the one behind the last.
_TASK = Struct("<QQ")


class _Batch(Generic[Result]):
    """Some items by their numbers, and how far a worker is: those before `position` are done."""

    def __init__(self, position: int, last: int) -> None:
        self.position = position
        self._last = last
        self.has_begun = False
        self.alone = False
        self.is_done = False
        self.results: deque[Result] = deque()

    @property
    def end(self) -> int:
        """Behind the items that a worker is given at once."""
        return self.position + 1 if self.alone else self._last

    @property
    def is_through(self) -> bool:
        """Whether all items are done; the worker may have to say so yet."""
        return self.position == self._last


class Workers(Generic[Item, Result]):
    """Up to `most` processes that do `work`. Make one, and use it once."""

    def __init__(
        self,
        work: Work[Item, Result],
        lost: Lost[Item, Result],
        items: Sequence[Item],
        most: int,
        taken: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Take what is to be done; nothing is started yet.

        `taken` is told of each so many items that a worker gets.
        """
        self._work = work
        self._lost = lost
        self._items = items
        self._most = most
        self._taken = taken
        self._handed_out = 0
        self._workers: list[_Worker[Item, Result]] = []
        self._pending: deque[_Batch[Result]] = deque()
        self._alone_until = monotonic() + _ALONE

    def results(self) -> Iterator[Result]:
        """The results in the order of the items, which are handed out when a worker is free.

        Raises OSError if there is no process to be had.
        """
        if signal.getsignal(signal.SIGCHLD) == signal.SIG_IGN:
            # Inherited from a program that does not wait for its own; the system would tell
            # nobody how a worker ended.
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            while self._hand_out():
                self._receive()
                while self._pending:
                    first = self._pending[0]
                    while first.results:
                        yield first.results.popleft()
                    if not first.is_done:
                        break
                    self._pending.popleft()
        finally:
            for worker in self._workers:
                worker.kill()

    def _hand_out(self) -> bool:
        """Give each worker something to do; returns whether anything is left to wait for."""
        while len(self._pending) < max(_LOOK_AHEAD, 2 * self._most):
            count = min(_BATCH, len(self._items) - self._handed_out)
            free = self._free() if count else None
            if free is None:
                break
            first, self._handed_out = self._handed_out, self._handed_out + count
            batch: _Batch[Result] = _Batch(first, self._handed_out)
            self._pending.append(batch)
            free.take(batch)
            self._taken(count)
        return bool(self._pending)

    def _free(self) -> _Worker[Item, Result] | None:
        """A worker with nothing to do, which may be a new one; None if all are at work."""
        free = next((worker for worker in self._workers if worker.batch is None), None)
        if free is None and self._may_grow():
            try:
                return self._started()
            except OSError:
                if not self._workers:
                    raise
                self._most = len(self._workers)  # more than that the system does not give
        return free

    def _may_grow(self) -> bool:
        if not self._workers:
            return True
        return len(self._workers) < self._most and monotonic() >= self._alone_until

    def _started(self) -> _Worker[Item, Result]:
        worker: _Worker[Item, Result] = _Worker(self._work, self._items, self._workers)
        self._workers.append(worker)
        return worker

    def _receive(self) -> None:
        """Wait for a worker, or until it is time for one more."""
        poll = select.poll()
        busy = {worker.results: worker for worker in self._workers if worker.batch}
        for descriptor in busy:
            poll.register(descriptor, select.POLLIN)
        wait = self._alone_until - monotonic() if len(self._workers) < self._most else 0
        for descriptor, _ in poll.poll(1000 * wait if wait > 0 else None):
            worker = busy[descriptor]
            if not worker.receive():
                self._replace(worker)

    def _replace(self, dead: _Worker[Item, Result]) -> None:
        """Go on after the death of a worker; an item that ended two of them is lost."""
        self._workers.remove(dead)
        status, batch = dead.buried(), dead.batch
        assert batch
        is_over_time = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF
        batch.alone = not batch.alone and not (batch.has_begun and is_over_time)
        if not batch.alone and not batch.is_through:
            batch.results.append(self._lost(self._items[batch.position], _cause(status)))
            batch.position += 1
        batch.has_begun = False
        batch.is_done = batch.is_through
        if not batch.is_done:
            self._started().take(batch)


class _Worker(Generic[Item, Result]):
    """A process, our ends of its pipes, and the batch that it is at."""

    def __init__(
        self,
        work: Work[Item, Result],
        items: Sequence[Item],
        others: list[_Worker[Item, Result]],
    ) -> None:
        """Start a process, which inherits our ends of the pipes of the others. Raises OSError."""
        self.batch: _Batch[Result] | None = None
        self._received = bytearray()
        ends: list[int] = []
        gc.freeze()  # collecting would touch, and so copy, each page that is shared
        parent = os.getpid()
        try:
            for _ in range(3):
                ends += os.pipe()
            tasks, self._tasks, self.results, results, lifeline, self._lifeline = ends
            self._pid = os.fork()
        except OSError:
            for descriptor in ends:
                os.close(descriptor)
            raise
        if not self._pid:
            _serve(_Reporter(work, items, results), tasks, lifeline, parent, (self, *others))
        for descriptor in (tasks, results, lifeline):
            os.close(descriptor)

    def take(self, batch: _Batch[Result]) -> None:
        """Begin with what is left of a batch."""
        self.batch = batch
        # A dead one takes nothing; the next look at its results tells that it is dead.
        with suppress(BrokenPipeError):
            _write(self._tasks, _TASK.pack(batch.position, batch.end))

    def receive(self) -> bool:
        """Take what the worker has to say; returns whether it lives."""
        data = os.read(self.results, _READ_SIZE)
        self._received += data
        while message := _message(self._received):
            self._understand(*message)
        return bool(data)

    def kill(self) -> None:
        """End the process."""
        os.kill(self._pid, signal.SIGKILL)
        self.buried()

    def buried(self) -> int:
        """Wait until the process is gone; returns its status."""
        self.close()
        return os.waitpid(self._pid, 0)[1]

    def close(self) -> None:
        """Close our ends of the pipes."""
        for descriptor in (self._tasks, self.results, self._lifeline):
            os.close(descriptor)

    def _understand(self, position: int, has_begun: bool, result: Result | None) -> None:
        """Take note of an item that is begun or done, or of the end of what was sent."""
        batch = self.batch
        assert batch
        batch.position, batch.has_begun = position, has_begun
        if result is not None:
            batch.results.append(result)
        elif not has_begun:
            batch.alone = False
            batch.is_done = batch.is_through
            self.batch = None
            if not batch.is_done:
                self.take(batch)


def _cause(status: int) -> str:
    """Why a process ended, as the end of a sentence about the item."""
    if not os.WIFSIGNALED(status):
        return f"ended with the status {os.waitstatus_to_exitcode(status)}"
    number = os.WTERMSIG(status)
    if number == signal.SIGPROF:
        return "took more CPU time than it may"
    if number == signal.SIGALRM:
        return "took more time than it may"
    return f"crashed ({signal.Signals(number).name})"


def _message(received: bytearray) -> Any:
    """Take the next message from what was received; None if it is not complete."""
    end = _LENGTH + int.from_bytes(received[:_LENGTH], "little")
    if len(received) < max(end, _LENGTH):
        return None
    message = pickle.loads(received[_LENGTH:end])  # noqa: S301 - from a fork of ourselves
    del received[:end]
    return message


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _serve(
    reporter: _Reporter[Item, Result],
    tasks: int,
    lifeline: int,
    parent: int,
    inherited: Iterable[_Worker[Item, Result]],
) -> NoReturn:
    """The life of a worker. It closes the ends of pipes that only its parent may hold."""
    try:
        for worker in inherited:
            worker.close()
        _protect(lifeline)
        with os.fdopen(tasks, "rb") as stream:
            while os.getppid() == parent:
                reporter.do(*_TASK.unpack(stream.read(_TASK.size)))
    finally:
        os._exit(1)  # nothing that was inherited is written or cleaned up a second time


def _protect(lifeline: int) -> None:
    """Make sure that a worker harms nobody: it ends when it has to, and writes where it should."""
    for number in (signal.SIGIO, signal.SIGPIPE, signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # what started us may have held them back
    # Ctrl-C is for our parent, with which we end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)  # SIGIO when nobody holds the other end
    # Standard input stays: `/dev/stdin` may be one of the files.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit(resource.RLIMIT_AS, _MOST_MEMORY)
    _limit(resource.RLIMIT_CORE, 0)


def _limit(what: int, most: int) -> None:
    soft, hard = resource.getrlimit(what)
    lowest = min(value for value in (soft, hard, most) if value != resource.RLIM_INFINITY)
    resource.setrlimit(what, (lowest, hard))


def _end_after(seconds: float) -> None:
    """Let the kernel end this process when its time is over; 0 takes that back."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds and _BUSY * seconds + _WAIT)


class _Reporter(Generic[Item, Result]):
    """In a worker: does the work, and tells of each item that is begun and done."""

    def __init__(self, work: Work[Item, Result], items: Sequence[Item], results: int) -> None:
        self._work = work
        self._items = items
        self._results = results
        self._number = 0
        self._has_begun = False

    def do(self, first: int, end: int) -> None:
        """Do some of the items."""
        for self._number in range(first, end):
            result = self._work(self._items[self._number], self._begin)
            if self._has_begun:
                self._has_begun = False
                _end_after(0)
            if result is not None:
                self._send(self._number + 1, result=result)
        self._send(end)

    def _begin(self, seconds: float) -> None:
        """Tell that the item is begun, which may take so many seconds of CPU time."""
        self._send(self._number, has_begun=True)
        self._has_begun = True
        _end_after(seconds)

    def _send(self, position: int, *, has_begun: bool = False, result: object = None) -> None:
        """Tell how far we are: what `_Worker._understand` takes."""
        data = pickle.dumps((position, has_begun, result), pickle.HIGHEST_PROTOCOL)
        _write(self._results, len(data).to_bytes(_LENGTH, "little") + data)
