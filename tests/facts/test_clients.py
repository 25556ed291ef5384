"""Clients and requests in HTTP: who sends a request, where to, and with which headers."""

from __future__ import annotations

import pytest

from claude_preflight.facts.extract import extract
from claude_preflight.facts.types import Facts
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document

URL = "https://api.anthropic.com/v1/messages"
ID = "claude-opus-4-8"

CLIENTS = {
    "Python": (
        "a.py",
        "import anthropic\nc = anthropic.Anthropic(timeout=20_000, max_retries=0)\n",
        ("anthropic-python", {"timeout": 20000, "max_retries": 0}),
    ),
    "Python, through names": (
        "a.py",
        "from anthropic import AsyncAnthropic\nT = 5\nc = AsyncAnthropic(timeout=T)\n",
        ("anthropic-python", {"timeout": 5}),
    ),
    "Python, of another library with the same name": (
        "a.py",
        "from llama_index.llms.anthropic import Anthropic\nc = Anthropic(timeout=60.0)\n",
        ("llama-index", {"timeout": 60.0}),
    ),
    "TypeScript": (
        "a.ts",
        'import Anthropic from "@anthropic-ai/sdk";\nconst c = new Anthropic({ timeout: 60 });\n',
        ("anthropic-typescript", {"timeout": 60}),
    ),
    "TypeScript, over lines": (
        "a.ts",
        (
            'import Anthropic from "@anthropic-ai/sdk";\n'
            "const c = new Anthropic({\n  apiKey: key,\n  maxRetries: 0,\n});\n"
        ),
        ("anthropic-typescript", {"api_key": None, "max_retries": 0}),
    ),
    "AI SDK": (
        "a.ts",
        (
            'import { createAnthropic } from "@ai-sdk/anthropic";\n'
            f'const a = createAnthropic({{ baseURL: "{URL}" }});\n'
        ),
        ("ai-sdk", {"base_url": URL}),
    ),
    "Go": (
        "a.go",
        (
            'package a\nimport "github.com/anthropics/anthropic-sdk-go"\n'
            "var c = anthropic.NewClient(option.WithMaxRetries(0))\n"
        ),
        ("anthropic-go", {"max_retries": 0}),
    ),
    "Java": (
        "A.java",
        (
            "import com.anthropic.client.okhttp.AnthropicOkHttpClient;\nclass A { Object c = "
            "AnthropicOkHttpClient.builder().fromEnv().maxRetries(0).build(); }\n"
        ),
        ("anthropic-java", {"max_retries": 0}),
    ),
    "Kotlin": (
        "a.kt",
        (
            "import com.anthropic.client.okhttp.AnthropicOkHttpClient\n"
            "val c = AnthropicOkHttpClient.builder().maxRetries(0).build()\n"
        ),
        ("anthropic-java", {"max_retries": 0}),
    ),
    "C#": (
        "a.cs",
        "using Anthropic;\nvar c = new AnthropicClient { MaxRetries = 0 };\n",
        ("anthropic-csharp", {"max_retries": 0}),
    ),
    "Ruby": (
        "a.rb",
        "c = Anthropic::Client.new(timeout: 20, max_retries: 0)\n",
        ("anthropic-ruby", {"timeout": 20, "max_retries": 0}),
    ),
    "PHP": (
        "a.php",
        '<?php\nuse Anthropic\\Client;\n$c = new Client(apiKey: $key, baseUrl: "https://a/v1");\n',
        ("anthropic-php", {"api_key": None, "base_url": "https://a/v1"}),
    ),
    "PHP, by its whole name": (
        "a.php",
        "<?php\n$c = new \\Anthropic\\Client(maxRetries: 0);\n",
        ("anthropic-php", {"max_retries": 0}),
    ),
    "Python, under an alias": (
        "a.py",
        "from anthropic import Anthropic as A\nc = A(timeout=5)\n",
        ("anthropic-python", {"timeout": 5}),
    ),
    "Python, under an alias in brackets": (
        "a.py",
        "from anthropic import (\n    APIError,\n    Anthropic as A,\n)\nc = A(timeout=5)\n",
        ("anthropic-python", {"timeout": 5}),
    ),
    "Python, by an assignment": (
        "a.py",
        "import anthropic\nC = anthropic.AsyncAnthropic\nc = C(timeout=5)\n",
        ("anthropic-python", {"timeout": 5}),
    ),
    "Python, another library under its name": (
        "a.py",
        "from anthropic import AnthropicBedrock as Anthropic\nc = Anthropic(timeout=5)\n",
        ("anthropic-python", {"timeout": 5}),
    ),
    "TypeScript, the default under a name": (
        "a.ts",
        (
            'import Claude, { APIError } from "@anthropic-ai/sdk";\n'
            "const c = new Claude({ timeout: 9 });\n"
        ),
        ("anthropic-typescript", {"timeout": 9}),
    ),
    "TypeScript, a name as another": (
        "a.ts",
        'import { Anthropic as C } from "@anthropic-ai/sdk";\nconst c = new C({ timeout: 9 });\n',
        ("anthropic-typescript", {"timeout": 9}),
    ),
    "JavaScript, the default of a module": (
        "a.js",
        'const { default: C } = require("@anthropic-ai/sdk");\nconst c = new C({ timeout: 9 });\n',
        ("anthropic-typescript", {"timeout": 9}),
    ),
    "JavaScript, a module under a name": (
        "a.js",
        'const C = require("@anthropic-ai/bedrock-sdk");\nconst c = new C({ timeout: 9 });\n',
        ("anthropic-typescript", {"timeout": 9}),
    ),
    "Go, a package under a name": (
        "a.go",
        (
            'package a\nimport ant "github.com/anthropics/anthropic-sdk-go"\n'
            "var c = ant.NewClient(option.WithMaxRetries(0))\n"
        ),
        ("anthropic-go", {"max_retries": 0}),
    ),
    "Kotlin, under an alias": (
        "a.kt",
        (
            "import com.anthropic.client.okhttp.AnthropicOkHttpClient as C\n"
            "val c = C.builder().maxRetries(0).build()\n"
        ),
        ("anthropic-java", {"max_retries": 0}),
    ),
    "Scala, under an alias": (
        "a.scala",
        (
            "import com.anthropic.client.okhttp.{AnthropicOkHttpClient => C}\n"
            "object A { val c = C.builder().maxRetries(0).build() }\n"
        ),
        ("anthropic-java", {"max_retries": 0}),
    ),
    "C#, under an alias": (
        "a.cs",
        "using C = Anthropic.AnthropicClient;\nvar c = new C() { MaxRetries = 0 };\n",
        ("anthropic-csharp", {"max_retries": 0}),
    ),
    "Ruby, under a constant": (
        "a.rb",
        "C = Anthropic::Client\nc = C.new(max_retries: 0)\n",
        ("anthropic-ruby", {"max_retries": 0}),
    ),
    "PHP, under an alias": (
        "a.php",
        "<?php\nuse Anthropic\\Client as C;\n$c = new C(maxRetries: 0);\n",
        ("anthropic-php", {"max_retries": 0}),
    ),
}
NO_CLIENTS = {
    "an alias of another module": (
        "a.py",
        "import anthropic\nfrom mocks import Anthropic as A\nc = A(timeout=3)\n",
    ),
    "an alias that two things have": (
        "a.py",
        "from anthropic import Anthropic as A\nfrom openai import OpenAI as A\nc = A(timeout=3)\n",
    ),
    "a cast": (
        "a.ts",
        (
            'import Anthropic from "@anthropic-ai/sdk";\n'
            "const s = (x as Anthropic).any({ timeout: 3 });\n"
        ),
    ),
    "a class of the same name": ("a.py", "import anthropic\nclass Anthropic(timeout): ...\n"),
    "without an import": ("a.py", "c = Anthropic(timeout=3)\n"),
    "in a comment": ("a.py", "import anthropic\n# c = Anthropic(timeout=3)\n"),
}
HEADERS = {
    "curl": (
        "a.sh",
        f'curl {URL} \\\n  -H "x-api-key: $KEY" \\\n  -H "anthropic-version: 2023-06-01"\n',
        (URL, {"x-api-key": "$KEY", "anthropic-version": "2023-06-01"}, True),
    ),
    "curl with more headers than are written out": (
        "a.sh",
        f'curl {URL} -H "x-api-key: $KEY" -H @more\n',
        (URL, {"x-api-key": "$KEY"}, False),
    ),
    "requests": (
        "a.py",
        f'requests.post("{URL}", headers={{"x-api-key": key, "anthropic-version": v}})\n',
        (URL, {"x-api-key": "key", "anthropic-version": "v"}, True),
    ),
    "headers with a name": (
        "a.py",
        f'H = {{"anthropic-version": "2023-06-01"}}\nhttpx.post("{URL}", headers=H)\n',
        (URL, {"anthropic-version": "2023-06-01"}, True),
    ),
    "a URL with a name": (
        "a.ts",
        f'const URL = "{URL}";\nfetch(URL, {{ headers: {{ "x-api-key": key }} }});\n',
        (URL, {"x-api-key": "key"}, True),
    ),
    "headers that take over others": (
        "a.py",
        f'httpx.post("{URL}", headers={{**base, "x-api-key": key}})\n',
        (URL, {"x-api-key": "key"}, False),
    ),
    "fetch": (
        "a.ts",
        f'await fetch("{URL}", {{ headers: {{ Authorization: `Bearer ${{key}}` }} }});\n',
        (URL, {"authorization": "`Bearer ${key}`"}, True),
    ),
    "axios": (
        "a.js",
        f"axios.post('{URL}', body, {{ headers: {{ 'x-api-key': key }} }});\n",
        (URL, {"x-api-key": "key"}, True),
    ),
    "HttpClient, Java": (
        "A.java",
        (
            f'class A {{ Object r = HttpRequest.newBuilder().uri(URI.create("{URL}"))\n'
            '.header("anthropic-version", "2023-06-01").build(); }\n'
        ),
        (URL, {"anthropic-version": "2023-06-01"}, False),
    ),
    "net/http": (
        "a.go",
        'package a\nfunc f() {\nreq.Header.Set("anthropic-version", "2023-06-01")\n}\n',
        (None, {"anthropic-version": "2023-06-01"}, False),
    ),
    "Net::HTTP": (
        "a.rb",
        'request["anthropic-version"] = "2023-06-01"\n',
        (None, {"anthropic-version": "2023-06-01"}, False),
    ),
    "curl of PHP": (
        "a.php",
        '<?php\n$h = ["anthropic-version: 2023-06-01", "x-api-key: $key"];\n',
        (None, {"anthropic-version": "2023-06-01", "x-api-key": "$key"}, False),
    ),
    "a node of n8n": (
        "a.json",
        '{"parameters": [{"name": "anthropic-version", "value": "2023-06-01"}]}\n',
        (None, {"anthropic-version": "2023-06-01"}, False),
    ),
    "YAML": (
        "a.yaml",
        "headers:\n  anthropic-version: 2023-06-01\n",
        (None, {"anthropic-version": "2023-06-01"}, False),
    ),
}
NO_HEADERS = {
    "read": ("a.py", 'v = request.headers.get("anthropic-version")\n'),
    "compared": ("a.py", 'assert request.headers["anthropic-version"] == "2023-06-01"\n'),
    "listed": ("a.ts", 'const secret = ["x-api-key", "authorization", "anthropic-version"];\n'),
    "told": ("a.py", "# anthropic-version: 2023-06-01\n"),
}


def facts_of(path: str, snippet: str) -> tuple[Document, Facts]:
    document = Document.of(snippet, path)
    return document, run_to_end(extract(document))


@pytest.mark.parametrize("name", CLIENTS)
def test_a_client_is_known_with_what_it_is_told(name: str) -> None:
    path, snippet, expected = CLIENTS[name]
    _, facts = facts_of(path, snippet)
    (client,) = facts.clients
    assert (client.library, {each.name: each.literal for each in client.options}) == expected


@pytest.mark.parametrize("name", NO_CLIENTS)
def test_what_makes_no_client(name: str) -> None:
    assert not facts_of(*NO_CLIENTS[name])[1].clients


@pytest.mark.parametrize("name", HEADERS)
def test_headers_stand_with_the_url_that_they_are_sent_to(name: str) -> None:
    path, snippet, expected = HEADERS[name]
    document, facts = facts_of(path, snippet)
    (request,) = facts.http
    sent = {each.name: document.text.slice(each.value) for each in request.headers}
    assert (request.url and request.url.text, sent, request.is_complete) == expected


@pytest.mark.parametrize("name", NO_HEADERS)
def test_what_sends_no_header(name: str) -> None:
    assert not facts_of(*NO_HEADERS[name])[1].http


def test_a_call_leads_to_its_client() -> None:
    _, facts = facts_of(
        "a.py",
        "import anthropic\nclass A:\n    def __init__(self):\n"
        "        self.api = anthropic.Anthropic(timeout=3)\n"
        f'    def ask(self):\n        self.api.messages.create(model="{ID}", max_tokens=9)\n',
    )
    (request,), (client,) = facts.requests, facts.clients
    assert request.call
    assert request.call.callee == "self.api.messages.create"
    assert facts.client_of(request) == client


@pytest.mark.parametrize(
    ("path", "snippet", "callee", "made_by"),
    [
        (
            "a.py",
            f'anthropic.Anthropic(key("a")).messages.create(model="{ID}", max_tokens=9)\n',
            "messages.create",
            "anthropic.Anthropic",
        ),
        (
            "a.rb",
            f'c = Anthropic::Client.new\nc.messages.create(model: "{ID}", max_tokens: 9)\n',
            "c.messages.create",
            "Anthropic::Client.new",
        ),
        (
            "a.ts",
            (
                "const c = new Anthropic();\n"
                f'const p = {{ model: "{ID}", max_tokens: 9 }};\nc.messages.create(p);\n'
            ),
            "c.messages.create",
            "Anthropic",
        ),
        (
            "A.cs",
            (
                "class A { void F() {\nvar c = new AnthropicClient();\n"
                f'c.Messages.Create(new MessageCreateParams {{ Model = "{ID}", MaxTokens = 5 }});'
                "}}"
            ),
            "c.Messages.Create",
            "AnthropicClient",
        ),
        (
            "A.cs",
            (
                "class A { AnthropicClient c = new();\nvoid F() {\n"
                f'c.Messages.Create(new MessageCreateParams {{ Model = "{ID}", MaxTokens = 5 }});'
                "}}"
            ),
            "c.Messages.Create",
            "AnthropicClient",
        ),
        (
            "A.cs",
            (
                "class A { AnthropicClient c = new() { MaxRetries = 0 };\nvoid F() {\n"
                f'c.Messages.Create(new MessageCreateParams {{ Model = "{ID}", MaxTokens = 5 }});'
                "}}"
            ),
            "c.Messages.Create",
            "AnthropicClient",
        ),
        (
            "A.cs",
            (
                "class A { AnthropicClient c = new AnthropicClient { Timeout = 9 };\nvoid F() {\n"
                f'c.Messages.Create(new MessageCreateParams {{ Model = "{ID}", MaxTokens = 5 }});'
                "}}"
            ),
            "c.Messages.Create",
            "AnthropicClient",
        ),
    ],
)
def test_a_call_tells_what_made_its_client(
    path: str, snippet: str, callee: str, made_by: str
) -> None:
    (request,) = facts_of(path, snippet)[1].requests
    assert request.call
    assert (request.call.callee, request.call.constructor) == (callee, made_by)


def test_parameters_that_no_library_sends_have_no_call() -> None:
    snippet = f'const p = {{ model: "{ID}", max_tokens: 9 }};\nlog(p);\n'
    (request,) = facts_of("a.ts", snippet)[1].requests
    assert request.call is None
