"""The languages that requests are written in."""

from __future__ import annotations

from tests.requests.source import Language, Shape

PYTHON = Language(
    mapping=Shape('"{key}": {value}', "{", "}"),
    words={True: "True", False: "False", None: "None"},
    binding="{name} = {value}",
    constant="{name} = {value}",
    assignment='{name}["{key}"] = {value}',
    spread="**{name}",
    script="{head}\n\n{constants}\n\n{body}\n",
    frame="{head}\n\n{constants}\n\n\ndef ask(value):\n    {body}\n",
)

TYPESCRIPT = Language(
    mapping=Shape("{key}: {value}", "{", "}"),
    binding="const {name} = {value};",
    constant="const {name} = {value};",
    assignment="{name}.{key} = {value};",
    spread="...{name}",
    script="{head}\n\n{constants}\n\n{body}\n",
    frame="{head}\n\n{constants}\n\nexport async function ask(value: any) {\n    {body}\n}\n",
)

RUBY = Language(
    mapping=Shape("{key}: {value}", "{", "}"),
    words={True: "true", False: "false", None: "nil"},
    binding="{name} = {value}",
    constant="{name} = {value}",
    assignment="{name}[:{key}] = {value}",
    spread="**{name}",
    script="{head}\n\n{constants}\n\n{body}\n",
    frame="{head}\n\n{constants}\n\ndef ask(value)\n    {body}\nend\n",
)

PHP = Language(
    mapping=Shape("'{key}' => {value}", "[", "]"),
    binding="${name} = {value};",
    constant="const {name} = {value};",
    reference="${name}",
    unknown="$value",
    assignment="{name}['{key}'] = {value};",
    spread="...{name}",
    script="<?php\n{head}\n\n{constants}\n\n{body}\n",
    frame="<?php\n{head}\n\n{constants}\n\nfunction ask($value) {\n    {body}\n}\n",
)

GO = Language(
    mapping=Shape('"{key}": {value}', "map[string]any{", "}"),
    sequence=("[]any{", "}"),
    binding="{name} := {value}",
    constant="const {name} = {value}",
    assignment="{name}.{key} = {value}",
    types={float: "float64", int: "int64", dict: "anthropic.ThinkingConfigParamUnion"},
    is_upper=False,
    frame="package main\n\n{head}\n\n{constants}\n\nfunc ask(value {type}) {\n    {body}\n}\n",
)

JAVA = Language(
    text="",
    mapping=Shape('"{key}", {value}', "Map.of(", ")", closing=""),
    sequence=("List.of(", ")"),
    binding="var {name} = {value};",
    constant="static final {type} {name} = {value};",
    assignment="{name}.{key}({value});",
    types={str: "String", float: "double", int: "long", dict: "ThinkingConfigParam"},
    frame="{head}\n\nclass Ask {\n    {constants}\n\n    void ask({type} value) {\n"
    "        {body}\n    }\n}\n",
)

KOTLIN = Language(
    mapping=Shape('"{key}" to {value}', "mapOf(", ")"),
    sequence=("listOf(", ")"),
    binding="val {name} = {value}",
    constant="const val {name} = {value}",
    assignment="{name}.{key}({value})",
    types={str: "String", float: "Double", int: "Long", dict: "ThinkingConfigParam"},
    frame="{head}\n\n{constants}\n\nfun ask(value: {type}) {\n    {body}\n}\n",
)

CSHARP = Language(
    text='"""{value}"""',
    mapping=Shape('["{key}"] = {value}', "new Dictionary<string, object> { ", " }"),
    binding="var {name} = {value};",
    constant="const {type} {name} = {value};",
    assignment="{name}.{key} = {value};",
    types={str: "string", float: "double", int: "long", dict: "ThinkingConfigParam"},
    is_upper=False,
    frame="{head}\n\nclass Ask\n{\n    {constants}\n\n    async Task Send({type} value)\n    {\n"
    "        {body}\n    }\n}\n",
)

RUST = Language(
    mapping=Shape('"{key}": {value}', "{", "}"),
    binding="let {name} = {value};",
    constant="const {name}: {type} = {value};",
    types={str: "&str", float: "f64", int: "u32", dict: "Value"},
    frame="{head}\n\n{constants}\n\nasync fn ask(value: {type}) {\n    {body}\n}\n",
)

SHELL = Language(
    mapping=Shape('"{key}": {value}', "{", "}", closing=""),
    binding="{name}='{value}'",
    constant="{name}={value}",
    reference="${name}",
    unknown="'\"$value\"'",
    script="#!/usr/bin/env bash\n{constants}\n{body}\n",
    frame="#!/usr/bin/env bash\n{constants}\n{body}\n",
)
