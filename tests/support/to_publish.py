"""Returns from which a report can be made, without workbooks, and the text of written reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from support.filled import as_return, fill_form
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.office.theme import default_theme
from xlreport.reading.published import read_published_sheets
from xlreport.report._word import build_word
from xlreport.report.report import Report, make_report
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns

NAME = "盐池县退役军人事务局"


def returns_to_publish(
    form: Form,
    *,
    texts: Mapping[str, str] | None = None,
    name: str = NAME,
    inputs: Mapping[int, int] | None = None,
) -> Returns:
    """Give the one right return of an office that makes no 规章, of the edition's second year."""
    rules = [index for key, index in form.index.items() if key[:2] == ("proactive", "regulations")]
    values = inputs or fill_form(form, 3, largest=40, fixed=dict.fromkeys(rules, 0))
    item = as_return(form, values, name=name, year=form.first_year + 1)
    item = replace(item, texts=texts or {})
    return check_and_settle([item], roster=None, period=None, before=None, prefer={})


_PUBLISHED = ("ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement")
# By these tests are named, for which no report needs to be made.
REPORTS = tuple(f"{name}{kind}" for name in _PUBLISHED for kind in ("", ", drafted, large numbers"))


@cache
def every_report() -> dict[str, bytes]:
    """Give Word files of every kind: each form, each kind of paragraph, a page turned."""
    text = "（一）公开\n甲<&>乙\n（二）申请。收到若干件。"
    reports = {}
    for name in _PUBLISHED:
        form = load_form(name)
        reports[name] = returns_to_publish(form, texts={"overview": text, "other": "某" * 30_000})
        large = fill_form(form, 5, largest=99_999_999)
        reports[f"{name}, drafted, large numbers"] = returns_to_publish(form, inputs=large)
    theme = default_theme()
    assert REPORTS == tuple(reports)
    return {name: build_word(make_report(each), theme) for name, each in reports.items()}


def text_of(path: Path) -> str:
    """Return the text of a written report, a title of two lines as one."""
    sheets = read_published_sheets(path.read_bytes(), path.suffix)
    return "".join(cell.text for cell in sheets[-1].cells.values())


def shown(report: Report, index: int) -> str:
    """Return the value of a cell as its table in the report shows it."""
    key = report.form.cells[index].table
    (table,) = [section.table for section in report.sections if section.key == key]
    assert table is not None
    return table.shown(index)


def with_values(report: Report, values: Sequence[int | None]) -> Report:
    """Return a report with other values by cell index, also where its tables show them."""
    sections = []
    for section in report.sections:
        table = section.table and replace(
            section.table, values={index: values[index] for index in section.table.values}
        )
        sections.append(replace(section, table=table))
    return replace(report, sections=tuple(sections), values=tuple(values))
