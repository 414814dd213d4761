"""What a form file says of headline figures and charts, and how a slip in it is told."""

from __future__ import annotations

from typing import Any

import pytest

from support.kept_faults import read_entries
from xlreport import load_form
from xlreport.base.errors import FormError
from xlreport.base.toml_fault import raise_kept
from xlreport.base.toml_location import TomlLocation
from xlreport.form._read_charts import read_chart, read_headline
from xlreport.form.form import Form
from xlreport.form.parts import Chart, ChartKind, Series
from xlreport.form.short_labels import short_label

BAR = {
    "title": "新收",
    "kind": "bar",
    "table": "requests",
    "rows": ["received"],
    "columns": ["natural_person", "legal_person"],
}


def read(form: Form, **changes: Any) -> Chart:
    (chart,) = charts(form, {**BAR, **changes})
    return chart


def charts(form: Form, *raw: dict[str, Any]) -> list[Chart]:
    return read_entries({"chart": list(raw)}, "chart", read_chart, tables=form.tables)


def headline_of(form: Form, names: list[str]) -> list[int]:
    file = TomlLocation("a.toml")
    found = read_headline({"summary": {"headline": names}}, file, form.tables)
    raise_kept(file)
    return found


def index(form: Form, row: str, column: str, table: str = "requests") -> int:
    return form.index[table, row, column]


def test_headline_cells_are_read_in_their_order(form_2021: Form) -> None:
    names = ["remedies.cases.review_total", "requests.received.total"]
    expected = [
        index(form_2021, "cases", "review_total", "remedies"),
        index(form_2021, "received", "total"),
    ]
    assert expected == headline_of(form_2021, names)


def test_a_form_without_headline_and_charts_has_none(form_2021: Form) -> None:
    assert [] == read_headline({}, TomlLocation("a.toml"), form_2021.tables)
    assert [] == read_headline({"summary": {}}, TomlLocation("a.toml"), form_2021.tables)
    assert [] == charts(form_2021)


def test_columns_are_the_categories_and_a_group_is_the_sum_of_its_leaves(form_2021: Form) -> None:
    legal = ("commercial", "research", "public_benefit", "legal_service", "other_person")
    bars = (
        (index(form_2021, "received", "natural_person"),),
        tuple(index(form_2021, "received", column) for column in legal),
    )
    series = (Series("本年新收政府信息公开申请数量", bars),)
    expected = Chart("新收", ChartKind.BAR, "件", ("自然人", "法人或其他组织"), series)
    assert expected == read(form_2021)


def test_of_a_single_column_the_rows_are_the_categories_and_a_total_bears_its_group(
    form_2021: Form,
) -> None:
    chart = read(form_2021, rows=["granted", "refused", "total_handled"], columns=["total"])
    assert ("予以公开", "不予公开", "本年度办理结果总计") == chart.categories
    (series,) = chart.series
    assert ("总计", [1, 8, 1]) == (series.name, [len(bar) for bar in series.bars])


def test_each_of_several_rows_is_a_series(form_2021: Form) -> None:
    chart = read(form_2021, rows=["granted", "refused"])
    assert ["予以公开", "不予公开"] == [series.name for series in chart.series]
    assert ("自然人", "法人或其他组织") == chart.categories


def test_each_list_of_columns_is_a_series_named_by_its_group(form_2021: Form) -> None:
    columns = [["review_upheld", "review_other"], ["direct_upheld", "direct_other"]]
    chart = read(form_2021, table="remedies", rows=["cases"], columns=columns)
    assert ("结果维持", "其他结果") == chart.categories
    assert ["行政复议", "未经复议直接起诉"] == [series.name for series in chart.series]


@pytest.mark.parametrize(
    ("official", "short"),
    [
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("1.属于国家秘密", "属于国家秘密"),
        ("三、本年度办理结果", "本年度办理结果"),
        ("本年收费金额（单位：万元）", "本年收费金额"),
        ("（全部）", "（全部）"),
        ("总计", "总计"),
    ],
)
def test_a_label_is_shortened_for_an_axis(official: str, short: str) -> None:
    assert short == short_label(official)


@pytest.mark.parametrize("name", ["ogi-2019", "ogi-2021"])
def test_both_editions_show_the_same_headline_and_charts(name: str) -> None:
    form, other = load_form(name), load_form("ogi-2021")
    assert [chart.title for chart in other.charts] == [chart.title for chart in form.charts]
    assert set(ChartKind) == {chart.kind for chart in form.charts}
    named = [form.cells[i] for i in form.headline], [other.cells[i] for i in other.headline]
    mine, others = ([(c.table, c.row, c.column) for c in cells] for cells in named)
    assert (others, 7) == (mine, len(mine))


def test_a_form_with_an_annex_shows_what_both_name() -> None:
    whole = load_form("ogi-2021+ogi-supplement")
    assert load_form("ogi-2021").charts == whole.charts
    assert load_form("ogi-2021").headline == whole.headline


SLIPS: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown field": ({"colour": "red"}, "→ colour：没有“colour”这个字段"),
    "an unknown table": ({"table": "request"}, "→ table：没有“request”这张表"),
    "an unknown kind": (
        {"kind": "pie"},
        "→ kind：“pie”不能用；只能是 bar、column、busiest、years。",
    ),
    "an unknown row": ({"rows": ["receive"]}, "表 requests 中没有代号“receive”"),
    "an unknown column": ({"columns": ["all"]}, "表 requests 中没有代号“all”"),
    "no columns": (
        {"columns": []},
        "→ columns：应是一段文字，或用方括号列出的几段文字，不能是 []。",
    ),
    "a row for a column": (
        {"columns": ["granted"]},
        "“requests.received.granted”：表 requests 中没有这样的单元格",
    ),
    "too many series": (
        {"rows": ["granted", "refused", "not_available", "not_processed"]},
        "一张图最多3组数，现在有4组",
    ),
    "two series of years": (
        {"kind": "years", "rows": ["granted", "refused"]},
        "“years”图只能有一组数",
    ),
    "two bars of departments": (
        {"kind": "busiest"},
        "“busiest”图只能有一行、一列",
    ),
    "lists over several rows": (
        {"rows": ["granted", "refused"], "columns": [["total"]]},
        "→ rows：columns 分组时，rows 只能写一行，现在有2行。",
    ),
    "lists with other labels": (
        {"table": "remedies", "rows": ["cases"], "columns": [["review_upheld"], ["direct_other"]]},
        "→ columns：各组的列名称不一致",
    ),
}


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_in_a_chart_is_told_with_its_place(form_2021: Form, kind: str) -> None:
    changes, said = SLIPS[kind]
    with pytest.raises(FormError) as error:
        read(form_2021, **changes)
    assert str(error.value).startswith("a.toml，[[chart]] 第1个")
    assert said in str(error.value)


def test_figures_in_two_units_do_not_stand_in_one_chart() -> None:
    form = load_form("ogi-supplement")
    raw = {**BAR, "table": "supplement", "rows": ["newsletter"], "columns": ["briefs", "posts"]}
    with pytest.raises(FormError, match="中没有这样的单元格"):
        charts(form, raw)
    raw |= {"rows": ["open_house"], "columns": ["open_days", "visitors"]}
    with pytest.raises(FormError, match="第1个：人次、场 单位不同，不能画在一张图中"):
        charts(form, raw)


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        (["requests.received"], "“requests.received”有7个单元格，只能是一个"),
        (["requests.receive.total"], "表 requests 中没有这样的单元格"),
        (["requests.received.total"] * 2, "单元格“requests.received.total”写了2次"),
        ([], "summary → headline：应是一段文字"),
    ],
)
def test_a_slip_in_the_headline_is_told(form_2021: Form, headline: list[str], said: str) -> None:
    with pytest.raises(FormError, match=said):
        headline_of(form_2021, headline)
