"""Set up the private environment in `.venv`, with this project and what its development needs.

Nothing is done when it is there and up to date. Packages are kept as wheels in a folder of the
user's cache and installed from there, so that only the first set-up on a machine needs a network:
pip's own cache does not do, since pip asks the index again for each package.

Needs nothing but the standard library of Python 3.10 or newer.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
STAMP = ENVIRONMENT / "set-up"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PROJECT = f"{ROOT}[dev]"

NO_VENV = """\
This Python ({python}) cannot make environments: its module `{module}` is missing.
On Debian and Ubuntu: apt install python3-venv.
Or use another Python: make PYTHON=/path/to/python"""


def main() -> int:
    """Set up the environment; the exit code is 0 when it is ready."""
    if is_current():
        return 0
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            print(NO_VENV.format(python=sys.executable, module=module), file=sys.stderr)
            return 1
    print("Setting up .venv ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
    if install(quietly=True) != 0:
        print(f"Fetching the packages into {wheels()} (once) ...", flush=True)
        if download() != 0 or install() != 0:
            print("Setting up .venv failed; the reason is above.", file=sys.stderr)
            return 1
    STAMP.write_text(state(), encoding="utf-8")
    return 0


def is_current() -> bool:
    """Whether the environment was set up for this project, at this place, with this Python."""
    return PYTHON.exists() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == state()


def state() -> str:
    """What the environment depends on: move or change one of these and it is made anew."""
    project = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return f"{ROOT}\n{sys.version}\n{project}\n"


def wheels() -> Path:
    """The folder that keeps the packages: in the user's cache, or here if that is read-only."""
    default = Path("~/AppData/Local" if os.name == "nt" else "~/.cache")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or default).expanduser()
    folder = cache / "claude-preflight" / "wheels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return ROOT / "build" / "wheels"
    return folder


def download() -> int:
    """Put the packages into the folder, as wheels, and give pip's exit code.

    pip makes a wheel of this project on the way. It would be stale tomorrow, so it goes.
    """
    code = pip("wheel", "--prefer-binary", "--wheel-dir", str(wheels()), PROJECT)
    for wheel in wheels().glob("claude_preflight-*.whl"):
        wheel.unlink()
    return code


def install(*, quietly: bool = False) -> int:
    """Install the project and its packages from the folder, and give pip's exit code."""
    folder = wheels().as_uri()
    return pip(
        "install", "--no-index", "--find-links", folder, "--editable", PROJECT, quietly=quietly
    )


def pip(*arguments: str, quietly: bool = False) -> int:
    """Run pip in the environment and give its exit code."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments, "--quiet"]
    return subprocess.run(command, capture_output=quietly, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
