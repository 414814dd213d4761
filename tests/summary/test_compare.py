"""Two years compared by the keys of the form: returns, folders, summaries, and two editions."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.county import D01, D02, D03, D04, FORM, ROSTER, carried, write
from support.departments import make_department
from support.filled import as_typed, cells_at, find
from support.two_years import fill, received, summarise
from xlreport.base.errors import InputError
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Department, Roster
from xlreport.outgoing.template import build_template
from xlreport.returns.received import read_returns
from xlreport.summary.book.book import write_summary
from xlreport.summary.compare import compare
from xlreport.summary.comparison import Change, Comparison
from xlreport.summary.summary import consolidate
from xlreport.summary.year_on_year import year_on_year
from xlreport.writing.content import Value

TOTAL = ("requests", "received", "total")
TOTAL_INDEX = find(FORM, "requests.received.total")


def totals(comparison: Comparison) -> list[tuple[object, ...]]:
    return [
        (row.department, row.last, row.this, row.change)
        for row in comparison.rows
        if (row.table, row.row, row.column) == TOTAL
    ]


def test_two_returns_of_a_department_are_compared_cell_by_cell(tmp_path: Path) -> None:
    this = write(tmp_path / "2026", D01, received(5))
    last = write(tmp_path / "2025", D01, received(3), year=2025)
    comparison = compare(this, last)
    assert (2026, 2025, ("D01局",)) == (comparison.year, comparison.last_year, comparison.compared)
    changed = [(row.row, row.column) for row in comparison.rows]
    columns = ("natural_person", "total")
    rows = ("received", "granted", "total_handled")
    assert [(row, column) for row in rows for column in columns] == changed
    path = FORM.cells[find(FORM, "requests.received.total")].path
    assert Change("D01", "D01局", *TOTAL, path, "件", 3, 5, 2) == comparison.rows[1]


def test_what_did_not_change_is_not_listed_and_a_blank_is_as_a_0(tmp_path: Path) -> None:
    this = write(tmp_path / "2026", D01, {**received(3), 0: 0})
    blank = {index: value for index, value in received(3).items() if value}
    last = write(tmp_path / "2025", D01, blank, year=2025)
    assert () == compare(this, last).rows


def test_folders_are_compared_over_the_departments_of_both_years(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4, D04=9)
    this = fill(tmp_path, 2026, D01=5, D02=2, D03=7)
    comparison = compare(this, last)
    assert ("D01局", "D02局") == comparison.compared
    assert [("D01局", 3, 5, 2), ("D02局", 4, 2, -2)] == totals(comparison)
    reasons = (("D03局", "没有可比的上年数据"), ("D04局", "没有可比的本年数据"))
    assert reasons == comparison.left_out


def test_the_total_over_the_same_departments_stands_first(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4, D04=9)
    this = fill(tmp_path, 2026, D01=9, D02=2, D03=7)
    comparison = compare(this, last)
    total = ("合计（同口径 2 个单位）", 7, 11, 4)
    assert [total, ("D01局", 3, 9, 6), ("D02局", 4, 2, -2)] == totals(comparison)
    sizes = [abs(row.change or 0) for row in comparison.rows if row.code]
    assert sorted(sizes, reverse=True) == sizes


def test_a_department_that_is_not_counted_is_not_in_the_total(tmp_path: Path) -> None:
    roster = Roster("", (D01, D02, make_department("D03", counted=False)))
    last = fill(tmp_path, 2025, D01=3, D02=4, D03=1)
    this = fill(tmp_path, 2026, D01=9, D02=2, D03=7)
    found = totals(compare(this, last, roster=roster))
    assert ("合计（同口径 2 个单位）", 7, 11, 4) == found[0]
    assert ("D03局", 1, 7, 6) in found


def test_summaries_and_folders_of_the_same_returns_give_the_same_changes(tmp_path: Path) -> None:
    last, this = fill(tmp_path, 2025, D01=3, D02=4), fill(tmp_path, 2026, D01=5, D02=9)
    by_folder = compare(this, last)
    of_this, of_last = summarise(this), summarise(last)
    for pair in ((of_this, of_last), (of_this, last), (this, of_last)):
        assert by_folder.rows == compare(*pair).rows


def test_totals_over_other_departments_are_not_held_against_each_other(tmp_path: Path) -> None:
    last = summarise(fill(tmp_path, 2025, D01=3, D02=4))
    this = summarise(fill(tmp_path, 2026, D01=5, D02=9, D03=7))
    comparison = compare(this, last)
    assert [("合计（同口径 2 个单位）", 7, 14, 7), ("D02局", 4, 9, 5)] == totals(comparison)[:2]
    assert 3 == len(totals(comparison))
    assert (
        "两份汇总表自己的合计没有比较：本年 3 个单位，上年 2 个单位，口径不同；"
        "合计只比较两份都有的单位。",
    ) == comparison.notes


def test_without_a_roster_summaries_are_compared_over_the_departments_of_year_on_year(
    tmp_path: Path,
) -> None:
    merged = make_department("D09", "合并局", predecessors=("D01", "D02"))
    apart = make_department("D03", counted=False)
    last_roster = Roster("", (D01, D02, apart, D04))
    roster = Roster("", (merged, apart, D04))
    last = summarise(fill(tmp_path, 2025, D01=3, D02=4, D03=1, D04=2), last_roster)
    folder = write(tmp_path / "2026", merged, received(9)).parent
    fill(tmp_path, 2026, D03=5, D04=6)
    county = consolidate(
        read_returns(folder, roster=roster, last_year=last), name="某县", code="X", verify=False
    )
    (years,) = year_on_year(county)
    total = ("合计（同口径 2 个单位）", years.last[TOTAL_INDEX], years.this[TOTAL_INDEX], 6)
    assert 9 == years.last[TOTAL_INDEX]
    this = write_summary(county, tmp_path / "本年.xlsx")
    for comparison in (compare(this, last), compare(this, last, roster=roster)):
        assert [total, ("D04局", 2, 6, 4), ("D03局", 1, 5, 4), ("合并局", 7, 9, 2)] == totals(
            comparison
        )
        assert ((), ()) == (comparison.notes, comparison.left_out)


def test_of_returns_without_a_roster_it_is_said_what_nobody_can_see(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4, D04=9)
    this = fill(tmp_path, 2026, D01=5, D02=2, D03=7)
    unmatched, unseen = compare(this, last).notes
    assert unmatched.startswith("没有给出单位名录：本年有 1 个、上年有 1 个单位对不上；")
    assert "不计入汇总的单位看不出来" in unseen
    assert () == compare(this, last, roster=ROSTER).notes


def test_two_files_of_one_year_are_compared_as_one_and_the_other(tmp_path: Path) -> None:
    old = write(tmp_path, D01, received(3), name="教育局.xlsx")
    said = {Field(FieldKind.TEXT, "problems"): "公开内容不够及时。"}
    new = tmp_path / "教育局（改）.xlsx"
    new.write_bytes(
        build_template(FORM, year=2026, department=D01, values=received(5), fields=said)
    )
    comparison = compare(new, old)
    assert (2026, 2026, "另一份") == (comparison.year, comparison.last_year, comparison.last_word)
    assert [("D01局", 3, 5, 2)] == totals(comparison)
    assert (("D01局", "“五、存在的主要问题及改进情况”的文字"),) == comparison.others
    assert ((), ()) == (comparison.findings, comparison.left_out)
    assert () == compare(old, old).rows


def test_two_states_of_a_folder_are_compared(tmp_path: Path) -> None:
    before = fill(tmp_path / "昨天", 2026, D01=3, D02=4)
    now = fill(tmp_path / "今天", 2026, D01=5, D02=4, D03=7)
    comparison = compare(now, before, roster=ROSTER)
    assert ("D01局", 3, 5, 2) in totals(comparison)
    assert (("D03局", "没有可比的另一份数据"),) == comparison.left_out


def test_predecessors_of_the_roster_are_honoured(tmp_path: Path) -> None:
    merged = make_department("D09", "合并局", predecessors=("D01", "D02"))
    last = fill(tmp_path, 2025, D01=3, D02=4)
    this = write(tmp_path / "2026", merged, received(9)).parent
    assert [("合并局", 7, 9, 2)] == totals(compare(this, last, roster=Roster("", (merged,))))
    assert (("合并局", "没有可比的上年数据"),) == compare(this, last).left_out


def test_one_department_s_return_beside_a_whole_summary_misses_nobody(tmp_path: Path) -> None:
    last = summarise(fill(tmp_path, 2025, D01=3, D02=4))
    comparison = compare(write(tmp_path / "2026", D02, received(9)), last)
    assert ([("D02局", 4, 9, 5)], ()) == (totals(comparison), comparison.left_out)


def test_editions_are_compared_by_their_keys_and_the_rest_is_named(
    tmp_path: Path, form_2019: Form
) -> None:
    last = write(tmp_path / "2020", D01, received(3, form_2019), form=form_2019, year=2020)
    this = write(tmp_path / "2021", D01, received(5), year=2021)
    comparison = compare(this, last)
    assert [("D01局", 3, 5, 2)] == totals(comparison)
    only_this = {(cell.table, cell.row, cell.column) for cell in comparison.only_this}
    only_last = {(cell.table, cell.row, cell.column) for cell in comparison.only_last}
    assert ("proactive", "fees", "fees_amount") in only_this
    assert ("proactive", "procurement", "procurement_amount") in only_last
    assert ("requests", "received", "total") not in only_this | only_last
    named = {(row.table, row.row, row.column) for row in comparison.rows}
    assert set() == named & (only_this | only_last)


def test_the_same_edition_lacks_nothing(tmp_path: Path) -> None:
    comparison = compare(fill(tmp_path, 2026, D01=5), fill(tmp_path, 2025, D01=3))
    assert ((), ()) == (comparison.only_this, comparison.only_last)


def test_the_rules_across_years_are_judged(tmp_path: Path) -> None:
    last = write(tmp_path / "2025", D01, carried(3, 0), year=2025)
    this = write(tmp_path / "2026", D01, carried(0, 2))
    (finding,) = compare(this, last).findings
    assert ("Y-CARRY", "D01局", "2", "3") == (
        finding.rule,
        finding.department,
        finding.seen,
        finding.expected,
    )


def test_years_that_do_not_follow_one_another_are_compared_without_those_rules(
    tmp_path: Path,
) -> None:
    last = write(tmp_path / "2024", D01, carried(3, 0), year=2024)
    this = write(tmp_path / "2026", D01, carried(0, 2))
    comparison = compare(this, last)
    assert ((), True) == (comparison.findings, bool(comparison.rows))


def test_files_that_differ_or_are_not_expected_are_left_out_and_said(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4)
    this = fill(tmp_path, 2026, D01=5, D02=6, D09=1)
    write(this, D02, received(8), name="又一份.xlsx")
    (this / "空.xlsx").write_bytes(b"")
    comparison = compare(this, last, roster=ROSTER)
    expected = {
        ("D02局", "本年有几份数字不同的报送件"),
        ("D09局", "不在单位名录"),
    }
    assert (expected, ("空.xlsx",)) == (set(comparison.left_out), comparison.unreadable)


def test_a_return_of_another_edition_than_most_is_left_out(tmp_path: Path, form_2019: Form) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4, D03=5)
    this = fill(tmp_path, 2026, D01=5, D02=6)
    write(this, D03, received(8, form_2019), form=form_2019)
    assert ("D03局", "本年的报表格式与多数单位不同") in compare(this, last).left_out


def test_money_changes_exactly(tmp_path: Path) -> None:
    fees = find(FORM, "proactive.fees.fees_amount")

    def paid(amount: float) -> dict[int, Value]:
        return {**as_typed(FORM, cells_at(FORM, {})), fees: amount}

    this = write(tmp_path / "2026", D01, paid(0.3))
    last = write(tmp_path / "2025", D01, paid(0.1), year=2025)
    (row,) = compare(this, last).rows
    assert (0.1, 0.3, 0.2, "万元") == (row.last, row.this, row.change, row.unit)


def test_a_department_whose_return_has_errors_is_left_out_of_folders(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4, D03=5)
    this = fill(tmp_path, 2026, D01=5, D02=9)
    garbled = {**received(8), find(FORM, "requests.received.natural_person"): "若干"}
    write(this, D03, garbled)
    comparison = compare(this, last)
    assert (("D03局", "本年的报送件有错误，须退回修改"),) == comparison.left_out
    assert [("合计（同口径 2 个单位）", 7, 14, 7), "D02局", "D01局"] == [
        totals(comparison)[0],
        *(name for name, *_ in totals(comparison)[1:]),
    ]


def test_a_department_whose_return_of_last_year_is_not_readable_is_left_out_of_folders(
    tmp_path: Path,
) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4)
    write(
        last,
        D03,
        {**received(8), find(FORM, "requests.received.natural_person"): "若干"},
        year=2025,
    )
    comparison = compare(fill(tmp_path, 2026, D01=5, D02=9, D03=5), last)
    assert (("D03局", "上年的报送件有读不出数字的内容"),) == comparison.left_out
    assert ("D01局", "D02局") == comparison.compared


@pytest.mark.parametrize("garbled", [2025, 2026])
def test_of_a_single_return_a_cell_without_a_number_and_its_totals_are_not_compared(
    garbled: int, tmp_path: Path
) -> None:
    cell = find(FORM, "requests.received.natural_person")
    paths = []
    for year, number in ((2026, 19), (2025, 5)):
        typed = {**received(number), cell: "若干"} if year == garbled else received(number)
        paths.append(write(tmp_path / str(year), D01, typed, year=year))
    comparison = compare(*paths)
    which = "本年" if garbled == 2026 else "上年"
    total = find(FORM, "requests.received.total")
    expected = {(FORM.cells[i].path, f"{which}的内容读不出数字，不能比较") for i in (cell, total)}
    assert expected == set(comparison.left_out)
    assert {"granted", "total_handled"} == {row.row for row in comparison.rows}


def test_a_file_of_another_year_among_last_year_s_is_left_out_and_said(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3)
    write(last, D02, received(4), year=2023)
    comparison = compare(fill(tmp_path, 2026, D01=5, D02=9), last)
    expected = {
        ("D02局", "没有可比的上年数据"),
        ("D02.xlsx", "上年的文件没有使用：是 2023 年度的，不是 2025 年度的"),
    }
    assert (("D01局",), expected) == (comparison.compared, set(comparison.left_out))


def test_the_rows_are_a_frame(tmp_path: Path) -> None:
    comparison = compare(fill(tmp_path, 2026, D01=5), fill(tmp_path, 2025, D01=3))
    frame = comparison.frame()
    assert (list(Change.__slots__), len(comparison.rows)) == (list(frame.columns), len(frame))
    assert [row.change for row in comparison.rows] == list(frame["change"])
    expected = "<Comparison 2026 (ogi-2021) against 2025 (ogi-2021): 1 departments, 6 changes>"
    assert expected == repr(comparison)


def test_the_years_must_be_in_order(tmp_path: Path) -> None:
    last, this = fill(tmp_path, 2025, D01=3), fill(tmp_path, 2026, D01=5)
    with pytest.raises(InputError, match="前一份是 2025 年度的，后一份是 2026 年度的"):
        compare(last, this)


def test_where_nothing_can_be_read_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    with pytest.raises(InputError, match="本年数据中没有能读取的汇总表或报送件"):
        compare(tmp_path / "空", fill(tmp_path, 2025, D01=3))
    with pytest.raises(InputError, match="上年数据中没有能读取的汇总表或报送件"):
        compare(fill(tmp_path, 2026, D01=3), tmp_path / "空")


def test_where_this_year_cannot_be_read_the_reason_is_told(tmp_path: Path) -> None:
    (tmp_path / "空.xlsx").touch()
    with pytest.raises(InputError, match=r"本年数据中没有.*；空\.xlsx：文件是空的"):
        compare(tmp_path / "空.xlsx", fill(tmp_path, 2025, D01=3))


def test_the_roster_s_name_of_a_department_in_a_summary_holds(tmp_path: Path) -> None:
    last = summarise(fill(tmp_path, 2025, D01=3, D02=4))
    this = summarise(fill(tmp_path, 2026, D01=5, D02=9))
    renamed: Department = make_department("D01", "改名局")
    found = totals(compare(this, last, roster=Roster("", (renamed, D02, D03))))
    assert ("改名局", 3, 5, 2) in found


def told(comparison: Comparison) -> tuple[object, ...]:
    """Give all of a comparison but the forms, which are the same."""
    return (
        *(comparison.year, comparison.last_year, comparison.compared, comparison.rows),
        *(comparison.left_out, comparison.findings, comparison.unreadable),
    )


def test_what_is_read_already_is_compared_as_its_files_are(tmp_path: Path) -> None:
    roster = Roster("", (D01, D02, D03))
    last = fill(tmp_path, 2025, D01=3, D02=4)
    this = fill(tmp_path, 2026, D01=9, D02=2, D03=7, D09=1)
    expected = compare(this, last, roster=roster)
    read = read_returns(this, roster=roster), read_returns(last, roster=roster)
    assert told(expected) == told(compare(*read))
    assert told(expected) == told(compare(this, read[1], roster=roster))
    counties = [consolidate(each, name="某县", verify=False) for each in read]
    assert told(expected) == told(compare(*counties))


def test_the_file_that_an_officer_preferred_is_the_one_compared(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4)
    this = fill(tmp_path, 2026, D01=9, D02=2)
    write(this, D01, received(5), name="再次.xlsx")
    assert () == tuple(row for row in compare(this, last).rows if row.code == "D01")
    settled = read_returns(this, prefer={"D01": "再次.xlsx"})
    assert ("D01局", 3, 5, 2) in totals(compare(settled, last))


def test_the_year_that_an_officer_told_is_the_one_compared(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3)
    this = fill(tmp_path, 2026, D01=9)
    for who in (D02, D03):
        write(this, who, received(1), year=2024)
    comparison = compare(read_returns(this, year=2026), read_returns(last))
    assert (2026, 2025) == (comparison.year, comparison.last_year)
    assert [("D01局", 3, 9, 6)] == totals(comparison)


def test_the_year_that_an_officer_told_of_last_year_s_files_holds(tmp_path: Path) -> None:
    last = fill(tmp_path, 2024, D01=3)
    for who in (D02, D03):
        write(last, who, received(1), year=2025)
    comparison = compare(fill(tmp_path, 2026, D01=9), read_returns(last, year=2024))
    assert (2026, 2024) == (comparison.year, comparison.last_year)
    assert [("D01局", 3, 9, 6)] == totals(comparison)


def test_last_year_s_files_that_were_not_used_are_said_to_be_so(tmp_path: Path) -> None:
    last = fill(tmp_path, 2025, D01=3, D02=4)
    write(last, D01, received(5), year=2025, name="再次.xlsx")
    comparison = compare(fill(tmp_path, 2026, D01=9, D02=2), read_returns(last))
    assert ("D02局",) == comparison.compared
    assert {
        "D01局": "没有可比的上年数据",
        "D01.xlsx": "上年的文件没有使用：数据冲突",
        "再次.xlsx": "上年的文件没有使用：数据冲突",
    } == dict(comparison.left_out)


def test_the_rules_across_years_are_judged_of_what_is_read_already(tmp_path: Path) -> None:
    last = write(tmp_path / "2025", D01, received(3), year=2025)
    values = {**received(3), find(FORM, "requests.carried_over.natural_person"): 1}
    this = write(tmp_path / "2026", D01, values)
    expected = compare(this, last).findings
    assert expected
    assert expected == compare(read_returns(this), last).findings
