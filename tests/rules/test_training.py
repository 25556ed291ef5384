"""Bases of fine-tuning jobs, and bought capacity: reported, and never exchanged unasked."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding

from claude_preflight.findings import Severity

TODAY = date(2026, 11, 26)
BASE = "anthropic.claude-3-haiku-20240307-v1:0:200k"


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.py", f'b.create_model_customization_job(baseModelIdentifier="{BASE}", jobName="x")'),
        ("a.py", f'job = {{"baseModelIdentifier": "{BASE}"}}'),
        ("a.py", f'BASE = "{BASE}"\nb.create_model_customization_job(baseModelIdentifier=BASE)'),
        ("a.py", 'c.fine_tuning.jobs.create(model="claude-3-haiku-20240307", n_epochs=1)'),
        ("a.py", 'fine_tune("claude-3-haiku-20240307", rows)'),
        ("a.py", 'Trainer(model="claude-3-haiku-20240307")'),
        ("a.py", 'ask(model="claude-3-haiku-20240307", training_file="x")'),
        ("a.py", f'b.create_provisioned_model_throughput(modelId="{BASE}", modelUnits=1)'),
        (
            "a.ts",
            (
                "new CreateModelCustomizationJobCommand({ jobName, "
                f'baseModelIdentifier: "{BASE}", customizationType: "FINE_TUNING" }});'
            ),
        ),
        (
            "A.java",
            (
                "class A { Object r = CreateModelCustomizationJobRequest.builder()"
                f'.baseModelIdentifier("{BASE}").build(); }}'
            ),
        ),
        ("a.go", f'package a\n\nvar x = In{{BaseModelIdentifier: aws.String("{BASE}")}}\n'),
        ("a.rb", f"b.create_model_customization_job(base_model_identifier: '{BASE}')\n"),
        (
            "a.tf",
            f'resource "aws_bedrock_custom_model" "x" {{\n  base_model_identifier = "{BASE}"\n}}\n',
        ),
        ("a.yaml", f"BaseModelIdentifier: {BASE}\nRoleArn: x\n"),
        ("a.yaml", "fine_tuning:\n  model: claude-3-haiku-20240307\n  epochs: 3\n"),
        ("a.sh", f"aws bedrock create-model-customization-job --base-model-identifier {BASE}\n"),
        ("a.sh", f"aws bedrock create-provisioned-model-throughput --model-id {BASE}\n"),
    ],
)
def test_what_a_model_is_trained_from_is_not_exchanged_unasked(path: str, snippet: str) -> None:
    found = finding(f"{snippet}", path, TODAY)
    assert found.severity is Severity.ERROR
    assert found.fixes
    assert found.safe_fix is None


@pytest.mark.parametrize(
    "snippet",
    [
        'ask(model="claude-3-haiku-20240307")',
        'constrain(model="claude-3-haiku-20240307")',
        'base_model = "claude-3-haiku-20240307"',
        'ask(region_name="us-east-1", modelId="anthropic.claude-3-haiku-20240307-v1:0")',
    ],
)
def test_a_model_that_is_asked_moves(snippet: str) -> None:
    assert finding(snippet, today=TODAY).safe_fix is not None


def test_a_base_that_is_compared_is_a_comparison() -> None:
    found = finding(f'assert job.baseModelIdentifier == "{BASE}"', today=TODAY)
    assert found.severity is Severity.HINT
