"""Start claude-preflight from the packages beside this file, with a Python of the user's own.

A copy of this file is `bundled/libs/__main__.py` in the extension, which runs it as
`python -I bundled/libs server`: `-I` keeps the folder that the user works in, and the user's own
packages, out of the import path. The packages with machine code stand in one folder per target,
since their file names do not all tell the targets apart. The folder is chosen here, for a Python
may be made for another processor than the editor that starts it.

Runs in Python 3.6 far enough to say that it is too old; hence no `from __future__`.
"""

import platform
import sys
import sysconfig
from pathlib import Path

# The exit status that means: this Python will not do, try another one.
UNSUITABLE = 3

_PROCESSORS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}


def target() -> str:
    """What the running Python is made for, named as in the file names of .vsix files."""
    # On Windows the machine is no guide: it runs Pythons of other processors too.
    windows = sys.platform == "win32"
    machine = sysconfig.get_platform().split("-")[-1] if windows else platform.machine()
    return f"{sys.platform}-{_PROCESSORS.get(machine.lower(), machine)}"


def main() -> int:
    """Set up the import path and run; without the right packages, say so in one line."""
    folder = Path(__file__).resolve().parent
    # In place of this folder, which Python put there to run this file.
    sys.path[:1] = [str(folder / name) for name in ("common", target())]
    if sys.version_info < (3, 10):  # noqa: UP036
        return _refuse("Python 3.10 or newer is needed")
    try:
        # Else its absence would show only when the first file is read.
        import tree_sitter  # noqa: F401
    except ImportError as error:
        return _refuse(f"there is no parser for it here ({error})")
    from claude_preflight.cli.main import main as run

    return run()


def _refuse(reason: str) -> int:
    version = platform.python_version()
    message = "claude-preflight cannot run with {} (Python {}, {}): {}.\n"
    sys.stderr.write(message.format(sys.executable, version, target(), reason))
    return UNSUITABLE


if __name__ == "__main__":
    sys.exit(main())
