"""The rules: each module of this package that has a `RULE` is one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

from claude_preflight.rules.rule import Context, Rule, page_of

__all__ = ["RULES", "Context", "Rule", "page_of"]


def _rules() -> Iterator[Rule]:
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        rule = getattr(import_module(module.name), "RULE", None)
        if isinstance(rule, Rule):
            yield rule


# In the order of the documentation: by the answer that they prevent, then by their modules' names.
RULES = {rule.code: rule for rule in sorted(_rules(), key=lambda rule: rule.http, reverse=True)}
