"""What is known of requests in HTTP: the data is as its schema says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from claude_preflight.knowledge import data
from claude_preflight.knowledge.http_api import HttpApi

ROOT = Path(__file__).parents[2]
API = HttpApi.load()


def test_the_data_is_as_its_schema_says() -> None:
    schema = json.loads((ROOT / "schemas" / "http-api.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data.load("http_api.json"))


def test_versions_stand_in_their_order_and_the_recommended_one_is_one_of_them() -> None:
    assert list(API.versions) == sorted(API.versions)
    assert API.recommended_version in API.versions


def test_only_a_version_that_an_older_list_would_have_is_invented() -> None:
    assert API.is_invented("2024-10-22")
    assert not API.is_invented("2023-06-01")
    assert not API.is_invented("2027-01-01")
