"""A table by department is published with a row for each department, and its sums are read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.by_department import FORM, summary_of
from support.changed_summaries import without_sheet
from support.to_publish import returns_to_publish
from xlreport import (
    Form,
    FormError,
    InputError,
    load_form,
    read_returns,
    write_report,
    write_summary,
)
from xlreport.formats.cell import RawSheet
from xlreport.outgoing.imported import read_published
from xlreport.reading.one_return import Return
from xlreport.reading.published import read_published_sheets
from xlreport.report.shown_table import Figures, show_table


@pytest.fixture
def form(tmp_path: Path) -> Form:
    (tmp_path / "penalties.toml").write_text(FORM, encoding="utf-8")
    return load_form(tmp_path / "penalties.toml")


def rows_of(sheet: RawSheet) -> list[list[str]]:
    rows = {row for row, _ in sheet.cells}
    return [[c.text for (r, _), c in sorted(sheet.cells.items()) if r == row] for row in rows]


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_a_county_s_report_has_a_row_for_each_department_and_the_sums(
    form: Form, ending: str, tmp_path: Path
) -> None:
    summary = summary_of(form)
    path = write_report(summary, tmp_path / f"报告{ending}")
    first, second, _ = read_published_sheets(path.read_bytes(), ending)
    assert [
        ["单位名称", "立案数量", "结案数量", "行政处罚案件数量", "罚没金额（万元）"],
        ["警告", "罚款"],
        ["退役军人事务局", "1", "2", "3", "4", "0.000005"],
        ["自然资源局", "2", "4", "6", "8", "0.00001"],
        ["统计局", "3", "6", "9", "12", "0.000015"],
        ["合计", "6", "12", "18", "24", "0.00003"],
    ] == [[text for text in row if text] for row in rows_of(first)]
    assert ["本级", "36", "42"] == rows_of(second)[1]
    (item,) = read_published(path, forms=[form]).items
    assert isinstance(item, Return)
    assert list(summary.values) == list(item.values)
    found = {finding.code: finding.message for finding in item.findings}
    assert ["PUBLISHED", "PUBLISHED-SUM"] == list(found)
    assert "另外3行没有读取" in found["PUBLISHED-SUM"]


def test_a_summary_that_was_read_is_published_by_department_as_well(
    form: Form, tmp_path: Path
) -> None:
    summary = summary_of(form)
    write_summary(summary, tmp_path / "汇总.xlsx")
    returns = read_returns(tmp_path / "汇总.xlsx", forms=[form])
    page = write_report(summary, tmp_path / "a.html").read_text("utf-8")
    assert page == write_report(returns, tmp_path / "b.html", verify=False).read_text("utf-8")


def test_the_report_of_one_office_has_its_row_alone(form: Form, tmp_path: Path) -> None:
    path = write_report(returns_to_publish(form), tmp_path / "a.html", verify=False)
    first, *_ = read_published_sheets(path.read_bytes(), ".html")
    assert 3 == len(rows_of(first))
    assert "盐池县退役军人事务局" == rows_of(first)[2][0]
    (item,) = read_published(path, forms=[form]).items
    (expected,) = returns_to_publish(form).items
    assert isinstance(item, Return)
    assert isinstance(expected, Return)
    assert list(expected.values) == list(item.values)
    assert ["PUBLISHED"] == [finding.code for finding in item.findings]


@pytest.mark.parametrize("figure", [r"\g<0>", ">/<"])
def test_departments_without_a_row_of_sums_are_not_read(
    figure: str, form: Form, tmp_path: Path
) -> None:
    path = write_report(summary_of(form), tmp_path / "a.html")
    page = path.read_text(encoding="utf-8").replace(">合计<", ">市场监管局<")
    first, name, others = page.partition("自然资源局")
    page = first + name + re.sub(r">[0-9.]+<", figure, others)
    path.write_text(page, encoding="utf-8")
    (item,) = read_published(path, forms=[form]).items
    assert isinstance(item, Return)
    assert [None] * 5 == list(item.values[:5])
    assert "PUBLISHED-TABLE" in {finding.code for finding in item.findings}


def test_only_a_table_with_one_row_is_published_by_department(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(FORM.replace("year\n", "own    本级\nlower  下级\n"), encoding="utf-8")
    with pytest.raises(FormError) as error:
        load_form(path)
    assert (
        "f.toml 第8行，[[table]] penalties → report：公开报告中每个单位一行的表只能有一行，"
        "不能分段；请改写，或删去 report。"
    ) == str(error.value)


def test_a_summary_whose_data_sheet_is_gone_is_not_published(form: Form, tmp_path: Path) -> None:
    path = write_summary(summary_of(form), tmp_path / "汇总.xlsx")
    path.write_bytes(without_sheet("分单位数据")(path.read_bytes()))
    with pytest.raises(InputError, match="分单位数据"):
        write_report(read_returns(path, forms=[form]), tmp_path / "a.html", verify=False)


def test_what_stands_for_a_value_is_shown_in_each_row(
    tmp_path: Path,
) -> None:
    text = FORM.replace("money   =", "kinds   = { warned = 'text' }\nmoney   =")
    (tmp_path / "f.toml").write_text(text, encoding="utf-8")
    table = load_form(tmp_path / "f.toml").tables[0]
    offices = [Figures(name, (n, n, None, n, None), {2: f"{n}次"}) for n, name in enumerate("甲乙")]
    shown = show_table(table, Figures("某县", (1, 1, None, 1, None), {}), offices)
    assert [["0", "0", "0次", "0", ""], ["1", "1", "1次", "1", ""], ["1", "1", "", "1", ""]] == [
        [shown.shown(5 * row + column) for column in range(5)] for row in range(3)
    ]
    assert ["甲", "乙", "合计"] == [label.text for label in shown.table.parts[0].rows.labels]
    assert [False] * 10 + [True] * 5 == [cell.total for cell in shown.table.cells]
