"""The published report as one web page: it needs no script, no other file and no network.

What a county's website makes of it is not known, so every class and id begins with `xlr-`, every
rule of the style is for one class, and the tables can be read without any style at all.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from xlreport._page_table import page_table
from xlreport._report import Report
from xlreport._report_dataset import describe_report
from xlreport._theme import Theme

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATE = "report.html.j2"
_FONT_SIGNS = " ._-"


def build_page(report: Report, theme: Theme) -> bytes:
    """Give the bytes of the page, UTF-8; the same report and theme give the same bytes."""
    tables = {
        section.key: page_table(report, section.table, f"xlr-{number}")
        for number, section in enumerate(report.sections, 1)
        if section.table is not None
    }
    page = _template().render(
        report=report,
        tables=tables,
        dataset=describe_report(report),
        colours=dict(theme.colours),
        body_font=_css_name(theme.body_font),
        title_font=_css_name(theme.title_font),
    )
    return page.encode("utf-8")


def _template() -> Template:
    """Load the template, in which every text is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # The filter `tojson` writes < as \u003c, so that no text can end the script around the data.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    source = files("xlreport").joinpath(_TEMPLATE).read_text(encoding="utf-8")
    return environment.from_string(source)


def _css_name(font: str) -> str:
    """Keep of a font's name what means nothing else in a style."""
    return "".join(sign for sign in font if sign.isalnum() or sign in _FONT_SIGNS)
