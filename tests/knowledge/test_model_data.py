"""The data files: they are as their schemas say, and every fact has a source that exists."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from claude_preflight.knowledge import data
from refresh.knowledge import slugs

SCHEMAS = Path(__file__).parents[2] / "schemas"
FILES = {
    "models.json": "models.schema.json",
    "parameters.json": "parameters.schema.json",
    "parameter_names.json": "parameter-names.schema.json",
    "platform_ids.json": "platform-ids.schema.json",
    "sdk_constants.json": "sdk-constants.schema.json",
    "sdks.json": "sdks.schema.json",
    "surroundings.json": "surroundings.schema.json",
}


@pytest.mark.parametrize(("name", "schema"), FILES.items())
def test_a_data_file_is_as_its_schema_says(name: str, schema: str) -> None:
    rules = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator.check_schema(rules)
    checker = jsonschema.Draft202012Validator(
        rules, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in checker.iter_errors(data.load(name))] == []


@pytest.mark.parametrize(
    "name", ["models.json", "parameters.json", "sdks.json", "surroundings.json"]
)
def test_every_source_that_is_named_is_in_the_table(name: str) -> None:
    content = data.load(name)

    named = set(slugs({key: value for key, value in content.items() if key != "sources"}))

    assert named
    assert named <= set(content["sources"])


def test_the_sources_of_platform_ids_are_those_of_the_models() -> None:
    lists = data.load("platform_ids.json")["platforms"].values()

    named = {slug for ids in lists for each in ids.values() for slug in each}

    assert named <= set(data.load("models.json")["sources"])


def test_no_source_is_there_for_nothing() -> None:
    content = data.load("models.json")
    lists = data.load("platform_ids.json")["platforms"].values()
    named = {slug for ids in lists for each in ids.values() for slug in each}

    named.update(slugs({key: value for key, value in content.items() if key != "sources"}))

    assert set(content["sources"]) == named


def test_the_platform_ids_are_those_of_the_models() -> None:
    """They are kept in two files only so that a start need not read who lists them."""
    by_model: dict[str, set[str]] = {}
    for model in data.load("models.json")["models"].values():
        for platform, ids in model["platforms"].items():
            by_model.setdefault(platform, set()).update(ids)

    sourced = data.load("platform_ids.json")["platforms"]

    assert by_model == {platform: set(ids) for platform, ids in sourced.items()}
    # The refresh adds ids and takes none away.
    assert sum(map(len, sourced.values())) >= 498


def test_the_data_is_complete() -> None:
    models = data.load("models.json")["models"]

    # The refresh adds models and names, and takes none away.
    assert len(models) >= 40
    assert sum(len(model["aliases"]) for model in models.values()) >= 97
    assert len(data.load("parameters.json")["rules"]) == 94


def test_a_model_that_is_named_by_another_is_known() -> None:
    models = data.load("models.json")["models"]
    names = set(models) | {alias["id"] for model in models.values() for alias in model["aliases"]}

    for model in models.values():
        for fact in ("replacement", "suggested_upgrade"):
            assert {stated["value"] for stated in model.get(fact, ())} <= names
    for rule in data.load("parameters.json")["rules"]:
        assert rule["models"] == "all" or set(rule["models"]) <= set(models)


def test_the_registry_needs_no_schema_and_no_file_that_it_does_not_use() -> None:
    script = """
import sys
from claude_preflight.knowledge import data
from claude_preflight.knowledge.models import ModelRegistry
read = []
load = data.load
data.load = lambda name: read.append(name) or load(name)
ModelRegistry.load().find("claude-3-opus-20240229")
print(*read, *sorted({"jsonschema", "difflib"} & set(sys.modules)))
"""
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(Path(data.__file__).parents[2])},
    )

    assert set(run.stdout.split()) == {"models.json"}
