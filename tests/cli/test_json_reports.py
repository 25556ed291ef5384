from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claude_preflight.analysis.file_view import FileView, Part
from claude_preflight.cli.reports import Run, report_for
from claude_preflight.cli.repository import Repository
from claude_preflight.findings import Edit, Finding, Fix, Related, Role, Severity, Span
from claude_preflight.text.source_text import SourceText

DAY = date(2026, 11, 22)
RUN = Run(DAY, DAY, Repository(Path("/")), fails=bool)
TEXT = SourceText.of('x = 1\r\n🙂 = "m"\n')
SPAN = Span(15, 16)
FIX = Fix("Write n", (Edit(SPAN, "n"), Edit(Span(0, 1), "y")), safe=True)
RELATED = (Related(Span(0, 1), "together with this"),)
FINDING = Finding(
    "some-rule",
    "Wrong.",
    SPAN,
    Severity.WARNING,
    "m",
    Role.USE,
    (FIX,),
    related=RELATED,
    reason="`model` sets a model",
)
AT_X = {"cell": None, "line": 1, "column": 0, "end_line": 1, "end_column": 1}
AT_M = {"cell": None, "line": 2, "column": 6, "end_line": 2, "end_column": 7}
RECORD = {
    "path": "a.py",
    **AT_M,
    "rule": "some-rule",
    "code": "some-rule",
    "severity": "warning",
    "role": "use",
    "reason": "`model` sets a model",
    "message": "Wrong.",
    "text": "m",
    "hold": None,
    "expected_at": None,
    "related": [{**AT_X, "message": "together with this"}],
    "fixes": [
        {
            "title": "Write n",
            "safe": True,
            "edits": [
                {**AT_X, "text": "y"},
                {**AT_M, "text": "n"},
            ],
        }
    ],
    "owners": [],
}


def printed(format_name: str, *findings: Finding, path: str = "a.py") -> str:
    stream = io.StringIO()
    report = report_for(format_name, stream, RUN)
    report.add(path, FileView((Part(TEXT),), findings))
    report.add("empty.py", FileView((Part(TEXT),)))
    report.close(2)
    return stream.getvalue()


def lines(output: str) -> list[Any]:
    """The lines of JSON Lines without the first, which is about the run."""
    first, *rest = map(json.loads, output.splitlines())
    assert "rule" not in first
    return rest


def test_json_is_one_list() -> None:
    assert json.loads(printed("json", FINDING, FINDING)) == [RECORD, RECORD]
    assert json.loads(printed("json", FINDING)) == [RECORD]
    assert json.loads(printed("json")) == []


def test_jsonl_is_one_object_per_line() -> None:
    assert lines(printed("jsonl", FINDING, FINDING)) == [RECORD, RECORD]
    assert lines(printed("jsonl")) == []


@pytest.mark.parametrize("format_name", ["json", "jsonl"])
def test_problems_and_notes_stand_among_the_findings(format_name: str) -> None:
    stream = io.StringIO()
    report = report_for(format_name, stream, RUN)
    report.add_note("a.py", "a.py is deep.")
    report.add("a.py", FileView((Part(TEXT),), (FINDING,)))
    report.add_problem("b.py", "b.py crashed.")
    report.close(2)
    output = stream.getvalue()
    assert (json.loads(output) if format_name == "json" else lines(output)) == [
        {"path": "a.py", "note": "a.py is deep."},
        RECORD,
        {"path": "b.py", "problem": "b.py crashed."},
    ]


def test_a_finding_without_a_role() -> None:
    finding = Finding("some-rule", "Wrong.", SPAN, Severity.ERROR, "m")
    (record,) = lines(printed("jsonl", finding))
    assert record["role"] is None


@pytest.mark.parametrize("format_name", ["json", "jsonl"])
def test_a_path_that_is_not_text_survives(format_name: str) -> None:
    path = b"\xff\n.py".decode("utf-8", "surrogateescape")
    output = printed(format_name, FINDING, path=path)
    assert output.isascii()
    found = json.loads(output) if format_name == "json" else lines(output)
    assert found[0]["path"] == path


@pytest.mark.parametrize("format_name", ["json", "jsonl"])
def test_keys_are_masked_wherever_they_are(format_name: str) -> None:
    key = "sk-ant-admin01-SECRET"
    fix = Fix(f"Write {key}", (Edit(SPAN, key),))
    finding = Finding("some-rule", f"{key} is wrong.", SPAN, Severity.ERROR, key, None, (fix,))
    stream = io.StringIO()
    report = report_for(format_name, stream, RUN)
    report.add(f"{key}.py", FileView((Part(TEXT),), (finding,)))
    report.add_problem(f"{key}.py", f"{key}.py cannot be read.")
    report.close(1)
    assert "SECRET" not in stream.getvalue()
    assert stream.getvalue().count("sk-ant-**************") == 7
