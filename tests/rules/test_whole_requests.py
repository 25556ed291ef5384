"""What is known of a request decides about its fix, wherever its parameters are written."""

from __future__ import annotations

from datetime import date

import pytest

from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.edits import apply_fixes
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document

TODAY = date(2026, 8, 1)
OLD, NEW = "claude-opus-4-20250514", "claude-opus-4-8"


def after(path: str, text: str) -> str:
    """A text after its safe fixes."""
    document = Document.of(text, path)
    found = analyze(document, Settings(), TODAY)
    assert found
    data, _ = apply_fixes(document.text, filter(None, (each.safe_fix for each in found)))
    return data.decode()


# Where a parameter stands that the successor refuses; the safe fix takes it out.
DROPPED = {
    "py: body that is written as JSON": (
        "a.py",
        (
            'c.invoke_model(modelId="us.anthropic.{OLD}-v1:0",\n'
            '    body=json.dumps({{"max_tokens": 9, "temperature": 0.5}}))\n'
        ),
    ),
    "py: body in a variable, as bytes": (
        "a.py",
        (
            'body = json.dumps({{"max_tokens": 9, "temperature": 0.5}}).encode("utf-8")\n'
            'c.invoke_model(modelId="us.anthropic.{OLD}-v1:0", body=body)\n'
        ),
    ),
    "py: body that is JSON": (
        "a.py",
        (
            "c.invoke_model(modelId='us.anthropic.{OLD}-v1:0',\n"
            '    body=\'{{"max_tokens": 9, "temperature": 0.5}}\')\n'
        ),
    ),
    "py: configuration of converse": (
        "a.py",
        (
            'c.converse(modelId="us.anthropic.{OLD}-v1:0",\n'
            '    inferenceConfig={{"maxTokens": 9, "temperature": 0.5}})\n'
        ),
    ),
    "js: body that is written as JSON": (
        "a.js",
        (
            "const body = JSON.stringify({{ max_tokens: 9, temperature: 0.5 }});\n"
            'new InvokeModelCommand({{ modelId: "us.anthropic.{OLD}-v1:0", body }});\n'
        ),
    ),
    "rb: body that is written as JSON": (
        "a.rb",
        (
            'client.invoke_model(model_id: "us.anthropic.{OLD}-v1:0",\n'
            "  body: {{ max_tokens: 9, temperature: 0.5 }}.to_json)\n"
        ),
    ),
    "php: body that is written as JSON": (
        "a.php",
        (
            "<?php\n$c->invokeModel(['modelId' => 'us.anthropic.{OLD}-v1:0',\n"
            "  'body' => json_encode(['max_tokens' => 9, 'temperature' => 0.5])]);\n"
        ),
    ),
    "json: JSON in a string beside the model": (
        "a.json",
        (
            '{{"model_id": "us.anthropic.{OLD}-v1:0",\n'
            ' "inference_config": "{{\\"maxTokens\\": 9, \\"temperature\\": 0.7}}"}}\n'
        ),
    ),
    "py: settings beside a model without a name": (
        "a.py",
        'Agent("anthropic:{OLD}", model_settings=ModelSettings(max_tokens=9, temperature=0.5))\n',
    ),
    "ts: model that a factory makes": (
        "a.ts",
        'generateText({{ model: anthropic("{OLD}"), maxTokens: 9, temperature: 0.5 }});\n',
    ),
    "py: model that is set by key": (
        "a.py",
        (
            'data = {{"max_tokens": 9, "temperature": 0.5}}\n'
            'data["model"] = "{OLD}"\nrequests.post(url, json=data)\n'
        ),
    ),
    "py: parameter that is set by key": (
        "a.py",
        (
            'data = {{"model": "{OLD}", "max_tokens": 9}}\n'
            'data["temperature"] = 0.5\nrequests.post(url, json=data)\n'
        ),
    ),
    "ts: model that is set as a property": (
        "a.ts",
        (
            "const data: any = {{ max_tokens: 9, temperature: 0.5 }};\n"
            'data.model = "{OLD}";\nawait post(url, data);\n'
        ),
    ),
    "rb: model that is set by key": (
        "a.rb",
        'data = {{ max_tokens: 9, temperature: 0.5 }}\ndata[:model] = "{OLD}"\npost(url, data)\n',
    ),
    "php: model that is set by key": (
        "a.php",
        (
            "<?php\n$data = ['max_tokens' => 9, 'temperature' => 0.5];\n"
            "$data['model'] = '{OLD}';\npost($url, $data);\n"
        ),
    ),
    "go: model that is set as a field": (
        "a.go",
        (
            "package a\n\nfunc f() {{\n\tdata := Request{{MaxTokens: 9, Temperature: 0.5}}\n"
            '\tdata.Model = "{OLD}"\n\tpost(url, data)\n}}\n'
        ),
    ),
}


@pytest.mark.parametrize(("path", "text"), DROPPED.values(), ids=list(DROPPED))
def test_what_the_successor_refuses_goes_with_the_id(path: str, text: str) -> None:
    fixed = after(path, text.format(OLD=OLD))
    assert OLD not in fixed
    assert NEW in fixed
    assert "emperature" not in fixed
    assert "9" in fixed


# What a person has to decide about; the id stays until then.
KEPT = {
    "ts: object of a declared type": (
        "a.ts",
        'const options: Options = {{ model: "{OLD}", temperature: 0.5 }};\n',
    ),
    "rust: all fields of a struct": (
        "a.rs",
        'fn a() -> C {{ C {{ model: "{OLD}".to_string(), temperature: 0.5 }} }}\n',
    ),
    "kotlin: arguments that may be needed": (
        "a.kt",
        'val a = Config(model = "{OLD}", temperature = 0.5)\n',
    ),
    "py: default of a model that is given": (
        "a.py",
        (
            "def ask(m=None):\n"
            '    client.messages.create(model=m or "{OLD}", max_tokens=9, temperature=0.5)\n'
        ),
    ),
    "ts: default of a model that is given": (
        "a.ts",
        (
            "const ask = (m?: string) => client.messages.create({{\n"
            '  model: m ?? "{OLD}", max_tokens: 9, temperature: 0.5 }});\n'
        ),
    ),
    "py: thinking by a name": (
        "a.py",
        (
            'T = {{"type": "enabled", "budget_tokens": 2000}}\n'
            'client.messages.create(model="{OLD}", max_tokens=4000, thinking=T)\n'
        ),
    ),
    "ts: thinking by a name": (
        "a.ts",
        (
            'const T = {{ type: "enabled", budget_tokens: 2000 }};\n'
            'client.messages.create({{ model: "{OLD}", max_tokens: 4000, thinking: T }});\n'
        ),
    ),
    "py: thinking in a body": (
        "a.py",
        (
            'c.invoke_model(modelId="us.anthropic.{OLD}-v1:0", body=json.dumps(\n'
            '    {{"max_tokens": 4000, "thinking": {{"type": "enabled", "budget_tokens": 2000}}}}))\n'  # noqa: E501
        ),
    ),
    "py: temperature that nobody knows": (
        "a.py",
        'def ask(t):\n    client.messages.create(model="{OLD}", max_tokens=9, temperature=t)\n',
    ),
    "ts: temperature that nobody knows": (
        "a.ts",
        (
            "const ask = (t: number) =>\n"
            '  client.messages.create({{ model: "{OLD}", max_tokens: 9, temperature: t }});\n'
        ),
    ),
    "py: defaults of a class": (
        "a.py",
        'class Ask(BaseModel):\n    model: str = "{OLD}"\n    temperature: float = 0.5\n',
    ),
    "py: last message of the assistant by a name": (
        "a.py",
        (
            'M = [{{"role": "user", "content": "x"}}, {{"role": "assistant", "content": "y"}}]\n'
            'client.messages.create(model="{OLD}", max_tokens=9, messages=M)\n'
        ),
    ),
}


@pytest.mark.parametrize(("path", "text"), KEPT.values(), ids=list(KEPT))
def test_what_a_person_has_to_decide_keeps_the_id(path: str, text: str) -> None:
    text = text.format(OLD=OLD)
    assert after(path, text) == text


# What only looks as if it were refused.
MOVED = {
    "py: text of a prompt": (
        "a.py",
        (
            "P = \"Say {{'role': 'assistant'}} twice\"\n"
            'client.messages.create(model="{OLD}", max_tokens=9,\n'
            '    messages=[{{"role": "user", "content": P}}])\n'
        ),
    ),
    "java: text of a prompt": (
        "A.java",
        (
            'class A {{ Object m = MessageCreateParams.builder().model("{OLD}").maxTokens(9)\n'
            '  .addUserMessage("thinking: {{type: enabled}}").build(); }}\n'
        ),
    ),
    "py: unknown last message": (
        "a.py",
        (
            'M = [{{"role": "assistant", "content": "y"}}, question]\n'
            'client.messages.create(model="{OLD}", max_tokens=9, messages=M)\n'
        ),
    ),
}


@pytest.mark.parametrize(("path", "text"), MOVED.values(), ids=list(MOVED))
def test_what_says_nothing_about_a_parameter_holds_no_fix_back(path: str, text: str) -> None:
    text = text.format(OLD=OLD)
    assert after(path, text) == text.replace(OLD, NEW)


def test_a_mapping_that_is_passed_and_spread_is_both() -> None:
    params = 'const params = { model: "claude-haiku-4-5", max_tokens: 128_000 };\n'
    spread = "create({ ...params, max_tokens: 9 });\n"
    rules = [
        [each.rule for each in analyze(Document.of(text, "a.ts"), Settings(), TODAY)]
        for text in (params + spread, params + "stream(params);\n" + spread)
    ]
    assert rules == [[], ["max-tokens"]]
