"""Inputs of tests: as loud as uses, and never parted unasked from what is expected of them."""

from __future__ import annotations

import pytest
from tests.rules.snippets import findings

from claude_preflight.findings import Role, Severity

OLD = "claude-3-opus-20240229"
NEW = "claude-sonnet-4-6"

HELD = {
    "name that a table is asked by, in Python": (
        "a.py",
        f'MODEL = "{OLD}"\nPRICES = {{"{OLD}": 15}}\n\ndef f():\n    return PRICES[MODEL]\n',
    ),
    "default that a table is asked by": (
        "a.py",
        f'MOST = {{"{OLD}": 4096}}\n\ndef f(m="{OLD}"):\n    return MOST.get(m)\n',
    ),
    "name that a table is asked by, in TypeScript": (
        "a.ts",
        (
            f'const MOST: Record<string, number> = {{ "{OLD}": 4096 }};\n'
            f'const m = process.env.M ?? "{OLD}";\nask(MOST[m]);\n'
        ),
    ),
    "name that a table is asked by, in Go": (
        "a.go",
        (
            f'package a\n\nvar most = map[string]int{{"{OLD}": 4096}}\n\n'
            f'const m = "{OLD}"\n\nfunc f() int {{ return most[m] }}\n'
        ),
    ),
    "one of a list that the test hands on beside it": (
        "a.test.tsx",
        (
            f"const MODELS: Info[] = [made({{ id: '{OLD}', name: 'Opus' }}), made({{}})];\n\n"
            f"it('x', () => {{ render(<Choose models={{MODELS}} chosen=\"{OLD}\" />); }});\n"
        ),
    ),
    "one of a list that the test hands on beside it, in Python": (
        "test_a.py",
        (
            f'MODELS = ["{OLD}", "claude-2.1", "gpt-4o"]\n\n\n'
            f'def test_a():\n    Choose(models=MODELS, model="{OLD}").run()\n'
        ),
    ),
    "name that a proxy gave a model": (
        "compose.yaml",
        f"env:\n  LITELLM_URL: http://litellm:4000\n  BACKUP_MODEL: {OLD}\n",
    ),
    "provider that is another host": (
        "a.toml",
        f'default_provider = "custom:https://api.example.com/anthropic"\ndefault_model = "{OLD}"\n',
    ),
    "provider that is another host, in JSON": (
        "a.json",
        f'{{"provider": "https://api.example.com", "model": "{OLD}"}}\n',
    ),
    "another name in the place of a former one": (
        "a.go",
        (
            'package a\n\nfunc a(r *R) {\n\tif r.Model == "claude-instant-1" {\n'
            f'\t\tr.Model = "{OLD}"\n\t}}\n}}\n'
        ),
    ),
    "another name in the place of a former one, in Python": (
        "a.py",
        f'def a(model):\n    if model == "claude-2":\n        model = "{OLD}"\n    return model\n',
    ),
    "another name in the place of a former one, on one line": (
        "a.js",
        f'if (settings.model === "claude-2") settings.model = "{OLD}";\n',
    ),
    "another name in the place of a former one, in Java": (
        "A.java",
        (
            'class A { void a() {\n  if (model.equals("claude-2")) {\n'
            f'    model = "{OLD}";\n  }}\n}} }}\n'
        ),
    ),
    "what an older version of the settings got": (
        "a.ts",
        (
            "function migrate(s, version) {\n  if (!version || version < 3) {\n"
            f"    s.models.anthropic = '{OLD}'\n  }}\n}}\n"
        ),
    ),
    "what an older version of the settings got, in Python": (
        "a.py",
        f'def a(s):\n    if s["schema_version"] <= 3:\n        s["model"] = "{OLD}"\n',
    ),
    "row of a table, of pytest": (
        "test_a.py",
        f'@pytest.mark.parametrize("m, big", [\n    ("{OLD}", True),\n])\ndef test(m, big): f(m)\n',
    ),
    "case of pytest": ("test_a.py", f'CASES = [pytest.param("{OLD}", 4096, id="a")]\n'),
    "row of a table, of Jest": (
        "a.test.ts",
        f'test.each([\n  ["{OLD}", 4096],\n])("x", (m, n) => {{ f(m); }});\n',
    ),
    "row between bars, of Jest": (
        "a.test.ts",
        f'test.each`\n  m | n\n  ${{"{OLD}"}} | ${{4096}}\n`("x", ({{ m, n }}) => {{ f(m); }});\n',
    ),
    "row with keys, of Jest": (
        "a.test.ts",
        f'test.each([{{ model: "{OLD}", limit: 4096 }}])("x", ({{ model }}) => {{ f(model); }});\n',
    ),
    "row with keys, in Python": (
        "test_a.py",
        f'CASES = [\n    {{"model": "{OLD}", "thinks": False}},\n]\n',
    ),
    "row of a table, in Go": (
        "a_test.go",
        (
            "package a\n\nfunc TestA(t *testing.T) {\n\ttests := []struct {\n\t\tm string\n"
            f'\t\tok bool\n\t}}{{\n\t\t{{"{OLD}", true}},\n\t}}\n\trun(tests)\n}}\n'
        ),
    ),
    "row with keys, in Go": (
        "a_test.go",
        (
            "package a\n\nfunc TestA(t *testing.T) {\n\ttests := []struct {\n\t\tm string\n"
            f'\t\tok bool\n\t}}{{\n\t\t{{m: "{OLD}", ok: true}},\n\t}}\n\trun(tests)\n}}\n'
        ),
    ),
    "case of JUnit": (
        "ATest.java",
        f'class ATest {{ Object rows() {{ return Stream.of(Arguments.of("{OLD}", 4)); }} }}',
    ),
    "case of xUnit": (
        "ATests.cs",
        f'class ATests {{\n  [InlineData("{OLD}", true)]\n  void A(string m, bool b) {{ }}\n}}',
    ),
    "row of objects, in C#": (
        "ATests.cs",
        (
            "class ATests {\n  public static IEnumerable<object[]> Rows() {\n"
            f'    yield return new object[] {{ "{OLD}", true }};\n  }}\n}}'
        ),
    ),
    "case of a test within the source, in Rust": (
        "src/a.rs",
        f'#[rstest]\n#[case("{OLD}", true)]\nfn a(#[case] m: &str, #[case] b: bool) {{ f(m); }}\n',
    ),
    "row of a loop, in Ruby": (
        "a_spec.rb",
        f'describe "x" do\n  [["{OLD}", true]].each do |m, big|\n    f(m)\n  end\nend\n',
    ),
    "row of a data provider, in PHP": (
        "ATest.php",
        f"<?php\nclass ATest {{ static function rows() {{ return ['a' => ['{OLD}', true]]; }} }}\n",
    ),
    "arguments of a test, in Swift": (
        "ATests.swift",
        f'@Test(arguments: [("{OLD}", true)])\nfunc a(m: String, b: Bool) {{ f(m) }}\n',
    ),
    "name that a function answers": (
        "test_a.py",
        f'def test():\n    name = pretty("{OLD}")\n    assert name == "Claude 3 Opus"\n',
    ),
    "limit that a function answers, in TypeScript": (
        "a.test.ts",
        f'it("x", () => {{ const n = most("{OLD}"); expect(n).toBe(4096); }});',
    ),
    "price that a function answers, in C#": (
        "ATests.cs",
        (
            "class ATests { [Fact] public void A() {\n"
            f'  var sum = Sum("{OLD}", 1000);\n  Assert.Equal(0.0525m, sum);\n}} }}'
        ),
    ),
    "limit that a function answers, in Java": (
        "ATest.java",
        (
            "class ATest { @Test void a() {\n"
            f'  int n = most("{OLD}");\n  assertThat(n).isEqualTo(4096);\n}} }}'
        ),
    ),
    "limit that a function answers, in Ruby": (
        "a_spec.rb",
        f'it "x" do\n  n = most("{OLD}")\n  expect(n).to eq(4096)\nend\n',
    ),
    "limit that a function answers, in Go": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tn := Most("{OLD}")\n'
            "\trequire.Equal(t, 4096, n)\n}\n"
        ),
    ),
    "limit of what has a name": (
        "test_a.py",
        (f'M = "{OLD}"\n\ndef test():\n    assert most(M) == 4096\n\ndef test_go():\n    go(M)\n'),
    ),
    "another platform's spelling": (
        "test_a.py",
        f'def test():\n    r = f(model="claude-3-opus@20240229")\n    assert r.model == "{OLD}"\n',
    ),
    "what an alias stands for": (
        "a.test.ts",
        (
            "it('x', () => { const r = go({ model: 'claude-3-opus-latest' });\n"
            f"  expect(r.id).toBe('{OLD}'); }});"
        ),
    ),
    "the spelling of Amazon Bedrock": (
        "a_test.go",
        (
            "package a\n\nfunc TestA(t *testing.T) {\n"
            '\tr := Convert(R{Model: "anthropic.claude-3-opus-20240229-v1:0"})\n'
            f'\tassert.Equal(t, "{OLD}", r.Model)\n}}\n'
        ),
    ),
    "JSON in a string, in Python": (
        "test_a.py",
        f'def test():\n    body = \'{{"model": "{OLD}"}}\'\n    assert f(body) == "{OLD}"\n',
    ),
    "JSON in a string, of Jest": (
        "a.test.ts",
        f"it('x', () => {{ const b = '{{\"model\": \"{OLD}\"}}'; expect(f(b)).toBe('{OLD}'); }});",
    ),
    "JSON in a string, in Kotlin": (
        "ATest.kt",
        (
            f'class ATest {{ @Test fun a() {{ val b = """{{"model": "{OLD}"}}"""\n'
            f'  assertEquals("{OLD}", f(b)) }} }}'
        ),
    ),
    "text beside the functions of a test": (
        "ATests.cs",
        (
            f'class ATests {{\n  const string Sample = @"{{ ""model"": ""{OLD}"" }}";\n'
            f'  [Fact] void A() {{ Same(Sample, Write(new R {{ Model = "{OLD}" }})); }}\n}}\n'
        ),
    ),
    "limit that a test does not say": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tm := New("{OLD}")\n\tmax := 64000\n'
            "\tr := m.build(R{MaxTokens: max})\n\trequire.Equal(t, 8192, r.MaxTokens)\n}\n"
        ),
    ),
    "title of a limit": (
        "test_a.py",
        f'def test_clamps_output():\n    c = S(model="{OLD}")\n    assert f(c).n == 1\n',
    ),
    "way of an answer": (
        "test_a.py",
        f'def test():\n    c = S(model="{OLD}")\n    assert f(c).response_format is None\n',
    ),
    "what was used, of which the cost is known": (
        "a.test.ts",
        f"it('x', () => {{ go({{ model: '{OLD}', inputTokens: 0, outputTokens: 9 }}); }});",
    ),
    "type of the app, in TypeScript": ("a.ts", f'export const MODEL: ModelId = "{OLD}";\n'),
    "type of a registry": (
        "a.ts",
        f'const id: (typeof models)[number]["id"] =\n  "{OLD}";\n',
    ),
    "cast to a type of the app": ("a.ts", f'export const model = "{OLD}" as ModelName;\n'),
    "default with a type of the app": (
        "a.ts",
        f'class A {{ constructor(private model: ModelId = "{OLD}") {{}} }}\n',
    ),
    "type of the app, in Python": ("a.py", f'class A:\n    model: ModelName = "{OLD}"\n'),
    "prices beside settings": (
        "a.yaml",
        f"agent:\n  model: {OLD}\npricing:\n  {OLD}:\n    input: 3.0\n",
    ),
    "what was done": ("phases/done/a.yaml", f"agent:\n  model: {OLD}\n"),
    "fixture, deeper": ("tests/fixtures/simple/tool/request.json", f'{{"model": "{OLD}"}}'),
    "migration": ("db/migrate/1_add.rb", f'add_column :a, :model, :string, default: "{OLD}"\n'),
    "script of a database": (
        "seed.sql",
        f"INSERT INTO settings (key, value) VALUES ('default_model', '{OLD}');\n",
    ),
    "name of the version around it": (
        "a.yaml",
        f"variants:\n  claude_3_opus:\n    model: {OLD}\n",
    ),
    "name of the version in the head of a table": (
        "a.toml",
        f'[functions.a.variants.claude_3_opus]\nmodel = "{OLD}"\n',
    ),
    "one of two values of a name, in Python": (
        "a.py",
        (
            f'def a(fast, m):\n    model = "{NEW}"\n    if not fast:\n        model = "{OLD}"\n'
            "    return f(model=model, temperature=0.5, messages=m)\n"
        ),
    ),
    "one of two values of a name, in TypeScript": (
        "a.ts",
        (
            f'function a(fast) {{\n  let model = "{NEW}";\n  if (!fast) model = "{OLD}";\n'
            "  return f({ model, temperature: 0.5, messages });\n}\n"
        ),
    ),
    "one of two values of a name, in Go": (
        "a.go",
        (
            f'package a\n\nfunc f(fast bool) {{\n\tmodel := "{NEW}"\n\tif !fast {{\n'
            f'\t\tmodel = "{OLD}"\n\t}}\n\task(P{{Model: model, Temperature: 0.5}})\n}}\n'
        ),
    ),
    "one of two values of a member": (
        "a.ts",
        (
            f'class A {{\n  model = "{NEW}";\n  constructor(s) {{ if (s) this.model = "{OLD}"; }}\n'
            "  ask(m) { return f({ model: this.model, temperature: 0.5, messages: m }); }\n}\n"
        ),
    ),
    "assert": ("a.py", f'def test():\n    c = S(model="{OLD}")\n    assert c.model == "{OLD}"\n'),
    "member": ("a.py", f'def test():\n    c = S(model="{OLD}")\n    assert "{OLD}" in c.models\n'),
    "longer text": (
        "a.py",
        f'def test():\n    c = S(model="{OLD}")\n    assert c.text == "with {OLD}."\n',
    ),
    "route": (
        "a.py",
        f'def test():\n    c = S(model="anthropic/{OLD}")\n    self.assertEqual(c.id, "{OLD}")\n',
    ),
    "module": (
        "a.py",
        f'DATA = {{"model": "{OLD}"}}\n\ndef test():\n    assert f(DATA) == "{OLD}"\n',
    ),
    "fixture": (
        "a.py",
        f'def made():\n    return S(model="{OLD}")\n\ndef t(made):\n    assert made == "{OLD}"\n',
    ),
    "class": (
        "a.py",
        f'class Test:\n    model = "{OLD}"\n\n    def test(self):\n        assert f() == "{OLD}"\n',
    ),
    "key of what is looked up": (
        "a.py",
        f'def test():\n    c = S(model="{OLD}")\n    t = {{"{OLD}": 1}}\n    assert run(c, t)\n',
    ),
    "question about an id": (
        "a.test.ts",
        f'it("x", () => {{ const r = adapter.isAvailable("{OLD}"); expect(r).toBe(true); }});',
    ),
    "question about an id, in Python": (
        "test_a.py",
        f'def test():\n    found = context_window("{OLD}")\n    assert found == 200_000\n',
    ),
    "version in words": (
        "a.test.ts",
        f'it.each([{{ model: "{OLD}", description: "claude 3 opus models" }}])("x", f);',
    ),
    "name that something is looked up by": (
        "a.test.ts",
        (
            f'it("x", () => {{ const id = "{OLD}"; const m = s.getModelById(id);\n'
            "expect(m).toBe(1); });"
        ),
    ),
    "choices that a name stands for": (
        "cli.py",
        f'from llm import MODELS\n\nadd_argument("--model", default="{OLD}", choices=MODELS)\n',
    ),
    "step of a migration": ("db/migrate/001_add.rb", f'Agent.create(model: "{OLD}")\n'),
    "step of a migration, in SQL": (
        "prisma/migrations/20240307_claude/migration.sql",
        f"UPDATE agents SET model = '{OLD}';\n",
    ),
    "begin of an id": (
        "test_a.py",
        (
            f'def test():\n    c = S(model="{OLD}")\n\n    def known(name):\n'
            '        return 1 if "claude-3-opus" in name else 0\n\n    assert run(c, known)\n'
        ),
    ),
    "case": ("a.py", f'CASES = [dict(model="{OLD}", expected="Opus")]\n'),
    "Jest": (
        "a.test.ts",
        f'test("x", () => {{ const c = f({{ model: "{OLD}" }}); expect(c.m).toBe("{OLD}"); }});',
    ),
    "Jest, around": (
        "a.test.ts",
        f'const o = {{ model: "{OLD}" }};\ntest("x", () => {{ expect(f(o)).toBe("{OLD}"); }});',
    ),
    "helper of Jest": (
        "a.test.ts",
        (
            f'const make = () => ({{ model: "{OLD}" }});\n'
            f'test("x", () => {{ expect(make().m).toEqual("{OLD}"); }});'
        ),
    ),
    "Go": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tc.Model = "{OLD}"\n'
            f'\tassert.Equal(t, "{OLD}", c.Get())\n}}\n'
        ),
    ),
    "case of Go": (
        "a_test.go",
        'package a\n\nvar x = []C{{model: "' + OLD + '", wantName: "Opus"}}\n',
    ),
    "Java": (
        "ATest.java",
        f'class ATest {{ void a() {{ S s = new S("{OLD}"); assertEquals("{OLD}", s.id()); }} }}',
    ),
    "Ruby": (
        "a_spec.rb",
        f'it "x" do\n  c = S.new(model: "{OLD}")\n  expect(c.m).to eq("{OLD}")\nend\n',
    ),
    "PHP": (
        "a.php",
        f"<?php\nfunction test() {{ $c = f('{OLD}'); $this->assertSame('{OLD}', $c); }}\n",
    ),
    "Rust": ("a.rs", f'fn a() {{ let c = f("{OLD}"); assert_eq!(c.model, "{OLD}"); }}\n'),
    "longer word": (
        "a_test.go",
        (
            "package a\n\nfunc TestA(t *testing.T) {\n"
            f'\tname := "arn:aws:bedrock:*:x/anthropic.{OLD}"\n'
            f'\tc.Model = "{OLD}"\n\tassert.Equal(t, name, c.Name)\n}}\n'
        ),
    ),
    "name of a file": (
        "a.py",
        f'def test():\n    f(model="{OLD}")\n    g("answers/{OLD}-1.json")\n',
    ),
    "data of tests": ("tests/config/a.json", f'{{"model": "{OLD}"}}'),
    "fixture of data": ("app/fixtures/a.yaml", f"model: {OLD}\n"),
    "bats": ("a.bats", f'run f --model {OLD}\n[ "$output" = "{OLD}" ]\n'),
    "name of the version, in the title": (
        "test_a.py",
        f'def test_claude_3_opus_asks():\n    c = S(model="{OLD}")\n    assert c.ask() == 1\n',
    ),
    "name of the version, in the text of a test": (
        "test_a.py",
        (
            'def test_limits():\n    """Claude 3 Opus has a limit of its own."""\n'
            f'    c = S(model="{OLD}")\n    assert c.ask() == 1\n'
        ),
    ),
    "name of the version, of Jest": (
        "a.test.ts",
        f'it("asks Claude 3 Opus", () => {{ const c = f({{ model: "{OLD}" }}); run(c); }});',
    ),
    "name of the version, around": (
        "a.test.ts",
        f'describe("opus-3", () => {{\n it("asks", () => {{ f({{ model: "{OLD}" }}); }});\n}});',
    ),
    "name of the version, in Go": (
        "a_test.go",
        f'package a\n\nfunc TestClaude3Opus(t *testing.T) {{\n\tc.Model = "{OLD}"\n}}\n',
    ),
    "name of the version, in Ruby": (
        "a_spec.rb",
        f'it "asks Claude 3 Opus" do\n  c = S.new(model: "{OLD}")\n  run(c)\nend\n',
    ),
    "limit": (
        "test_a.py",
        (
            f'def test():\n    c = S(model="{OLD}", key="k")\n\n    c.load()\n'
            "    assert c.max_output_tokens == 4096\n"
        ),
    ),
    "what becomes of a wish to think": (
        "test_a.py",
        (
            f'def test():\n    c = S(model="{OLD}", enable_thinking=True)\n'
            '    assert "thinking" in c.sent\n'
        ),
    ),
    "ability, of Jest": (
        "a.test.ts",
        (
            f'it("x", () => {{ const c = f({{ apiModelId: "{OLD}", key }});\n'
            '  expect(send).toHaveBeenCalledWith({\n    thinking: { type: "disabled" },\n  });\n});'
        ),
    ),
    "price, in Go": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tc := S{{Model: "{OLD}", Key: k}}\n'
            "\tassert.Equal(t, 0.5, c.Price())\n}\n"
        ),
    ),
    "parameter that would go": (
        "test_a.py",
        (
            f'def test():\n    c = S(model="{OLD}", temperature=0.5)\n'
            '    assert c.sent["temperature"] == 0.5\n'
        ),
    ),
    "parameter that would go, far behind in a long test": (
        "test_a.py",
        (
            f'def test():\n    c = S(model="{OLD}", temperature=0.5)\n'
            + "    assert c.messages[0].text is not None\n" * 60
            + '    assert c.sent["temperature"] == 0.5\n'
        ),
    ),
    "name with capitals": ("a.py", 'ask(model="Claude-3-Opus")\n'),
    "what tests share": (
        "tests/conftest.py",
        f'MODELS = {{"fast": {{"model": "{OLD}", "key": "k"}}}}\n',
    ),
    "what tests share, in a folder": (
        "src/__fixtures__/agent.ts",
        f'export const agent = {{ model: "{OLD}", key: "k" }};\n',
    ),
    "tail of a gateway": ("a.py", f'ask(model="{OLD}:thinking")\n'),
    "label": (
        "a.lua",
        f'agents = {{ {{ name = "ChatOpus-3", model = {{ model = "{OLD}", system = s }} }} }}\n',
    ),
    "branch": (
        "a.py",
        f'def f(variant):\n    if variant == "claude3opus":\n        return path("{OLD}")\n',
    ),
    "branch, in one line": (
        "a.ts",
        f'const model = variant === "claude-3-opus" ? path("{OLD}") : other;\n',
    ),
    "name of an app": ("a.ts", 'const mask = { model: "claude-3-sonnet", title };\n'),
    "what a function given to the same call compares": (
        "a.ts",
        f'const m = required(models, (m) => m.id === "{OLD}", "{OLD}", label);\n',
    ),
    "member of a type": (
        "a.ts",
        f'type Model = "{OLD}" | "claude-2.1";\nconst first: Model = "{OLD}";\n',
    ),
    "branch that asks by a regular expression": (
        "a.ts",
        f'function f(v) {{\n  if (/^claude-3-opus-/.test(v)) {{\n    go("{OLD}");\n  }}\n}}\n',
    ),
    "key of a table of the test": (
        "a.test.ts",
        (
            f'const prices = {{ "{OLD}": price(15, 75) }};\n'
            f'it("x", () => {{ const r = run(row({{ model: "{OLD}", kind }}), prices); go(r); }});'
        ),
    ),
    "listed in the same test": (
        "test_a.py",
        (
            f'def test():\n    b.available_models = ["{OLD}", "claude-2.1", "claude-2.0"]\n'
            f'    b.model = "{OLD}"\n    assert b.run() == 1\n'
        ),
    ),
    "size of a window": (
        "test_a.py",
        f'def test_200k_model_is_full():\n    s = S(model="{OLD}")\n    assert s.run() == 1\n',
    ),
    "in a text of the same test": (
        "a_test.go",
        (
            "package a\n\nfunc TestA(t *testing.T) {\n"
            f'\tx := []C{{{{info: I{{Model: "{OLD}"}}, contains: []string{{"{OLD} (routed)"}}}}}}\n'
            "\trun(x)\n}\n"
        ),
    ),
    "ability, by the testing package of Go": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tx := guards(blocks, "{OLD}", log)\n'
            '\tif x[0] != nil {\n\t\tt.Errorf("stripped: %v", x[0].CacheControl)\n\t}\n}\n'
        ),
    ),
    "snapshot": ("tests/snapshots/a/b/c/d/output.txt.yaml", f"model: {OLD}\n"),
    "repeated in a call": (
        "test_a.py",
        f'def test():\n    check(\n    "{OLD}",\n    n("x"),\n    "us/{OLD}",\n    )\n',
    ),
    "spread": (
        "a.test.ts",
        (
            f'const base = {{ model: "{OLD}", key }};\nconst made = () => ({{ ...base }});\n'
            f'it("y", () => {{ const got = run(made()); expect(got.model).toBe("{OLD}"); }});'
        ),
    ),
    "expected by what is spread": (
        "a.test.ts",
        (
            f'const expected = {{ kind: "{OLD}" }};\nit("y", () => {{\n'
            f'  const got = run({{ model: "{OLD}", key }});\n'
            "  expect(got).toEqual({ ...expected, a: 1 });\n});"
        ),
    ),
    "unpacked": (
        "test_a.py",
        (
            f'BASE = {{"model": "{OLD}", "key": "k"}}\n\ndef made():\n    return {{**BASE}}\n\n'
            f'def test():\n    got = run(made())\n    assert got.model == "{OLD}"\n'
        ),
    ),
    "compared by an if, in Go": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tc := S{{Model: "{OLD}", Key: k}}\n'
            "\tif n := c.ContextWindow(); n != 200000 {\n\t\tpanic(n)\n\t}\n}\n"
        ),
    ),
    "asked by an if, in Go": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tc := S{{Model: "{OLD}", Key: k}}\n'
            "\tif !c.SupportsThinking() {\n\t\tt.FailNow()\n\t}\n}\n"
        ),
    ),
    "what a test got": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tc := S{{Model: "{OLD}", Key: k}}\n'
            "\tgot := c.MaxTokens()\n\tcheck(got, 8192)\n}\n"
        ),
    ),
    "what is looked up by an id": (
        "test_a.py",
        f'def test():\n    bot = find_user("{OLD}")\n    assert bot.name == "x"\n',
    ),
    "what is looked up by an id, in Ruby": (
        "a_spec.rb",
        f'it "x" do\n  bot = Bots::Entry.find_user_of("{OLD}")\n  run(bot.name)\nend\n',
    ),
    "place of a cache": (
        "a.test.ts",
        (
            f'it("x", () => {{ const c = f({{ model: "{OLD}", key }});\n'
            "  expect(c[1]).toEqual({ cachePoint: { type: kind } });\n});"
        ),
    ),
    "one of several that a request may have": (
        "a.ts",
        (
            f'const body = {{ model: isFast ? "claude-haiku-4-5" : "{OLD}",\n'
            "  temperature: 0.5, messages };\n"
        ),
    ),
    "one of several that a request may have, in Python": (
        "a.py",
        (f'c.messages.create(model="claude-haiku-4-5" if fast else "{OLD}", temperature=0.5)\n'),
    ),
    "one of several that a name stands for": (
        "a.ts",
        (
            f'const model = isFast ? "claude-haiku-4-5" : "{OLD}";\n'
            "const body = { model, temperature: 0.5, messages };\n"
        ),
    ),
    "one of several that a name stands for, in Python": (
        "a.py",
        (
            f'def f():\n    model = "claude-haiku-4-5" if fast else "{OLD}"\n'
            "    return c.messages.create(model=model, temperature=0.5, messages=m)\n"
        ),
    ),
    "default, asked for by tests in the same file": (
        "a.rs",
        (
            f'fn model() -> String {{ "{OLD}".to_string() }}\n\n#[cfg(test)]\nmod tests {{\n'
            f'    #[test]\n    fn a() {{ let c = parse("x"); assert_eq!(c.model, "{OLD}"); }}\n}}\n'
        ),
    ),
    "default, asked for by tests in the same file, of Vitest": (
        "a.ts",
        (
            f'export const DEFAULTS = {{ model: "{OLD}", key }};\n\nif (import.meta.vitest) {{\n'
            f'  it("a", () => {{ expect(load().model).toBe("{OLD}"); }});\n}}'
        ),
    ),
    "default, asked for by tests in the same file, in Python": (
        "a.py",
        (
            f'def made():\n    return S(model="{OLD}", key="k")\n\n\n'
            f'def test_default():\n    assert load().model == "{OLD}"\n'
        ),
    ),
    "what stands for an import, of Vitest": (
        "a.test.ts",
        (
            "const { get } = vi.hoisted(() => {\n  return { get: vi.fn(() => "
            f"({{ agent: {{ model: '{OLD}' }} }})) }};\n}});\n"
            f"it('x', () => {{ expect(Config.MODEL).toBe('{OLD}'); }});"
        ),
    ),
    "what stands for an import, of Jest": (
        "a.test.ts",
        (
            f"jest.mock('./a', () => ({{ get: () => ({{ model: '{OLD}' }}) }}));\n"
            f"it('x', () => {{ expect(load()).toBe('{OLD}'); }});"
        ),
    ),
    "set-up, of Jest": (
        "a.test.ts",
        (
            f"beforeEach(() => {{ set({{ model: '{OLD}' }}); }});\n"
            f"it('x', () => {{ expect(f().model).toBe('{OLD}'); }});"
        ),
    ),
    "set-up, of unittest": (
        "test_a.py",
        (
            f'class A(TestCase):\n    def setUp(self):\n        put(model="{OLD}")\n\n'
            f'    def test(self):\n        self.assertEqual(f().model, "{OLD}")\n'
        ),
    ),
    "set-up, of JUnit": (
        "ATest.java",
        (
            f'class ATest {{\n  @BeforeEach\n  void init() {{ start("{OLD}"); }}\n'
            f'  @Test\n  void has() {{ assertEquals("{OLD}", f()); }}\n}}\n'
        ),
    ),
    "set-up, of NUnit": (
        "ATests.cs",
        (
            f'class ATests {{\n  [SetUp]\n  public void Init() {{ Put("{OLD}"); }}\n'
            f'  [Test]\n  public void Has() {{ Assert.AreEqual("{OLD}", F()); }}\n}}\n'
        ),
    ),
    "check of an id": (
        "a.test.ts",
        (
            f'it("x", () => {{ const r = validateModelKey("{OLD}");\n'
            "expect(r.warning).toBeUndefined(); });"
        ),
    ),
    "default that a program has besides": (
        "a.ts",
        (
            f'const settings = {{ model: "{OLD}", temperature: 0.5 }};\n'
            "const sent = (o) => ({ temperature: o.temperature ?? 0.7 });\n"
        ),
    ),
    "default that a program has besides, in Python": (
        "a.py",
        (
            f'settings = {{"model": "{OLD}", "temperature": 0.5}}\n\n'
            'def sent(o):\n    return o.get("temperature", 0.7)\n'
        ),
    ),
    "two of which one may be set, further in": (
        "A.java",
        (
            'class A { void f() { M.builder().modelId("claude-3-7-sonnet-20250219")\n'
            "  .parameters(P.builder().topP(1.0).temperature(1.0).build()).build(); } }\n"
        ),
    ),
}
FREE = {
    "table that is asked by another name": (
        "a.py",
        f'MODEL = "{OLD}"\nPRICES = {{"{OLD}": 15}}\n\ndef f(m):\n    return PRICES[m]\n',
    ),
    "one of a list that another test has": (
        "test_a.py",
        (
            f'MODELS = ["{OLD}", "claude-2.1", "gpt-4o"]\n\n\n'
            f'def test_a():\n    Choose(model="{OLD}").run()\n\n\n'
            "def test_b():\n    Choose(models=MODELS).run()\n"
        ),
    ),
    "model of a proxy": (
        "compose.yaml",
        f"env:\n  LITELLM_URL: http://litellm:4000\n  LITELLM_MODEL: anthropic/{OLD}\n",
    ),
    "provider that is the API": (
        "a.toml",
        f'default_provider = "custom:https://api.anthropic.com"\ndefault_model = "{OLD}"\n',
    ),
    "branch of another name": (
        "a.py",
        f'def a(tier, model):\n    if tier == "claude":\n        model = "{OLD}"\n    f(model)\n',
    ),
    "request in the branch of another model": (
        "a.py",
        f'def a(m):\n    if m == "claude-2":\n        return ask(model="{OLD}")\n',
    ),
    "branch of a version of the program": (
        "a.py",
        f'if sys.version_info < (3, 9):\n    MODEL = "{OLD}"\n',
    ),
    "rows of what is given": (
        "test_a.py",
        f'CASES = [\n    ("anthropic", "{OLD}"),\n    ("openai", "gpt-4o"),\n]\n',
    ),
    "row of a request": (
        "a.test.ts",
        f'const cases = [{{ model: "{OLD}", max_tokens: 100 }}];\n',
    ),
    "arguments of a command in a test": (
        "a.test.ts",
        f'it("x", () => {{ spawn("claude", ["--model", "{OLD}", "--max-turns", "3"]); }});',
    ),
    "call with a number in a test": ("test_a.py", f'def test():\n    f("{OLD}", 5)\n'),
    "what a model answers": (
        "test_a.py",
        f'def test():\n    r = ask("{OLD}", 4096)\n    assert r == "Claude 3 Opus"\n',
    ),
    "one of two values in a test": (
        "a.test.ts",
        f'it("x", () => {{ const [m] = useState(chosen || "{OLD}"); }});',
    ),
    "other number on the line of a test": (
        "a.test.ts",
        f'it("x", () => {{ const r = check("{OLD}"); expect(r).toBe(3); }});',
    ),
    "number that a test says itself": (
        "test_a.py",
        f'def test():\n    n = check("{OLD}", 5000)\n    assert n == 5000\n',
    ),
    "set-up that asks for something else": (
        "a.test.ts",
        (
            f"beforeEach(() => {{ set({{ model: '{OLD}' }}); }});\n"
            "it('x', () => { expect(f().model).toBe('claude-2.1'); });"
        ),
    ),
    "another release that another test expects": (
        "test_a.py",
        (
            f'def test_a():\n    r = f(model="{OLD}")\n    assert r.ok\n\n\n'
            'def test_b():\n    r = f(model=MODEL)\n    assert r.model == "claude-3-opus-latest"\n'
        ),
    ),
    "parameter that another test asks for, far behind": (
        "test_a.py",
        (
            f'def test():\n    c = S(model="{OLD}", temperature=0.5)\n'
            + "    assert c.messages[0].text is not None\n" * 60
            + '\n\ndef test_other():\n    assert f().sent["temperature"] == 0.5\n'
        ),
    ),
    "type that takes any text": ("a.ts", f'const model: string | undefined = "{OLD}";\n'),
    "type of the SDK": ("a.ts", f'const model: Anthropic.Model = "{OLD}";\n'),
    "type that takes any text, in Python": ("a.py", f'MODEL: Final[str] = "{OLD}"\n'),
    "constant": ("a.ts", f'const model = "{OLD}" as const;\n'),
    "limit that a test says": (
        "a_test.go",
        (
            f'package a\n\nfunc TestA(t *testing.T) {{\n\tm := New("{OLD}")\n'
            "\tr := m.build(R{MaxTokens: 4096})\n\trequire.Equal(t, 4096, r.MaxTokens)\n}\n"
        ),
    ),
    "JSON in a string, of which something else is asked": (
        "test_a.py",
        f'def test():\n    body = \'{{"model": "{OLD}", "n": 1}}\'\n    assert f(body).n == 1\n',
    ),
    "prices in code": (
        "a.py",
        f'MODEL = "{OLD}"\nPRICES = {{"{OLD}": 15.0, "gpt-4o": 5.0, "claude-2.1": 8.0}}\n',
    ),
    "the only value of a name": (
        "a.py",
        f'def a(m):\n    model = "{OLD}"\n    return f(model=model, temperature=0.5, messages=m)\n',
    ),
    "one of two values of a name, with nothing that is refused": (
        "a.py",
        (
            f'def a(fast, m):\n    model = "{NEW}"\n    if not fast:\n        model = "{OLD}"\n'
            "    return f(model=model, max_tokens=99, messages=m)\n"
        ),
    ),
    "one of several, beside nothing that is refused": (
        "a.ts",
        f'const body = {{ model: isFast ? other : "{OLD}", messages, stream: true }};\n',
    ),
    "one of several that a name stands for, beside nothing that is refused": (
        "a.py",
        (
            f'def f():\n    model = small if fast else "{OLD}"\n'
            "    return c.ask(model=model, messages=m)\n"
        ),
    ),
    "repeated in a row, in no test": (
        "a.py",
        f'ROUTE = call(("us/{OLD}.json"), f(model="{OLD}", key="k"))\n',
    ),
    "default, of which tests in the same file ask nothing": (
        "a.rs",
        (
            f'fn model() -> String {{ "{OLD}".to_string() }}\n\n#[cfg(test)]\nmod tests {{\n'
            '    #[test]\n    fn a() { assert_eq!(parse("x").kind, "y"); }\n}\n'
        ),
    ),
    "condition, in no test": (
        "a.go",
        (
            f'package a\n\nfunc f() {{\n\tc := S{{Model: "{OLD}", Key: k}}\n'
            "\tif c.SupportsThinking() {\n\t\tgo(c)\n\t}\n}\n"
        ),
    ),
    "name of an app that a request sends": (
        "a.py",
        (
            "import anthropic\n\nclient = anthropic.Anthropic()\nclient.messages.create("
            'model="claude-3-opus", max_tokens=9, messages=[])\n'
        ),
    ),
    "another test": (
        "a.py",
        f'def a():\n    f(model="{OLD}")\n\ndef b():\n    assert g() == "{OLD}"\n',
    ),
    "comment": ("a.py", f'def a():\n    # like {OLD}\n    f(model="{OLD}")\n'),
    "listing": ("a.py", f'f(model="{OLD}")\nPRICES = {{"{OLD}": 15}}\n'),
    "what may be chosen, in one record": (
        "a.py",
        f'def a():\n    f({{"default": "{OLD}", "choices": {{"{OLD}": {{"name": "Opus"}}}}}})\n',
    ),
    "what all ids begin with": (
        "a.py",
        f'def test():\n    c = S(model="{OLD}")\n    assert "claude" in run(c)\n',
    ),
    "an id that another one begins with": (
        "a.go",
        (
            'package a\n\nfunc f() {\n\tif m == "claude-instant-1" {\n'
            '\t\tuse("claude-instant-1.2")\n\t}\n}\n'
        ),
    ),
    "begin of an id, in no test": (
        "a.py",
        (f'def made(model="{OLD}"):\n    return 1 if "claude-3-opus" in model else 0\n'),
    ),
    "no test": ("a.py", f'def a():\n    found = context_window("{OLD}")\n    return found\n'),
    "helper of a test": (
        "test_a.py",
        f'def test():\n    agent = make_agent("{OLD}")\n    assert agent.run() == 1\n',
    ),
    "other id": ("a.py", f'def a():\n    f(model="{OLD}")\n    assert g() == "claude-2.1"\n'),
    "data of the app": ("app/config/a.json", f'{{"model": "{OLD}"}}'),
    "code of tests": ("tests/config/a.py", f'f(model="{OLD}")\n'),
    "folder far above": ("tests/a/b/c/a.json", f'{{"model": "{OLD}"}}'),
    "file of another function": (
        "a.py",
        f'def a():\n    f(model="{OLD}")\n\ndef b():\n    g("answers/{OLD}-1.json")\n',
    ),
    "longer id of an active model": (
        "a.py",
        (
            "import anthropic\n\nclient = anthropic.Anthropic()\n\n\ndef a():\n"
            '    client.messages.create(model="claude-opus-4", max_tokens=9, messages=m)\n'
            '    client.messages.create(model="claude-opus-4-8", max_tokens=9, messages=m)\n'
        ),
    ),
    "title without a version": (
        "test_a.py",
        f'def test_claude_asks():\n    c = S(model="{OLD}")\n    assert c.ask() == 1\n',
    ),
    "title with another version": (
        "test_a.py",
        f'def test_claude_3_7_asks():\n    c = S(model="{OLD}")\n    assert c.ask() == 1\n',
    ),
    "limit that is given": (
        "test_a.py",
        (
            f'def test():\n    c = S(model="{OLD}", max_tokens=64)\n'
            "    assert c.sent.max_tokens == 64\n"
        ),
    ),
    "limit, in no test": (
        "a.py",
        f'def f():\n    c = S(model="{OLD}")\n    assert c.max_output_tokens > 0\n',
    ),
    "label of another kind": ("a.py", f'Agent(name="Writer 3", model="{OLD}", system=s)\n'),
    "branch of another kind": (
        "a.py",
        f'def f(kind):\n    if kind == "claude":\n        return ask("{OLD}")\n',
    ),
    "tail that says nothing": ("a.py", 'ask(model="anthropic/claude-3-opus:beta")\n'),
    "another test of Jest": (
        "a.test.ts",
        (
            f'test("x", () => {{ f({{ model: "{OLD}" }}); }});\n'
            f'test("y", () => {{ expect(g()).toBe("{OLD}"); }});'
        ),
    ),
}


@pytest.mark.parametrize(("path", "snippet"), HELD.values(), ids=HELD)
def test_an_input_is_not_parted_from_its_expectation(path: str, snippet: str) -> None:
    uses = [each for each in findings(snippet, path) if each.role is Role.USE]
    assert [(each.severity, each.safe_fix) for each in uses] == [(Severity.ERROR, None)]


REPEATED = {
    "two in a list": (
        "a.test.ts",
        f'it("x", () => {{ mock(() => ["{OLD}", "claude-3-haiku-20240307"]); go(); }});',
    ),
    "two in a list, in Go": (
        "a_test.go",
        (
            "package a\n\nfunc TestA(t *testing.T) {\n"
            f'\tgo(f([]string{{"{OLD}", "claude-3-haiku-20240307"}}))\n}}\n'
        ),
    ),
    "repeated in a row": (
        "test_a.py",
        f'CASES = [\n    ("anthropic", "{OLD}", "anthropic/{OLD}"),\n]\n',
    ),
    "repeated in a row, of Jest": (
        "a.test.ts",
        f'it.each([["anthropic", "{OLD}", "anthropic/{OLD}"]])("x", (p, m) => {{ go(p); }});',
    ),
    "repeated in a row, in Go": (
        "a_test.go",
        (
            "package a\n\nfunc TestA(t *testing.T) {\n\tcases := []C{\n"
            f'\t\t{{"anthropic", "{OLD}", "anthropic/{OLD}"}},\n\t}}\n\trun(cases)\n}}\n'
        ),
    ),
    "repeated in a row, in Rust": (
        "tests/a.rs",
        f'#[test]\nfn a() {{ for c in [("{OLD}", 1, "anthropic/{OLD}")] {{ go(c); }} }}\n',
    ),
    "repeated in a call, in Java": (
        "ATest.java",
        f'class ATest {{ void a() {{ check("anthropic", "{OLD}", "anthropic/{OLD}"); }} }}',
    ),
    "repeated in a call, in Ruby": (
        "a_spec.rb",
        f'it "x" do\n  check("anthropic", "{OLD}", "anthropic/{OLD}")\nend\n',
    ),
}


@pytest.mark.parametrize(("path", "snippet"), REPEATED.values(), ids=REPEATED)
def test_what_a_row_of_a_test_repeats_is_not_changed_unasked(path: str, snippet: str) -> None:
    uses = [each for each in findings(snippet, path) if each.role is Role.USE]
    assert [(each.severity, each.safe_fix) for each in uses] == [(Severity.ERROR, None)] * 2


@pytest.mark.parametrize(("path", "snippet"), FREE.values(), ids=FREE)
def test_what_stands_elsewhere_holds_no_fix_back(path: str, snippet: str) -> None:
    (use,) = (each for each in findings(snippet, path) if each.role is Role.USE)
    assert use.safe_fix


@pytest.mark.parametrize(
    ("path", "snippet", "safe"),
    [
        (
            "a.py",
            f'def a(**more):\n    f(model="{OLD}")\n    s.messages.create(model="{OLD}", **more)\n',
            [False, False],
        ),
        (
            "a.py",
            (
                f'def a():\n    f(model="{OLD}")\n\n'
                f'def b(**more):\n    s.messages.create(model="{OLD}", **more)\n'
            ),
            [True, False],
        ),
        (
            "a_test.go",
            (
                "package a\n\nfunc TestA(t *testing.T) {\n"
                f'\tx := M{{Name: "{OLD}"}}\n\ty := N{{Model: "{OLD}", TopK: k}}\n}}\n'
            ),
            [False, False],
        ),
    ],
)
def test_uses_in_a_function_change_together(path: str, snippet: str, safe: list[bool]) -> None:
    uses = [each for each in findings(snippet, path) if each.role is Role.USE]
    assert [each.safe_fix is not None for each in uses] == safe


TOLD_APART = {
    "member": (
        "test_a.py",
        (
            f'def test():\n    m.model = "{OLD}"\n    assert f(m) == 4096\n'
            '    m.model = "claude-3-5-sonnet-20241022"\n    assert f(m) == 8192\n'
        ),
    ),
    "member, in RSpec": (
        "a_spec.rb",
        (
            f'it "x" do\n  m.name = "{OLD}"\n  expect(f(m)).to eq(4096)\n'
            '  m.name = "claude-3-5-sonnet-20241022"\n  expect(f(m)).to eq(8192)\nend\n'
        ),
    ),
    "function": (
        "a.test.ts",
        (
            f'it("x", () => {{ const a = infoOf("{OLD}"); expect(a.thinks).toBe(true);\n'
            'const b = infoOf("claude-2.1"); expect(b.thinks).toBe(false); });'
        ),
    ),
}


@pytest.mark.parametrize(("path", "snippet"), TOLD_APART.values(), ids=TOLD_APART)
def test_what_a_test_gives_one_after_another_stays(path: str, snippet: str) -> None:
    uses = [each for each in findings(snippet, path) if each.role is Role.USE]
    assert [each.safe_fix for each in uses] == [None, None]


CREATE = 'client.messages.create(model="claude-sonnet-4-6", max_tokens=1_000_000, messages=m)'
MEANT_TO_FAIL = {
    "pytest": f"with pytest.raises(ValueError):\n    {CREATE}\n",
    "unittest": f"with self.assertRaises(BadRequestError):\n    {CREATE}\n",
}


@pytest.mark.parametrize("snippet", MEANT_TO_FAIL.values(), ids=MEANT_TO_FAIL)
def test_what_is_meant_to_fail_is_not_mended_unasked(snippet: str) -> None:
    head = "import anthropic\nclient = anthropic.Anthropic()\n"
    assert any(each.safe_fix for each in findings(head + CREATE, "a.py"))
    assert not any(each.safe_fix for each in findings(head + snippet, "a.py"))
