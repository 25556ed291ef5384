"""Findings as a Code Quality report of GitLab, the loudest first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from claude_preflight.cli.fingerprints import Fingerprints, digest
from claude_preflight.cli.reports.records import place_record
from claude_preflight.findings import Severity
from claude_preflight.safe_text import masked

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run
    from claude_preflight.cli.repository import Repository

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "major",
    Severity.INFORMATION: "minor",
    Severity.HINT: "info",
}


def report(stream: TextIO, run: Run) -> GitlabReport:
    """The report of `check`."""
    return GitlabReport(stream, run.repository)


class GitlabReport:
    """Keeps the findings of all files, and writes one list. ASCII only."""

    def __init__(self, stream: TextIO, repository: Repository) -> None:
        self._stream = stream
        self._repository = repository
        self._fingerprints = Fingerprints()
        self._issues: list[tuple[Severity, dict[str, Any]]] = []

    def add(self, path: str, view: FileView) -> None:
        """Keep the findings of a file."""
        path = self._repository.path(path)
        for finding, in_file in zip(view.findings, view.in_file.findings, strict=True):
            part = view.part(finding.span)
            known_by = self._fingerprints.of(
                path, finding.rule, part.text, part.inward(finding.span)
            )
            place = place_record(view.in_file, in_file.span)
            issue = {
                "description": finding.message,
                "check_name": finding.rule,
                # GitLab shows one of those that are alike in all files.
                "fingerprint": digest(path.encode("utf-8", "surrogateescape"), known_by.encode()),
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": path,
                    "lines": {"begin": place["line"], "end": place["end_line"]},
                },
            }
            self._issues.append((finding.severity, issue))

    def add_problem(self, path: str, problem: str) -> None:
        """Keep a problem: what was not checked is no clean file."""
        path = self._repository.path(path)
        issue = {
            "description": problem,
            "check_name": "not-checked",
            "fingerprint": digest(path.encode("utf-8", "surrogateescape"), b"not-checked"),
            "severity": "blocker",
            "location": {"path": path, "lines": {"begin": 1}},
        }
        self._issues.append((Severity.ERROR, issue))

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:  # noqa: ARG002 - it has no summary
        """Write the list."""
        issues = [issue for _, issue in sorted(self._issues, key=lambda each: each[0])]
        self._stream.write(masked(json.dumps(issues, indent=2, allow_nan=False)) + "\n")
