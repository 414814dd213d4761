"""A list of an office's own is read by the names of its columns; what is not sure is left out."""

from __future__ import annotations

from dataclasses import replace

from support.offices_list import FIRST, HEADER, ROWS, as_sheet
from xlreport.base.address import Area
from xlreport.form.load import load_form
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.reading.foreign_list import ForeignList, ForeignWord, read_foreign_list

FORM = load_form("ogi-register")
LIST = FORM.lists[0]


def read(*sheets: RawSheet) -> ForeignList:
    return read_foreign_list(FORM, LIST, sheets)


def named(*header: str) -> dict[str, str]:
    """Map the headers of a list to what they were taken for."""
    return {each.label: each.column for each in read(as_sheet([header, FIRST])).columns}


def test_columns_are_known_by_labels_and_by_the_spellings_of_the_form_file() -> None:
    found = read(as_sheet())
    assert (("台账",), (), 9) == (found.sheets, found.lacking, found.placed)
    assert {
        "编号": "登记编号",
        "申请日期": "收到申请之日",
        "申请方式": "申请方式",
        "申请人性质": "申请人类型",
        "申请人姓名": "申请人 › 姓名或者名称",
        "补正告知日期": "补正 › 告知日",
        "延期告知日": "延期答复 › 告知日",
        "答复日期": "答复（办结）日",
        "办理结果": "答复类型",
        "备注": "",
    } == {each.label: each.column for each in found.columns}


def test_every_spelling_of_the_form_file_means_its_column_alone_in_any_order() -> None:
    spelled = [
        [column.path.replace(" › ", ""), *spellings_of(column.path)] for column in LIST.columns
    ]
    most = max(map(len, spelled))
    for turn in range(most):
        header = [names[turn % len(names)] for names in spelled]
        found = {each.label: each.column for each in read(as_sheet([header[::-1], FIRST])).columns}
        assert [column.path for column in LIST.columns] == [found[label] for label in header]


def spellings_of(path: str) -> list[str]:
    """List the spellings of a column by its labels, or by its last one."""
    keys = dict.fromkeys((path, path.rpartition(" › ")[2]))
    return [spelling for key in keys for spelling in FORM.variants.get(key, ())]


def test_a_label_that_stands_twice_in_the_register_needs_the_label_above_it() -> None:
    taken = named("登记编号", "收到申请之日", "告知日", "补正告知日")
    assert ("", "补正 › 告知日") == (taken["告知日"], taken["补正告知日"])


def test_two_headers_that_mean_one_column_are_both_left_out() -> None:
    taken = named("登记编号", "申请日期", "收到日期", "申请人类型")
    assert ("", "") == (taken["申请日期"], taken["收到日期"])


def test_labels_above_the_header_are_read_with_it() -> None:
    rows = [
        ("登记编号", "收到日期", "补正", "", "延期答复"),
        ("", "", "告知日", "收到日", "告知日"),
    ]
    merges = (Area(0, 0, 1, 0), Area(0, 1, 1, 1), Area(0, 2, 0, 3))
    found = read(replace(as_sheet([*rows, FIRST]), merges=merges))
    assert ["登记编号", "收到申请之日", "补正 › 告知日", "补正 › 收到日", "延期答复 › 告知日"] == [
        each.column for each in found.columns
    ]


def test_lines_are_read_as_those_of_the_register_and_words_are_told() -> None:
    found = read(as_sheet())
    entries = [
        [column.shown(entry[LIST.index_of(column.key)]) for column in LIST.columns]
        for entry in found.lines.entries
    ]
    shown = [[text for text in line if text] for line in entries]
    assert ["2026-001", "2026-01-05", "网络", "自然人", "张三"] == shown[0][:5]
    assert ["2026-01-20", "（一）予以公开"] == shown[0][-2:]
    assert ["2026-003", "2026-12-20", "邮寄（签收）", "自然人", "李四"] == shown[3][:5]
    assert [(2, "邮寄"), (2, "法人")] == [(line, text) for line, _, text in found.lines.unread]
    assert ForeignWord("申请人类型", "公民", "自然人", 2) in found.words
    assert {"ENTRY-UNREADABLE", "ENTRY-READ-AS"} <= {each.code for each in found.findings}


def test_in_a_list_of_texts_numbers_and_days_as_we_write_them_are_no_notice() -> None:
    header = ("登记编号", "收到日期", "申请人类型", "延期工作日数")
    found = read(as_sheet([header, ("1", "2026-01-05", "自然人", "20")]))
    assert ((), 1) == (found.findings, len(found.lines))
    said = read(as_sheet([header, ("1", "2026/1/5", "自然人", "20")])).findings
    assert ["ENTRY-READ-AS"] == [finding.code for finding in said]


def test_required_columns_that_are_lacking_are_named() -> None:
    found = read(as_sheet([("编号", "办理结果", "备注"), ("1", "部分公开", "")]))
    assert ("收到申请之日", "申请人类型") == found.lacking


def test_of_sheets_that_fit_equally_none_is_read() -> None:
    found = read(as_sheet(name="2025"), as_sheet(name="2026"))
    assert (("2025", "2026"), 0) == (found.sheets, len(found.lines))
    assert () == read(as_sheet([("甲", "乙"), ("1", "2")])).sheets


def test_a_sheet_with_fewer_of_the_columns_does_not_count() -> None:
    other = as_sheet([HEADER[1:4], ROWS[2][1:4]], name="说明")
    assert ("台账",) == read(other, as_sheet()).sheets


def test_a_hidden_sheet_is_read_and_named() -> None:
    found = read(replace(as_sheet(), state="hidden"))
    assert "SHEET-HIDDEN" in {each.code for each in found.findings}


def test_findings_say_nothing_of_what_a_private_column_holds() -> None:
    names = ("张三丰", "合计：张三丰", "张三丰")
    rows = [("", "", "", "", "", name) for name in names]
    sheet = as_sheet([HEADER[:6], *rows, FIRST[:6]])
    number = RawCell("number", "13800138000", None, "", "")
    found = read(
        replace(
            sheet,
            cells={**sheet.cells, (1, 5): number},
            looks={(3, 5): "struck"},
            merges=(Area(3, 5, 4, 5),),
        )
    )
    said = [each.message for each in found.findings]
    assert {"LINES-PASSED-OVER", "LINES-MERGED"} <= {each.code for each in found.findings}
    assert any("“***”读作“***”" in message for message in said)
    assert not [message for message in said if "张三丰" in message or "13800138000" in message]
    seen = {reference.value for each in found.findings for reference in each.cells}
    assert not seen & {*names, "13800138000"}
    assert "13800138000" == found.lines.entries[0][LIST.index_of("name")]
