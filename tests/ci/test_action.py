"""The action, and the workflows that use it, with their steps run as a runner runs them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.ci.workflow import ROOT, Done, Runner, load

from places import LOCKS
from kept_wheels import collect

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the steps are for bash")

RETIRED = 'MODEL = "claude-opus-4-20250514"\n'
ACTION = load("action.yml")
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
DEFAULTS = {f"inputs.{name}": each["default"] for name, each in ACTION["inputs"].items()}

Check = Callable[..., Done]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The temporary folder of a runner that has run the step `install`."""
    folder = tmp_path_factory.mktemp("runner")
    # The step asks for exactly these; without a network they come from those that were kept.
    collect(folder / "wheels", "--requirement", str(LOCKS / "bundle.txt"))
    environment = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (folder / "wheels").as_uri()}
    runner = Runner(folder, folder / "temporary", environment)
    values = {**DEFAULTS, "inputs.python": sys.executable, "github.action_path": str(ROOT)}
    done = runner.run(STEPS["install"], values)
    assert done.code == 0, done.errors
    return folder / "temporary"


@pytest.fixture
def check(installed: Path, tmp_path: Path) -> Check:
    """Run the step `check` over a folder with one retired id."""

    def check(**inputs: str) -> Done:
        values = {**DEFAULTS, **{f"inputs.{key}": value for key, value in inputs.items()}}
        return Runner(tmp_path, installed, {}).run(STEPS["check"], values)

    (tmp_path / "app.py").write_text(RETIRED)
    return check


def test_it_annotates_summarizes_and_fails(check: Check) -> None:
    done = check()
    assert done.code == 1
    assert done.output.startswith("::error file=app.py,line=1,")
    assert "claude-opus-4-20250514" in done.summary
    assert done.outputs["exit-code"] == "1"
    assert done.outputs["findings"] == "1"


def test_its_outputs_are_reports_in_files(check: Check) -> None:
    outputs = check().outputs
    sarif = json.loads(Path(outputs["sarif-file"]).read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    assert [each["ruleId"] for each in sarif["runs"][0]["results"]] == ["retired-model"]
    schema = json.loads((ROOT / "schemas/findings.schema.json").read_text(encoding="utf-8"))
    for line in Path(outputs["jsonl-file"]).read_text(encoding="utf-8").splitlines():
        jsonschema.validate(json.loads(line), schema)
    assert set(ACTION["outputs"]) == set(outputs)


def test_inputs_are_words_and_never_code(check: Check, tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "$(touch pwned).py").write_text(RETIRED)
    done = check(paths="a b\n$(touch pwned)\n", arguments="--severity\nerror")
    assert done.code == 2  # the second path is no file
    assert done.outputs["findings"] == "1"
    assert not list(tmp_path.rglob("pwned"))


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail-on": "never"}, 0),
        ({"arguments": "--today\n2026-01-01"}, 0),
        ({"arguments": "--nonsense"}, 2),
    ],
)
def test_the_step_has_the_exit_code_of_the_check(
    check: Check, inputs: Mapping[str, str], code: int
) -> None:
    assert check(**inputs).code == code


GH = """\
#!{python}
import json, os, sys

path = os.environ["GH_ISSUES"]
issues = json.load(open(path))
words = sys.argv[1:]
option = lambda name: words[words.index(name) + 1]
if words[:2] == ["issue", "list"]:
    shown = [each for each in issues if each["state"] == option("--state")]
    mark = "<!-- claude-preflight -->"
    assert mark in option("--jq")
    ours = [each for each in shown if each["body"].startswith(mark)]
    print(ours[0]["number"] if ours else "")
elif words[:2] == ["issue", "create"]:
    body = open(option("--body-file")).read()
    issues.append({{"number": len(issues) + 1, "state": "open", "body": body}})
elif words[:2] == ["issue", "edit"]:
    issues[int(words[2]) - 1]["body"] = open(option("--body-file")).read()
elif words[:2] == ["issue", "close"]:
    issues[int(words[2]) - 1]["state"] = "closed"
else:
    sys.exit(f"what is {{words}}?")
json.dump(issues, open(path, "w"))
"""


def test_the_weekly_workflow_keeps_one_issue(check: Check, tmp_path: Path) -> None:
    """The steps are real; of GitHub there is what it keeps of issues."""
    workflow = load("recipes/github-schedule.yml")
    step = workflow["jobs"]["check"]["steps"][-1]
    issues, programs = tmp_path / "issues.json", tmp_path / "bin"
    issues.write_text('[{"number": 1, "state": "open", "body": "of somebody else"}]')
    programs.mkdir()
    (programs / "gh").write_text(GH.format(python=sys.executable))
    (programs / "gh").chmod(0o755)
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    runner = Runner(tmp_path, tmp_path / "runner", {"PATH": path, "GH_ISSUES": str(issues)})

    def week(code: int = 0, **inputs: str) -> list[Any]:
        outputs = check(paths="app.py", **inputs).outputs
        values = {f"steps.preflight.outputs.{name}": value for name, value in outputs.items()}
        given = {"github.token": "none", "github.repository": "octo/app", **values}
        done = runner.run(step, given)
        assert done.code == code, done.errors
        kept: list[Any] = json.loads(issues.read_text())
        return kept

    first = week()
    assert [each["state"] for each in first] == ["open", "open"]
    assert "claude-opus-4-20250514" in first[1]["body"]
    (tmp_path / "app.py").write_text(RETIRED + 'OLD = "claude-2.1"\n')
    second = week()
    assert len(second) == 2
    assert "claude-2.1" in second[1]["body"]
    assert week(code=1, arguments="--nonsense") == second
    (tmp_path / "app.py").write_text("")
    assert [each["state"] for each in week()] == ["open", "closed"]
