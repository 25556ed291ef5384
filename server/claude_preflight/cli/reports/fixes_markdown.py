"""What `fix` did as the text of a pull request: title, changes, what was left, and sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, TextIO

from claude_preflight import __version__
from claude_preflight.cli.reports.cells import code_cell, text_cell
from claude_preflight.cli.reports.changes import Change, changes_in, place_of, shown
from claude_preflight.cli.reports.summary import count
from claude_preflight.explanations.markdown import bullets, code, paragraphs, table
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.knowledge.source_links import link_of
from claude_preflight.rules import moved_models, retired_model, retiring_model

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.analysis.fix_groups import FixGroups
    from claude_preflight.settings import Settings

_OF_MODELS = frozenset((retired_model.CODE, retiring_model.CODE, moved_models.CODE))
# A description of a pull request may have 65,536 characters.
_MOST_ROWS = 100
_MOST_NAMED = 2
_MOST_SOURCES = 3


class MarkdownFixReport:
    """Keeps what was done in all files, and writes one page of it."""

    def __init__(self, stream: TextIO, groups: FixGroups, today: date, *, is_done: bool) -> None:
        self._stream = stream
        self._groups = groups
        self._today = today
        self._is_done = is_done
        self._files = 0
        self._changes: list[Change] = []
        self._changed_rows: list[tuple[str, str, str, str]] = []
        self._left_rows: list[tuple[str, str, str, str]] = []
        self._facts: dict[str, None] = {}
        self._problems: list[str] = []

    def add_changes(self, path: str, view: FileView, settings: Settings) -> None:
        """Keep the places that were changed in a file, and the sources of what was found there."""
        self._files += 1
        registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
        for change in changes_in(view):
            self._changes.append(change)
            place = place_of(path, view, change.edit.span)
            message = text_cell(change.finding.message)
            self._changed_rows.append(
                (
                    code_cell(place),
                    code_cell(shown(change.old)),
                    code_cell(shown(change.new)),
                    message,
                )
            )
            self._facts |= dict.fromkeys(_facts(change.finding.text, registry, self._today))

    def add(self, path: str, view: FileView) -> None:
        """Keep what remains in a file, and why."""
        for finding in view.findings:
            place = place_of(path, view, finding.span)
            why, fix = self._groups.why_left(finding), finding.best_fix(unsafe=True)
            title = text_cell(fix.title) if fix else ""
            self._left_rows.append(
                (code_cell(place), text_cell(finding.message), text_cell(why), title)
            )

    def add_problem(self, path: str, problem: str) -> None:  # noqa: ARG002 - the sentence names it
        """Keep a problem."""
        self._problems.append(text_cell(problem))

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:
        """Write the page."""
        page = paragraphs(
            f"# {self._title()}",
            self._summary(files),
            _section("Changes", ("Place", "Before", "After", "Why"), self._changed_rows),
            _section(
                "Left as it is", ("Place", "What", "Why it was left", "By hand"), self._left_rows
            ),
            f"## Not checked\n\n{bullets(self._problems)}" if self._problems else "",
            f"## Sources\n\n{bullets(self._facts)}" if self._facts else "",
        )
        self._stream.write(page + "\n")

    def _title(self) -> str:
        if not self._changes:
            return "Nothing to change"
        if {each.finding.rule for each in self._changes} - _OF_MODELS:
            return "Fix what the Claude API would refuse"
        moves = [each for each in self._changes if each.old == each.finding.text]
        pairs = dict.fromkeys((shown(each.old), shown(each.new)) for each in moves)
        if 0 < len(pairs) <= _MOST_NAMED:
            return "Move " + " and ".join(f"{old} to {new}" for old, new in pairs)
        return f"Move {len(pairs)} Claude models that are retired or about to be"

    def _summary(self, files: int) -> str:
        verb = "changed" if self._is_done else "would change"
        done = f"{count(len(self._changes), 'place')} in {self._files:,} of {count(files, 'file')}"
        return f"claude-preflight {__version__} {verb} {done}, by what it knows on {self._today}."


def _section(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table under a heading; nothing without rows, and a number for those that are too many."""
    if not rows:
        return ""
    more = len(rows) - _MOST_ROWS
    shown_rows = table(columns, rows[:_MOST_ROWS])
    return paragraphs(f"## {title}", shown_rows, f"{more:,} more." if more > 0 else "")


def _facts(text: str, registry: ModelRegistry, today: date) -> Iterator[str]:
    """Who says when the model of an id ends, and what replaces it."""
    model_id = registry.find(text)
    if model_id is None:
        return
    by_day: dict[str, list[str]] = {}
    for each in registry.lifecycle(model_id, today).sources:
        by_day.setdefault(str(each.value or "no day named"), []).append(_linked(each.source))
    for day, sources in by_day.items():
        ends = f"{'retired' if day <= str(today) else 'retires'} on {day}"
        who = list(dict.fromkeys(sources))[:_MOST_SOURCES]
        yield f"{code(text)} {ends}: {'; '.join(who)}"
    replacement = registry.replacement(model_id, today)
    if replacement and replacement.text:
        yield f"{code(replacement.text)} replaces {code(text)}: {_linked(replacement.source)}"


def _linked(source: str) -> str:
    link = link_of(source)
    return f"[{text_cell(source)}]({link})" if link else text_cell(source)
