"""A list is found by the labels of its columns alone; its lines are what stands below them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from support.filled_lists import list_sheet, package_of, raw_cell
from support.purchases import PURCHASES, load_text, purchases_form
from xlreport.base.address import Area, parse_a1
from xlreport.base.finding import Finding
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.layout.layout import lay_form
from xlreport.reading._lines_elsewhere import lines_elsewhere
from xlreport.reading._locate_list import locate_lists
from xlreport.reading._read_lists import ListDraft, read_lists

FORM = purchases_form()
ROW = ("2026-001", "空调", "2026-03-05", "12.5", "货物", "是", "3")
SECOND = ("2026-002", "物业", "2026-04-01", "7", "服务", "否", "1")
FIRST_LINE: tuple[Entry, ...] = ("2026-001", "空调", 739680, 12500000, 0, 1, 3)
SECOND_LINE: tuple[Entry, ...] = ("2026-002", "物业", 739707, 7000000, 2, 0, 1)
# A date stored as text is read with a notice, which these tests are not about.
QUIET = {"ENTRY-READ-AS"}


def read(*sheets: RawSheet, form: Form = FORM) -> ListDraft:
    return read_lists(lay_form(form), locate_lists(form, package_of(*sheets)))


def codes(draft: ListDraft) -> list[str]:
    return [finding.code for finding in draft.findings if finding.code not in QUIET]


def only(draft: ListDraft) -> Finding:
    (finding,) = (finding for finding in draft.findings if finding.code not in QUIET)
    return finding


def shifted(sheet: RawSheet, move: Callable[[int, int], tuple[int, int] | None]) -> RawSheet:
    """Move the cells of a sheet; a cell that has no new place is lost."""
    moved = {new: cell for at, cell in sheet.cells.items() if (new := move(*at)) is not None}
    return replace(sheet, cells=moved)


def with_cells(sheet: RawSheet, **texts: str) -> RawSheet:
    more = {parse_a1(at): raw_cell(text) for at, text in texts.items()}
    return replace(sheet, cells={**sheet.cells, **{at: c for at, c in more.items() if at}})


def test_lines_are_read_as_their_kinds_say_and_blank_ones_are_nothing() -> None:
    draft = read(list_sheet(FORM, [ROW, (), (None, "  "), SECOND]))
    lines = draft.lists["purchases"]
    assert (FIRST_LINE, SECOND_LINE) == lines.entries
    assert (("二", (4, 7)), []) == ((lines.sheet, lines.rows), codes(draft))


def test_an_empty_list_is_fine() -> None:
    draft = read(list_sheet(FORM, []))
    assert (0, []) == (len(draft.lists["purchases"]), draft.findings)


def test_the_number_of_a_line_is_no_entry() -> None:
    draft = read(with_cells(list_sheet(FORM, [ROW]), A5="1", A6="2", A7="3"))
    assert (1, [], []) == (
        len(draft.lists["purchases"]),
        codes(draft),
        [*draft.beside[0].cells],
    )


@pytest.mark.parametrize(
    ("move", "columns"),
    [
        (lambda row, column: (row + 1, column), (1, 2, 3, 4, 5, 6, 7)),  # a title row on top
        (lambda row, column: (row + 4, column + 2), (3, 4, 5, 6, 7, 8, 9)),
        (lambda row, column: (row, {1: 2, 2: 1}.get(column, column)), (2, 1, 3, 4, 5, 6, 7)),
        (lambda row, column: (row, {3: 4, 4: 3}.get(column, column)), (1, 2, 4, 3, 5, 6, 7)),
        (lambda row, column: (row, column + (column > 5)), (1, 2, 3, 4, 5, 7, 8)),  # one between
    ],
)
def test_a_moved_header_and_swapped_columns_are_read_by_their_labels(
    move: Callable[[int, int], tuple[int, int] | None], columns: Sequence[int]
) -> None:
    draft = read(shifted(list_sheet(FORM, [ROW, SECOND]), move))
    lines = draft.lists["purchases"]
    assert ((FIRST_LINE, SECOND_LINE), tuple(columns)) == (lines.entries, lines.columns)
    assert ["TABLE-MOVED"] == codes(draft)


def test_a_list_on_another_sheet_is_found_by_its_labels() -> None:
    draft = read(list_sheet(FORM, [ROW], name="Sheet1"))
    assert ("Sheet1", ["TABLE-MOVED"]) == (draft.lists["purchases"].sheet, codes(draft))


def test_two_lists_on_other_sheets_are_refused_by_name() -> None:
    draft = read(*(list_sheet(FORM, [ROW], name=name) for name in ("甲", "乙")))
    assert ({}, "TABLE-AMBIGUOUS") == (draft.lists, only(draft).code)
    assert "甲 B3、乙 B3" in only(draft).message


def test_a_copy_on_another_sheet_does_not_make_the_list_uncertain() -> None:
    draft = read(list_sheet(FORM, [ROW]), list_sheet(FORM, [SECOND], name="草稿"))
    assert ((FIRST_LINE,), []) == (draft.lists["purchases"].entries, codes(draft))


@pytest.mark.parametrize(
    ("lines", "number"), [([SECOND, ROW], "1"), ([ROW], ""), ([], ""), ([ROW, SECOND, SECOND], "2")]
)
def test_lines_on_another_sheet_are_named_where_the_list_does_not_have_them(
    lines: Sequence[Sequence[str]], number: str
) -> None:
    draft = read(list_sheet(FORM, [ROW]))
    found = lines_elsewhere(FORM, draft.lists, [list_sheet(FORM, lines, name="续")])
    facts = [(finding.code, finding.facts["number"]) for finding in found]
    assert [("LINES-ELSEWHERE", number)] * bool(number) == facts


def test_a_column_whose_label_is_gone_is_asked_for_and_never_guessed() -> None:
    draft = read(with_cells(list_sheet(FORM, [ROW]), C3="名字"))
    assert (("2026-001", None, *FIRST_LINE[2:]), "LABEL-LOST") == (
        draft.lists["purchases"].entries[0],
        only(draft).code,
    )
    assert "“项目名称”" in only(draft).message


def test_a_sheet_without_most_of_the_labels_is_not_the_list() -> None:
    sheet = shifted(list_sheet(FORM, [ROW]), lambda row, c: (row, c) if row > 3 or c < 3 else None)
    assert ({}, ["LABEL"]) == (read(sheet).lists, codes(read(sheet)))
    assert ({}, ["SHEET-MISSING"]) == (read().lists, codes(read()))


def test_lines_beyond_those_prepared_are_read_with_a_warning() -> None:
    rows = [(f"2026-{number:03}", *ROW[1:]) for number in range(41)]
    draft = read(list_sheet(FORM, rows))
    assert (41, "LINES-OVER") == (len(draft.lists["purchases"]), only(draft).code)
    assert "填了 41 条，比报送表预备的 40 条多（从 表二 B45 起）" in only(draft).message


def test_what_lies_beyond_the_limit_of_a_sheet_is_an_error() -> None:
    draft = read(replace(list_sheet(FORM, [ROW]), outside=3))
    assert ("LINES-UNREAD", "5000" in only(draft).message) == (only(draft).code, True)


@pytest.mark.parametrize("word", ["合计", "小 计", "总计：", "合计（万元）", "本页合计"])
def test_a_line_of_sums_is_no_line(word: str) -> None:
    sums = (word, None, None, "19.5", None, None, None)
    for sheet in (
        list_sheet(FORM, [ROW, sums, SECOND]),
        with_cells(list_sheet(FORM, [ROW, (None, *sums[1:]), SECOND]), A6=word),
    ):
        draft = read(sheet)
        assert (FIRST_LINE, SECOND_LINE) == draft.lists["purchases"].entries
        assert ("LINES-PASSED-OVER", True) == (only(draft).code, word in only(draft).message)


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [("3", None, "合计"), ("3", "/", "合计金额"), ("", "——", "总金额"), ("", "-", "金额合计")],
)
def test_a_number_or_a_dash_before_it_does_not_make_a_sum_a_line(
    number: str, code: str | None, word: str
) -> None:
    sheet = list_sheet(FORM, [ROW, (code, word, None, "12.5", None, None, None)])
    numbered = {**sheet.cells, (5, 0): RawCell("text", number, None, "")}
    draft = read(replace(sheet, cells=numbered))
    assert (FIRST_LINE,) == draft.lists["purchases"].entries
    assert ["LINES-PASSED-OVER"] == codes(draft)


def test_a_choice_that_is_called_like_a_sum_is_an_entry(tmp_path: Path) -> None:
    form = load_text(PURCHASES.replace('"货物", "工程"', '"本期", "累计"'), tmp_path)
    draft = read(list_sheet(form, [(None, None, None, "3", "累计", None, None)]), form=form)
    assert 1 == draft.lists["purchases"].entries[0][4]


def test_a_purchase_named_after_a_sum_is_a_line() -> None:
    draft = read(list_sheet(FORM, [("2026-001", "合计量表采购", *ROW[2:])]))
    assert ("合计量表采购", []) == (draft.lists["purchases"].entries[0][1], codes(draft))


def test_a_header_that_is_repeated_between_the_lines_is_no_line() -> None:
    header = ("项目编号", "项目名称", "签订日期", "金额(万元)", "类别", "是否应急", "投标人数")
    draft = read(list_sheet(FORM, [ROW, header, SECOND]))
    assert ((FIRST_LINE, SECOND_LINE), ["LINES-PASSED-OVER"]) == (
        draft.lists["purchases"].entries,
        codes(draft),
    )


def test_a_header_of_two_rows_that_is_repeated_is_no_line() -> None:
    above = ("项目编号", "项目名称", "合同", None, "类别", "是否应急", "投标人数")
    below = (None, None, "签订日期", "金额（万元）", None, None, None)
    draft = read(list_sheet(FORM, [ROW, above, below, SECOND]))
    assert ((FIRST_LINE, SECOND_LINE), ["LINES-PASSED-OVER"]) == (
        draft.lists["purchases"].entries,
        codes(draft),
    )


@pytest.mark.parametrize("shift", [(1, 0, 2, 3, 4, 5, 6), (6, 0, 1, 2, 3, 4, 5)])
def test_a_second_list_below_with_its_columns_elsewhere_is_refused(shift: Sequence[int]) -> None:
    header = [leaf.text for leaf in FORM.lists[0].outline.leaves()]
    second = [tuple(line[at] for at in shift) for line in (header, SECOND)]
    draft = read(list_sheet(FORM, [ROW, *second]))
    assert ({}, "TABLE-AMBIGUOUS") == (draft.lists, only(draft).code)
    assert "表二 B5、表二 B6" in only(draft).message


def test_merged_entries_are_an_error_since_they_speak_for_one_line_or_for_all() -> None:
    sheet = list_sheet(FORM, [ROW, (SECOND[0], None, *SECOND[2:])])
    draft = read(replace(sheet, merges=(Area(4, 2, 5, 2),)))
    lines = draft.lists["purchases"]
    assert (None, None) == (lines.entries[0][1], lines.entries[1][1])
    assert ("LINES-MERGED", 2) == (only(draft).code, len(only(draft).cells))


def test_merged_cells_of_a_line_of_sums_do_no_harm() -> None:
    sums = ("合计", None, None, "12.5", None, None, None)
    sheet = replace(list_sheet(FORM, [ROW, sums]), merges=(Area(5, 1, 5, 3),))
    assert ["LINES-PASSED-OVER"] == codes(read(sheet))


def test_a_formula_counts_by_its_saved_result_and_is_an_error_without_one() -> None:
    sheet = list_sheet(FORM, [ROW, SECOND])
    saved, lost = RawCell("number", "12.5", "6+6.5", ""), RawCell("number", "", "6+6.5", "")
    draft = read(replace(sheet, cells={**sheet.cells, (4, 4): saved, (5, 4): lost}))
    lines = draft.lists["purchases"]
    assert (12500000, None) == (lines.entries[0][3], lines.entries[1][3])
    assert (["表二 E5"], ["INPUT-LOST"]) == (
        [cell.place for cell in draft.computed],
        codes(draft),
    )


WRONG = {
    ("3", "三"): ("UNREADABLE", "表二 H5（第1条｜投标人数）填写的“三”不能读作数字"),
    ("货物", "货"): ("ENTRY-UNREADABLE", "请从下拉列表中选择：货物、工程、服务"),
    ("2026-03-05", "三月"): ("ENTRY-UNREADABLE", "表二 D5（第1条｜合同｜签订日期）"),
    ("2026-001", "001"): ("ENTRY-UNREADABLE", "表二 B5（第1条｜项目编号）"),
    ("3", "2.5"): ("UNREADABLE", "此处只能填整数"),
    ("3", "-1"): ("INT", "表二 H5（第1条｜投标人数）填写的是“-1”"),
    ("12.5", "-2"): ("NEG", "表二 E5"),
}


@pytest.mark.parametrize(("change", "said"), WRONG.items(), ids=str)
def test_what_a_column_cannot_hold_is_named_by_cell_and_line(
    change: tuple[str, str], said: tuple[str, str]
) -> None:
    right, wrong = change
    draft = read(list_sheet(FORM, [[wrong if text == right else text for text in ROW]]))
    code, words = said
    assert (code, True) == (only(draft).code, words.replace("合同｜", "") in only(draft).message)


def test_a_required_entry_that_is_blank_is_asked_for_by_line() -> None:
    draft = read(list_sheet(FORM, [ROW, ("2026-002", None, *SECOND[2:])]))
    assert ("LINE-BLANK", True) == (
        only(draft).code,
        "第2条没有填写“项目名称”（表二 C6，共1条）" in only(draft).message,
    )


def test_an_entry_that_was_not_read_is_not_asked_for_as_blank() -> None:
    assert ["UNREADABLE"] == codes(read(list_sheet(FORM, [(*ROW[:3], "十二", *ROW[4:])])))


def test_a_value_that_must_not_occur_twice_is_named_with_both_lines() -> None:
    draft = read(list_sheet(FORM, [ROW, (ROW[0], *SECOND[1:])]))
    assert ("LINES-TWICE", True) == (
        only(draft).code,
        "第1条、第2条的“项目编号”都是“2026-001”" in only(draft).message,
    )


def test_lines_in_hidden_rows_are_read_with_a_warning() -> None:
    draft = read(replace(list_sheet(FORM, [ROW, SECOND]), hidden_rows=frozenset({5})))
    assert (2, "LINES-DOUBTFUL", 7) == (
        len(draft.lists["purchases"]),
        only(draft).code,
        len(only(draft).cells),
    )


def test_a_list_on_a_hidden_sheet_is_read_with_a_warning() -> None:
    assert ["SHEET-HIDDEN"] == codes(read(replace(list_sheet(FORM, [ROW]), state="hidden")))


def test_what_stands_beside_the_list_is_handed_on() -> None:
    older = {"F2": "单位：万元、家"}  # stands in G2 today
    draft = read(
        with_cells(list_sheet(FORM, [ROW]), J5="应为13", A1="二、采购台账", B40=" ", **older)
    )
    assert [(4, 9)] == [*draft.beside[0].cells]


def test_the_cells_of_a_sheet_with_a_table_are_not_looked_at_twice() -> None:
    draft = read(with_cells(list_sheet(FORM, [ROW], name="一"), J5="应为13"))
    assert (1, []) == (len(draft.lists["purchases"]), draft.beside)


def test_a_whole_column_that_cannot_be_read_does_not_bury_all_else() -> None:
    rows = [(f"2026-{n:03}", *ROW[1:3], "不详", "货物", "是", "-1") for n in range(40)] * 4
    rows = [(f"2026-{n:03}", *row[1:]) for n, row in enumerate(rows)]
    draft = read(list_sheet(FORM, rows))
    found = [f for f in draft.findings if f.code == "UNREADABLE"]
    assert [1] * (len(found) - 1) == [len(f.cells) for f in found[:-1]]
    assert (160, True) == (sum(len(f.cells) for f in found), len(found) <= 51)
    assert [160] == [len(finding.cells) for finding in draft.findings if finding.code == "INT"]
