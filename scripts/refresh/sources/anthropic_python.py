"""The vendor's SDK for Python."""

from __future__ import annotations

from collections.abc import Iterator

from refresh.archives import Archive
from refresh.python_code import assigned, strings, table
from refresh.rows import ID, RETIRES, SDK_LIMIT, Row, day, plain


def read(archive: Archive) -> Iterator[Row]:
    """The ends that it warns of, the models of its type, its bound without streaming."""
    for model, end in table(archive, "DEPRECATED_MODELS").items():
        yield Row(model, RETIRES, day(str(end)))
    for model, count in table(archive, "MODEL_NONSTREAMING_TOKENS").items():
        yield Row(model, SDK_LIMIT, plain(count))
    for model in strings(assigned(archive, "Model")):
        if model.startswith("claude-"):
            yield Row(model, ID, model)
