"""The dialects: the vendor's SDKs, clouds, wrappers, plain HTTP and configuration files.

A dialect is a row: a library, how its call looks, what it has words for, and in which ways people
write it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from tests.requests import trees
from tests.requests.languages import (
    CSHARP,
    GO,
    JAVA,
    KOTLIN,
    PHP,
    PYTHON,
    RUBY,
    RUST,
    SHELL,
    TYPESCRIPT,
)
from tests.requests.oracle import Parameters
from tests.requests.source import Code, Name, Shape, Tree, Wrapped
from tests.requests.trees import ALL, CHAT
from tests.requests.writing import Dialect, Way

BEDROCK, VERTEX = "bedrock", "vertex"

CALL = (
    Way.IN_PLACE,
    Way.MODEL_CONSTANT,
    Way.CONSTANTS,
    Way.NESTED_NAME,
    Way.SPREAD,
    Way.WHOLE_NAME,
    Way.MODEL_LATER,
    Way.PARAMETER_LATER,
)
TYPED = tuple(way for way in CALL if way is not Way.SPREAD)
FROM_MAPPING = (
    Way.IN_PLACE,
    Way.MODEL_CONSTANT,
    Way.CONSTANTS,
    Way.NESTED_NAME,
    Way.WHOLE_NAME,
)
"""The ways of a mapping that is written once."""
BESIDE = (*FROM_MAPPING, Way.PARAMETER_LATER)
"""The ways of parameters that stand beside the model, in a mapping of their own."""
TEXT = (Way.SERIALISED_NAME, Way.JSON_STRING)
"""The ways of what is sent as a text."""
IN_URL = (Way.IN_PLACE, Way.NESTED_NAME, Way.WHOLE_NAME)
KEYWORDS = Shape("{key}={value}")
NAMED = Shape("{key}: {value}")
JAVA_LINKS = Shape(".{key}({value})", "MessageCreateParams.builder()", separator="", closing="")
GO_FIELDS = Shape("{key}: {value}", "anthropic.MessageNewParams{", "}")
CSHARP_FIELDS = Shape("{key} = {value}", "new MessageCreateParams {", "}")
RUST_JSON = replace(RUST.mapping, start="json!({", end="})")
CSHARP_ANONYMOUS = replace(
    CSHARP,
    mapping=Shape("{key} = {value}", "new { ", " }"),
    sequence=("new[] { ", " }"),
)
HEADERS = '{"x-api-key": KEY, "anthropic-version": "2023-06-01"}'

SDKS = (
    Dialect(
        name="anthropic, Python",
        path="ask.py",
        language=PYTHON,
        head="import anthropic\n\nclient = anthropic.Anthropic(timeout=1200)",
        call="message = client.messages.create({request})",
        arguments=KEYWORDS,
        passed="**{name}",
        says=ALL,
        ways=CALL,
        tree=trees.api,
    ),
    Dialect(
        name="anthropic, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        head='import Anthropic from "@anthropic-ai/sdk";\n\nconst client = new Anthropic();',
        call="const message = await client.messages.create({request});",
        says=ALL,
        ways=CALL,
        tree=trees.api,
    ),
    Dialect(
        name="anthropic, Go",
        path="ask.go",
        language=GO,
        head='import (\n\t"context"\n\n\t"github.com/anthropics/anthropic-sdk-go"\n)',
        call="client := anthropic.NewClient()\n"
        "message, err := client.Messages.New(context.TODO(), {request})",
        arguments=GO_FIELDS,
        whole=GO_FIELDS,
        model_key="Model",
        keys=trees.PASCAL,
        says=ALL,
        ways=TYPED,
        tree=trees.go,
    ),
    Dialect(
        name="anthropic, Java",
        path="Ask.java",
        language=JAVA,
        head="import com.anthropic.client.okhttp.AnthropicOkHttpClient;\n"
        "import com.anthropic.models.messages.*;\nimport java.util.List;",
        call="var client = AnthropicOkHttpClient.fromEnv();\n"
        "var message = client.messages().create({request}.build());",
        arguments=JAVA_LINKS,
        whole=JAVA_LINKS,
        keys=trees.CAMEL,
        says=ALL,
        ways=TYPED,
        tree=trees.java,
    ),
    Dialect(
        name="anthropic, Kotlin",
        path="Ask.kt",
        language=KOTLIN,
        head="import com.anthropic.client.okhttp.AnthropicOkHttpClient\n"
        "import com.anthropic.models.messages.*",
        call="val client = AnthropicOkHttpClient.fromEnv()\n"
        "val message = client.messages().create({request}.build())",
        arguments=JAVA_LINKS,
        whole=JAVA_LINKS,
        keys=trees.CAMEL,
        says=ALL,
        ways=TYPED,
        tree=trees.java,
    ),
    Dialect(
        name="anthropic, C#",
        path="Ask.cs",
        language=CSHARP,
        head="using Anthropic;\nusing Anthropic.Models.Messages;",
        call="var client = new AnthropicClient();\n"
        "var message = await client.Messages.Create({request});",
        arguments=CSHARP_FIELDS,
        whole=CSHARP_FIELDS,
        model_key="Model",
        keys=trees.PASCAL,
        says=ALL,
        ways=TYPED,
        tree=trees.csharp,
    ),
    Dialect(
        name="anthropic, Ruby",
        path="ask.rb",
        language=RUBY,
        head='require "anthropic"',
        call="client = Anthropic::Client.new\nmessage = client.messages.create({request})",
        arguments=replace(NAMED, closing=""),
        passed="**{name}",
        keys=trees.RUBY,
        says=ALL,
        ways=CALL,
        tree=trees.renamed_api(trees.RUBY),
    ),
    Dialect(
        name="anthropic, PHP",
        path="ask.php",
        language=PHP,
        head="use Anthropic\\Client;",
        call="$client = new Client(apiKey: getenv('ANTHROPIC_API_KEY'));\n"
        "$message = $client->messages->create({request});",
        arguments=NAMED,
        passed="...{name}",
        keys=trees.CAMEL,
        says=ALL,
        ways=TYPED,
        tree=trees.php,
    ),
)

CLOUDS = (
    Dialect(
        name="InvokeModel, Python",
        path="ask.py",
        language=PYTHON,
        head='import json\n\nimport boto3\n\nclient = boto3.client("bedrock-runtime")',
        call="answer = client.invoke_model(modelId={model}, body={request})",
        serialise="json.dumps({request})",
        model_key="",
        platform=BEDROCK,
        says=ALL,
        ways=(*BESIDE, Way.SPREAD, *TEXT),
        tree=trees.bedrock,
    ),
    Dialect(
        name="InvokeModel, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        head='import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-'
        'runtime";\n\nconst client = new BedrockRuntimeClient({});',
        call="const answer = await client.send(\n"
        '    new InvokeModelCommand({ modelId: {model}, contentType: "application/json", '
        "body: {request} }),\n);",
        serialise="JSON.stringify({request})",
        model_key="",
        platform=BEDROCK,
        says=ALL,
        ways=(*BESIDE, Way.SPREAD, *TEXT),
        tree=trees.bedrock,
    ),
    Dialect(
        name="InvokeModel, AWS CLI",
        path="ask.sh",
        language=SHELL,
        call="aws bedrock-runtime invoke-model --model-id {model} \\\n"
        "    --body {request} out.json",
        arguments=replace(SHELL.mapping, start="'{", end="}'"),
        passed='"{name}"',
        model_key="",
        model=lambda model: Code(f'"${model.text}"') if isinstance(model, Name) else model,
        platform=BEDROCK,
        says=ALL,
        ways=(Way.IN_PLACE, Way.MODEL_CONSTANT, Way.WHOLE_NAME),
        tree=trees.bedrock,
    ),
    Dialect(
        name="InvokeModel, Go",
        path="ask.go",
        language=GO,
        head='import (\n\t"encoding/json"\n\n\t"github.com/aws/aws-sdk-go-v2/aws"\n'
        '\t"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"\n)',
        call="body, _ := json.Marshal({request})\n"
        "answer, err := client.InvokeModel(ctx, &bedrockruntime.InvokeModelInput{\n"
        "    ModelId: aws.String({model}),\n    Body: body,\n})",
        model_key="",
        platform=BEDROCK,
        says=ALL,
        ways=FROM_MAPPING,
        tree=trees.bedrock,
    ),
    Dialect(
        name="InvokeModel, Java",
        path="Ask.java",
        language=JAVA,
        head="import software.amazon.awssdk.core.SdkBytes;\n"
        "import software.amazon.awssdk.services.bedrockruntime.model.*;",
        call="var request = InvokeModelRequest.builder()\n    .modelId({model})\n"
        "    .body(SdkBytes.fromUtf8String({request}))\n    .build();",
        serialise="new ObjectMapper().writeValueAsString({request})",
        model_key="",
        platform=BEDROCK,
        says=ALL,
        ways=(*FROM_MAPPING, *TEXT),
        tree=trees.bedrock,
    ),
    Dialect(
        name="InvokeModel, C#",
        path="Ask.cs",
        language=CSHARP_ANONYMOUS,
        head="using System.Text.Json;\nusing Amazon.BedrockRuntime;\n"
        "using Amazon.BedrockRuntime.Model;",
        call="var request = new InvokeModelRequest\n{\n    ModelId = {model},\n"
        "    Body = new MemoryStream(Encoding.UTF8.GetBytes({request})),\n};",
        serialise="JsonSerializer.Serialize({request})",
        model_key="",
        platform=BEDROCK,
        says=ALL,
        ways=(*FROM_MAPPING, *TEXT),
        tree=trees.bedrock,
    ),
    Dialect(
        name="Converse, Python",
        path="ask.py",
        language=PYTHON,
        head='import boto3\n\nclient = boto3.client("bedrock-runtime")',
        call="answer = client.converse({request})",
        arguments=KEYWORDS,
        passed="**{name}",
        model_key="modelId",
        keys={**trees.CAMEL, "tool_choice": "tool_choice", "top_k": "top_k"},
        platform=BEDROCK,
        says=ALL - {"tool_choice"},
        ways=tuple(way for way in CALL if way is not Way.PARAMETER_LATER),
        tree=trees.converse,
    ),
    Dialect(
        name="Converse, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        head='import { BedrockRuntimeClient, ConverseCommand } from "@aws-sdk/client-bedrock-'
        'runtime";\n\nconst client = new BedrockRuntimeClient({});',
        call="const answer = await client.send(new ConverseCommand({request}));",
        model_key="modelId",
        keys={**trees.CAMEL, "top_k": "top_k"},
        platform=BEDROCK,
        says=ALL - {"tool_choice"},
        ways=tuple(way for way in CALL if way is not Way.PARAMETER_LATER),
        tree=trees.converse,
    ),
    Dialect(
        name="Bedrock's URL, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        call='const answer = await fetch("https://bedrock-runtime.us-east-1.amazonaws.com'
        '/model/{id}/invoke", {\n    method: "POST",\n    body: {request},\n});',
        serialise="JSON.stringify({request})",
        model_key="",
        platform=BEDROCK,
        says=ALL,
        ways=IN_URL,
        tree=trees.bedrock,
    ),
    Dialect(
        name="AnthropicVertex, Python",
        path="ask.py",
        language=PYTHON,
        head="from anthropic import AnthropicVertex\n\n"
        'client = AnthropicVertex(project_id="p", region="global", timeout=1200)',
        call="message = client.messages.create({request})",
        arguments=KEYWORDS,
        passed="**{name}",
        platform=VERTEX,
        says=ALL,
        ways=CALL,
        tree=trees.api,
    ),
    Dialect(
        name="AnthropicVertex, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        head='import { AnthropicVertex } from "@anthropic-ai/vertex-sdk";\n\n'
        "const client = new AnthropicVertex();",
        call="const message = await client.messages.create({request});",
        platform=VERTEX,
        says=ALL,
        ways=CALL,
        tree=trees.api,
    ),
    Dialect(
        name="Vertex's URL, Python",
        path="ask.py",
        language=PYTHON,
        head="import requests",
        call='answer = requests.post(\n    "https://us-east5-aiplatform.googleapis.com/v1/projects/p'
        '/locations/us-east5/publishers/anthropic/models/{id}:rawPredict",\n    json={request},\n)',
        model_key="",
        platform=VERTEX,
        says=ALL,
        ways=IN_URL,
        tree=trees.vertex,
    ),
)

WRAPPERS = (
    Dialect(
        name="LangChain, Python",
        path="ask.py",
        language=PYTHON,
        head="from langchain_anthropic import ChatAnthropic",
        call="llm = ChatAnthropic({request})",
        arguments=KEYWORDS,
        passed="**{name}",
        says=CHAT,
        ways=CALL,
        tree=trees.renamed({}),
    ),
    Dialect(
        name="LangChain, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        head='import { ChatAnthropic } from "@langchain/anthropic";',
        call="const llm = new ChatAnthropic({request});",
        keys=trees.CAMEL,
        says=CHAT,
        ways=CALL,
        tree=trees.renamed(trees.CAMEL),
    ),
    Dialect(
        name="LiteLLM, Python",
        path="ask.py",
        language=PYTHON,
        head="import litellm",
        call="answer = litellm.completion({request})",
        arguments=KEYWORDS,
        passed="**{name}",
        id="anthropic/{id}",
        keys=trees.LITELLM,
        says=CHAT,
        ways=CALL,
        tree=trees.renamed_api(trees.LITELLM),
    ),
    Dialect(
        name="AI SDK, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        head='import { anthropic } from "@ai-sdk/anthropic";\nimport { generateText } from "ai";',
        call="const { text } = await generateText({request});",
        model=lambda model: Wrapped("anthropic({value})", model),
        keys=trees.VERCEL,
        says=CHAT | {"system"},
        ways=CALL,
        tree=trees.vercel,
    ),
    Dialect(
        name="pydantic-ai, Python",
        path="ask.py",
        language=PYTHON,
        head="from pydantic_ai import Agent",
        call="agent = Agent({model}, model_settings={request})",
        model_key="",
        id="anthropic:{id}",
        keys=trees.PYDANTIC_AI,
        says=CHAT - {"top_k"},
        ways=BESIDE,
        tree=trees.renamed(trees.PYDANTIC_AI),
    ),
    Dialect(
        name="DSPy, Python",
        path="ask.py",
        language=PYTHON,
        head="import dspy",
        call="lm = dspy.LM({model},{request})",
        arguments=KEYWORDS,
        passed="**{name}",
        model_key="",
        id="anthropic/{id}",
        says=CHAT - {"stop_sequences"},
        ways=BESIDE,
        tree=trees.renamed({}),
    ),
    Dialect(
        name="LlamaIndex, Python",
        path="ask.py",
        language=PYTHON,
        head="from llama_index.llms.anthropic import Anthropic",
        call="llm = Anthropic({request})",
        arguments=KEYWORDS,
        passed="**{name}",
        says=CHAT - {"stop_sequences"},
        ways=CALL,
        tree=trees.llama_index,
    ),
    Dialect(
        name="a class with fields, Python",
        path="settings.py",
        language=PYTHON,
        head="from pydantic_settings import BaseSettings",
        call="{request}",
        arguments=Shape(
            "{key}: Any = {value}", "class ChatSettings(BaseSettings):", separator="", closing=""
        ),
        says=CHAT,
        ways=(Way.IN_PLACE, Way.MODEL_CONSTANT, Way.CONSTANTS, Way.NESTED_NAME),
        tree=trees.renamed({}),
    ),
    Dialect(
        name="openai, Python",
        path="ask.py",
        language=PYTHON,
        head="from openai import OpenAI\n\n"
        'client = OpenAI(base_url="https://api.anthropic.com/v1/", api_key=KEY)',
        call="answer = client.chat.completions.create({request})",
        arguments=KEYWORDS,
        passed="**{name}",
        keys=trees.LITELLM,
        says=CHAT,
        ways=tuple(way for way in CALL if way is not Way.PARAMETER_LATER),
        tree=trees.openai,
    ),
)

HTTP = (
    Dialect(
        name="requests, Python",
        path="ask.py",
        language=PYTHON,
        head="import requests",
        call=f'answer = requests.post(\n    "https://api.anthropic.com/v1/messages",\n'
        f"    headers={HEADERS},\n    json={{request}},\n)",
        says=ALL,
        ways=CALL,
        tree=trees.api,
    ),
    Dialect(
        name="httpx with a text, Python",
        path="ask.py",
        language=PYTHON,
        head="import json\n\nimport httpx",
        call=f'answer = httpx.post(\n    "https://api.anthropic.com/v1/messages",\n'
        f"    headers={HEADERS},\n    content={{request}},\n)",
        serialise="json.dumps({request})",
        says=ALL,
        ways=(*CALL, *TEXT),
        tree=trees.api,
    ),
    Dialect(
        name="fetch, TypeScript",
        path="ask.ts",
        language=TYPESCRIPT,
        call='const answer = await fetch("https://api.anthropic.com/v1/messages", {\n'
        f'    method: "POST",\n    headers: {HEADERS},\n    body: {{request}},\n}});',
        serialise="JSON.stringify({request})",
        says=ALL,
        ways=(*CALL, *TEXT),
        tree=trees.api,
    ),
    Dialect(
        name="net/http, Go",
        path="ask.go",
        language=replace(GO, assignment='{name}["{key}"] = {value}'),
        head='import (\n\t"bytes"\n\t"encoding/json"\n\t"net/http"\n)',
        call="body, _ := json.Marshal({request})\n"
        'http.Post("https://api.anthropic.com/v1/messages", "application/json", '
        "bytes.NewReader(body))",
        says=ALL,
        ways=TYPED,
        tree=trees.api,
    ),
    Dialect(
        name="Net::HTTP, Ruby",
        path="ask.rb",
        language=RUBY,
        head='require "json"\nrequire "net/http"',
        call='answer = Net::HTTP.post(URI("https://api.anthropic.com/v1/messages"), {request}, '
        '{"x-api-key" => KEY, "anthropic-version" => "2023-06-01"})',
        serialise="JSON.generate({request})",
        says=ALL,
        ways=(*CALL, *TEXT),
        tree=trees.api,
    ),
    Dialect(
        name="Guzzle, PHP",
        path="ask.php",
        language=PHP,
        head="use GuzzleHttp\\Client;",
        call="$client = new Client(['base_uri' => 'https://api.anthropic.com']);\n"
        "$answer = $client->post('/v1/messages', ['body' => {request}]);",
        serialise="json_encode({request})",
        says=ALL,
        ways=(*CALL, *TEXT),
        tree=trees.api,
    ),
    Dialect(
        name="HttpClient, C#",
        path="Ask.cs",
        language=CSHARP_ANONYMOUS,
        head="using System.Net.Http;\nusing System.Text.Json;",
        call="var http = new HttpClient();\n"
        'var answer = await http.PostAsync("https://api.anthropic.com/v1/messages", '
        "new StringContent({request}));",
        serialise="JsonSerializer.Serialize({request})",
        says=ALL,
        ways=(*FROM_MAPPING, *TEXT),
        tree=trees.api,
    ),
    Dialect(
        name="reqwest, Rust",
        path="ask.rs",
        language=RUST,
        head="use serde_json::{json, Value};",
        call='let client = reqwest::Client::new();\nlet answer = client.post("https://api.anthropic'
        '.com/v1/messages").json(&{request}).send().await;',
        arguments=RUST_JSON,
        whole=RUST_JSON,
        says=ALL,
        ways=tuple(way for way in FROM_MAPPING if way is not Way.NESTED_NAME),
        tree=trees.api,
    ),
    Dialect(
        name="HttpClient, Java",
        path="Ask.java",
        language=JAVA,
        head="import java.net.http.*;\nimport java.util.*;",
        call="var request = HttpRequest.newBuilder("
        'URI.create("https://api.anthropic.com/v1/messages"))\n'
        "    .POST(HttpRequest.BodyPublishers.ofString({request})).build();",
        serialise="new ObjectMapper().writeValueAsString({request})",
        says=ALL,
        ways=(*FROM_MAPPING, *TEXT),
        tree=trees.api,
    ),
    Dialect(
        name="curl",
        path="ask.sh",
        language=SHELL,
        call="curl https://api.anthropic.com/v1/messages \\\n"
        '    -H "x-api-key: $ANTHROPIC_API_KEY" -H "anthropic-version: 2023-06-01" \\\n'
        "    -d {request}",
        arguments=replace(SHELL.mapping, start="'{", end="}'"),
        passed='"{name}"',
        model=lambda model: Code(f'"\'"${model.text}"\'"') if isinstance(model, Name) else model,
        says=ALL,
        ways=(Way.IN_PLACE, Way.MODEL_CONSTANT, Way.WHOLE_NAME),
        tree=trees.api,
    ),
)


def as_json(tree: Tree) -> str:
    return json.dumps({"llm": tree}, indent=2) + "\n"


def as_yaml(value: Tree) -> str:
    return "llm:\n" + _yaml(value, "  ")


def _yaml(value: Tree, indent: str) -> str:
    lines = ""
    for key, inner in value.items():
        if isinstance(inner, dict):
            lines += f"{indent}{key}:\n{_yaml(inner, indent + '  ')}"
        else:
            lines += f"{indent}{key}: {json.dumps(inner)}\n"
    return lines


def as_toml(tree: Tree) -> str:
    scalars = {key: value for key, value in tree.items() if not isinstance(value, dict)}
    lines = ["[llm]", *(f"{key} = {json.dumps(value)}" for key, value in scalars.items())]
    for key, value in tree.items():
        if isinstance(value, dict):
            lines += ["", f"[llm.{key}]"]
            lines += [f"{inner} = {_toml(item)}" for inner, item in value.items()]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(inner)}' for key, inner in value.items())} }}"
    return json.dumps(value)


def as_promptfoo(tree: Tree) -> str:
    """A provider of promptfoo: the model in its id, the parameters below `config`."""
    rest = {key: value for key, value in tree.items() if key != "model"}
    return f"providers:\n  - id: anthropic:messages:{tree['model']}\n    config:\n" + _yaml(
        rest, "      "
    )


def as_litellm_proxy(tree: Tree) -> str:
    """A model of LiteLLM's proxy."""
    return "model_list:\n  - model_name: chat\n    litellm_params:\n" + _yaml(tree, "      ")


def below(key: str) -> Callable[[Parameters], Tree]:
    """Parameters in a mapping of their own beside the model."""
    return lambda parameters: {key: dict(parameters)}


def in_a_string(parameters: Parameters) -> Tree:
    """Parameters as JSON in a string beside the model."""
    return {"inference_config": json.dumps(parameters)}


def _configuration(
    name: str,
    path: str,
    dump: Callable[[Tree], str],
    way: Way = Way.IN_PLACE,
    tree: Callable[[Parameters], Tree] | None = None,
    model: str = "{id}",
) -> Dialect:
    return Dialect(
        name=name,
        path=path,
        language=SHELL,
        call="",
        says=CHAT,
        ways=(way,),
        tree=tree or trees.renamed({}),
        dump=dump,
        id=model,
    )


CONFIGURATIONS = (
    _configuration("JSON", "settings.json", as_json),
    _configuration("JSON", "settings.json", as_json, Way.BELOW, below("parameters")),
    _configuration("JSON", "settings.json", as_json, Way.JSON_STRING, in_a_string),
    _configuration("YAML", "settings.yaml", as_yaml),
    _configuration("YAML", "settings.yaml", as_yaml, Way.BELOW, below("parameters")),
    _configuration("YAML", "settings.yaml", as_yaml, Way.JSON_STRING, in_a_string),
    _configuration("TOML", "settings.toml", as_toml),
    _configuration("TOML", "settings.toml", as_toml, Way.BELOW, below("parameters")),
    _configuration("TOML", "settings.toml", as_toml, Way.JSON_STRING, in_a_string),
    _configuration("promptfoo", "promptfooconfig.yaml", as_promptfoo, Way.BELOW),
    _configuration("LiteLLM proxy", "config.yaml", as_litellm_proxy, model="anthropic/{id}"),
)

DIALECTS = (*SDKS, *CLOUDS, *WRAPPERS, *HTTP, *CONFIGURATIONS)
