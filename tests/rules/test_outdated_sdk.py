"""outdated-sdk, and what else depends on the pinned version of an SDK."""

from __future__ import annotations

from datetime import date

import pytest

from claude_preflight import manifests
from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.edits import apply_fixes
from claude_preflight.findings import Finding, Severity
from claude_preflight.knowledge.sdks import packages
from claude_preflight.pins import Passed, Pins
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

TODAY = date(2026, 11, 26)
CALL = "anthropic.Anthropic().messages.create"
PYTHON = f'import anthropic\n{CALL}(model="claude-haiku-4-5", max_tokens=9, {{}}, messages=m)\n'
WARM = PYTHON.format("temperature=0.2")
SCRIPT = """\
import Anthropic from "@anthropic-ai/sdk";
const c = new Anthropic();
await c.messages.create({ model: "claude-haiku-4-5", max_tokens: 9, temperature: 0.3 });
"""
GO = """\
package a

import "github.com/anthropics/anthropic-sdk-go"

var p = anthropic.MessageNewParams{Model: anthropic.%s, MaxTokens: 9}
"""
GO_MOD = "require github.com/anthropics/anthropic-sdk-go {}\n"


def found(
    path: str, text: str, *files: tuple[str, str], passed: tuple[Passed, ...] = ()
) -> list[Finding]:
    """What the rule finds in a text that stands beside some manifests."""
    read = (manifests.read(name, each.encode(), packages()) for name, each in files)
    pins = Pins(tuple(pin for each in read for pin in each), passed)
    every = analyze(Document.of(text, path), Settings(), TODAY, pins)
    return [finding for finding in every if finding.rule == "outdated-sdk"]


@pytest.mark.parametrize(
    ("manifest", "shown"),
    [
        (("Cargo.toml", '[dependencies]\nrig-core = "0.20"\n'), "`rig-core 0.20` (Cargo.toml)"),
        (
            ("Cargo.lock", '[[package]]\nname = "rig-core"\nversion = "0.36.0"\n'),
            "`rig-core 0.36.0` (Cargo.lock)",
        ),
    ],
)
def test_a_library_of_others_lacks_a_constant(manifest: tuple[str, str], shown: str) -> None:
    code = "use rig::providers::anthropic;\n\nlet a = client.agent(anthropic::CLAUDE_OPUS_4_8);\n"

    (finding,) = found("main.rs", code, manifest)

    assert finding.message == f"Raise {shown} to 0.38.2, the first that has `CLAUDE_OPUS_4_8`."


@pytest.mark.parametrize(
    "pin", ["anthropic", "anthropic>=0.91.0", "anthropic>0.91,<3", "anthropic!=1"]
)
def test_a_pin_is_open_to_versions_that_refuse_what_is_passed(pin: str) -> None:
    (finding,) = found("a.py", WARM, ("requirements.txt", pin))

    assert finding.severity is Severity.INFORMATION
    assert finding.text == "temperature=0.2"
    assert finding.message == (
        f"Bound `{pin}` (requirements.txt) below 1.0.0, or drop `temperature`: "
        "the next install may take the Python SDK 1.0.0, which refuses it."
    )


@pytest.mark.parametrize(
    ("text", "files"),
    [
        (WARM, []),
        (WARM, [("requirements.txt", "anthropic>=0.91,<1")]),
        (WARM, [("requirements.txt", "anthropic~=0.91")]),
        (
            WARM,
            [
                ("requirements.txt", "anthropic>=0.91"),
                ("uv.lock", '[[package]]\nname = "anthropic"\nversion = "0.97.0"\n'),
            ],
        ),
        (WARM, [("Gemfile", 'gem "anthropic"\n')]),
        (
            PYTHON.format("top_p=0.1").replace("import anthropic", "import x"),
            [("requirements.txt", "anthropic")],
        ),
        (PYTHON.format("stop_sequences=[]"), [("requirements.txt", "anthropic")]),
        (WARM.replace(".messages.", ".things."), [("requirements.txt", "anthropic")]),
        (WARM.replace("claude-haiku-4-5", "claude-opus-4-8"), [("requirements.txt", "anthropic")]),
        (WARM.replace("claude-haiku-4-5", "claude-2.1"), [("requirements.txt", "anthropic")]),
        (f'"""\n{WARM}"""\n', [("requirements.txt", "anthropic")]),
    ],
    ids=[
        "no pin",
        "bounded",
        "compatible",
        "locked",
        "another language",
        "no SDK",
        "taken",
        "no request",
        "refused by the model",
        "retired",
        "prose",
    ],
)
def test_nothing_is_said_where_nothing_is_known_to_fail(
    text: str, files: list[tuple[str, str]]
) -> None:
    assert not found("a.py", text, *files)


def test_what_the_api_refuses_by_the_version_that_an_sdk_sends() -> None:
    (finding,) = found("a.ts", SCRIPT, ("package.json", '"@anthropic-ai/sdk": ">=0.50"'))

    assert "below 1.0.0" in finding.message
    assert not found("a.ts", SCRIPT, ("package.json", '"@anthropic-ai/sdk": "^0.50.0"'))
    named = SCRIPT.replace("Anthropic()", 'Anthropic({defaultHeaders: {"anthropic-version": v}})')
    assert not found("a.ts", named, ("package.json", '"@anthropic-ai/sdk": ">=0.50"'))


@pytest.mark.parametrize(
    ("call", "pin", "since"),
    [
        ("messages.create", "anthropic==0.30.1", "0.47.0"),
        ("messages.stream", "anthropic<0.47", "0.47.0"),
        ("beta.messages.create", "anthropic~=0.46.0", "0.47.0"),
    ],
)
def test_a_parameter_that_the_pinned_sdk_lacks(call: str, pin: str, since: str) -> None:
    text = PYTHON.format('thinking={"type": "adaptive"}').replace("messages.create", call)
    (finding,) = found("a.py", text, ("requirements.txt", pin))

    assert finding.severity is Severity.WARNING
    assert finding.message.startswith(
        f"Raise `{pin}` (requirements.txt) to {since}, the first that takes `thinking`"
    )


@pytest.mark.parametrize("pin", ["anthropic==0.47.0", "anthropic>=0.30,<1", "anthropic<=0.47"])
def test_a_pin_that_allows_what_has_the_parameter(pin: str) -> None:
    text = PYTHON.format('thinking={"type": "adaptive"}')
    assert not found("a.py", text, ("requirements.txt", pin))


def test_a_parameter_of_the_beta_methods_came_earlier() -> None:
    text = PYTHON.format("container='x'")
    pin = ("requirements.txt", "anthropic==0.60.0")
    assert found("a.py", text, pin)
    assert not found("a.py", text.replace("messages.create", "beta.messages.create"), pin)


@pytest.mark.parametrize(
    ("path", "text", "manifest"),
    [
        ("a.py", WARM, ("requirements.txt", "anthropic>=1.0")),
        ("a.py", WARM, ("uv.lock", '[[package]]\nname = "anthropic"\nversion = "2.14.0"\n')),
        ("a.ts", SCRIPT, ("package.json", '"@anthropic-ai/sdk": "^1.2.0"')),
    ],
)
def test_what_the_pinned_sdk_refuses_is_unsupported(
    path: str, text: str, manifest: tuple[str, str]
) -> None:
    pins = Pins(manifests.read(manifest[0], manifest[1].encode(), packages()))
    (finding,) = analyze(Document.of(text, path), Settings(), TODAY, pins)

    assert (finding.rule, finding.severity) == ("unsupported-parameter", Severity.ERROR)


def test_a_constant_that_the_pinned_sdk_lacks() -> None:
    (finding,) = found("a.go", GO % "ModelClaudeOpus4_8", ("go.mod", GO_MOD.format("v1.20.0")))

    assert finding.severity is Severity.WARNING
    assert finding.message == (
        "Raise `github.com/anthropics/anthropic-sdk-go v1.20.0` (go.mod) to 1.46.0, "
        "the first that has `ModelClaudeOpus4_8`."
    )
    assert not found("a.go", GO % "ModelClaudeOpus4_8", ("go.mod", GO_MOD.format("v1.46.0")))
    assert not found(
        "a.go", GO % "ModelClaudeOpus4_1_20250805", ("go.mod", GO_MOD.format("v1.2.0"))
    )


@pytest.mark.parametrize(
    ("version", "is_safe"), [("v1.46.0", True), ("v1.45.0", False), ("", False)]
)
def test_a_fix_to_a_constant_is_safe_where_the_pin_is_new_enough(
    version: str, is_safe: bool
) -> None:
    text = GO % "ModelClaudeOpus4_1_20250805"
    read = manifests.read("go.mod", GO_MOD.format(version).encode(), packages())
    (finding,) = analyze(Document.of(text, "a.go"), Settings(), TODAY, Pins(read))

    (fix,) = finding.fixes
    assert fix.safe is is_safe
    assert ("needs" in fix.title) is not is_safe


def test_pins_that_do_not_work_together() -> None:
    text = "anthropic==0.30.1\nhttpx==0.28.0\n"
    (finding,) = found("requirements.txt", text)

    assert finding.severity is Severity.WARNING
    assert finding.text == "anthropic==0.30.1"
    assert finding.message == (
        "Raise `anthropic==0.30.1` to 0.40.0, or hold httpx below 0.28.0: with `httpx==0.28.0` "
        "it fails with TypeError: unexpected keyword argument 'proxies'."
    )
    fixed, _ = apply_fixes(Document.of(text).text, finding.fixes)
    assert fixed == b"anthropic==0.40.0\nhttpx==0.28.0\n"
    assert not finding.safe_fix
    assert not found("requirements.txt", fixed.decode())


@pytest.mark.parametrize(
    ("text", "files", "severity"),
    [
        ("anthropic==0.30.1\n", [], Severity.INFORMATION),
        ("anthropic==0.30.1\nhttpx>=0.25\n", [], Severity.INFORMATION),
        ("anthropic<0.40\nhttpx~=0.28.0\n", [], Severity.WARNING),
        (
            "anthropic==0.30.1\n",
            [("constraints-requirements.txt", "httpx==0.28.1")],
            Severity.WARNING,
        ),
        ("anthropic==0.30.1\nhttpx==0.27.2\n", [], None),
        ("anthropic==0.30.1\nhttpx<0.28\n", [], None),
        ("anthropic==0.40.0\nhttpx==0.28.0\n", [], None),
        ("anthropic>=0.30\nhttpx==0.28.0\n", [], None),
        ("anthropic==0.30.1\nhttpx==0.27.2\n", [("requirements.txt", "httpx==0.28.0")], None),
        ("anthropic==0.30.1  # claude-preflight: ignore[outdated-sdk]\n", [], None),
    ],
)
def test_how_surely_pins_do_not_work_together(
    text: str, files: list[tuple[str, str]], severity: Severity | None
) -> None:
    assert [each.severity for each in found("requirements.txt", text, *files)] == [severity] * (
        severity is not None
    )


@pytest.mark.parametrize(
    ("path", "text", "fixed"),
    [
        ("requirements.txt", "anthropic>=0.91.0\n", "anthropic>=0.91.0,<1\n"),
        ("requirements.txt", "anthropic\n", "anthropic<1\n"),
        (
            "pyproject.toml",
            '[tool.poetry.dependencies]\nanthropic = "*"\n',
            '[tool.poetry.dependencies]\nanthropic = "<1"\n',
        ),
    ],
)
def test_a_manifest_that_is_open_to_what_refuses_what_the_code_passes(
    path: str, text: str, fixed: str
) -> None:
    passed = Passed("pypi/anthropic", "temperature", "1.0.0", "judge.py", 2)
    (finding,) = found(path, text, passed=(passed,))

    assert finding.severity is Severity.INFORMATION
    assert finding.message.endswith(
        "below 1.0.0: from there on the SDK refuses `temperature`, which judge.py:2 passes, "
        "and the next install may bring it."
    )
    assert apply_fixes(Document.of(text).text, finding.fixes)[0] == fixed.encode()
    assert not found(path, fixed, passed=(passed,))


def test_an_open_manifest_is_no_finding_by_itself() -> None:
    assert not found("requirements.txt", "anthropic>=0.91.0\n")
