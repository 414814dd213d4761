"""The figures of a published report for programs: a schema.org Dataset in JSON-LD.

Open-data catalogues and search engines read it from the page, so that nobody has to take the
numbers from the tables again.
"""

from __future__ import annotations

from typing import Any

from xlreport._form import Cell
from xlreport._report import Report
from xlreport._values import to_number

Object = dict[str, Any]


def describe_report(report: Report) -> Object:
    """Describe a report as a Dataset; `variableMeasured` holds each value that is not missing.

    A value's `propertyID` is its table, row and column key, the same in every edition; its name is
    the official path. Amounts are numbers in the unit of their column.
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
        "temporalCoverage": str(report.year),
        "isAccessibleForFree": True,
        "creator": office,
        "publisher": office,
        "variableMeasured": [
            _property(cell, headings[cell.table], value)
            for cell, value in zip(form.cells, report.values, strict=True)
            if value is not None
        ],
    }


def _property(cell: Cell, heading: str, value: int) -> Object:
    return {
        "@type": "PropertyValue",
        "propertyID": f"{cell.table}.{cell.row}.{cell.column}",
        "name": " › ".join(filter(None, (heading, cell.row_path, cell.column_path))),
        "value": to_number(value, cell.measure),
        "unitText": cell.measure.unit,
    }
