"""`make vsix`: build the extension for VS Code, with everything inside.

    dist/claude-preflight-<target>-<version>.vsix   for this system: a frozen server
    dist/claude-preflight-<version>.vsix            for every system: the packages that the server
                                                    needs, for a Python of the user's own

Each part is made anew only when something that it is made from has changed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from places import BUILD, ROOT
from bundled_client import client_files, manifest, relative_links, stage_client, vsce
from bundled_libs import LOCK, TARGETS, copy_metadata, join_libs, libs_of, package_files
from commands import BuildError, run
from frozen_server import FREEZE_LOCK, NAME, frozen_server, glibc_needed
from kept_wheels import MissingWheelError
from libs_main import target as target_of_this_python
from stamps import fingerprint, forget, is_current, keep

DIST = ROOT / "dist"


def main() -> int:
    """Build what was asked for; the exit code is 0 when it is there."""
    parser = argparse.ArgumentParser(description="Build the extension for VS Code.")
    parser.add_argument("--only", choices=["platform", "universal"], help="build one of the two")
    parser.add_argument(
        "--glibc", metavar="VERSION", help="fail if the frozen server needs a newer one (Linux)"
    )
    options = parser.parse_args()
    try:
        if options.only != "universal":
            _report(platform_vsix())
            _check_glibc(options.glibc)
        if options.only != "platform":
            _report(universal_vsix())
    except BuildError as error:
        print(f"make vsix: {error}", file=sys.stderr)
        return 1
    return 0


def platform_vsix() -> Path:
    """The .vsix for the system that this runs on."""
    target = target_of_this_python()
    if target not in TARGETS:
        raise BuildError(f"no .vsix of its own is made for {target}; try --only universal")
    result = DIST / f"{NAME}-{target}-{manifest()['version']}.vsix"
    made_from = fingerprint((target, sys.version), _inputs())
    if not is_current(result, made_from):
        stage = _stage(target)
        shutil.copytree(frozen_server(), stage / "bundled" / "server")
        copy_metadata(target, stage / "bundled" / "licenses")
        _package(stage, result, "--target", target)
        keep(result, made_from)
    return result


def universal_vsix() -> Path:
    """The .vsix for every system."""
    result = DIST / f"{NAME}-{manifest()['version']}.vsix"
    made_from = fingerprint(TARGETS, _inputs())
    if not is_current(result, made_from):
        targets = [target for target in TARGETS if _has_libs(target)]
        if not targets:
            raise BuildError("there are no wheels for any target; is there a network?")
        stage = _stage("universal")
        join_libs(targets, stage / "bundled" / "libs")
        _package(stage, result)
        # One that lacks a target is tried again the next time.
        if len(targets) == len(TARGETS):
            keep(result, made_from)
    return result


def _has_libs(target: str) -> bool:
    try:
        libs_of(target)
    except MissingWheelError as error:
        print(f"{target} is left out of the universal .vsix, for want of a wheel:\n{error}")
        return False
    return True


def _inputs() -> list[Path]:
    """The files that a .vsix is made from."""
    scripts = Path(__file__).parent.glob("*.py")
    return [ROOT / "LICENSE", LOCK, FREEZE_LOCK, *scripts, *client_files(), *package_files()]


def _stage(name: str) -> Path:
    """A folder with the client, to which the server is added."""
    folder = BUILD / f"stage-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    stage_client(folder)
    return folder


def _package(stage: Path, result: Path, *options: str) -> None:
    DIST.mkdir(exist_ok=True)
    forget(result)
    links = relative_links()
    run([*vsce(), "package", "--no-dependencies", *links, *options, "--out", result], cwd=stage)


def _check_glibc(limit: str | None) -> None:
    if sys.platform != "linux":
        return
    needed = glibc_needed(BUILD / "server")
    print(f"  its server needs glibc {needed[0]}.{needed[1]}; elsewhere the universal .vsix serves")
    if limit and needed > tuple(map(int, limit.split("."))):
        raise BuildError(f"the frozen server shall run with glibc {limit}: use another Python")


def _report(result: Path) -> None:
    print(f"{result.relative_to(ROOT)} ({result.stat().st_size / 1e6:.1f} MB)", flush=True)


if __name__ == "__main__":
    sys.exit(main())
