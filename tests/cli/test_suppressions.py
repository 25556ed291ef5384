"""Comments that ignore a rule, by the command: what they silence, and which of them are stale."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

TODAY = ("--today", "2026-11-26")
RETIRED = 'MODEL = "claude-3-opus-20240229"\n'
ACTIVE = 'MODEL = "claude-opus-4-8"\n'
ABOVE = "# claude-preflight: ignore[retired-model]\n"


def test_a_comment_above_a_line_silences_it(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(ABOVE + RETIRED)

    assert run("check", "app.py", *TODAY).code == 0


def test_a_stale_comment_is_a_warning(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(ABOVE + ACTIVE)

    result = run("check", "app.py", *TODAY, "--fail-on", "warning")

    assert result.code == 1
    assert "unused-ignore" in result.text
    assert "Remove `retired-model`: it finds nothing here." in result.text


def test_fix_removes_what_is_stale_and_nothing_else(run: Run, folder: Path) -> None:
    app = folder / "app.py"
    kept = RETIRED.replace("\n", "  # claude-preflight: ignore[retired-model]\n")
    misspelt = "x = 1  # claude-preflight: ignore[retired-modle]\n"
    app.write_text(ABOVE + ACTIVE + kept + misspelt)

    run("fix", "app.py", *TODAY)

    assert app.read_text() == ACTIVE + kept + misspelt


def test_the_settings_switch_the_rule_off(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(ABOVE + ACTIVE)
    (folder / "claude-preflight.toml").write_text('ignore = ["unused-ignore"]\n')

    assert run("check", "app.py", *TODAY, "--fail-on", "hint").code == 0


def test_what_the_settings_silence_is_not_stale(run: Run, folder: Path) -> None:
    (folder / "app.py").write_text(ABOVE + RETIRED)
    (folder / "claude-preflight.toml").write_text('ignore = ["retired-model"]\n')

    assert run("check", "app.py", *TODAY, "--fail-on", "hint").code == 0


def test_a_move_leaves_comments_alone(run: Run, folder: Path) -> None:
    app = folder / "app.py"
    app.write_text(ABOVE + ACTIVE)

    run("fix", "app.py", *TODAY, "--from", "claude-opus-4-8", "--to", "claude-opus-5")

    assert app.read_text() == ABOVE + ACTIVE.replace("claude-opus-4-8", "claude-opus-5")


def test_the_rule_is_explained(run: Run) -> None:
    assert "claude-preflight: ignore[rule]" in run("explain", "unused-ignore").text
