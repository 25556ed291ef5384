"""Ids in placeholders and templates: defaults are used, what is joined to something is no id."""

from __future__ import annotations

from datetime import date

import pytest

from claude_preflight.analysis.analyze import analyze
from claude_preflight.findings import Role
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

TODAY = date(2026, 8, 1)
OPUS = "claude-3-opus-20240229"


def found(text: str, path: str) -> list[tuple[str, Role | None]]:
    findings = analyze(Document.of(text, path), Settings(), TODAY)
    return [(finding.text, finding.role) for finding in findings]


@pytest.mark.parametrize(
    "value",
    [
        "${MODEL:-" + OPUS + "}",
        "${MODEL-" + OPUS + "}",
        "${MODEL:=" + OPUS + "}",
        "%{MODEL:-" + OPUS + "}",
        "${anthropic.chat-model:" + OPUS + "}",
        "${1:" + OPUS + "}",
        "${A:-${B:-" + OPUS + "}}",
        "${oc.env:MODEL, '" + OPUS + "'}",
        "--model=${MODEL:-" + OPUS + "}",
        "${{ inputs.model || '" + OPUS + "' }}",
        "${{ github.event.inputs['model'] || '" + OPUS + "' }}",
        "${{ deep && '" + OPUS + "' || env.MODEL }}",
        "--model ${{ inputs.model || '" + OPUS + "' }} --verbose",
        "{{ model | default('" + OPUS + "') }}",
        "{{ model | default('" + OPUS + "') | trim }}",
        "{{ default '" + OPUS + "' .Values.model }}",
        "{{- .Values.model | default '" + OPUS + "' -}}",
        "{{ model or '" + OPUS + "' }}",
        "{% set model = '" + OPUS + "' %}",
        "<%= model || '" + OPUS + "' %>",
    ],
)
@pytest.mark.parametrize("path", ["app.py", "a.json", "a.toml", "a.lua"])
def test_a_default_is_used(value: str, path: str) -> None:
    text = {"a.json": f'{{"x": "{value}"}}'}.get(path, f'x = "{value}"\n')
    assert found(text, path) == [(OPUS, Role.USE)]


def test_a_default_behind_a_comma_is_used() -> None:
    assert found("model: ${oc.env:MODEL," + OPUS + "}\n", "a.yaml") == [(OPUS, Role.USE)]


@pytest.mark.parametrize(
    "value",
    [
        "{{ model == '" + OPUS + "' }}",
        "{% if model in ['" + OPUS + "', 'x'] %}yes{% endif %}",
        "${{ inputs.model == '" + OPUS + "' && 1 }}",
        "{{ if eq .Values.model '" + OPUS + "' }}",
        "{{ if eq (lower .Values.model) '" + OPUS + "' }}",
    ],
)
def test_a_condition_compares(value: str) -> None:
    assert found(f'x = "{value}"\n', "app.py") == [(OPUS, Role.COMPARISON)]


@pytest.mark.parametrize(
    "value",
    [
        "us.anthropic.${MODEL:-" + OPUS + "}",
        "${MODEL:-" + OPUS + "}-v1",
        "${MODEL:-my-" + OPUS + "}",
        "${MODEL:-" + OPUS + "-${SUFFIX}}",
        "${PREFIX}" + OPUS,
        "{{ region }}{{ model | default('" + OPUS + "') }}",
        "{{ model | default('" + OPUS + "') }}:beta",
        "{{ model | replace('" + OPUS + "', 'opus') }}",
        "{{ if hasPrefix '" + OPUS + "' .Values.model }}",
        "${{ startsWith(inputs.model, '" + OPUS + "') }}",
        "${{ contains(inputs.model, '" + OPUS + "') }}",
    ],
)
def test_what_is_joined_or_a_part_is_no_id(value: str) -> None:
    assert found(f'x = "{value}"\n', "app.py") == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f"body = '\"{OPUS}\"'\n", "app.py"),
        (
            f"UPDATE agents SET config = jsonb_set(config, '{{model}}', '\"{OPUS}\"'::jsonb);\n",
            "a.sql",
        ),
        (f"ask --config='\"{OPUS}\"'\n", "a.sh"),
    ],
)
def test_a_word_in_quotes_in_a_literal_is_a_value(text: str, path: str) -> None:
    assert found(text, path) == [(OPUS, Role.USE)]


@pytest.mark.parametrize("text", [f"x = '\"{OPUS}'\n", "x = 'a \"claude-2.1\" b'\n"])
def test_a_word_in_quotes_among_others_is_none(text: str) -> None:
    assert Role.USE not in [role for _, role in found(text, "app.py")]


BEDROCK = f"anthropic.{OPUS}-v1:0"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (f'x = f"arn:aws:bedrock:{{region}}::foundation-model/{BEDROCK}"\n', "app.py"),
        (f'x = "arn:aws:bedrock:%s::foundation-model/{BEDROCK}" % region\n', "app.py"),
        (f'x = "arn:aws:bedrock:*::foundation-model/{BEDROCK}"\n', "app.py"),
        (f"x = `arn:aws:bedrock:${{region}}::foundation-model/{BEDROCK}`\n", "app.ts"),
        (f'x = "arn:aws:bedrock:" + region + "::foundation-model/{BEDROCK}"\n', "app.ts"),
    ],
)
def test_the_model_of_a_platform_name_is_whole(text: str, path: str) -> None:
    assert found(text, path) == [(BEDROCK, Role.USE)]


@pytest.mark.parametrize(
    "text",
    [
        f'x = f"arn:aws:bedrock:{{region}}::foundation-model/{BEDROCK}*"\n',
        f'x = f"arn:aws:bedrock:{{region}}::foundation-model/{BEDROCK}{{suffix}}"\n',
        f'x = "arn:aws:bedrock:" + region + "::foundation-model/{BEDROCK}" + suffix\n',
        f'x = f"arn:aws:bedrock:{{region}}::foundation-model/{{profile}}.{BEDROCK}"\n',
        f'if arn.endswith(":foundation-model/{BEDROCK}"): pass\n',
    ],
)
def test_a_part_of_a_platform_name_is_no_id(text: str) -> None:
    assert found(text, "app.py") == []


@pytest.mark.parametrize("text", [f"<td>{OPUS}</td>", f"<td>{OPUS}<br>x</td>"])
def test_a_tag_ends_a_word(text: str) -> None:
    assert found(text, "a.md") == [(OPUS, Role.PROSE)]


def test_emphasis_ends_a_word() -> None:
    assert found(f"It was **{OPUS}**, once.\n", "a.md") == [(OPUS, Role.PROSE)]
    assert found(f"It was {OPUS}*, once.\n", "a.md") == []


def test_a_placeholder_in_angle_brackets_goes_on_with_a_word() -> None:
    assert found(f"It was {OPUS}<suffix> once.\n", "a.md") == []
