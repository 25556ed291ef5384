"""The folder `packaging` and the package of that name on PyPI get along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_the_folder_does_not_hide_the_package() -> None:
    # Where a Python is started so, the folder that it is started in is the first on its path.
    command = [sys.executable, "-c", "import packaging.version; print(packaging.__file__)"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert not Path(done.stdout.strip()).is_relative_to(ROOT / "packaging")
