"""How libraries arrange the parameters of the API: names, nesting and types of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.requests.oracle import Parameters
from tests.requests.source import Code, Tree, Wrapped

ALL = frozenset(
    {
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "thinking",
        "tool_choice",
        "system",
        "stop_sequences",
    }
)
SAMPLING = frozenset({"max_tokens", "temperature", "top_p", "top_k"})
CHAT = SAMPLING | {"thinking", "stop_sequences"}
"""What wrappers have words for."""

CAMEL: Mapping[str, str] = {
    "max_tokens": "maxTokens",
    "top_p": "topP",
    "top_k": "topK",
    "tool_choice": "toolChoice",
    "stop_sequences": "stopSequences",
}
PASCAL: Mapping[str, str] = {
    "max_tokens": "MaxTokens",
    "temperature": "Temperature",
    "top_p": "TopP",
    "top_k": "TopK",
    "thinking": "Thinking",
    "tool_choice": "ToolChoice",
    "system": "System",
    "stop_sequences": "StopSequences",
}
VERCEL = {**CAMEL, "max_tokens": "maxOutputTokens"}
LITELLM = {"stop_sequences": "stop"}
PYDANTIC_AI = {"thinking": "anthropic_thinking"}
RUBY = {"system": "system_"}

_MESSAGES = [{"role": "user", "content": "Hello"}]
_TOOLS = [{"name": "look_up", "input_schema": {"type": "object"}}]


def api(parameters: Parameters) -> Tree:
    """As the API has them."""
    tools = {"tools": _TOOLS} if "tool_choice" in parameters else {}
    return {**parameters, **tools, "messages": _MESSAGES}


def bedrock(parameters: Parameters) -> Tree:
    """The body of InvokeModel."""
    return {"anthropic_version": "bedrock-2023-05-31", **api(parameters)}


def vertex(parameters: Parameters) -> Tree:
    """The body of rawPredict."""
    return {"anthropic_version": "vertex-2023-10-16", **api(parameters)}


def converse(parameters: Parameters) -> Tree:
    """The arguments of Converse."""
    common = ("max_tokens", "temperature", "top_p", "stop_sequences")
    inference = {CAMEL.get(n, n): v for n, v in parameters.items() if n in common}
    tree: Tree = {"messages": [{"role": "user", "content": [{"text": "Hello"}]}]}
    if "system" in parameters:
        tree["system"] = [{"text": parameters["system"]}]
    tree["inferenceConfig"] = inference
    more = {n: v for n, v in parameters.items() if n not in (*common, "system")}
    if more:
        tree["additionalModelRequestFields"] = more
    return tree


def renamed(keys: Mapping[str, str]) -> Callable[[Parameters], Tree]:
    """The same with other names, for a library that takes the messages elsewhere."""
    return lambda parameters: {keys.get(name, name): v for name, v in parameters.items()}


def renamed_api(keys: Mapping[str, str]) -> Callable[[Parameters], Tree]:
    """The same with other names, the messages among them."""
    return lambda parameters: {keys.get(name, name): v for name, v in api(parameters).items()}


def php(parameters: Parameters) -> Tree:
    """The named arguments of the vendor's SDK for PHP; inner names are in camel case as well."""
    tree = {CAMEL.get(name, name): value for name, value in api(parameters).items()}
    thinking = tree.get("thinking")
    if isinstance(thinking, dict) and "budget_tokens" in thinking:
        tree["thinking"] = {"type": "enabled", "budgetTokens": thinking["budget_tokens"]}
    return tree


def vercel(parameters: Parameters) -> Tree:
    """The settings of `generateText`; what is the vendor's own stands below `providerOptions`."""
    tree: Tree = {VERCEL.get(n, n): v for n, v in parameters.items() if n != "thinking"}
    thinking = parameters.get("thinking")
    if isinstance(thinking, dict) and "budget_tokens" in thinking:
        thinking = {"type": thinking["type"], "budgetTokens": thinking["budget_tokens"]}
    if thinking:
        tree["providerOptions"] = {"anthropic": {"thinking": thinking}}
    return {**tree, "prompt": "Hello"}


def openai(parameters: Parameters) -> Tree:
    """The arguments of an OpenAI client; what is the vendor's own stands in `extra_body`."""
    own = ("top_k", "thinking")
    tree: Tree = {LITELLM.get(n, n): v for n, v in parameters.items() if n not in own}
    extra = {name: value for name, value in parameters.items() if name in own}
    return {**tree, **({"extra_body": extra} if extra else {}), "messages": _MESSAGES}


def llama_index(parameters: Parameters) -> Tree:
    """The arguments of LlamaIndex's class; what it has no words for stands in one of them."""
    own = ("max_tokens", "temperature")
    extra = {name: value for name, value in parameters.items() if name not in own}
    tree = {name: value for name, value in parameters.items() if name in own}
    return {**tree, **({"additional_kwargs": extra} if extra else {})}


def go(parameters: Parameters) -> Tree:
    """The fields of `anthropic.MessageNewParams`."""
    wrappers = {
        "temperature": "anthropic.Float({value})",
        "top_p": "anthropic.Float({value})",
        "top_k": "anthropic.Int({value})",
        "system": "[]anthropic.TextBlockParam{{Text: {value}}}",
    }
    thinking = {
        "enabled": "anthropic.ThinkingConfigParamOfEnabled({value})",
        "disabled": "anthropic.ThinkingConfigParamUnion"
        "{OfDisabled: &anthropic.ThinkingConfigDisabledParam{}}",
        "adaptive": "anthropic.ThinkingConfigParamUnion"
        "{OfAdaptive: &anthropic.ThinkingConfigAdaptiveParam{}}",
    }
    choices = {
        "any": "anthropic.ToolChoiceUnionParam{OfAny: &anthropic.ToolChoiceAnyParam{}}",
        "tool": 'anthropic.ToolChoiceParamOfTool("look_up")',
    }
    tree = _typed(parameters, PASCAL, wrappers, thinking, choices)
    if "StopSequences" in tree:
        tree["StopSequences"] = Code('[]string{"END"}')
    if "ToolChoice" in tree:
        tree["Tools"] = Code("tools")
    message = 'anthropic.NewUserMessage(anthropic.NewTextBlock("Hello"))'
    return {**tree, "Messages": Code(f"[]anthropic.MessageParam{{{message}}}")}


def java(parameters: Parameters) -> Tree:
    """The links of `MessageCreateParams.builder()`."""
    thinking = {
        "enabled": "ThinkingConfigEnabled.builder().budgetTokens({value}).build()",
        "disabled": "ThinkingConfigDisabled.builder().build()",
        "adaptive": "ThinkingConfigAdaptive.builder().build()",
    }
    choices = {
        "any": "ToolChoiceAny.builder().build()",
        "tool": 'ToolChoiceTool.builder().name("look_up").build()',
    }
    tree = _typed(parameters, CAMEL, {}, thinking, choices)
    tools = {"addTool": Code("lookUp")} if "toolChoice" in tree else {}
    return {**tree, **tools, "addUserMessage": "Hello"}


def csharp(parameters: Parameters) -> Tree:
    """The properties of `MessageCreateParams`."""
    thinking = {
        "enabled": "new ThinkingConfigEnabled() { BudgetTokens = {value} }",
        "disabled": "new ThinkingConfigDisabled()",
        "adaptive": "new ThinkingConfigAdaptive()",
    }
    choices = {"any": "new ToolChoiceAny()", "tool": 'new ToolChoiceTool() { Name = "look_up" }'}
    tree = _typed(parameters, PASCAL, {}, thinking, choices)
    tools = {"Tools": Code("tools")} if "ToolChoice" in tree else {}
    return {**tree, **tools, "Messages": Code('[new() { Role = Role.User, Content = "Hello" }]')}


def _typed(
    parameters: Parameters,
    keys: Mapping[str, str],
    wrappers: Mapping[str, str],
    thinking: Mapping[str, str],
    choices: Mapping[str, str],
) -> Tree:
    """Parameters for a library with types: templates for what is wrapped, by name or `type`."""
    tree: Tree = {}
    for name, value in parameters.items():
        key = keys.get(name, name)
        if isinstance(value, dict):
            templates = thinking if name == "thinking" else choices
            tree[key] = Wrapped(templates[value["type"]], value.get("budget_tokens"))
        else:
            tree[key] = Wrapped(wrappers.get(name, "{value}"), value)
    return tree
