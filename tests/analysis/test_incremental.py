"""Random edits: what is kept edit by edit equals what an editor shows and what is read afresh."""

from __future__ import annotations

import random
import re
from datetime import date
from itertools import islice

import pytest
from hypothesis import settings as test_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

import fuzz_edits
from claude_preflight import manifests
from claude_preflight.analysis.analyze import analysis, analyze, analyze_reading
from claude_preflight.analysis.incremental import at_rest, edited
from claude_preflight.analysis.reading import Reading
from claude_preflight.facts.extract import extract
from claude_preflight.facts.moved import places_of
from claude_preflight.facts.triggers import patterns
from claude_preflight.facts.types import Facts
from claude_preflight.findings import Role, Span
from claude_preflight.pins import Pins
from claude_preflight.settings import Settings
from claude_preflight.steps import run_to_end
from claude_preflight.syntax.document import Document
from claude_preflight.syntax.languages import LANGUAGES, language_for
from claude_preflight.text.source_text import Change, PositionEncoding

TODAY = date(2026, 8, 1)
# Every language, and one that no editor knows.
LANGUAGE_IDS = (*(each.id for each in LANGUAGES), "x")
CASES = fuzz_edits.cases()
# Half a surrogate pair: editors send it when it is all that was typed so far.
PIECES = (*fuzz_edits.PIECES, "\ud83d", "\udca9")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
# Files with some statements around those that speak of models.
PYTHON = """\
import anthropic
MODEL = "claude-2.1"

def f(a):
    return g(a, "x")

x = [1, 2]
client.messages.create(model=MODEL, max_tokens=400000)
z = 3  # claude-2.0
"""
SCRIPT = """\
const model = "claude-2.1";
function f(a) {
  return [a, "x"];
}
f({ a: 1 });
client.messages.create({ model, max_tokens: 400000 });
f(2);
"""
SHELL = """\
A=1
export MODEL=claude-2.1
run "$MODEL" | cat
if [ -n "$A" ]; then
  echo 'x'
fi
"""
RUST = """\
const MODEL: &str = "claude-2.1";
/// ```
/// ask("claude-2.0");
/// ```
fn f() {
    g(1, "x");
}
fn h() {
    ask(Request { model: MODEL.into(), max_tokens: 400000 });
}
"""
GO = """\
package a

const model = "claude-2.1"

func f() {
	g(1, "x")
}

func h() {
	ask(Params{Model: model, MaxTokens: 400000})
}
"""
JAVA = """\
class A {
    static final String MODEL = "claude-2.1";

    void f() {
        g(1, "x");
    }

    void h() {
        ask(Params.builder().model(MODEL).maxTokens(400000).build());
    }
}
"""
KOTLIN = """\
const val MODEL = "claude-2.1"

fun f() {
    g(1, "x")
}

fun h() = ask(model = MODEL, maxTokens = 400000)
"""
SCALA = """\
object A {
  val model = "claude-2.1"

  def f() = g(1, "x")

  def h() = ask(model = model, maxTokens = 400000)
}
"""
FILES = (
    PYTHON,
    SCRIPT,
    SHELL,
    RUST,
    GO,
    JAVA,
    KOTLIN,
    SCALA,
    '{"a": [1, 2], "b": {"model": "claude-2.1", "max_tokens": 5}, "c": "d"}\n',
    "a: 1\nb:\n  model: claude-2.1\n  max_tokens: 5\nc:\n  - d\n  - e: f\n",
    'a = 1\n[b]\nmodel = "claude-2.1"\nmax_tokens = 5\n[c]\nd = "e"\nf = 2\n',
)
ENCODINGS: tuple[PositionEncoding, ...] = ("utf-8", "utf-16", "utf-32")
UNIT_BYTES = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


class EditorText:
    """The text as an editor keeps it, by the words of the protocol and with none of our code."""

    def __init__(self, text: str) -> None:
        self.text = text

    def lines(self) -> list[str]:
        """The lines, each with its line end; the last one has none."""
        return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z", self.text) + (
            [""] if not self.text or self.text[-1] in "\r\n" else []
        )

    def position(self, index: int, encoding: PositionEncoding) -> tuple[int, int]:
        """The line and column of an index; between CR and LF it is that of the CR."""
        lines, line = self.lines(), 0
        while line < len(lines) - 1 and index >= len(lines[line]):
            index -= len(lines[line])
            line += 1
        head = lines[line].rstrip("\r\n")[:index]
        codec = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]
        return line, len(head.encode(codec, "surrogatepass")) // UNIT_BYTES[encoding]

    def replace(self, start: int, end: int, new: str) -> None:
        """Replace a part."""
        self.text = self.text[:start] + new + self.text[end:]


class Edits(RuleBasedStateMachine):
    """Edits as an editor sends them, applied to a Document and to the editor's own text."""

    language: str

    @initialize(data=st.data(), encoding=st.sampled_from(ENCODINGS), provisional=st.booleans())
    def open(self, data: st.DataObject, encoding: PositionEncoding, provisional: bool) -> None:
        cases = st.sampled_from(CASES.get(self.language) or [""])
        text = data.draw(TEXTS | st.sampled_from(FILES) | st.lists(cases, max_size=4).map("".join))
        self.encoding = encoding
        self.provisional = provisional
        self.editor = EditorText(text)
        self.reading = Reading(Document.of(text, None, self.language))

    @rule(data=st.data(), new=TEXTS)
    def replace(self, data: st.DataObject, new: str) -> None:
        start = data.draw(st.integers(0, len(self.editor.text)))
        end = data.draw(st.integers(start, min(len(self.editor.text), start + 40)))
        # An editor has no place between CR and LF, and a range does not end there.
        start, end = self.before_pair(start), self.before_pair(end)
        self.send(start, end, new)

    @rule(new=TEXTS, lines=st.integers(0, 3), columns=st.integers(0, 9))
    def append_from_far_outside(self, new: str, lines: int, columns: int) -> None:
        """A place below the last line or right of its end is the end of the text."""
        count = len(self.editor.lines())
        place = (count + lines, columns) if lines else (count - 1, 1_000_000 + columns)
        at = self.reading.document.text.offset(place, self.encoding)
        self.edit(Change(Span(at, at), encoded(new)))
        self.editor.replace(len(self.editor.text), len(self.editor.text), new)

    @rule(data=st.data())
    def type_a_string(self, data: st.DataObject) -> None:
        """Key by key, with quotes that are open for a while."""
        at = self.before_pair(data.draw(st.integers(0, len(self.editor.text))))
        for key in data.draw(st.sampled_from(['"claude-2"', "f(x)", "{'a': 1}", "# claude-2.0\n"])):
            self.send(at, at, key)
            at += 1

    @rule(text=TEXTS)
    def replace_all(self, text: str) -> None:
        whole = Span(0, len(self.reading.document.text.data))
        self.edit(Change(whole, encoded(text)))
        self.editor.text = text

    @rule(steps=st.integers(0, 3))
    def start_an_analysis_and_leave_it(self, steps: int) -> None:
        """As the server does when the next edit comes."""
        running = analysis(self.reading, Settings(), TODAY, pins=fuzz_edits.PINS)
        for _ in islice(running, steps):
            pass
        running.close()

    @rule()
    def rest(self) -> None:
        """As somebody does who types."""
        self.reading = at_rest(self.reading)

    @invariant()
    def text_is_that_of_the_editor(self) -> None:
        assert self.reading.document.text.data == encoded(self.editor.text)
        assert self.reading.document.text.line_count == len(self.editor.lines())

    @invariant()
    def facts_and_findings_at_rest_are_those_of_a_fresh_document(self) -> None:
        if at_rest(self.reading) is self.reading:
            assert not fuzz_edits.difference(self.reading)
        else:
            analyze_reading(self.reading, Settings(), TODAY, fuzz_edits.PINS)

    def send(self, start: int, end: int, new: str) -> None:
        """One change, as positions, to both."""
        text = self.reading.document.text
        first = text.offset(self.editor.position(start, self.encoding), self.encoding)
        last = text.offset(self.editor.position(end, self.encoding), self.encoding)
        self.edit(Change(Span(first, last), encoded(new)))
        self.editor.replace(start, end, new)

    def edit(self, change: Change) -> None:
        """One change of the document."""
        self.reading = edited(self.reading, change, provisional=self.provisional)

    def before_pair(self, index: int) -> int:
        return index - 1 if self.editor.text[max(index - 1, 0) : index + 1] == "\r\n" else index


def encoded(text: str) -> bytes:
    """A text as a document holds it."""
    return text.encode("utf-8", "surrogatepass")


def test_the_alphabet_has_each_kind_of_trigger() -> None:
    for kind, pattern in patterns().items():
        assert any(pattern.search(encoded(piece)) for piece in PIECES), kind


def test_the_alphabet_has_each_kind_of_fact() -> None:
    texts = [*PIECES, *FILES]
    facts = [run_to_end(extract(Document.of(text, "a.py"))) for text in texts]
    # A manifest is read anew after each edit, as a whole.
    facts.append(run_to_end(extract(Document.of("anthropic==0.30.1\n", "requirements.txt"))))
    for kind in places_of(Facts):
        assert any(getattr(each, kind) for each in facts), kind


@pytest.mark.parametrize("language", LANGUAGE_IDS)
def test_edits(language: str) -> None:
    some = test_settings(max_examples=10, stateful_step_count=25)
    machine = type("EditsIn", (Edits,), {"language": language})
    run_state_machine_as_test(machine, settings=some)


def test_an_edit_in_the_middle_of_a_parse() -> None:
    """A large file whose parse is cut again and again by the next edit, then left in peace."""
    call = b'client.messages.create(model="claude-3-opus-20240229", max_tokens=[1, 2][0])\n'
    reading = Reading(
        Document.of(call + b"def f(a):\n    return {'k': (a, [a])}\n" * 5_000, "a.py")
    )
    for steps, (at, new) in enumerate([(5, b"("), (90_000, b"'"), (90_001, b"'"), (5, b")")] * 3):
        running = analysis(reading, Settings(), TODAY)
        for _ in islice(running, steps % 5):
            pass
        running.close()
        reading = edited(reading, Change(Span(at, at), new))

    fresh = Document.of(reading.document.text.data, "a.py")
    assert analyze_reading(reading, Settings(), TODAY) == analyze(fresh, Settings(), TODAY)


CONSTANTS = """\
package a

import "github.com/anthropics/anthropic-sdk-go"

func price(model anthropic.Model) int {
	switch model {
	case anthropic.ModelClaude3OpusLatest:
		return 15
	}
	return 0
}
"""
DIRECTIVES = """\
.. code-block:: python
   :linenos:
   :emphasize-lines: 2

   import anthropic

   def ask(model="claude-3-opus-20240229"):
       return anthropic.Anthropic().messages.create(model=model)
See ``claude-3-opus-20240229.json``.
.. code-block::

   ask(model="claude-3-opus-20240229")
"""


BEDROCK = """\
import boto3

def f():
    pass

client = boto3.client("bedrock-runtime", region_name="eu-west-1")
client.converse(modelId="anthropic.claude-3-5-sonnet-20240620-v1:0", messages=m)
"""
GATEWAY = """\
import litellm

def f():
    pass

litellm.completion(model="anthropic/claude-3.5-sonnet", messages=m)
"""
COMPLETION = """\
URL = "https://api.anthropic.com/v1/complete"
ask(URL, model="claude-2.1")
"""


SENT_BY_SDK = """\
import anthropic
X = 1
c.messages.create(model="claude-haiku-4-5", temperature=0.2)
"""
SENT_BY_FUNCTIONS = """\
import anthropic

client = anthropic.Anthropic(max_retries=2)
LIMIT = 500_000
MODEL = "claude-opus-4-8"
OTHER = "claude-3-opus-20240229"
BETAS = ["context-1m"]

def ask(question):
    total = 1
    return client.messages.create(model=MODEL, max_tokens=LIMIT, betas=BETAS, messages=question)

def stay():
    pass

def tell(question):
    own = 1
    return client.messages.create(
        model="claude-opus-4-8", max_tokens=64_000, temperature=0.2, messages=question
    )

class Old:
    limit = 9_000

    def ask(self, own):
        return own.messages.create(model=OTHER, max_tokens=self.limit, messages=[own])
"""
SETTINGS = """\
model = "claude-opus-4-8"
a = 1
b = 2
c = 3
max_tokens = 500000
"""
PASSED_ON = """\
import litellm
litellm.completion(model="claude-opus-4-8", temperature=0.5, top_p=0.9, messages=[])

def f(a):
    return [a]


%s
"""
BETA = """\
client.messages.create(model="claude-3-7-sonnet-20250219", max_tokens=100000, messages=[])

def f(a):
    return [a]


%s
"""
LIMIT = """\
import anthropic
LIMIT = 400000
client = anthropic.Anthropic()
client.messages.create(model="claude-opus-4-8", max_tokens=LIMIT, messages=[])

def f(a):
    return [a]


g(LIMI)
"""
MADE_BELOW = """\
import anthropic

def ask():
    return client.messages.create(model="claude-opus-4-8", max_tokens=400000, stop=[1])

def f(a):
    return [a]

client = anthropic.Anthropic(timeout=600000)

def g(a):
    return [a]


a, clien, b = h()
"""
ANCHOR = """\
a: &large 1
b:
  model: claude-opus-4-8
  max_tokens: *large
"""
MANIFEST = "anthropic==0.30.1\n# x\n\nhttpx==0.28.0\n"
PINS = Pins(manifests.read("requirements.txt", b"anthropic>=0.90", frozenset(["pypi/anthropic"])))


@pytest.mark.parametrize(
    ("path", "text", "old", "new"),
    [
        ("a.go", CONSTANTS, "anthropic-sdk", "anthrpic-sdk"),
        ("a.rst", DIRECTIVES, "anthropic.Anthropic()", "anth%@%```opic.Anthropic()"),
        ("a.py", BEDROCK, "eu-west-1", "us-east-1"),
        ("a.py", BEDROCK, "eu-west-1", "REGION"),
        ("a.py", BEDROCK, "region_name", "name"),
        ("a.py", BEDROCK, "pass", 'x = boto3.client("s3", region_name="us-east-1")'),
        ("a.py", GATEWAY, "litellm\n", "litelm\n"),
        ("a.py", GATEWAY, "pass", 'x = "https://openrouter.ai"'),
        ("a.py", COMPLETION, "/v1/complete", "/v1/messages"),
        ("a.py", GATEWAY, '"anthropic/', '"bedrock/anthropic.'),
        ("a.py", SENT_BY_SDK, "import anthropic", "import anthrpic"),
        ("a.py", SENT_BY_SDK, "import anthropic", "import x"),
        ("a.py", SENT_BY_SDK, "X = 1", "import anthropic"),
        ("a.py", SENT_BY_SDK.replace("import anthropic", "import"), "import", "import anthropic"),
        ("a.py", SENT_BY_FUNCTIONS, "max_retries=2", "max_retries=0"),
        ("a.py", SENT_BY_FUNCTIONS, "max_retries=2", "timeout=900"),
        ("a.py", SENT_BY_FUNCTIONS, "client = anthropic", "clients = anthropic"),
        ("a.py", SENT_BY_FUNCTIONS, "anthropic.Anthropic(", "anthropic.AnthropicBedrock("),
        ("a.py", SENT_BY_FUNCTIONS, "500_000", "50"),
        ("a.py", SENT_BY_FUNCTIONS, "pass", "print(LIMIT)"),
        ("a.py", SENT_BY_FUNCTIONS, "pass", "limit = 3"),
        (
            "a.py",
            SENT_BY_FUNCTIONS,
            "pass",
            "global client; client = Anthropic(timeout=9)",
        ),
        ("a.py", SENT_BY_FUNCTIONS, "pass", "client = anthropic.Anthropic(timeout=900)"),
        ("a.py", SENT_BY_FUNCTIONS, "pass", "assert ask(1) == MODEL"),
        ("a.py", SENT_BY_FUNCTIONS, "pass", 'x = {"anthropic-version": "2023-06-01"}'),
        ("a.py", SENT_BY_FUNCTIONS, "pass", 'x = "context-1m-2025-08-07"'),
        ("a.py", SENT_BY_FUNCTIONS, "total = 1", "client = anthropic.Anthropic(timeout=900)"),
        ("a.py", SENT_BY_FUNCTIONS, "own = 1", "global LIMIT; LIMIT = 3"),
        ("a.py", SENT_BY_FUNCTIONS, "tell(question)", "tell(question, client)"),
        ("a.py", SENT_BY_FUNCTIONS, "own.messages", "client.messages"),
        ("a.py", SENT_BY_FUNCTIONS, "claude-3-opus", "claude-opus"),
        ("a.ts", '"",Authorization:e;\nconst m="http://api.anthropic.com"', "e;\n", "e;"),
        ("a.toml", SETTINGS, "opus-4-8", "opus-4-6"),
        ("a.py", PASSED_ON % "z(drop_paramz=1)", "paramz", "params"),
        ("a.py", PASSED_ON % "z(drop_params=1)", "params", "paramz"),
        ("a.py", BETA % 'z("output-128k-2025-02-1")', '1")', '19")'),
        ("a.py", BETA % 'z("output-128k-2025-02-19")', '19")', '1")'),
        ("a.py", LIMIT, "LIMI)", "LIMIT)"),
        ("a.py", MADE_BELOW, "[1]", "[12]"),
        ("a.py", MADE_BELOW, "a, clien", "a, client"),
        ("a.py", MADE_BELOW.replace("clien, b", "client, b"), "a, client", "a, clien"),
        ("a.yaml", ANCHOR, "a: &", "aa: &"),
        ("requirements.txt", MANIFEST, "0.30.1", "0.40.0"),
        ("requirements.txt", MANIFEST, "0.28", "0.27"),
        ("requirements.txt", MANIFEST.replace("httpx", "httpc"), "httpc", "httpx"),
    ],
)
def test_an_edit_reaches_as_far_as_its_meaning(path: str, text: str, old: str, new: str) -> None:
    reading = Reading(Document.of(text, path))
    analyze_reading(reading, Settings(), TODAY, PINS)
    at = text.index(old)
    reading = edited(reading, Change(Span(at, at + len(old)), new.encode()))

    fresh = Document.of(reading.document.text.data, path)
    expected = analyze(fresh, Settings(), TODAY, PINS)
    assert analyze_reading(reading, Settings(), TODAY, PINS) == expected
    assert not fuzz_edits.difference(reading)


@pytest.mark.parametrize(
    ("old", "new"),
    [("own = 1", "own = 12"), ("own = 1", "owner = 1"), ("64_000", "65_000"), ("pass", "pas")],
)
def test_an_edit_in_a_function_keeps_what_the_others_say(old: str, new: str) -> None:
    reading = Reading(Document.of(SENT_BY_FUNCTIONS, "a.py"))
    analyze_reading(reading, Settings(), TODAY)
    at = SENT_BY_FUNCTIONS.index(old)
    reading = edited(reading, Change(Span(at, at + len(old)), new.encode()))

    assert reading.facts is not None
    assert reading.conclusion is not None
    fresh = Document.of(reading.document.text.data, "a.py")
    assert analyze_reading(reading, Settings(), TODAY) == analyze(fresh, Settings(), TODAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("claude-2.1", "claude-opus-4-8"),
        ("2.1'", "2.1'  # claude-2.0"),
        ("z = 3", "z = 'claude-3-opus-20240229'  # claude-preflight: ignore"),
    ],
)
def test_an_edit_in_a_text_that_is_too_large_for_a_tree_keeps_what_is_far(
    old: str, new: str
) -> None:
    far = "x = 1\n" * 90_000
    text = f"{far}MODEL = 'claude-2.1'\nz = 3\n{far}OTHER = 'claude-2.0'\n"
    reading = Reading(Document.of(text, "a.py"))
    assert len(analyze_reading(reading, Settings(), TODAY)) == 2
    at = text.index(old)
    reading = edited(reading, Change(Span(at, at + len(old)), new.encode()))

    assert reading.document.is_too_large
    assert reading.facts is not None
    assert not fuzz_edits.difference(reading)


MANY = "import anthropic\n\nclient = anthropic.Anthropic(max_retries=2)\n" + "".join(
    f"""
def ask_{number}(question):
    note = {number}
    client = anthropic.Anthropic(timeout={number + 1})
    return client.messages.create(model="claude-opus-4-8", max_tokens=64_000, messages=question)
"""
    for number in range(90)
)


@pytest.mark.parametrize("number", [0, 40, 65, 66, 67, 68, 89])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("note = ", "note = 1"),
        ("note", "client"),
        ("timeout", "max_retries"),
        ("    client", "    clien"),
        ("client.messages", "Anthropic().messages"),
    ],
)
def test_only_the_first_places_of_a_name_count_after_an_edit_too(
    number: int, old: str, new: str
) -> None:
    reading = Reading(Document.of(MANY, "a.py"))
    analyze_reading(reading, Settings(), TODAY)
    for what, by in ((old, new), ("messages=question", "messages=[question]")):
        text = reading.document.text.data
        at = text.index(what.encode(), text.index(f"def ask_{number}(".encode()))
        reading = edited(reading, Change(Span(at, at + len(what)), by.encode()))
        analyze_reading(reading, Settings(), TODAY)

    fresh = Reading(Document.of(reading.document.text.data, "a.py"))
    assert analyze_reading(reading, Settings(), TODAY) == analyze_reading(fresh, Settings(), TODAY)
    assert reading.facts is not None
    assert fresh.facts is not None
    assert reading.facts.requests == fresh.facts.requests


def test_a_fence_that_is_typed_into_a_comment_reaches_the_lines_below() -> None:
    text = b'x()\n// ``js\n//\n//\n//\n// ask("claude-3-opus-20240229")\n// ```\ny()\n'
    reading = Reading(Document.of(text, "a.js"))
    analyze_reading(reading, Settings(), TODAY)
    at = text.index(b"``") + 2
    reading = edited(reading, Change(Span(at, at), b"`"))

    (finding,) = analyze_reading(reading, Settings(), TODAY)
    assert finding.role is Role.EXAMPLE


def test_an_import_counts_for_an_id_that_is_deleted_and_typed_again() -> None:
    far = "def f(a):\n    return [a]\n" * 12
    text = f'import litellm\n{far}g(model="anthropic/claude-3.5-sonnet")\n\n{far}'
    reading = Reading(Document.of(text, "a.py"))
    for old, new in [('3.5-sonnet")\n', '")\n\nx\n'), ('claude-"', 'claude-3.5-sonnet"')]:
        analyze_reading(reading, Settings(), TODAY)
        at = reading.document.text.data.index(old.encode())
        reading = edited(reading, Change(Span(at, at + len(old)), new.encode()))

    assert not fuzz_edits.difference(reading)


def test_a_url_that_is_broken_and_mended_is_found() -> None:
    text = 'await fetch("https://api.anthropic.com/v1/messages", { body: f({ a: 1 }) });\n'
    reading = Reading(Document.of(text, "a.ts"))
    for old, new in [('await fetch("h', 'await fetch("x'), ("xttps", "https")]:
        analyze_reading(reading, Settings(), TODAY)
        at = reading.document.text.data.index(old.encode())
        reading = edited(reading, Change(Span(at, at + len(old)), new.encode()))

    assert not fuzz_edits.difference(reading)


IN_A_CLASS = {
    "a.py": (
        "import anthropic\nclass A:\n",
        "    def f{n}(self, client):\n        client.messages.create(model={id}, max_tokens=10)\n",
        "",
    ),
    "a.ts": (
        'import Anthropic from "@anthropic-ai/sdk";\nclass A {\n',
        "  f{n}(c: Anthropic) {{\n    c.messages.create({{model: {id}, max_tokens: 9}});\n  }}\n",
        "}\n",
    ),
    "A.java": (
        "class A {\n",
        "    void f{n}() {{\n        ask(P.builder().model({id}).maxTokens(10).build());\n    }}\n",
        "}\n",
    ),
    "A.kt": ("class A {\n", "    fun f{n}() = ask(model = {id}, maxTokens = 10)\n", "}\n"),
    "A.cs": (
        "class A {\n",
        "    void f{n}() {{\n        Ask(new P {{ Model = {id}, MaxTokens = 10 }});\n    }}\n",
        "}\n",
    ),
    "a.php": (
        "<?php\nclass A {\n",
        "    function f{n}() {{\n        ask(['model' => {id}, 'max_tokens' => 10]);\n    }}\n",
        "}\n",
    ),
    "a.rb": ("class A\n", "  def f{n}\n    ask(model: {id}, max_tokens: 10)\n  end\n", "end\n"),
    "a.rs": (
        "impl A {\n",
        "    fn f{n}() {{\n        ask(P {{ model: {id}, max_tokens: 10 }});\n    }}\n",
        "}\n",
    ),
    "a.yaml": ("all:\n", "  f{n}:\n    model: {id}\n    max_tokens: 10\n", ""),
    "a.json": (
        "[\n",
        '  {{\n    "f{n}": {{"model": {id}, "max_tokens": 10}}\n  }},\n',
        "  {}\n]\n",
    ),
}


@pytest.mark.parametrize("path", IN_A_CLASS)
def test_a_large_statement_is_read_in_pieces_while_somebody_types(path: str) -> None:
    """What is typed is found at once, and the same as afresh."""
    head, unit, tail = IN_A_CLASS[path]
    units = [unit.format(n=n, id='"claude-opus-4-8"') for n in range(400)]
    reading = Reading(Document.of(head + "".join(units) + tail, path))
    assert not analyze_reading(reading, Settings(), TODAY)
    middle = reading.document.text.data.index(b"f200")
    at = reading.document.text.data.index(b"claude-opus-4-8", middle)

    for edit in (
        Change(Span(at, at + len("claude-opus-4-8")), b""),
        *(Change(Span(at + n, at + n), bytes([key])) for n, key in enumerate(b"claude-2.1")),
    ):
        reading = edited(reading, edit, provisional=True)
        assert reading.is_provisional

    found = analyze_reading(reading, Settings(), TODAY)
    fresh = Document.of(reading.document.text.data, path)
    assert [finding.rule for finding in found] == ["retired-model"]
    assert found == analyze(fresh, Settings(), TODAY)
    assert not fuzz_edits.difference(at_rest(reading))


def test_an_edit_in_a_cell_keeps_what_the_others_say() -> None:
    """Key by key, with what is broken for a moment, what names the model, and another cell."""
    cells = [
        ("python", "import anthropic\nMODEL = 'claude-2.1'\n"),
        ("markdown", "About `claude-2.0` and others.\n"),
        ("python", "client = anthropic.Anthropic()\n\ndef f(x):\n    return [x, 'x']\n"),
        ("python", "client.messages.create(model=MODEL, max_tokens=400000)\n"),
        ("python", "!run --model claude-2.0\nz = 3\n"),
    ]
    chosen = random.Random(7)
    reading = notebook(cells, None)
    for _ in range(150):
        number = chosen.randrange(len(cells))
        language, text = cells[number]
        at = chosen.randrange(len(text) + 1)
        piece = chosen.choice([*"\"'()[]x \n", "MODEL", "claude-3", "max_tokens=9, ", "# a\n"])
        undone = (language, text)
        for cell in ((language, text[:at] + piece + text[at:]), undone):
            cells[number] = cell
            reading = notebook(cells, reading)
            found = analyze_reading(reading, Settings(), TODAY)
            assert found == analyze_reading(notebook(cells, None), Settings(), TODAY)
            if chosen.randrange(3) == 0:
                break  # this one is not undone


def test_a_cell_that_is_broken_while_somebody_types_is_read_in_full_at_rest() -> None:
    cells = [("python", f"def f{n}(x):\n    return g(x, [{n}, 'x'])\n") for n in range(40)]
    cells[20] = ("python", "ask(model='claude-2.1', max_tokens=10)\n")
    reading = notebook(cells, None)
    assert len(analyze_reading(reading, Settings(), TODAY)) == 1
    language, text = cells[10]
    for typed in range(1, len("y = ['claude-2.0'")):
        cells[10] = (language, text + "y = ['claude-2.0'"[:typed])
        reading = notebook(cells, reading, for_now=True)
        analyze_reading(reading, Settings(), TODAY)

    (code,) = reading.all_inside().values()
    assert code.is_provisional
    reading = at_rest(reading)
    found = analyze_reading(reading, Settings(), TODAY)
    assert found == analyze_reading(notebook(cells, None), Settings(), TODAY)
    (code,) = reading.all_inside().values()
    assert not code.is_provisional


def notebook(
    cells: list[tuple[str, str]], before: Reading | None, *, for_now: bool = False
) -> Reading:
    """A notebook as an editor shows it, after one that it was before."""
    texts = [(language_for(None, language), text.encode()) for language, text in cells]
    known = before.all_inside() if before else {}
    return Reading(Document.of_cells(texts), for_now=for_now, before=known)
