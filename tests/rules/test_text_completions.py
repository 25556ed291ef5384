"""Text completions: the successor serves the Messages API only, so another id is never enough."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import findings

from claude_preflight.findings import Fix

TODAY = date(2026, 11, 26)


def fix_of(snippet: str, path: str = "a.py") -> Fix:
    """The best fix of the only finding of a retired model in a snippet."""
    (found,) = (each for each in findings(snippet, path, TODAY) if each.rule == "retired-model")
    fix = found.best_fix(unsafe=True)
    assert fix is not None
    return fix


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.py", 'client.completions.create(model="claude-2.1", **body)'),
        ("a.py", 'create(model="claude-2.1", max_tokens_to_sample=300)'),
        ("a.py", 'MODEL = "claude-2.1"\nask(prompt=f"{HUMAN_PROMPT} Hi {AI_PROMPT}")'),
        ("a.py", 'ask(model="claude-instant-1.2", text="\\n\\nHuman: Hi\\n\\nAssistant:")'),
        ("a.py", 'post("https://api.anthropic.com/v1/complete", json={"model": "claude-2.0"})'),
        (
            "a.py",
            'from langchain_anthropic import AnthropicLLM\nllm = AnthropicLLM(model="claude-2.1")',
        ),
        ("a.py", 'from langchain.llms import Anthropic\nllm = Anthropic(model="claude-2.1")'),
        (
            "a.py",
            (
                'body = {"prompt": p, "max_tokens_to_sample": 9}\n'
                'invoke(region="us-east-1", modelId="anthropic.claude-v2:1", body=json.dumps(body))'
            ),
        ),
        ("a.py", 'BedrockLLM(region_name="us-east-1", model_id="anthropic.claude-v2")'),
        ("a.json", r'{"model": "claude-2.1", "body": "{\"prompt\": \"\\n\\nHuman: Hi\"}"}'),
        ("a.ts", 'await client.completions.create({ model: "claude-2.1", ...rest });'),
        ("a.js", 'ask({ model: "claude-2.1", maxTokensToSample: 300 });'),
        ("a.rb", 'client.completions(parameters: { model: "claude-2.1", **rest })'),
        (
            "a.go",
            (
                "package a\n\nvar x, _ = c.Completions.New(ctx, anthropic.CompletionNewParams{\n"
                '\tModel: "claude-2.1",\n\tMaxTokensToSample: 300,\n})\n'
            ),
        ),
        (
            "A.java",
            (
                "class A { Object x = CompletionCreateParams.builder()"
                '.model("claude-2.1").maxTokensToSample(300L).build(); }'
            ),
        ),
        ("a.php", "<?php\n$x = ['model' => 'claude-2.1', 'max_tokens_to_sample' => 300];\n"),
        ("a.cs", 'var x = new P { Model = "claude-2.1", MaxTokensToSample = 300 };'),
        (
            "a.sh",
            (
                "curl https://api.anthropic.com/v1/complete"
                ' -d \'{"model": "claude-2.1", "max_tokens_to_sample": 64}\'\n'
            ),
        ),
        ("a.yaml", "ModelId: anthropic.claude-v2:1\nBody:\n  max_tokens_to_sample: 200\n"),
    ],
)
def test_the_id_of_a_text_completion_is_never_swapped_unasked(path: str, snippet: str) -> None:
    fix = fix_of(snippet, path)
    assert not fix.safe
    assert "Messages API" in fix.title


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.py", 'client.messages.create(model="claude-2.1", max_tokens=9, messages=[])'),
        ("a.py", 'ChatAnthropic(model="claude-2.1", max_tokens_to_sample=300)'),
        ("a.py", 'client.chat.completions.create(model="claude-2.1", messages=[])'),
        ("a.ts", 'new ChatAnthropic({ model: "claude-2.1", maxTokensToSample: 300 });'),
        # beside a text completion, in the same file
        (
            "a.py",
            (
                'URL = "https://api.anthropic.com/v1/complete"\n'
                'client.messages.create(model="claude-2.1", max_tokens=9, messages=[])'
            ),
        ),
        # a model that text completions never had
        ("a.py", 'PROMPT = HUMAN_PROMPT\nask(model="claude-3-opus-20240229", max_tokens=9)'),
        ("a.json", '{"modelName": "claude-3-5-sonnet-20240620", "maxTokensToSample": "4096"}'),
    ],
)
def test_requests_of_the_messages_api_move(path: str, snippet: str) -> None:
    assert fix_of(snippet, path).safe
