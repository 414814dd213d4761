"""The sheet 图表: six charts a page, each of a live table below, and nothing draws only zeros."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise, takewhile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from support.county import FORM, county
from support.filled import all_values, as_return, fill_form, find
from support.two_years import figures, two_years
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.parts import ChartKind
from xlreport.form.sheet_names import CHARTS_SHEET
from xlreport.layout.layout import lay_form
from xlreport.layout.width import TITLE_SIZE
from xlreport.office.theme import default_theme
from xlreport.summary.book._charts import write_charts
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import Summary
from xlreport.writing.book import Book

Line = tuple[object, ...]


@cache
def filled_county() -> Summary:
    """Give a county of twelve departments, figures everywhere, without last year's."""
    codes = [f"D{number:02}" for number in range(1, 13)]
    regulations = {cell.index: 0 for cell in FORM.inputs if cell.row == "regulations"}
    fillings = (fill_form(FORM, seed, fixed=regulations) for seed in range(1, 13))
    pairs = zip(codes, fillings, strict=True)
    return county([as_return(FORM, filling, code=code, year=2026) for code, filling in pairs])


def written(summary: Summary) -> bytes:
    """Write the sheet 图表 alone; what its formulas refer to is not there."""
    book = Book("标题", 2026, locked=False)
    book.add_worksheet("封面")
    write_charts(book, summary)
    return book.to_bytes()


def sheet(data: bytes, *, cached: bool = True) -> Worksheet:
    found = openpyxl.load_workbook(BytesIO(data), data_only=cached)[CHARTS_SHEET]
    assert isinstance(found, Worksheet)
    return found


def tables(data: bytes, *, cached: bool = True) -> dict[str, list[Line]]:
    """Give the lines of each table, headings first, by the title above its labels."""
    found: dict[str, list[Line]] = {}
    written = sheet(data, cached=cached)
    for row in written.iter_rows(min_row=_below(written)):
        for cell in row:
            if cell.value in [chart.title for chart in FORM.charts]:
                block = written.iter_rows(
                    min_row=cell.row, min_col=cell.column, max_col=cell.column + 3, values_only=True
                )
                lines = takewhile(lambda line: line[1] is not None, block)
                found[str(cell.value)] = [
                    tuple(value for value in line if value is not None) for line in lines
                ]
    return found


def _below(written: Worksheet) -> int:
    """Give the row below which the tables stand."""
    (row,) = (cell.row or 0 for cell in written["A"] if str(cell.value).startswith("图中的数"))
    return int(row)


def texts(data: bytes) -> list[object]:
    return [value for row in sheet(data).iter_rows(values_only=True) for value in row]


def drawings(data: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
        return [archive.read(name).decode() for name in sorted(names)]


def title_of(kind: ChartKind, form: Form = FORM) -> list[str]:
    return [chart.title for chart in form.charts if chart.kind is kind]


def test_there_is_a_chart_for_each_of_the_form_file_but_none_of_years_without_last_year() -> None:
    data = written(filled_county())
    (years,) = title_of(ChartKind.YEARS)
    expected = [chart.title for chart in FORM.charts if chart.title != years]
    assert (expected, len(expected)) == (list(tables(data)), len(drawings(data)))


def test_a_form_without_charts_has_no_sheet_of_them() -> None:
    plain = replace(filled_county(), form=replace(FORM, charts=()))
    assert ["封面"] == openpyxl.load_workbook(BytesIO(written(plain))).sheetnames


def test_a_table_adds_up_what_its_chart_names_group_by_group() -> None:
    found = tables(written(filled_county()))
    for chart in FORM.charts:
        if chart.kind in (ChartKind.BAR, ChartKind.COLUMN):
            expected = [
                (name, *(total(series.bars[number]) for series in chart.series))
                for number, name in enumerate(chart.categories)
            ]
            assert expected == found[chart.title][1:]


def total(bar: tuple[int, ...]) -> int:
    return sum(filled_county().values[index] or 0 for index in bar)


def test_every_figure_is_a_live_reference_to_the_official_tables() -> None:
    found = tables(written(filled_county()), cached=False)
    places = lay_form(FORM).positions
    bars, results = (found[title] for title in title_of(ChartKind.BAR))
    person = places[find(FORM, "requests.received.natural_person")]
    assert ("自然人", f"='{person.sheet}'!{person.address}") == bars[1]
    refused = [c for c in FORM.cells if c.row == "state_secret" and c.column == "total"]
    first = places[refused[0].index]
    last = places[find(FORM, "requests.administrative_query.total")]
    formula = f"=SUM('{first.sheet}'!{first.address}:{last.address})"
    assert ("不予公开", formula) == results[3]


def test_the_ten_busiest_departments_stand_in_order_with_their_own_figures() -> None:
    (title,) = title_of(ChartKind.BUSIEST)
    cell = find(FORM, "requests.received.total")
    summary = filled_county()
    values = [(row[cell] or 0, -place) for place, row in enumerate(summary.rows)]
    order = [(-place, value) for value, place in sorted(values, reverse=True)[:10]]
    names = [filing.department.name for filing in summary.counted]
    expected = [(names[place], value) for place, value in order]
    data = written(summary)
    assert expected == tables(data)[title][1:]
    column = get_column_letter(4 + cell)
    formulas = [formula for _, formula in tables(data, cached=False)[title][1:]]
    assert [f"='分单位数据'!{column}{5 + place}" for place, _ in order] == formulas


def test_a_department_without_any_is_not_among_the_busiest() -> None:
    (title,) = title_of(ChartKind.BUSIEST)
    found = tables(written(two_years({"D01": 5, "D02": 0, "D03": 7}, None)))[title]
    assert [("D03局", 7), ("D01局", 5)] == found[1:]


def test_a_chart_of_years_runs_over_the_same_departments_and_says_so() -> None:
    (title,) = title_of(ChartKind.YEARS)
    before = figures({"D01": 4, "D09": 6})
    data = build_summary(two_years({"D01": 5, "D02": 7}, before))
    assert ("本年新收政府信息公开申请数量", 4, 5) == tables(data)[title][1]
    compared = "上年 4 件，本年 5 件。同口径：只合计两年都有数据的 1 个单位。"
    assert f"本年新收政府信息公开申请数量：{compared}" in texts(data)
    _, last, this = tables(data, cached=False)[title][1]
    number = 4 + find(FORM, "requests.received.total")
    assert (f"='同比'!E{number}", f"='同比'!F{number}") == (last, this)


def test_where_no_year_can_be_compared_a_sentence_stands_for_the_chart() -> None:
    data = build_summary(two_years({"D01": 5}, figures({"D09": 4})))
    assert "没有两年都有数据的单位或指标，无法比较。" in texts(data)


def test_an_indicator_that_last_year_did_not_count_is_left_out_of_years(form_2019: Form) -> None:
    (years,) = (chart for chart in FORM.charts if chart.kind is ChartKind.YEARS)
    fees = find(FORM, "proactive.fees.fees_amount")
    bars = (*years.series[0].bars[:1], (fees,))
    mixed = replace(
        years, categories=("新收", "收费"), series=(replace(years.series[0], bars=bars),)
    )
    summary = two_years({"D01": 5}, figures({"D01": 4}, form_2019))
    data = written(replace(summary, form=replace(FORM, charts=(mixed,))))
    assert [("新收", 4, 5)] == tables(data)[years.title][1:]


def test_a_chart_of_zeros_is_a_sentence_instead() -> None:
    data = written(two_years({"D01": 0}, None))
    assert 4 == texts(data).count("各项均为 0。")
    assert [] == drawings(data)


def test_the_sheet_says_over_how_many_departments_it_runs() -> None:
    summary = filled_county()
    assert summary.scope == sheet(written(summary))["A2"].value


CHARTED = ["ogi-2019", "ogi-2021"]


@pytest.fixture(scope="module")
def drawn() -> Mapping[str, list[str]]:
    found = {}
    for name in CHARTED:
        form = load_form(name)
        values = all_values(form, fill_form(form, 3))
        summary = county([as_return(form, fill_form(form, 3), year=form.first_year)])
        assert tuple(values) == summary.values
        found[name] = drawings(written(summary))
    return found


@pytest.mark.parametrize("name", CHARTED)
def test_charts_are_flat_have_labels_and_the_theme_s_colours_and_fonts(
    drawn: Mapping[str, list[str]], name: str
) -> None:
    theme = default_theme()
    colours = {value.lstrip("#") for _, value in theme.colours} | {"FFFFFF"}
    assert 4 == len(drawn[name])
    for xml in drawn[name]:
        assert "3D" not in xml
        assert xml.count("<c:ser>") == xml.count("<c:dLbls>")
        assert set(re.findall(r'srgbClr val="(\w+)"', xml)) <= colours
        latin, han = (re.findall(f'a:{kind} typeface="([^"]+)"', xml) for kind in ("latin", "ea"))
        assert ({theme.font("body")}, latin) == (set(han), han)
        outlines = re.findall(r"<c:ser>.*?<a:ln>(.*?)</a:ln>", xml)
        assert {"<a:noFill/>"} == set(outlines)  # one would make a tick of a 0


def test_six_charts_stand_on_a_page_and_their_tables_are_not_printed() -> None:
    written_sheet = sheet(written(filled_county()))
    area = str(written_sheet.print_area).replace("$", "")
    assert f"'图表'!A1:I{_below(written_sheet) - 2}" == area
    assert ("portrait", []) == (
        written_sheet.page_setup.orientation,
        [each.id for each in written_sheet.row_breaks.brk],
    )
    many = replace(FORM, charts=FORM.charts[:1] * 7)
    breaks = sheet(written(replace(filled_county(), form=many))).row_breaks.brk
    assert [2 + 3 * 3] == [each.id for each in breaks]


def test_series_differ_by_more_than_their_hue() -> None:
    theme = default_theme()
    shades = [theme.colour(name) for name in ("bar_dark", "bar_middle", "bar_light")]
    channels = [[int(shade[n : n + 2], 16) for n in (1, 3, 5)] for shade in shades]
    lightness = [0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in channels]
    gaps = [after - before for before, after in pairwise(lightness)]
    assert all(gap > 60 for gap in gaps), gaps


def test_a_chart_holds_the_true_figures_of_its_table() -> None:
    data = written(filled_county())
    (title,) = title_of(ChartKind.COLUMN)
    titles = [chart.title for chart in FORM.charts]
    xml = drawings(data)[titles.index(title)]
    cached = re.findall(r"<c:numCache>(.*?)</c:numCache>", xml)
    values = [[int(v) for v in re.findall(r"<c:v>(\d+)</c:v>", each)] for each in cached]
    lines = tables(data)[title][1:]
    assert [list(column) for column in zip(*(line[1:] for line in lines), strict=True)] == values


def test_every_chart_can_be_read_out_with_its_figures() -> None:
    with zipfile.ZipFile(BytesIO(written(filled_county()))) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    described = re.findall(r'descr="([^"]+)"', drawing)
    titles = [chart.title for chart in FORM.charts if chart.kind is not ChartKind.YEARS]
    assert titles == [text.partition("。")[0] for text in described]
    (_, _, cases, busiest) = described
    assert "各项（行政复议、未经复议直接起诉、复议后起诉）：结果维持 " in cases
    names = [str(label) for label, _ in tables(written(filled_county()))[titles[3]][1:]]
    assert all(f"{name} " in busiest for name in names)


def test_the_same_two_years_give_the_same_bytes() -> None:
    counties = [two_years({"D01": 5, "D02": 7}, figures({"D01": 4})) for _ in range(2)]
    first, second = map(build_summary, counties)
    assert first == second


def test_a_title_of_two_lines_has_room_for_them() -> None:
    long = replace(filled_county(), name="某" * 60)
    assert 2 * TITLE_SIZE < (sheet(written(long)).row_dimensions[1].height or 0)
