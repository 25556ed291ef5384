"""Describe a crash without the text of documents or any secret in it."""

from __future__ import annotations

from pathlib import PurePath

# Of an endless recursion, the innermost calls say enough.
_MOST_PLACES = 10


def describe(error: BaseException) -> str:
    """The type of an error and where it was raised.

    Its message is left out, and so are values: they may quote a document.
    """
    import traceback  # late: few runs crash

    frames = traceback.extract_tb(error.__traceback__)[-_MOST_PLACES:]
    places = (f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} in {' < '.join(reversed(list(places))) or 'the server'}"
