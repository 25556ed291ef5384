"""The .vsix files as a user gets them: what is inside, and that it runs with nothing around it.

That VS Code installs them is shown in `tests/editors/vscode`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from packaging.requirements import Requirement
from tests.lsp.editor import Editor, capabilities

from claude_preflight import __version__

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "server" / "claude_preflight"
PACKAGING = ROOT / "packaging"
KINDS = ("platform", "universal")
REPOSITORY = "https://github.com/claude-preflight/claude-preflight"
PYTHONS = ("310", "311", "312", "313", "314")
# In bytes: with one system's grammars and a frozen server, and with the grammars of six systems.
LIMITS = {"platform": 22e6, "universal": 45e6}
# In bytes, what a user has on the disk.
MOST_INSTALLED = 70e6

# How a shared library begins that is made for a target: what stands where.
MACHINES = {
    "linux-x64": ((0, b"\x7fELF"), (18, b"\x3e\0")),
    "linux-arm64": ((0, b"\x7fELF"), (18, b"\xb7\0")),
    "darwin-x64": ((0, b"\xcf\xfa\xed\xfe\x07\0\0\x01"),),
    "darwin-arm64": ((0, b"\xcf\xfa\xed\xfe\x0c\0\0\x01"),),
    "win32-x64": ((0, b"MZ"), (None, b"PE\0\0\x64\x86")),
    "win32-arm64": ((0, b"MZ"), (None, b"PE\0\0\x64\xaa")),
}

Install = Callable[[str], Path]

RETIRED = "claude-3-opus-20240229"
# One for each grammar, and one that needs none.
FILES = {
    "a.py": ("python", f'client.messages.create(model="{RETIRED}", max_tokens=9)\n'),
    "a.js": ("javascript", f'client.messages.create({{ model: "{RETIRED}" }});\n'),
    "a.ts": ("typescript", f'client.messages.create({{ model: "{RETIRED}" }});\n'),
    "a.json": ("json", f'{{"model": "{RETIRED}"}}\n'),
    "a.yaml": ("yaml", f"model: {RETIRED}\n"),
    "a.toml": ("toml", f'model = "{RETIRED}"\n'),
    "a.sh": ("shellscript", f'MODEL="{RETIRED}"\n'),
    ".env": ("dotenv", f"MODEL={RETIRED}\n"),
}

# What has no business in a package.
UNWANTED = re.compile(
    r"__pycache__|\.pyc$|\.map$|\.tsx?$|node_modules|(^|/)tests?/|\.git|\.npmrc|\.env|\.pem$|\.stamp$"
)
SECRETS = re.compile(
    rb"sk-ant-(api|admin)\d\d-[\w-]{80}|PRIVATE KEY-----\n|\bgh[pousr]_\w{36}|\bnpm_\w{36}|pypi-AgE"
)


@cache
def built(kind: str) -> Path:
    """One of the two .vsix files, built if something has changed since the last time."""
    build = [sys.executable, str(PACKAGING / "build_vsix.py"), "--only", kind]
    done = subprocess.run(build, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    name = re.search(r"^dist.*\.vsix", done.stdout, re.MULTILINE)
    assert name
    return ROOT / name[0]


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Install:
    """Unpacks one of the two, as VS Code does, and gives the extension's folder."""

    @cache
    def unpack(kind: str) -> Path:
        folder = tmp_path_factory.mktemp(kind)
        with zipfile.ZipFile(built(kind)) as archive:
            for item in archive.infolist():
                path = archive.extract(item, folder)
                Path(path).chmod(item.external_attr >> 16 or 0o644)
        return folder / "extension"

    return unpack


def pins() -> dict[str, str]:
    """The packages that go into the .vsix files: name -> version."""
    lock = (PACKAGING / "locks" / "bundle.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE))


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files in a folder: name, bytes."""
    for path in folder.rglob("*"):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def pythons() -> dict[tuple[int, int], str]:
    """The Pythons on this machine, one of each version, whatever is installed in them."""
    places = [Path(sys.executable), *Path("~/.pyenv/versions").expanduser().glob("3.*/bin/python3")]
    names = ("python3", "python", *(f"python3.{minor}" for minor in range(6, 20)))
    places += [Path(path) for name in names if (path := shutil.which(name))]
    ask = "import sys; print(*sys.version_info[:2])"
    found: dict[tuple[int, int], str] = {}
    for python in places:
        done = subprocess.run([python, "-I", "-c", ask], capture_output=True, encoding="utf-8")
        if done.returncode == 0:
            major, minor = map(int, done.stdout.split())
            found.setdefault((major, minor), str(python))
    return found


ALL_PYTHONS = pythons()
GOOD_PYTHONS = [
    path for version, path in sorted(ALL_PYTHONS.items()) if (3, 10) <= version < (3, 15)
]
OLD_PYTHONS = [path for version, path in sorted(ALL_PYTHONS.items()) if version < (3, 10)]


async def check(folder: Path, command: list[str], **process: Any) -> None:
    """Have a session with a server, and see that it reads every language."""
    editor = await Editor.start(capabilities(pull=True), command=command, cwd=folder, **process)
    assert editor.answer.server_info is not None
    assert editor.answer.server_info.version == __version__
    for name, (language, text) in FILES.items():
        uri = editor.open(text, f"file:///nowhere/{name}", language)
        found = [(item.code, item.severity) for item in await editor.pull(uri)]
        assert ("retired-model", types.DiagnosticSeverity.Error) in found, name
    hover = await editor.hover("file:///nowhere/.env", 0, 10)
    assert hover
    assert "retired" in str(hover.contents).lower()
    await editor.settle()
    await editor.stop()


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_whole(install: Install, kind: str) -> None:
    held = {name for name, _ in contents(install(kind))}
    sources = {
        f"bundled/libs/common/claude_preflight/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.suffix in {".css", ".j2", ".json", ".py", ".scm", ".typed"}
    }
    is_frozen = kind == "platform"
    assert (held >= sources) is not is_frozen
    assert held >= {"package.json", "readme.md", "changelog.md"}
    assert held >= {"dist/extension.js", "dist/uninstall.js"}
    assert any(name.startswith("bundled/server/") for name in held) is is_frozen
    assert any(name.startswith("bundled/libs/") for name in held) is not is_frozen


def test_each_grammar_comes_once_and_all_is_small_on_the_disk(install: Install) -> None:
    held = dict(contents(install("platform")))
    grammars = [name for name in held if re.search(r"/tree_sitter_\w+/_binding\.", name)]
    expected = {name.replace("-", "_") for name in pins() if name.startswith("tree-sitter-")}
    assert sorted(name.split("/")[-2] for name in grammars) == sorted(expected)
    assert sum(map(len, held.values())) <= MOST_INSTALLED


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_of_the_readme_are_in_the_repository(install: Install, kind: str) -> None:
    """The pages of the marketplace and of VS Code show them from there, as of the newest commit."""
    readme = (install(kind) / "readme.md").read_text(encoding="utf-8")
    places = re.findall(r"!\[[^]]*\]\(([^)]+)\)|<img[^>]+src=\"([^\"]+)\"", readme)
    pictures = [first or second for first, second in places]
    assert pictures
    for address in pictures:
        assert address.startswith(f"{REPOSITORY}/raw/HEAD/"), address
    for address in re.findall(r"\]\(([^)#]+)[^)]*\)", readme):
        named = re.fullmatch(rf"{REPOSITORY}/(?:raw|blob)/HEAD/(.+)", address)
        if named:
            at_head = ["git", "cat-file", "-e", f"HEAD:{named[1]}"]
            assert subprocess.run(at_head, cwd=ROOT, check=False).returncode == 0, address
        else:
            assert address.startswith("https://"), address


def test_nothing_stays_when_the_extension_is_removed(install: Install, tmp_path: Path) -> None:
    folder = install("platform")
    scripts = json.loads((folder / "package.json").read_text(encoding="utf-8"))["scripts"]
    assert set(scripts) == {"vscode:uninstall"}
    node, script = scripts["vscode:uninstall"].split()
    # As VS Code reads it: a script of Node in the folder of the extension.
    assert (node, (folder / script).is_file()) == ("node", True)
    if sys.platform != "win32":
        notes = tmp_path / f"claude-preflight-{os.getuid()}"
        notes.mkdir()
        (notes / "1-2").write_bytes(b"")
        (tmp_path / "another").touch()
        environment = {**os.environ, "TMPDIR": str(tmp_path)}
        subprocess.run([node, str(folder / script)], env=environment, check=True)
        assert [path.name for path in tmp_path.iterdir()] == ["another"]


@pytest.mark.parametrize("kind", KINDS)
def test_it_holds_nothing_that_should_stay_here(install: Install, kind: str) -> None:
    for name, content in contents(install(kind)):
        assert not UNWANTED.search(name), name
        assert not SECRETS.search(content), name
        assert os.fsencode(ROOT) not in content, name
    assert built(kind).stat().st_size < LIMITS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_the_licences_go_along(install: Install, kind: str) -> None:
    held = [name for name, _ in contents(install(kind))]
    packages = {match[0] for name in held if (match := re.match(r"bundled/.*\.dist-info/", name))}
    assert len({package.split("/")[-2] for package in packages}) == len(pins())
    for package in packages:
        assert any(name.startswith(package) and "LICEN" in name for name in held), package
    assert {"LICENSE.txt", "THIRD_PARTY_NOTICES.txt"} <= set(held)
    assert ("bundled/server/LICENSE-Python.txt" in held) is (kind == "platform")


def test_the_universal_one_holds_the_machine_code_of_every_target(
    install: Install,
) -> None:
    libs = install("universal") / "bundled" / "libs"
    assert {path.name for path in libs.iterdir()} == {"__main__.py", "common", *MACHINES}
    expected = {name.replace("-", "_") for name in pins() if name.startswith("tree-sitter")}
    expected.add("markupsafe")  # of the template of the migration report
    for target, marks in MACHINES.items():
        modules = [path for path in (libs / target).rglob("*") if path.suffix in {".so", ".pyd"}]
        for module in modules:
            content = module.read_bytes()
            for place, mark in marks:
                at = int.from_bytes(content[60:64], "little") if place is None else place
                assert content[at:].startswith(mark), module
        parsers = " ".join(path.name for path in modules if path.parent.name == "tree_sitter")
        assert all(f"{python}-" in parsers for python in PYTHONS), (target, parsers)
        assert {path.parent.name for path in modules} == expected


def test_the_pinned_packages_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = pins()

    for requirement in map(Requirement, project["dependencies"]):
        assert requirement.name in pinned
        assert requirement.specifier.contains(pinned[requirement.name]), requirement


async def test_the_frozen_server_needs_nothing(install: Install, tmp_path: Path) -> None:
    name = "claude-preflight.exe" if os.name == "nt" else "claude-preflight"
    needed = {key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ}
    server = install("platform") / "bundled" / "server" / name

    await check(tmp_path, [str(server), "server"], env={**needed, "PATH": ""})


@pytest.mark.parametrize("python", GOOD_PYTHONS)
async def test_the_packages_are_all_that_a_python_needs(
    install: Install, tmp_path: Path, python: str
) -> None:
    # -S: the Python's own packages are out of reach.
    libs = install("universal") / "bundled" / "libs"
    await check(tmp_path, [python, "-I", "-S", str(libs), "server"])


@pytest.mark.parametrize("python", GOOD_PYTHONS)
def test_the_packages_write_the_migration_report(
    install: Install, tmp_path: Path, python: str
) -> None:
    (tmp_path / "app.py").write_text('MODEL = "claude-2.1"\n')
    libs = install("universal") / "bundled" / "libs"
    command = [python, "-I", "-S", str(libs), "report", "--html", "-", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "<title>Claude models that end</title>" in done.stdout


async def test_nothing_is_imported_from_elsewhere(install: Install, tmp_path: Path) -> None:
    for name in ("claude_preflight", "click", "logging", "pygls", "tree_sitter"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported from the workspace')")
    libs = install("universal") / "bundled" / "libs"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    await check(tmp_path, [sys.executable, "-I", str(libs), "server"], env=environment)


@pytest.mark.parametrize("python", OLD_PYTHONS)
def test_an_old_python_is_told(install: Install, python: str) -> None:
    libs = install("universal") / "bundled" / "libs"
    command = [python, "-I", str(libs), "server"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)

    assert (done.returncode, done.stdout) == (3, "")
    assert "Python 3.10 or newer is needed" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_python_without_a_parser_is_told(install: Install, tmp_path: Path) -> None:
    libs = tmp_path / "libs"
    shutil.copytree(install("universal") / "bundled" / "libs" / "common", libs / "common")
    shutil.copyfile(install("universal") / "bundled" / "libs" / "__main__.py", libs / "__main__.py")
    command = [sys.executable, "-I", "-S", str(libs), "server"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)

    assert (done.returncode, done.stdout) == (3, "")
    assert "there is no parser for it here" in done.stderr
    assert len(done.stderr.splitlines()) == 1
