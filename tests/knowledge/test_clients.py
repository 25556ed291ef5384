"""The client libraries: the data is as its schema says, and imports tell which are used."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from claude_preflight.knowledge import data
from claude_preflight.knowledge.clients import imported, libraries
from claude_preflight.syntax.languages import LANGUAGES

ROOT = Path(__file__).parents[2]
CONTENT = data.load("clients.json")

IMPORTS = {
    "import anthropic": {"anthropic-python"},
    "from anthropic import Anthropic": {"anthropic-python"},
    "import os, anthropic": {"anthropic-python"},
    "    import anthropic  # late": {"anthropic-python"},
    "from anthropic.types import Message": {"anthropic-python"},
    "import anthropic_bedrock": set(),
    "# import of anthropic is elsewhere": set(),
    "from langchain_anthropic import ChatAnthropic": {"langchain-python"},
    "from llama_index.llms.anthropic import Anthropic": {"llama-index"},
    'import Anthropic from "@anthropic-ai/sdk";': {"anthropic-typescript"},
    "const { Anthropic } = require('@anthropic-ai/sdk/index.mjs')": {"anthropic-typescript"},
    'import { generateText } from "ai";': {"ai-sdk"},
    'import x from "aims";': set(),
    'import "github.com/anthropics/anthropic-sdk-go/option"': {"anthropic-go"},
    "import com.anthropic.models.messages.Model;": {"anthropic-java"},
    "using Anthropic.Models.Messages;": {"anthropic-csharp"},
    "using Anthropic.SDK;": set(),
    'require "anthropic"': {"anthropic-ruby"},
    "use Anthropic\\Client;": {"anthropic-php"},
    "import boto3": {"boto3"},
    "import litellm": {"litellm"},
    "from openai import OpenAI": {"openai-python"},
}


def test_the_data_is_as_its_schema_says() -> None:
    schema = json.loads((ROOT / "schemas" / "clients.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(CONTENT)


def test_each_library_names_sources_and_languages_that_there_are() -> None:
    languages = {language.id for language in LANGUAGES}
    for slug, row in CONTENT["libraries"].items():
        assert set(row["sources"]) <= CONTENT["sources"].keys(), slug
        assert set(row["languages"]) <= languages, slug


@pytest.mark.parametrize("line", IMPORTS)
def test_an_import_tells_the_library(line: str) -> None:
    text = f"x = 1\n{line}\n".encode()
    assert {each.id for each in libraries().values() if each.is_imported(text)} == IMPORTS[line]
    for slug in IMPORTS[line]:
        assert all(slug in imported(text, each) for each in libraries()[slug].languages)


def test_what_is_called_tells_whether_a_library_sends() -> None:
    sdk = libraries()["anthropic-python"]
    assert sdk.sends("client.beta.messages.create")
    assert not sdk.sends("client.chat.completions.create")
