"""Small copies of the packages, made from our own data so that they agree with it."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from refresh.knowledge import Knowledge
from refresh.rows import ALWAYS_THINKS, FORCED_TOOL, NO_BUDGET, SAMPLING

VERSION = "99.1.0"
REFUSALS = (SAMPLING, FORCED_TOOL, NO_BUDGET, ALWAYS_THINKS)


@dataclass
class Packages:
    """What the sources say, in plain tables; a test changes one and writes them all.

    The ends are days as each source writes them. `extra` has further files of a package, by the
    beginning of its file's name.
    """

    sdk_ends: dict[str, str]
    sdk_models: list[str]
    changelog: str
    cli_models: list[dict[str, Any]]
    cli_ends: dict[str, dict[str, str | None]]
    sunset: list[dict[str, Any]]
    litellm: dict[str, dict[str, Any]]
    catalogue: dict[str, dict[str, Any]]
    platform_ids: dict[str, list[str]] = field(default_factory=dict)
    extra: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def like(cls, knowledge: Knowledge) -> Packages:
        """Packages that say what our data says."""
        models = knowledge.models
        current = {
            model: {
                "name": facts["name"],
                "context": facts["context_window"][0]["value"],
                "output": facts["max_output_tokens"][0]["value"],
                "input": facts["price_input_per_mtok"][0]["value"],
                "price": facts["price_output_per_mtok"][0]["value"],
                "platforms": facts["platforms"],
                "efforts": facts["effort"][0]["value"]["levels"],
                **{field: _says_yes(knowledge, model, field) for field in REFUSALS},
            }
            for model, facts in models.items()
            if facts.get("thinking") and facts.get("price_input_per_mtok")
        }
        retired = {m: f["retired_on"][0]["value"] for m, f in models.items() if "retired_on" in f}
        return cls(
            sdk_ends={
                model: end
                for model, facts in models.items()
                for end in [e["value"] for e in facts.get("retires_on", ())][:1]
                if end
            },
            sdk_models=list(current),
            changelog="## 1.0.0 (2026-09-30)\n\n* mark Claude Sonnet 4.5 as deprecated\n",
            cli_models=[_catalogue_entry(model, each) for model, each in current.items()],
            cli_ends={model: {"firstParty": end} for model, end in retired.items()},
            sunset=[
                _sunset_row("Anthropic", model, end, facts["deprecated_on"][0]["value"])
                for model, facts in models.items()
                if (end := retired.get(model)) and facts.get("deprecated_on")
            ],
            litellm={
                **{
                    text: {"litellm_provider": "bedrock"}
                    for facts in models.values()
                    for text in facts["platforms"].get("bedrock", ())
                    if knowledge.find(text)
                },
                **{model: _litellm_entry(each) for model, each in current.items()},
                **{
                    f"anthropic/{model}": {"litellm_provider": "anthropic", "deprecation_date": end}
                    for model, end in retired.items()
                },
            },
            catalogue=current,
        )

    def write(self, folder: Path) -> None:
        """Write all packages, as their registries have them."""
        folder.mkdir(exist_ok=True)
        for name, files in {
            "anthropic": self._anthropic(),
            "claude_agent_sdk": {"claude_agent_sdk/_bundled/claude": self._program()},
            "llm_sunset": {"llm_sunset/snapshot.json": json.dumps(self.sunset)},
            "litellm": {
                "litellm/model_prices_and_context_window_backup.json": json.dumps(self.litellm)
            },
            "genai_prices": {"genai_prices/data.py": self._genai_prices()},
            "pydantic_ai_slim": {"pydantic_ai/profiles/anthropic.py": self._pydantic_ai()},
            "langchain_anthropic": {"langchain_anthropic/data/_profiles.py": self._langchain()},
        }.items():
            wheel(folder / f"{name}-{VERSION}-py3-none-any.whl", {**files, **self._more(name)})
        for name, files in {
            "anthropic-ai-sdk": self._typescript(),
            "earendil-works-pi-ai": self._pi_ai(),
            "ai-sdk-anthropic": {"package/src/anthropic-model-catalog.ts": self._ai_sdk()},
        }.items():
            tarball(folder / f"{name}-{VERSION}.tgz", {**files, **self._more(name)})

    def _more(self, name: str) -> dict[str, str]:
        return self.extra.get(name, {})

    def _anthropic(self) -> dict[str, str]:
        listed = "\n".join(f'        "{model}",' for model in self.sdk_models)
        table = f"DEPRECATED_MODELS: Dict[str, str] = {self.sdk_ends!r}\n"
        return {
            "anthropic/_data/deprecated_models.py": table,
            "anthropic/_constants.py": 'MODEL_NONSTREAMING_TOKENS = {"claude-opus-4-1": 8192}\n',
            "anthropic/types/model.py": f"Model: TypeAlias = Union[\n    Literal[\n{listed}\n]]\n",
        }

    def _typescript(self) -> dict[str, str]:
        union = " | ".join(f"'{model}'" for model in self.sdk_models)
        table = "".join(f"    '{model}': '{end}',\n" for model, end in self.sdk_ends.items())
        return {
            "package/CHANGELOG.md": self.changelog,
            "package/internal/data.js": "exports.DEPRECATED_MODELS = void 0;\n"
            f"exports.DEPRECATED_MODELS = {{\n{table}}};\n",
            "package/messages.js": "const DEPRECATED_MODELS = data_1.DEPRECATED_MODELS;\n",
            "package/messages.d.ts": f"export type Model = {union} | (string & {{}});\n",
        }

    def _program(self) -> str:
        """A program with its tables in minified code, far from each other."""
        tiers = {f"t{i}": each["tier"] for i, each in enumerate(self.cli_models)}
        models = [
            {**{key: value for key, value in each.items() if key != "tier"}, "pricing": f"t{i}"}
            for i, each in enumerate(self.cli_models)
        ]
        ends = ",".join(
            f'"{model}":{{modelName:"It",retirementDates:{minified(days)}}}'
            for model, days in self.cli_ends.items()
        )
        catalogue = (
            f'{{"//":"a {{ in text",pricing_tiers:{minified(tiers)},models:{minified(models)}}}'
        )
        return f"\0ELF{' ' * 5000}var a={catalogue};{' ' * 5000}var b={{{ends}}};"

    def _genai_prices(self) -> str:
        models = ",".join(
            f"ModelInfo(id={model!r}, context_window={each['context']}, prices=ModelPrice("
            f"input_mtok=Decimal('{each['input']}'), output_mtok=Decimal('{each['price']}')))"
            for model, each in self.catalogue.items()
        )
        return f"providers = [Provider(id='other'), Provider(id='anthropic', models=[{models}])]\n"

    def _pydantic_ai(self) -> str:
        limits = "".join(
            f"    {'el' if at else ''}if model_name.startswith(({model!r},)):\n"
            f"        max_output_tokens = {each['output']}\n"
            for at, (model, each) in enumerate(self._longest_first())
        )
        function = f"""\
def anthropic_model_profile(model_name):
    disallows_sampling_settings = model_name in {self._that(SAMPLING)!r}
    disallows_budget_thinking = not not model_name.startswith({self._that(NO_BUDGET)!r})
    supports_forced_tool_choice = not model_name.startswith({self._that(FORCED_TOOL)!r})
"""
        return function + limits

    def _that(self, refusal: str) -> tuple[str, ...]:
        return tuple(model for model, each in self.catalogue.items() if each[refusal])

    def _longest_first(self) -> list[tuple[str, dict[str, Any]]]:
        """The models in an order in which a beginning or a part of an id decides rightly."""
        return sorted(self.catalogue.items(), key=lambda pair: -len(pair[0]))

    def _langchain(self) -> str:
        profiles = {
            model: {
                "name": each["name"],
                "max_input_tokens": each["context"],
                "max_output_tokens": each["output"],
                "temperature": not each[SAMPLING],
                "reasoning_effort_levels": each["efforts"],
            }
            for model, each in self.catalogue.items()
        }
        return f"_PROFILES: dict = {profiles!r}\n"

    def _pi_ai(self) -> dict[str, str]:
        own = {
            f"chat:{model}": {
                "id": model,
                "name": f"{each['name']} (latest)",
                "contextWindow": each["context"],
                "maxTokens": each["output"],
                "cost": {"input": each["input"], "output": each["price"]},
            }
            for model, each in self.catalogue.items()
        }
        providers = ("amazon-bedrock", "azure", "github-copilot", "google-vertex", "openrouter")
        files = {
            provider: {"chat": {text: {"id": text} for text in self.platform_ids.get(provider, ())}}
            for provider in (*providers, "vercel-ai-gateway")
        }
        files["anthropic"] = {"chat": own}
        return {
            f"package/dist/providers/data/{provider}.json": json.dumps(content)
            for provider, content in files.items()
        }

    def _ai_sdk(self) -> str:
        rules = "\n".join(
            f"  {{ matches: modelId => modelId.includes('{model}') || /^{model}$/.test(modelId),\n"
            f"    definition: defineRuntime({{ ...current, maxOutputTokens: {each['output']},\n"
            f"      samplingParameters: {_word(not each[SAMPLING])},\n"
            f"      forcedToolUse: {_word(not each[FORCED_TOOL])},\n"
            f"      budgetThinking: {_word(not each[NO_BUDGET])},\n"
            f"      thinkingCanBeDisabled: {_word(not each[ALWAYS_THINKS])} }}) }},"
            for model, each in self._longest_first()
        )
        listed = "".join(f"  '{model}': undefined,\n" for model in self.catalogue)
        return (
            "const current = defineRuntime({ adaptiveThinking: true });\n"
            "function defineRuntime(overrides: Partial<Runtime>): Runtime {\n"
            "  return { adaptiveThinking: false, knownModel: true, ...overrides };\n}\n"
            f"const runtimeRules: readonly Rule[] = [\n{rules}\n];\n"
            f"const languageModelDefinitions = {{\n{listed}}} satisfies Definitions;\n"
        )


def wheel(path: Path, files: Mapping[str, str]) -> None:
    """Write a wheel."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)


def tarball(path: Path, files: Mapping[str, str]) -> None:
    """Write a tarball as npm packs one."""
    with tarfile.open(path, "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


def minified(value: object) -> str:
    """A value as code of data that a bundler wrote: bare keys, `!0` for true, `.5` for 0.5."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{minified(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(minified, value)) + "]"
    if isinstance(value, bool):
        return "!0" if value else "!1"
    text = json.dumps(value)
    return text.removeprefix("0") if text.startswith("0.") else text


def _catalogue_entry(model: str, each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": model,
        "display_name": each["name"].removeprefix("Claude "),
        "provider_ids": {
            "first_party": model,
            "vertex": each["platforms"].get("vertex", [None])[0],
            "foundry": each["platforms"].get("microsoft_foundry", [None])[0],
            "mantle": None,
        },
        "context": {"window": each["context"], "native_1m": True},
        "max_output_tokens": {"default": 1, "upper": each["output"]},
        "capabilities": [],
        "tier": {"input": each["input"], "output": each["price"]},
    }


def _says_yes(knowledge: Knowledge, model: str, field: str) -> bool:
    return any(each.value is True for each in knowledge.known(model, field)[:1])


def _word(value: bool) -> str:
    return "true" if value else "false"


def _litellm_entry(each: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "litellm_provider": "anthropic",
        "max_input_tokens": each["context"],
        "max_output_tokens": each["output"],
        "input_cost_per_token": each["input"] / 1e6,
        "output_cost_per_token": each["price"] / 1e6,
    }


def _sunset_row(provider: str, model: str, end: str, announced: str) -> dict[str, Any]:
    return {
        "provider": provider,
        "model_id": model,
        "shutdown_date": end,
        "deprecation_date": announced,
    }
