"""What is offered for CI is pinned, clean by the linters of its kind, and works."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from tests.ci.workflow import ROOT, load

WORKFLOWS = [
    "action.yml",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob(".github/workflows/*.yml")),
    *(f"recipes/{name}.yml" for name in ("github-pull-request", "github-schedule", "reviewdog")),
    "recipes/organisation/matrix.yml",
]
RETIRED = 'MODEL = "claude-opus-4-20250514"\n'
OURS = "claude-preflight/claude-preflight@" + "0" * 40


@pytest.mark.parametrize("path", WORKFLOWS)
def test_each_action_is_pinned_to_a_commit_with_its_version(path: str) -> None:
    for line in (ROOT / path).read_text(encoding="utf-8").splitlines():
        if match := re.search(r"uses: (\S+)(.*)", line):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", match[1]), line
            assert re.fullmatch(r" # (v\d+\.\d+\.\d+|the commit of the release)", match[2]), line


@pytest.mark.parametrize("path", ["Dockerfile", "templates/check.yml"])
def test_each_image_is_pinned_to_a_digest(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    images = re.findall(r"(?:^FROM |^ *default: )(\S+:\S+)", text, re.MULTILINE)
    assert images
    for image in images:
        assert re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", image)


def test_zizmor_finds_nothing() -> None:
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress"]
    done = subprocess.run(
        [*command, "--strict-collection", *WORKFLOWS],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="its program is for Linux")
def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, "Dockerfile"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_dockerfile_copies_what_its_context_has() -> None:
    """There is no runtime for containers here, so what it is built from is looked at."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    kept = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    copied = re.findall(r"^COPY (?!--)(\S+) ", text, re.MULTILINE)
    assert sorted(copied) == sorted(kept)
    assert all((ROOT / path).exists() for path in copied)


@pytest.mark.skipif(sys.platform == "win32", reason="its script is for a shell of Linux")
def test_the_gitlab_component_writes_its_reports(tmp_path: Path) -> None:
    text = (ROOT / "templates/check.yml").read_text(encoding="utf-8")
    spec, body = yaml.safe_load_all(text)
    inputs = spec["spec"]["inputs"]
    assert set(re.findall(r"\$\[\[ inputs\.([\w-]+) ]]", text)) == set(inputs)
    job = body["claude-preflight"]
    # What it installs is the release; here the program of this environment stands in its place.
    programs = tmp_path / "claude-preflight" / "bin"
    programs.mkdir(parents=True)
    program = Path(sys.executable).with_name("claude-preflight")
    (programs / "claude-preflight").symlink_to(program)
    (tmp_path / "app.py").write_text(RETIRED)
    script = job["script"][-1]
    for name, given in inputs.items():
        script = script.replace(f"$[[ inputs.{name} ]]", given["default"])
    environment = {"CI_BUILDS_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment)
    assert done.returncode == 1
    (issue,) = json.loads((tmp_path / job["artifacts"]["reports"]["codequality"]).read_text())
    assert issue["check_name"] == "retired-model"
    assert "<failure" in (tmp_path / job["artifacts"]["reports"]["junit"]).read_text()


def test_megalinter_counts_what_the_command_prints(tmp_path: Path) -> None:
    folder = "recipes/mega-linter-plugin-claude-preflight"
    descriptor = load(f"{folder}/claude-preflight.megalinter-descriptor.yml")
    (linter,) = descriptor["linters"]
    (tmp_path / "app.py").write_text(RETIRED * 3)
    program = str(Path(sys.executable).with_name(linter["cli_executable"]))
    done = subprocess.run(
        [program, *linter["cli_lint_extra_args"]], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert len(re.findall(linter["cli_lint_errors_regex"], done.stdout)) == 3
    (plugin,) = load("recipes/mega-linter.yml")["PLUGINS"]
    assert plugin.endswith(f"/{folder}/claude-preflight.megalinter-descriptor.yml")


def test_renovate_finds_the_versions_in_our_recipes() -> None:
    rules = json.loads((ROOT / "recipes/renovate.json").read_text(encoding="utf-8"))
    (manager,) = rules["customManagers"]
    (pattern,) = manager["matchStrings"]
    (files,) = (each.strip("/") for each in manager["managerFilePatterns"])
    expression = re.compile(pattern.replace("(?<", "(?P<"))
    folder = "recipes/mega-linter-plugin-claude-preflight"
    name = f"{folder}/claude-preflight.megalinter-descriptor.yml"
    match = expression.search((ROOT / name).read_text(encoding="utf-8"))
    assert re.search(files, name)
    assert match
    assert match["currentValue"] == "0.1.0"


def test_the_recipes_name_our_action_where_a_release_will_stand() -> None:
    for name in ("github-pull-request", "github-schedule", "reviewdog"):
        assert OURS in (ROOT / f"recipes/{name}.yml").read_text(encoding="utf-8")
