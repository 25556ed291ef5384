"""The rules, one module each. A new rule is a module and a line here."""

from __future__ import annotations

from claude_preflight.rules import max_tokens, retired_model, retiring_model, unknown_model
from claude_preflight.rules.rule import Context, Rule

RULES: dict[str, Rule] = {
    module.RULE.code: module.RULE
    for module in (retired_model, retiring_model, unknown_model, max_tokens)
}

__all__ = ["RULES", "Context", "Rule"]
