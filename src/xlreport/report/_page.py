"""The published report as one web page without scripts, other files or network access.

A county's website may put it into a page of its own. So every class and id begins with `xlr-`,
every rule of the style is for one class, and the tables can be read without any style.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from xlreport.base.path import join_path
from xlreport.base.period import Period
from xlreport.form.duties import NO_DUTY_MARK
from xlreport.form.measure import Kind, format_value, to_number
from xlreport.form.parts import UNWRITTEN, Cell
from xlreport.office.theme import Theme
from xlreport.report._page_table import page_table
from xlreport.report.page_template import page_template, theme_words
from xlreport.report.report import Report

Object = dict[str, Any]


def describe_report(report: Report) -> Object:
    """Describe a report as a Dataset of schema.org, with every value that is not missing.

    The `propertyID` of a value is made of its table, row and column key, which are the same in
    every edition; its name is the official path. Amounts are in the unit of their column.
    """
    form = report.form
    office = {"@type": "GovernmentOrganization", "name": report.name}
    headings = {table.key: table.heading for table in form.tables}
    edition = f"，报表格式见{form.notice}" if form.notice else ""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": report.title,
        "description": f"{report.title}各表的全部数据{edition}。",
        "inLanguage": "zh-CN",
        "temporalCoverage": _coverage(report.period),
        "isAccessibleForFree": True,
        "creator": office,
        "publisher": office,
        "variableMeasured": [
            _property(cell, headings[cell.table], value)
            for cell in form.cells
            if (value := _value(report, cell)) is not None
        ],
    }


def _value(report: Report, cell: Cell) -> int | float | str | None:
    """Return a number, a percentage in percent, and all else in the words of the report."""
    value, measure = report.values[cell.index], cell.measure
    if value is None:
        text = report.said.get(cell.index, "")
        return None if text in ("", NO_DUTY_MARK) else text
    if measure.kind is Kind.PERCENTAGE:
        return to_number(value, replace(measure, kind=Kind.DECIMAL))
    return to_number(value, measure) if measure.is_number else format_value(value, measure)


def _property(cell: Cell, heading: str, value: float | str) -> Object:
    unit = "%" if cell.measure.kind is Kind.PERCENTAGE else cell.measure.unit
    return {
        "@type": "PropertyValue",
        "propertyID": f"{cell.table}.{cell.row}.{cell.column}",
        "name": join_path(heading, cell.row_path, cell.column_path),
        "value": value,
        **({"unitText": unit} if unit else {}),
    }


_TEMPLATE = "report.html.j2"


def build_page(report: Report, theme: Theme) -> bytes:
    """Return the bytes of the page in UTF-8; the same report and theme give the same bytes."""
    tables = {
        section.key: page_table(section.table, f"xlr-{number}")
        for number, section in enumerate(report.sections, 1)
        if section.table is not None
    }
    page = page_template(_TEMPLATE).render(
        report=report,
        tables=tables,
        dataset=describe_report(report),
        unwritten=UNWRITTEN,
        **theme_words(theme),
    )
    return page.encode("utf-8")


def _coverage(period: Period) -> str:
    """Return a period as schema.org writes it: a year, or its first and last day."""
    return str(period) if period.kind.is_year else f"{period.first}/{period.last}"
