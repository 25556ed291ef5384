"""Requests as text, in a dialect and a way of writing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from tests.requests.oracle import Parameters
from tests.requests.source import Language, Name, Shape, Tree, Unknown, filled

from claude_preflight.knowledge.model_ids import API


class Way(Enum):
    """A way to write a request; the value is what reports call it."""

    IN_PLACE = "in place"
    MODEL_CONSTANT = "model through a constant"
    CONSTANTS = "all through constants"
    NESTED_NAME = "nested mapping through a name"
    SPREAD = "mapping spread"
    WHOLE_NAME = "whole through a name"
    MODEL_LATER = "model set afterwards"
    PARAMETER_LATER = "parameter set afterwards"
    SERIALISED_NAME = "serialised through a name"
    JSON_STRING = "JSON in a string"
    BELOW = "parameters below the model"


@dataclass(frozen=True, slots=True)
class Written:
    """A request as a file."""

    path: str
    text: str


@dataclass(frozen=True)
class Dialect:
    """A library in a language, or a format: how it writes the parameters of the API.

    `tree` gives keys and values as the library takes them, and `keys` what a parameter is called
    there, where that is not its name in the API; what is in neither is said in the same way.
    `call` has `{request}` in it: the arguments, or what `passed` makes of a name for all of them.
    `{model}` and `{id}` in it are the model where it stands outside of the request, as a value and
    as a bare id. `serialise` is what makes a text of a mapping, where a text is what is sent.
    """

    name: str
    path: str
    language: Language
    call: str
    says: frozenset[str]
    ways: tuple[Way, ...]
    tree: Callable[[Parameters], Tree]
    keys: Mapping[str, str] = field(default_factory=dict)
    platform: str = API
    id: str = "{id}"
    model_key: str = "model"
    model: Callable[[object], object] = lambda model: model
    head: str = ""
    passed: str = "{name}"
    arguments: Shape | None = None
    """How the arguments are written in place; None as a mapping."""
    whole: Shape | None = None
    """How all of it is written to be bound to a name; None as a mapping."""
    serialise: str = "{request}"
    dump: Callable[[Tree], str] | None = None
    """What writes a format that has only one way."""

    def key(self, parameter: str) -> str:
        return self.keys.get(parameter, parameter)

    def takes_unknown(self, way: Way) -> bool:
        """Whether there is a function around a request in this way, whose parameter it can use."""
        return self.dump is None and way is not Way.JSON_STRING


# What a request passes through a name of its own where others stand in place.
_NESTED = ("thinking", "tool_choice")
_BODY = "body"


def write(dialect: Dialect, way: Way, model: str, parameters: Parameters) -> Written | None:
    """A request as text; None where the way has nothing to say of it, or the dialect no words."""
    unknown = next((value for value in parameters.values() if isinstance(value, Unknown)), None)
    if not (
        dialect.says.issuperset(parameters) and _has_something_to_say(dialect, way, parameters)
    ):
        return None
    if unknown and not dialect.takes_unknown(way):
        return None
    if dialect.dump:
        tree = {dialect.model_key: model, **dialect.tree(parameters)}
        return Written(dialect.path, dialect.dump(tree))
    return Written(dialect.path, _Writer(dialect, way, model).file(parameters, unknown))


def _has_something_to_say(dialect: Dialect, way: Way, parameters: Parameters) -> bool:
    """Whether a request is another one in this way than in place."""
    if way is Way.NESTED_NAME:
        return bool(parameters.keys() & _NESTED)
    if way is Way.PARAMETER_LATER:
        return dialect.key(_later(parameters)) in dialect.tree(parameters)
    return True


class _Writer:
    """Writes one request."""

    def __init__(self, dialect: Dialect, way: Way, model: str) -> None:
        self.dialect, self.way, self.language = dialect, way, dialect.language
        self.constants: list[str] = []
        self.steps: list[str] = []
        self.id = model
        self.model: object = model
        if way in (Way.MODEL_CONSTANT, Way.CONSTANTS):
            self.model = self.constant("model", model)

    def file(self, parameters: Parameters, unknown: Unknown | None) -> str:
        dialect = self.dialect
        tree = dialect.tree(self.prepared(parameters))
        if dialect.model_key:
            tree = {dialect.model_key: dialect.model(self.model), **tree}
        if self.way is Way.NESTED_NAME:
            tree = self.with_names(tree)
        later = dialect.key(_later(parameters)) if self.way is Way.PARAMETER_LATER else ""
        model = self.language.write(dialect.model(self.model))
        body = filled(dialect.call, model=model, id=self.id)
        body = _placed(body, self.request(tree, later))
        head, constants = dialect.head, self.constants
        return self.language.file(head, constants, "\n".join([*self.steps, body]), unknown)

    def prepared(self, parameters: Parameters) -> Parameters:
        if self.way is not Way.CONSTANTS:
            return parameters
        return {
            name: self.constant(name, value) if is_number(value) else value
            for name, value in parameters.items()
        }

    def request(self, tree: Tree, later: str) -> str:
        dialect, language, way = self.dialect, self.language, self.way
        if way is Way.JSON_STRING:
            text = json.dumps(tree)
            return filled(language.text, value=text) or language.write(text)
        if way is Way.SPREAD:
            return self.serialised(self.spread(tree))
        if way in (Way.IN_PLACE, Way.MODEL_CONSTANT, Way.CONSTANTS, Way.NESTED_NAME):
            return self.serialised(self.lines(dialect.arguments, tree))
        set_after = {Way.MODEL_LATER: dialect.model_key, Way.PARAMETER_LATER: later}.get(way)
        first = {key: value for key, value in tree.items() if key != set_after}
        text = self.lines(dialect.whole, first)
        if way is Way.SERIALISED_NAME:
            return self.bound(_BODY, self.serialised(text)).text
        name = self.bound("options", text)
        if set_after:
            value = language.write(tree[set_after])
            step = filled(language.assignment, name=name.text, key=set_after, value=value)
            self.steps.append(step)
        return self.serialised(filled(dialect.passed, name=name.text))

    def spread(self, tree: Tree) -> str:
        """All but the model and the messages in a mapping that the arguments take over."""
        dialect, language = self.dialect, self.language
        outside = (dialect.model_key, "messages", "anthropic_version")
        inner = {key: value for key, value in tree.items() if key not in outside}
        name = self.bound("options", self.lines(dialect.whole, inner))
        shape = dialect.arguments or language.mapping
        rest = {key: value for key, value in tree.items() if key in outside}
        pairs = language.pairs(shape, rest)
        return shape.lines([*pairs, filled(language.spread, name=name.text)])

    def with_names(self, tree: Tree) -> Tree:
        """The same with names for what `thinking` and `tool_choice` are set to, at any depth."""
        keys = [self.dialect.key(name) for name in _NESTED]
        named: Tree = {}
        for key, value in tree.items():
            if key in keys:
                named[key] = self.bound(f"chosen_{key}", self.language.write(value))
            else:
                named[key] = self.with_names(value) if isinstance(value, dict) else value
        return named

    def lines(self, shape: Shape | None, tree: Tree) -> str:
        shape = shape or self.language.mapping
        return shape.lines(self.language.pairs(shape, tree))

    def serialised(self, text: str) -> str:
        return filled(self.dialect.serialise, request=text)

    def bound(self, name: str, text: str) -> Name:
        statement, reference = self.language.bind(name, text)
        self.steps.append(statement)
        return reference

    def constant(self, key: str, value: object) -> Name:
        statement, name = self.language.define(key, value)
        self.constants.append(statement)
        return name


def _placed(call: str, request: str) -> str:
    """A call with the request in it, which is indented as the line that it begins on."""
    before, _, after = call.partition("{request}")
    line = before.rpartition("\n")[2]
    space = line[: len(line) - len(line.lstrip())]
    return before + request.replace("\n", f"\n{space}") + after


def _later(parameters: Parameters) -> str:
    """The parameter that is set after the others: one of those that models refuse."""
    return next((n for n in ("temperature", "top_k", "thinking") if n in parameters), "")


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
