"""Run every check of the project and end with one line that says how it went.

All of them run, so that one run shows all there is to repair; the exit code is 1 if any failed.
With `--quick` it is those that answer in a minute, side by side.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
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
# What most changes break first: what is read in each language, what is made of it, the data, and a
# session each at the two doors. What is left out starts many processes, takes random texts, or is
# about one corner.
CORE = (
    "tests/facts",
    "tests/rules",
    "tests/knowledge",
    "tests/analysis/test_analyze.py",
    "tests/analysis/test_fixing.py",
    "tests/cli/test_check.py",
    "tests/lsp/test_diagnostics.py",
    "tests/lsp/test_hover.py",
)
QUICK_CHECKS = {
    **{name: CHECKS[name] for name in ("style", "format", "types", "imports")},
    "tests": ("-m", "pytest", "--quiet", *CORE),
}


def main() -> int:
    """Run the checks; arguments that are not ours go to pytest."""
    parser = argparse.ArgumentParser(description="Run every check of the project.")
    parser.add_argument("--without", choices=CHECKS, action="append", default=[], metavar="CHECK")
    parser.add_argument("--quick", action="store_true", help="a core of the tests, in a minute")
    options, for_pytest = parser.parse_known_args()
    asked = QUICK_CHECKS if options.quick else CHECKS
    checks = {name: words for name, words in asked.items() if name not in options.without}
    if "tests" in checks:
        checks["tests"] = (*checks["tests"], *for_pytest)
    started = time.monotonic()
    failed = side_by_side(checks) if options.quick else one_by_one(checks)
    seconds = time.monotonic() - started
    if failed:
        print(f"\nFAILED: {', '.join(failed)} ({seconds:.0f} s).")
        return 1
    print(f"\nAll passed: {', '.join(checks)} ({seconds:.0f} s).")
    return 0


def one_by_one(checks: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Run checks, each with its output below its name, and give those that failed."""
    failed = []
    for name, arguments in checks.items():
        print(f"\n== {name}", flush=True)
        if subprocess.run(command(arguments), cwd=ROOT, env=environment(), check=False).returncode:
            failed.append(name)
    return failed


def side_by_side(checks: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Run checks at the same time, print what those say that fail, and give their names."""
    failed = []
    with ThreadPoolExecutor(len(checks)) as pool:
        running = {pool.submit(said, arguments): name for name, arguments in checks.items()}
        for done in as_completed(running):
            name, output = running[done], done.result()
            print(f"== {name}: {'passed' if output is None else 'FAILED'}", flush=True)
            if output is not None:
                print(output, flush=True)
                failed.append(name)
    return failed


def said(arguments: tuple[str, ...]) -> str | None:
    """Run a check and give its output if it fails."""
    done = subprocess.run(
        command(arguments),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.stdout if done.returncode else None


def command(arguments: tuple[str, ...]) -> list[str]:
    """The command line of a check."""
    return [sys.executable, *arguments]


def environment() -> dict[str, str]:
    """The environment of the checks: what they install comes from the wheels that are there."""
    links = f"{wheels().as_uri()} {os.environ.get('PIP_FIND_LINKS', '')}".strip()
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join((scripts, os.environ.get("PATH", "")))
    return {**os.environ, "PATH": path, "PIP_FIND_LINKS": links, "PIP_NO_INDEX": "1"}


if __name__ == "__main__":
    sys.exit(main())
