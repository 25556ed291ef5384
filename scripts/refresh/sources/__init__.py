"""The sources: a module for each reads its package into rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from refresh.archives import Archive
from refresh.registries import Registry
from refresh.rows import (
    ALWAYS_THINKS,
    CONTEXT,
    DEPRECATED,
    EFFORT,
    FORCED_TOOL,
    ID,
    INPUT_PRICE,
    NO_BUDGET,
    OUTPUT,
    OUTPUT_PRICE,
    RETIRES,
    SAMPLING,
    SDK_LIMIT,
    Row,
)
from refresh.sources import (
    ai_sdk,
    anthropic_python,
    anthropic_typescript,
    claude_cli,
    genai_prices,
    langchain,
    litellm,
    llm_sunset,
    pi_ai,
    pydantic_ai,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A package, and how many rows of a field it has at the least: with fewer it is not trusted."""

    registry: Registry
    package: str
    label: str
    read: Callable[[Archive], Iterator[Row]]
    floors: Mapping[str, int]

    @property
    def stem(self) -> str:
        """What the slugs of its releases begin with in `models.json`."""
        return self.package.removeprefix("@").replace("/", "-")

    def title(self, version: str) -> str:
        """A release of it, as its registry writes one."""
        return f"{self.package}{'==' if self.registry == 'pypi' else '@'}{version}"


SOURCES = (
    Source(
        *("pypi", "anthropic", "Python SDK", anthropic_python.read),
        {RETIRES: 1, ID: 10, SDK_LIMIT: 1},
    ),
    Source(
        *("npm", "@anthropic-ai/sdk", "TypeScript SDK", anthropic_typescript.read),
        {RETIRES: 1, ID: 10, DEPRECATED: 1},
    ),
    Source(
        *("pypi", "claude-agent-sdk", "Claude Code in the Agent SDK", claude_cli.read),
        {RETIRES: 10, ID: 30, CONTEXT: 10, OUTPUT: 10, INPUT_PRICE: 10, OUTPUT_PRICE: 10},
    ),
    Source(
        *("pypi", "llm-sunset", "llm-sunset", llm_sunset.read),
        {RETIRES: 15, DEPRECATED: 10},
    ),
    Source(
        *("pypi", "litellm", "litellm", litellm.read),
        {RETIRES: 10, ID: 150, CONTEXT: 10, OUTPUT: 10, INPUT_PRICE: 10, OUTPUT_PRICE: 10},
    ),
    Source(
        *("pypi", "genai-prices", "genai-prices", genai_prices.read),
        {CONTEXT: 10, INPUT_PRICE: 10, OUTPUT_PRICE: 10},
    ),
    Source(
        *("npm", "@earendil-works/pi-ai", "pi-ai", pi_ai.read),
        {ID: 8, CONTEXT: 8, OUTPUT: 8, INPUT_PRICE: 8, OUTPUT_PRICE: 8},
    ),
    Source(
        *("pypi", "pydantic-ai-slim", "pydantic-ai", pydantic_ai.read),
        {SAMPLING: 8, NO_BUDGET: 8, FORCED_TOOL: 8, OUTPUT: 8},
    ),
    Source(
        *("pypi", "langchain-anthropic", "langchain-anthropic", langchain.read),
        {CONTEXT: 8, OUTPUT: 8, SAMPLING: 8, EFFORT: 5},
    ),
    Source(
        *("npm", "@ai-sdk/anthropic", "AI SDK", ai_sdk.read),
        {OUTPUT: 8, SAMPLING: 8, FORCED_TOOL: 8, NO_BUDGET: 8, ALWAYS_THINKS: 5},
    ),
)
