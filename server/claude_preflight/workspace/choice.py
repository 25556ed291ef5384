"""What one run is about, beside what the settings say: a user's choice of files and rules."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from claude_preflight.ignore import IgnoreRules
from claude_preflight.records import NamedTuple
from claude_preflight.settings import KnowledgeFile, Settings


class Choice(NamedTuple):
    """What a command is told about files, rules and settings; by default nothing.

    With `ignore_files` off, what .gitignore leaves out is read too. With `force_exclude` a file
    that is named is left out where a walk would pass it by. `include` and `exclude` are patterns as
    in .gitignore, relative to the current folder, and hold for each file. `settings` are those of
    all files; None stands for the nearest settings file of each. `only` names the rules that are
    asked, whatever the settings switch off everywhere; `ignore` switches rules off. `knowledge`
    goes before that of the settings.
    """

    ignore_files: bool = True
    force_exclude: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    settings: Settings | None = None
    only: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    knowledge: KnowledgeFile | None = None

    def over(self, settings: Settings) -> Settings:
        """Settings as this run takes them."""
        ignored = settings.ignore
        if self.only:
            from claude_preflight.rules import RULES  # late: a run without triggers needs none

            ignored = frozenset(RULES) - self.only
        knowledge = self.knowledge or settings.knowledge
        return replace(settings, knowledge=knowledge, ignore=ignored | self.ignore)

    @property
    def has_patterns(self) -> bool:
        """Whether this run has patterns that leave files out."""
        return bool(self.include or self.exclude)

    def takes(self, path: str) -> bool:
        """Whether the patterns of this run, if it has some, let a file be read."""
        try:
            shown = os.path.relpath(path).replace(os.sep, "/")
        except ValueError:  # on another drive of Windows
            shown = Path(path).as_posix()
        if self.include and not self._included.leaves_out(shown):
            return False
        return not self.excluded.leaves_out(shown)

    @property
    def excluded(self) -> IgnoreRules:
        """The patterns of `exclude`."""
        return _rules(self.exclude)

    @property
    def _included(self) -> IgnoreRules:
        return _rules(self.include)


# Asked for each path of a run.
@lru_cache(maxsize=8)
def _rules(patterns: tuple[str, ...]) -> IgnoreRules:
    return IgnoreRules.of(os.fsencode("\n".join(patterns)))
