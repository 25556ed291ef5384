"""`check --statistics`: numbers by rule, by model and by folder."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run

TODAY = ("--today", "2026-11-22")


def project(folder: Path) -> None:
    (folder / "src").mkdir()
    (folder / "a.py").write_text('MODEL = "claude-3-opus-20240229"\n')
    (folder / "src/b.py").write_text(
        'MODEL = "anthropic.claude-3-opus-20240229-v1:0"  # claude-2.1\n'
        'client.messages.create(model="claude-opus-4-8", max_tokens=200000)\n'
        'DRAFT_MODEL = "claude-sonet-4-6"\n'
    )


def test_numbers_for_people(run: Run, folder: Path) -> None:
    project(folder)
    result = run("check", "--statistics", *TODAY)
    assert result.code == 1
    rows = [line.split() for line in result.lines]
    assert rows[:5] == [
        ["RULE", "ALL", "ERROR", "WARNING", "HINT"],
        ["retired-model", "3", "2", "0", "1"],
        ["max-tokens", "1", "1", "0", "0"],
        ["unknown-model", "1", "0", "1", "0"],
        [],
    ]
    assert rows[5:10] == [
        ["MODEL", "ALL", "ERROR", "WARNING", "HINT"],
        ["claude-3-opus-20240229", "2", "2", "0", "0"],
        ["claude-2.1", "1", "0", "0", "1"],
        ["claude-opus-4-8", "1", "1", "0", "0"],
        ["claude-sonet-4-6", "1", "0", "1", "0"],
    ]
    assert rows[11:14] == [
        ["FOLDER", "ALL", "ERROR", "WARNING", "HINT"],
        ["src", "4", "2", "1", "1"],
        [".", "1", "1", "0", "0"],
    ]
    assert result.lines[15].startswith("Found 5 findings in 2 files")
    assert run("check", "--statistics", "--quiet", *TODAY).lines == result.lines[:15]


def test_numbers_as_json_agree_with_the_findings(run: Run, folder: Path) -> None:
    project(folder)
    numbers = json.loads(run("check", "--statistics", "--format", "json", *TODAY).text)
    found = json.loads(run("check", "--format", "json", *TODAY).text)
    assert numbers["files"] == 2
    for kind in ("by_rule", "by_model", "by_folder"):
        assert sum(each["findings"] for each in numbers[kind]) == len(found)
        for each in numbers[kind]:
            levels = ("error", "warning", "information", "hint")
            assert sum(each[level] for level in levels) == each["findings"]
    by_rule = {each["name"]: each["findings"] for each in numbers["by_rule"]}
    assert by_rule["retired-model"] == sum(each["rule"] == "retired-model" for each in found)


def test_numbers_are_of_what_is_shown(run: Run, folder: Path) -> None:
    project(folder)
    result = run(
        "check", "--statistics", "--severity", "error", "--only", "max-tokens", "--quiet", *TODAY
    )
    assert [line.split()[0] for line in result.lines if line] == [
        "RULE", "max-tokens", "MODEL", "claude-opus-4-8", "FOLDER", "src",
    ]  # fmt: skip


def test_without_findings(run: Run) -> None:
    assert run("check", "--statistics").text == "Nothing to report in 0 files.\n"
    numbers = json.loads(run("check", "--statistics", "--format", "json").text)
    assert numbers == {"files": 0, "by_rule": [], "by_model": [], "by_folder": []}


def test_findings_go_to_files_all_the_same(run: Run, folder: Path) -> None:
    project(folder)
    run("check", "--statistics", "--output", "json=found.json", *TODAY)
    assert len(json.loads((folder / "found.json").read_text())) == 5


def test_other_formats_have_no_numbers(run: Run) -> None:
    result = run("check", "--statistics", "--format", "sarif")
    assert (result.code, result.text) == (2, "")
    assert result.errors.splitlines()[-1] == "Error: --statistics come as text or json only."
