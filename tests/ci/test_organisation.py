"""Two hundred repositories, one of them broken and one interrupted, as our scripts go over them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from tests.ci.workflow import ROOT, load

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the scripts are for a shell"),
]

SCRIPTS = ROOT / "recipes" / "organisation"
TODAY = "2026-11-22"
RETIRED = 'MODEL = "claude-opus-4-20250514"\n'
RETIRING = 'MODEL = "claude-sonnet-4-5-20250929"\n'
LIMIT = 'client.messages.create(model="claude-opus-4-8", max_tokens=900000)\n'
REPOSITORIES = 200
BROKEN, INTERRUPTED = "r007", "r011"
# The real program; over one repository it is stopped in the middle of a line, and its script too.
PROGRAM = """\
#!/bin/sh
case $PWD in
  */{interrupted}) {program} "$@" | head -c 500; kill -9 $PPID ;;
  *) exec {program} "$@" ;;
esac
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    programs = tmp_path_factory.mktemp("programs")
    real = shlex.quote(str(Path(sys.executable).with_name("claude-preflight")))
    text = PROGRAM.format(interrupted=INTERRUPTED, program=real)
    (programs / "claude-preflight").write_text(text)
    (programs / "claude-preflight").chmod(0o755)
    path = os.pathsep.join((str(programs), os.environ["PATH"]))
    return {**os.environ, "PATH": path, "CLAUDE_PREFLIGHT_TODAY": TODAY}


@pytest.fixture(scope="module")
def checkouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Repositories: every second one has a retired id, every fifth one that will retire."""
    folder = tmp_path_factory.mktemp("organisation") / "checkouts"
    names = [f"r{number:03}" for number in range(REPOSITORIES)]
    template = folder.parent / "template"
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(template)], check=True)
    for number, name in enumerate(names):
        repository = folder / name
        shutil.copytree(template, repository)
        (repository / "app.py").write_text(RETIRED if number % 2 == 0 else "")
        (repository / "job.py").write_text(RETIRING if number % 5 == 0 else LIMIT)
    (folder / BROKEN / "claude-preflight.toml").write_text("limits = [\n")
    (folder / INTERRUPTED / "app.py").write_text(RETIRED * 50)
    return folder


@pytest.fixture(scope="module")
def shards(checkouts: Path, environment: Mapping[str, str]) -> Path:
    """What the command of the documentation leaves."""
    folder = checkouts.parent / "shards"
    names = "\n".join(sorted(str(path) for path in checkouts.iterdir())) + "\n"
    command = ["xargs", "-P", "2", "-I", "{}", "sh", "-c", '"$0" "$1" "$2" || true']
    done = subprocess.run(
        [*command, str(SCRIPTS / "shard.sh"), "{}", str(folder)],
        input=names,
        env=environment,
        cwd=checkouts.parent,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return folder


def findings(shard: Path) -> list[str]:
    lines = shard.read_text(encoding="utf-8").splitlines()[1:]
    return [json.loads(line)["rule"] for line in lines]


def test_each_repository_leaves_a_shard(shards: Path) -> None:
    names = {path.stem for path in shards.glob("*.jsonl")}
    assert names == {f"r{number:03}" for number in range(REPOSITORIES)}
    empty = {path.stem for path in shards.glob("*.jsonl") if path.stat().st_size == 0}
    assert empty == {BROKEN, INTERRUPTED}


def test_the_counts_of_the_report_add_up_and_the_broken_ones_are_named(
    shards: Path, environment: Mapping[str, str]
) -> None:
    paths = sorted(shards.glob("*.jsonl"))
    given = [word for path in paths for word in ("--from", str(path))]
    done = subprocess.run(
        ["claude-preflight", "report", "--markdown", "-", "--html", "all.html", *given],
        cwd=shards.parent,
        env=environment,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 2
    told = done.stderr.splitlines()
    assert [re.search(r"(r\d+)\.jsonl is empty\.$", line)[1] for line in told] == [  # type: ignore[index]
        BROKEN,
        INTERRUPTED,
    ]
    whole = [path for path in paths if path.stat().st_size]
    rules = [rule for path in whole for rule in findings(path)]
    retired, retiring = rules.count("retired-model"), rules.count("retiring-model")
    others = len(rules) - retired - retiring
    # Half of them; what the interrupted one had found by then does not count.
    assert (retired, retiring, others) == (100, 40, 158)
    numbers = (
        f"a retired model: {retired}; one that will retire: {retiring}; other findings: {others}"
    )
    assert numbers in done.stdout
    rows = re.findall(r"^\| r\d+ \| (\d+) \| (\d+) \| (\d+) \| 0 \|$", done.stdout, re.MULTILINE)
    assert len(rows) == len(whole) == REPOSITORIES - 2
    sums = [sum(int(row[column]) for row in rows) for column in range(3)]
    assert sums == [retired, retiring, others]


def test_what_was_broken_is_repeated_alone(
    shards: Path, checkouts: Path, environment: Mapping[str, str]
) -> None:
    (checkouts / BROKEN / "claude-preflight.toml").unlink()
    copy = shards.parent / "again"
    command = [str(SCRIPTS / "shard.sh"), str(checkouts / BROKEN), str(copy)]
    assert subprocess.run(command, env=environment).returncode == 0
    assert findings(copy / f"{BROKEN}.jsonl") == ["max-tokens"]


def test_fix_prints_the_text_of_the_pull_request(
    checkouts: Path, environment: Mapping[str, str]
) -> None:
    repository = checkouts / "r000"
    command = [str(SCRIPTS / "fix.sh"), "--retiring-within", "90d"]
    done = subprocess.run(
        command, cwd=repository, env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# Move claude-opus-4-20250514 to claude-opus-4-8 and claude-")
    for text in ("## Changes", "## Sources", "retired on 2026-06-15: ", "2026-08-22"):
        assert text in done.stdout
    assert (repository / "app.py").read_text() == 'MODEL = "claude-opus-4-8"\n'


def test_the_batch_change_runs_the_command_of_the_script() -> None:
    spec = yaml.safe_load((SCRIPTS / "batch-spec.yaml").read_text(encoding="utf-8"))
    (step,) = spec["steps"]
    assert step["run"].startswith("claude-preflight fix --retiring-within 90d --format markdown .")
    assert re.fullmatch(r"\S+@sha256:[0-9a-f]{64}", step["container"])
    assert spec["changesetTemplate"]["body"] == "${{ outputs.text }}"
    assert step["outputs"]["text"]["value"] == "${{ step.stdout }}"


def test_the_matrix_leaves_an_empty_shard_where_the_check_failed(tmp_path: Path) -> None:
    jobs = load("recipes/organisation/matrix.yml")["jobs"]
    (step,) = [each for each in jobs["check"]["steps"] if each.get("name") == "shard"]
    (tmp_path / "findings.jsonl").write_text("{}\n")
    for code, text in (("0", "{}\n"), ("2", ""), ("", "")):
        given = {"NAME": f"app{code}", "CODE": code, "REPORT": str(tmp_path / "findings.jsonl")}
        environment = {**os.environ, **given}
        script = f"rm -rf shards\n{step['run']}"
        command = ["bash", "-e", "-c", script]
        assert subprocess.run(command, cwd=tmp_path, env=environment).returncode == 0
        assert (tmp_path / "shards" / f"app{code}.jsonl").read_text() == text
