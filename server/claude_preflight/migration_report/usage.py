"""`usage.csv`: how many tokens each model was sent and wrote."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

_MILLION = 1_000_000
_COLUMNS = ("model", "input_tokens", "output_tokens")
# No account of ours, and no file by hand, comes near it.
_MOST_TOKENS = 10**18


class UsageError(ValueError):
    """A table that cannot be used. The message is the end of a sentence and names the line."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Tokens of input and of output."""

    input: int
    output: int

    @classmethod
    def of(cls, input_tokens: int | None, output_tokens: int | None) -> Volume:
        """Numbers as options give them; what is not given is a million."""
        return cls(*(_MILLION if each is None else each for each in (input_tokens, output_tokens)))

    def __add__(self, other: Volume) -> Volume:
        return Volume(self.input + other.input, self.output + other.output)


def read_usage(data: bytes) -> dict[str, Volume]:
    """The volume by id, as it is written, of a table with at least the columns that count.

    Rows of one id are added up. Raises UsageError.
    """
    try:
        text = data.decode("utf-8-sig")
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise UsageError(f"has no column {', '.join(missing)}; it needs {', '.join(_COLUMNS)}")
        found: dict[str, Volume] = {}
        for row in rows:
            where = f"line {rows.line_num}"
            model = (row["model"] or "").strip()
            if not model:
                raise UsageError(f"names no model in {where}")
            volume = Volume(*(_tokens(row[name], name, where) for name in _COLUMNS[1:]))
            found[model] = found.get(model, Volume(0, 0)) + volume
    except UnicodeDecodeError:
        raise UsageError("is not UTF-8 text") from None
    except csv.Error as error:
        raise UsageError(f"is no CSV: {error}") from None
    return found


def _tokens(text: str | None, name: str, where: str) -> int:
    digits = (text or "").strip().replace("_", "").replace(",", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(_MOST_TOKENS)):
        raise UsageError(f"has no whole number under {name} in {where}")
    return int(digits)
