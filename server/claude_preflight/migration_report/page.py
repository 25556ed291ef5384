"""The report as one HTML page: no script, nothing to load, light or dark as the reader has it."""

from __future__ import annotations

from functools import cache

import jinja2

from claude_preflight import __version__
from claude_preflight.migration_report.money import dollars, share
from claude_preflight.migration_report.report import Report
from claude_preflight.migration_report.timeline import Timeline
from claude_preflight.safe_text import printable

# A page with more rows under one model is slow to open, and nobody reads it.
_MOST_PLACES = 500


def html(report: Report) -> str:
    """The page. What people wrote in it is text, whatever it looks like, and has no keys."""
    template = _environment().get_template("page.html.j2")
    costs = [cost for each in report.savings for cost in (each.cost, each.new_cost)]
    return template.render(
        report=report,
        timeline=Timeline.of(report.endings, report.today),
        dearest=max(costs, default=0),
        most_places=_MOST_PLACES,
        version=__version__,
    )


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("claude_preflight.migration_report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    environment.filters.update(dollars=dollars, number="{:,}".format)
    environment.globals.update(share=share)
    return environment
