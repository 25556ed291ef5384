"""Worker processes: order, look-ahead and what becomes of items that end their worker."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("workers are forked on Linux only", allow_module_level=True)

from claude_preflight.workspace import workers
from claude_preflight.workspace.workers import Begin, Workers

MOST = 3


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker is left alone at first."""
    monkeypatch.setattr(workers, "_ALONE", 0)


def results(
    items: Sequence[int],
    work: Callable[[int, Begin], str | None],
    taken: Callable[[int], None] = lambda _: None,
) -> Iterator[str]:
    return Workers(work, lambda item, what: f"{item} {what}", items, MOST, taken).results()


def test_results_are_in_the_order_of_the_items() -> None:
    def work(item: int, _: Begin) -> str | None:
        time.sleep(0.001 * (item % 7))
        return str(item) if item % 2 else None

    assert list(results(range(500), work)) == [str(item) for item in range(1, 500, 2)]


@pytest.mark.parametrize("most", [1, 2])
def test_messages_may_arrive_in_pieces(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(workers, "_READ_SIZE", 7)
    monkeypatch.setattr(workers, "_ALONE", 60)
    expected = [str(item) for item in range(170)]
    found = Workers(lambda item, _: str(item), lambda *_: "", range(170), most).results()
    assert list(found) == expected


def test_a_worker_may_die_when_all_is_done() -> None:
    """Between its last result and the word that it has done all."""

    def work(item: int, _: Begin) -> str:
        if item == 49:
            write, left = os.write, [1]

            def die(*arguments: int) -> int:
                if not left:
                    os._exit(9)
                left.pop()
                return write(*arguments)  # type: ignore[arg-type]

            os.write = die  # type: ignore[assignment]
        return str(item)

    assert list(results(range(60), work)) == [str(item) for item in range(60)]


def test_nothing_to_do() -> None:
    assert list(results((), lambda item, _: str(item))) == []


def test_items_are_taken_when_they_are_wanted(tmp_path: Path) -> None:
    """However many there are, few wait for a slow one before them."""
    go_on = tmp_path / "go-on"
    taken: list[int] = []

    def work(item: int, _: Begin) -> str:
        while item == 0 and not go_on.exists():
            time.sleep(0.01)
        return "x" * 1000

    found = results(range(100_000), work, taken.append)
    pid = os.fork()
    if not pid:
        time.sleep(1)
        go_on.touch()
        os._exit(0)
    next(found)
    os.waitpid(pid, 0)

    assert sum(taken) <= 2 * workers._BATCH * workers._LOOK_AHEAD
    found.close()  # type: ignore[attr-defined]


def test_a_large_result() -> None:
    assert [len(each) for each in results([1, 2], lambda item, _: "x" * item * 10**7)] == [
        10**7,
        2 * 10**7,
    ]


def test_every_other_item_ends_its_worker() -> None:
    def work(item: int, begin: Begin) -> str:
        begin(10)
        if item % 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return str(item)

    expected = [f"{item} crashed (SIGKILL)" if item % 2 else str(item) for item in range(120)]
    assert list(results(range(120), work)) == expected


def test_a_worker_that_ends_before_work_began() -> None:
    def work(item: int, _: Begin) -> str:
        if item == 60:
            os._exit(7)
        return str(item)

    found = list(results(range(120), work))

    assert [each for each in found if " " in each] == ["60 ended with the status 7"]
    assert len(found) == 120


def test_time_is_that_of_one_item() -> None:
    def work(item: int, begin: Begin) -> str:
        begin(0.2)
        until = time.process_time() + (0.01 if item < 50 else 60)
        while time.process_time() < until:
            pass
        return str(item)

    found = list(results(range(51), work))

    assert found == [*map(str, range(50)), "50 took more CPU time than it may"]


def test_an_item_that_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(item: int, begin: Begin) -> str:
        begin(0.2 if item == 3 else 10)
        time.sleep(60 if item == 3 else 0)
        return str(item)

    monkeypatch.setattr(workers, "_WAIT", 0.2)
    found = list(results(range(5), work))

    assert found == ["0", "1", "2", "3 took more time than it may", "4"]


def test_a_worker_writes_nowhere_and_dumps_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    import resource

    def work(_: int, __: Begin) -> str:
        os.write(1, b"noise")
        return str(resource.getrlimit(resource.RLIMIT_CORE)[0])

    assert list(results([1], work)) == ["0"]
    assert capfd.readouterr().out == ""


def test_a_system_that_gives_few_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, left = os.fork, [1]

    def give() -> int:
        if not left:
            raise BlockingIOError
        left.pop()
        return fork()

    monkeypatch.setattr(os, "fork", give)
    before = len([*Path("/proc/self/fd").iterdir()])
    assert list(results(range(500), lambda item, _: str(item))) == [*map(str, range(500))]
    assert len([*Path("/proc/self/fd").iterdir()]) == before


def test_signals_that_whoever_started_us_does_not_want() -> None:
    """Ignored and blocked ones are inherited; an endless worker ends, and is missed, as ever."""

    def work(item: int, begin: Begin) -> str:
        begin(0.2 if item == 1 else 10)
        while item == 1:
            pass
        return str(item)

    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGPROF, signal.SIGALRM, signal.SIGIO))
    try:
        found = list(results(range(3), work))
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGCHLD, before)

    assert found == ["0", "1 took more CPU time than it may", "2"]
