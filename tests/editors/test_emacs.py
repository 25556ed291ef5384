"""The real Emacs with eglot, without a screen, set up as the documentation says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.editors.samples import FOUND, Workspace, check_journey, documented

pytestmark = pytest.mark.slow

JOURNEY = Path(__file__).parent / "emacs" / "journey.el"
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", "emacs-nox", "elpa-eglot")


@pytest.fixture(scope="module")
def emacs() -> str:
    """Emacs with eglot: what is there, or what apt installs."""
    if not has_eglot() and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update"], capture_output=True)
        subprocess.run(INSTALL, capture_output=True, stdin=subprocess.DEVNULL)
    if not has_eglot():
        pytest.fail(f"Emacs with eglot is needed: {' '.join(INSTALL)}", pytrace=False)
    return "emacs"


def has_eglot() -> bool:
    """Whether there is an Emacs that finds eglot."""
    if shutil.which("emacs") is None:
        return False
    ask = ["emacs", "--batch", "--funcall=package-initialize", "--eval=(require 'eglot)"]
    return subprocess.run(ask, capture_output=True).returncode == 0


def test_the_journey_in_emacs(emacs: str, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    settings, report = tmp_path / "init.el", tmp_path / "report.json"
    settings.write_text(documented("elisp"), encoding="utf-8")
    workspace.environment["REPORT"] = str(report)

    workspace.run(emacs, "--batch", "-f", "package-initialize", "-l", settings, "-l", JOURNEY)

    told = json.loads(report.read_text(encoding="utf-8"))
    assert {name: told[name] for name in ("main.py", "request.json")} == {
        name: FOUND[name] for name in ("main.py", "request.json")
    }
    assert told["modified"] is False
    check_journey(workspace, told)
