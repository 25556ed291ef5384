"""The wheel as a user gets it: built, installed into a fresh environment, run in an empty folder.

Where pip takes the dependencies from is up to its settings. `make test` points it at the wheels
that the set-up has kept, so that no network is needed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "server" / "claude_preflight"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed command, in an environment that holds the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", "--no-compile", wheel)
    return scripts / "claude-preflight"


def run(*command: str | Path, cwd: Path | None = None, code: int = 0) -> str:
    """Run a command that does not see this project's sources, and give what it prints."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_it_holds_the_code_the_queries_and_the_data(wheel: Path) -> None:
    expected = {
        path.relative_to(PACKAGE.parent).as_posix()
        for path in PACKAGE.rglob("*")
        if path.suffix in {".css", ".j2", ".json", ".py", ".scm", ".typed"}
    }
    held = zipfile.ZipFile(wheel).namelist()

    assert {Path(name).suffix for name in expected} == {
        ".css",
        ".j2",
        ".json",
        ".py",
        ".scm",
        ".typed",
    }
    assert expected <= set(held)
    assert any(name.endswith("/LICENSE") for name in held)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("client.py", 'client.messages.create(model="claude-sonnet-4-20250514", max_tokens=9)\n'),
        ("client.ts", 'client.messages.create({ model: "claude-sonnet-4-20250514" });\n'),
        ("values.yaml", "model: claude-sonnet-4-20250514\n"),
    ],
)
def test_it_checks_a_file(command: Path, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    options = ("--format", "jsonl", "--today", "2026-11-22")
    output = run(command, "check", name, *options, cwd=tmp_path, code=1)

    _, finding = map(json.loads, output.splitlines())
    assert (finding["rule"], finding["role"]) == ("retired-model", "use")


def test_it_explains_an_error(command: Path, tmp_path: Path) -> None:
    assert "overloaded_error" in run(command, "explain", "529", cwd=tmp_path)
