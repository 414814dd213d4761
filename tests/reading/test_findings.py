"""What is said about a workbook as it was filled in: once for a habit, cell by cell for a fault."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from support.edited import (
    blank_template,
    codes,
    filled_template,
    part_of,
    read,
    resaved,
    typed,
    with_parts,
)
from support.filled import find
from support.three_readers import differences
from xlreport.base.finding import Severity
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import total_formula
from xlreport.layout.layout import lay_form

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from xlreport import Department, Finding, Form
    from xlreport.reading.one_return import Return

TOTAL: Final = "requests.received.total"
COUNT: Final = "requests.received.natural_person"


def only(item: Return, code: str) -> Finding:
    (found,) = [finding for finding in item.findings if finding.code == code]
    return found


def cells_of(finding: Finding) -> list[str]:
    return [cell.place for cell in finding.cells]


@pytest.fixture
def returned(form_2021: Form, department: Department) -> bytes:
    return filled_template(form_2021, department, year=2026)


def test_a_return_filled_in_as_asked_gives_nothing_to_say(
    returned: bytes, form_2019: Form, department: Department
) -> None:
    assert () == read(returned).findings
    assert () == read(filled_template(form_2019, department)).findings


# ---- what was typed ------------------------------------------------------------------------------


def test_a_habit_is_said_once_for_a_table(returned: bytes, form_2021: Form) -> None:
    habit = dict.fromkeys(range(3), "1,024") | {find(form_2021, COUNT): "2,048"}
    item = read(typed(returned, form_2021, habit))
    said = [finding for finding in item.findings if finding.code == "READ-AS"]
    first, second = map(cells_of, said)
    assert (["表二 B5", "表二 C5", "表二 D5"], ["表三 D6"]) == (first, second)
    assert "表二 B5等3处填写的“1,024”读作 1024：数字中有千位分隔符，已略去。" == said[0].message
    assert {("FORM", Severity.INFO)} == {(finding.rule, finding.severity) for finding in said}


def test_what_should_be_looked_at_is_a_warning(returned: bytes, form_2021: Form) -> None:
    index = find(form_2021, COUNT)
    found = only(read(typed(returned, form_2021, {index: "22（其中补正 16 件）"})), "FORM")
    assert (Severity.WARNING, "FORM", ["表三 D6"]) == (found.severity, found.rule, cells_of(found))
    assert "读作 22：" in found.message


def test_a_token_for_nothing_is_read_as_a_blank(returned: bytes, form_2021: Form) -> None:
    index = find(form_2021, COUNT)
    item = read(typed(returned, form_2021, {index: "／"}))
    assert ["BLANK-ZERO", "FORM"] == codes(item.findings)
    assert "表三 D6填写的“／”视为空白：" in only(item, "FORM").message
    assert 0 == item.values[index]


def test_what_is_no_number_is_said_cell_by_cell(returned: bytes, form_2021: Form) -> None:
    item = read(typed(returned, form_2021, {0: "若干", 1: "若干", 2: 2.5}))
    said = [finding for finding in item.findings if finding.code == "UNREADABLE"]
    assert [["表二 B5"], ["表二 C5"], ["表二 D5"]] == [cells_of(finding) for finding in said]
    assert (
        "表二 B5（规章｜本年制发件数）填写的“若干”不能读作数字：填的不是数字，请只填阿拉伯数字。"
    ) == said[0].message
    assert ["FORM", "FORM", "INT"] == [finding.rule for finding in said]
    assert {0, 1, 2} == item.unreadable
    assert (None, None, None) == item.values[:3]


def test_an_amount_without_its_unit_is_asked_for(form_2019: Form, department: Department) -> None:
    index = find(form_2019, "proactive.procurement.procurement_amount")
    item = read(typed(filled_template(form_2019, department), form_2019, {index: "27270"}))
    found = only(item, "UNIT-UNKNOWN")
    assert (Severity.WARNING, "T2-AMT") == (found.severity, found.rule)
    assert ["表二 C20"] == cells_of(found)
    assert None is item.values[index]
    assert "请在数字后写明单位，如 251000元 或 25.1万元。" == found.advice


def test_amounts_quote_the_reading_in_the_unit_of_their_column(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, "proactive.fees.fees_amount")
    item = read(typed(returned, form_2021, {index: "251000元"}))
    assert "表二 B16填写的“251000元”读作 25.1万元：" in only(item, "FORM").message
    assert 25_100_000 == item.values[index]


# ---- inputs that are formulas --------------------------------------------------------------------


def with_formula(data: bytes, form: Form, index: int, formula: str, cached: str) -> bytes:
    """Put a formula with its saved value into a cell, as a spreadsheet program does."""
    place = lay_form(form).positions[index]

    def change(part: bytes) -> bytes:
        cell = re.compile(rf'<c r="{place.address}"( s="\d+")?[^>]*?(/>|>.*?</c>)'.encode())
        value = f"<v>{cached}</v>" if cached else ""
        kind = ' t="e"' if cached.startswith("#") else ""
        new = rf'<c r="{place.address}"\1{kind}><f>{formula}</f>{value}</c>'.encode()
        changed, count = cell.subn(new, part)
        assert 1 == count
        return changed

    return with_parts(data, {part_of(data, place.sheet): change})


def test_the_saved_result_of_a_clerks_formula_is_taken(returned: bytes, form_2021: Form) -> None:
    index = find(form_2021, COUNT)
    item = read(with_formula(returned, form_2021, index, "40+2", "42"))
    found = only(item, "INPUT-FORMULA")
    assert (42, Severity.INFO, ["表三 D6"]) == (item.values[index], found.severity, cells_of(found))
    expected = "表三 D6是公式，读取的是文件中保存的计算结果“42”，重新计算结果相同。"
    assert expected == found.message


@pytest.mark.parametrize(
    ("formula", "cached", "reason", "now"),
    [
        ("40+2", "43", "文件中保存的结果不是这个公式现在的结果", "现在计算是“42”"),
        ("E6*0+7", "6", "文件中保存的结果不是这个公式现在的结果", "现在计算是“7”"),
        ("&quot;27&quot;", "0", "文件中保存的结果不是这个公式现在的结果", "现在计算是“27”"),
        ("1/0", "3", "文件中保存的结果不是这个公式现在的结果", "现在计算是“#DIV/0!”"),
        ("IF(TODAY()&gt;1,5,6)", "5", "结果随日期变化", "现在计算是“5”"),
        ("INT(RAND()*9)", "5", "结果是随机数，每次打开都会变", "这里不能重新计算"),
        ("[1]台账!B2", "5", "结果取自别的文件", "这里不能重新计算"),
        (
            "_xlreport!A1",
            "5",
            "计算用到了看不见的单元格（隐藏的行、列或表页）",
            "现在计算是“xlreport:",
        ),
    ],
)
def test_a_clerks_formula_with_a_doubtful_result_is_a_warning_with_both_values(
    returned: bytes, form_2021: Form, formula: str, cached: str, reason: str, now: str
) -> None:
    index = find(form_2021, COUNT)
    item = read(with_formula(returned, form_2021, index, formula, cached))
    found = only(item, "INPUT-UNSURE")
    assert (int(cached), Severity.WARNING, ["表三 D6"]) == (
        item.values[index],
        found.severity,
        cells_of(found),
    )
    assert f"是公式，{reason}：读取的是文件中保存的结果“{cached}”，{now}" in found.message


def test_what_cannot_be_recalculated_is_said_to_be_so(returned: bytes, form_2021: Form) -> None:
    index = find(form_2021, COUNT)
    item = read(with_formula(returned, form_2021, index, "VLOOKUP(1,A1:B9,2,0)", "42"))
    assert "“42”，没有重新计算（公式中有 VLOOKUP）。" in only(item, "INPUT-FORMULA").message


def test_a_clerks_formula_without_a_saved_result_is_an_error(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, COUNT)
    item = read(typed(returned, form_2021, {index: "=40+2"}))
    found = only(item, "INPUT-LOST")
    assert (None, Severity.ERROR, ["表三 D6"]) == (
        item.values[index],
        found.severity,
        cells_of(found),
    )
    assert index in item.unreadable


def test_a_clerks_formula_that_gives_an_error_is_unreadable(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, COUNT)
    item = read(with_formula(returned, form_2021, index, "A1/0", "#DIV/0!"))
    assert "#DIV/0!" == only(item, "UNREADABLE").seen
    assert None is item.values[index]


# ---- totals --------------------------------------------------------------------------------------


def test_a_total_typed_over_with_the_right_number_is_a_notice(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, TOTAL)
    right = read(returned).values[index]
    item = read(with_total(returned, form_2021, str(right)))
    found = only(item, "TOTAL-TYPED")
    assert (Severity.INFO, ["表三 J6"]) == (found.severity, cells_of(found))
    assert (right, right) == (item.judged[index], item.values[index])


def with_total(data: bytes, form: Form, cell: str) -> bytes:
    """Type over the total of row 一, leaving all other saved values as they are."""
    place = lay_form(form).positions[find(form, TOTAL)]

    def change(part: bytes) -> bytes:
        old = re.compile(rf'<c r="{place.address}"( s="\d+")[^>]*>.*?</c>'.encode())
        changed, count = old.subn(rf'<c r="{place.address}"\1><v>{cell}</v></c>'.encode(), part)
        assert 1 == count
        return changed

    return with_parts(data, {part_of(data, place.sheet): change})


def test_a_total_typed_over_with_a_wrong_number_is_kept_for_judgement_and_computed_anew(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, TOTAL)
    right = read(returned).values[index] or 0
    item = read(with_total(returned, form_2021, str(right + 5)))
    assert [] == codes(item.findings)  # the rules of the form find it, see test_reader
    assert (right + 5, right) == (item.judged[index], item.values[index])


def test_a_total_that_was_emptied_is_computed_with_a_warning(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, TOTAL)
    item = read(typed(returned, form_2021, {index: None}))
    found = only(item, "TOTAL-BLANK")
    assert (Severity.WARNING, ["表三 J6"]) == (found.severity, cells_of(found))
    assert frozenset({index}) == item.blank_totals
    assert read(returned).values == item.values == item.judged


def test_a_total_whose_formula_was_changed_is_computed_with_a_warning(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, TOTAL)
    item = read(with_formula(returned, form_2021, index, "SUM(D6:H6)", "99"))
    assert Severity.WARNING is only(item, "TOTAL-CHANGED").severity
    assert ["表三 J6"] == cells_of(only(item, "TOTAL-CHANGED"))
    assert read(returned).values == item.values == item.judged


def test_a_total_broken_by_cutting_and_pasting_is_computed_with_a_warning(
    returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, TOTAL)
    item = read(with_formula(returned, form_2021, index, "SUM(#REF!)", "#REF!"))
    found = only(item, "TOTAL-BROKEN")
    assert (Severity.WARNING, ["表三 J6"], "#REF!") == (found.severity, cells_of(found), found.seen)
    assert "不要用“剪切”" in found.advice
    assert read(returned).values == item.values == item.judged


@pytest.mark.parametrize("error", ["#VALUE!", "#N/A", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"])
def test_a_total_without_a_result_is_not_put_down_to_cutting_and_pasting(
    returned: bytes, form_2021: Form, error: str
) -> None:
    index = find(form_2021, TOTAL)
    formula = total_formula(form_2021, form_2021.fills[index], lay_form(form_2021).positions)
    item = read(with_formula(returned, form_2021, index, formula, error))
    found = only(item, "TOTAL-FAILED")
    assert (Severity.WARNING, ["表三 J6"], error) == (found.severity, cells_of(found), found.seen)
    assert f"合计公式还在，保存的结果却是 {error}" in found.message
    assert read(returned).values == item.values == item.judged


def test_a_stale_total_is_computed_with_a_notice(returned: bytes, form_2021: Form) -> None:
    index = find(form_2021, TOTAL)
    place = lay_form(form_2021).positions[index]

    def change(part: bytes) -> bytes:
        cell = re.compile(rf'(<c r="{place.address}".*?<v>)\d+(</v>)'.encode())
        changed, count = cell.subn(rb"\g<1>777\2", part)
        assert 1 == count
        return changed

    item = read(with_parts(returned, {part_of(returned, place.sheet): change}))
    found = only(item, "TOTAL-STALE")
    assert (Severity.INFO, ["表三 J6"], "777") == (found.severity, cells_of(found), found.seen)
    assert read(returned).values == item.values == item.judged


# ---- what is seen of a cell and does not stand in its value --------------------------------------


def test_a_number_format_or_runs_that_show_another_number_make_the_cell_unreadable(
    returned: bytes, form_2021: Form
) -> None:
    names = ["proactive.fees.fees_amount", "requests.received.natural_person"]
    fees, raised = (lay_form(form_2021).positions[find(form_2021, name)] for name in names)

    def change(book: Workbook) -> None:
        cell = book[fees.sheet][fees.address]
        cell.value, cell.number_format = 251000, '0!.0,"万元"'
        small = TextBlock(InlineFont(vertAlign="superscript"), "1")
        book[raised.sheet][raised.address].value = CellRichText("3", small)

    data = resaved(returned, change)
    item = read(data)
    found = [each for each in item.findings if each.code == "UNREADABLE"]
    assert [
        ("251000", fees.address, "单元格显示为“25.1万元”，与所存的数不符，请改格式或条件格式"),
        ("31", raised.address, "有删除线、上下标或看不清的字，请清除格式后重填"),
    ] == [(f.seen, f.cell, f.message.rpartition("：")[2].rstrip("。")) for f in found]
    assert [None, None] == [item.values[find(form_2021, name)] for name in names]
    assert [] == differences(data, read_package(data))


def test_a_number_format_in_the_unit_of_the_column_is_no_finding(
    returned: bytes, form_2021: Form
) -> None:
    fees = lay_form(form_2021).positions[find(form_2021, "proactive.fees.fees_amount")]

    def change(book: Workbook) -> None:
        book[fees.sheet][fees.address].number_format = '#,##0.000000"万元"'

    assert codes(read(resaved(returned)).findings) == codes(
        read(resaved(returned, change)).findings
    )


# ---- blanks --------------------------------------------------------------------------------------


def test_a_blank_beside_numbers_is_0_with_a_notice(returned: bytes, form_2021: Form) -> None:
    index = find(form_2021, "requests.received.commercial")
    item = read(typed(returned, form_2021, {index: None}))
    found = only(item, "BLANK-ZERO")
    assert (Severity.INFO, "BLANK", ["表三 E6"]) == (found.severity, found.rule, cells_of(found))
    assert 0 == item.values[index]


def test_a_blank_row_stays_missing_with_a_warning(returned: bytes, form_2021: Form) -> None:
    row = [c.index for c in form_2021.cells if c.row == "received" and not c.total]
    item = read(typed(returned, form_2021, dict.fromkeys(row)))
    found = only(item, "BLANK")
    assert (Severity.WARNING, "BLANK", 6) == (found.severity, found.rule, len(found.cells))
    assert [None] * 7 == [item.values[c.index] for c in form_2021.cells if c.row == "received"]


def test_a_blank_table_is_an_error_and_stays_missing(returned: bytes, form_2021: Form) -> None:
    table = form_2021.table("remedies")
    inputs = [cell.index for cell in table.cells if not cell.total]
    item = read(typed(returned, form_2021, dict.fromkeys(inputs)))
    found = only(item, "BLANK-TABLE")
    assert (Severity.ERROR, "BLANK", ["表四 A6"]) == (found.severity, found.rule, cells_of(found))
    assert {None} == {item.values[cell.index] for cell in table.cells}
    assert "请在封面把该表选为“零报送”" in found.advice


def test_a_blank_template_says_of_every_table_that_it_is_blank(
    form_2021: Form, department: Department
) -> None:
    assert ["BLANK-TABLE"] * 3 == codes(read(blank_template(form_2021, department, 2026)).findings)


def test_a_blank_table_declared_nil_is_all_0_with_nothing_to_say(
    returned: bytes, form_2021: Form
) -> None:
    table = form_2021.table("remedies")
    entries: dict[int | Field, str | None] = {c.index: None for c in table.cells if not c.total}
    item = read(typed(returned, form_2021, entries | {Field(FieldKind.NIL, "remedies"): "零报送"}))
    assert () == item.findings
    assert frozenset({"remedies"}) == item.nil
    assert {0} == {item.values[cell.index] for cell in table.cells}


def test_numbers_in_a_table_declared_nil_contradict_it(returned: bytes, form_2021: Form) -> None:
    table = form_2021.table("remedies")
    entries: dict[int | Field, int | str] = {c.index: 0 for c in table.cells if not c.total}
    entries |= {
        table.cells[0].index: 2,
        table.cells[1].index: 3,
        Field(FieldKind.NIL, "remedies"): "零报送",
    }
    found = only(read(typed(returned, form_2021, entries)), "NIL-CONTRADICTED")
    assert (Severity.ERROR, ["表四 A6", "表四 B6"]) == (found.severity, cells_of(found))
    assert (
        "“四、政府信息公开行政复议、行政诉讼情况”声明了零报送，"
        "但 表四 A6（行政复议｜结果维持）等2处填有数字“2”。"
    ) == found.message


# ---- the workbook as a whole ---------------------------------------------------------------------


def test_macros_are_noticed_and_never_run(returned: bytes) -> None:
    item = read(with_parts(returned, {"xl/vbaProject.bin": b"\xd0\xcf"}))
    assert (["MACROS"], read(returned).values) == (codes(item.findings), item.values)


def test_links_to_other_workbooks_are_noticed_and_never_followed(returned: bytes) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    link = f'<Relationship Id="x1" Type="{kind}" Target="externalLinks/externalLink1.xml"/>'

    def change(part: bytes) -> bytes:
        return part.replace(b"</Relationships>", f"{link}</Relationships>".encode())

    item = read(with_parts(returned, {"xl/_rels/workbook.xml.rels": change}))
    assert (["LINKS"], read(returned).values) == (codes(item.findings), item.values)


def test_sheets_beyond_the_form_are_named_but_not_blank_ones(returned: bytes) -> None:
    def change(book: Workbook) -> None:
        book.create_sheet("空白")
        for name in ("附表", "草稿", "说明", "备用"):
            book.create_sheet(name)["A1"] = 1

    item = read(resaved(returned, change))
    found = only(item, "SHEETS-BEYOND")
    assert "报送表之外还有表页（附表、草稿、说明），没有读取。" == found.message
    assert read(returned).values == item.values


def test_a_renamed_sheet_that_is_read_is_not_called_unread(
    returned: bytes, form_2021: Form
) -> None:
    def change(book: Workbook) -> None:
        book["文字部分"].title = "Sheet1"
        book["封面"].title = "基本情况"
        book.create_sheet("草稿")["A1"] = 1

    data = typed(returned, form_2021, {Field(FieldKind.TEXT, "overview"): "本年度工作有序。"})
    item = read(resaved(data, change))
    assert "报送表之外还有表页（草稿），没有读取。" == only(item, "SHEETS-BEYOND").message
    assert "本年度工作有序。" == item.texts["overview"]


# ---- every sentence ------------------------------------------------------------------------------


def test_no_sentence_about_a_bad_return_holds_a_key_or_a_word_of_python(
    returned: bytes, form_2021: Form, tmp_path: Path
) -> None:
    from xlreport import read_returns

    texts = ["若干", "/", "3件", "1,024", "２", " ", "12%", "2026-1-5", "TRUE", "-3", "9" * 20]
    names = [cell.index for cell in form_2021.inputs]
    entries: dict[int, str | None] = {
        index: texts[place % len(texts)] for place, index in enumerate(names)
    }
    entries[find(form_2021, TOTAL)] = None
    path = tmp_path / "报送表.xlsx"
    path.write_bytes(typed(returned, form_2021, entries))
    found = read_returns(path).found
    assert len({finding.code for finding in found}) > 5
    keys = {key for cell in form_2021.cells for key in (cell.table, cell.row, cell.column)}
    for finding in found:
        words = re.findall(r"[A-Za-z_]{2,}", finding.message + finding.advice)
        assert set() == set(words) & (keys | {"None", "int", "str", "nan", "dict", "Error"})
