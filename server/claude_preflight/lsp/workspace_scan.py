"""What is found in the files of the workspace that are not open, and how it is kept up to date.

One job runs at a time, in a process of its own. What changes meanwhile waits for the next one.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path

from claude_preflight.crashes import describe
from claude_preflight.lsp.uris import path_of
from claude_preflight.lsp.workspace_jobs import FileReport, Found, Job, TooMany
from claude_preflight.lsp.workspace_process import JobFailedError, messages

MOST_FILES = 20_000
"""The most files that a workspace may have to be checked unasked."""

# Files that change at once are checked at once: how long to wait for more, in seconds.
_SETTLING = 0.3
_LARGEST_BURST = 1_000

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Progress:
    """How far a scan is. `total` is 0 while nobody knows."""

    done: int = 0
    total: int = 0


@dataclass(slots=True)
class WorkspaceScan:
    """The reports about files by URI, as of the last job that looked at each.

    `make_job` makes a job for some paths, or for all, with a bound for their number or not.
    `on_news` is told of URIs whose reports have changed, `on_start` of each job for all files, and
    `on_too_many` of a workspace with too many files, once.
    """

    make_job: Callable[[frozenset[str] | None, bool], Job]
    on_news: Callable[[Iterable[str]], None]
    on_start: Callable[[], None]
    on_too_many: Callable[[int], None]
    reports: dict[str, FileReport] = field(default_factory=dict)
    progress: Progress = field(default_factory=Progress)
    is_wanted: bool | None = None
    _touched: set[str] = field(default_factory=set)
    _is_all_due: bool = False
    _is_bounded: bool = True
    _has_said_too_many: bool = False
    _task: asyncio.Task[None] | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_busy(self) -> bool:
        """Whether a job runs, or whether one will is not known yet."""
        return self.is_wanted is None or self._has_task

    @property
    def _has_task(self) -> bool:
        return self._task is not None and not self._task.done()

    def check_all(self, *, is_bounded: bool = True) -> None:
        """Check all files; unless `is_bounded`, however many they are."""
        self.stop()
        self._is_all_due, self._is_bounded = True, is_bounded
        self.is_wanted = True
        self._go_on()

    def check(self, paths: Iterable[Path]) -> None:
        """Check some files again, soon."""
        if not self.is_wanted:
            return
        self._touched.update(map(str, paths))
        if len(self._touched) > _LARGEST_BURST:
            self._is_all_due = True
        self._go_on()

    def stop(self) -> None:
        """Stop checking; what was found stays."""
        self._is_all_due = False
        self._touched.clear()
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self._tell(())

    def clear(self) -> None:
        """Stop checking and forget what was found."""
        self.stop()
        self.is_wanted = False
        uris = list(self.reports)
        self.reports.clear()
        self._tell(uris)

    async def news(self) -> None:
        """Wait until something is found, is gone, or comes to an end."""
        await self._news.wait()

    async def at_rest(self) -> None:
        """Wait until no job runs."""
        while self.is_busy:
            await self.news()

    def _go_on(self) -> None:
        if not self._has_task:
            self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._is_all_due or self._touched:
                if not self._is_all_due:
                    await asyncio.sleep(_SETTLING)
                is_all, touched = self._is_all_due, frozenset(self._touched)
                self._is_all_due = False
                self._touched.clear()
                await self._checked(None if is_all else touched)
        except JobFailedError as error:
            logger.error("The workspace could not be checked: %s", error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            logger.error("The workspace could not be checked: %s", describe(error))
        finally:
            if self._task is asyncio.current_task():
                self._task = None
            self._tell(())

    async def _checked(self, only: frozenset[str] | None) -> None:
        job = self.make_job(only, self._is_bounded)
        if only is None:
            self.progress = Progress()
            self.on_start()
        found: set[str] = set()
        async with aclosing(messages(job)) as told:
            async for message in told:
                if isinstance(message, TooMany):
                    self._too_many(message.most)
                    return
                self._take(message, found, is_all=only is None)
        gone = [uri for uri in self.reports if uri not in found and _is_due(path_of(uri), only)]
        for uri in gone:
            del self.reports[uri]
        self._tell(gone)

    def _take(self, message: Found, found: set[str], *, is_all: bool) -> None:
        news = []
        for report in message.reports:
            known = self.reports.get(report.uri)
            self.reports[report.uri] = report
            found.add(report.uri)
            if known is None or known.result_id != report.result_id:
                news.append(report.uri)
        for problem in message.problems:
            logger.warning("%s", problem)
        if is_all:
            self.progress = Progress(message.done, message.total)
        self._tell(news)

    def _too_many(self, most: int) -> None:
        uris = list(self.reports)
        self.reports.clear()
        self.is_wanted = False
        if not self._has_said_too_many:
            self._has_said_too_many = True
            self.on_too_many(most)
        self._tell(uris)

    def _tell(self, uris: Iterable[str]) -> None:
        """Wake those who wait for news; who waits after that waits for the next."""
        self.on_news(uris)
        self._news.set()
        self._news = asyncio.Event()


def _is_due(path: Path | None, only: frozenset[str] | None) -> bool:
    """Whether a job for some paths, or for all, was about a file."""
    return only is None or (
        path is not None and any(str(each) in only for each in (path, *path.parents))
    )
