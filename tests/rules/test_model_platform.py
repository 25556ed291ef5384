"""model-platform: ids of another platform than the one that they are sent to."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.findings import Finding, Severity

TODAY = date(2026, 11, 26)
API, PINNED = "claude-haiku-4-5", "claude-haiku-4-5-20251001"
PLAIN = "anthropic.claude-haiku-4-5-20251001-v1:0"
US, EU, JP = f"us.{PLAIN}", f"eu.{PLAIN}", f"jp.{PLAIN}"
VERTEX = "claude-haiku-4-5@20251001"

VENDORS = "import anthropic\nc = anthropic.Anthropic()\nc.messages.create(model={}, max_tokens=9)\n"
BEDROCK = (
    "from anthropic import AnthropicBedrock\n"
    "c = AnthropicBedrock()\nc.messages.create(model={}, max_tokens=9)\n"
)
ON_VERTEX = BEDROCK.replace("Bedrock", "Vertex")
BOTO3 = 'import boto3\nc = boto3.client("bedrock-runtime")\nc.converse(modelId={}, messages=m)\n'
OPENAI = (
    "from openai import OpenAI\nc = OpenAI()\nc.chat.completions.create(model={}, messages=m)\n"
)


def found_in(snippet: str, path: str = "a.py") -> list[Finding]:
    found = findings(snippet, path, TODAY)
    assert {each.rule for each in found} <= {"model-platform"}
    return found


def written(snippet: str, path: str) -> list[tuple[str, bool]]:
    """What the fixes of the only finding write, and whether each is safe."""
    only = finding(snippet, path, TODAY)
    assert (only.rule, only.severity) == ("model-platform", Severity.ERROR)
    return [(fix.edits[0].text, fix.safe) for fix in only.fixes]


def with_id(snippet: str, model_id: str) -> str:
    return snippet.replace("{}", f'"{model_id}"', 1)


@pytest.mark.parametrize(
    ("snippet", "model_id", "right"),
    [
        (VENDORS, US, PINNED),
        (VENDORS, PLAIN, PINNED),
        (VENDORS, VERTEX, PINNED),
        (VENDORS, f"{PINNED}-v1:0", PINNED),
        (VENDORS, "us.anthropic.claude-opus-4-6-v1", "claude-opus-4-6"),
        (VENDORS, "claude-haiku-4.5", API),
        (VENDORS, "claude-opus-4.8", "claude-opus-4-8"),
        (VENDORS, "anthropic/claude-opus-4-8", "claude-opus-4-8"),
        (BEDROCK, "us.anthropic.claude-opus-4-6-v1:0", "us.anthropic.claude-opus-4-6-v1"),
        (BEDROCK, "us.anthropic.claude-haiku-4-5-20251001", US),
        (ON_VERTEX, US, VERTEX),
        (ON_VERTEX, PINNED, VERTEX),
        (ON_VERTEX, "us.anthropic.claude-opus-4-8", "claude-opus-4-8"),
    ],
)
def test_the_platform_s_own_spelling_is_written(snippet: str, model_id: str, right: str) -> None:
    assert written(with_id(snippet, model_id), "a.py") == [(right, True)]


@pytest.mark.parametrize(
    ("snippet", "model_id"),
    [
        (VENDORS, API),
        (VENDORS, PINNED),
        (VENDORS, "claude-opus-4-8"),
        (VENDORS, "claude-opus-4-8[1m]"),
        (VENDORS, "bedrock/anthropic.claude-opus-4-8"),
        (BEDROCK, US),
        (BEDROCK, "global.anthropic.claude-opus-4-8"),
        (BEDROCK, f"arn:aws:bedrock:us-east-1::foundation-model/{PLAIN}"),
        (BEDROCK, "arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-8"),
        (BOTO3, EU),
        (ON_VERTEX, VERTEX),
        (ON_VERTEX, API),
        (ON_VERTEX, "claude-opus-4-8"),
    ],
)
def test_a_right_id_is_left_alone(snippet: str, model_id: str) -> None:
    assert found_in(with_id(snippet, model_id)) == []


@pytest.mark.parametrize("model_id", [API, PINNED, VERTEX, PLAIN])
@pytest.mark.parametrize("snippet", [BEDROCK, BOTO3])
def test_without_a_region_the_profile_is_a_choice(snippet: str, model_id: str) -> None:
    assert written(with_id(snippet, model_id), "a.py") == [(US, False), (EU, False)]


SENT = {
    "py: boto3, by the client's region": (
        "a.py",
        (
            'import boto3\nc = boto3.client("bedrock-runtime", region_name="eu-west-1")\n'
            'c.invoke_model(modelId={}, body=b)\nother = "us-east-1"\n'
        ),
        EU,
    ),
    "py: AnthropicBedrock, by its region": (
        "a.py",
        (
            "from anthropic import AsyncAnthropicBedrock\n"
            'c = AsyncAnthropicBedrock(aws_region="eu-central-1")\n'
            "await c.messages.create(model={}, max_tokens=9)\n"
        ),
        EU,
    ),
    "py: LangChain": (
        "a.py",
        (
            "from langchain_aws import ChatBedrockConverse\n"
            'llm = ChatBedrockConverse(model={}, region_name="ap-northeast-1")\n'
        ),
        JP,
    ),
    "py: a constant": (
        "a.py",
        (
            "import boto3\nMODEL = {}\n"
            'c = boto3.client("bedrock-runtime", region_name="us-west-2")\n'
            "c.converse(modelId=MODEL, messages=m)\n"
        ),
        US,
    ),
    "ts: AnthropicBedrock": (
        "a.ts",
        (
            'import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk";\n'
            'const c = new AnthropicBedrock({ awsRegion: "us-east-1" });\n'
            "await c.messages.create({ model: {}, max_tokens: 9, messages });\n"
        ),
        US,
    ),
    "ts: AWS SDK": (
        "a.ts",
        (
            "import { BedrockRuntimeClient, ConverseCommand } from"
            ' "@aws-sdk/client-bedrock-runtime";\n'
            'const c = new BedrockRuntimeClient({ region: "us-east-1" });\n'
            "await c.send(new ConverseCommand({ modelId: {}, messages }));\n"
        ),
        US,
    ),
    "ruby": (
        "a.rb",
        (
            'require "anthropic"\nc = Anthropic::BedrockClient.new(aws_region: "us-east-1")\n'
            "c.messages.create(model: {}, max_tokens: 5, messages: m)\n"
        ),
        US,
    ),
}


@pytest.mark.parametrize("case", SENT)
def test_the_region_s_profile_is_written(case: str) -> None:
    path, snippet, right = SENT[case]
    for model_id in (PLAIN, PINNED):
        assert written(with_id(snippet, model_id), path) == [(right, True)]
    assert found_in(with_id(snippet, right), path) == []


FIRST_PARTY = {
    "py: in a class": (
        "a.py",
        (
            "import anthropic\nclass A:\n    def __init__(self):\n"
            "        self.client = anthropic.Anthropic(api_key=k)\n    def f(self):\n"
            "        return self.client.messages.create(model={}, max_tokens=9, messages=m)\n"
        ),
    ),
    "py: made right there": (
        "a.py",
        (
            "import anthropic\n"
            "anthropic.Anthropic(api_key=k).messages.create(model={}, max_tokens=9)\n"
        ),
    ),
    "py: LangChain": (
        "a.py",
        "from langchain_anthropic import ChatAnthropic\nllm = ChatAnthropic(model={})\n",
    ),
    "py: in HTTP": (
        "a.py",
        (
            'requests.post("https://api.anthropic.com/v1/messages", headers=h,'
            ' json={"model": {}, "max_tokens": 5, "messages": m})\n'
        ),
    ),
    "py: spread": (
        "a.py",
        (
            "import anthropic\nc = anthropic.Anthropic()\n"
            'kw = {"model": {}, "max_tokens": 5}\nc.messages.create(**kw)\n'
        ),
    ),
    "ts": (
        "a.ts",
        (
            'import Anthropic from "@anthropic-ai/sdk";\nconst c = new Anthropic();\n'
            "await c.messages.create({ model: {}, max_tokens: 9, messages });\n"
        ),
    ),
    "ts: parameters with a name": (
        "a.ts",
        (
            'import Anthropic from "@anthropic-ai/sdk";\nconst c = new Anthropic();\n'
            "const params = { model: {}, max_tokens: 9, messages };\n"
            "await c.messages.create(params);\n"
        ),
    ),
    "ts: AI SDK": (
        "a.ts",
        (
            'import { anthropic } from "@ai-sdk/anthropic";\nimport { generateText } from "ai";\n'
            'await generateText({ model: anthropic({}), prompt: "x" });\n'
        ),
    ),
    "ts: fetch": (
        "a.ts",
        (
            'await fetch("https://api.anthropic.com/v1/messages", { method: "POST", headers,'
            " body: JSON.stringify({ model: {}, max_tokens: 5, messages }) });\n"
        ),
    ),
    "go": (
        "a.go",
        (
            'package a\nimport "github.com/anthropics/anthropic-sdk-go"\nfunc f() {\n'
            "c := anthropic.NewClient()\n"
            "c.Messages.New(ctx, anthropic.MessageNewParams{Model: {}, MaxTokens: 5})\n}\n"
        ),
    ),
    "java": (
        "A.java",
        (
            "import com.anthropic.client.okhttp.AnthropicOkHttpClient;\nclass A { void f() {\n"
            "AnthropicClient c = AnthropicOkHttpClient.fromEnv();\n"
            "var p = MessageCreateParams.builder().model({}).maxTokens(5).build();\n"
            "c.messages().create(p);\n}}\n"
        ),
    ),
    "c#": (
        "A.cs",
        (
            "using Anthropic;\nclass A { void F() { var c = new AnthropicClient();\n"
            "c.Messages.Create(new MessageCreateParams { Model = {}, MaxTokens = 5 }); } }\n"
        ),
    ),
    "php": (
        "a.php",
        (
            "<?php\nuse Anthropic\\Client;\n$c = new Client(apiKey: $k);\n"
            "$c->messages->create(model: {}, maxTokens: 5, messages: $m);\n"
        ),
    ),
    "ruby": (
        "a.rb",
        (
            'require "anthropic"\nc = Anthropic::Client.new\n'
            "c.messages.create(model: {}, max_tokens: 5, messages: m)\n"
        ),
    ),
    "curl": (
        "a.sh",
        (
            'curl https://api.anthropic.com/v1/messages -H "anthropic-version: 2023-06-01" -d '
            '\'{"model": {}, "max_tokens": 5, "messages": []}\'\n'
        ),
    ),
}


@pytest.mark.parametrize("case", FIRST_PARTY)
def test_an_id_of_bedrock_on_the_claude_api(case: str) -> None:
    path, snippet = FIRST_PARTY[case]
    assert written(with_id(snippet, US), path) == [(PINNED, True)]
    assert found_in(with_id(snippet, PINNED), path) == []


ELSEWHERE = {
    "go": (
        "a.go",
        (
            'package a\nimport ("github.com/anthropics/anthropic-sdk-go"\n'
            '"github.com/anthropics/anthropic-sdk-go/bedrock")\nfunc f() {\n'
            "c := anthropic.NewClient(bedrock.WithLoadDefaultConfig(ctx))\n"
            "c.Messages.New(ctx, anthropic.MessageNewParams{Model: {}, MaxTokens: 5})\n}\n"
        ),
    ),
    "java": (
        "A.java",
        (
            "import com.anthropic.client.okhttp.AnthropicOkHttpClient;\nclass A { void f() {\n"
            "var c = AnthropicOkHttpClient.builder().backend(BedrockBackend.fromEnv()).build();\n"
            "c.messages().create(MessageCreateParams.builder().model({}).maxTokens(5).build());\n}}\n"
        ),
    ),
}


@pytest.mark.parametrize("case", ELSEWHERE)
def test_a_client_may_be_told_another_platform(case: str) -> None:
    path, snippet = ELSEWHERE[case]
    assert written(with_id(snippet, PINNED), path) == [(US, False), (EU, False)]
    assert found_in(with_id(snippet, US), path) == []


UNKNOWN = {
    "a base URL": VENDORS.replace("Anthropic()", "Anthropic(base_url=url)"),
    "a gateway's base URL": VENDORS.replace("Anthropic()", 'Anthropic(base_url="http://gw")'),
    "options from elsewhere": VENDORS.replace("Anthropic()", "Anthropic(**options)"),
    "a client from elsewhere": VENDORS.replace("anthropic.Anthropic()", "make_client()"),
    "a base URL in the environment": 'import os\nos.environ["ANTHROPIC_BASE_URL"] = "http://gw"\n'
    + VENDORS,
    "no client": "call(model={}, max_tokens=9)\n",
    "a comparison": "import anthropic\nok = model == {}\n",
    "a table": "import anthropic\nMODELS = [{}, 'claude-opus-4-8', 'claude-sonnet-4-6']\n",
    "two platforms": 'M = {}\nimport boto3, anthropic\nb = boto3.client("bedrock-runtime")\n'
    "c = anthropic.Anthropic()\nc.messages.create(model=M, max_tokens=1)\n"
    "b.converse(modelId=M, messages=m)\n",
    "handed a provider": "from pydantic_ai.models.anthropic import AnthropicModel\n"
    "m = AnthropicModel({}, provider=provider)\n",
    "a mock": "from langchain_aws import ChatBedrock\n"
    "llm = ChatBedrock(client=mock_client, model_id={})\n",
}


@pytest.mark.parametrize("case", UNKNOWN)
@pytest.mark.parametrize("model_id", [US, PLAIN, "claude-haiku-4.5"])
def test_where_the_platform_cannot_be_told_nothing_is_said(case: str, model_id: str) -> None:
    assert found_in(with_id(UNKNOWN[case], model_id)) == []


def test_a_program_that_adds_the_profile_takes_plain_ids() -> None:
    assert found_in(with_id(f"awsUseCrossRegionInference = True\n{BOTO3}", PLAIN)) == []


@pytest.mark.parametrize("model_id", ["anthropic/claude-sonnet-4.6", f"bedrock/{PLAIN}"])
def test_litellm_hands_on_what_stands_behind_its_route(model_id: str) -> None:
    right = {"a": "anthropic/claude-sonnet-4-6", "b": f"bedrock/{US}"}[model_id[0]]
    call = with_id("import litellm\nlitellm.completion(model={}, region='us-east-1')\n", model_id)
    proxy = "model_list:\n  - model_name: x\n    litellm_params:\n      model: "
    for path, snippet in (
        ("a.py", call),
        ("a.yaml", f"{proxy}{model_id}\n      aws_region_name: us-east-1\n"),
    ):
        assert written(snippet, path) == [(right, True)]
    assert found_in(f"{proxy}{model_id}\n      api_base: http://gw\n", "a.yaml") == []


def test_a_claude_model_in_a_client_of_openai() -> None:
    only = finding(with_id(OPENAI, "claude-opus-4-8"), today=TODAY)
    assert (only.rule, only.severity, only.fixes) == ("model-platform", Severity.WARNING, ())
    assert found_in(with_id(OPENAI, "gpt-9")) == []


@pytest.mark.parametrize(
    "client", ["OpenAI(base_url=url)", "OpenAI(**options)", 'OpenAI(base_url="https://x/v1")']
)
def test_a_client_of_openai_with_a_base_url(client: str) -> None:
    assert found_in(with_id(OPENAI, "claude-opus-4-8").replace("OpenAI()", client)) == []


SWITCHED = {
    "settings": (
        ".claude/settings.json",
        (
            '{"env": {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "us-east-1",'
            ' "ANTHROPIC_MODEL": "ID"}}'
        ),
    ),
    "settings, by the model": (
        ".claude/settings.json",
        '{"model": "ID", "env": {"CLAUDE_CODE_USE_BEDROCK": true, "AWS_REGION": "us-east-1"}}',
    ),
    ".env": (".env", "CLAUDE_CODE_USE_BEDROCK=1\nAWS_REGION=us-east-1\nANTHROPIC_MODEL=ID\n"),
    "shell": (
        "a.sh",
        (
            "export CLAUDE_CODE_USE_BEDROCK=true\nexport AWS_REGION=us-east-1\n"
            'export ANTHROPIC_SMALL_FAST_MODEL="ID"\n'
        ),
    ),
    "Dockerfile": (
        "Dockerfile",
        (
            "FROM x\nENV CLAUDE_CODE_USE_BEDROCK=1 AWS_REGION=us-east-1\n"
            "ENV ANTHROPIC_DEFAULT_HAIKU_MODEL=ID\n"
        ),
    ),
    "workflow": (
        ".github/workflows/a.yml",
        (
            "env:\n  CLAUDE_CODE_USE_BEDROCK: 1\n  AWS_REGION: us-east-1\njobs:\n  a:\n    steps:\n"
            "      - run: x\n        env:\n          ANTHROPIC_MODEL: ID\n"
        ),
    ),
    "compose": (
        "compose.yaml",
        (
            "services:\n  a:\n    environment:\n      - CLAUDE_CODE_USE_BEDROCK=1\n"
            "      - AWS_REGION=us-east-1\n      - ANTHROPIC_MODEL=ID\n"
        ),
    ),
    "list of variables": (
        "a.yaml",
        (
            'env:\n  - name: CLAUDE_CODE_USE_BEDROCK\n    value: "1"\n  - name: AWS_REGION\n'
            "    value: us-east-1\n  - name: ANTHROPIC_MODEL\n    value: ID\n"
        ),
    ),
    "Terraform": (
        "a.tf",
        (
            'environment = {\n  CLAUDE_CODE_USE_BEDROCK = "1"\n  AWS_REGION = "us-east-1"\n'
            '  ANTHROPIC_MODEL = "ID"\n}\n'
        ),
    ),
    "Python": (
        "a.py",
        (
            'import os\nos.environ["CLAUDE_CODE_USE_BEDROCK"] = "1"\n'
            'os.environ["AWS_REGION"] = "us-east-1"\nos.environ["ANTHROPIC_MODEL"] = "ID"\n'
        ),
    ),
    "Agent SDK": (
        "a.py",
        (
            'o = ClaudeAgentOptions(model="ID",'
            ' env={"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_REGION": "us-east-1"})\n'
        ),
    ),
}


@pytest.mark.parametrize("case", SWITCHED)
def test_bedrock_is_switched_on_beside_an_id(case: str) -> None:
    path, snippet = SWITCHED[case]
    for model_id in (PINNED, PLAIN):
        assert written(snippet.replace("ID", model_id), path) == [(US, True)]
    assert found_in(snippet.replace("ID", US), path) == []
    assert found_in(snippet.replace("ID", "haiku"), path) == []
    off = snippet.replace("CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_USE_OTHER")
    assert found_in(off.replace("ID", PINNED), path) == []


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        (".env", f"#CLAUDE_CODE_USE_BEDROCK=1\nANTHROPIC_MODEL={PINNED}\n"),
        (".env", f"CLAUDE_CODE_USE_BEDROCK=0\nANTHROPIC_MODEL={PINNED}\n"),
        (".env", f"CLAUDE_CODE_USE_BEDROCK=1\nOTHER_MODEL={PINNED}\n"),
        (
            ".env",
            f"CLAUDE_CODE_USE_BEDROCK=1\nANTHROPIC_BASE_URL=https://gw\nANTHROPIC_MODEL={PINNED}\n",
        ),
        (
            "a.sh",
            (
                'if [ "$P" = bedrock ]; then\n  export CLAUDE_CODE_USE_BEDROCK=1\n'
                f"  export ANTHROPIC_MODEL={US}\nelse\n  export ANTHROPIC_MODEL={PINNED}\nfi\n"
            ),
        ),
        (
            "a.yaml",
            (
                "jobs:\n  a:\n    env:\n      CLAUDE_CODE_USE_BEDROCK: 1\n  b:\n    env:\n"
                f"      ANTHROPIC_MODEL: {PINNED}\n"
            ),
        ),
    ],
)
def test_bedrock_that_is_not_switched_on_here(path: str, snippet: str) -> None:
    assert found_in(snippet, path) == []


def test_vertex_that_is_switched_on_takes_no_ids_of_bedrock() -> None:
    settings = '{"env": {"CLAUDE_CODE_USE_VERTEX": "1", "ANTHROPIC_MODEL": "ID"}}'
    path = ".claude/settings.json"
    assert written(settings.replace("ID", US), path) == [(VERTEX, True)]
    assert found_in(settings.replace("ID", PINNED), path) == []


def test_a_longer_window_is_still_asked_for() -> None:
    path, settings = SWITCHED["settings"]
    snippet = settings.replace("ID", "claude-opus-4-8[1m]")
    assert written(snippet, path) == [("us.anthropic.claude-opus-4-8[1m]", True)]


def test_a_script_that_only_asks_the_claude_api() -> None:
    script = 'MODEL="{}"\ncurl https://api.anthropic.com/v1/messages -d "$BODY"\n'
    only = finding(script.format(US), "a.sh", TODAY)
    assert (only.rule, only.severity) == ("model-platform", Severity.WARNING)
    assert [(fix.edits[0].text, fix.safe) for fix in only.fixes] == [(PINNED, False)]
    other = script.format(US) + 'aws bedrock-runtime converse --model-id "$MODEL"\n'
    assert found_in(other, "a.sh") == []


def test_an_example_is_one_step_quieter() -> None:
    only = finding(f"```python\n{with_id(VENDORS, US)}```\n", "a.md", TODAY)
    assert (only.rule, only.severity) == ("model-platform", Severity.WARNING)
    assert only.safe_fix is None


def test_one_id_has_one_finding() -> None:
    retired = "us.anthropic.claude-3-5-sonnet-20241022-v2:0"
    assert finding(with_id(VENDORS, retired), today=TODAY).rule == "retired-model"


@pytest.mark.parametrize(
    ("snippet", "model_id", "message"),
    [
        (VENDORS, US, f"`{US}` is no id of the Claude API: use `{PINNED}`."),
        (
            VENDORS,
            "claude-haiku-4.5",
            f"`claude-haiku-4.5` is written with dashes on the Claude API: use `{API}`.",
        ),
        (
            BEDROCK,
            API,
            (
                f"`{API}` is no id of Amazon Bedrock, which `AnthropicBedrock` calls: "
                f"use `{US}` or `{EU}`."
            ),
        ),
        (
            BOTO3,
            PLAIN,
            f"`{PLAIN}` needs an inference profile on Amazon Bedrock: use `{US}` or `{EU}`.",
        ),
        (
            OPENAI,
            API,
            (
                f"`{API}` goes to OpenAI, which has no Claude models: "
                "give the client the base URL of what serves it, or use the vendor's SDK."
            ),
        ),
    ],
)
def test_messages(snippet: str, model_id: str, message: str) -> None:
    assert finding(with_id(snippet, model_id), today=TODAY).message == message
