"""The engine: a document in, findings out. Pure: no files, no network, no editor."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Generator, Iterable
from datetime import date
from functools import lru_cache
from pathlib import PurePath

from claude_preflight.facts.extract import read_facts
from claude_preflight.facts.triggers import may_matter
from claude_preflight.findings import Edit, Finding, Fix
from claude_preflight.ignore import IgnoreRules
from claude_preflight.knowledge.models import ModelRegistry
from claude_preflight.rules import RULES, Context
from claude_preflight.settings import Settings
from claude_preflight.steps import finish
from claude_preflight.syntax.document import Conclusion, Document
from claude_preflight.text.source_text import SourceText

__all__ = ["analysis", "analyze", "apply_fixes", "joint_edits", "may_matter"]

_SUPPRESSION = re.compile(
    rb"claude-preflight:\s*ignore(?P<file>-file)?(?:\[(?P<rules>[\w\s,-]*)\])?"
)


def analyze(document: Document, settings: Settings, today: date) -> tuple[Finding, ...]:
    """Everything that the rules find in a document on a day, in the order of the text."""
    return finish(analysis(document, settings, today))


def analysis(
    document: Document, settings: Settings, today: date
) -> Generator[None, None, tuple[Finding, ...]]:
    """The same in steps of about a millisecond, for callers that have other things to do."""
    if not may_matter(document.text.data) or _is_own_file(document, settings):
        return ()
    facts = yield from read_facts(document)
    known = document.reading.conclusion
    if known is None or known.basis != (settings, today):
        registry = ModelRegistry.load(settings.models, settings.replacements, settings.knowledge)
        context = Context(document.text, document.language.id, facts, registry, settings, today)
        known = Conclusion((settings, today), (yield from _conclude(context)))
        document.reading.conclusion = known
    findings = list(known.findings)
    for embedded in facts.embedded:
        inner = yield from analysis(embedded.document, settings, today)
        findings += map(embedded.outward, inner)
    ignored = settings.ignore | _ignored_in(document.path, settings)
    kept = tuple(finding for finding in _in_order(findings) if finding.rule not in ignored)
    # In a notebook on disk all of a cell may stand on one line; what its lines say, it has heeded.
    return kept if document.language.cells else _unsuppressed(document.text, kept)


def _conclude(context: Context) -> Generator[None, None, tuple[Finding, ...]]:
    """What all rules find, in the order of the text."""
    findings: dict[Finding, None] = {}  # requests that share a limit share what is found there
    for rule in RULES.values():
        for finding in rule.check(context):
            findings[finding] = None
            yield
    return _in_order(findings)


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: (finding.span, finding.rule)))


def apply_fixes(text: SourceText, fixes: Iterable[Fix]) -> tuple[bytes, int]:
    """Apply fixes to a text: the new bytes and the number of fixes applied (see `joint_edits`)."""
    edits, applied = joint_edits(fixes)
    data, pieces, position = text.data, [], 0
    for edit in edits:
        pieces += [data[position : edit.span.start], edit.text.encode()]
        position = edit.span.end
    return b"".join([*pieces, data[position:]]), applied


def joint_edits(fixes: Iterable[Fix]) -> tuple[list[Edit], int]:
    """The edits of the fixes that go together, in the order of the text, and how many fixes do.

    Of fixes that touch the same place the first is taken whole and the others are left for a
    next round; fixes that make the same edit share it.
    """
    chosen: list[Edit] = []
    taken = 0
    for fix in fixes:
        if fix.edits and not any(_conflicts(edit, chosen) for edit in fix.edits):
            for edit in fix.edits:
                at = bisect_left(chosen, edit)
                if chosen[at : at + 1] != [edit]:
                    chosen.insert(at, edit)
            taken += 1
    return chosen, taken


def _conflicts(edit: Edit, chosen: list[Edit]) -> bool:
    """Whether an edit touches one of the chosen ones, which are sorted and touch nowhere."""
    at = bisect_left(chosen, edit)
    near = chosen[max(at - 1, 0) : at + 2]
    return any(edit != other and edit.span.overlaps(other.span) for other in near)


def _is_own_file(document: Document, settings: Settings) -> bool:
    """Whether a file is our own: the ids in it are what the user told us about them."""
    if document.path is not None and PurePath(document.path).name == "claude-preflight.toml":
        return True
    knowledge = settings.knowledge
    return knowledge is not None and document.text.data == knowledge.text.encode()


def _ignored_in(path: str | None, settings: Settings) -> frozenset[str]:
    """The rules that the settings switch off for a path."""
    if path is None:
        return frozenset()
    rules = _ignore_rules(tuple(settings.ignore_in))
    codes = zip(rules, settings.ignore_in.values(), strict=True)
    return frozenset().union(*(each for rule, each in codes if rule.leaves_out(path)))


@lru_cache(maxsize=16)
def _ignore_rules(patterns: tuple[str, ...]) -> tuple[IgnoreRules, ...]:
    return tuple(IgnoreRules.of(pattern.encode()) for pattern in patterns)


def _unsuppressed(text: SourceText, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what a comment on the line, or for the whole file, asks not to report."""
    everywhere: set[str] = set()
    on_line: dict[int, set[str]] = {}
    for match in _SUPPRESSION.finditer(text.data):
        listed = match["rules"]
        codes = set(RULES) if listed is None else {c.strip() for c in listed.decode().split(",")}
        if match["file"]:
            everywhere |= codes
        else:
            on_line.setdefault(text.line_at(match.start()), set()).update(codes)
    if not everywhere and not on_line:
        return findings

    def is_kept(finding: Finding) -> bool:
        here = on_line.get(text.line_at(finding.span.start), set())
        return finding.rule not in everywhere and finding.rule not in here

    return tuple(filter(is_kept, findings))
