"""Run every check of the project and end with one line that says how it went.

All of them run, so that one run shows all there is to repair; the exit code is 1 if any failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from set_up import ROOT, wheels

# import-linter has a command, but no module to run.
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS = {
    "style": ("-m", "ruff", "check", "--quiet"),
    "format": ("-m", "ruff", "format", "--check", "--quiet"),
    "types": ("-m", "mypy", "--no-error-summary"),
    "imports": ("-c", LINT_IMPORTS, "--no-logo"),
    "tests": ("-m", "pytest", "--quiet", "-m", ""),
    "extension": ("packaging/check_extension.py",),
}


def main() -> int:
    """Run the checks one after the other; arguments that are not ours go to pytest."""
    parser = argparse.ArgumentParser(description="Run every check of the project.")
    parser.add_argument("--without", choices=CHECKS, action="append", default=[], metavar="CHECK")
    options, for_pytest = parser.parse_known_args()
    checks = {name: words for name, words in CHECKS.items() if name not in options.without}
    checks["tests"] = (*CHECKS["tests"], *for_pytest)
    started = time.monotonic()
    failed = [name for name, arguments in checks.items() if not passes(name, arguments)]
    seconds = time.monotonic() - started
    if failed:
        print(f"\nFAILED: {', '.join(failed)} ({seconds:.0f} s).")
        return 1
    print(f"\nAll passed: {', '.join(checks)} ({seconds:.0f} s).")
    return 0


def passes(name: str, arguments: tuple[str, ...]) -> bool:
    """Run one check, with its output below its name."""
    print(f"\n== {name}", flush=True)
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode == 0


def environment() -> dict[str, str]:
    """The environment of the checks: what they install comes from the wheels that are there."""
    links = f"{wheels().as_uri()} {os.environ.get('PIP_FIND_LINKS', '')}".strip()
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join((scripts, os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, "PIP_FIND_LINKS": links, "PIP_NO_INDEX": "1"}


if __name__ == "__main__":
    sys.exit(main())
