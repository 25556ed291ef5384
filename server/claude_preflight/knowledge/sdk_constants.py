"""Constants of the vendor's SDKs that stand for model ids, such as Go's `ModelClaudeOpus4_8`."""

from __future__ import annotations

from typing import Any

from claude_preflight.knowledge import data
from claude_preflight.records import NamedTuple


class SdkConstant(NamedTuple):
    """A constant: its name, the id that it stands for, and since which version of what SDK.

    `library` is the SDK by its language. `since` is None where a source names the constant, but not
    the version; `until` is the last version that has it, if it is gone.
    """

    name: str
    model_id: str
    sdk: str
    library: str
    since: str | None
    until: str | None = None

    @property
    def needed_version(self) -> str:
        """What a project needs to use it, in a few words."""
        if self.since is None:
            return f"a version of {self.sdk} that has it"
        return f"{self.sdk} {self.since} or newer"


def find(name: str, text: bytes, language: str) -> SdkConstant | None:
    """The constant of a name in a file that uses one of the SDKs, as its language and text tell."""
    for key, sdk in data.load("sdk_constants.json")["sdks"].items():
        is_used = language in sdk["languages"] and sdk["module"].encode() in text
        if is_used and name in sdk["constants"]:
            return _constant(key, sdk, name)
    return None


def meant(name: str) -> str | None:
    """The id that a constant stands for, if all SDKs that have one of this name agree."""
    sdks = data.load("sdk_constants.json")["sdks"].values()
    ids = {sdk["constants"][name]["id"] for sdk in sdks if name in sdk["constants"]}
    return ids.pop() if len(ids) == 1 else None


def used_in(text: bytes, language: str) -> list[SdkConstant]:
    """The constants of the SDKs that a file uses, but for those that are gone."""
    return [
        _constant(key, sdk, name)
        for key, sdk in data.load("sdk_constants.json")["sdks"].items()
        if language in sdk["languages"] and sdk["module"].encode() in text
        for name, row in sdk["constants"].items()
        if "until" not in row
    ]


def modules() -> list[str]:
    """The modules of the SDKs, by which a file is known to use them."""
    return [sdk["module"] for sdk in data.load("sdk_constants.json")["sdks"].values()]


def successor(old: SdkConstant, *model_ids: str) -> SdkConstant | None:
    """The constant of the same SDK for the first of some ids that it has one for.

    One that has gone from the SDK again is none.
    """
    sdk = data.load("sdk_constants.json")["sdks"][old.library]
    current = {row["id"]: name for name, row in sdk["constants"].items() if "until" not in row}
    name = next((current[each] for each in model_ids if each in current), None)
    return _constant(old.library, sdk, name) if name else None


def _constant(library: str, sdk: Any, name: str) -> SdkConstant:
    row = sdk["constants"][name]
    return SdkConstant(name, row["id"], sdk["name"], library, row.get("since"), row.get("until"))
