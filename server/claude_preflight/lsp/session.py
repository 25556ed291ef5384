"""Session: the open documents, and what is known of the newest version of each.

A `Snapshot` is one version of a document, an `Analysis` what was found in it; both are immutable.
A notebook is analysed as one document; the client shows it cell by cell, each a `View` with a URI.
An edit puts a new snapshot in the place of the old one and starts its analysis; a running analysis
of an older version is stopped. What is only found for now is found for sure once the typist rests.
All other requests only look up.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, count
from time import perf_counter, thread_time

from claude_preflight.analysis import analyze, incremental
from claude_preflight.analysis.budget import cpu_seconds
from claude_preflight.analysis.reading import Reading
from claude_preflight.crashes import describe
from claude_preflight.facts.triggers import may_pin
from claude_preflight.findings import Finding, Span
from claude_preflight.lsp.crash_notes import CrashNote, CrashNotes
from claude_preflight.lsp.uris import path_of
from claude_preflight.lsp.workspace_settings import WorkspaceSettings
from claude_preflight.pins import NO_PINS, Pins
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import Language
from claude_preflight.text.source_text import Change, SourceText
from claude_preflight.workspace.pins import ProjectPins

# After how long the analysis lets other messages through, in seconds. It ends its current step
# first, which takes up to two milliseconds more.
SLICE = 0.002
# How long a typist rests, in seconds, before what was only found for now is found for sure.
REST = 0.3
_LEFT_OUT = "is not analysed until it changes: the server crashed while it was at that text"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """A text that the client shows, and where it starts in the document that is analysed.

    `version` is the client's number.
    """

    uri: str
    version: int
    text: SourceText
    language: Language
    start: int = 0

    def inward(self, span: Span) -> Span:
        """A span of the document as one of this text."""
        return Span(span.start - self.start, span.end - self.start)

    def shows(self, span: Span) -> bool:
        """Whether a span of the document starts in this text."""
        return self.start <= span.start <= self.start + len(self.text.data)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of an open document or notebook.

    `revision` is a number that never comes twice in a session.
    """

    uri: str
    revision: int
    reading: Reading
    views: tuple[View, ...]

    @property
    def is_notebook(self) -> bool:
        """Whether the views are the cells of a notebook."""
        return self.view(self.uri) is None

    def view(self, uri: str) -> View | None:
        """The view with a URI."""
        return next((view for view in self.views if view.uri == uri), None)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found in a snapshot, under which settings, on which day and with which pins."""

    snapshot: Snapshot
    settings: Settings
    today: date
    pins: Pins
    findings: tuple[Finding, ...]

    def seen_in(self, view: View) -> list[Finding]:
        """The findings that a view shows."""
        return [finding for finding in self.findings if view.shows(finding.span)]


@dataclass(slots=True)
class _Open:
    """The newest snapshot of an open document, and what analyses it now and at rest."""

    snapshot: Snapshot
    task: asyncio.Future[Analysis]
    rest: asyncio.TimerHandle | asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Stop all work on it, and let go of the task at rest, whose last place holds this."""
        self.task.cancel()
        if self.rest:
            self.rest.cancel()
            self.rest = None


class OverBudgetError(Exception):
    """An analysis that took more CPU time than it may."""


class Session:
    """The open documents of one client, by URI; a notebook also by the URIs of its cells."""

    def __init__(
        self,
        settings: WorkspaceSettings,
        today: Callable[[], date],
        on_analysis: Callable[[Analysis], None],
        on_correction: Callable[[], None],
        notes: CrashNotes,
        pins: ProjectPins,
    ) -> None:
        """Make an empty session; `on_analysis` is told of each finished analysis.

        `on_correction` is called when one at rest has found something else than one before it.
        """
        self._pins = pins
        self._settings = settings
        self._today = today
        self._on_analysis = on_analysis
        self._on_correction = on_correction
        self._notes = notes
        self._met: set[Language] = set()
        self._said: dict[str, set[str]] = {}
        self._open: dict[str, _Open] = {}
        self._shown_in: dict[str, str] = {}
        self._revisions = count(1)

    @property
    def snapshots(self) -> Iterable[Snapshot]:
        """The newest snapshot of each open document."""
        return [opened.snapshot for opened in self._open.values()]

    @property
    def paths(self) -> set[str]:
        """The paths of the open documents and notebooks, of those that are files."""
        return {str(path) for uri in self._open if (path := path_of(uri))}

    def snapshot(self, uri: str) -> Snapshot | None:
        """The newest snapshot of a document or notebook, None if it is not open."""
        opened = self._opened(uri)
        return opened.snapshot if opened else None

    def view(self, uri: str) -> View | None:
        """The newest text that is shown under a URI."""
        snapshot = self.snapshot(uri)
        return snapshot.view(uri) if snapshot else None

    def document_uri(self, uri: str) -> str:
        """The URI of the document that is shown under a URI: for a cell, that of its notebook."""
        return self._shown_in.get(uri, uri)

    def known(self, uri: str) -> Analysis | None:
        """What is known of the newest version now; None while it is being analysed."""
        opened = self._opened(uri)
        return _result(opened.task) if opened else None

    def edited(self, uri: str, before: Reading, change: Change, *, provisional: bool) -> Reading:
        """A document after a change; the text is taken over whatever goes wrong with the rest.

        It may be `provisional` for a client that hears of corrections.
        """
        document = before.document
        text = document.text.edited(change)
        try:
            with self._notes.kept(CrashNote.of(uri, text.data)):
                return incremental.edited(before, change, text, provisional=provisional)
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            self._failed(uri, error)
            return Reading(Document.of(text.data, document.path, document.language.id))

    def put(self, uri: str, version: int, reading: Reading) -> None:
        """Make this the newest version of a document and start to analyse it."""
        document = reading.document
        self._put(uri, reading, (View(uri, version, document.text, document.language),))

    def put_notebook(self, uri: str, cells: Iterable[View], *, provisional: bool = False) -> None:
        """Make these the newest cells of a notebook and start to analyse it.

        What is found may be `provisional` for a client that hears of corrections.
        """
        before = self.snapshot(uri)
        shown = list(cells)
        texts = [(cell.language, cell.text.data) for cell in shown]
        starts = accumulate((len(text) + 1 for _, text in texts), initial=0)
        placed = (
            cell if cell.start == at else replace(cell, start=at)
            for cell, at in zip(shown, starts, strict=False)
        )
        inside = before.reading.all_inside() if before else {}
        reading = Reading(Document.of_cells(texts), for_now=provisional, before=inside)
        self._put(uri, reading, tuple(placed))

    def close(self, uri: str) -> None:
        """Forget a document or notebook."""
        if opened := self._open.pop(uri, None):
            opened.stop()
            self._said.pop(uri, None)
            for view in opened.snapshot.views:
                self._shown_in.pop(view.uri, None)

    def close_all(self) -> None:
        """Forget all documents and stop all work."""
        for uri in list(self._open):
            self.close(uri)

    def analyse_again(self) -> bool:
        """Analyse the documents whose settings are not those of their last analysis.

        Returns whether there was one.
        """
        changed = False
        for opened in list(self._open.values()):
            known = _result(opened.task)
            if not known or known.settings != self._settings.of(opened.snapshot.uri):
                self._start(opened.snapshot)
                changed = True
        return changed

    async def look_at_pins(self) -> bool:
        """Analyse the documents for which other pins count than in their last analysis.

        Returns whether there was one.
        """
        changed = False
        for opened in list(self._open.values()):
            known, snapshot = _result(opened.task), opened.snapshot
            pins = await self._pins_of(snapshot, self._today())
            is_newest = self._open.get(snapshot.uri) is opened
            if is_newest and (not known or known.pins != pins):
                self._start(snapshot)
                changed = True
        return changed

    async def _pins_of(self, snapshot: Snapshot, today: date) -> Pins:
        """The pins that count for a document; code is read for a manifest, so not in this loop."""
        path, data = path_of(snapshot.uri), snapshot.reading.document.text.data
        if path is None:
            return NO_PINS
        if may_pin(data, path.name):
            return await asyncio.to_thread(self._pins.of, str(path), data, today)
        return self._pins.of(str(path), data, today)

    async def analysis(self, uri: str) -> Analysis | None:
        """What is known of the newest version, once it is known; None if the document is not open.

        If an edit arrives while this waits, it goes on waiting for the version after the edit:
        editors show it badly when a request is refused because of an edit (they drop the
        diagnostics that they have, or show an error).
        """
        while opened := self._opened(uri):
            await asyncio.wait({opened.task})
            known = _result(opened.task)
            if known and known.today == self._today():
                return known
            if self._opened(uri) is opened:
                self._start(opened.snapshot)
        return None

    async def analysis_at_rest(self, uri: str) -> Analysis | None:
        """The same, with nothing in it that was only found for now."""
        if opened := self._opened(uri):
            rested = _at_rest(opened.snapshot)
            if rested is not opened.snapshot:
                self._start(replace(rested, revision=next(self._revisions)))
        return await self.analysis(uri)

    def _opened(self, uri: str) -> _Open | None:
        return self._open.get(self.document_uri(uri))

    def _put(self, uri: str, reading: Reading, views: tuple[View, ...]) -> None:
        before = self.snapshot(uri)
        for view in before.views if before else ():
            self._shown_in.pop(view.uri, None)
        self._shown_in.update(dict.fromkeys((view.uri for view in views), uri))
        self._start(Snapshot(uri, next(self._revisions), reading, views))

    def _start(self, snapshot: Snapshot) -> None:
        if opened := self._open.get(snapshot.uri):
            opened.stop()
        opened = _Open(snapshot, asyncio.create_task(self._analyse(snapshot)))
        self._open[snapshot.uri] = opened
        rested = _at_rest(snapshot)
        if rested is not snapshot:
            loop = asyncio.get_running_loop()
            opened.rest = loop.call_later(REST, self._rest, opened, rested)

    def _rest(self, opened: _Open, rested: Snapshot) -> None:
        opened.rest = asyncio.create_task(self._correct(opened, rested))

    async def _correct(self, opened: _Open, rested: Snapshot) -> None:
        """Now that the typist rests, find for sure what was found for now."""
        await asyncio.wait({opened.task})
        known = _result(opened.task)
        analysis = await self._analyse(rested)
        is_as_before = known is not None and known.findings == analysis.findings
        if not is_as_before:
            rested = replace(rested, revision=next(self._revisions))
            analysis = replace(analysis, snapshot=rested)
        opened.snapshot, opened.task, opened.rest = rested, _done(analysis), None
        if not is_as_before:
            self._on_correction()

    async def _analyse(self, snapshot: Snapshot) -> Analysis:
        settings, today = self._settings.of(snapshot.uri), self._today()
        pins = NO_PINS
        try:
            pins = await self._pins_of(snapshot, today)
            findings = await self._findings(snapshot, settings, today, pins)
        except Exception as error:  # noqa: BLE001 - whatever it is, the server goes on
            self._failed(snapshot.uri, error)
            findings = ()
        analysis = Analysis(snapshot, settings, today, pins, findings)
        try:
            self._on_analysis(analysis)
        except Exception as error:  # noqa: BLE001 - the same
            self._failed(snapshot.uri, error)
        return analysis

    async def _findings(
        self, snapshot: Snapshot, settings: Settings, today: date, pins: Pins
    ) -> tuple[Finding, ...]:
        uri, reading = snapshot.uri, snapshot.reading
        data = reading.document.text.data
        if self._settings.leaves_out(uri):
            return ()
        note = CrashNote.of(uri, data)
        if self._notes.crashed(note):
            if self._is_news(uri, _LEFT_OUT):
                logger.warning("%s %s", uri, _LEFT_OUT)
            return ()
        steps = analyze.analysis(reading, settings, today, self._settings.path_in(uri), pins=pins)
        findings = await self._in_slices(steps, note, cpu_seconds(len(data)))
        self._keep_what_was_loaded(reading.document.language)
        for each in reading.notes:
            if self._is_news(uri, each):
                logger.info("%s %s", uri, each)
        return findings

    async def _in_slices(
        self,
        steps: Generator[None, None, tuple[Finding, ...]],
        note: CrashNote,
        seconds: float,
    ) -> tuple[Finding, ...]:
        """Take all steps, and let the event loop go on after each slice of time.

        Raises OverBudgetError after so many seconds of CPU time.
        """
        try:
            while seconds > 0:
                start = thread_time()
                with self._notes.kept(note):
                    findings = _slice(steps)
                if findings is not None:
                    return findings
                seconds -= thread_time() - start
                await asyncio.sleep(0)
        finally:
            steps.close()
        raise OverBudgetError

    def _keep_what_was_loaded(self, language: Language) -> None:
        """Keep the garbage collector from what a language has loaded: that is there to stay.

        To go through all of it takes 10 ms and more, and would come every 70 keystrokes.
        """
        if language not in self._met:
            self._met.add(language)
            gc.freeze()

    def _failed(self, uri: str, error: Exception) -> None:
        """Log what went wrong with a document, but not at each keystroke."""
        if self._is_news(uri, type(error).__name__):
            logger.error("The analysis of a document failed: %s: %s", uri, describe(error))

    def _is_news(self, uri: str, what: str) -> bool:
        """Whether something is true of a document for the first time since it was opened."""
        said = self._said.setdefault(uri, set())
        is_news = what not in said
        said.add(what)
        return is_news


def _at_rest(snapshot: Snapshot) -> Snapshot:
    """A snapshot with nothing in it that is provisional; its text and its number are the same."""
    reading = incremental.at_rest(snapshot.reading)
    return snapshot if reading is snapshot.reading else replace(snapshot, reading=reading)


def _done(analysis: Analysis) -> asyncio.Future[Analysis]:
    """A task that is done."""
    future: asyncio.Future[Analysis] = asyncio.get_running_loop().create_future()
    future.set_result(analysis)
    return future


def _result(task: asyncio.Future[Analysis]) -> Analysis | None:
    """What a task found, None if it still runs or was stopped."""
    return task.result() if task.done() and not task.cancelled() else None


def _slice(steps: Generator[None, None, tuple[Finding, ...]]) -> tuple[Finding, ...] | None:
    """Take steps for a slice of time; the findings once there are no more steps."""
    stop_at = perf_counter() + SLICE
    try:
        while True:
            next(steps)
            if perf_counter() >= stop_at:
                return None
    except StopIteration as end:
        findings: tuple[Finding, ...] = end.value
        return findings
