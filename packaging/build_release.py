"""What a release consists of, in `dist/release`: wheel, source, and a bill of materials."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from places import LOCKS, ROOT
from commands import BuildError, run

FOLDER = ROOT / "dist" / "release"


def build(folder: Path) -> None:
    """Build into a folder, which is emptied first. Raises BuildError."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT])
    write_sbom(folder / "sbom.cdx.json")


def write_sbom(file: Path) -> None:
    """Write what is installed with this version, as CycloneDX. Raises BuildError."""
    lock, project = LOCKS / "bundle.txt", ROOT / "pyproject.toml"
    options: list[str | Path] = ["--pyproject", project, "--output-reproducible"]
    run([sys.executable, "-m", "cyclonedx_py", "requirements", *options, "-o", file, lock])


if __name__ == "__main__":
    try:
        build(FOLDER)
    except BuildError as error:
        sys.exit(str(error))
