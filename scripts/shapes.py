"""Texts that may cost more than their size: each kind, in each language, at a size.

Nesting, repetition, chains, long lines, and all that can be left unclosed. `scripts/grid.py`
measures what reading them takes, and a test counts it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

ID = "claude-2.1"
SUCCESSOR = "claude-opus-4-8"
CONSTANT = "Model.CLAUDE_3_OPUS"


@dataclass(frozen=True, slots=True)
class Notation:
    """How a language writes what the kinds are made of.

    `%v` stands for what goes in, `%k` for its name; what is empty cannot be written. `head` and
    `tail` are around everything, `unit` is a part of a file that is typical of the language and
    holds an id at `%v`, `item` gives a mapping an entry, `unpack` binds several names, `opens` are
    words that something should close, apart. `wide` are texts, with `%%` between them, of which the
    part between `%[` and `%]` is written many times.
    """

    path: str
    string: str = '"%v"'
    assign: str = ""
    call: str = ""
    argument: str = ""
    mapping: str = ""
    entry: str = ""
    array: str = ""
    separator: str = ", "
    group: str = ""
    head: str = ""
    tail: str = ""
    chain: str = ""
    link: str = ""
    comment: str = ""
    block: str = ""
    spread: str = ""
    item: str = ""
    unpack: str = ""
    klass: str = ""
    branch: str = ""
    compared: str = ""
    joined: str = ""
    unit: str = ""
    opens: str = ""
    wide: str = ""

    @property
    def id(self) -> str:
        """An id as a value."""
        return self.string.replace("%v", ID)


_C: dict[str, Any] = {
    "call": "ask(%v);\n",
    "comment": "// %v\n",
    "block": "/* %v */\n",
    "group": "(%v)",
    "joined": " + ",
    "compared": "assertEquals(%v, m);\n",
    "branch": "if (m == %v) { f() } else ",
    "link": ".model(%v).maxTokens(9)",
    "opens": "\" ' ` ( [ { /* <",
}
_ECMASCRIPT: dict[str, Any] = _C | {
    "assign": "const %k = %v;\n",
    "argument": "{ %v }",
    "mapping": "{ %v }",
    "entry": "%k: %v",
    "array": "[%v]",
    "chain": "b%v;\n",
    "spread": "...%v",
    "item": "%k.model = %v;\n",
    "unpack": "const [%k] = [%v];\n",
    "klass": "class %k { m = %v; f() { ask({ model: this.m }) } }\n",
    "unit": "switch (m) { case %v: f(`${m}`); }\n",
    "wide": '%[fetch("https://api.anthropic.com/v1/messages", { headers: { "x-api-key": k },'
    ' body: JSON.stringify({ model: "claude-2.1", max_tokens: 9 }) });\n%]'
    '%%import Anthropic from "@anthropic-ai/sdk";\n%[const c = new Anthropic({ timeout: 9,'
    ' baseURL: "https://api.anthropic.com/v1" });\n'
    'c.messages.create({ model: "claude-2.1", max_tokens: 9 });\n%]',
    "opens": "\" ' ` ( [ { /* < ${ `${",
}
_JSON: dict[str, Any] = {
    "head": '{"a": {\n',
    "tail": '"b": 1}}\n',
    "assign": '"%k": %v,\n',
    "call": '"c": %v,\n',
    "argument": "{ %v }",
    "mapping": "{ %v }",
    "entry": '"%k": %v',
    "array": "[%v]",
    "unit": '"d": {"args": "{\\"model\\": \\"claude-2.1\\", \\"max_tokens\\": 9}", "x": %v},\n',
    "opens": '" [ { /*',
}

NOTATIONS = {
    "python": Notation(
        "a.py",
        assign="%k = %v\n",
        call="ask(%v)\n",
        argument="%v",
        mapping="{%v}",
        entry='"%k": %v',
        array="[%v]",
        group="(%v)",
        chain="b%v\n",
        link=".model(%v).maxTokens(9)",
        comment="# %v\n",
        block='"""%v"""\n',
        spread="**%v",
        item='%k["model"] = %v\n',
        unpack="%k = %v\n",
        klass="class %k:\n    m = %v\n    def f(self):\n        ask(model=self.m)\n",
        branch="if m == %v:\n    f()\nel",
        compared="self.assertEqual(%v, m)\n",
        joined=" + ",
        unit="def f(model=%v):\n    return any(m in model for m in [%v])\n",
        wide='%[a.post("https://api.anthropic.com/v1/messages", headers={"x-api-key": k},'
        ' json={"model": "claude-2.1", "max_tokens": 9})\n%]'
        "%%import anthropic\n%[c = anthropic.Anthropic(timeout=9)\n"
        'c.messages.create(model="claude-2.1", max_tokens=9)\n%]'
        '%%%[m = 99999\nask(model="claude-2.1", max_tokens=m)\n%]'
        '%%%[h = {"anthropic-version": "2024-01-01"}\n%]m = "claude-2.1"\n',
        opens='" \' ( [ { """ \'\'\' f" {{',
    ),
    "javascript": Notation("a.js", **_ECMASCRIPT),
    "typescript": Notation("a.ts", **_ECMASCRIPT),
    "tsx": Notation("a.tsx", **_ECMASCRIPT | {"unit": "const x = <A model=%v>{ %v }</A>;\n"}),
    "go": Notation(
        "a.go",
        **_C
        | {
            "head": "package a\n\nfunc f() {\n",
            "tail": "}\n",
            "assign": "%k := %v\n",
            "argument": "P{ %v }",
            "mapping": "map[string]any{ %v }",
            "entry": '"%k": %v',
            "array": "[]any{%v}",
            "item": '%k["model"] = %v\n',
            "unpack": "%k := %v\n",
            "chain": "b%v\n",
            "branch": "if m == %v { f() } else ",
            "unit": "switch m { case %v: f() }\n",
        },
    ),
    "java": Notation(
        "A.java",
        **_C
        | {
            "head": "class A { void f() {\n",
            "tail": "} }\n",
            "assign": "String %k = %v;\n",
            "argument": "B.b().model(%v)",
            "mapping": "Map.of(%v)",
            "entry": '"%k", %v',
            "array": "List.of(%v)",
            "chain": "B.b()%v;\n",
            "klass": "class %k { String m = %v; void f() { ask(B.b().model(this.m)); } }\n",
            "unit": "switch (m) { case %v: f(); }\n",
            "opens": '" \' ( [ { /* < """',
        },
    ),
    "kotlin": Notation(
        "a.kt",
        **_C
        | {
            "head": "fun f() {\n",
            "tail": "}\n",
            "assign": "val %k = %v\n",
            "argument": "%v",
            "mapping": "mapOf(%v)",
            "entry": '"%k" to %v',
            "array": "listOf(%v)",
            "chain": "b%v\n",
            "klass": "class %k { val m = %v; fun f() = ask(model = this.m) }\n",
            "unit": "when (m) { %v -> f() }\n",
            "opens": '" \' ( [ { /* < """ ${',
        },
    ),
    "scala": Notation(
        "a.scala",
        **_C
        | {
            "head": "object A {\n",
            "tail": "}\n",
            "assign": "val %k = %v\n",
            "argument": "%v",
            "mapping": "Map(%v)",
            "entry": '"%k" -> %v',
            "array": "List(%v)",
            "chain": "b%v\n",
            "klass": "class %k { val m = %v; def f() = ask(model = this.m) }\n",
            "unit": "m match { case %v => f() }\n",
            "opens": '" \' ( [ { /* < """ ${',
        },
    ),
    "csharp": Notation(
        "a.cs",
        **_C
        | {
            "head": "class A { void F() {\n",
            "tail": "} }\n",
            "assign": "var %k = %v;\n",
            "argument": "new P { %v }",
            "mapping": "new D { %v }",
            "entry": '["%k"] = %v',
            "array": "new[] { %v }",
            "chain": "b%v;\n",
            "klass": "class %k { string m = %v; void F() { ask(new P { Model = this.m }); } }\n",
            "unit": "switch (m) { case %v: f(); break; }\n",
            "opens": '" \' ( [ { /* < """ $" @"',
        },
    ),
    "swift": Notation(
        "a.swift",
        **_C
        | {
            "assign": "let %k = %v\n",
            "call": "ask(%v)\n",
            "argument": "%v",
            "mapping": "[%v]",
            "entry": '"%k": %v',
            "array": "[%v]",
            "chain": "b%v\n",
            "branch": "if m == %v { f() } else ",
            "klass": "class %k { let m = %v; func f() { ask(model: self.m) } }\n",
            "unit": "switch m { case %v: f() }\n",
            "opens": '" ( [ { /* < """ #"',
        },
    ),
    "rust": Notation(
        "a.rs",
        **_C
        | {
            "head": "fn f() {\n",
            "tail": "}\n",
            "assign": "let %k = %v;\n",
            "argument": "P { %v }",
            "mapping": "json!({ %v })",
            "entry": '"%k": %v',
            "array": "vec![%v]",
            "chain": "b%v;\n",
            "branch": "if m == %v { f() } else ",
            "compared": "assert_eq!(%v, m);\n",
            "unit": "match m { %v => f(), _ => g() }\n",
            "opens": '" \' ( [ { /* < r#"',
        },
    ),
    "cpp": Notation(
        "a.cpp",
        **_C
        | {
            "head": "void f() {\n",
            "tail": "}\n",
            "assign": "auto %k = %v;\n",
            "argument": "P{ %v }",
            "mapping": "{ %v }",
            "entry": '{"%k", %v}',
            "array": "{ %v }",
            "chain": "b%v;\n",
            "klass": "class %k { string m = %v; void f() { ask(this->m); } };\n",
            "unit": "if (m == %v) f();\n",
            "opens": '" \' ( [ { /* < R"( #if',
        },
    ),
    "php": Notation(
        "a.php",
        **_C
        | {
            "head": "<?php\n",
            "assign": "$%k = %v;\n",
            "argument": "[%v]",
            "mapping": "[%v]",
            "entry": "'%k' => %v",
            "array": "[%v]",
            "chain": "$b%v;\n",
            "link": "->model(%v)->maxTokens(9)",
            "joined": " . ",
            "item": "$%k['model'] = %v;\n",
            "klass": "class %k { private $m = %v; function f() { ask(['model' => $this->m]); } }\n",
            "unit": "switch ($m) { case %v: f(); }\n",
            "opens": "\" ' ` ( [ { /* <<<A ?> {$",
        },
    ),
    "ruby": Notation(
        "a.rb",
        assign="%k = %v\n",
        call="ask(%v)\n",
        argument="%v",
        mapping="{ %v }",
        entry="%k: %v",
        array="[%v]",
        group="(%v)",
        chain="b%v\n",
        link=".model(%v).max_tokens(9)",
        comment="# %v\n",
        block="=begin\n%v\n=end\n",
        spread="**%v",
        item="%k[:model] = %v\n",
        unpack="%k = %v\n",
        klass="class %k\n  def g\n    @m = %v\n    ask(model: @m)\n  end\nend\n",
        branch="if m == %v\n  f\nels",
        compared="assert_equal %v, m\n",
        joined=" + ",
        unit="case m\nwhen %v then f\nend\n",
        opens="\" ' ` ( [ { %w( %q{ <<~A #{ / begin",
    ),
    "lua": Notation(
        "a.lua",
        assign="local %k = %v\n",
        call="ask(%v)\n",
        argument="{ %v }",
        mapping="{ %v }",
        entry="%k = %v",
        array="{ %v }",
        item="%k.model = %v\n",
        unpack="local %k = %v\n",
        group="(%v)",
        chain="b%v\n",
        link=":model(%v):max_tokens(9)",
        comment="-- %v\n",
        block="--[[ %v ]]\n",
        branch="if m == %v then f() else",
        joined=" .. ",
        unit="if m == %v then f() end\n",
        opens="\" ' ( [ { [[ --[[ function",
    ),
    "shell": Notation(
        "a.sh",
        assign="%k=%v\n",
        call="ask %v\n",
        argument="--model %v",
        mapping="",
        array="( %v )",
        separator=" ",
        group="$(%v)",
        comment="# %v\n",
        branch='if [ "$m" = %v ]; then f; el',
        unit='case "$m" in %v) f ;; esac\n',
        opens="\" ' ` $( ( { ${ <<A $(( [[ case",
        wide="tee %[a %]<<E\nclaude-2.1\nE\n%%cat <<E %[| tee a %]\nclaude-2.1\nE\n%%"
        'cat %[>a %]<<E\nclaude-2.1\nE\n%%case "$m" in %["claude-2.1"*%]) f ;; esac\n'
        '%%%[curl https://api.anthropic.com/v1/messages -H "x-api-key: $K"'
        """ -d '{"model": "claude-2.1", "max_tokens": 9}'\n%]""",
    ),
    "dockerfile": Notation(
        "Dockerfile",
        head="FROM a\n",
        assign="ENV %k=%v\n",
        call="RUN ask %v\n",
        argument="--model %v",
        array="[%v]",
        comment="# %v\n",
        unit='CMD ["ask", "--model", %v]\n',
        opens="\" ' [ <<A ${ \\",
        wide="COPY <<A %[a %]/b\nclaude-2.1\nA\n%%COPY %[<<A %]/b\nclaude-2.1\nA\n",
    ),
    "sql": Notation(
        "a.sql",
        string="'%v'",
        call="SELECT ask(%v);\n",
        argument="%v",
        array="(%v)",
        group="(%v)",
        comment="-- %v\n",
        block="/* %v */\n",
        joined=" || ",
        compared="SELECT * FROM t WHERE m = %v;\n",
        unit="INSERT INTO t (model, n) VALUES (%v, 1);\n",
        opens="\" ' ( /* $$ CASE",
    ),
    "json": Notation("a.json", **_JSON),
    "jsonc": Notation("a.jsonc", **_JSON | {"comment": "// %v\n", "block": "/* %v */\n"}),
    "yaml": Notation(
        "a.yaml",
        assign="%k: &%k %v\n",
        call="- %v\n",
        argument="{%v}",
        mapping="{%v}",
        entry="%k: %v",
        array="[%v]",
        comment="# %v\n",
        unit="- run: |\n    ask --model claude-2.1\n  model: %v\n---\n",
        opens="\" ' [ { | > - ? &a !a",
    ),
    "toml": Notation(
        "a.toml",
        assign="%k = %v\n",
        mapping="{ %v }",
        entry="%k = %v",
        array="[%v]",
        comment="# %v\n",
        block='a = """%v"""\n',
        unit="[[a]]\nmodel = %v\nmax_tokens = 9\n",
        opens="\" ' [ { \"\"\" '''",
    ),
    "hcl": Notation(
        "a.tf",
        assign="%k = %v\n",
        mapping="{ %v }",
        entry="%k = %v",
        array="[%v]",
        group="(%v)",
        comment="# %v\n",
        block="/* %v */\n",
        unit='resource "a" "b" {\n  model = %v\n}\n',
        opens='" ( [ { /* <<A ${',
        wide='a = coalesce(%["claude-2.1", %]b)\n',
    ),
    "xml": Notation(
        "a.xml",
        head="<a>\n",
        tail="</a>\n",
        mapping="<b>%v</b>",
        entry='<c k="%k">%v</c>',
        separator="",
        array="<d>%v</d>",
        group="<e>%v</e>",
        comment="<!-- %v -->\n",
        unit='<model name="claude-2.1">claude-2.1</model>\n',
        opens="\" ' < <a <!-- <![CDATA[ <? &",
        wide='<a %[b="claude-2.1" %]/>\n',
    ),
    "dotenv": Notation(
        ".env",
        assign="%k=%v\n",
        comment="# %v\n",
        unit="MODEL_A=%v\n",
        opens="\" ' ${ {",
    ),
    "ini": Notation(
        "a.ini",
        assign="%k = %v\n",
        comment="; %v\n",
        unit="[claude]\nmodel = claude-2.1\n",
        opens="\" ' [ {",
    ),
    "csv": Notation("a.csv", unit='1,"claude-2.1",x\n', opens="\" ' ,"),
    "html": Notation(
        "a.html",
        head="<html><body>\n",
        tail="</body></html>\n",
        mapping="<ul>%v</ul>",
        entry='<li k="%k">%v</li>',
        separator="",
        array="<div>%v</div>",
        group="<p>%v</p>",
        comment="<!-- %v -->\n",
        unit='<b a="claude-2.1">claude-2.1</b>\n<script>ask({ model: %v })</script>\n',
        opens="\" ' < <a <!-- <script> <style> <pre> &",
        wide='<a %[b="claude-2.1" %]></a>\n%%<script %[a="b" %]>"claude-2.1"</script>\n',
    ),
    "notebook": Notation(
        "a.ipynb",
        head='{"cells": [\n',
        tail='{"cell_type": "code", "source": []}], "metadata": %v, "nbformat": 4}\n',
        mapping='{"cell_type": "code", "source": [%v]}',
        entry='"%k = \\"claude-2.1\\"\\n"',
        unit='{"cell_type": "code", "source": ["m = \\"claude-2.1\\"\\n", "ask(model=m)"]},\n',
        opens='" [ {',
    ),
    "markdown": Notation(
        "a.md",
        string="`%v`",
        call="- %v\n",
        argument="%v",
        array="[%v](a)",
        group="*%v*",
        comment="<!-- %v -->\n",
        unit="## A\n\n| a | %v |\n|---|---|\n| b | %v |\n\n```python\nm = 'claude-2.1'\n```\n",
        opens="` * [ ( ``` ~~~ <!-- <pre> ![ | > - # $$",
    ),
    "rst": Notation(
        "a.rst",
        string="``%v``",
        call="* %v\n",
        argument="%v",
        comment=".. %v\n",
        unit="A\n=\n\n.. code:: python\n\n   m = 'claude-2.1'\n\n+---+\n| a |\n+---+\n\n",
        opens="` `` * ** | [ :a:` .. _ =====",
    ),
    "org": Notation(
        "a.org",
        unit="#+begin_src python\nm = 'claude-2.1'\n#+end_src\n",
        opens="\" ' = ~ #+begin_src",
    ),
    "asciidoc": Notation(
        "a.adoc",
        unit="[source,python]\n----\nm = 'claude-2.1'\n----\n",
        opens="\" ' ` ---- ....",
    ),
    "requirements": Notation(
        "requirements.txt", comment="# %v\n", unit="x==1.0  # claude-2.1\n", opens="\" ' ( ```"
    ),
    "prose": Notation("a.txt", unit="Use claude-2.1 for that.\n", opens="\" ' ( ```"),
    "text": Notation(
        "a.zig",
        assign="const %k = %v;\n",
        call="ask(%v);\n",
        argument="%v",
        mapping="{ %v }",
        entry=".%k = %v",
        array="[%v]",
        comment="// %v\n",
        block="/* %v */\n",
        unit="if (m == %v) f(\"{{ a or 'claude-2.1' }}\");\n",
        opens='" \' ` ( [ { /* <!-- {- {{ ${ """',
    ),
}
"""The languages of `syntax/languages.py` by their ids."""

Kind = Callable[[int], str]


def fill(pattern: str, value: str, key: str = "") -> str:
    """A pattern of a notation with a value and a name in it."""
    return pattern.replace("%k", key).replace("%v", value)


def repeated(part: str, size: int) -> str:
    """A part so many times that a size is reached."""
    return part * (size // max(len(part), 1) + 1)


def numbered(write: Callable[[int], str], size: int) -> str:
    """Parts with the numbers from 0, so many that a size is reached."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(write(len(parts)))
        length += len(parts[-1])
    return "".join(parts)


def nested(layer: str, inner: str, size: int, depth: int = 1 << 20) -> str:
    """A pattern around something, around itself, until a size or a depth is reached."""
    before, after = layer.split("%v")
    times = min(size // max(len(before) + len(after), 1) + 1, depth)
    return before * times + inner + after * times


# How arguments are named where it is not as in a mapping.
_KEYWORDS = {
    "a.py": "%k=%v",
    "a.kt": "%k = %v",
    "a.scala": "%k = %v",
    "a.cs": "%k = %v",
    "a.cpp": ".%k = %v",
    "a.go": "%k: %v",
    "a.rs": "%k: %v",
    "a.swift": "%k: %v",
    "A.java": "%v",
}
_SIGILS = {"a.php": "$", "a.sh": "$", "a.yaml": "*", "Dockerfile": "$", ".env": "$"}


class _Writer:
    """Writes statements in a notation."""

    def __init__(self, notation: Notation) -> None:
        self.notation = notation
        self.id = notation.id

    def name(self, name: str) -> str:
        """A name where its value is asked for."""
        return _SIGILS.get(self.notation.path, "") + name

    def assigned(self, name: str, value: str) -> str:
        return fill(self.notation.assign, value, name)

    def asked(self, value: str) -> str:
        """A call with a value as its model."""
        notation = self.notation
        argument = fill(_KEYWORDS.get(notation.path, notation.entry or "%v"), value, "model")
        return fill(notation.call, fill(notation.argument, argument))

    def statement(self, value: str) -> str:
        """A value in a statement of its own."""
        if self.notation.assign:
            return self.assigned("model", value)
        call = fill(self.notation.call, fill(self.notation.argument, value))
        return call or f"{value}\n"

    def items(self, write: Callable[[int], str], size: int) -> str:
        """What stands in an array, a mapping or a call."""
        return numbered(lambda n: self.notation.separator * (n > 0) + write(n), size)

    def mapping(self, size: int) -> str:
        """A mapping with many ids."""
        notation = self.notation
        entries = self.items(lambda n: fill(notation.entry, self.id, f"k{n}"), size)
        return fill(notation.mapping, entries)

    def parameters(self, size: int) -> str:
        """A mapping of many parameters, and a model."""
        notation = self.notation
        model = fill(notation.entry, self.id, "model") + notation.separator
        entries = self.items(lambda n: fill(notation.entry, "9", f"max_tokens_{n}"), size)
        return fill(notation.mapping, model + entries)

    def request(self) -> str:
        """A mapping of parameters."""
        notation = self.notation
        model = fill(notation.entry, self.id, "model")
        limit = fill(notation.entry, "9", "max_tokens")
        return fill(notation.mapping, f"{model}{notation.separator}{limit}")


def _names(notation: Notation) -> Iterator[tuple[str, Kind]]:
    """The kinds that are about names and what they stand for."""
    w = _Writer(notation)
    if notation.klass:
        yield (
            "many classes",
            lambda size: numbered(lambda n: fill(notation.klass, w.id, f"K{n}"), size),
        )
        yield "one class, many times", lambda size: repeated(fill(notation.klass, w.id, "K"), size)
    if not (notation.assign and notation.call):
        return
    first, use = w.assigned("m", w.id), w.asked(w.name("m"))

    def link(number: int) -> str:
        return w.assigned(f"m{number + 1}", w.name(f"m{number}"))

    yield "a name used often", lambda size: first + repeated(use, size)
    yield "a name set and used in turn", lambda size: repeated(first + use, size)
    yield "a name set often", lambda size: repeated(first, size) + use
    yield (
        "many names, each used",
        lambda size: numbered(lambda n: w.assigned(f"m{n}", w.id) + w.asked(w.name(f"m{n}")), size),
    )
    yield (
        "a chain of names",
        lambda size: w.assigned("m0", w.id) + numbered(link, size) + w.asked(w.name("m9")),
    )
    yield (
        "a chain of names, the last first",
        lambda size: (
            "".join(map(link, range(size // len(link(9_999)), -1, -1))) + w.assigned("m0", w.id)
        ),
    )
    yield (
        "a circle of names",
        lambda size: first + numbered(link, size) + w.assigned("m0", w.name("m99")) + use,
    )
    yield (
        "many names for one",
        lambda size: (
            first
            + numbered(lambda n: w.assigned(f"m{n}", w.name("m")) + w.asked(w.name(f"m{n}")), size)
        ),
    )
    if notation.spread:
        base = w.assigned("base", w.request())
        spread = fill(notation.call, fill(notation.argument, fill(notation.spread, "base")))
        wide = w.assigned("base", w.parameters(3_000))
        yield "a mapping spread often", lambda size: base + repeated(spread, size)
        yield "a wide mapping spread often", lambda size: wide + repeated(spread, size)
        yield "a mapping set and spread in turn", lambda size: repeated(base + spread, size)
    if notation.unpack:

        def unpacked(size: int) -> str:
            count = size // (len(w.id) + 10) + 1
            names = ", ".join(f"m{n}" for n in range(count))
            return fill(notation.unpack, ", ".join([w.id] * count), names) + w.asked("m1")

        yield "many names at once", unpacked
    if notation.item:
        base, entry = w.assigned("base", w.request()), fill(notation.item, w.id, "base")
        ask = fill(notation.call, w.name("base"))
        yield "a mapping set by key often", lambda size: base + repeated(entry, size) + ask
        yield "mappings set by key", lambda size: repeated(base + entry + ask, size)


def _nested_in(w: _Writer, name: str, layer: str) -> Iterator[tuple[str, Kind]]:
    """The kinds that are nested in one way."""
    each = layer.replace("%v", f"{w.id}{w.notation.separator}%v")
    yield f"nested {name}", lambda size: w.statement(nested(layer, w.id, size))
    yield f"nested {name}, an id in each", lambda size: w.statement(nested(each, w.id, size))
    yield (
        f"{name} nested 60 deep, often",
        lambda size: repeated(w.statement(nested(layer, w.id, size, 60)), size),
    )
    yield (
        f"many ids {name} 60 deep",
        lambda size: w.statement(nested(layer, w.items(lambda _: w.id, size), size, 60)),
    )


def _nesting(notation: Notation) -> Iterator[tuple[str, Kind]]:
    """The kinds that are nested, a little or to the end, and chains."""
    w = _Writer(notation)
    entry = fill(notation.entry, "%v", "a") if "%v" in notation.entry else ""
    layers = {
        "mappings": notation.mapping.replace("%v", entry) if entry else "",
        "arrays": notation.array,
        "brackets": notation.group,
        "calls": "f(%v)" if notation.group == "(%v)" else "",
    }
    for name, layer in layers.items():
        if "%v" in layer:
            yield from _nested_in(w, name, layer)
    if notation.chain:
        link = fill(notation.link, w.id)
        yield "a chain of calls", lambda size: fill(notation.chain, repeated(link, size))
        yield "many chains of calls", lambda size: repeated(fill(notation.chain, link * 3), size)
    if notation.branch:
        branch = fill(notation.branch, w.id)
        yield "a chain of branches", lambda size: f"{repeated(branch, size)}\n"


def _wide(notation: Notation) -> Iterator[tuple[str, Kind]]:
    """The kinds that repeat a part of something."""

    def written(text: str) -> Kind:
        before, part, after = re.split(r"%[\[\]]", text)
        return lambda size: before + repeated(part, size) + after

    texts = filter(None, notation.wide.split("%%"))
    return ((f"many parts of {text!r}", written(text)) for text in texts)


def _repetition(notation: Notation) -> Iterator[tuple[str, Kind]]:
    """The kinds that repeat one thing."""
    w = _Writer(notation)
    far = w.statement(w.id) + w.statement(fill(notation.string, "x")) * 20
    quoted = w.statement('"{\\"model\\": \\"claude-2.1\\", \\"max_tokens\\": 9}"')
    yield "a statement", lambda size: repeated(w.statement(w.id), size)
    yield "a statement now and then", lambda size: repeated(far, size)
    yield "JSON in strings", lambda size: repeated(quoted, size)
    yield "constants", lambda size: repeated(w.statement(CONSTANT), size)
    if notation.unit:
        yield "a typical part", lambda size: repeated(fill(notation.unit, w.id), size)
    if notation.mapping:
        yield "a wide mapping", lambda size: w.statement(w.mapping(size))
        yield (
            "a wide mapping of models",
            lambda size: w.statement(
                fill(
                    notation.mapping,
                    w.items(lambda n: fill(notation.entry, w.id, f"model_{n}"), size),
                )
            ),
        )
        yield "a wide request", lambda size: w.statement(w.parameters(size))
        yield "many mappings", lambda size: repeated(w.statement(w.request()), size)
    if notation.array:
        yield (
            "a wide array",
            lambda size: w.statement(fill(notation.array, w.items(lambda _: w.id, size))),
        )
        ids = (w.id, fill(notation.string, SUCCESSOR))
        yield (
            "a wide array with successors",
            lambda size: w.statement(fill(notation.array, w.items(lambda n: ids[n % 2], size))),
        )
        yield (
            "an array of mappings",
            lambda size: w.statement(
                fill(notation.array, w.items(lambda _: w.request() or w.id, size))
            ),
        )
    if notation.call:
        yield (
            "a wide call",
            lambda size: fill(
                notation.call, fill(notation.argument, w.items(lambda _: w.id, size))
            ),
        )
        if notation.mapping:
            limit = fill(_KEYWORDS.get(notation.path, notation.entry or "%v"), "9", "max_tokens")
            yield (
                "a wide call with a limit",
                lambda size: fill(
                    notation.call,
                    fill(
                        notation.argument,
                        w.items(lambda _: w.id, size) + notation.separator + limit,
                    ),
                ),
            )
        yield "many calls", lambda size: repeated(w.asked(w.id), size)
    if notation.compared:
        yield "assertions", lambda size: repeated(fill(notation.compared, w.id), size)
    if notation.joined:
        yield (
            "a sum of literals",
            lambda size: w.statement(
                notation.joined.join([w.id] * (size // (len(w.id) + len(notation.joined)) + 1))
            ),
        )
    if notation.comment:
        ignored = w.statement(w.id) + fill(notation.comment, "claude-preflight: ignore[a]")
        yield "comments", lambda size: repeated(fill(notation.comment, ID), size)
        yield (
            "comments and one id",
            lambda size: repeated(fill(notation.comment, "x"), size) + w.statement(w.id),
        )
        yield "suppressions", lambda size: repeated(ignored, size)
        all_ignored = ignored.replace("ignore[", "ignore-file[")
        yield "suppressions of the file", lambda size: repeated(all_ignored, size)
    if notation.block:
        yield "a long comment", lambda size: fill(notation.block, repeated(f"{ID}\n", size))
        inside = f"{fill(notation.block, 'claude-preflight: ignore[a]').strip()} "
        line = w.statement(w.id).strip() + inside
        yield "suppressions on one line", lambda size: repeated(line, size)


# What stands between ids on one line, or runs beside one.
_RUNS = (*"-:./_,; |\\\"'`#{}[]()<>=*$%&@~^!?+\ta0", "\r", "\n", "\0", "\N{EURO SIGN}")


def _lines(notation: Notation) -> Iterator[tuple[str, Kind]]:
    """The kinds that do not care for the language."""
    w = _Writer(notation)
    template = '{{ a or "claude-2.1" }}'
    yield "words in lines, one id", lambda size: repeated("a b\n", size) + w.id
    yield "a long word", lambda size: w.statement(fill(notation.string, repeated("claude-", size)))
    yield (
        "a long text of ids",
        lambda size: w.statement(fill(notation.string, repeated(f"{ID} ", size))),
    )
    yield "templates on one line", lambda size: repeated(f"{template} ", size)
    yield "templates in lines", lambda size: repeated(f"{template}\n", size)
    for run in _RUNS:
        yield from _runs(w, run)
    for word in notation.opens.split():
        yield from _unclosed(w, word)


def _runs(w: _Writer, run: str) -> Iterator[tuple[str, Kind]]:
    """The kinds that repeat a character."""
    yield f"ids with {run!r} between", lambda size: repeated(f"{ID}{run}", size)
    yield f"a run of {run!r}", lambda size: w.id + repeated(run, size) + w.id


def _unclosed(w: _Writer, word: str) -> Iterator[tuple[str, Kind]]:
    """The kinds that open something and leave it open."""
    yield f"unclosed {word}", lambda size: word + repeated(w.statement(w.id), size)
    yield f"unclosed {word}, often", lambda size: repeated(f"{word} ", size) + w.id


def kinds(notation: Notation) -> dict[str, Kind]:
    """All kinds of texts that a language can write, by their names; each is given a size."""

    def whole(kind: Kind) -> Kind:
        return lambda size: notation.head + kind(size) + notation.tail

    groups = (_names, _nesting, _repetition, _wide, _lines)
    return {name: whole(kind) for group in groups for name, kind in group(notation)}
