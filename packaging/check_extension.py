"""Check the extension for VS Code: its own checks, then its journeys in the real VS Code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from places import ROOT
from build_vsix import platform_vsix, universal_vsix
from bundled_client import CLIENT, install_packages, tool
from commands import BuildError

JOURNEYS = ROOT / "tests" / "editors" / "vscode" / "run.mjs"


def main() -> int:
    """Run both, the second with freshly built packages; the exit code is 0 if all is well."""
    try:
        install_packages()
        if not passes([tool("npm"), "run", "--silent", "check"], CLIENT):
            return 1
        platform, universal = platform_vsix(), universal_vsix()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    packages: list[str | Path] = ["--vsix", platform, "--universal", universal]
    return 0 if passes([tool("node"), JOURNEYS, *packages], ROOT) else 1


def passes(command: Sequence[str | Path], folder: Path) -> bool:
    """Run a command that says for itself what is wrong."""
    return subprocess.run(command, cwd=folder, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
