"""The data sheet read back: every department's figures, or nothing where it was changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county import county
from support.filled import all_values, as_return, as_typed, few, fill_form
from support.made_up_form import load_made_up
from xlreport.base.errors import InputError
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.xlsx import read_package
from xlreport.layout.data_sheet import (
    FIRST_DEPARTMENT_ROW,
    FIRST_VALUE_COLUMN,
    HEADING_ROW,
    groups_of,
    headings_of,
)
from xlreport.reading import _data_figures
from xlreport.reading.summary import DataSheet, read_data_sheet
from xlreport.summary.book.book import build_summary

COLUMNS = ("adults", "children", "total")
NAMES = ["ogi-2021", "ogi-2019", "ogi-supplement"]


def sheet_of(form: Form, *seeds: int) -> RawSheet:
    items = [as_return(form, fill_form(form, seed), code=f"D{seed}") for seed in seeds]
    package = read_package(build_summary(county(items)))
    return next(sheet for sheet in package.sheets if sheet.name == DATA_SHEET)


def changed(sheet: RawSheet, place: tuple[int, int], cell: RawCell | None) -> RawSheet:
    cells = {**sheet.cells}
    cells.pop(place, None)
    if cell is not None:
        cells[place] = cell
    return with_cells(sheet, cells)


def with_cells(sheet: RawSheet, cells: dict[tuple[int, int], RawCell]) -> RawSheet:
    return RawSheet(
        sheet.name, sheet.state, sheet.protected, MappingProxyType(cells), sheet.merges, 0
    )


def known(found: DataSheet | None) -> DataSheet:
    assert found is not None
    return found


@pytest.mark.parametrize("name", NAMES)
@few
@given(seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=4, unique=True))
def test_every_department_s_figures_are_read_back(name: str, seeds: list[int]) -> None:
    form = load_form(name)
    found = known(read_data_sheet(form, sheet_of(form, *seeds)))
    expected = {f"D{seed}": tuple(all_values(form, fill_form(form, seed))) for seed in seeds}
    assert expected == found.rows
    assert {code: f"{code}局" for code in expected} == found.names


def test_the_same_figures_are_taken_as_they_were_read_before(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = sheet_of(form_2021, 1, 2)
    before = known(read_data_sheet(form_2021, sheet))
    monkeypatch.setattr(_data_figures, "read_value", None)
    assert before == read_data_sheet(form_2021, sheet)


def test_the_row_of_sums_is_no_department(form_2021: Form) -> None:
    found = known(read_data_sheet(form_2021, sheet_of(form_2021, 1, 2)))
    assert ["D1", "D2"] == list(found.rows)


def test_the_sum_may_stand_below_the_departments_as_it_did_up_to_version_0_1(
    form_2021: Form,
) -> None:
    sheet = sheet_of(form_2021, 1, 2)
    before = rows_moved(sheet, {3: 5, 4: 3, 5: 4})
    assert read_data_sheet(form_2021, sheet) == read_data_sheet(form_2021, before)


def test_a_blank_cell_is_missing_and_a_zero_is_zero(form_2021: Form) -> None:
    sheet = sheet_of(form_2021, 1)
    place = FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN
    blank = known(read_data_sheet(form_2021, changed(sheet, place, None)))
    zero = known(
        read_data_sheet(form_2021, changed(sheet, place, RawCell("number", "0", None, "")))
    )
    assert (None, 0) == (blank.rows["D1"][0], zero.rows["D1"][0])


def test_amounts_need_no_unit_there(form_2019: Form) -> None:
    amount = form_2019.index["proactive", "procurement", "procurement_amount"]
    sheet = sheet_of(form_2019, 1)
    number = RawCell("number", "8040.5", None, "")
    found = known(
        read_data_sheet(
            form_2019, changed(sheet, (FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN + amount), number)
        )
    )
    assert 804_050 == found.rows["D1"][amount]


def test_the_labels_of_a_heading_may_be_parted_as_they_were_up_to_version_0_1(
    form_2021: Form,
) -> None:
    sheet = sheet_of(form_2021, 1)
    cells = {
        place: cell._replace(text=cell.text.replace("｜", " › ")) if "｜" in cell.text else cell
        for place, cell in sheet.cells.items()
    }
    assert cells != sheet.cells
    assert read_data_sheet(form_2021, sheet) == read_data_sheet(form_2021, with_cells(sheet, cells))


def rows_moved(sheet: RawSheet, moves: Mapping[int, int]) -> RawSheet:
    """Move rows; those that are not named stay."""
    cells = {(moves.get(row, row), column): cell for (row, column), cell in sheet.cells.items()}
    return RawSheet(
        sheet.name, sheet.state, sheet.protected, MappingProxyType(cells), sheet.merges, 0
    )


WORD, CODE = RawCell("text", "三件", None, ""), RawCell("text", "D1", None, "")
LOST = RawCell("number", "", "1+2", "")


@pytest.mark.parametrize(
    ("place", "cell", "said"),
    [
        ((5, 5), WORD, "F6 “三件”不是能读取的数字；请改填数字。"),
        ((5, 5), LOST, "F6 的公式没有算出的值；请改填数字。"),
        ((5, 0), CODE, "A6 的单位代码“D1”在上面已经有了；请改正单位代码，或删去重复的一行。"),
        ((5, 0), None, "A6 是空的，这一行是“D2局”的数据；请填上这个单位的代码。"),
    ],
)
def test_a_row_that_cannot_be_a_department_s_is_refused(
    form_2021: Form, place: tuple[int, int], cell: RawCell | None, said: str
) -> None:
    sheet = changed(sheet_of(form_2021, 1, 2, 3), place, cell)
    with pytest.raises(InputError) as raised:
        read_data_sheet(form_2021, sheet)
    assert f"的“分单位数据”{said}" == str(raised.value)


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        ({5: 6, 6: 7}, "A6 是空行，下面第 7 行还有“D2局”的数据"),
        ({3: 5, 4: 3, 5: 4}, "A6 是合计行，下面第 7 行还有“D3局”的数据"),
    ],
)
def test_departments_behind_a_gap_or_the_sum_are_refused(
    form_2021: Form, moves: dict[int, int], said: str
) -> None:
    sheet = rows_moved(sheet_of(form_2021, 1, 2, 3), moves)
    with pytest.raises(InputError) as raised:
        read_data_sheet(form_2021, sheet)
    assert f"的“分单位数据”{said}；请把各单位的行连在一起，中间不留空行和合计行。" == str(
        raised.value
    )


def test_a_note_below_the_sums_is_no_department(form_2021: Form) -> None:
    note = RawCell("text", "注：本表由各单位报送件汇总。", None, "")
    sheet = changed(sheet_of(form_2021, 1, 2), (9, 0), note)
    assert ["D1", "D2"] == list(known(read_data_sheet(form_2021, sheet)).rows)


@pytest.mark.parametrize("text", [None, "别的"])
def test_a_heading_that_is_not_the_form_s_makes_the_sheet_unreadable(
    form_2021: Form, text: str | None
) -> None:
    cell = None if text is None else RawCell("text", text, None, "")
    last = FIRST_VALUE_COLUMN + len(form_2021.cells) - 1
    for column in (FIRST_VALUE_COLUMN, last):
        sheet = changed(sheet_of(form_2021, 1), (HEADING_ROW, column), cell)
        assert None is read_data_sheet(form_2021, sheet)


def test_another_form_s_data_sheet_is_unreadable(form_2019: Form, form_2021: Form) -> None:
    assert None is read_data_sheet(form_2021, sheet_of(form_2019, 1))


def test_a_heading_is_the_official_row_and_below_it_the_column(form_2021: Form) -> None:
    headings, index = headings_of(form_2021), form_2021.index
    assert ("三｜（三）不予公开｜1.属于国家秘密", "科研机构") == headings[
        index["requests", "state_secret", "research"]
    ]
    assert ("二｜行政事业性收费", "本年收费金额（单位：万元）") == headings[
        index["proactive", "fees", "fees_amount"]
    ]


def test_where_a_table_has_one_row_the_groups_are_those_of_its_columns(form_2021: Form) -> None:
    index = form_2021.index["remedies", "cases", "appeal_total"]
    assert ("四｜行政诉讼｜复议后起诉", "总计") == headings_of(form_2021)[index]


def test_money_says_its_unit_where_the_label_does_not(form_2019: Form) -> None:
    index = form_2019.index["proactive", "procurement", "procurement_amount"]
    assert "采购总金额\n（元）" == headings_of(form_2019)[index][1]


def test_a_label_that_stands_twice_in_a_group_is_given_whole(tmp_path: Path) -> None:
    form = load_made_up(tmp_path, ("children    未成年人\n", "children    合计\n"))
    labels = [headings_of(form)[form.index["loans", "science", key]][1] for key in COLUMNS]
    assert ["成年人", "读者\n合计", "合计"] == labels
    assert len(form.cells) == len(set(headings_of(form)))


def test_no_two_cells_have_the_same_headings() -> None:
    for form in map(load_form, NAMES):
        assert len(form.cells) == len(set(headings_of(form)))


def test_the_groups_cover_every_column_once() -> None:
    for form in map(load_form, NAMES):
        covered = [n for _, first, last in groups_of(form) for n in range(first, last + 1)]
        assert [cell.index for cell in form.cells] == covered


def test_what_is_typed_and_what_is_kept_are_the_same_number(form_2021: Form) -> None:
    inputs = fill_form(form_2021, 3)
    sheet = sheet_of(form_2021, 3)
    for index, typed in as_typed(form_2021, inputs).items():
        kept = sheet.cells[FIRST_DEPARTMENT_ROW, FIRST_VALUE_COLUMN + index]
        assert float(str(typed)) == float(kept.text)
