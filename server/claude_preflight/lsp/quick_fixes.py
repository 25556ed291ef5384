"""Quick fixes: what is offered for the findings in a range, each once however many they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claude_preflight.analysis.edits import joint_edits
from claude_preflight.analysis.ignoring import ignored_in_file, ignored_on_line, in_file_title
from claude_preflight.findings import Finding, Fix, SettingChange, Span
from claude_preflight.lsp import setting_edit
from claude_preflight.lsp.connection import Connection
from claude_preflight.lsp.session import Analysis

# Of more findings it is not said how each could be ignored: each takes a parse.
_MOST_LINES = 20


@dataclass(slots=True)
class Offer:
    """A fix, or several fixes of one name that are made together, and the findings that it is for.

    It `is_preferred` if it is the safe fix of all of them.
    """

    title: str
    is_preferred: bool = True
    findings: list[Finding] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)

    def add(self, finding: Finding, fix: Fix) -> None:
        """Make a fix of a finding a part of the offer."""
        self.findings.append(finding)
        self.fixes.append(fix)
        self.is_preferred &= fix is finding.safe_fix

    def fix(self) -> Fix:
        """All fixes together."""
        setting = next((fix.setting for fix in self.fixes if fix.setting), None)
        return Fix(self.title, tuple(joint_edits(self.fixes)[0]), setting=setting)


def touching(analysis: Analysis, place: Span) -> list[Finding]:
    """The findings that touch a place in the document."""
    return [
        finding
        for finding in analysis.findings
        if finding.span.start <= place.end and place.start <= finding.span.end
    ]


def fixing(ls: Connection, analysis: Analysis, findings: Iterable[Finding]) -> list[Offer]:
    """The fixes of findings, in their order."""
    can_set = setting_edit.possible(ls, analysis.snapshot.uri)
    return _offers(
        (finding, fix)
        for finding in findings
        for fix in finding.fixes
        if can_set or not fix.setting
    )


def ignoring(ls: Connection, analysis: Analysis, findings: list[Finding]) -> list[Offer]:
    """The ways to ignore findings: on their lines, then in the file."""
    reading = analysis.snapshot.reading
    each_rule = {finding.rule: finding for finding in findings}
    on_lines = findings if len(findings) <= _MOST_LINES else []
    lines = ((each, fix) for each in on_lines if (fix := ignored_on_line(reading, each)))
    files = (
        (each, fix)
        for each in each_rule.values()
        if (fix := ignored_in_file(reading, each) or _ignored_by_setting(ls, analysis, each))
    )
    return [*_offers(lines), *_offers(files)]


def offered(ls: Connection, analysis: Analysis, place: Span, title: str) -> Fix | None:
    """What is offered at a place under a title."""
    findings = touching(analysis, place)
    offers = [*fixing(ls, analysis, findings), *ignoring(ls, analysis, findings)]
    return next((offer.fix() for offer in offers if offer.title == title), None)


def _offers(fixes: Iterable[tuple[Finding, Fix]]) -> list[Offer]:
    offers: dict[str, Offer] = {}
    for finding, fix in fixes:
        offers.setdefault(fix.shown, Offer(fix.shown)).add(finding, fix)
    return list(offers.values())


def _ignored_by_setting(ls: Connection, analysis: Analysis, finding: Finding) -> Fix | None:
    """The fix by which the settings file ignores a rule in a file that has no comments."""
    uri = analysis.snapshot.uri
    pattern = ls.settings.pattern_of(uri)
    if pattern is None or not setting_edit.possible(ls, uri):
        return None
    setting = SettingChange("ignore-in", finding.rule, pattern)
    return Fix(in_file_title(finding.rule), setting=setting)
