"""`check --add-ignore`: comments silence what is found, and change nothing else."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from claude_preflight.workspace.settings_files import load_settings

ROOT = Path(__file__).parents[2]
TODAY = ("--today", "2026-11-22")
OLD = "claude-3-opus-20240229"
RETIRED = f'MODEL = "{OLD}"\n'
LIMIT = f'client.messages.create(model="claude-opus-4-8", max_tokens=200000)  # {OLD}\n'
IGNORE = "claude-preflight: ignore"


def test_comments_are_added(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED + LIMIT)
    (folder / "b.ts").write_text(f'const model = "{OLD}";\r\n', newline="")
    (folder / "c.py").write_text("X = 1\n")
    result = run("check", "--add-ignore", *TODAY)
    assert (result.code, result.text) == (0, "Nothing to report in 3 files.\n")
    assert result.errors == "note: Comments ignore 4 findings in 2 files now.\n"
    assert (folder / "a.py").read_text() == (
        f"{RETIRED.rstrip()}  # {IGNORE}[retired-model]\n"
        f"{LIMIT.rstrip()}  # {IGNORE}[max-tokens, retired-model]\n"
    )
    ignored = f'const model = "{OLD}";  // {IGNORE}[retired-model]\r\n'
    assert (folder / "b.ts").read_bytes() == ignored.encode()
    assert run("check", *TODAY).code == 0
    # A second time there is nothing to do.
    again = run("check", "--add-ignore", *TODAY)
    assert again.errors == "note: Comments ignore 0 findings in 0 files now.\n"


def test_where_there_are_no_comments_settings_ignore(run: Run, folder: Path) -> None:
    (folder / "sub [1]").mkdir()
    (folder / "sub [1]/a.json").write_text(json.dumps({"model": OLD}))
    (folder / "claude-preflight.toml").write_text("# ours\nlimits = 'vendor'\n")
    result = run("check", "--add-ignore", *TODAY)
    assert (result.code, result.text) == (0, "Nothing to report in 2 files.\n")
    assert result.errors.endswith("note: claude-preflight.toml ignores 1 rule by file now.\n")
    assert (folder / "claude-preflight.toml").read_text().startswith("# ours\nlimits = 'vendor'\n")
    settings = load_settings(folder)
    assert dict(settings.ignore_in) == {r"/sub \[1]/a.json": frozenset({"retired-model"})}
    assert run("check", *TODAY).code == 0
    (folder / "b.json").write_text(json.dumps({"model": OLD}))
    assert run("check", *TODAY).code == 1


@pytest.mark.parametrize("name", ["pyproject.toml", ".git"])
def test_where_the_settings_are_written(run: Run, folder: Path, name: str) -> None:
    """In the file that counts, else in one at the root of the repository."""
    if name == ".git":
        (folder / name).mkdir()
    else:
        (folder / name).write_text('[project]\nname = "x"\n\n[tool.claude-preflight]\n')
    (folder / "sub").mkdir()
    (folder / "sub/a.json").write_text(json.dumps({"model": OLD}))
    assert run("check", "sub", "--add-ignore", *TODAY).code == 0
    written = folder / ("claude-preflight.toml" if name == ".git" else name)
    assert load_settings(folder).file == written
    assert list(load_settings(folder).ignore_in) == ["/sub/a.json"]
    assert run("check", *TODAY).code == 0


def test_without_settings_what_has_no_comments_remains(run: Run, folder: Path) -> None:
    (folder / "a.json").write_text(json.dumps({"model": OLD}))
    result = run("check", "--add-ignore", "--isolated", *TODAY)
    assert (result.code, result.text.startswith("a.json:1:12: error")) == (1, True)
    assert not (folder / "claude-preflight.toml").exists()


def test_only_what_is_shown_is_ignored(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED + LIMIT)
    assert run("check", "--add-ignore", "--severity", "error", *TODAY).code == 0
    assert (folder / "a.py").read_text().endswith(f"# {OLD}  # {IGNORE}[max-tokens]\n")
    (folder / "a.py").write_text(RETIRED + LIMIT)
    assert run("check", "--add-ignore", "--only", "max-tokens", *TODAY).code == 0
    assert (folder / "a.py").read_text().count(IGNORE) == 1


def test_what_a_baseline_holds_needs_no_comment(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    run("check", "--baseline", "b.json", "--create-baseline", *TODAY)
    (folder / "a.py").write_text(RETIRED + LIMIT)
    run("check", "--baseline", "b.json", "--add-ignore", *TODAY)
    assert (folder / "a.py").read_text().startswith(f"{RETIRED}client")
    assert run("check", "--baseline", "b.json", *TODAY).code == 0


def test_a_stale_comment_is_reported(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(f"{RETIRED}X = 1  # {IGNORE}[retries]\n")
    result = run("check", "--add-ignore", "--format", "concise", *TODAY)
    assert (result.code, "[unused-ignore]" in result.lines[0]) == (1, True)
    assert (folder / "a.py").read_text().count(IGNORE) == 2


def test_the_examples_mean_the_same_with_comments(run: Run, folder: Path) -> None:
    shutil.copytree(ROOT / "examples", folder / "examples")
    result = run("check", "--add-ignore", "--only", "retired-model,max-tokens", *TODAY)
    assert result.code == 0
    assert run("check", "--only", "retired-model,max-tokens", *TODAY).code == 0
    for file in (folder / "examples").glob("*.py"):
        before = ast.dump(ast.parse((ROOT / "examples" / file.name).read_text(encoding="utf-8")))
        assert ast.dump(ast.parse(file.read_text(encoding="utf-8"))) == before
    for name in ("answers.ipynb", "request.json"):
        json.loads((folder / "examples" / name).read_bytes())
    subprocess.run(["sh", "-n", folder / "examples/raw_request.sh"], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_a_file_that_cannot_be_written(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    (folder / "a.py").chmod(0o444)
    (folder / "b.py").write_text(RETIRED)
    result = run("check", "--add-ignore", *TODAY)
    assert (result.code, (folder / "a.py").read_text()) == (2, RETIRED)
    assert "error: a.py cannot be written: it is read-only.\n" in result.errors
    assert IGNORE in (folder / "b.py").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_file_with_two_names_is_written_once(run: Run, folder: Path) -> None:
    (folder / "a.py").write_text(RETIRED)
    (folder / "b.py").symlink_to("a.py")
    assert run("check", "a.py", "b.py", "--add-ignore", *TODAY).code == 0
    assert (folder / "a.py").read_text().count(IGNORE) == 1
    assert (folder / "b.py").is_symlink()


def test_settings_that_cannot_take_it_stay(run: Run, folder: Path) -> None:
    (folder / "a.json").write_text(json.dumps({"model": OLD}))
    settings = folder / "claude-preflight.toml"
    settings.write_text("ignore-in = {}\n")
    assert run("check", "--add-ignore", *TODAY).code == 0
    assert list(load_settings(folder).ignore_in) == ["/a.json"]
    settings.unlink()
    settings.symlink_to("elsewhere/gone.toml")
    broken = run("check", "--add-ignore", *TODAY)
    assert (broken.code, broken.text) == (2, "")
    assert not (folder / "elsewhere").exists()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("-",), "--add-ignore changes files; name some instead of '-'."),
        (("--baseline", "b.json", "--create-baseline"), "write one at a time."),
    ],
)
def test_wrong_use(run: Run, arguments: tuple[str, ...], reason: str) -> None:
    result = run("check", "--add-ignore", *arguments)
    assert (result.code, reason in result.errors.splitlines()[-1]) == (2, True)
