"""Python packages for a build: from the wheels that were kept, fetched once where they are not."""

from __future__ import annotations

import sys
from pathlib import Path

import places  # noqa: F401 - it says where the next ones are
from commands import BuildError, environment, run
from set_up import wheels  # it runs before there is anything to import, so it knows the folder


class MissingWheelError(BuildError):
    """The index has no wheel of a package, or cannot be reached; the text says which."""


def collect(folder: Path, *arguments: str, python: Path | str = sys.executable) -> None:
    """Put wheels into a folder, as `pip download` does with these arguments.

    They are kept in the user's cache, as those of the set-up are: pip asks the index again even
    for what it has in its own cache, and a second build needs no network.

    Raises:
        MissingWheelError: see there.
    """
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    download = [*pip, "download", "--no-deps", "--only-binary=:all:", *arguments]
    from_kept = [*download, "--no-index", "--find-links", wheels().as_uri(), "--dest", folder]
    try:
        run(from_kept)
    except BuildError:
        try:
            # `make test` forbids the index for its checks; here it is needed.
            run([*download, "--dest", wheels()], env=environment(without="PIP_NO_INDEX"))
            run(from_kept)
        except BuildError as error:
            # pip's other lines are warnings.
            reasons = [line for line in str(error).splitlines() if line.startswith("ERROR:")]
            raise MissingWheelError("\n".join(reasons) or str(error)) from None
