"""The figures page (图解): main figures and charts of a report as a page that phones show well.

It is written only if every number on it reads back as that of the report. Beside it stands a table
with all figures (.csv), to which it is linked.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError, VerificationError
from xlreport.base.files import refuse_held, write_file
from xlreport.base.text import UTF_8, csv_text
from xlreport.form.measure import format_value
from xlreport.office.theme import Theme, chosen_theme
from xlreport.report.drawing import drawings, main_figures
from xlreport.report.file import PAGE, report_ending
from xlreport.report.page_template import page_template, theme_words
from xlreport.report.report import Report, make_report
from xlreport.returns.returns import Returns
from xlreport.summary.summary import Summary
from xlreport.summary.verified import verified

_TEMPLATE = "figures.html.j2"
_HEADINGS = ("表", "指标", "栏目", "单位", "数值")


@checked
def write_figures(
    source: Returns | Summary,
    path: str | os.PathLike[str],
    *,
    full: str = "",
    theme: str | os.PathLike[str] | None = None,
    partial: bool = False,
    verify: bool = True,
) -> list[Path]:
    """Write the figures page of a summary, or of the one return that `source` holds, and its table.

    `path` ends in .html; the table stands beside it with the ending .csv. `full` is the address of
    the whole report, to which the page is linked. Everything else is as in `write_report`. Raises
    `InputError` for another ending or if no report can be made of `source`, `VerificationError` if
    a number does not read back, `OutputError` if a file cannot be written.
    """
    for written in figures_files(path):
        refuse_held(written)  # they belong together: both are written or none
    if verify and isinstance(source, Returns):
        source = verified(source)
    report = make_report(source, partial=partial)
    return write_made_figures(report, path, chosen_theme(theme), full)


def figures_files(path: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Return the page and the table beside it; raises `InputError` where none can be written so."""
    page = Path(path)
    if page.suffix.lower() != PAGE:
        raise InputError(f"{path}：图解是网页，文件名须以 .html 结尾。")
    report_ending(page)  # the page of a report needs the same libraries
    return page, page.with_suffix(".csv")


def write_made_figures(
    report: Report,
    path: str | os.PathLike[str],
    theme: Theme,
    full: str = "",
    *,
    overwrite: bool = True,
) -> list[Path]:
    """Write the figures page of a report already made, as `write_figures` does."""
    page, table = figures_files(path)
    data = build_figures(report, theme, table=table.name, full=full)
    verify_figures(report, data)
    write_file(page, data, overwrite=overwrite)
    write_file(table, _table(report), overwrite=overwrite)
    return [page, table]


def build_figures(report: Report, theme: Theme, *, table: str, full: str = "") -> bytes:
    """Return the bytes of the page in UTF-8, linked to its table and to the whole report."""
    links = [("阅读报告全文", full)] if full else []
    page = page_template(_TEMPLATE).render(
        report=report,
        links=[*links, ("下载数据（CSV）", quote(table))],
        tiles=main_figures(report),
        charts=drawings(report),
        **theme_words(theme),
    )
    return page.encode("utf-8")


def verify_figures(report: Report, data: bytes) -> None:
    """Compare every number of a written page with the cells that it states.

    Raises `VerificationError` with the first difference.
    """
    from lxml import html

    for element in html.document_fromstring(data.decode("utf-8")).iterfind(".//*[@data-cells]"):
        cells = [report.form.cells[int(text)] for text in element.get("data-cells", "").split()]
        measure = cells[0].measure
        value = sum(report.values[cell.index] or 0 for cell in cells)
        seen = "".join(element.itertext()).replace(",", "").removesuffix(measure.unit).strip()
        if seen != format_value(value, measure):
            raise VerificationError(
                f"写出的图解与数据不一致：“{cells[0].path}”应为“{format_value(value, measure)}”，"
                f"读回的是“{seen}”。没有写入文件。"
            )


def _table(report: Report) -> bytes:
    """Return all figures as CSV, one cell a line, as the report prints them."""
    headings = {table.key: table.heading for table in report.form.tables}
    lines = []
    for cell in report.form.cells:
        value, measure = report.values[cell.index], cell.measure
        shown = report.said.get(cell.index, "") if value is None else format_value(value, measure)
        lines.append((headings[cell.table], cell.row_path, cell.column_path, measure.unit, shown))
    return csv_text(_HEADINGS, lines).encode(UTF_8)
