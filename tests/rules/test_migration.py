"""What a migration does to a request: the text still parses, and the request then works."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import tree_sitter

from claude_preflight.analysis.analyze import analyze
from claude_preflight.analysis.edits import apply_fixes
from claude_preflight.facts.extract import extract
from claude_preflight.findings import Finding, Fix
from claude_preflight.settings import Settings
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import grammar, language_for

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TODAY = date(2026, 8, 1)
OLD, NEW = "claude-opus-4-20250514", "claude-opus-4-8"


def finding_in(snippet: str, path: str = "a.py", today: date = TODAY) -> Finding:
    """The only finding in a snippet."""
    (finding,) = analyze(Document.of(snippet, path), Settings(), today)
    return finding


def fix_of(snippet: str, path: str = "a.py", today: date = TODAY) -> Fix:
    """The best fix of the only finding in a snippet."""
    fix = finding_in(snippet, path, today).best_fix(unsafe=True)
    assert fix is not None
    return fix


def fixed(snippet: str, path: str = "a.py", today: date = TODAY) -> str:
    """The snippet after its best fix."""
    data, count = apply_fixes(Document.of(snippet, path).text, [fix_of(snippet, path, today)])
    assert count == 1
    return data.decode()


LAYOUTS: dict[str, Callable[[list[str]], str]] = {
    "one line": ", ".join,
    "one line, tight": ",".join,
    "one part to a line": lambda parts: "\n  " + ",\n  ".join(parts) + "\n",
    "a comma at the end": lambda parts: "\n  " + "".join(f"{part},\n  " for part in parts) + "\n",
    "two parts to a line": lambda parts: (
        "\n  "
        + ",\n  ".join(", ".join(parts[at : at + 2]) for at in range(0, len(parts), 2))
        + "\n"
    ),
}
ONE_LINE = ("one line", "one line, tight")
LINES = ("one part to a line", "two parts to a line")
ALL = tuple(LAYOUTS)

# The model, other parameters, the request that they make, and the layouts that it may have.
SEPARATED = {
    "a.py": ('model="{}"', ("temperature=0.5", "max_tokens=10", "stop=None"), "create({})\n", ALL),
    "b.py": (
        '"model": "{}"',
        ('"temperature": 0.5', '"max_tokens": 10', '"stop": None'),
        "body = {{{}}}\n",
        ALL,
    ),
    "a.js": (
        'model: "{}"',
        ("temperature: 0.5", "max_tokens: 10", "stop"),
        "create({{{}}});\n",
        ALL,
    ),
    "a.ts": (
        'model: "{}"',
        ("temperature: 0.5", "max_tokens: 10", "stop"),
        "create({{{}}});\n",
        ALL,
    ),
    "a.tsx": (
        'model: "{}"',
        ("temperature: 0.5", "max_tokens: 10", "stop"),
        "const a = <Chat o={{{{{}}}}} />;\n",
        ALL,
    ),
    "a.go": (
        'Model: "{}"',
        ("Temperature: 0.5", "MaxTokens: 10", "Stop: nil"),
        "package a\n\nvar a = Params{{{}}}\n",
        (*ONE_LINE, "a comma at the end"),
    ),
    "b.go": (
        '"model": "{}"',
        ('"temperature": 0.5', '"max_tokens": 10', '"stop": nil'),
        "package a\n\nvar a = map[string]any{{{}}}\n",
        (*ONE_LINE, "a comma at the end"),
    ),
    "c.go": (
        'WithModel("{}")',
        ("WithTemperature(0.5)", "WithMaxTokens(10)", "WithStop(nil)"),
        "package a\n\nvar a = Ask({})\n",
        (*ONE_LINE, "a comma at the end"),
    ),
    "A.java": (
        '"model", "{}"',
        ('"temperature", 0.5', '"max_tokens", 10', '"stop", ""'),
        "class A {{ Object a = Map.of({}); }}\n",
        (*ONE_LINE, *LINES),
    ),
    "B.java": (
        'model = "{}"',
        ("temperature = 0.5", "maxTokens = 10", 'stop = ""'),
        "@Agent({}) class A {{ }}\n",
        (*ONE_LINE, *LINES),
    ),
    "a.kt": (
        'model = "{}"',
        ("temperature = 0.5", "maxTokens = 10", "stop = null"),
        "val a = request({})\n",
        ALL,
    ),
    "b.kt": (
        '"model" to "{}"',
        ('"temperature" to 0.5', '"max_tokens" to 10', '"stop" to null'),
        "val a = mapOf({})\n",
        ALL,
    ),
    "a.scala": (
        'model = "{}"',
        ("temperature = 0.5", "maxTokens = 10", "stop = null"),
        "val a = request({})\n",
        (*ONE_LINE, *LINES),
    ),
    "b.scala": (
        '"model" -> "{}"',
        ('"temperature" -> 0.5', '"max_tokens" -> 10', '"stop" -> null'),
        "val a = Json.obj({})\n",
        (*ONE_LINE, *LINES),
    ),
    "a.json": (
        '"model": "{}"',
        ('"temperature": 0.5', '"max_tokens": 10', '"stop": null'),
        '{{"a": {{{}}}}}\n',
        (*ONE_LINE, *LINES),
    ),
    "a.yaml": (
        'model: "{}"',
        ("temperature: 0.5", "max_tokens: 10", "stop: null"),
        "a: {{{}}}\n",
        ALL,
    ),
    "a.toml": (
        'model = "{}"',
        ("temperature = 0.5", "max_tokens = 10", 'stop = "x"'),
        "a = {{ {} }}\n",
        ONE_LINE,
    ),
}
BY_LINE = {
    "a.yaml": ('model: "{}"', ("temperature: 0.5", "max_tokens: 10", "stop: null"), "llm:\n", "  "),
    "b.yaml": ("model: {}", ("temperature: 0.5", "max_tokens: 10", "stop: null"), "", ""),
    "c.yaml": ("model: {}", ("temperature: 0.5", "max_tokens: 10", "stop: null"), "- a: 1\n", "  "),
    "a.toml": (
        'model = "{}"',
        ("temperature = 0.5", "max_tokens = 10", 'stop = "x"'),
        "[llm]\n",
        "",
    ),
}
ORDERS = ([1, 0, 2, 3], [0, 1, 2, 3], [0, 2, 1, 3], [0, 2, 3, 1], [0, 1], [1, 0])


def requests() -> Iterator[object]:
    """Requests with a temperature, in each language, place and layout: before and after."""
    for path, (model, others, frame, layouts) in SEPARATED.items():
        for order in ORDERS:
            parts = [[model, *others][index] for index in order]
            kept = [part for part in parts if "temperature" not in part.lower()]
            for layout in layouts:
                before = frame.format(LAYOUTS[layout](parts)).replace("{}", OLD)
                after = frame.format(LAYOUTS[layout](kept)).replace("{}", NEW)
                yield pytest.param(path, before, after, id=f"{path}-{layout}-{order}")
    for path, (model, others, head, indent) in BY_LINE.items():
        for order in ORDERS:
            parts = [[model, *others][index] for index in order]
            kept = [part for part in parts if not part.startswith("temperature")]
            before = head + "".join(f"{indent}{part}\n" for part in parts)
            after = head + "".join(f"{indent}{part}\n" for part in kept)
            yield pytest.param(
                path,
                before.replace("{}", OLD),
                after.replace("{}", NEW),
                id=f"{path}-lines-{order}",
            )


def values(text: str, path: str) -> dict[str, Any]:
    """What a request says, by the facts that are read from it."""
    steps = extract(Document.of(text, path))
    try:
        while True:
            next(steps)
    except StopIteration as done:
        (request,) = done.value.requests
    return {argument.key: argument.literal for argument in request.arguments}


@pytest.mark.parametrize(("path", "before", "after"), list(requests()))
def test_a_dropped_parameter_leaves_the_others_as_they_were(
    path: str, before: str, after: str
) -> None:
    text = fixed(before, path)
    assert values(text, path) == values(after, path)
    tree = tree_sitter.Parser(grammar(language_for(path))).parse(text.encode())
    assert not tree.root_node.has_error
    if path.endswith(".py"):
        assert ast.dump(ast.parse(text)) == ast.dump(ast.parse(after))
    if path.endswith(".json"):
        assert json.loads(text) == json.loads(after)
    if path.endswith(".toml"):
        assert tomllib.loads(text) == tomllib.loads(after)


def test_what_must_change_together_is_one_fix_that_says_so() -> None:
    snippet = f'create(model="{OLD}", max_tokens=200_000, temperature=0.5, top_p=0.9)\n'
    fix = fix_of(snippet)
    assert fix.title == (
        f"Migrate this request to {NEW} (lowers max_tokens to 128,000, "
        "drops temperature, drops top_p)"
    )
    assert fix.safe
    assert fixed(snippet) == f'create(model="{NEW}", max_tokens=128_000)\n'


def test_a_request_that_needs_nothing_else_gets_a_plain_replacement() -> None:
    fix = fix_of(f'create(model="{OLD}", max_tokens=1024)\n')
    assert (fix.title, fix.safe, len(fix.edits)) == (f"Replace with {NEW}", True, 1)


def test_a_limit_that_only_some_sources_allow_is_left_alone() -> None:
    assert len(fix_of(f'create(model="{OLD}", max_tokens=64000)\n').edits) == 1


@pytest.mark.parametrize(
    ("path", "snippet", "after"),
    [
        (
            "a.py",
            f'create(model="{OLD}",\n  temperature=0.5,  # warm\n  top_p=0.9,  # wide\n  n=1)',
            f'create(model="{NEW}",\n  n=1)',
        ),
        (
            "a.py",
            f'create(\n  temperature=0.5, top_p=0.9,\n  model="{OLD}",\n)',
            f'create(\n  model="{NEW}",\n)',
        ),
        (
            "a.json",
            f'{{"model": "{OLD}", "temperature": 1, "top_p": 1, "top_k": 2}}',
            f'{{"model": "{NEW}"}}',
        ),
        (
            "a.json",
            f'{{\n  "model": "{OLD}",\n  "temperature": 1,\n  "top_k": 2\n}}',
            f'{{\n  "model": "{NEW}"\n}}',
        ),
        (
            "a.json",
            f'{{"temperature": 1, "model": "{OLD}", "top_p": 1}}',
            f'{{"model": "{NEW}"}}',
        ),
        (
            "a.yaml",
            f"model: {OLD}\nparameters:\n  temperature: 1\n  max_tokens: 5\n",
            f"model: {NEW}\nparameters:\n  max_tokens: 5\n",
        ),
        ("a.yaml", f"model: {OLD}\r\ntemperature: 1\r\n", f"model: {NEW}\r\n"),
        ("a.yaml", f"model: {OLD}\ntemperature: 1", f"model: {NEW}\n"),
        (
            "A.java",
            f'class A {{ B b = a().withTemperature(1).withModel("{OLD}").withTopP(1).b(); }}',
            f'class A {{ B b = a().withModel("{NEW}").b(); }}',
        ),
    ],
)
def test_dropped_neighbours(path: str, snippet: str, after: str) -> None:
    assert fixed(snippet, path) == after


ASKED_FOR = {
    "function of the same text, in Python": (
        "a.py",
        f'def ask(model, temperature=0.7): ...\n\nask(model="{OLD}", temperature=0.2)\n',
    ),
    "class of the same text, in Python": (
        "a.py",
        f'class Ask(Base):\n    temperature: float\n\nAsk(model="{OLD}", temperature=0.2)\n',
    ),
    "class of the same text, in C#": (
        "A.cs",
        (
            "class Ask { public double Temperature = 0.7; }\n"
            f'class A {{ Ask a = new Ask {{ Model = "{OLD}", Temperature = 0.2 }}; }}\n'
        ),
    ),
    "struct of the same text, in Go": (
        "a.go",
        (
            'package a\n\ntype Ask struct {\n\tModel string `json:"model"`\n'
            '\tTemperature float64 `json:"temperature"`\n}\n\n'
            f'var a = Ask{{Model: "{OLD}", Temperature: 0.2}}\n'
        ),
    ),
}


@pytest.mark.parametrize(("path", "snippet"), ASKED_FOR.values(), ids=ASKED_FOR)
def test_what_the_app_itself_may_ask_for_is_not_dropped_unasked(path: str, snippet: str) -> None:
    (fix,) = (
        each.best_fix(unsafe=True)
        for each in analyze(Document.of(snippet, path), Settings(), TODAY)
        if each.rule == "retired-model"
    )
    assert fix is not None
    assert not fix.safe


OMITTED = {
    "field that may be empty": 'float64 `json:"temperature,omitempty"`',
    "pointer": '*float64 `json:"temperature"`',
}


@pytest.mark.parametrize("field", OMITTED.values(), ids=OMITTED)
def test_a_field_of_a_struct_that_is_not_sent_when_it_is_left_out_goes(field: str) -> None:
    snippet = (
        f"package a\n\ntype Ask struct {{\n\tTemperature {field}\n}}\n\n"
        f'var a = Ask{{Model: "{OLD}", Temperature: 0.2}}\n'
    )
    assert fix_of(snippet, "a.go").safe


UNREAD = {
    "Elixir": ("a.ex", f'json: %{{\n  model: "{OLD}",\n  temperature: 0.3\n}}\n'),
    "Dart": ("a.dart", f"f({{'model': '{OLD}', 'temperature': 0.3}});\n"),
    "R": ("a.R", f'f(model = "{OLD}", temperature = 0.3)\n'),
    "Julia": ("a.jl", f'Dict("model" => "{OLD}", "temperature" => 0.3)\n'),
    "PowerShell": ("a.ps1", f'$b = @{{\n  model = "{OLD}"\n  temperature = 0.3\n}}\n'),
    "Clojure": ("a.clj", f'(f {{:model "{OLD}" :temperature 0.3}})\n'),
    "template": ("a.j2", f'{{"model": "{OLD}", "temperature": {{{{ t }}}}}}\n'),
    "request in a file": ("a.http", f'POST x\n\n{{"model": "{OLD}", "temperature": 0.3}}\n'),
    "properties": ("a.properties", f"ai.model={OLD}\nai.temperature=0.3\n"),
    "section": ("a.ini", f"[ai]\nmodel = {OLD}\ntemperature = 0.3\n"),
    "variables": (".env", f"AI_MODEL={OLD}\nAI_TEMPERATURE=0.3\n"),
    "variables of a container": ("Dockerfile", f"ENV MODEL={OLD} TEMPERATURE=0.3\n"),
    "list of variables": (
        "docker-compose.yml",
        f"services:\n  a:\n    environment:\n      - A_MODEL={OLD}\n      - A_TEMPERATURE=0.3\n",
    ),
    "mapping of variables, in Terraform": (
        "a.tf",
        f'a "b" {{\n  env = {{ MODEL = "{OLD}", TEMPERATURE = "0.3" }}\n}}\n',
    ),
    "options of a command": ("a.sh", f'llm -m {OLD} -o temperature 0.3 "Hi"\n'),
    "text with gaps, in Go": (
        "a.go",
        f'package a\n\nvar b = fmt.Sprintf(`{{"model": "{OLD}", "temperature": %f}}`, t)\n',
    ),
    "text with gaps, in Rust": (
        "a.rs",
        f'fn f() {{ format!(r#"{{{{"model": "{OLD}", "temperature": {{}}}}}}"#, t); }}\n',
    ),
    "text with gaps, in PHP": (
        "a.php",
        f'<?php\n$c = sprintf(\'{{"model": "{OLD}", "temperature": %s}}\', $t);\n',
    ),
    "mapping around, in JSON": (
        "a.json",
        f'{{"llm": {{"model": "{OLD}"}}, "temperature": 0.7}}\n',
    ),
    "mapping around, in YAML": (
        "a.yaml",
        f"temperature: 0.7\nllm:\n  provider: anthropic\n  model: {OLD}\n",
    ),
    "links of a chain, in Ruby": (
        "a.rb",
        f'chat = RubyLLM.chat(model: "{OLD}").with_temperature(0.3)\n',
    ),
    "links of a chain, in PHP": (
        "a.php",
        f"<?php\nPrism::text()->using('anthropic', '{OLD}')->usingTemperature(0.3)->asText();\n",
    ),
    "links of a chain, in Python": (
        "a.py",
        f'llm = ChatAnthropic(model="{OLD}").bind(temperature=0.3)\n',
    ),
    "thinking by its setter, in Kotlin": (
        "a.kt",
        f'val a = MessageCreateParams.builder().model("{OLD}").enabledThinking(4000).build()\n',
    ),
    "text in parts, in Python": (
        "a.py",
        f'b = \'{{"model": "{OLD}", \' + \'"temperature": 0.3}}\'\n',
    ),
    "text in parts, in Java": (
        "A.java",
        f'class A {{ String s = "{{\\"model\\": \\"{OLD}\\"," + "\\"temperature\\": 0.3}}"; }}\n',
    ),
}
READ = {
    "parameter of another model": (".env", f"AI_MODEL={OLD}\nOPENAI_TEMPERATURE=0.3\n"),
    "another section": ("a.ini", f"[ai]\nmodel = {OLD}\n[b]\ntemperature = 0.3\n"),
    "another element, in JSON": (
        "a.json",
        f'{{"agents": [{{"model": "{OLD}"}}, {{"model": "gpt-4o", "temperature": 0.1}}]}}\n',
    ),
    "another mapping, in JSON": (
        "a.json",
        f'{{"a": {{"model": "{OLD}"}}, "b": {{"model": "gpt-4o", "temperature": 0.1}}}}\n',
    ),
    "another element, in YAML": (
        "a.yaml",
        f"agents:\n  - model: {OLD}\n    name: a\n  - model: gpt-4o\n    temperature: 0.3\n",
    ),
    "another mapping, in YAML": (
        "a.yaml",
        f"a:\n  model: {OLD}\nb:\n  model: gpt-4o\n  temperature: 0.3\n",
    ),
    "another chain": ("a.rb", f'f(model: "{OLD}").go\ng.with_temperature(0.3)\n'),
    "other brackets": ("a.ex", f'f(model: "{OLD}")\ng(temperature: 0.3)\n'),
    "parameter that stays": (".env", f"AI_MODEL={OLD}\nAI_MAX_TOKENS=1000\n"),
}


@pytest.mark.parametrize(("path", "snippet"), UNREAD.values(), ids=UNREAD)
def test_what_stands_beside_an_id_and_was_not_read_is_looked_at(path: str, snippet: str) -> None:
    fix = fix_of(snippet, path)
    assert not fix.safe
    assert fix.title.startswith(f"Migrate this request to {NEW}")


@pytest.mark.parametrize(("path", "snippet"), READ.values(), ids=READ)
def test_what_is_no_parameter_of_a_request_holds_no_fix_back(path: str, snippet: str) -> None:
    assert fix_of(snippet, path).title == f"Replace with {NEW}"
    assert fix_of(snippet, path).safe


@pytest.mark.parametrize(
    ("path", "snippet"),
    [
        # What is left would be a sequence item without its first key.
        ("a.yaml", f"- temperature: 1\n  model: {OLD}\n"),
    ],
)
def test_what_cannot_be_dropped_is_left_to_a_person(path: str, snippet: str) -> None:
    fix = fix_of(snippet, path)
    assert fix.title == f"Migrate this request to {NEW} (then remove temperature)"
    assert not fix.safe
    assert fixed(snippet, path) == snippet.replace(OLD, NEW)


@pytest.mark.parametrize(
    ("arguments", "note", "after"),
    [
        (
            "thinking={'type': 'enabled', 'budget_tokens': 2000}",
            "(sets thinking.type to adaptive, drops budget_tokens)",
            "thinking={'type': 'adaptive'}",
        ),
        (
            "thinking={'budget_tokens': 2000, 'type': 'enabled'}, max_tokens=200_000",
            "(lowers max_tokens to 128,000, sets thinking.type to adaptive, drops budget_tokens)",
            "thinking={'type': 'adaptive'}, max_tokens=128_000",
        ),
        (
            "messages=[{'role': 'user'}, {'role': 'assistant', 'content': '{'}]",
            "(drops an element of messages, use structured outputs / instructions instead)",
            "messages=[{'role': 'user'}]",
        ),
        (
            "thinking={'type': 'enabled', 'budget_tokens': 2000}, temperature=1, top_k=4",
            "(drops temperature, drops top_k, sets thinking.type to adaptive, drops budget_tokens)",
            "thinking={'type': 'adaptive'}",
        ),
    ],
)
def test_what_the_new_model_refuses_is_rewritten_if_asked_for(
    arguments: str, note: str, after: str
) -> None:
    snippet = f'create(model="{OLD}", {arguments})\n'
    fix = fix_of(snippet)
    assert fix.title.endswith(note)
    assert not fix.safe
    assert fixed(snippet) == f'create(model="{NEW}", {after})\n'


def test_what_a_name_stands_for_is_changed_where_it_is_written() -> None:
    snippet = (
        "kind = 'enabled'\n"
        f'create(model="{OLD}", thinking={{"type": kind, "budget_tokens": 2000}}, top_p=0.5)\n'
    )
    assert not fix_of(snippet).safe
    assert fixed(snippet) == (
        f'kind = \'adaptive\'\ncreate(model="{NEW}", thinking={{"type": kind}})\n'
    )


@pytest.mark.parametrize(
    ("model", "day", "arguments", "note"),
    [
        # versions of tools that the new model does not take
        (
            "claude-3-7-sonnet-20250219",
            TODAY,
            "tools=[{'type': 'text_editor_20250124', 'name': 'str_replace_editor'}]",
            (
                "sets tools.type to text_editor_20250728, "
                "sets tools.name to str_replace_based_edit_tool, use text_editor_20250728"
            ),
        ),
        (
            "claude-sonnet-4-5",
            date(2026, 11, 30),
            "tools=[{'type': 'computer_20250124', 'name': 'computer'}]",
            "sets tools.type to computer_toolset_20260801",
        ),
        # written as another language does, and said once
        (
            "claude-sonnet-4-5",
            date(2026, 11, 30),
            "toolChoice=ToolChoiceAny()",
            "then change toolChoice: auto + prompt, strict tools or structured outputs)",
        ),
    ],
)
def test_what_is_refused_inside_of_a_parameter_makes_no_safe_fix(
    model: str, day: date, arguments: str, note: str
) -> None:
    fix = fix_of(f'create(model="{model}", {arguments})\n', today=day)
    assert note in fix.title
    assert fix.title.count("then change") == note.count("then change")
    assert not fix.safe


def test_of_several_that_do_not_go_together_none_is_dropped_unless_the_remedy_says_which() -> None:
    snippet = f'create(model="{OLD}", max_tokens=0, tool_choice={{"type": "any"}})\n'
    found = analyze(Document.of(snippet, "a.py"), Settings(), TODAY)
    (fix,) = (fix for each in found if each.rule == "retired-model" for fix in each.fixes)
    assert fix.title.endswith("(then change max_tokens and tool_choice: leave tool_choice out)")
    assert not fix.safe
    assert len(fix.edits) == 1


def test_an_inner_parameter_that_is_refused_whatever_it_is_goes() -> None:
    old = "claude-3-haiku-20240307"
    for inside, left in (("'effort': 'low'", ""), ("'effort': 'low', 'x': 1", "'x': 1")):
        snippet = f'create(model="{old}", output_config={{{inside}}})\n'
        more = f", output_config={{{left}}}" if left else ""
        assert fix_of(snippet).safe
        assert fixed(snippet) == f'create(model="claude-haiku-4-5-20251001"{more})\n'


def test_a_limit_is_no_safe_fix_where_the_request_fails_for_another_reason() -> None:
    snippet = 'create(model="claude-opus-4-8", max_tokens=200000, {more})\n'
    assert fix_of(snippet.format(more="top_p=None")).safe
    assert not fix_of(snippet.format(more="temperature=0.5")).safe
    assert not fix_of(snippet.format(more="thinking={'type': 'between_tools'}")).safe


SONNET = "claude-3-7-sonnet-20250219"


@pytest.mark.parametrize(
    ("arguments", "parameters"),
    [
        ("temperature=0.5, top_p=0.9", "drops top_p"),
        ("temperature=0.5, thinking={'type': 'enabled', 'budget_tokens': 2000}", "temperature"),
        (
            "max_tokens=128000, thinking=dict(type='enabled', budget_tokens=128_000)",
            "thinking.budget_tokens and max_tokens",
        ),
        ("max_tokens=9000, thinking={'type': 'enabled', 'budget_tokens': 9}", "budget_tokens"),
        (
            "thinking={'type': 'enabled', 'budget_tokens': 2000}, tool_choice={'type': 'any'}",
            "tool_choice",
        ),
    ],
)
def test_values_that_do_not_go_together_are_left_to_a_person(
    arguments: str, parameters: str
) -> None:
    fix = fix_of(f'create(model="{SONNET}", {arguments})\n')
    assert not fix.safe
    assert parameters in fix.title


@pytest.mark.parametrize(
    "arguments",
    [
        "temperature=0.5",
        "temperature=1, thinking={'type': 'enabled', 'budget_tokens': 2000}",
        "max_tokens=9000, thinking={'type': 'enabled', 'budget_tokens': 2000}",
        "messages=[{'role': 'assistant'}, {'role': 'user'}]",
        "tool_choice={'type': 'any'}",
    ],
)
def test_values_that_go_together_stay(arguments: str) -> None:
    snippet = f'create(model="{SONNET}", {arguments})\n'
    assert fix_of(snippet).safe
    assert fixed(snippet) == snippet.replace(SONNET, "claude-sonnet-4-6")


def test_one_constant_migrates_every_request_that_uses_it() -> None:
    snippet = (
        f'MODEL = "{OLD}"\n'
        "create(model=MODEL, max_tokens=200000)\n"
        "create(model=MODEL, temperature=1)\n"
    )
    assert fix_of(snippet).safe
    assert fixed(snippet) == (
        f'MODEL = "{NEW}"\ncreate(model=MODEL, max_tokens=128000)\ncreate(model=MODEL)\n'
    )


def test_a_shared_limit_is_not_lowered_unasked() -> None:
    """The constant is for something else as well."""
    snippet = f'LIMIT = 200000\nshow(LIMIT)\ncreate(model="{OLD}", max_tokens=LIMIT)\n'
    assert not fix_of(snippet).safe
    assert fixed(snippet) == (
        f'LIMIT = 128000\nshow(LIMIT)\ncreate(model="{NEW}", max_tokens=LIMIT)\n'
    )


def test_a_limit_that_has_a_name_of_its_own_is_lowered() -> None:
    """The name stands nowhere else, so nothing else is lowered."""
    snippet = f'LIMIT = 200000\ncreate(model="{OLD}", max_tokens=LIMIT)\n'
    assert fix_of(snippet).safe
    assert fixed(snippet) == f'LIMIT = 128000\ncreate(model="{NEW}", max_tokens=LIMIT)\n'


def test_a_text_completion_is_left_to_a_person() -> None:
    """The new model is served by another endpoint, whatever the id."""
    fix = fix_of('create(model="claude-2.1", prompt=PROMPT, max_tokens_to_sample=300)\n')
    assert not fix.safe
    assert "then change prompt and max_tokens_to_sample: messages and max_tokens" in fix.title
    assert fix_of('ChatAnthropic(model="claude-2.1", max_tokens_to_sample=300)\n').safe
