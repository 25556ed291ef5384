"""Whole trees: how much CPU time a scan takes beside ripgrep, grep and other tools.

    python benchmarks/scan.py build FOLDER    make the trees there, once: some minutes, few GB
    python benchmarks/scan.py run FOLDER [--tools BIN] [--keep VERSION]

    few       100,000 files of the packages that are installed here, a few of which have findings
    many      the same with findings in one file of a hundred
    git       250 repositories of 400 files, half of which their .gitignore leaves out
    part      every tenth file of `few`, for tools that take minutes for more
    small     a file of each language

The files of packages are linked, not copied, where the disk can do that. Tools are looked for in
BIN, the folder of commands of an environment that they are installed in (`pip install ripgrep
llm-sunset depdesk bydtech-model-retire`), and on the path; those that are not there are left out.
"""

from __future__ import annotations

import argparse
import os
import shutil
import site
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from itertools import chain, count, islice
from pathlib import Path
from statistics import median

from _figures import Figure, Used, keep, print_table, used_by

from claude_preflight.syntax.languages import LANGUAGES

FILES, PART = 100_000, 10_000
FEW, MANY = 60, 1_000
REPOSITORIES, IN_EACH = 250, 400
LARGEST = 8 << 20
ROUNDS = 3
FINDING = 'MODEL = "claude-3-opus-20240229"\n'
IGNORED = "build/\n*.log\n!keep.log\n/dist\ncoverage/**\n__pycache__/\n.env.*\n"
OURS = "claude-preflight"
# How each tool is asked about the folder that it is started in.
TOOLS = {
    "ripgrep": ("rg", "-i", "-l", "--hidden", "claude|anthropic"),
    "grep": ("grep", "-rIlE", "claude-[a-z0-9]", "."),
    "llm-sunset": ("llm-sunset", "scan", "."),
    "depdesk": ("depdesk", "check", "."),
    "model-retire": ("model-retire", "."),
}
PEERS = ("llm-sunset", "depdesk", "model-retire")


def build(folder: Path) -> None:
    """Make the trees."""
    for name, hits in (("few", FEW), ("many", MANY)):
        packages(folder / name, FILES, hits)
    packages(folder / "part", PART, FEW // 10, FILES // PART)
    for number in range(REPOSITORIES):
        repository(folder / "git" / f"repository{number}", number)
    (folder / "small").mkdir(parents=True)
    for language in LANGUAGES:
        if language.names and not language.cells:
            ending = language.names[0]
            name = f"sample{ending}" if ending.startswith(".") else ending
            (folder / "small" / name).write_text(FINDING * 20)
    # Else what leaves out the folder that they are made in would count.
    for name in ("few", "many", "part", "small"):
        subprocess.run(["git", "init", "--quiet", folder / name], check=True)  # noqa: S607


def packages(folder: Path, files: int, hits: int, step: int = 1) -> None:
    """A tree of so many files of what is installed, some of which have a finding."""
    for number, source in enumerate(islice(installed(), 0, (files - hits) * step, step)):
        target = folder / f"part{number // 2_000}" / f"f{number // 50}" / f"{number}{source.name}"
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, target)
        except OSError:
            shutil.copyfile(source, target)
    for number in range(hits):
        (folder / f"part{number % (files // 2_000)}" / f"hit{number}.py").write_text(FINDING * 3)


def installed() -> Iterator[Path]:
    """The files of the packages that are installed, again and again."""
    places = [
        sysconfig.get_path("stdlib"),
        *site.getsitepackages(),
        "/usr/lib/python3",
        "/usr/share",
    ]
    found = [*chain.from_iterable(map(in_folder, map(Path, places)))]
    return (path for _ in count() for path in found)


def in_folder(folder: Path) -> Iterator[Path]:
    """The files of a folder that are read as a rule: what is compiled is left out."""
    for path in sorted(folder.rglob("*")):
        is_compiled = path.suffix in (".pyc", ".so", ".a")
        is_read = not is_compiled and path.is_file() and not path.is_symlink()
        if is_read and path.stat().st_size <= LARGEST:
            yield path


def repository(folder: Path, seed: int) -> None:
    """A repository, a half of whose files are ignored."""
    (folder / ".git").mkdir(parents=True)
    (folder / ".git/HEAD").write_text("ref: refs/heads/main\n")
    (folder / ".gitignore").write_text(IGNORED)
    for number in range(IN_EACH):
        place = folder / ("build" if number % 2 else "src") / f"d{number // 20}"
        place.mkdir(parents=True, exist_ok=True)
        text = FINDING if number == 0 and seed % 10 == 0 else ""
        (place / f"m{number}.py").write_text(text + f"def f{number}(x):\n    return x\n" * 60)
        if number % 50 == 0:
            (place / ".gitignore").write_text("*.tmp\n/local\n")


def figures(folder: Path, tools: Path | None) -> Iterator[Figure]:
    """What ours takes, beside each tool that is there."""
    few = measured(folder / "few", ("ripgrep", "grep"), tools)
    yield from beside("few hits", few, {"ripgrep": 2.0})
    part = measured(folder / "part", PEERS, tools)
    yield Figure("memory, few hits beside a tenth", few[OURS].memory / part[OURS].memory, "x", 1.5)
    for peer in filter(part.__contains__, PEERS):
        yield Figure(f"10,000 files, {peer} / ours", part[peer].cpu / part[OURS].cpu, "x", 8, True)
    many = measured(folder / "many", ("ripgrep", "grep"), tools)
    yield from beside("1 % hits", many, {"ripgrep": 4.0})
    git = measured(folder / "git", ("ripgrep", "grep"), tools)
    yield from beside("250 repositories", git, {"ripgrep": 2.5})
    small = measured(folder / "small", ("llm-sunset",), tools)
    yield from beside("a file of each language", small, {"llm-sunset": 2.5})


def beside(name: str, used: dict[str, Used], targets: dict[str, float]) -> Iterator[Figure]:
    """The CPU time of ours, and that as a multiple of the others'."""
    yield Figure(f"{name}, ours", used[OURS].cpu / 1000, "s")
    for tool in used.keys() - {OURS}:
        ratio = used[OURS].cpu / used[tool].cpu
        yield Figure(f"{name}, ours / {tool}", ratio, "x", targets.get(tool))


def measured(folder: Path, names: Sequence[str], tools: Path | None) -> dict[str, Used]:
    """What ours and each tool that is there use for a folder; they take turns."""
    commands = {OURS: [sys.executable, "-m", "claude_preflight", "check", "--format", "concise"]}
    for name in names:
        program, *arguments = TOOLS[name]
        path = shutil.which(program, path=str(tools)) if tools else None
        if found := path or shutil.which(program):
            commands[name] = [found, *arguments]
    runs: dict[str, list[Used]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(used_by(command, folder))
    return {
        name: Used(median(each.cpu for each in of_one), max(each.memory for each in of_one))
        for name, of_one in runs.items()
    }


def main() -> None:
    """Make the trees, or print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("what", choices=("build", "run"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tools", type=Path, metavar="BIN")
    parser.add_argument("--keep", metavar="VERSION", help="keep the figures as those of a release")
    options = parser.parse_args()
    if options.what == "build":
        build(options.folder)
    else:
        printed = print_table(figures(options.folder, options.tools))
        if options.keep:
            keep(printed, options.keep)


if __name__ == "__main__":
    main()
