"""outdated-sdk: the version of an SDK that a project pins does not go with its code or pins."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePath

from claude_preflight.facts.types import Mention, Request
from claude_preflight.findings import Edit, Finding, Fix, Role, Severity, Span
from claude_preflight.knowledge import sdks
from claude_preflight.knowledge.parameter_names import api_name
from claude_preflight.knowledge.sdks import Conflict, Sdk, all_sdks
from claude_preflight.pins import Holds, Passed, Pin, Pins, version_of
from claude_preflight.rules.pinned_sdk import SdkCall, direct_arguments, open_refusals, sdk_call_of
from claude_preflight.rules.rule import Context, Rule

CODE = "outdated-sdk"
# What a range of versions begins with, in the order of what is looked for.
_SEPARATED = {"pypi": ",", "gem": ", ", "npm": " ", "composer": " "}

HELP = """\
A request has to suit the SDK that sends it, too. This compares code with the versions that the
project pins: in requirements and constraints files, `pyproject.toml`, `setup.py`, `setup.cfg`,
Pipfile, `package.json`, `go.mod`, `pom.xml`, the build files and catalogs of Gradle, sbt, .NET
projects and their `Directory.*.props`, Gemfile, `composer.json`, `Cargo.toml`, and in lock files,
which say what is installed (`go.mod` says so itself). The nearest of them above the code counts.

It is a warning where it surely fails: the pinned SDK does not have the constant that stands for a
model, or the parameter that is passed, or does not work with another pinned package, as the Python
SDK before 0.40.0 does not with httpx 0.28. It is information where a pin is only open to a newer
SDK that refuses what the code passes: the next install may bring it. What the pinned SDK itself
refuses is found by `unsupported-parameter`.

Where the manifest says it, the fix raises or bounds the pin; it is never made unasked.

```requirements
anthropic==0.30.1  # with httpx 0.28: TypeError: unexpected keyword argument 'proxies'
anthropic==0.40.0
```
"""


def check(context: Context) -> Iterator[Finding]:
    """Compare the code, or the manifest, with the pins of the project."""
    yield from _of_code(context)
    for pin in context.asked.pins:
        sdk = next((sdk for sdk in all_sdks() if pin.package in sdk.packages), None)
        if sdk is not None:
            yield from _of_pin(context, sdk, pin)


def _of_code(context: Context) -> Iterator[Finding]:
    if not context.pins.pins:
        return
    for mention in context.asked.mentions:
        if mention.is_constant:
            yield from _of_constant(context, mention)
    for request in context.asked.requests:
        called = sdk_call_of(context, request)
        if called and context.pins.of(*called.sdk.packages):
            yield from _lacking(context, request, called)
    yield from _open(context)


def _of_constant(context: Context, mention: Mention) -> Iterator[Finding]:
    """A constant that the pinned SDK does not have yet, or not any more."""
    constant = context.constant(mention.text)
    model = context.find(mention.text, is_constant=True)
    if constant is None or model is None:
        return
    if context.has_ended(model):
        return
    sdk = sdks.get(constant.library)
    if sdk is None or not context.pins.of(*sdk.packages):
        return
    pinned = _pinned(context, sdk)
    if constant.since and context.pins.all_before(constant.since, *sdk.packages):
        message = f"Raise {pinned} to {constant.since}, the first that has `{mention.text}`."
        yield _at(context, mention.span, Severity.WARNING, message, mention.role)
    elif constant.until and _is_gone(context.pins, sdk, constant.until):
        message = (
            f"Use another constant or the id: `{mention.text}` is gone since {constant.until}, "
            f"and the project has {pinned}."
        )
        yield _at(context, mention.span, Severity.WARNING, message, mention.role)


def _is_gone(pins: Pins, sdk: Sdk, until: str) -> bool:
    """Whether all pinned versions are newer than the last one that had a constant."""
    last = version_of(until)
    found = pins.of(*sdk.packages)
    return bool(found) and all(pin.range.low > last for pin in found)


def _lacking(context: Context, request: Request, called: SdkCall) -> Iterator[Finding]:
    """Parameters that the pinned SDK does not take yet."""
    for argument in direct_arguments(request):
        since = called.sdk.first_version(called.callee, api_name(argument.key))
        if since and context.pins.all_before(since, *called.sdk.packages):
            pinned = _pinned(context, called.sdk)
            message = (
                f"Raise {pinned} to {since}, the first that takes `{argument.key}`: "
                f"before it, the call fails with {called.sdk.effect}."
            )
            yield _at(context, argument.span, Severity.WARNING, message)


def _open(context: Context) -> Iterator[Finding]:
    """Parameters that a newer SDK refuses, to which the pins are open."""
    for called, refusal in open_refusals(context):
        names = " and ".join(f"`{argument.key}`" for argument in refusal.arguments)
        message = (
            f"Bound {_pinned(context, called.sdk)} below {refusal.since}, or drop {names}: "
            f"the next install may take {called.name} {refusal.since}, which refuses it."
        )
        yield _at(context, refusal.arguments[0].span, Severity.INFORMATION, message)


def _of_pin(context: Context, sdk: Sdk, pin: Pin) -> Iterator[Finding]:
    """What a pin of a manifest does not go with: another pin, or the code below."""
    for conflict in sdk.conflicts:
        yield from _conflict(context, pin, conflict)
    passed = [each for each in context.pins.passed if each.package == pin.package]
    for since, found in groupby(passed, lambda each: each.since):
        if Pins((pin,)).from_on(since, pin.package) is Holds.SOME:
            yield _unbounded(context, pin, since, list(found))


def _conflict(context: Context, pin: Pin, conflict: Conflict) -> Iterator[Finding]:
    """Another package that the pinned SDK does not work with."""
    # What the manifest itself says may not be on the disk yet.
    own = PurePath(pin.file).name
    pins = Pins((*context.facts.pins, *(p for p in context.pins.pins if p.file != own)))
    locked = [each for each in pins.of(pin.package) if each.is_locked]
    works_from = version_of(conflict.below)
    if not all(each.range.ends_before(works_from) for each in (pin, *locked)):
        return
    others = pins.of(conflict.package)
    name = conflict.package.partition("/")[2]
    fixes = _raised(pin, conflict.below)
    if others and pins.from_on(conflict.start, conflict.package) is Holds.NONE:
        return
    if others and pins.from_on(conflict.start, conflict.package) is Holds.ALL:
        severity = context.severity(CODE, Severity.WARNING)
        why = f"with `{others[0].text}` it fails with {conflict.effect}"
    else:
        severity = Severity.INFORMATION
        why = f"a new install brings {name} {conflict.start} or newer: {conflict.effect}"
    message = (
        f"Raise `{pin.text}` to {conflict.below}, or hold {name} below {conflict.start}: {why}."
    )
    yield Finding(CODE, message, pin.span, severity, context.text.slice(pin.span), None, fixes)


def _unbounded(context: Context, pin: Pin, since: str, found: list[Passed]) -> Finding:
    names = " and ".join(dict.fromkeys(f"`{each.parameter}`" for each in found))
    where = f"{found[0].file}:{found[0].line}"
    message = (
        f"Bound `{pin.text}` below {since}: from there on the SDK refuses {names}, "
        f"which {where} passes, and the next install may bring it."
    )
    return Finding(
        CODE,
        message,
        pin.span,
        Severity.INFORMATION,
        context.text.slice(pin.span),
        None,
        _bounded(context, pin, since),
    )


def _raised(pin: Pin, version: str) -> tuple[Fix, ...]:
    """The fix that raises an exact pin."""
    if pin.range.low != pin.range.high or "==" not in pin.text:
        return ()
    return (Fix(f"Raise to {version}", (Edit(pin.bounds, f"=={version}"),)),)


def _bounded(context: Context, pin: Pin, since: str) -> tuple[Fix, ...]:
    """The fix that bounds an open pin, in the language of its package manager."""
    ecosystem = pin.package.partition("/")[0]
    written = context.text.slice(pin.bounds)
    separator = _SEPARATED.get(ecosystem)
    if separator is None or pin.range.high is not None or '"' in written or "'" in written:
        return ()
    # Python's tools leave out the zeros.
    below = since.removesuffix(".0.0") if ecosystem == "pypi" else since
    is_anything = not written or written[0] not in "<>=~^!"
    if is_anything and (written.strip() not in ("", "*", "latest") or ecosystem == "gem"):
        return ()
    bounds = f"<{below}" if is_anything else f"{written}{separator}<{below}"
    return (Fix(f"Bound below {below}", (Edit(pin.bounds, bounds),)),)


def _pinned(context: Context, sdk: Sdk) -> str:
    """The pins of an SDK, and where they stand."""
    pin = context.pins.of(*sdk.packages)[0]
    return f"`{pin.text}` ({pin.file})"


def _at(
    context: Context, span: Span, severity: Severity, message: str, role: Role | None = None
) -> Finding:
    loud = severity
    if severity is Severity.WARNING:
        loud = context.severity(CODE, severity, role or Role.USE)
    return Finding(CODE, message, span, loud, context.text.slice(span), role)


RULE = Rule(
    code=CODE,
    name="SDK version that does not fit",
    http="400",
    summary="The pinned SDK lacks, or a newer one that is allowed refuses, what the code uses.",
    help=HELP,
    check=check,
)
