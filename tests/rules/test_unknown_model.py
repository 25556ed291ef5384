"""unknown-model: slips in the models of requests, and silence about everything else."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import finding, findings

from claude_preflight.findings import Severity
from claude_preflight.settings import Settings


@pytest.mark.parametrize(
    ("path", "snippet", "meant"),
    [
        ("a.py", 'create(model="claude-sonet-4-6")', "claude-sonnet-4-6"),
        ("a.py", 'create(model="claude-sonnet-4-5-20250930")', "claude-sonnet-4-5-20250929"),
        ("a.py", 'MODEL = "claude-opuss-4-8"\ncreate(model=MODEL)', "claude-opus-4-8"),
        ("a.js", 'create({ model: "claude-sonnnet-4-6" });', "claude-sonnet-4-6"),
        ("a.json", '{"model": "claude-haikku-4-5"}', "claude-haiku-4-5"),
        ("a.yaml", "model: claude-opsu-4-8\n", "claude-opus-4-8"),
        ("a.toml", 'model = "claude-opsu-4-8"\n', "claude-opus-4-8"),
    ],
)
def test_a_slip_is_reported_with_what_was_meant(path: str, snippet: str, meant: str) -> None:
    found = findings(snippet, path)
    assert [fix.edits[0].text for one in found for fix in one.fixes] == [meant]
    for one in found:
        assert (one.rule, one.severity) == ("unknown-model", Severity.WARNING)
        assert one.safe_fix is None, "only the author knows what was meant"


def test_the_message() -> None:
    assert finding('create(model="claude-sonet-4-6")').message == (
        "`claude-sonet-4-6` is no Claude model that any source knows: "
        "did you mean `claude-sonnet-4-6`?"
    )


@pytest.mark.parametrize(
    ("slip", "meant", "successor"),
    [
        ("claude-3-sonet-20240229", "claude-3-sonnet-20240229", "claude-sonnet-4-6"),
        ("claude-3-5-sonnet-20241023", "claude-3-5-sonnet-20241022", "claude-sonnet-4-6"),
        (
            "us.anthropic.claude-3-5-sonnet-20241023-v2:0",
            "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
            "us.anthropic.claude-sonnet-4-6",
        ),
    ],
)
def test_nobody_is_sent_to_a_model_that_is_retired(slip: str, meant: str, successor: str) -> None:
    found = finding(f'create(model="{slip}", max_tokens=5)')
    assert found.message == (
        f"`{slip}` is no Claude model that any source knows: "
        f"use `{successor}`, as `{meant}`, which it looks like, is retired."
    )
    assert [(fix.title, fix.safe) for fix in found.fixes] == [(f"Replace with {successor}", False)]


def test_the_fix_leaves_a_request_that_works() -> None:
    found = finding('create(model="claude-3-sonet-20240229", temperature=0.5, max_tokens=200_000)')
    assert [fix.title for fix in found.fixes] == [
        "Migrate this request to claude-sonnet-4-6 (lowers max_tokens to 128,000)"
    ]


@pytest.mark.parametrize(
    "snippet",
    [
        'create(model="claude-opus-9")',
        'create(model="claude-")',
        'create(model="my-claude-gateway")',
        'create(model="claude-sonet-4-6-proxy-of-our-own")',
        'NAME = "claude-sonet-4-6"',
        'ask("claude-sonet-4-6")',
        '{"claude-sonet-4-6": 1}',
        'x == "claude-sonet-4-6"',
        "# claude-sonet-4-6",
        'create(model=f"claude-sonet-4-{minor}")',
        'create(model="claude-sonet-4" + minor)',
    ],
)
def test_what_may_be_meant_so_is_left_alone(snippet: str) -> None:
    assert findings(snippet) == []


def test_a_model_used_twice_is_reported_once() -> None:
    assert findings('M = "claude-sonet-4-6"\ncreate(model=M)\ncreate(model=M)\n') == [
        finding('M = "claude-sonet-4-6"\ncreate(model=M)\n')
    ]


def test_own_models_are_known() -> None:
    own = Settings(models={"claude-sonet-4-6": {}})
    assert findings('create(model="claude-sonet-4-6")', settings=own) == []


def test_settings_change_the_severity() -> None:
    loud = Settings(severity={"unknown-model": Severity.ERROR})
    assert finding('create(model="claude-sonet-4-6")', settings=loud).severity is Severity.ERROR


SLIP, ID = "claude-sonet-4-6", "claude-sonnet-4-6"
DATED, REAL = "claude-sonnet-4-5-20250930", "claude-sonnet-4-5-20250929"
ASOF = date(2026, 11, 27)
LATER = date(2027, 1, 15)
VENDORS = (
    "import anthropic\nc = anthropic.Anthropic({})\nc.messages.create(model={}, max_tokens=9)\n"
)

SETTINGS = {
    ".env": (".env", "ANTHROPIC_MODEL={}\n"),
    ".env, in quotes": (".env", 'CLAUDE_MODEL="{}"\n'),
    "shell: a variable": ("a.sh", "export ANTHROPIC_SMALL_FAST_MODEL={}\n"),
    "shell: a default": ("a.sh", 'M="${{ANTHROPIC_MODEL_NAME:-{}}}"\n'),
    "shell: a flag": ("a.sh", "claude --model {} -p hi\n"),
    "shell: a flag with a sign": ("a.sh", "aider --model=anthropic/{}\n"),
    "Dockerfile": ("Dockerfile", "FROM x\nENV ANTHROPIC_MODEL={}\n"),
    "Dockerfile, old": ("Dockerfile", "FROM x\nENV ANTHROPIC_MODEL {}\n"),
    "settings of Claude Code": (".claude/settings.json", '{{"env": {{"ANTHROPIC_MODEL": "{}"}}}}'),
    "YAML": ("a.yaml", "llm:\n  default_model: {}\n"),
    "YAML: list of variables": (
        "a.yaml",
        "env:\n  - name: ANTHROPIC_MODEL\n    value: {}\n",
    ),
    "YAML: list of assignments": ("a.yaml", "environment:\n  - ANTHROPIC_MODEL={}\n"),
    "YAML: a command": ("a.yml", "steps:\n  - run: claude --model {}\n"),
    "front matter": (".claude/agents/x.md", "---\nname: x\nmodel: {}\n---\n"),
    "TOML": ("a.toml", 'chat_model = "{}"\n'),
    "properties": ("application.properties", "spring.ai.anthropic.chat.options.model={}\n"),
    "Terraform": ("a.tf", 'variable "model" {{\n  type = string\n  default = "{}"\n}}\n'),
    "Python: a constant": ("a.py", 'DEFAULT_MODEL = "{}"\n'),
    "Python: the environment": ("a.py", 'M = os.getenv("ANTHROPIC_MODEL", "{}")\n'),
    "Python: set in the environment": ("a.py", 'os.environ["ANTHROPIC_MODEL"] = "{}"\n'),
    "Python: a field": ("a.py", 'class S:\n    claude_model: str = Field(default="{}")\n'),
    "Python: a parameter": ("a.py", 'def ask(model="{}"):\n    pass\n'),
    "Python: an option": ("a.py", 'parser.add_argument("--model", default="{}")\n'),
    "TypeScript": ("a.ts", 'const MODEL = process.env.ANTHROPIC_MODEL ?? "{}";\n'),
    "TypeScript: a type": ("a.ts", 'const model: string = "{}";\n'),
    "Go": ("a.go", 'package a\nconst DefaultModel = "{}"\n'),
    "Java": ("A.java", 'class A {{ static final String MODEL = "{}"; }}\n'),
    "Java: a property": ("A.java", 'class A {{ @Value("${{x.model:{}}}") String m; }}\n'),
    "Kotlin": ("a.kt", 'val model = "{}"\n'),
    "C#": ("a.cs", 'var model = "{}";\n'),
    "Ruby": ("a.rb", 'MODEL = ENV.fetch("ANTHROPIC_MODEL", "{}")\n'),
    "PHP": ("a.php", '<?php return ["model" => env("ANTHROPIC_MODEL", "{}")];\n'),
    "Rust": ("a.rs", 'pub const DEFAULT_MODEL: &str = "{}";\n'),
    "AI SDK": (
        "a.ts",
        'import { anthropic } from "@ai-sdk/anthropic";\nuse(anthropic("{}"));\n'.replace(
            "{ anthropic }", "{{ anthropic }}"
        ),
    ),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_a_place_that_sets_a_model(case: str) -> None:
    path, snippet = SETTINGS[case]
    for model_id, meant in ((SLIP, ID), (DATED, REAL)):
        found = findings(snippet.format(model_id), path)
        assert [one.rule for one in found] == ["unknown-model"], found
        assert found[0].severity is Severity.WARNING
        assert [fix.edits[0].text.endswith(meant) for fix in found[0].fixes] == [True]
        assert found[0].safe_fix is None
    assert findings(snippet.format(ID), path) == []


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.json", '{"defaults": {"claude": "{}"}}'),
        ("a.py", 'FAST = "{}"\n'),
        ("a.yaml", "anthropic: {}\n"),
    ],
)
def test_an_id_with_a_date_that_no_model_has_needs_no_name(path: str, snippet: str) -> None:
    assert finding(snippet.replace("{}", DATED), path).rule == "unknown-model"
    assert findings(snippet.replace("{}", SLIP), path) == []


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        (".env", "ANTHROPIC_BASE_URL=https://gw.example.com\nANTHROPIC_MODEL={}\n"),
        ("a.yaml", "base_url: http://localhost:4000\nmodel: {}\n"),
        ("a.json", '{"apiBase": "http://localhost:1234", "model": "{}"}'),
        ("a.py", 'c = Client(base_url=url)\nc.create(model="{}")\n'),
        ("a.py", 'supports("anthropic", "{}")\n'),
        ("a.py", 'found = look_up("anthropic", "{}")\n'),
        ("a.py", 'assert answer.model == "{}"\n'),
        ("a.py", '# ask("{}")\n'),
        ("a.py", 'said = {"model": "{}", "content": [{"type": "text", "text": "hi"}]}\n'),
        ("a.yaml", "name: {}\n"),
        ("a.yaml", "app: {}-demo\n"),
        ("a.yaml", "branch: {}\n"),
        ("a.py", 'BUCKET_PATH = "{}"\n'),
        ("a.py", 'PRICES = {"{}": 3, "claude-opus-4-8": 5, "claude-haiku-4-5": 1}\n'),
        (
            "a.yaml",
            (
                "model_list:\n  - model_name: {}\n    litellm_params:\n"
                "      model: anthropic/claude-sonnet-4-6\nrouter:\n  default_model: {}\n"
            ),
        ),
        ("a.ts", 'const aliases = { "{}": "claude-sonnet-4-6" };\nconst model = "{}";\n'),
    ],
)
def test_what_goes_elsewhere_or_is_a_name_of_the_file_s_own(path: str, snippet: str) -> None:
    assert findings(snippet.replace("{}", DATED), path) == []


def test_the_vendor_s_base_url_leads_nowhere_else() -> None:
    text = f"ANTHROPIC_BASE_URL=https://api.anthropic.com\nANTHROPIC_MODEL={SLIP}\n"
    assert finding(text, ".env").rule == "unknown-model"


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.py", 'create(model="claude-opus-4-8 ")'),
        ("a.py", 'MODEL = " claude-opus-4-8"'),
        ("a.json", '{"model": "claude-opus-4-8 "}'),
        ("a.yaml", 'model: "claude-opus-4-8 "\n'),
        ("a.ts", 'const model = "claude-opus-4-8 ";'),
        ("a.go", 'package a\nconst Model = " claude-opus-4-8 "\n'),
    ],
)
def test_a_blank_is_a_part_of_an_id(path: str, snippet: str) -> None:
    only = finding(snippet, path)
    assert "has a blank at its edge, which no model has: use `claude-opus-4-8`." in only.message
    assert [fix.edits[0].text for fix in only.fixes] == ["claude-opus-4-8"]


@pytest.mark.parametrize(
    "snippet",
    [
        'LABEL = "claude-opus-4-8 "',
        'model = "claude-opus-4-8 " + mode',
        'model = f"claude-opus-4-8 {mode}"',
        'print("claude-opus-4-8 ")',
    ],
)
def test_a_blank_may_go_on(snippet: str) -> None:
    assert findings(snippet) == []


def test_no_id_of_the_claude_api_has_capitals() -> None:
    only = finding(VENDORS.format("", '"Claude-Opus-4-8"'))
    assert only.message == "`Claude-Opus-4-8` has capitals, which no id has: use `claude-opus-4-8`."
    assert findings('create(model="Claude-Opus-4-8")') == []


@pytest.mark.parametrize("new", ["claude-opus-4-9", "claude-sonnet-9", "claude-9-5-haiku"])
def test_what_may_be_newer_than_the_facts(new: str) -> None:
    asked = VENDORS.format("", f'"{new}"')
    only = finding(asked, today=ASOF)
    assert only.message.endswith("or update claude-preflight if it is newer.")
    assert only.safe_fix is None
    assert finding(f"ANTHROPIC_MODEL={new}\n", ".env", ASOF).rule == "unknown-model"
    assert findings(asked, today=LATER) == []
    assert findings(f"ANTHROPIC_MODEL={new}\n", ".env", LATER) == []


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        ("a.yaml", "model: claude-opus-4-9\n"),
        ("a.py", 'create(model="claude-opus-4-9")\n'),
        ("a.py", VENDORS.format("base_url=url", '"claude-opus-4-9"')),
        ("a.py", VENDORS.format("", '"claude-bot-1"')),
        (".env", "ANTHROPIC_MODEL=claude-code\n"),
        (".env", "ANTHROPIC_MODEL=opus\n"),
        (".env", "ANTHROPIC_BASE_URL=http://gw\nANTHROPIC_MODEL=claude-opus-4-9\n"),
    ],
)
def test_a_new_name_that_nobody_sends_to_the_claude_api(path: str, snippet: str) -> None:
    assert findings(snippet, path, ASOF) == []
