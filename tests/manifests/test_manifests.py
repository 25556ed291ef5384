"""What manifests and lock files say of packages, format by format."""

from __future__ import annotations

import pytest

from claude_preflight import manifests
from claude_preflight.knowledge.sdks import packages
from claude_preflight.manifests.ranges import range_of
from claude_preflight.pins import Range

POETRY = """\
[project]
name = "anthropic"
keywords = ["anthropic"]
dependencies = [
  "httpx",  # and not "anthropic"
  'anthropic[vertex]>=0.91.0,<1',
]
[tool.poetry.dependencies]
anthropic = { version = "^0.97", optional = true }
[tool.other]
anthropic = "1.2"
"""
POM = """\
<project><properties><a.version>2.1.0</a.version></properties><dependency>
<groupId>com.anthropic</groupId> <artifactId>anthropic-java</artifactId>
<version>${a.version}</version></dependency></project>
"""
CATALOG = """\
[versions]
anthropic = "2.1.0"
[libraries]
one = { module = "com.anthropic:anthropic-java", version.ref = "anthropic" }
two = { group = "com.anthropic", name = "anthropic-java", version = "2.1.0" }
three = "com.anthropic:anthropic-java:2.1.0"
four = { module = "com.anthropic:anthropic-java", version.ref = "other" }
"""
CARGO = """\
[package]
name = "rig-core"
version = "9.9.9"
[dependencies]
rig = { package = "rig-core", version = "0.10" }
rig-core = { workspace = true }
[dev-dependencies.rig-core]
version = "=0.11.1"
[target.'cfg(unix)'.dependencies]
rig-core = { version = "0.12", features = ["all"] }
"""
SDK = "@anthropic-ai/sdk"
GO = "github.com/anthropics/anthropic-sdk-go"
CASES = [
    ("requirements.txt", "anthropic==0.30.1\n", ["anthropic==0.30.1"]),
    ("requirements-dev.in", "  anthropic\r\n", ["anthropic"]),
    ("requirements.txt", "Anthropic[aws] >= 0.3 , <1; x>'3' # y", ["Anthropic[aws] >= 0.3 , <1"]),
    ("requirements.txt", "# anthropic==1\n-r x.txt\nanthropic-x==1\nanthropic @ git+x\n", []),
    (
        "pyproject.toml",
        POETRY,
        ["httpx", "anthropic[vertex]>=0.91.0,<1", "anthropic ^0.97"],
    ),
    (
        "setup.cfg",
        "[options]\ninstall_requires =\n  anthropic>=1\n[x]\n  anthropic\n",
        ["anthropic>=1"],
    ),
    ("Pipfile", '[packages]\nhttpx = {version = "<0.28"}\n', ["httpx <0.28"]),
    ("uv.lock", '[[package]]\nname = "anthropic"\nversion = "0.97.0"\n', ["anthropic==0.97.0"]),
    ("Pipfile.lock", '{"anthropic": {"index": "p", "version": "==0.9"}}', ["anthropic==0.9"]),
    ("package.json", f'{{"name": "{SDK}", "dependencies": {{"{SDK}": "^1.2"}}}}', [f"{SDK} ^1.2"]),
    ("package.json", f'{{"dependencies": {{"{SDK}": "workspace:*"}}}}', []),
    ("package-lock.json", f'"node_modules/{SDK}": {{\n"version": "0.5.1",', [f"{SDK} 0.5.1"]),
    ("yarn.lock", f'"{SDK}@^0.5":\n  version "0.5.1"\n', [f"{SDK} 0.5.1"]),
    ("yarn.lock", f'"{SDK}@npm:^0.5":\n  version: 0.5.1\n', [f"{SDK} 0.5.1"]),
    (
        "pnpm-lock.yaml",
        f"      '{SDK}':\n        specifier: ^0.5.0\n        version: 0.5.1(zod@3.2)\n",
        [f"{SDK} 0.5.1"],
    ),
    ("go.mod", f"require (\n\t{GO}/v2 v2.3.0 // x\n)\n", [f"{GO}/v2 v2.3.0"]),
    ("go.mod", f"require {GO} v1.9.0\nreplace {GO} => ../\n", []),
    ("go.mod", f"require {GO} v0.0.0-20250101120000-abcdef123456\n", []),
    ("pom.xml", POM, ["com.anthropic:anthropic-java:2.1.0"]),
    (
        "build.gradle.kts",
        'implementation("com.anthropic:anthropic-java:2.57.0")',
        ["com.anthropic:anthropic-java:2.57.0"],
    ),
    ("A.csproj", '<PackageReference Include="Anthropic" Version="12.1.0" />', ["Anthropic 12.1.0"]),
    (
        "Directory.Packages.props",
        "<PackageVersion Include='anthropic' Version='12.*' />",
        ["Anthropic 12.*"],
    ),
    (
        "build.gradle",
        "implementation group: 'com.anthropic', name: 'anthropic-java', version: '2.57.0'",
        ["com.anthropic:anthropic-java:2.57.0"],
    ),
    (
        "build.gradle.kts",
        'val sdk = "2.57.0"\nimplementation("com.anthropic:anthropic-java:$sdk")',
        ["com.anthropic:anthropic-java:2.57.0"],
    ),
    ("build.gradle.kts", 'implementation("com.anthropic:anthropic-java:$other")', []),
    ("libs.versions.toml", CATALOG, ["com.anthropic:anthropic-java:2.1.0"] * 3),
    (
        "gradle.lockfile",
        "com.anthropic:anthropic-java:2.1.0=compileClasspath\nempty=\n",
        ["com.anthropic:anthropic-java:2.1.0"],
    ),
    (
        "build.sbt",
        'val sdk = "2.1.0"\nlibraryDependencies ++= Seq("com.anthropic" % "anthropic-java" % sdk)',
        ["com.anthropic:anthropic-java:2.1.0"],
    ),
    (
        "A.fsproj",
        '<PackageReference Include="Anthropic">\n<Version>12.1.0</Version></PackageReference>',
        ["Anthropic 12.1.0"],
    ),
    (
        "A.csproj",
        '<PackageReference PrivateAssets="all" Version="[12.1,13)" Include="Anthropic" />',
        ["Anthropic [12.1,13)"],
    ),
    ("A.csproj", '<PackageReference Include="Anthropic" />', []),
    (
        "packages.lock.json",
        '{"Anthropic": {"type": "Direct", "requested": "[12.1, )", "resolved": "12.1.0"}}',
        ["Anthropic 12.1.0"],
    ),
    ("bun.lock", f' "{SDK}": ["{SDK}@0.5.1", "", {{}}, "x"],\n', [f"{SDK} 0.5.1"]),
    ("constraints.txt", "anthropic<1\n", ["anthropic<1"]),
    ("setup.py", "setup(install_requires=[\n  'anthropic>=0.3',\n  'x'])", ["anthropic>=0.3"]),
    ("pylock.toml", '[[packages]]\nname = "anthropic"\nversion = "1.2"\n', ["anthropic==1.2"]),
    ("Cargo.toml", CARGO, ["rig-core 0.10", "rig-core =0.11.1", "rig-core 0.12"]),
    ("Cargo.lock", '[[package]]\nname = "rig-core"\nversion = "0.10.1"\n', ["rig-core 0.10.1"]),
    ("Gemfile", 'gem "anthropic", "~> 1.2", ">= 1.2.3"\n', ["anthropic ~> 1.2, >= 1.2.3"]),
    ("Gemfile", 'gem "anthropic", path: "../sdk"\n', []),
    ("Gemfile.lock", "  specs:\n    anthropic (1.2.3)\n", ["anthropic 1.2.3"]),
    ("composer.json", '{"require": {"anthropic-ai/sdk": "^0.4"}}', ["anthropic-ai/sdk ^0.4"]),
    (
        "composer.lock",
        '{"name": "anthropic-ai/sdk", "version": "0.4.1"}',
        ["anthropic-ai/sdk 0.4.1"],
    ),
]


@pytest.mark.parametrize(("path", "text", "pins"), CASES)
def test_what_a_manifest_says_of_the_packages_that_matter(
    path: str, text: str, pins: list[str]
) -> None:
    found = manifests.read(f"some/folder/{path}", text.encode(), packages())

    assert [pin.text for pin in found] == pins
    for pin in found:
        version = text.encode()[slice(*pin.bounds)].decode()
        assert version.strip("=") in pin.text or '"' in version
        assert pin.is_locked is manifests.is_lock(path)


def test_places_are_places_in_the_bytes() -> None:
    data = "# für\nanthropic==0.30.1\n".encode()
    (pin,) = manifests.read("requirements.txt", data, packages())

    assert data[slice(*pin.span)] == b"anthropic==0.30.1"
    assert data[slice(*pin.bounds)] == b"==0.30.1"


@pytest.mark.parametrize("path", ["a.py", "requirements.md", "package.json5", "lock", "x.lock"])
def test_other_files_are_no_manifests(path: str) -> None:
    assert not manifests.is_manifest(path)
    assert not manifests.read(path, b"anthropic==0.30.1\n", packages())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Range()),
        ("*", Range()),
        ("latest", Range()),
        ("==1.2.0", Range((1, 2), (1, 2), closed=True)),
        ("1.2.3", Range((1, 2, 3), (1, 2, 3), closed=True)),
        ("==1.*", Range((1,), (2,))),
        (">=0.91.0", Range((0, 91))),
        (">=0.91,<1", Range((0, 91), (1,))),
        (">=1 <=2.5", Range((1,), (2, 5), closed=True)),
        ("~=1.4", Range((1, 4), (2,))),
        ("~=1.4.2", Range((1, 4, 2), (1, 5))),
        ("~> 1.2.3", Range((1, 2, 3), (1, 3))),
        ("~1.2", Range((1, 2), (1, 3))),
        ("~1", Range((1,), (2,))),
        ("^1.2.3", Range((1, 2, 3), (2,))),
        ("^0.2.3", Range((0, 2, 3), (0, 3))),
        ("^0.0.3", Range((0, 0, 3), (0, 0, 4))),
        ("^0", Range((), (1,))),
        ("!=1.3,>=1", Range((1,))),
        ("^1 || ^2", None),
        ("1.0 - 2.0", None),
        ("workspace:*", None),
        ("git+https://example.org/x.git#v1", None),
        ("file:../sdk", None),
    ],
)
def test_a_range_of_versions(text: str, expected: Range | None) -> None:
    assert range_of(text) == expected


def test_a_tilde_is_wider_in_composer() -> None:
    assert range_of("~1.2", short_tilde=True) == Range((1, 2), (2,))
