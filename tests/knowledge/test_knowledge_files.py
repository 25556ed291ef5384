"""Files of newer facts, laid over the packaged data."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from claude_preflight.knowledge.models import ModelRegistry, Status
from claude_preflight.settings import KnowledgeFile

ROOT = Path(__file__).parents[2]
PACKAGED = ROOT / "server" / "claude_preflight" / "knowledge" / "models.json"
SCHEMA = json.loads((ROOT / "schemas" / "knowledge.schema.json").read_bytes())
DOCUMENTED = json.loads(
    re.findall(r"```json\n(.*?)```", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.DOTALL)[
        0
    ]
)
HAIKU = "claude-haiku-4-5-20251001"
TODAY = date(2026, 12, 2)


def registry(content: Any) -> ModelRegistry:
    text = content if isinstance(content, str) else json.dumps(content)
    return ModelRegistry.load(knowledge=KnowledgeFile("/x/team.json", text))


def cited(model: str, content: Any) -> tuple[str, ...]:
    """Who states the day of the end of a model."""
    known = registry(content)
    model_id = known.find(model)
    assert model_id
    return tuple(each.source for each in known.lifecycle(model_id, TODAY).sources)


def test_the_documented_file() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(DOCUMENTED)
    known = registry(DOCUMENTED)

    haiku = known.find(HAIKU)
    assert haiku
    lifecycle = known.lifecycle(haiku, TODAY)
    assert (lifecycle.status, lifecycle.date) == (Status.DEPRECATED, date(2027, 3, 1))
    replacement = known.replacement(haiku, TODAY)
    assert replacement
    assert replacement.text == "claude-haiku-5-5"
    assert replacement.source == "knowledge file team.json, 2026-12-01"
    new = known.find("us.anthropic.claude-sonnet-6")
    assert new
    assert (new.model, new.platform) == ("claude-sonnet-6", "bedrock")


def test_what_the_file_changes_names_it_and_nothing_else_does() -> None:
    file = {"as_of": "2026-12-01", "models": {HAIKU: {"retires_on": "2027-03-01"}}}
    assert cited(HAIKU, file) == ("knowledge file team.json, 2026-12-01",)
    assert not any("team.json" in each for each in cited("claude-3-haiku-20240307", file))


def test_sources_of_the_file_stand_beside_it() -> None:
    entry = {"value": "2027-03-01", "sources": ["docs-x"]}
    file = {
        "as_of": "2026-12-01",
        "sources": {"docs-x": {"label": "vendor docs", "title": "docs:x", "date": "2026-11-30"}},
        "models": {HAIKU: {"retires_on": [entry]}},
    }
    jsonschema.Draft202012Validator(SCHEMA).validate(file)
    assert cited(HAIKU, file) == (
        "knowledge file team.json, 2026-12-01",
        "vendor docs in team.json, 2026-11-30",
    )


def test_a_models_file_of_another_version_is_laid_over_as_it_is() -> None:
    packaged = json.loads(PACKAGED.read_bytes())
    jsonschema.Draft202012Validator(SCHEMA).validate(packaged)
    same, plain = registry(packaged), ModelRegistry.load()
    for model in plain.models():
        model_id = plain.find(model.id)
        assert model_id
        assert same.lifecycle(model_id, TODAY) == plain.lifecycle(model_id, TODAY)
        assert same.replacement(model_id, TODAY) == plain.replacement(model_id, TODAY)

    packaged["as_of"] = "2026-12-01"
    packaged["models"][HAIKU]["retires_on"] = [{"value": "2027-03-01", "sources": ["article"]}]
    assert cited(HAIKU, packaged)[0] == "knowledge file team.json, 2026-12-01"


def test_settings_go_before_the_file() -> None:
    file = KnowledgeFile("team.json", json.dumps(DOCUMENTED))
    known = ModelRegistry.load(None, {HAIKU: "claude-sonnet-5-5"}, file)
    haiku = known.find(HAIKU)
    assert haiku
    replacement = known.replacement(haiku, TODAY)
    assert replacement
    assert replacement.text == "claude-sonnet-5-5"


def test_a_replacement_goes_before_the_article() -> None:
    file = {"as_of": "2026-12-01", "replacements": {"claude-4-opus": "claude-opus-5-5"}}
    known = registry(file)
    old = known.find("claude-4-opus")
    assert old
    replacement = known.replacement(old, TODAY)
    assert replacement
    assert replacement.text == "claude-opus-5-5"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"as_of": ', "line 1, column 11: is not valid JSON: "),
        ("[]", "is no JSON object"),
        ('{"as_of": "2026-12-01", "models": NaN}', "NaN is no JSON value"),
        ("[" * 100_000, "is nested too deep"),
        ({}, "as_of: is missing"),
        ({"as_of": "soon"}, 'as_of: "soon" is no day'),
        ({"as_of": "2026-12-01", "model": {}}, "model: there is no such key; known are "),
        ({"as_of": "2026-12-01", "models": []}, "models: [] is no object"),
        ({"as_of": "2026-12-01", "models": {"x": 3}}, "models.x: 3 is no object of facts"),
        ({"as_of": "2026-12-01", "replacements": {"a": 3}}, "replacements.a: 3 is no model id"),
        ({"as_of": "2026-12-01", "replacements": {"a": "b"}}, "replacements: 'a' is to become 'b'"),
        ({"as_of": "2026-12-01", "sources": {"a": "b"}}, 'sources.a: "b" has no label'),
    ],
)
def test_a_bad_file_is_one_message_with_its_place(content: Any, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"/x/team.json: {said}")) as caught:
        registry(content)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"retires_on": "soon"}, "retires_on: 'soon' is no day"),
        ({"retired": "2027-03-01"}, "retired: there is no such fact; known are "),
        ({"replacement": 3}, "replacement: 3 is not of the right kind"),
        ({"max_output_tokens": "many"}, 'max_output_tokens: "many" is not of the right kind'),
        ({"max_output_tokens": 0}, "max_output_tokens: 0 is no number of tokens"),
        ({"aliases": "x"}, "aliases: 'x' is no list"),
        ({"platforms": {"mars": ["x"]}}, "platforms: there is no platform 'mars'; known are "),
        (
            {"platform_retirement_dates": [{"platform": "mars", "value": "2027-01-01"}]},
            "platform_retirement_dates: there is no platform 'mars'",
        ),
        (
            {"platform_status": [{"platform": "bedrock", "value": "gone"}]},
            "platform_status: 'gone' is not one of active, deprecated, retired",
        ),
        (
            {"platform_status": [{"platform": "bedrock", "value": "active", "regions": 3}]},
            "platform_status.regions: 3 is no list",
        ),
        (
            {"retires_on": [{"value": "2027-03-01", "note": 3}]},
            "retires_on.note: 3 is no text",
        ),
        (
            {"retires_on": [{"value": "2027-03-01", "sources": ["x"]}]},
            'retires_on: there is no source "x" under `sources`',
        ),
    ],
)
def test_a_bad_fact_is_one_message_with_its_place(facts: Any, said: str) -> None:
    file = {"as_of": "2026-12-01", "models": {HAIKU: facts}}
    with pytest.raises(ValueError, match=re.escape(f"/x/team.json: models.{HAIKU}.{said}")):
        registry(file)
