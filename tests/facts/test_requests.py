"""Requests: which parameters belong together, and what each is known to be."""

from __future__ import annotations

import pytest

from claude_preflight.facts.extract import extract
from claude_preflight.facts.types import Facts
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document

ID = "claude-opus-4-8"
OTHER = "claude-haiku-4-5"


def facts_of(document: Document) -> Facts:
    return run_to_end(extract(document))


def requests(snippet: str, path: str) -> list[dict[str, str | float | None]]:
    """The parameters of each request by name; None where the value is not known."""
    return [
        {argument.key: argument.literal for argument in request.arguments}
        for request in facts_of(Document.of(snippet, path)).requests
    ]


FOUND = {
    "py: model without a name": (
        "a.py",
        f'ask("{ID}", max_tokens=10)',
        {"model": ID, "max_tokens": 10},
    ),
    "py: keyword arguments": (
        "a.py",
        f'client.messages.create(model="{ID}", max_tokens=64_000, messages=messages, **extra)',
        {"model": ID, "max_tokens": 64000, "messages": None},
    ),
    "py: arguments over lines, with comments": (
        "a.py",
        f"create(\n  # the model\n  model='{ID}',  # large\n  max_tokens=(1),\n  stream=True,\n)",
        {"model": ID, "max_tokens": 1, "stream": True},
    ),
    "py: dictionary": (
        "a.py",
        f'body = {{"model": "{ID}", "max_tokens": -1, "temperature": 0.5}}',
        {"model": ID, "max_tokens": -1, "temperature": 0.5},
    ),
    "py: dictionary by a call": (
        "a.py",
        f'body = dict(model="{ID}", max_tokens=+10)',
        {"model": ID, "max_tokens": 10},
    ),
    "py: other names for a model": (
        "a.py",
        f'llm = ChatAnthropic(model_name="{ID}", max_tokens_to_sample=10)',
        {"model_name": ID, "max_tokens_to_sample": 10},
    ),
    "py: nested parameters": (
        "a.py",
        f'converse(modelId="{ID}", inferenceConfig={{"maxTokens": 10, "topP": 1}})',
        {"modelId": ID, "inferenceConfig": None, "maxTokens": 10, "topP": 1},
    ),
    "py: nested call is a request of its own": (
        "a.py",
        f'outer(agent(model="{ID}", max_tokens=10), max_tokens=20)',
        {"model": ID, "max_tokens": 10},
    ),
    "py: messages are no parameters": (
        "a.py",
        f'create(model="{ID}", messages=[{{"role": "user", "max_tokens": 7}}])',
        {"model": ID, "messages": None},
    ),
    "js: object": (
        "a.js",
        f'create({{ model: "{ID}", max_tokens: 64_000, stream: true }});',
        {"model": ID, "max_tokens": 64000, "stream": True},
    ),
    "js: quoted keys and a template string": (
        "a.js",
        f"const body = {{ 'model': `{ID}`, \"max_tokens\": 1 }};",
        {"model": ID, "max_tokens": 1},
    ),
    "js: shorthand properties": (
        "a.js",
        f'const model = "{ID}";\nconst max_tokens = 10;\ncreate({{ model, max_tokens }});',
        {"model": ID, "max_tokens": 10},
    ),
    "js: nested parameters": (
        "a.js",
        f'send({{ modelId: "{ID}", inferenceConfig: {{ maxTokens: 10 }} }});',
        {"modelId": ID, "inferenceConfig": None, "maxTokens": 10},
    ),
    "js: spread": (
        "a.js",
        f'create({{ ...base, model: "{ID}", max_tokens: 1 }});',
        {"model": ID, "max_tokens": 1},
    ),
    "ts: object with assertions": (
        "a.ts",
        f'const body = {{ model: "{ID}", max_tokens: 1 }} satisfies Body;',
        {"model": ID, "max_tokens": 1},
    ),
    "tsx: object in an attribute": (
        "a.tsx",
        f'const a = <Chat options={{{{ model: "{ID}", maxTokens: 1 }}}} />;',
        {"model": ID, "maxTokens": 1},
    ),
    "json: object": (
        "a.json",
        f'{{"a": [1, {{"model": "{ID}", "max_tokens": 10, "stop": null}}]}}',
        {"model": ID, "max_tokens": 10, "stop": None},
    ),
    "json: nested parameters": (
        "a.json",
        f'{{"model": "{ID}", "extra_params": {{"max_tokens": 10}}}}',
        {"model": ID, "extra_params": None, "max_tokens": 10},
    ),
    "yaml: block mapping": (
        "a.yaml",
        f"llm:\n  model: {ID}\n  max_tokens: 64000 # a lot\n  name: 'x y'\n",
        {"model": ID, "max_tokens": 64000, "name": "x y"},
    ),
    "yaml: flow mapping": (
        "a.yaml",
        f'llm: {{model: "{ID}", max_tokens: 10}}\n',
        {"model": ID, "max_tokens": 10},
    ),
    "yaml: item of a sequence": (
        "a.yaml",
        f"- model: {ID}\n  max_tokens: 10\n",
        {"model": ID, "max_tokens": 10},
    ),
    "yaml: nested parameters": (
        "a.yaml",
        f"model: {ID}\nparameters:\n  max_tokens: 10\n",
        {"model": ID, "parameters": None, "max_tokens": 10},
    ),
    "toml: table": (
        "a.toml",
        f'[llm]\nmodel = "{ID}"\nmax_tokens = 64_000\n[other]\nmax_tokens = 1\n',
        {"model": ID, "max_tokens": 64000},
    ),
    "toml: top of the file": (
        "a.toml",
        f'model = "{ID}"\nmax-tokens = 10\n[other]\nmax_tokens = 1\n',
        {"model": ID, "max-tokens": 10},
    ),
    "toml: only a table": (
        "a.toml",
        f'[llm]\nmodel = "{ID}"\nmax_tokens = 10\n',
        {"model": ID, "max_tokens": 10},
    ),
    "toml: inline table": (
        "a.toml",
        f"llm = {{ model = '{ID}', max_tokens = 10 }}\n",
        {"model": ID, "max_tokens": 10},
    ),
    "toml: array of tables": (
        "a.toml",
        f'[[llm]]\nmodel = "{ID}"\nmax_tokens = 10\n',
        {"model": ID, "max_tokens": 10},
    ),
}


@pytest.mark.parametrize(("path", "snippet", "found"), FOUND.values(), ids=list(FOUND))
def test_request_is_found(path: str, snippet: str, found: dict[str, str | int | None]) -> None:
    assert requests(snippet, path) == [found]


NONE = {
    "py: no parameter beside a model without a name": ("a.py", f'ask("{ID}", name=10)'),
    "py: model of another maker": ("a.py", f'x = "{ID}"\ncreate(model="gpt-4o", max_tokens=10)'),
    "py: a table by id": ("a.py", f'LIMITS = {{"{ID}": {{"max_tokens": 10}}}}'),
    "py: a key that only ends as a model": ("a.py", f'create(data_model_path="{ID}")'),
    "py: a comment": ("a.py", f'# create(model="{ID}", max_tokens=10)'),
    "py: a string": ("a.py", f"""x = 'create(model="{ID}", max_tokens=10)'"""),
    "json: list": ("a.json", f'["model", "{ID}", "max_tokens", 10]'),
    "text": ("a.txt", f"model: {ID}, max_tokens: 10"),
    "go": ("a.go", f'Model: "{ID}", MaxTokens: 10'),
}


@pytest.mark.parametrize(("path", "snippet"), NONE.values(), ids=list(NONE))
def test_no_request(path: str, snippet: str) -> None:
    assert requests(snippet, path) == []


def test_requests_come_in_the_order_of_the_text() -> None:
    snippet = f'a(b(model="{ID}"), model="{OTHER}")\nc(model="{ID}", n=1)\n'
    assert requests(snippet, "a.py") == [
        {"model": OTHER},
        {"model": ID},
        {"model": ID, "n": 1},
    ]


# Each snippet makes one request with `model` and `max_tokens`; the pair is what is known of them.
KNOWN = {
    "py: constants": ("a.py", 'M = "{ID}"\nN = 9\nf(model=M, max_tokens=N)', (ID, 9)),
    "py: constants below": (
        "a.py",
        'def g(): f(model=M, max_tokens=N)\nM = "{ID}"\nN = 9',
        (ID, 9),
    ),
    "py: annotated constants": (
        "a.py",
        'M: Final = "{ID}"\nN: int = 9\nf(model=M, max_tokens=N)',
        (ID, 9),
    ),
    "py: chain": ("a.py", 'A = "{ID}"\nB = A\nM = B\nN = 9\nf(model=M, max_tokens=N)', (ID, 9)),
    "py: defaults of a function": (
        "a.py",
        'def g(m="{ID}", *, n: int = 9):\n  f(model=m, max_tokens=n)',
        (ID, 9),
    ),
    "py: defaults of an outer function": (
        "a.py",
        'def g(m="{ID}", n=9):\n  def h():\n    f(model=m, max_tokens=n)',
        (ID, 9),
    ),
    "py: local names": (
        "a.py",
        'def g():\n  m = "{ID}"\n  n = 9\n  f(model=m, max_tokens=n)',
        (ID, 9),
    ),
    "py: the inner name hides the outer": (
        "a.py",
        'n = 1\ndef g():\n  n = 9\n  f(model="{ID}", max_tokens=n)',
        (ID, 9),
    ),
    "py: a parameter hides a constant": (
        "a.py",
        'n = 1\ndef g(n):\n  f(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: a name of another function is none of this one": (
        "a.py",
        'def h():\n  n = 1\ndef g():\n  f(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: two values": ("a.py", 'n = 1\nif x:\n  n = 2\nf(model="{ID}", max_tokens=n)', (ID, None)),
    "py: twice the same value": (
        "a.py",
        'if x:\n  n = 2\nelse:\n  n = 2\nf(model="{ID}", max_tokens=n)',
        (ID, 2),
    ),
    "py: counted up": ("a.py", 'n = 1\nn += 1\nf(model="{ID}", max_tokens=n)', (ID, None)),
    "py: loop": ("a.py", 'for n in (1, 2): f(model="{ID}", max_tokens=n)', (ID, None)),
    "py: loop over a pair": (
        "a.py",
        'n = 1\nfor a, n in x: f(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: loop in brackets": (
        "a.py",
        'n = 1\n[f(model="{ID}", max_tokens=n) for n in x]',
        (ID, None),
    ),
    "py: unpacked": ("a.py", 'a, n = 1, 2\nf(model="{ID}", max_tokens=n)', (ID, None)),
    "py: unpacked in brackets": (
        "a.py",
        '(a, n) = 1, 2\nf(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: unpacked, starred": (
        "a.py",
        'n = 1\n*n, b = x\nf(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: with": ("a.py", 'n = 1\nwith x as n: f(model="{ID}", max_tokens=n)', (ID, None)),
    "py: except": (
        "a.py",
        'n = 1\ntry: pass\nexcept E as n: f(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: imported": ("a.py", 'from x import n\nf(model="{ID}", max_tokens=n)', (ID, None)),
    "py: imported again": (
        "a.py",
        'n = 1\nfrom x import n\nf(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: deleted": ("a.py", 'n = 1\ndel n\nf(model="{ID}", max_tokens=n)', (ID, 1)),
    "py: starred parameter": (
        "a.py",
        'n = 1\ndef g(*n): f(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: matched": (
        "a.py",
        'n = 1\nmatch x:\n  case [n]: f(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: global elsewhere": (
        "a.py",
        'n = 1\ndef g():\n  global n\n  n = 2\nf(model="{ID}", max_tokens=n)',
        (ID, None),
    ),
    "py: assignment expression": ("a.py", 'if (n := 9): f(model="{ID}", max_tokens=n)', (ID, 9)),
    "py: attribute": ("a.py", 'n = 1\nf(model="{ID}", max_tokens=self.n)', (ID, None)),
    "py: attribute of the same name": (
        "a.py",
        'n = 1\nx.n = 2\nf(model="{ID}", max_tokens=n)',
        (ID, 1),
    ),
    "py: computed": ("a.py", 'n = 2 * 8\nf(model="{ID}", max_tokens=n)', (ID, None)),
    "py: called": ("a.py", 'n = g()\nf(model="{ID}", max_tokens=n)', (ID, None)),
    "py: itself": ("a.py", 'n = n\nf(model="{ID}", max_tokens=n)', (ID, None)),
    "py: both of two": ("a.py", 'a = b\nb = a\nf(model="{ID}", max_tokens=a)', (ID, None)),
    "py: model by a constant, limit as it is": (
        "a.py",
        'M = "{ID}"\nf(model=M, max_tokens=1_0)',
        (ID, 10),
    ),
    "py: number in a string": ("a.py", 'f(model="{ID}", max_tokens="9")', (ID, "9")),
    "py: hexadecimal": ("a.py", 'f(model="{ID}", max_tokens=0x10)', (ID, None)),
    "py: float": ("a.py", 'f(model="{ID}", max_tokens=1e3)', (ID, None)),
    "py: f-string": ("a.py", 'f(model="{ID}", max_tokens=f"{{n}}")', (ID, None)),
    "js: constants": ("a.js", 'const m = "{ID}", n = 9; f({{model: m, max_tokens: n}})', (ID, 9)),
    "js: chain": (
        "a.js",
        'const A = "{ID}";\nconst m = A;\nlet n = 9; f({{model: m, max_tokens: n}})',
        (ID, 9),
    ),
    "js: changed": ("a.js", 'let n = 9; n = 8; f({{model: "{ID}", max_tokens: n}})', (ID, None)),
    "js: counted": ("a.js", 'let n = 9; n++; f({{model: "{ID}", max_tokens: n}})', (ID, None)),
    "js: changed later": (
        "a.js",
        'let n = 9; n += 8; f({{model: "{ID}", max_tokens: n}})',
        (ID, None),
    ),
    "js: set later": ("a.js", 'let n; n = 8; f({{model: "{ID}", max_tokens: n}})', (ID, None)),
    "js: defaults": (
        "a.js",
        'function g(m = "{ID}", n = 9) {{ f({{model: m, max_tokens: n}}) }}',
        (ID, 9),
    ),
    "js: defaults of an arrow function": (
        "a.js",
        'const g = (m = "{ID}", n = 9) => f({{model: m, max_tokens: n}})',
        (ID, 9),
    ),
    "js: parameter": (
        "a.js",
        'const n = 1; function g(n) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "js: parameter of an arrow function": (
        "a.js",
        'const n = 1; const g = n => f({{model: "{ID}", max_tokens: n}})',
        (ID, None),
    ),
    "js: starred parameter": (
        "a.js",
        'const n = 1; function g(...n) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "js: destructured default": (
        "a.js",
        'function g({{ n = 9 }}) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, 9),
    ),
    "js: destructured": (
        "a.js",
        'const n = 1; function g({{ n }}) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "js: destructured from an array": (
        "a.js",
        'const n = 1; function g([n]) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "js: destructured and renamed": (
        "a.js",
        'const n = 1; function g({{ a: n }}) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "js: loop": ("a.js", 'for (const n of x) f({{model: "{ID}", max_tokens: n}})', (ID, None)),
    "js: block hides": (
        "a.js",
        'const n = 1; {{ const n = 2; f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "js: imported": (
        "a.js",
        'import {{ n }} from "x"; f({{model: "{ID}", max_tokens: n}})',
        (ID, None),
    ),
    "js: caught": (
        "a.js",
        'const n = 1; try {{}} catch (n) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "ts: typed constants": (
        "a.ts",
        'const m: string = "{ID}"; const n: number = 9; f({{model: m, max_tokens: n}})',
        (ID, 9),
    ),
    "ts: typed defaults": (
        "a.ts",
        'function g(m: string = "{ID}", n = 9) {{ f({{model: m, max_tokens: n}}) }}',
        (ID, 9),
    ),
    "ts: typed parameter": (
        "a.ts",
        'const n = 1; function g(n: number) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "ts: parameter that may be missing": (
        "a.ts",
        'const n = 1; function g(n?: number) {{ f({{model: "{ID}", max_tokens: n}}) }}',
        (ID, None),
    ),
    "ts: constant with an assertion": (
        "a.ts",
        'const m = "{ID}" as const; f({{model: m, max_tokens: 9}})',
        (ID, 9),
    ),
    "ts: constant that satisfies a type": (
        "a.ts",
        'const m = "{ID}" satisfies Model; f({{model: m, max_tokens: 9}})',
        (ID, 9),
    ),
    "ts: argument with an assertion": (
        "a.ts",
        'f({{model: "{ID}" as Model, max_tokens: 9 as number}})',
        (ID, 9),
    ),
    "js: changed by a function": (
        "a.js",
        'let n = 9; function g() {{ n = 8 }} f({{model: "{ID}", max_tokens: n}})',
        (ID, None),
    ),
    "py: default that is a constant": (
        "a.py",
        'M = "{ID}"\ndef g(m=M, n=9): f(model=m, max_tokens=n)',
        (ID, 9),
    ),
    "yaml: a word is no name": ("a.yaml", "model: {ID}\nmax_tokens: n\nn: 9\n", (ID, "n")),
    "json: null": ("a.json", '{{"model": "{ID}", "max_tokens": null}}', (ID, None)),
    "toml: float": ("a.toml", 'model = "{ID}"\nmax_tokens = 1.5\n', (ID, 1.5)),
}


@pytest.mark.parametrize(("path", "snippet", "known"), KNOWN.values(), ids=list(KNOWN))
def test_values_are_known_or_not(
    path: str, snippet: str, known: tuple[str | float | None, ...]
) -> None:
    found = requests(snippet.format(ID=ID), path)
    pairs = [(request["model"], request["max_tokens"]) for request in found]
    assert pairs == [known]


def test_the_origin_of_a_value_is_where_its_literal_stands() -> None:
    snippet = f'LIMIT = 64_000\nMODEL = "{ID}"\nask(model=MODEL, max_tokens=LIMIT, n="1")\n'
    document = Document.of(snippet, "a.py")
    (request,) = facts_of(document).requests
    texts = {
        argument.key: (document.text.slice(argument.value.span), document.text.slice(origin))
        for argument in request.arguments
        if (origin := argument.origin)
    }
    assert texts == {"model": ("MODEL", ID), "max_tokens": ("LIMIT", "64_000"), "n": ('"1"', "1")}
    assert [argument.is_direct for argument in request.arguments] == [False, False, True]


def test_a_constant_knows_all_the_requests_that_use_it() -> None:
    snippet = f'MODEL = "{ID}"\nask(model=MODEL, n=1)\nask(model=MODEL, n=2)\nask(other=MODEL)\n'
    facts = facts_of(Document.of(snippet, "a.py"))
    (mention,) = facts.mentions
    users = [request.argument("n") for request in facts.users(mention)]
    assert [argument and argument.literal for argument in users] == [1, 2]


@pytest.mark.parametrize(("entries", "is_request"), [(200, True), (201, False)])
def test_a_mapping_of_very_many_entries_is_no_request(entries: int, is_request: bool) -> None:
    others = ", ".join(f'"k{n}": 1' for n in range(entries - 2))
    snippet = f'body = {{"model": "{ID}", "max_tokens": 9, {others}}}\n'
    facts = facts_of(Document.of(snippet, "a.py"))
    assert len(facts.requests) == is_request
    assert [mention.text for mention in facts.mentions] == [ID]


@pytest.mark.parametrize(("depth", "is_request"), [(50, True), (60, False)])
def test_a_tree_tells_of_a_place_as_long_as_few_nodes_are_around_it(
    depth: int, is_request: bool
) -> None:
    snippet = f'x = {"[" * depth}ask(model="{ID}", max_tokens=9){"]" * depth}\n'
    facts = facts_of(Document.of(snippet, "a.py"))
    assert len(facts.requests) == is_request
    assert [mention.text for mention in facts.mentions] == [ID]


def test_what_nests_to_the_left_is_known_from_outside() -> None:
    chain = "".join(f".a({n})" for n in range(40))
    (request,) = requests(f'b{chain}.ask(model="{ID}", max_tokens=9)\n', "a.py")
    assert request == {"model": ID, "max_tokens": 9}
