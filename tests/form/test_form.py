"""What is known of the official form: its editions, its numbers of cells, its units, its totals."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.made_up_form import load_made_up
from xlreport.base.address import a1
from xlreport.form.load import list_forms, load_form
from xlreport.form.measure import Kind, Measure
from xlreport.form.totals import fill_totals
from xlreport.layout.layout import lay_form


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_both_editions_have_166_inputs(name: str) -> None:
    assert 166 == len(load_form(name).inputs)


@pytest.mark.parametrize(
    ("name", "table", "inputs", "totals"),
    [
        ("ogi-2021", "proactive", 10, 0),
        ("ogi-2021", "requests", 144, 31),
        ("ogi-2021", "remedies", 12, 3),
        ("ogi-2019", "proactive", 22, 0),
        ("ogi-2019", "requests", 132, 29),
        ("ogi-2019", "remedies", 12, 3),
    ],
)
def test_each_table_has_its_official_inputs_and_totals(
    name: str, table: str, inputs: int, totals: int
) -> None:
    cells = load_form(name).table(table).cells
    found = sum(cell.total for cell in cells)
    assert (inputs, totals) == (len(cells) - found, found)


@pytest.mark.parametrize(
    ("name", "notice", "years"),
    [
        ("ogi-2021", "国办公开办函〔2021〕30号", {2021, 2022, 2025, 2026, 2040}),
        ("ogi-2019", "国办公开办函〔2019〕60号", {2019, 2020}),
    ],
)
def test_each_edition_is_for_the_years_of_its_notice(
    name: str, notice: str, years: set[int]
) -> None:
    form = load_form(name)
    asked = {2008, 2018, 2019, 2020, 2021, 2022, 2025, 2026, 2040}
    assert (notice, years) == (form.notice, {year for year in asked if form.covers(year)})


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_the_official_form_has_six_parts_below_its_opening(name: str) -> None:
    form = load_form(name)
    headings = {text.heading for text in form.texts} | {table.heading for table in form.tables}
    expected = {
        "开头语",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    }
    assert (expected, "政府信息公开工作年度报告") == (headings, form.title)


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_the_tables_stand_on_sheets_named_by_their_numbers(name: str) -> None:
    assert ["二", "三", "四"] == [table.sheet for table in load_form(name).tables]


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019"])
def test_requests_and_remedies_count_cases(name: str) -> None:
    form = load_form(name)
    cells = form.table("requests").cells + form.table("remedies").cells
    assert {Measure(Kind.COUNT, "件")} == {cell.measure for cell in cells}


def test_of_2021_only_the_fees_are_money() -> None:
    cells = load_form("ogi-2021").table("proactive").cells
    found = {cell.column: cell.measure for cell in cells if cell.measure.kind is not Kind.COUNT}
    assert {"fees_amount": Measure(Kind.MONEY, "万元")} == found


def test_of_2019_items_are_counted_changes_are_signed_and_the_amount_needs_its_unit() -> None:
    cells = load_form("ogi-2019").table("proactive").cells
    expected = {
        "made": Measure(Kind.COUNT, "件"),
        "published": Measure(Kind.COUNT, "件"),
        "published_total": Measure(Kind.COUNT, "件"),
        "items_last_year": Measure(Kind.COUNT, "项"),
        "items_change": Measure(Kind.CHANGE, "项"),
        "decisions": Measure(Kind.COUNT, "件"),
        "procurement_projects": Measure(Kind.COUNT, "个"),
        "procurement_amount": Measure(Kind.MONEY, "元", unit_required=True),
    }
    assert expected == {cell.column: cell.measure for cell in cells}


def test_the_same_meaning_has_the_same_key_in_both_editions() -> None:
    new, old = (load_form(name) for name in ("ogi-2021", "ogi-2019"))
    split = {"not_corrected", "fee_not_paid", "other_handling"}
    requests = [set(form.table("requests").row_keys) for form in (new, old)]
    assert (split, {"otherwise_handled"}) == (requests[0] - requests[1], requests[1] - requests[0])
    assert new.table("requests").column_keys == old.table("requests").column_keys
    assert new.table("remedies").column_keys == old.table("remedies").column_keys


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            ("requests", "state_secret", "commercial"),
            "三 › （三）不予公开 › 1.属于国家秘密 › 法人或其他组织 › 商业企业",
        ),
        (("requests", "granted", "total"), "三 › （一）予以公开 › 总计"),
        (("remedies", "cases", "review_total"), "四 › 行政复议 › 总计"),
        (
            ("remedies", "cases", "appeal_pending"),
            "四 › 行政诉讼 › 复议后起诉 › 尚未审结",
        ),
        (
            ("proactive", "licences", "decisions"),
            "二 › 行政许可 › 本年处理决定数量",
        ),
    ],
)
def test_a_cell_is_named_by_its_official_path(key: tuple[str, str, str], expected: str) -> None:
    form = load_form("ogi-2021")
    assert expected == form.cells[form.index[key]].path


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"])
def test_no_two_cells_have_the_same_path(name: str) -> None:
    paths = [cell.path for cell in load_form(name).cells]
    assert len(paths) == len(set(paths))


def test_cells_are_numbered_in_official_order() -> None:
    cells = load_form("ogi-2021+ogi-supplement").cells
    assert list(range(len(cells))) == [cell.index for cell in cells]


def test_an_unknown_table_is_told_with_those_there_are() -> None:
    with pytest.raises(KeyError) as error:
        load_form("ogi-2021").table("request")
    message = "ogi-2021 has no table 'request'; it has ('proactive', 'requests', 'remedies')"
    assert (message,) == error.value.args
    with pytest.raises(KeyError, match="'applications' is a list of ogi-register, not a table"):
        load_form("ogi-register").table("applications")


def test_a_form_shows_its_years_and_counts_at_the_prompt() -> None:
    shown = [repr(load_form(name)) for name in ("ogi-2019", "ogi-2021")]
    expected = [
        "<Form ogi-2019 2019–2020: 3 tables, 166 inputs>",
        "<Form ogi-2021 2021–: 3 tables, 166 inputs>",
    ]
    assert expected == shown


def test_what_a_group_means_is_known_of_each_of_its_cells(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    found = {(form.cells[i].row, text) for i, text in form.meaning_of.items()}
    assert {("novels", "纸质图书"), ("science", "纸质图书")} == found
    assert ("把总计填成合计。",) == form.mistakes


def test_every_total_comes_after_those_it_is_computed_from() -> None:
    form = load_form("ogi-2021")
    assert set(form.fill_order) == {cell.index for cell in form.cells if cell.total}
    place = {index: number for number, index in enumerate(form.fill_order)}
    for index in form.fill_order:
        for part, _ in form.fills[index].right:
            assert place.get(part, -1) < place[index]


def test_a_missing_part_counts_as_nought_and_a_total_of_nothing_stays_missing(
    tmp_path: Path,
) -> None:
    form = load_made_up(tmp_path)
    values: list[int | None] = [None] * len(form.cells)
    values[form.index["loans", "novels", "adults"]] = 3
    fill_totals(form, values)
    totals = {(c.row, c.column): values[c.index] for c in form.cells if c.total}
    expected = {
        ("novels", "total"): 3,
        ("science", "total"): None,
        ("journals", "total"): None,
        ("digital", "total"): None,
        ("all_loans", "adults"): 3,
        ("all_loans", "children"): None,
        ("all_loans", "total"): 3,
        ("spending", "spent"): None,
    }
    assert expected == totals


@given(st.lists(st.integers(0, 10**9), min_size=144, max_size=144))
def test_filled_totals_satisfy_every_rule_that_fills(numbers: list[int]) -> None:
    form = load_form("ogi-2021")
    cells = [cell for cell in form.table("requests").cells if not cell.total]
    values: list[int | None] = [None] * len(form.cells)
    for cell, number in zip(cells, numbers, strict=True):
        values[cell.index] = number
    fill_totals(form, values)
    for balance in form.balances:
        if balance.rule.fill and balance.rule.table == "requests":
            left, right = (
                sum((values[index] or 0) * factor for index, factor in side)
                for side in (balance.left, balance.right)
            )
            assert left == right


@pytest.mark.parametrize("name", list_forms())
def test_a_cell_is_found_by_its_key_and_stands_where_the_layout_has_it(name: str) -> None:
    form = load_form(name)
    for cell in form.cells:
        assert cell is form.cell(cell.key)
        sheet, address = form.address(cell.key)
        position = lay_form(form).positions[cell.index]
        assert (position.sheet, position.address) == (sheet, address)
        assert a1(position.row, position.column) == address


def test_a_key_of_no_cell_is_refused_with_the_one_that_was_meant() -> None:
    form = load_form("ogi-2021")
    for key in ("requests.recieved.total", "requests", "requests.received", "a.b.c.d", ""):
        with pytest.raises(KeyError, match="ogi-2021 has no cell"):
            form.address(key)
    with pytest.raises(KeyError, match=r"did you mean requests\.received\.total\?"):
        form.cell("requests.recieved.total")
