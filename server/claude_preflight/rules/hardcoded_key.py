"""hardcoded-key: a key of the Claude API is written into a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from claude_preflight.findings import Edit, Finding, Fix, Severity, Span
from claude_preflight.regex import regex
from claude_preflight.rules.rule import Context, Rule

CODE = "hardcoded-key"
VARIABLE = "ANTHROPIC_API_KEY"
# Real keys have about a hundred signs; what stands for one in texts and tests is shorter, says so,
# or repeats itself.
_SHORTEST, _FEWEST_SIGNS = 75, 24
_HEAD = regex(r"sk-ant-[a-z]{2,8}\d\d-")
_STAND_IN = regex(
    r"x{4}|a{4}|0{4}|test|fake|mock|dummy|example|sample|place|your|redact|secret|invalid|"
    r"1234|abcd|deadbeef|foo|bar",
    re.IGNORECASE,
)
# How a program reads the environment, by its language.
_READS: Mapping[str, str] = {
    "python": f'os.environ["{VARIABLE}"]',
    "javascript": f"process.env.{VARIABLE}",
    "typescript": f"process.env.{VARIABLE}",
    "tsx": f"process.env.{VARIABLE}",
    "go": f'os.Getenv("{VARIABLE}")',
    "java": f'System.getenv("{VARIABLE}")',
    "kotlin": f'System.getenv("{VARIABLE}")',
    "scala": f'sys.env("{VARIABLE}")',
    "csharp": f'Environment.GetEnvironmentVariable("{VARIABLE}")',
    "ruby": f'ENV.fetch("{VARIABLE}")',
    "php": f"getenv('{VARIABLE}')",
}
_QUOTES = (b'"', b"'", b"`")

HELP = """\
Whoever reads the file can use the key, and a key that becomes public is revoked: then every request
answers 401. Take it out, revoke it in the console, and read a new one from the environment.

Only what looks real is reported, never a placeholder or a value of a test, and the key itself is
never shown.

```python
key = "sk-ant-api03-WKbtDE6kGZpDiPCFdcERFmdD6nHQsspDnpbDQCm8JUcKkHnVm6vMGpnsNZGmxEnDrPhvkd3WfpfZVR"
key = os.environ["ANTHROPIC_API_KEY"]
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Report each key that looks real."""
    for key in context.asked.api_keys:
        written = context.text.slice(key.span)
        head = _HEAD.match(written)
        if head and _looks_real(written[head.end() :]):
            fix = _read(context, key.span)
            yield Finding(
                CODE,
                f"Revoke this key and read it from `{VARIABLE}`: whoever reads the file can use "
                "it, and a revoked key answers 401.",
                key.span,
                context.severity(CODE, Severity.WARNING),
                f"{head[0]}...",
                None,
                (fix,) if fix else (),
            )


def _looks_real(secret: str) -> bool:
    is_long = len(secret) >= _SHORTEST and len(set(secret)) >= _FEWEST_SIGNS
    return is_long and _STAND_IN.search(secret) is None


def _read(context: Context, key: Span) -> Fix | None:
    """Read the environment in the place of a literal that is the key."""
    data = context.text.data
    quote = data[key.start - 1 : key.start]
    reads = _READS.get(context.language)
    if reads is None or quote not in _QUOTES or data[key.end : key.end + 1] != quote:
        return None
    return Fix(f"Read {VARIABLE}", (Edit(Span(key.start - 1, key.end + 1), reads),))


RULE = Rule(
    code=CODE,
    name="Key in the source",
    http="401",
    summary="A key of the Claude API is written into a file.",
    help=HELP,
    check=check,
)
