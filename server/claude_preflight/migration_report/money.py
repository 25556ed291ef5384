"""Amounts as people read them."""

from __future__ import annotations


def dollars(amount: float) -> str:
    """US dollars: `$1,234.50`, with a true minus."""
    sign = "\N{MINUS SIGN}" if round(amount, 2) < 0 else ""
    return f"{sign}${abs(amount):,.2f}"


def share(part: float, whole: float) -> str:
    """A part of a whole in percent, "" of nothing."""
    if not whole:
        return ""
    return f"{part / whole:.0%}".replace("-", "\N{MINUS SIGN}")
