"""The report as Markdown, for an issue, a wiki or the summary of a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from claude_preflight import __version__
from claude_preflight.explanations.markdown import bullets, code, literal, paragraphs, table
from claude_preflight.migration_report import money
from claude_preflight.migration_report.money import share
from claude_preflight.migration_report.places import Place
from claude_preflight.migration_report.report import Ending, Rate, Report, Saving, Source, Tally

# An issue may have 65,536 characters.
_MOST_PLACES = 200
_ENDINGS = ("Model", "On", "Ends", "In use", "Elsewhere", "Use instead", "Input", "Output")
_SAVINGS = ("Model", "Use instead", "Input tokens", "Output tokens", "Now", "Then", "Saved")
_PLACES = ("Repository", "Place", "Is", "Written", "What to do", "Owner")
_REPOSITORIES = ("Repository", "Retired", "Will retire", "Other findings", "Files not checked")


def markdown(report: Report) -> str:
    """The page, with a line end."""
    shown = f"as of {report.today}, by what claude-preflight {__version__} knows"
    facts = f" (facts of {report.facts})" if report.facts else ""
    total = report.total
    page = paragraphs(
        "# Claude models that end",
        f"Places that name a retired model: {total.retired:,}; one that will retire: "
        f"{total.retiring:,}; other findings: {total.other:,}, {shown}{facts}.",
        _list("Not read: the numbers are without these", report.broken),
        _section("What ends, and what replaces it", _ENDINGS, map(_ending, report.endings)),
        _savings(report),
        _section("Where", _PLACES, _places(report.endings)),
        _section(
            "Whose it is",
            ("Owner", "Retired", "Will retire"),
            (_tally(each, "nobody")[:3] for each in report.owners),
        ),
        _section(
            "By repository",
            _REPOSITORIES,
            (_tally(each, "without a name") for each in report.repositories),
        )
        if len(report.repositories) > 1
        else "",
        _list("Not checked", report.problems),
        _sources(report.endings),
    )
    return page + "\n"


def _section(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rows = list(rows)
    return paragraphs(f"## {title}", table(columns, rows)) if rows else ""


def _list(title: str, sentences: Sequence[str]) -> str:
    return paragraphs(f"## {title}", bullets(map(literal, sentences))) if sentences else ""


def _ending(ending: Ending) -> tuple[str, ...]:
    ends = "retired" if ending.status.value == "retired" else "retires"
    return (
        _cell(ending.model),
        literal(ending.platform),
        f"{ends} {ending.ends_on or 'on no day named'}",
        f"{ending.used:,}",
        f"{len(ending.places) - ending.used:,}",
        _cell(ending.replacement) if ending.replacement else "choose another model",
        _moved(ending, lambda rate: rate.input),
        _moved(ending, lambda rate: rate.output),
    )


def _moved(ending: Ending, side: Callable[[Rate], float]) -> str:
    """A price before and after; both are for a million tokens."""
    before, after = (
        _dollars(side(rate)) if rate else "unknown" for rate in (ending.rate, ending.new_rate)
    )
    return f"{before} → {after}" if ending.replacement else before


def _savings(report: Report) -> str:
    if not report.savings:
        return ""
    note = (
        f"In US dollars{'; ' + _dollars(report.saved) + ' in all' if report.is_measured else ''}."
    )
    unknown = ", ".join(map(code, report.unknown))
    return paragraphs(
        _section("What moving saves", _SAVINGS, map(_saving, report.savings)),
        note,
        f"Not known, so not counted: {unknown}." if unknown else "",
    )


def _saving(each: Saving) -> tuple[str, ...]:
    return (
        _cell(each.model),
        _cell(each.replacement),
        f"{each.volume.input:,}",
        f"{each.volume.output:,}",
        _dollars(each.cost),
        _dollars(each.new_cost),
        f"{_dollars(each.saved)} ({share(each.saved, each.cost) or '0%'})",
    )


def _places(endings: Sequence[Ending]) -> Iterator[tuple[str, ...]]:
    places = [place for ending in endings for place in ending.places]
    yield from map(_place, places[:_MOST_PLACES])
    if len(places) > _MOST_PLACES:
        yield ("", f"{len(places) - _MOST_PLACES:,} more", "", "", "", "")


def _place(place: Place) -> tuple[str, ...]:
    return (
        literal(place.repository),
        _cell(place.shown),
        place.role,
        _cell(place.text),
        literal(place.advice) or literal(place.message),
        literal(", ".join(place.owners)),
    )


def _tally(each: Tally, nobody: str) -> tuple[str, ...]:
    numbers = (each.retired, each.retiring, each.other, each.problems)
    return (literal(each.name) or nobody, *(f"{number:,}" for number in numbers))


def _sources(endings: Sequence[Ending]) -> str:
    lines = [
        f"{code(each.model)}: {'; '.join(map(_linked, each.sources))}"
        for each in endings
        if each.sources
    ]
    return paragraphs("## Sources", bullets(lines)) if lines else ""


def _linked(source: Source) -> str:
    title = literal(source.title)
    return f"[{title}]({source.link})" if source.link else title


def _dollars(amount: float) -> str:
    """An amount; on GitHub, text between two bare dollars is a formula."""
    return literal(money.dollars(amount))


def _cell(text: str) -> str:
    """Code in a cell of a table."""
    return code(text).replace("|", "\\|")
