"""Constants of the vendor's SDKs, and of the community's, that stand for models which are gone."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.findings import Role, Severity
from claude_preflight.knowledge import data, sdk_constants
from claude_preflight.knowledge.models import ModelRegistry

JAVA = "import com.anthropic.models.messages.Model;\n"
GO = 'package main\n\nimport "github.com/anthropics/anthropic-sdk-go"\n\n'
# Each file uses one constant for a model that is gone; then the one to use, and since when.
GONE = {
    "go": (
        "main.go",
        GO + "var model = anthropic.ModelClaudeSonnet4_20250514\n",
        ("ModelClaudeSonnet4_20250514", "ModelClaudeSonnet4_6", "anthropic-sdk-go 1.23.0"),
    ),
    "java": (
        "Main.java",
        JAVA + "class Main { Model model = Model.CLAUDE_3_OPUS_LATEST; }\n",
        ("CLAUDE_3_OPUS_LATEST", "CLAUDE_OPUS_4_8", "anthropic-java 2.35.0"),
    ),
    "kotlin": (
        "Main.kt",
        JAVA + "val model = Model.CLAUDE_3_5_HAIKU_LATEST\n",
        ("CLAUDE_3_5_HAIKU_LATEST", "CLAUDE_HAIKU_4_5", "anthropic-java 2.9.0"),
    ),
    "csharp": (
        "Program.cs",
        "using Anthropic.Models.Messages;\n\nvar model = Model.ClaudeSonnet4_20250514;\n",
        ("ClaudeSonnet4_20250514", "ClaudeSonnet4_6", "Anthropic for C# 12.6.0"),
    ),
    "php": (
        "ask.php",
        "<?php\nuse Anthropic\\Messages\\Model;\n\n$model = Model::CLAUDE_OPUS_4_20250514;\n",
        ("CLAUDE_OPUS_4_20250514", "CLAUDE_OPUS_4_8", "anthropic-ai/sdk for PHP 0.25.0"),
    ),
    "ruby": (
        "ask.rb",
        "MODEL = Anthropic::Models::Model::CLAUDE_3_7_SONNET_LATEST\n",
        ("CLAUDE_3_7_SONNET_LATEST", "CLAUDE_SONNET_4_6", "anthropic for Ruby 1.20.0"),
    ),
    "langchain4j": (
        "Main.java",
        (
            "import dev.langchain4j.model.anthropic.AnthropicChatModelName;\n"
            "class A { Object m = AnthropicChatModelName.CLAUDE_3_5_SONNET_20241022; }\n"
        ),
        (
            "CLAUDE_3_5_SONNET_20241022",
            "CLAUDE_SONNET_4_6",
            "langchain4j-anthropic for Java 1.11.4",
        ),
    ),
    "anthropic-sdk-net": (
        "Program.cs",
        "using Anthropic.SDK.Constants;\n\nvar model = AnthropicModels.Claude35Sonnet;\n",
        ("Claude35Sonnet", "Claude46Sonnet", "Anthropic.SDK for .NET 5.10.0"),
    ),
    "rig": (
        "main.rs",
        "use rig::providers::anthropic;\n\nconst MODEL: &str = anthropic::CLAUDE_3_5_SONNET;\n",
        ("CLAUDE_3_5_SONNET", "CLAUDE_SONNET_4_6", "rig-core 0.35.0"),
    ),
}


# Those of libraries that have no constant for what takes the place of a model.
WITHOUT = {
    "spring-ai": (
        "Main.java",
        (
            "import org.springframework.ai.anthropic.api.AnthropicApi;\n"
            "class A { Object m = AnthropicApi.ChatModel.CLAUDE_3_OPUS; }\n"
        ),
        "CLAUDE_3_OPUS",
    ),
    "swift-anthropic": (
        "App.swift",
        "import SwiftAnthropic\n\nlet ask = MessageParameter(model: .claude3Opus)\n",
        "claude3Opus",
    ),
}


# A constant of Sonnet 4.5 in each language; then the one to use, which no version is known for.
RETIRING = {
    "go": (
        "main.go",
        GO + "var model = anthropic.ModelClaudeSonnet4_5\n",
        ("ModelClaudeSonnet4_5", "ModelClaudeSonnet5_5", "anthropic-sdk-go"),
    ),
    "java": (
        "Main.java",
        JAVA + "class Main { Model model = Model.CLAUDE_SONNET_4_5; }\n",
        ("CLAUDE_SONNET_4_5", "CLAUDE_SONNET_5_5", "anthropic-java"),
    ),
    "csharp": (
        "Program.cs",
        "using Anthropic.Models.Messages;\n\nvar model = Model.ClaudeSonnet4_5_20250929;\n",
        ("ClaudeSonnet4_5_20250929", "ClaudeSonnet5_5", "Anthropic for C#"),
    ),
    "php": (
        "ask.php",
        "<?php\nuse Anthropic\\Messages\\Model;\n\n$model = Model::CLAUDE_SONNET_4_5_20250929;\n",
        ("CLAUDE_SONNET_4_5_20250929", "CLAUDE_SONNET_5_5", "anthropic-ai/sdk for PHP"),
    ),
    "ruby": (
        "ask.rb",
        "MODEL = Anthropic::Models::Model::CLAUDE_SONNET_4_5\n",
        ("CLAUDE_SONNET_4_5", "CLAUDE_SONNET_5_5", "anthropic for Ruby"),
    ),
}


@pytest.mark.parametrize(("path", "text", "expected"), RETIRING.values(), ids=list(RETIRING))
@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2026, 11, 30)])
def test_a_constant_that_is_named_without_a_version_is_a_fix_too(
    path: str, text: str, expected: tuple[str, str, str], day: date
) -> None:
    old, new, sdk = expected
    found = finding(text, path, today=day)

    assert found.rule == ("retired-model" if day.day == 30 else "retiring-model")
    assert f"use `{new}`" in found.message
    (fix,) = found.fixes
    assert fix.title == f"Replace with {new} (needs a version of {sdk} that has it)"
    assert not fix.safe
    (edit,) = fix.edits
    assert (text.encode()[edit.span.start : edit.span.end].decode(), edit.text) == (old, new)


def test_a_constant_of_a_platform_is_not_replaced_by_one_of_another() -> None:
    text = (
        "<?php\nuse Anthropic\\Messages\\Model;\n\n"
        "$model = Model::BEDROCK_CLAUDE_SONNET_4_5_20250929;\n"
    )
    found = finding(text, "ask.php", today=date(2026, 11, 26))

    assert found.rule == "retiring-model"
    assert not found.fixes


@pytest.mark.parametrize(("path", "text", "expected"), GONE.values(), ids=list(GONE))
def test_a_constant_is_replaced_by_one_of_the_same_sdk(
    path: str, text: str, expected: tuple[str, str, str]
) -> None:
    found = finding(text, path)

    old, new, needs = expected
    assert (found.rule, found.severity, found.role) == ("retired-model", Severity.ERROR, Role.USE)
    assert f"`{old}` (`claude-" in found.message
    assert f"use `{new}`" in found.message
    (fix,) = found.fixes
    assert fix.title == f"Replace with {new} (needs {needs} or newer)"
    assert not fix.safe  # the version in use may not have it
    (edit,) = fix.edits
    assert text.encode()[edit.span.start : edit.span.end].decode() == old
    assert edit.text == new


@pytest.mark.parametrize(("path", "text", "old"), WITHOUT.values(), ids=list(WITHOUT))
def test_a_constant_without_a_successor_is_found(path: str, text: str, old: str) -> None:
    found = finding(text, path)

    assert (found.rule, found.severity, found.role) == ("retired-model", Severity.ERROR, Role.USE)
    assert f"`{old}` (`claude-3-opus" in found.message
    assert not found.fixes


def test_a_request_by_a_constant_moves_as_a_whole() -> None:
    text = JAVA + (
        "class Main {\n"
        "    Object params = MessageCreateParams.builder()\n"
        "        .model(Model.CLAUDE_3_OPUS_20240229)\n"
        "        .temperature(0.5)\n"
        "        .maxTokens(4096)\n"
        "        .build();\n"
        "}\n"
    )
    (fix,) = finding(text, "Main.java").fixes

    assert fix.title.startswith("Migrate this request to CLAUDE_OPUS_4_8 (drops temperature, needs")
    texts = {text.encode()[e.span.start : e.span.end].decode(): e.text for e in fix.edits}
    assert texts == {
        "CLAUDE_3_OPUS_20240229": "CLAUDE_OPUS_4_8",
        "\n        .temperature(0.5)": "",
    }


QUIET = {
    "an active model": ("Main.java", JAVA + "class A { Model m = Model.CLAUDE_OPUS_4_8; }"),
    "another Model": ("Main.java", "class A { Model m = Model.CLAUDE_3_OPUS_LATEST; }"),
    "a name of one's own": ("Main.java", JAVA + "class A { int CLAUDE_3_OPUS_LATEST = 1; }"),
    "an import": (
        "Main.java",
        "import static com.anthropic.models.messages.Model.CLAUDE_3_OPUS_LATEST;\nclass A {}",
    ),
    "a comment": ("Main.java", JAVA + "// Model.CLAUDE_3_OPUS_LATEST\nclass A {}"),
    "a string": ("Main.java", JAVA + 'class A { String s = "Model.CLAUDE_3_OPUS_LATEST"; }'),
    "a library of another language": (
        "ask.cpp",
        "auto model = Anthropic::Model::CLAUDE_OPUS_4_1;\n",
    ),
    "a member that looks alike": ("App.swift", "let ask = Ask(model: .claude3Opus)\n"),
    "an unknown constant": ("main.go", GO + "var model = anthropic.ModelClaudeOpus9_9\n"),
}


@pytest.mark.parametrize(("path", "text"), QUIET.values(), ids=list(QUIET))
def test_other_names_are_left_alone(path: str, text: str) -> None:
    assert not findings(text, path)


def test_every_constant_stands_for_a_model_that_is_known() -> None:
    registry = ModelRegistry.load()
    for sdk in data.load("sdk_constants.json")["sdks"].values():
        for name, row in sdk["constants"].items():
            found = sdk_constants.find(name, sdk["module"].encode(), sdk["languages"][0])
            assert found
            assert found.model_id == row["id"]
            assert registry.find(row["id"]), row["id"]
