"""Findings as SARIF 2.1.0, the loudest first, as code scanning of GitHub takes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from claude_preflight import __version__
from claude_preflight.cli.fingerprints import Fingerprints
from claude_preflight.cli.reports.records import place_record
from claude_preflight.explanations.markdown import plain
from claude_preflight.findings import Finding, Fix, Severity, Span
from claude_preflight.rules import RULES, Rule, page_of
from claude_preflight.safe_text import masked

if TYPE_CHECKING:
    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_HOME = "https://github.com/claude-preflight/claude-preflight"
_ROOT = "%SRCROOT%"
# Code scanning refuses a file with more results. It shows the first 5,000.
_MOST_RESULTS = 25_000
# The name that GitHub, and whoever follows it, looks for.
_LINE_HASH = "primaryLocationLineHash"
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
    Severity.HINT: "note",
}

Json = dict[str, Any]


def report(stream: TextIO, run: Run) -> SarifReport:
    """The report of `check`."""
    return SarifReport(stream, run)


class SarifReport:
    """Keeps the results of all files, and writes one log. ASCII only.

    Lines and columns are those of the file as it is stored; of a notebook each result has its cell
    beside them.
    """

    def __init__(self, stream: TextIO, run: Run) -> None:
        self._stream = stream
        self._run = run
        self._fingerprints = Fingerprints()
        self._indices = {code: index for index, code in enumerate(RULES)}
        self._results: list[tuple[Severity, Json]] = []
        self._notifications: list[Json] = []
        self._failed = False

    def add(self, path: str, view: FileView) -> None:
        """Keep the findings of a file."""
        artifact = self._artifact(path)
        for finding, in_file in zip(view.findings, view.in_file.findings, strict=True):
            result = self._result(artifact, view, finding) | {
                "locations": [
                    _location(artifact, view.in_file, in_file.span) | _cell(view, finding)
                ]
            }
            related = [
                _location(artifact, view.in_file, each.span)
                | {"id": number, "message": {"text": each.message}}
                for number, each in enumerate(in_file.related, 1)
            ]
            fixes = [_fix(artifact, view.in_file, fix) for fix in in_file.fixes if fix.edits]
            result |= {"relatedLocations": related} if related else {}
            result |= {"fixes": fixes} if fixes else {}
            self._results.append((finding.severity, result))

    def add_problem(self, path: str, problem: str) -> None:
        """Keep a problem."""
        self._failed = True
        self._notify("error", problem, path)

    def add_note(self, path: str, note: str) -> None:
        """Keep a note."""
        self._notify("note", note, path)

    def close(self, files: int) -> None:  # noqa: ARG002 - it has no summary
        """Write the log."""
        results = [result for _, result in sorted(self._results, key=lambda each: each[0])]
        if (left_out := len(results) - _MOST_RESULTS) > 0:
            self._notify(
                "warning",
                f"{left_out:,} findings are left out, the least loud ones: code scanning takes "
                f"{_MOST_RESULTS:,}.",
            )
        log = {
            "$schema": _SCHEMA,
            "version": "2.1.0",
            "runs": [self._run_object(results[:_MOST_RESULTS])],
        }
        self._stream.write(masked(json.dumps(log, indent=1, allow_nan=False)) + "\n")

    def _run_object(self, results: list[Json]) -> Json:
        repository = self._run.repository
        source = {"repositoryUri": repository.url}
        source |= {"revisionId": repository.commit} if repository.commit else {}
        invocation = {
            "executionSuccessful": not self._failed,
            "toolExecutionNotifications": self._notifications,
        }
        return {
            "tool": {
                "driver": {
                    "name": "claude-preflight",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "informationUri": _HOME,
                    "rules": [_rule(rule) for rule in RULES.values()],
                }
            },
            "invocations": [invocation],
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": {
                _ROOT: {"description": {"text": "The root of the repository."}},
            },
            "versionControlProvenance": [source] if repository.url else [],
            "results": results,
            "properties": {
                "today": self._run.today.isoformat(),
                "factsDate": self._run.facts.isoformat(),
            },
        }

    def _result(self, artifact: Json, view: FileView, finding: Finding) -> Json:
        part = view.part(finding.span)
        known_by = self._fingerprints.of(
            artifact["uri"], finding.rule, part.text, part.inward(finding.span)
        )
        told = {
            "role": finding.role.value if finding.role else None,
            "reason": finding.reason,
            "hold": finding.hold,
            "expectedAt": finding.expected_at,
            "severity": finding.severity.label,
        }
        index = self._indices.get(finding.rule)
        return {
            "ruleId": finding.rule,
            **({} if index is None else {"ruleIndex": index}),
            "level": _LEVELS[finding.severity],
            "message": {"text": finding.message},
            "partialFingerprints": {_LINE_HASH: known_by},
            "properties": {key: value for key, value in told.items() if value},
        }

    def _artifact(self, path: str) -> Json:
        path = self._run.repository.path(path)
        # Bytes of a name that are no text go through.
        uri = quote(path.encode("utf-8", "surrogateescape"))
        if path.startswith("/"):
            return {"uri": f"file://{uri}"}
        drive = path[1:3] == ":/"
        return {"uri": f"file:///{uri}"} if drive else {"uri": uri, "uriBaseId": _ROOT}

    def _notify(self, level: str, text: str, path: str = "") -> None:
        notification: Json = {"level": level, "message": {"text": text}}
        if path:
            place = {"physicalLocation": {"artifactLocation": self._artifact(path)}}
            notification["locations"] = [place]
        self._notifications.append(notification)


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.code.split("-")),
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": rule.summary},
        "help": {"text": plain(rule.help), "markdown": rule.help},
        "helpUri": page_of(rule.code),
        "properties": {"prevents": rule.http},
    }


def _location(artifact: Json, view: FileView, span: Span) -> Json:
    return {"physicalLocation": {"artifactLocation": artifact, "region": _region(view, span)}}


def _region(view: FileView, span: Span) -> Json:
    place = place_record(view, span)
    return {
        "startLine": place["line"],
        "startColumn": place["column"] + 1,
        "endLine": place["end_line"],
        "endColumn": place["end_column"] + 1,
    }


def _cell(view: FileView, finding: Finding) -> Json:
    """The cell of a notebook that a finding is in, and the line of the cell."""
    place = place_record(view, finding.span)
    if place["cell"] is None:
        return {}
    name = f"cell {place['cell'] + 1}"
    properties = {"cell": place["cell"] + 1, "line": place["line"], "column": place["column"] + 1}
    cell = {"name": name, "fullyQualifiedName": name, "kind": "cell", "properties": properties}
    return {"logicalLocations": [cell], "message": {"text": f"{name}, line {place['line']}"}}


def _fix(artifact: Json, view: FileView, fix: Fix) -> Json:
    replacements = [
        {"deletedRegion": _region(view, edit.span), "insertedContent": {"text": edit.text}}
        for edit in sorted(fix.edits)
    ]
    change = {"artifactLocation": artifact, "replacements": replacements}
    return {
        "description": {"text": fix.title},
        "artifactChanges": [change],
        "properties": {"safe": fix.safe},
    }
