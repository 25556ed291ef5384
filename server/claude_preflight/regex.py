"""Regular expressions that are compiled when they are first used: a start needs few of them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import AnyStr, cast


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, which here is called by the first use, if there is one."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))


class _Late:
    """Passes for a compiled pattern."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str] | re.Pattern[bytes]:
        return re.compile(self.pattern, self._flags)

    def __getattr__(self, name: str) -> object:
        """What the compiled one has, such as `search`; kept, so that it is asked for once."""
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found
