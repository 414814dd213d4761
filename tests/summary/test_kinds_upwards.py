"""Every kind of cell from the county's workbook to the city: read back, added up, exported."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from support.answers import answered, answers_form
from support.changed_summaries import with_text
from support.county import county
from support.departments import make_department
from support.edited import read, resaved
from support.filled import find
from xlreport import Roster, consolidate, export, read_returns, write_report
from xlreport.base.path import say_indicator
from xlreport.base.period import Period
from xlreport.form.measure import Kind, format_value
from xlreport.form.sums import add_rows, count_answers
from xlreport.layout.layout import lay_form
from xlreport.past.last_year import Earlier, LastYear
from xlreport.reading.one_return import Return
from xlreport.reading.published import read_published_sheets
from xlreport.report._page import describe_report
from xlreport.report.report import make_report
from xlreport.returns.returns import Returns
from xlreport.summary.book.book import build_summary, write_summary
from xlreport.summary.summary import Summary

FORM = answers_form()
EAST, WEST = ("D01", "D02", "D03"), ("D11", "D12")
CITY = Roster("名录.csv", (make_department("E", "东县"), make_department("W", "西县")))


def items(codes: tuple[str, ...]) -> list[Return]:
    return [answered(code, seed) for seed, code in enumerate(codes, len(codes))]


def made(codes: tuple[str, ...], name: str, code: str) -> Summary:
    return replace(county(items(codes)), name=name, code=code)


@pytest.fixture(scope="module")
def east() -> bytes:
    return build_summary(made(EAST, "东县", "E"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("市")
    for codes, name, code in ((EAST, "东县", "E"), (WEST, "西县", "W")):
        write_summary(made(codes, name, code), folder / f"{name}.xlsx")
    return folder


@pytest.fixture(scope="module")
def city(folder: Path) -> Summary:
    return consolidate(read_returns(folder, roster=CITY, forms=[FORM]), name="某市")


def test_a_city_adds_up_and_counts_what_its_counties_did(city: Summary) -> None:
    departments = items(EAST) + items(WEST)
    assert add_rows(FORM, [item.values for item in departments]) == city.values
    assert count_answers(FORM, [(item.values, {}) for item in departments]) == city.counts
    assert 5 == sum(city.counts[find(FORM, "people.this.duty")])


def test_a_city_s_workbook_is_written_and_read_back_like_a_county_s(
    city: Summary, tmp_path: Path
) -> None:
    (item,) = read_returns(write_summary(city, tmp_path / "市.xlsx"), forms=[FORM]).items
    assert isinstance(item, Return)
    assert (city.values, city.counts) == (item.values, item.counts)


def test_the_summary_counts_answers_and_leaves_averages_texts_and_dates_blank(
    east: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "东县.xlsx"
    path.write_bytes(east)
    workbook = openpyxl.load_workbook(path)
    shown = {}
    for cell in FORM.cells:
        place = lay_form(FORM).positions[cell.index]
        shown[cell.row, cell.column] = workbook[place.sheet][place.address].value
    summary = made(EAST, "东县", "E")
    assert summary.said[find(FORM, "site.mobile.value")] == shown["mobile", "value"]
    assert [None] * 6 == [
        *(shown[row, "value"] for row in ("name", "opened", "satisfied", "followers")),
        shown["licences", "avg_days"],
        shown["this", "motto"],
    ]
    listed = {row[0].value for row in workbook["分单位文字"].iter_rows(min_row=3)}
    texts = (cell for cell in FORM.cells if cell.measure.kind in (Kind.TEXT, Kind.DATE))
    assert {say_indicator(cell.path) for cell in texts} == listed
    proved = [row[0].value for row in workbook["核对"].iter_rows(min_row=4)]
    assert len(FORM.cells) - len(FORM.not_added) == len(proved)


@pytest.mark.parametrize(
    ("pattern", "new", "code"),
    [
        ("是 [0-9]、否 [0-9]", "是 9、否 0", "SUMMARY-DIFFERS"),
        ("东县", "南县", "SUMMARY-CHANGED"),
    ],
)
def test_counts_and_names_that_were_changed_are_found(
    east: bytes, pattern: str, new: str, code: str
) -> None:
    item = read(with_text(pattern, new)(east), FORM)
    assert code in {finding.code for finding in item.findings}


def test_a_county_s_file_is_exported_as_numbers_and_texts(folder: Path, tmp_path: Path) -> None:
    returns = read_returns(folder / "东县.xlsx", forms=[FORM])
    export(returns, tmp_path / "数据.json")
    lines = json.loads((tmp_path / "数据.json").read_text(encoding="utf-8"))
    by_cell = {(line["row"], line["column"]): line for line in lines}
    summary = made(EAST, "东县", "E")
    rate, duty = by_cell["licences", "rate"], by_cell["this", "duty"]
    assert (summary.values[find(FORM, "work.licences.rate")] or 0) / 10**4 == rate["value"]
    assert (None, summary.said[find(FORM, "people.this.duty")]) == (duty["value"], duty["text"])
    package = json.loads((tmp_path / "数据.json.datapackage.json").read_text(encoding="utf-8"))
    cells = {(cell["row"], cell["column"]): cell for cell in package["cells"]}
    assert {"enum": ["行政", "事业"]} == cells["this", "nature"]["constraints"]
    assert ("boolean", "date", "string") == tuple(
        cells["this", column]["type"] for column in ("duty", "since", "motto")
    )


@pytest.mark.libreoffice
def test_libreoffice_computes_every_formula_of_a_summary_with_two_years(
    tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    summary = made(EAST, "东县", "E")
    rows = {code: answered(code, 9 + number).values for number, code in enumerate(EAST)}
    total = {"E": add_rows(FORM, list(rows.values()))}
    before = LastYear(FORM, Period(2025), rows | total, {"E": "东县"}, total="E")
    data = build_summary(
        replace(summary, returns=replace(summary.returns, before=Earlier(before, before)))
    )
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(resaved(data))  # openpyxl drops the values beside the formulas
    computed = openpyxl.load_workbook(convert(path, "xlsx"), data_only=True)
    stated = openpyxl.load_workbook(BytesIO(data), data_only=True)
    count = 0
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == "f"):
            expected, seen = (
                book[sheet.title][cell.coordinate].value or "" for book in (stated, computed)
            )
            assert expected == pytest.approx(seen), (sheet.title, cell.coordinate, cell.value)
            count += 1
    assert count > 140


def test_two_years_show_no_average_of_a_county_and_shares_of_both_sums(tmp_path: Path) -> None:
    summary = made(EAST, "东县", "E")
    rows = {code: answered(code, 9 + number).values for number, code in enumerate(EAST)}
    before = LastYear(FORM, Period(2025), rows, dict.fromkeys(rows, ""))
    path = tmp_path / "汇总.xlsx"
    write_summary(
        replace(summary, returns=replace(summary.returns, before=Earlier(before, before))), path
    )
    sheet = openpyxl.load_workbook(path, data_only=True)["同比"]
    lines = {(row[1].value, row[2].value): [c.value for c in row[4:7]] for row in sheet.iter_rows()}
    assert ["不相加", "不相加"] == lines["行政许可", "平均办理天数"][:2]
    rate = find(FORM, "work.licences.rate")
    last = add_rows(FORM, list(rows.values()))[rate] or 0
    this = summary.values[rate] or 0
    numbers = [last / 10**4, this / 10**4, (this - last) / 10**4]
    assert numbers == pytest.approx(lines["行政许可", "网办率"])


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_a_county_s_report_shows_counts_and_shares_and_no_averages(
    folder: Path, tmp_path: Path, ending: str
) -> None:
    returns = read_returns(folder / "东县.xlsx", forms=[FORM])
    summary = made(EAST, "东县", "E")
    sources: tuple[Returns | Summary, ...] = (returns, summary)
    for number, source in enumerate(sources):
        path = write_report(source, tmp_path / f"{number}{ending}")
        sheets = read_published_sheets(path.read_bytes(), ending)
        texts = [cell.text for sheet in sheets for cell in sheet.cells.values()]
        assert summary.said[find(FORM, "site.mobile.value")] in texts
        rate = find(FORM, "work.licences.rate")
        assert format_value(summary.values[rate] or 0, FORM.cells[rate].measure) in texts


def test_the_data_of_a_page_have_numbers_and_words() -> None:
    report = make_report(made(EAST, "东县", "E"))
    values = {each["propertyID"]: each for each in describe_report(report)["variableMeasured"]}
    rate, duty = values["work.licences.rate"], values["people.this.duty"]
    share = (report.values[find(FORM, "work.licences.rate")] or 0) / 100
    assert (share, "%") == (rate["value"], rate["unitText"])
    assert report.said[find(FORM, "people.this.duty")] == duty["value"]
    assert "unitText" not in duty
    assert "work.licences.avg_days" not in values


def test_a_table_with_answers_alone_is_not_empty(tmp_path: Path) -> None:
    blank = dict.fromkeys(("site.visits.value",))
    items = [answered(code, seed, blank) for seed, code in enumerate(EAST)]
    path = write_summary(county(items), tmp_path / "县.xlsx")
    errors = [f for f in read_returns(path, forms=[FORM]).found if f.is_open_error]
    assert [] == errors
