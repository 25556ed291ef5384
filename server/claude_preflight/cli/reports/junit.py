"""Findings as JUnit XML: a suite for each file, a test case for each finding.

What makes the exit code 1 is a failure, the rest are cases that pass.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO
from xml.etree import ElementTree as ET

from claude_preflight.cli.reports.changes import place_of
from claude_preflight.regex import regex
from claude_preflight.safe_text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from claude_preflight.analysis.file_view import FileView
    from claude_preflight.cli.reports import Run
    from claude_preflight.findings import Finding

_NAME = "claude-preflight"
# What XML does not allow, of what can be printed.
_NO_XML = regex("[\ufffe\uffff]")


def report(stream: TextIO, run: Run) -> JunitReport:
    """The report of `check`."""
    return JunitReport(stream, run.repository.path, run.fails)


class JunitReport:
    """Keeps the suites of all files, and writes one document. ASCII only."""

    def __init__(
        self, stream: TextIO, path_of: Callable[[str], str], fails: Callable[[Finding], bool]
    ) -> None:
        self._stream = stream
        self._path_of = path_of
        self._fails = fails
        self._suites = ET.Element("testsuites", name=_NAME)

    def add(self, path: str, view: FileView) -> None:
        """Keep the findings of a file."""
        if not view.findings:
            return
        path = self._path_of(path)
        suite = self._suite(path)
        for finding in view.findings:
            place = place_of(path, view, finding.span)
            case = _case(suite, path, f"{finding.rule} at {place[len(printable(path)) + 1 :]}")
            fix = finding.best_fix(unsafe=True)
            message, details = _shown(finding.message), f"{place}: {finding.severity.label}"
            told = f"{details}: {message}" + (f"\n{_shown(fix.title)}" if fix else "")
            if self._fails(finding):
                failure = ET.SubElement(case, "failure", message=message, type=finding.rule)
                failure.text = told
            else:
                ET.SubElement(case, "system-out").text = told

    def add_problem(self, path: str, problem: str) -> None:
        """Keep a problem."""
        path = self._path_of(path)
        case = _case(self._suite(path), path, "check")
        ET.SubElement(case, "error", message=_shown(problem), type="not-checked")

    def add_note(self, path: str, note: str) -> None:
        """Nothing to write: standard error says it."""

    def close(self, files: int) -> None:
        """Write the document. Without a finding it has one case, for an empty one is refused."""
        if not len(self._suites):
            _case(self._suite(_NAME), _NAME, f"nothing to report in {files:,} files")
        for suite in (*self._suites, self._suites):
            for key, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
                suite.set(key, str(sum(1 for _ in suite.iter(tag))))
        ET.indent(self._suites)
        text = ET.tostring(self._suites, encoding="us-ascii", xml_declaration=True)
        self._stream.write(text.decode() + "\n")

    def _suite(self, path: str) -> ET.Element:
        return ET.SubElement(self._suites, "testsuite", name=_shown(path))


def _case(suite: ET.Element, path: str, name: str) -> ET.Element:
    attributes = {"name": _shown(name), "classname": _shown(path), "file": _shown(path)}
    return ET.SubElement(suite, "testcase", attributes)


def _shown(text: str) -> str:
    return _NO_XML.sub("\ufffd", printable(text))
