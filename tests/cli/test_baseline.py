"""`--baseline FILE`: what was accepted stays silent, wherever it moves; what is new does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.cli.conftest import Result, Run

TODAY = ("--today", "2026-11-22")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
OTHER = 'OTHER = "claude-2.1"\n'
LIMIT = 'client.messages.create(model="claude-opus-4-8", max_tokens=200000)\n'
FILE = "accepted.json"
SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[2] / "schemas/baseline.schema.json").read_bytes())
)


def check(run: Run, *arguments: str) -> Result:
    result: Result = run(
        "check", "--baseline", FILE, "--format", "concise", "--quiet", *arguments, *TODAY
    )
    return result


def lines(result: Result) -> list[str]:
    """The places of findings."""
    return [line.partition(": ")[0] for line in result.lines]


def accepted(file: str = FILE) -> dict[str, list[str]]:
    values: Any = json.loads(Path(file).read_text())
    SCHEMA.validate(values)
    return {name: [each["rule"] for each in found] for name, found in values["findings"].items()}


@pytest.fixture
def project(run: Run, folder: Path) -> Path:
    """Two files with what is accepted in them."""
    (folder / "sub").mkdir()
    (folder / "a.py").write_text(f"X = 1\n{RETIRED}{LIMIT}")
    (folder / "sub/b.py").write_text(RETIRED)
    result = run("check", "--baseline", FILE, "--create-baseline", *TODAY)
    assert (result.code, result.text) == (0, "Nothing to report in 2 files.\n")
    assert result.errors == f"note: 3 findings accepted in {FILE}.\n"
    return folder


@pytest.mark.usefixtures("project")
def test_what_is_accepted_is_silent(run: Run) -> None:
    assert accepted() == {"a.py": ["max-tokens", "retired-model"], "sub/b.py": ["retired-model"]}
    result = check(run)
    assert (result.code, result.text, result.errors) == (0, "", "")
    assert check(run, "--isolated", "--fail-on", "hint").code == 0


def test_a_moved_line_is_not_new(run: Run, project: Path) -> None:
    (project / "a.py").write_text(f"if X:\n    {RETIRED}\n\n# more\n{LIMIT}X = 1\n")
    assert lines(check(run)) == []


def test_what_is_new_is_told(run: Run, project: Path) -> None:
    (project / "a.py").write_text(f"X = 1\n{OTHER}{RETIRED}{LIMIT}")
    (project / "c.py").write_text(RETIRED)
    result = check(run)
    assert (result.code, lines(result)) == (1, ["a.py:2:10", "c.py:1:10"])


def test_a_second_line_that_looks_alike_is_new(run: Run, project: Path) -> None:
    (project / "sub/b.py").write_text(f"{RETIRED}X = 1\n{RETIRED}")
    assert lines(check(run)) == ["sub/b.py:3:10"]


def test_what_has_become_louder_is_new(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text('MODEL = "claude-sonnet-4-5-20250929"\n')
    run("check", "--baseline", FILE, "--create-baseline", *TODAY)
    assert check(run).text == ""
    later = run("check", "--baseline", FILE, "--today", "2026-12-31")
    assert (later.code, "[retired-model]" in later.text) == (1, True)


def test_it_shrinks(run: Run, project: Path) -> None:
    (project / "a.py").write_text(f"X = 1\n{RETIRED}{OTHER}")
    noted = run("check", "--baseline", FILE, "--format", "json", *TODAY)
    assert noted.errors == (
        f"note: 1 finding of {FILE} found no more; --shrink-baseline takes what is gone off it.\n"
    )
    before = Path(FILE).read_bytes()
    assert check(run, "--shrink-baseline").code == 1
    assert accepted() == {"a.py": ["retired-model"], "sub/b.py": ["retired-model"]}
    assert before != Path(FILE).read_bytes()
    (project / "sub/b.py").unlink()
    result = run("check", "--baseline", FILE, "--shrink-baseline", *TODAY)
    assert result.errors == f"note: 1 finding taken off {FILE}.\n"
    assert accepted() == {"a.py": ["retired-model"]}
    again = Path(FILE).stat().st_mtime_ns
    run("check", "--baseline", FILE, "--shrink-baseline", *TODAY)
    assert Path(FILE).stat().st_mtime_ns == again


def test_what_was_not_looked_at_stays(run: Run, project: Path) -> None:
    (project / "a.py").write_text("X = 1\n")
    (project / "sub/b.py").write_text("X = 1\n")
    everything = accepted()
    for chosen in (("--only", "retries"), ("--ignore", "retired-model,max-tokens"), ("c.py",)):
        (project / "c.py").write_text("X = 1\n")
        check(run, "--shrink-baseline", *chosen)
        assert accepted() == everything
    check(run, "--shrink-baseline", "--only", "max-tokens")
    assert accepted() == {"a.py": ["retired-model"], "sub/b.py": ["retired-model"]}
    check(run, "--shrink-baseline", "sub")
    assert accepted() == {"a.py": ["retired-model"]}


def test_more_is_accepted(run: Run, project: Path) -> None:
    (project / "sub/b.py").write_text(f"{OTHER}{RETIRED}")
    assert check(run, "--create-baseline", "sub").code == 0
    assert accepted()["sub/b.py"] == ["retired-model", "retired-model"]
    assert accepted()["a.py"] == ["max-tokens", "retired-model"]
    assert check(run).text == ""


def test_files_are_named_from_the_baseline_on(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "sub")
    assert run("check", "..", "--baseline", f"../{FILE}", *TODAY).code == 0
    assert run("check", str(project), "--baseline", str(project / FILE), *TODAY).code == 0


def test_a_notebook(run: Run, folder: Path) -> None:
    def notebook(*sources: str) -> str:
        cells = [
            {"cell_type": "code", "metadata": {}, "source": source, "outputs": []}
            for source in sources
        ]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4})

    (folder / "n.ipynb").write_text(notebook(RETIRED, OTHER))
    run("check", "--baseline", FILE, "--create-baseline", *TODAY)
    (folder / "n.ipynb").write_text(notebook("x = 1", OTHER, LIMIT, RETIRED))
    assert lines(check(run)) == ["n.ipynb:cell 3:1:60"]


def test_fix_leaves_what_is_accepted(run: Run, project: Path) -> None:
    (project / "a.py").write_text(f"{RETIRED}{OTHER}")
    result = run("fix", "--baseline", FILE, *TODAY)
    assert (result.code, result.lines[-1]) == (0, "Nothing to report in 3 files.")
    assert (project / "a.py").read_text() == f'{RETIRED}OTHER = "claude-opus-4-8"\n'
    assert (project / "sub/b.py").read_text() == RETIRED


def test_a_key_is_not_written(run: Run, folder: Path) -> None:
    secret = "WKbtDE6kGZpDiPCFdcERFmdD6nHQsspDnpbDQCm8JUcKkHnVm6vMGpnsNZGmxEnDrPhvkd3WfpfZVR4M"
    key = f"sk-ant-api03-{secret}"
    (folder / "a.py").write_text(f'client = anthropic.Anthropic(api_key="{key}")\n')
    run("check", "--baseline", FILE, "--create-baseline", *TODAY)
    assert accepted() == {"a.py": ["hardcoded-key"]}
    assert secret not in Path(FILE).read_text()


def test_a_baseline_has_no_findings(run: Run, project: Path) -> None:
    assert "claude-3-opus-20240229" in (project / FILE).read_text()
    assert run("check", FILE, *TODAY).text == "Nothing to report in 1 file.\n"


@pytest.mark.parametrize(
    "text", ["", "[]", "null", RETIRED, '{"claude-preflight-baseline": 1}', "[" * 100_000, "\0"]
)
@pytest.mark.parametrize("create", [(), ("--create-baseline",)])
def test_a_file_that_is_no_baseline_stays(
    run: Run, folder: Path, text: str, create: tuple[str, ...]
) -> None:
    (folder / FILE).write_text(text)
    result = check(run, *create)
    assert (result.code, result.output) == (2, b"")
    assert result.errors.splitlines()[-1].startswith(f"Error: --baseline: {FILE} is ")
    assert (folder / FILE).read_text() == text


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--baseline", "gone"), "gone is not there; --create-baseline makes it."),
        (("--baseline", "gone", "--shrink-baseline"), "gone is not there; --create-baseline makes"),
        (("--create-baseline",), "Name the file of accepted findings with --baseline FILE."),
        (("--baseline", ".", "--create-baseline"), ". cannot be read: it is a folder"),
        (("--baseline", "x", "--create-baseline", "--shrink-baseline"), "takes off; give one."),
    ],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    result = run("check", *arguments)
    assert (result.code, reason in result.errors.splitlines()[-1]) == (2, True)


def test_a_baseline_that_cannot_be_written(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    result = run("check", "--baseline", "a.py/b.json", "--create-baseline", *TODAY)
    assert result.code == 2
    assert result.errors.startswith("error: a.py/b.json cannot be written: ")
    assert run("check", "--baseline", "new/b.json", "--create-baseline", *TODAY).code == 0
    assert accepted("new/b.json") == {"../a.py": ["retired-model"]}
