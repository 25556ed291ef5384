"""What goes to PyPI and elsewhere: metadata and its links, a bill of materials, entries."""

from __future__ import annotations

import email
import json
import re
import subprocess
import sys
import zipfile
from email.message import Message
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
import yaml
from packaging.requirements import Requirement
from readme_renderer import markdown

from absolute_links import REPOSITORY, github_address, with_links
from build_release import write_sbom
from claude_preflight import __version__

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
ENTRIES = ROOT / "packaging" / "entries"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RAW = "https://raw.githubusercontent.com/claude-preflight/claude-preflight"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir"]
    done = subprocess.run([*command, str(folder), str(ROOT)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return email.message_from_bytes(archive.read(name))


class Links(HTMLParser):
    """Where a page leads to, and which pictures it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.pictures: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.links.append(values.get("href") or "")
        if tag == "img":
            assert values.get("alt"), "a picture says what is in it"
            self.pictures.append(values.get("src") or "")


def leads_to_a_file(address: str) -> bool:
    """Whether an address of our repository at this version's tag is a file of it."""
    for start in (f"{REPOSITORY}/blob/v{__version__}/", f"{RAW}/v{__version__}/"):
        if address.startswith(start):
            return (ROOT / address.removeprefix(start).partition("#")[0]).exists()
    return False


def test_links_and_pictures_work_where_pypi_shows_the_readme(metadata: Message) -> None:
    assert metadata["Description-Content-Type"] == "text/markdown"
    page = markdown.render(str(metadata.get_payload()))
    assert page is not None
    found = Links(page)
    assert len(found.pictures) >= 5
    for address in found.pictures:
        assert address.startswith(f"{RAW}/v{__version__}/")
        assert leads_to_a_file(address), address
    for address in found.links:
        ours = address.startswith((REPOSITORY, RAW))
        assert address.startswith(("#", "https://")), address
        assert not ours or leads_to_a_file(address), address


def test_the_metadata_names_places_of_the_project(metadata: Message) -> None:
    urls = dict(each.split(", ", 1) for each in metadata.get_all("Project-URL", []))
    assert urls == PROJECT["urls"]
    assert {"Homepage", "Documentation", "Changelog", "Issues", "Source"} == set(urls)
    classifiers = metadata.get_all("Classifier", [])
    for minor in range(10, 15):
        assert f"Programming Language :: Python :: 3.{minor}" in classifiers


def test_one_wheel_serves_every_python_and_system(wheel: Path) -> None:
    assert wheel.name == f"claude_preflight-{__version__}-py3-none-any.whl"


def test_the_wheel_holds_the_schema_of_the_settings(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [each for each in archive.namelist() if each.endswith("settings.schema.json")]
        schema = json.loads(archive.read(name))
    assert name.endswith(".data/data/share/claude-preflight/settings.schema.json")
    assert schema["$id"] == f"{RAW}/main/schemas/settings.schema.json"
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](docs/ci.md)", f"[a]({REPOSITORY}/blob/v1/docs/ci.md)"),
        ("[a](docs/ci.md#x)", f"[a]({REPOSITORY}/blob/v1/docs/ci.md#x)"),
        ("![a](docs/a.png)", f"![a]({RAW}/v1/docs/a.png)"),
        ("[a](#here) [b](https://example.com/x)", "[a](#here) [b](https://example.com/x)"),
    ],
)
def test_relative_links_become_absolute(text: str, expected: str) -> None:
    shown = with_links(text, lambda path, picture: github_address(path, "v1", picture=picture))
    assert shown == expected


def test_the_bill_of_materials_names_what_is_installed(tmp_path: Path) -> None:
    write_sbom(tmp_path / "sbom.json")
    sbom = json.loads((tmp_path / "sbom.json").read_text(encoding="utf-8"))
    assert sbom["bomFormat"] == "CycloneDX"
    assert sbom["metadata"]["component"]["name"] == "claude-preflight"
    named = {each["name"] for each in sbom["components"]}
    wanted = {Requirement(each).name for each in PROJECT["dependencies"]}
    assert wanted <= named
    assert all(each.get("version") for each in sbom["components"])


def test_the_recipe_for_conda_asks_for_what_the_project_asks_for() -> None:
    recipe = yaml.safe_load((ENTRIES / "conda-forge" / "recipe.yaml").read_text(encoding="utf-8"))
    assert recipe["context"]["version"] == __version__
    assert f">={recipe['context']['python_min']}" == PROJECT["requires-python"]
    asked = {
        re.sub(r"^([\w.-]+) ?", r"\1", line.replace(" ", ""))
        for line in recipe["requirements"]["run"][1:]
    }
    wanted = [Requirement(each) for each in PROJECT["dependencies"]]
    assert {str(Requirement(each)) for each in asked} == {
        f"{each.name}{each.specifier}" for each in wanted
    }
    (command,) = recipe["build"]["python"]["entry_points"]
    name, _, target = command.partition(" = ")
    assert PROJECT["scripts"] == {name: target}


def test_the_entry_for_schemastore_has_the_shape_of_its_catalog() -> None:
    entry = json.loads((ENTRIES / "schemastore.json").read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "schemas" / "settings.schema.json").read_text(encoding="utf-8"))
    assert set(entry) == {"name", "description", "fileMatch", "url"}
    assert entry["url"] == schema["$id"]
    assert entry["fileMatch"] == ["claude-preflight.toml"]


def test_the_entry_for_megalinter_is_a_row_with_our_descriptor() -> None:
    row = (ENTRIES / "megalinter.md").read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"\|( [^|]+ \|){4}", row)
    (address,) = re.findall(r"\((https://[^)]+)\)", row)
    assert (ROOT / address.removeprefix(f"{RAW}/main/")).is_file()
    assert "/mega-linter-plugin-" in address


def test_a_release_is_trusted_attested_and_tried_on_each_python() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
    jobs = workflow["jobs"]
    tried = jobs["try"]["strategy"]["matrix"]["python"]
    assert tried == ["3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
    assert "3.15" in jobs["try"]["continue-on-error"]
    publish = jobs["publish"]
    assert publish["permissions"]["id-token"] == "write"
    assert publish["environment"] == "pypi"
    steps = [step for step in publish["steps"] if "uses" in step]
    (pypi,) = [step for step in steps if step["uses"].startswith("pypa/gh-action-pypi-publish@")]
    assert pypi["with"]["attestations"] is True
    assert "password" not in pypi["with"]
    attested = [step["with"] for step in steps if step["uses"].startswith("actions/attest@")]
    assert [each.get("sbom-path") for each in attested] == [None, "packages/sbom.cdx.json"]
