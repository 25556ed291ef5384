"""unsupported-parameter: what models refuse, where it is told, and what is safe to change."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.snippets import findings

from claude_preflight import manifests
from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.edits import apply_fixes
from claude_preflight.analysis.fixing import fix_document
from claude_preflight.findings import Finding, Severity
from claude_preflight.knowledge.sdks import packages
from claude_preflight.pins import Pins
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.text.source_text import SourceText

CODE = "unsupported-parameter"
AUTUMN = date(2026, 11, 26)
CALL = """\
import anthropic

client = anthropic.Anthropic()
client.messages.create(
    model="{model}",
    max_tokens=4096,
    {more},
    messages=messages,
)
"""
HTTP = """\
import requests

requests.post(
    "https://api.anthropic.com/v1/messages",
    json={{"model": "{model}", "max_tokens": 4096, {more}, "messages": messages}},
)
"""


def call(model: str, more: str) -> str:
    return CALL.format(model=model, more=more)


def found(snippet: str, path: str = "a.py") -> list[Finding]:
    return [each for each in findings(snippet, path, AUTUMN) if each.rule == CODE]


def only(snippet: str, path: str = "a.py") -> Finding:
    (finding,) = found(snippet, path)
    return finding


def fixed(snippet: str, path: str = "a.py") -> str:
    return fix_document(Document.of(snippet, path), Settings(), AUTUMN).document.text.data.decode()


def shown(snippet: str, finding: Finding) -> str:
    return SourceText.of(snippet).slice(finding.span)


def test_a_sampling_parameter_is_removed() -> None:
    snippet = call("claude-opus-4-8", "temperature=0.2")
    finding = only(snippet)

    assert finding.severity is Severity.ERROR
    assert shown(snippet, finding) == "temperature=0.2"
    assert finding.message == (
        "Remove `temperature`: `claude-opus-4-8` takes no sampling parameters, so the request "
        "fails with 400."
    )
    assert finding.safe_fix
    assert finding.safe_fix.title == "Remove temperature"
    assert fixed(snippet) == call("claude-opus-4-8", "").replace("    ,\n", "")


def test_several_are_one_finding_on_the_first() -> None:
    snippet = call("claude-opus-4-8", "top_p=0.9, temperature=0.2, top_k=5")
    finding = only(snippet)

    assert shown(snippet, finding) == "temperature=0.2"
    assert [SourceText.of(snippet).slice(each.span) for each in finding.related] == [
        "top_p=0.9",
        "top_k=5",
    ]
    assert "temperature" not in fixed(snippet)
    assert "top_" not in fixed(snippet)


@pytest.mark.parametrize(
    ("model", "more"),
    [
        ("claude-opus-4-8", "temperature=1"),  # the default
        ("claude-opus-4-8", "temperature=temperature"),
        ("claude-opus-4-8", "temperature=None"),
        ("claude-opus-4-8", "temperature=NOT_GIVEN"),
        ("claude-sonnet-4-6", "temperature=0.2"),
        ("claude-haiku-4-5", 'thinking={"type": "enabled", "budget_tokens": 2000}'),
        ("claude-opus-4-8", 'thinking={"type": kind}'),
        ("claude-opus-4-8", "thinking=thinking"),
        ("claude-opus-4-8", 'output_config={"effort": "high"}'),
        ("claude-3-opus-20240229", "temperature=0.2, top_p=0.3"),  # retired
        ("claude-sonnet-9", "temperature=0.2"),
        ("gpt-5", "temperature=0.2, top_p=0.3"),
    ],
)
def test_what_is_taken_or_not_known_is_no_alarm(model: str, more: str) -> None:
    assert not found(call(model, more))


@pytest.mark.parametrize(
    ("model", "more", "place"),
    [
        ("claude-opus-4-8", 'thinking={"type": "enabled", "budget_tokens": 2000}', '"enabled"'),
        ("claude-haiku-4-5", 'thinking={"type": "adaptive"}', '"adaptive"'),
        ("claude-opus-5-5", 'thinking={"type": "disabled"}', '"disabled"'),
        ("claude-opus-5-5", 'tool_choice={"type": "any"}', '"any"'),
        ("claude-haiku-4-5", 'output_config={"effort": level}', '"effort": level'),
        ("claude-sonnet-4-6", 'output_config={"effort": "xhigh"}', '"xhigh"'),
        ("claude-opus-4-7", 'betas=["context-1m-2025-08-07"]', "context-1m"),
        ("claude-sonnet-5", 'speed="fast"', "speed"),
        ("claude-sonnet-5-5", 'tools=[{"type": "computer_20250124", "name": "computer"}]', "type"),
    ],
)
def test_what_models_refuse(model: str, more: str, place: str) -> None:
    snippet = call(model, more)
    assert place in shown(snippet, only(snippet))


@pytest.mark.parametrize(
    ("model", "last", "refused"),
    [
        ("claude-opus-4-6", '{"role": "assistant", "content": "{"}', True),
        ("claude-opus-4-6", '{"role": "user", "content": "{"}', False),
        ("claude-opus-4-6", "*history", False),
        ("claude-haiku-4-5", '{"role": "assistant", "content": "{"}', False),
    ],
)
def test_an_answer_that_is_begun(model: str, last: str, refused: bool) -> None:
    start = '{"role": "user", "content": "JSON"}, {"role": "assistant", "content": "?"}'
    snippet = call(model, "system=s").replace("messages=messages", f"messages=[{start}, {last}]")
    assert bool(found(snippet)) is refused
    for finding in found(snippet):
        assert finding.span.start == snippet.rindex('"role"')
        assert not finding.safe_fix
        (fix,) = finding.fixes
        left = apply_fixes(SourceText.of(snippet), [fix])[0].decode()
        assert left == snippet.replace(f", {last}", "")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '"thinking": {"type": "enabled", "budget_tokens": 2000}',
            '"thinking": {"type": "adaptive"}, "output_config": {"effort": "high"}',
        ),
        (
            '"output_format": {"type": "json_schema", "schema": schema}',
            '"output_config": {"format": {"type": "json_schema", "schema": schema}}',
        ),
        (
            '"output_config": {"format": f}, "thinking": {"type": "enabled", "budget_tokens": 9}',
            '"output_config": {"format": f}, "thinking": {"type": "adaptive"}',
        ),
    ],
)
def test_what_is_written_anew(before: str, after: str) -> None:
    snippet = HTTP.format(model="claude-opus-4-8", more=before)
    assert fixed(snippet) == HTTP.format(model="claude-opus-4-8", more=after)


def test_an_sdk_may_be_too_old_for_what_is_added() -> None:
    before = 'thinking={"type": "enabled", "budget_tokens": 2000}'
    finding = only(call("claude-opus-4-8", before))

    assert [fix.safe for fix in finding.fixes] == [True, False]
    assert fixed(call("claude-opus-4-8", before)) == call(
        "claude-opus-4-8", 'thinking={"type": "adaptive"}'
    )


def test_all_that_is_refused_is_changed_together() -> None:
    more = 'temperature=0.3, thinking={"type": "enabled", "budget_tokens": 2000}, top_k=3'
    snippet = call("claude-opus-4-8", more)
    assert len(found(snippet)) == 2
    assert not findings(fixed(snippet), today=AUTUMN)


@pytest.mark.parametrize(
    ("pin", "more", "is_refused"),
    [
        ("anthropic>=1.0", "temperature=0.8", True),
        ("anthropic==1.4.2", "temperature=1", True),
        ("anthropic>=0.91", "temperature=0.8", False),
        ("anthropic<1", "temperature=0.8", False),
        ("anthropic>=1.0", 'extra_body={"temperature": 0.8}', False),
        ("anthropic>=1.0", "stop_sequences=[]", False),
    ],
)
def test_what_an_sdk_of_the_projects_pins_refuses(pin: str, more: str, is_refused: bool) -> None:
    read = manifests.read("requirements.txt", pin.encode(), packages())
    snippet = call("claude-haiku-4-5", more)
    every = analyze(Document.of(snippet, "a.py"), Settings(), AUTUMN, Pins(tuple(read)))
    messages = [each.message for each in every if each.rule == CODE]
    assert messages == (
        [
            (
                "Remove `temperature`: since 1.0.0 the Python SDK has no sampling parameters and "
                "raises TypeError."
            )
        ]
        if is_refused
        else []
    )


def test_one_of_two_is_a_choice() -> None:
    finding = only(call("claude-haiku-4-5", "temperature=0.2, top_p=0.9"))

    assert [(fix.title, fix.safe) for fix in finding.fixes] == [
        ("Remove top_p", False),
        ("Remove temperature", False),
    ]


@pytest.mark.parametrize(
    "snippet",
    [
        (
            'MODEL = os.getenv("MODEL", "claude-opus-4-8")\n'
            "client.messages.create(model=MODEL, max_tokens=9, temperature=0.2)"
        ),
        'client.messages.create(model=os.getenv("M", "claude-opus-4-8"), temperature=0.2)',
        (
            'OPTIONS = {"temperature": 0.2}\n'
            'client.messages.create(model="claude-opus-4-8", max_tokens=9, **OPTIONS)'
        ),
    ],
)
def test_what_another_request_may_share_is_not_changed_unasked(snippet: str) -> None:
    assert not only(snippet).safe_fix


@pytest.mark.parametrize(
    ("snippet", "path", "severity"),
    [
        (
            '```python\nclient.messages.create(model="claude-opus-4-8", temperature=0.2)\n```\n',
            "a.md",
            Severity.WARNING,
        ),
        ('# client.messages.create(model="claude-opus-4-8", temperature=0.2)\n', "a.py", None),
        (
            (
                "expect(body).toMatchInlineSnapshot(`\n"
                '{"model": "claude-opus-4-8", "max_tokens": 9, "top_k": 2, "messages": []}`);\n'
            ),
            "a.ts",
            None,
        ),
        (
            (
                '{"request": {"model": "claude-opus-4-8", "max_tokens": 9, "temperature": 0.2, '
                '"messages": []}, "response": {}}\n'
            ),
            "a.json",
            None,
        ),
        (
            'mock.assert_called_with(model="claude-opus-4-8", temperature=0.2)\n',
            "a.py",
            None,
        ),
    ],
)
def test_roles_count(snippet: str, path: str, severity: Severity | None) -> None:
    assert [each.severity for each in found(snippet, path)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("snippet", "path", "place"),
    [
        (
            'client.messages.create({ model: "claude-opus-4-8", temperature: 0.2 });\n',
            "a.ts",
            "temperature: 0.2",
        ),
        (
            (
                "client.Messages.New(ctx, anthropic.MessageNewParams{\n"
                '\tModel: "claude-opus-4-8",\n'
                "\tThinking: anthropic.ThinkingConfigParamOfEnabled(2048),\n})\n"
            ),
            "a.go",
            "Thinking: anthropic.ThinkingConfigParamOfEnabled(2048)",
        ),
        (
            (
                "client.messages.create(\n"
                '  model: "claude-opus-4-8",\n  max_tokens: 9,\n  temperature: 0.2\n)\n'
            ),
            "a.rb",
            "temperature: 0.2",
        ),
        (
            (
                'curl https://api.anthropic.com/v1/messages -d \'{"model": "claude-opus-4-8",'
                ' "max_tokens": 9, "top_k": 4, "messages": []}\'\n'
            ),
            "a.sh",
            '"top_k": 4',
        ),
        (
            (
                '{"model": "claude-opus-5-5", "max_tokens": 9, "messages": [],\n'
                ' "thinking": {"type": "disabled"}}\n'
            ),
            "a.json",
            '"type": "disabled"',
        ),
    ],
)
def test_dialects(snippet: str, path: str, place: str) -> None:
    document = Document.of(snippet, path)
    assert document.text.slice(only(snippet, path).span) == place


@pytest.mark.parametrize(
    "snippet",
    [
        (
            'body = {"model": "claude-opus-4-8", "max_tokens": 9}\n'
            "if takes_temperature(model):\n"
            '    body["temperature"] = 0.2\n'
            "client.messages.create(**body)\n"
        ),
        'Agent("claude-opus-4-8", temperature=0.2)\n',
        'llm = SomeWrapper(model="claude-opus-4-8", temperature=0.2)\n',
    ],
)
def test_what_may_not_be_sent_so_is_no_alarm(snippet: str) -> None:
    assert not found(snippet)


SYSTEM = "Move this message to `system`: `messages` cannot begin with the role `system` (400)."


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "a.py",
            """\
import anthropic

client = anthropic.Anthropic()
client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=99,
    messages=[
        {"role": "system", "content": f"Be {mood}."},
        {"role": "user", "content": prompt},
    ],
)
""",
            """\
import anthropic

client = anthropic.Anthropic()
client.messages.create(
    model="claude-sonnet-4-6",
    max_tokens=99,
    system=f"Be {mood}.",
    messages=[
        {"role": "user", "content": prompt},
    ],
)
""",
        ),
        (
            "a.ts",
            """\
import Anthropic from "@anthropic-ai/sdk";
await new Anthropic().messages.create({
  model: "claude-sonnet-4-6", max_tokens: 99,
  messages: [{ role: "system", content: "Be terse." }, { role: "user", content: prompt }],
});
""",
            """\
import Anthropic from "@anthropic-ai/sdk";
await new Anthropic().messages.create({
  model: "claude-sonnet-4-6", max_tokens: 99,
  system: "Be terse.",
  messages: [{ role: "user", content: prompt }],
});
""",
        ),
        (
            "a.rb",
            """\
client = Anthropic::Client.new
client.messages.create(
  model: "claude-sonnet-4-6", max_tokens: 99,
  messages: [{ role: "system", content: "Be terse." }, { role: "user", content: prompt }]
)
""",
            """\
client = Anthropic::Client.new
client.messages.create(
  model: "claude-sonnet-4-6", max_tokens: 99,
  system: "Be terse.",
  messages: [{ role: "user", content: prompt }]
)
""",
        ),
        (
            "a.php",
            """\
<?php
use Anthropic\\Client;
$client = new Client(apiKey: $key);
$client->messages->create(model: "claude-sonnet-4-6", maxTokens: 9, messages: [
  ["role" => "system", "content" => "Be terse."], ["role" => "user", "content" => $prompt],
]);
""",
            """\
<?php
use Anthropic\\Client;
$client = new Client(apiKey: $key);
$client->messages->create(model: "claude-sonnet-4-6", maxTokens: 9, system: "Be terse.", messages: [
  ["role" => "user", "content" => $prompt],
]);
""",
        ),
    ],
    ids=lambda each: str(each) if "\n" not in str(each) else "",
)
def test_the_first_message_moves_to_system(path: str, before: str, after: str) -> None:
    assert only(before, path).message == SYSTEM
    assert fixed(before, path) == after


@pytest.mark.parametrize(
    "more",
    [
        'system="x", messages=[{"role": "system", "content": "y"}, {"role": "user", "content": z}]',
        'messages=[{"role": "system", "content": "y"}]',
        'messages=[{"role": "system", "content": "y", "cache_control": c}, {"role": "user"}]',
        'messages=[{"role": "system", "content": "y"}, {"role": "system", "content": "z"}]',
    ],
)
def test_a_message_stays_where_a_person_has_to_decide(more: str) -> None:
    snippet = (
        f'anthropic.Anthropic().messages.create(model="claude-sonnet-4-6", max_tokens=9, {more})\n'
    )
    found_here = found(f"import anthropic\n\n{snippet}")
    assert found_here
    assert not [fix for each in found_here for fix in each.fixes]


def test_a_system_message_further_on_is_moved_only_when_asked() -> None:
    messages = '[{"role": "user", "content": "x"}, {"role": "system", "content": "y"}]'
    text = f'{{"model": "claude-sonnet-4-6", "max_tokens": 9, "messages": {messages}}}\n'
    (fix,) = only(text, "a.json").fixes
    assert (fix.title, fix.safe) == ("Move this message to system", False)


TOOLS = 'tools=[{"type": "bash_20250124", "name": "bash"}, %s]'


@pytest.mark.parametrize(
    ("model", "tool", "after"),
    [
        (
            "claude-opus-4-8",
            '{"type": "text_editor_20250124", "name": "str_replace_editor"}',
            '{"type": "text_editor_20250728", "name": "str_replace_based_edit_tool"}',
        ),
        (
            "claude-opus-4-8",
            '{"type": "text_editor_20250728", "name": "str_replace_editor"}',
            '{"type": "text_editor_20250728", "name": "str_replace_based_edit_tool"}',
        ),
        (
            "claude-sonnet-5-5",
            '{"type": "computer_20250124", "name": "computer"}',
            '{"type": "computer_toolset_20260801", "name": "computer"}',
        ),
    ],
)
def test_a_tool_gets_the_version_that_the_model_takes(model: str, tool: str, after: str) -> None:
    before = call(model, TOOLS % tool)
    finding = only(before)
    (fix,) = finding.fixes
    assert not fix.safe, "what calls the tool has to follow"
    changed = apply_fixes(SourceText.of(before), [fix])[0].decode()
    assert changed == call(model, TOOLS % after)


def test_what_an_undated_id_is_sent_to_decides_by_its_client() -> None:
    tool = 'tools=[{"type": "web_search_20260209", "name": "web_search"}]'
    before = call("claude-opus-4-8", tool)
    assert not found(before)
    (finding,) = found(before.replace("anthropic.Anthropic()", "anthropic.AnthropicVertex()"))
    assert finding.message == (
        "Use `web_search_20250305`: Google Vertex AI refuses `web_search_20260209` with 400."
    )


@pytest.mark.parametrize(("quote", "inner"), [("'", '"'), ('"', '\\"')])
def test_json_in_a_command_is_written_with_the_quotes_that_it_has(quote: str, inner: str) -> None:
    def body(parameters: str) -> str:
        url = "https://api.anthropic.com/v1/messages"
        written = (
            f'{{"model": "claude-opus-4-8", "max_tokens": 4096, {parameters}, "messages": []}}'
        )
        return f"curl {url} -d {quote}{written.replace(chr(34), inner)}{quote}\n"

    before = body('"thinking": {"type": "enabled", "budget_tokens": 2000}')
    after = body('"thinking": {"type": "adaptive"}, "output_config": {"effort": "high"}')
    assert fixed(before, "a.sh") == after
