"""genai-prices, pydantic's table of prices."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from refresh.archives import Archive
from refresh.python_code import arguments, constant, parse
from refresh.rows import CONTEXT, INPUT_PRICE, OUTPUT_PRICE, Row, SourceError, stated


def read(archive: Archive) -> Iterator[Row]:
    """The models of the provider `anthropic`."""
    module = parse(archive.one(r"^genai_prices/data\.py$"), "data.py")
    for call in ast.walk(module):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Provider":
            given = arguments(call)
            models = given.get("models")
            if constant(given.get("id")) == "anthropic" and isinstance(models, ast.List):
                for model in models.elts:
                    yield from _model(arguments(model))
                return
    raise SourceError("the provider `anthropic` is not there")


def _model(given: dict[str, ast.expr]) -> Iterator[Row]:
    prices = given.get("prices")
    if isinstance(prices, ast.List) and prices.elts:  # by day; the last one holds now
        prices = arguments(prices.elts[-1]).get("prices")
    price = arguments(prices) if prices else {}
    limits = {
        CONTEXT: constant(given.get("context_window")),
        INPUT_PRICE: _price(price.get("input_mtok")),
        OUTPUT_PRICE: _price(price.get("output_mtok")),
    }
    yield from stated(str(constant(given.get("id"))), limits)


def _price(node: ast.expr | None) -> float | None:
    """A price; of prices by length of the prompt the lowest, which stands first."""
    for each in ast.walk(node) if node is not None else ():
        if isinstance(each, ast.Call) and getattr(each.func, "id", "") == "Decimal":
            try:
                return float(str(constant(each.args[0])))
            except (ValueError, IndexError):
                raise SourceError("a price is no number") from None
    return None
