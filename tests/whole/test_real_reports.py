"""What offices really published is read as printed, and adds up as they say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from support.departments import make_department
from support.real_reports import load_reports, map_cells
from support.settled import returns_in
from xlreport import Severity, read_returns
from xlreport.form.typed_values import read_typed
from xlreport.outgoing.template import build_template
from xlreport.settlement.status import DepartmentStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlreport import Form, Returns
    from xlreport.reading.one_return import Return

from support.real_reports import BY_HAND, SLUGS, read_report, report_of

# Labels that stand for nothing in the form, so that their cells cannot be reported in it.
UNKNOWN: Final[Mapping[str, set[str]]] = {
    # Both editions in one table: these three columns are of 2019, the form is that of 2021.
    "qu-jiaoyu-2021": {"本年新制作数量", "本年新公开数量", "对外公开总数量"},
    # A row that the city added: 其他主动公开文件.
    "wuhan-sthj-2020": {"其他主動公開檔案(…)"},
}
COMPLETE: Final = [
    "shanghai-office-2019",
    "shuyang-county-2025",
    "shuyang-fagai-2023",
    "suqian-2023",
]
# What the complete ones leave blank, which is all that there is to warn of.
WITH_BLANKS: Final = {
    # Eight result rows are wholly blank, and so are the totals of all result rows but （七）.
    "shanghai-office-2019": {"BLANK": 48, "TOTAL-BLANK": 14},
    # （七）总计 is blank in the five columns of legal persons.
    "shuyang-fagai-2023": {"TOTAL-BLANK": 5},
}


def check_report(slug: str, folder: Path) -> Returns:
    report, texts = report_of(slug)
    who = make_department("D01", report.org)
    path = folder / f"{slug}.xlsx"
    path.write_bytes(build_template(report.form, year=report.year, department=who, values=texts))
    return read_returns(path)


def statuses(checked: Returns) -> list[DepartmentStatus]:
    return [filing.status for filing in checked.settlement.filings]


def typed_value(form: Form, texts: Mapping[int, str], index: int) -> int | None:
    return read_typed(texts.get(index, ""), form.cells[index].measure).value


def input_value(form: Form, texts: Mapping[int, str], index: int) -> int | None:
    """Say what an input holds: what was typed, or what its blank means in its row."""
    cell = form.cells[index]
    reading = read_typed(texts.get(index, ""), cell.measure)
    if reading.value is not None or reading.unreadable:
        return reading.value
    row = [
        other.index for other in form.cells if (other.table, other.row) == (cell.table, cell.row)
    ]
    return 0 if any(typed_value(form, texts, other) is not None for other in row) else None


def summed(values: Mapping[str, int | None], keys: list[str]) -> int | None:
    known = [value for key in keys if (value := values[key]) is not None]
    return sum(known) if known else None


def expected_totals(form: Form, inputs: Mapping[int, int | None]) -> dict[int, int | None]:
    """Add up tables 三 and 四 as their labels say, without the rules of the form file."""
    totals: dict[int, int | None] = {}
    requests = form.table("requests")
    people = [key for key in requests.column_keys if key != "total"]
    sums: dict[tuple[str, str], int | None] = {
        (cell.row, cell.column): inputs[cell.index] for cell in requests.cells if not cell.total
    }
    results = [
        cell.row
        for cell in requests.cells
        if cell.row_path.startswith("（") and not cell.row_path.startswith("（七）")
    ]
    results = list(dict.fromkeys(results))
    for column in people:
        sums["total_handled", column] = summed({row: sums[row, column] for row in results}, results)
    for row in requests.row_keys:
        sums[row, "total"] = summed({column: sums[row, column] for column in people}, people)
    totals |= {cell.index: sums[cell.row, cell.column] for cell in requests.cells if cell.total}
    block: dict[str, int | None] = {}
    for cell in form.table("remedies").cells:
        if cell.total:
            totals[cell.index] = summed(block, list(block))
            block = {}
        else:
            block[cell.column] = inputs[cell.index]
    return totals


def row_of(item: Return, table: str, row: str) -> list[int | None]:
    return [item.values[c.index] for c in item.form.table(table).cells if c.row == row]


def test_every_report_is_there() -> None:
    assert 26 == len(SLUGS)
    assert set(SLUGS) == set(load_reports())
    assert COMPLETE == [slug for slug in SLUGS if load_reports()[slug].complete]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_label_is_known_but_those_listed_with_a_reason(slug: str) -> None:
    assert UNKNOWN.get(slug, set()) == map_cells(load_reports()[slug], BY_HAND.get(slug)).unknown


@pytest.mark.parametrize("slug", sorted(BY_HAND))
def test_no_label_is_mapped_by_hand_that_the_form_knows(slug: str) -> None:
    unknown = map_cells(load_reports()[slug]).unknown
    assert set() == {
        label for label in BY_HAND[slug] if not any(label in other for other in unknown)
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_every_report_is_read_back_as_printed(slug: str) -> None:
    report, texts = report_of(slug)
    form, item = report.form, read_report(slug)
    assert (form, report.year, report.org) == (item.form, item.year, item.department)
    formulas = {cell.index for cell in form.cells if cell.total} - texts.keys()
    typed = {index: text for index, text in item.seen.items() if index not in formulas}
    assert {index: text for index, text in texts.items() if text} == typed


@pytest.mark.parametrize("slug", SLUGS)
def test_every_value_is_the_documented_reading_of_what_was_printed(slug: str) -> None:
    report, texts = report_of(slug)
    form, item = report.form, read_report(slug)
    inputs = {cell.index: input_value(form, texts, cell.index) for cell in form.inputs}
    assert inputs == {index: item.values[index] for index in inputs}
    assert inputs == {index: item.judged[index] for index in inputs}
    totals = expected_totals(form, inputs)
    assert totals == {index: item.values[index] for index in totals}
    typed = {i: value for i in totals if (value := typed_value(form, texts, i)) is not None}
    assert typed == {index: item.judged[index] for index in typed}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printed_total_of_a_row_or_block_is_right(slug: str) -> None:
    report, texts = report_of(slug)
    item = read_report(slug)
    printed = {
        cell.index: int(text)
        for cell in report.form.cells
        if cell.total and cell.row != "total_handled" and (text := texts.get(cell.index))
    }
    assert printed == {index: item.values[index] for index in printed}


@pytest.mark.parametrize(
    ("slug", "table", "row", "column", "text", "value"),
    [
        ("rongchang-linye-2019", "proactive", "licences", "items_change", "增1423", 1423),
        ("rongchang-linye-2019", "proactive", "penalties", "items_change", "增52", 52),
        ("owen-ju-2019layout", "proactive", "licences", "items_change", "减4", -4),
        ("liwan-fagai-2020", "proactive", "other_services", "items_change", "+173", 173),
        ("liwan-fagai-2020", "proactive", "penalties", "items_change", "-2", -2),
        ("nanqu-gwh-2019", "proactive", "procurement", "procurement_amount", "80618元", 8061800),
        (
            *("tiantai-minzheng-2019", "proactive", "procurement", "procurement_amount"),
            *("3235727元", 323572700),
        ),
        (
            *("rongchang-linye-2019", "proactive", "procurement", "procurement_amount"),
            *("23600万元", 23_600_000_000),
        ),
        # No unit is stated: nobody can tell 元 from 万元, and it is not added up.
        ("dayu-jiaotong-2019", "proactive", "procurement", "procurement_amount", "27270", None),
        ("beijing-jie-2020", "proactive", "procurement", "procurement_amount", "477.35", None),
        ("qu-jiaoyu-2021", "proactive", "fees", "fees_amount", "282.1", 282_100_000),
        # A dash in a row with numbers counts as a blank there, and that as 0.
        ("wuhan-sthj-2020", "proactive", "coercive_measures", "decisions", "-", 0),
        # A slash in a row without any number leaves the cell missing.
        ("xian-tongji-2023", "proactive", "regulations", "made", "/", None),
        ("dayu-jiaotong-2019", "proactive", "penalties", "items_last_year", "", 0),
        ("liwan-fagai-2020", "requests", "received", "commercial", "", 0),
        # Only the total is printed: the row holds a number, its blanks count as 0.
        ("tuofenglu-jie-2020", "requests", "received", "natural_person", "", 0),
        ("erdao-fangzheng-2022", "requests", "granted_in_part", "natural_person", "", None),
        ("li-zhen-2022", "proactive", "fees", "items_last_year", "", None),
    ],
)
def test_what_was_printed_oddly_has_the_value_that_was_meant(
    slug: str, table: str, row: str, column: str, text: str, value: int | None
) -> None:
    report, texts = report_of(slug)
    index = report.form.index[table, row, column]
    assert (text, value) == (texts[index], read_report(slug).values[index])


def test_a_cell_that_could_not_be_seen_stays_missing_unless_its_row_holds_a_number() -> None:
    report, texts = report_of("songmutang-zhen-2022")  # 收费 was not to be seen
    item, fees = (
        read_report("songmutang-zhen-2022"),
        report.form.index["proactive", "fees", "fees_amount"],
    )
    assert fees not in texts
    assert [None] == row_of(item, "proactive", "fees")
    assert [2, 0, 2] == row_of(item, "proactive", "normative_documents")
    wuhan, texts = report_of("wuhan-sthj-2020")  # cut off after the row of 收费, which is blank
    item = read_report("wuhan-sthj-2020")
    assert {"", None} == {
        texts.get(c.index) for c in wuhan.form.cells if c.row in ("fees", "procurement")
    }
    assert [None] * 4 == row_of(item, "proactive", "fees") + row_of(
        item, "proactive", "procurement"
    )


@pytest.mark.parametrize("slug", COMPLETE)
def test_a_complete_report_has_no_error(slug: str, tmp_path: Path) -> None:
    checked = check_report(slug, tmp_path)
    assert [] == [f.message for f in checked.found if f.severity is Severity.ERROR]
    status = DepartmentStatus.WARNINGS if slug in WITH_BLANKS else DepartmentStatus.ACCEPTED
    assert [status] == statuses(checked)


@pytest.mark.parametrize("slug", COMPLETE)
def test_the_only_warnings_of_a_complete_report_are_its_blanks(slug: str, tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    for finding in check_report(slug, tmp_path).found:
        if finding.severity is Severity.WARNING:
            counts[finding.code] += len(finding.cells)
    assert WITH_BLANKS.get(slug, {}) == counts


def test_the_report_of_shuyang_2025_is_read_number_by_number() -> None:
    item = read_report("shuyang-county-2025")
    assert [0, 0, 0] == row_of(item, "proactive", "regulations")
    assert [6, 1, 32] == row_of(item, "proactive", "normative_documents")
    assert [517_645] == row_of(item, "proactive", "licences")
    assert [693_957] == row_of(item, "proactive", "penalties")
    assert [2_154] == row_of(item, "proactive", "coercive_measures")
    assert [4_068_208_000] == row_of(item, "proactive", "fees")  # 4068.208 万元 in 分
    assert [705, 3, 0, 0, 5, 0, 713] == row_of(item, "requests", "received")
    assert [36, 0, 0, 0, 0, 0, 36] == row_of(item, "requests", "carried_over")
    assert [290, 1, 0, 0, 3, 0, 294] == row_of(item, "requests", "granted")
    assert [99, 0, 0, 0, 2, 0, 101] == row_of(item, "requests", "granted_in_part")
    assert [111, 0, 0, 0, 0, 0, 111] == row_of(item, "requests", "not_held")
    assert [142, 1, 0, 0, 0, 0, 143] == row_of(item, "requests", "other_handling")
    assert [710, 3, 0, 0, 5, 0, 718] == row_of(item, "requests", "total_handled")
    assert [31, 0, 0, 0, 0, 0, 31] == row_of(item, "requests", "carried_forward")
    assert [
        *(27, 10, 9, 15, 61),
        *(3, 0, 0, 0, 3),
        *(8, 0, 1, 1, 10),
    ] == row_of(item, "remedies", "cases")


def test_the_report_of_suqian_2023_is_read_number_by_number() -> None:
    item = read_report("suqian-2023")
    assert [2, 0, 11] == row_of(item, "proactive", "regulations")
    assert [109, 489, 597] == row_of(item, "proactive", "normative_documents")
    assert [1_808_595] == row_of(item, "proactive", "licences")
    assert [2_822_652] == row_of(item, "proactive", "penalties")
    assert [20_163] == row_of(item, "proactive", "coercive_measures")
    assert [59_237_244_900] == row_of(item, "proactive", "fees")  # 59237.2449 万元 in 分
    assert [3402, 99, 0, 4, 5, 1, 3511] == row_of(item, "requests", "received")
    assert [91, 3, 0, 0, 2, 0, 96] == row_of(item, "requests", "carried_over")
    assert [1175, 12, 0, 3, 1, 0, 1191] == row_of(item, "requests", "granted")
    assert [319, 7, 0, 0, 2, 0, 328] == row_of(item, "requests", "granted_in_part")
    assert [968, 74, 0, 1, 3, 1, 1047] == row_of(item, "requests", "not_held")
    assert [305, 0, 0, 0, 0, 0, 305] == row_of(item, "requests", "petition")
    assert [40, 0, 0, 0, 0, 0, 40] == row_of(item, "requests", "not_corrected")
    assert [10, 0, 0, 0, 0, 0, 10] == row_of(item, "requests", "fee_not_paid")
    assert [287, 3, 0, 0, 1, 0, 291] == row_of(item, "requests", "other_handling")
    assert [3375, 99, 0, 4, 7, 1, 3486] == row_of(item, "requests", "total_handled")
    assert [118, 3, 0, 0, 0, 0, 121] == row_of(item, "requests", "carried_forward")
    assert [
        *(309, 17, 88, 26, 440),
        *(1, 1, 16, 6, 24),
        *(13, 0, 67, 9, 89),
    ] == row_of(item, "remedies", "cases")


def test_the_report_of_shanghai_2019_with_blank_totals_is_read_number_by_number() -> None:
    item = read_report("shanghai-office-2019")
    assert [13, 13, 524] == row_of(item, "proactive", "regulations")
    assert [60, 60, 368] == row_of(item, "proactive", "normative_documents")
    assert [6, 25_100_000] == row_of(item, "proactive", "procurement")  # 251000元 in 分
    assert [821, 35, 0, 0, 2, 1, 859] == row_of(item, "requests", "received")
    assert [18, 0, 0, 0, 0, 0, 18] == row_of(item, "requests", "carried_over")
    # From here to （六） no total was printed: they are computed.
    assert [258, 12, 0, 0, 1, 1, 272] == row_of(item, "requests", "granted")
    assert [3, 0, 0, 0, 0, 0, 3] == row_of(item, "requests", "granted_in_part")
    assert [14, 0, 0, 0, 0, 0, 14] == row_of(item, "requests", "state_secret")
    assert [None] * 7 == row_of(item, "requests", "prohibited_by_law")
    assert [3, 1, 0, 0, 0, 0, 4] == row_of(item, "requests", "procedural")
    assert [252, 12, 0, 0, 1, 0, 265] == row_of(item, "requests", "not_held")
    assert [148, 1, 0, 0, 0, 0, 149] == row_of(item, "requests", "petition")
    assert [None] * 7 == row_of(item, "requests", "otherwise_handled")
    assert [767, 35, 0, 0, 2, 1, 805] == row_of(item, "requests", "total_handled")
    assert [72, 0, 0, 0, 0, 0, 72] == row_of(item, "requests", "carried_forward")
    assert [
        *(5, 0, 0, 2, 7),
        *(8, 0, 0, 1, 9),
        *(0, 0, 0, 0, 0),
    ] == row_of(item, "remedies", "cases")


@pytest.mark.parametrize("slug", COMPLETE)
def test_every_number_of_a_complete_report_is_the_printed_one(slug: str) -> None:
    report, texts = report_of(slug)
    item = read_report(slug)
    whole = {i: int(text) for i, text in texts.items() if text.isascii() and text.isdigit()}
    counts = {i: number for i, number in whole.items() if not report.form.cells[i].measure.scale}
    assert len(texts) == len(report.form.cells)
    assert len(counts) >= len([text for text in texts.values() if text]) - 1  # all but the money
    assert counts == {index: item.values[index] for index in counts}


def test_the_report_of_yanchi_2020_is_read_as_printed(form_2019: Form, tmp_path: Path) -> None:
    # Every printed cell is 0 but three; table 三 lost its column 总计, whose formulas stay.
    texts = {cell.index: "0" for cell in form_2019.inputs}
    texts |= {cell.index: "0" for cell in form_2019.table("remedies").cells}
    texts[form_2019.index["proactive", "other_services", "items_last_year"]] = "25"
    texts[form_2019.index["proactive", "other_services", "items_change"]] = "+1"
    texts[form_2019.index["proactive", "penalties", "items_last_year"]] = "4"
    _, quoted = report_of("yanchi-tuiyi-2020")
    assert dict(quoted) == {index: texts[index] for index in quoted}

    who = make_department("D05", "盐池县退役军人事务局")
    path = tmp_path / "盐池县退役军人事务局.xlsx"
    path.write_bytes(build_template(form_2019, year=2020, department=who, values=texts))
    checked = read_returns(path)
    (item,) = returns_in(checked)
    assert texts == {index: item.seen[index] for index in texts}
    numbers = {cell.index: 0 for cell in form_2019.cells}
    numbers[form_2019.index["proactive", "other_services", "items_last_year"]] = 25
    numbers[form_2019.index["proactive", "other_services", "items_change"]] = 1
    numbers[form_2019.index["proactive", "penalties", "items_last_year"]] = 4
    assert numbers == dict(enumerate(item.values))
    assert {Severity.INFO} == {finding.severity for finding in checked.found}
    assert [DepartmentStatus.ACCEPTED] == statuses(checked)


def test_a_report_in_the_wrong_edition_is_said_to_be_and_read_all_the_same(tmp_path: Path) -> None:
    checked = check_report("fengshou-xiang-2022", tmp_path)
    messages = [finding.message for finding in checked.found if finding.code == "EDITION"]
    assert ["2022年度的报告使用了2019年版的表格，应使用2021年版。"] == messages
    assert [0] * 7 == row_of(returns_in(checked)[0], "requests", "received")


def test_a_report_that_was_published_blank_is_no_nil_return(tmp_path: Path) -> None:
    checked = check_report("li-zhen-2022", tmp_path)
    errors = [f.code for f in checked.found if f.severity is Severity.ERROR]
    assert ["BLANK-TABLE"] * 3 == errors
    assert [DepartmentStatus.RETURNED] == statuses(checked)
