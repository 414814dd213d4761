"""A register is read with what is counted from it, whoever has kept it, and goes on next year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from support.county_register import make_line
from support.departments import make_department
from support.offices_list import FIRST, HEADER, ROWS, as_csv
from support.registers import register_form
from xlreport import (
    InputError,
    Period,
    Register,
    Roster,
    load_form,
    read_register,
    read_returns,
    write_register,
    write_return,
)
from xlreport.formats.container import Limits
from xlreport.outgoing import registers
from xlreport.register.register import read_and_carry
from xlreport.settlement.status import FileStatus

YEAR = 2025
LINES = [
    make_line(1, date(2024, 12, 20), closed=date(2025, 1, 9), result="granted"),
    make_line(2, date(2025, 3, 3), "research", closed=date(2025, 3, 20), result="not_held"),
    make_line(3, date(2025, 12, 22), name="张三"),
    make_line(
        4, date(2025, 2, 10), closed=date(2025, 2, 20), result="granted",
        review_accepted=date(2025, 12, 1),
    ),
]  # fmt: skip
OF_LIST = 2026


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_return(
        register_form(),
        {"applications": LINES},
        tmp_path_factory.mktemp("register") / "登记簿.xlsx",
        department="教育局",
        code="D05",
        year=YEAR,
    )


@pytest.fixture(scope="module")
def register(path: Path) -> Register:
    return read_register(path)


def behind(register: Register, row: str, column: str) -> tuple[object, object]:
    counts = register.counts.set_index(["row", "column"])
    return counts.loc[(row, column), "value"], counts.loc[(row, column), "lines"]


def test_lines_and_counts_are_frames(register: Register) -> None:
    assert (Period(YEAR), 4, 0) == (register.period, len(register), len(register.findings))
    assert ["00001", "00002", "00003", "00004"] == [*register.lines["file_number"]]
    assert [1, 2, 3, 4] == [*register.lines.index]
    assert (2, (3, 4)) == behind(register, "received", "natural_person")
    assert (1, (1,)) == behind(register, "carried_over", "natural_person")
    assert (2, (1, 4)) == behind(register, "granted", "natural_person")
    assert (1, (4,)) == behind(register, "cases", "review_pending")
    assert len(register.form.counts) == len(register.counts)


def test_a_line_without_a_day_of_receipt_is_a_finding(tmp_path: Path) -> None:
    line = {**LINES[1], "received": None}
    path = tmp_path / "登记簿.xlsx"
    write_return(
        register_form(), {"applications": [line]}, path, department="教育局", code="D05", year=YEAR
    )
    register = read_register(path)
    assert {"LINE-BLANK", "T3-ID"} <= {*register.findings["code"], *register.findings["rule"]}
    assert (1, (1,)) == behind(register, "not_held", "research")


def test_the_lines_that_still_count_go_on_in_the_next_year(register: Register) -> None:
    later = register.carried_to(Period(YEAR + 1))
    assert ["00003", "00004"] == [*later.lines["file_number"]]
    assert behind(register, "carried_forward", "natural_person")[0] == 1
    assert (1, (1,)) == behind(later, "carried_over", "natural_person")
    assert (1, (2,)) == behind(later, "cases", "review_pending")


def test_a_line_with_a_later_day_goes_on_too(tmp_path: Path) -> None:
    lines = [
        make_line(1, date(2052, 12, 20)),
        {**LINES[3], "review_accepted": date(2027, 1, 4)},
        LINES[0],
    ]
    path = tmp_path / "登记簿.xlsx"
    write_return(
        register_form(), {}, path, department="教育局", year=YEAR, lists={"applications": lines}
    )
    later = read_register(path).carried_to(Period(YEAR + 1))
    assert ["00001", "00004"] == [*later.lines["file_number"]]


def test_only_a_later_year_is_gone_on_to(register: Register) -> None:
    for year in (YEAR, YEAR - 1):
        with pytest.raises(InputError, match="已经是 2025 年度的"):
            register.carried_to(Period(year))
    with pytest.raises(TypeError, match=r"period 应是 Period，不是 int。请用 xlreport\.Period"):
        register.carried_to(YEAR + 1)  # type: ignore[arg-type]


def test_private_columns_are_left_out_and_the_rest_is_read_without_a_finding(
    register: Register, tmp_path: Path
) -> None:
    sent = read_register(write_register(register, tmp_path / "上报.xlsx", private=False))
    assert ["张三"] == [*register.lines["name"].dropna()]
    assert [] == [*sent.lines["name"].dropna()]
    place = sent.entries.columns[sent.open_list.index_of("name")]
    assert (-1, 0) == (place, len(sent.findings))
    assert register.counts.equals(sent.counts)
    assert (("D05", "教育局"), 4) == ((sent.item.code, sent.item.department), len(sent))


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Register:
    path = tmp_path_factory.mktemp("foreign") / "台账.csv"
    path.write_bytes(as_csv())
    return read_register(path, year=OF_LIST)


def test_a_list_of_ones_own_becomes_the_register(foreign: Register, tmp_path: Path) -> None:
    again = read_register(write_register(foreign, tmp_path / "登记簿.xlsx"))
    assert foreign.counts.equals(again.counts)
    assert foreign.entries.content == again.entries.content
    assert (10, 0) == (len(foreign.columns), len(again.columns))
    assert {"法人", "邮寄"} == {text for _, _, text in again.entries.unread}


def test_a_list_of_ones_own_is_of_nobody_until_its_cover_is_filled_in(
    foreign: Register, tmp_path: Path
) -> None:
    roster = Roster("", (make_department("D05"),))
    written = write_register(foreign, tmp_path / "登记簿.xlsx")
    (file,) = read_returns(written, roster=roster).settlement.files
    assert FileStatus.NOT_ON_ROSTER is file.status


def test_a_frame_of_lines_that_was_saved_as_csv_is_the_same_register(register: Register) -> None:
    saved = register.lines.to_csv().encode()
    again = read_register({"台账.csv": saved}, year=YEAR)
    pd.testing.assert_frame_equal(register.lines, again.lines)


def test_a_return_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / "报送表.xlsx"
    write_return(load_form("ogi-2021"), {}, path, department="教育局", code="D05", year=YEAR)
    with pytest.raises(InputError, match=r"（2021年版）的报送表，不是登记簿"):
        read_register(path)


def test_a_line_that_cannot_be_judged_goes_on_too(foreign: Register) -> None:
    later = foreign.carried_to(Period(OF_LIST + 1))
    assert ["2025-099", "2026-003"] == [*later.lines["file_number"]]
    assert [(0, "邮寄"), (0, "法人")] == [(line, text) for line, _, text in later.entries.unread]


def test_forms_with_annexes_make_no_register_doubtful(foreign: Register) -> None:
    forms = [load_form("ogi-register"), load_form("ogi-2021", annex="ogi-register")]
    again = read_register({"台账.csv": as_csv()}, year=OF_LIST, forms=forms)
    assert foreign.form is again.form
    named = read_register({"台账.csv": as_csv()}, year=OF_LIST, form=forms[1])
    assert "ogi-2021+ogi-register" == named.form.id
    assert foreign.counts["value"].tolist() == named.counts["value"].tolist()


def test_a_list_of_documents_of_ones_own_tells_which_are_repealed() -> None:
    header = ("发文日期", "编号", "标题", "公开属性", "公开日期", "废止日期")
    rows = [
        header,
        ("2026-03-05", "甲1号", "办法", "主动公开", "2026-03-09", ""),
        ("2026-03-05", "甲2号", "通知", "依申请", "", "2026-09-09"),
    ]
    found = read_register({"文件.csv": as_csv(rows)}, year=OF_LIST)
    assert ("ogi-documents", ()) == (found.form.id, found.lacking)
    assert (1, 1) == tuple(
        behind(found, "normative_documents", column)[0] for column in ("repealed", "in_force")
    )
    without = read_register({"文件.csv": as_csv([row[:5] for row in rows])}, year=OF_LIST)
    assert ("废止（失效）日期",) == without.lacking


def test_a_list_without_a_column_for_the_end_names_another_cell() -> None:
    lines = [(f"2026-{day}", f"2026-{day}", "网络", "自然人") for day in ("03-05", "12-30")]
    rows = [HEADER[1:5], *lines]
    found = read_register({"台账.csv": as_csv(rows)}, year=OF_LIST).findings
    assert ["LINES-OVERDUE"] == [*found["code"]]
    assert ["B2"] == [*found["cell"]]


def test_a_list_of_ones_own_needs_a_year_and_its_required_columns() -> None:
    with pytest.raises(InputError, match="没有写明报告年度"):
        read_register({"台账.csv": as_csv()})
    nothing = [HEADER[:2], *(row[:2] for row in ROWS[2:])]
    with pytest.raises(InputError, match=r"没有一行表头认得出.*簿的登记编号、收到申请之日、申"):
        read_register({"台账.csv": as_csv(nothing)}, year=OF_LIST)
    lacking = [HEADER[:4], FIRST[:4]]
    with pytest.raises(InputError, match="没有认出“政府信息公开申请登记簿”的这几列：申请人类型"):
        read_register({"台账.csv": as_csv(lacking)}, year=OF_LIST)
    with pytest.raises(InputError, match="（2021年版）有 0 个台账，登记簿只能有一个"):
        read_register({"台账.csv": as_csv()}, form=load_form("ogi-2021"), year=OF_LIST)
    with pytest.raises(InputError, match="文件是"):
        read_register({"图.png": b"\x89PNG\r\n\x1a\n" + bytes(40)}, year=OF_LIST)


def test_a_list_of_which_lines_would_be_lost_is_refused(
    register: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [HEADER[1:5], *([FIRST[1:5]] * 5_000)]
    with pytest.raises(InputError, match="超过 5000 行，读不全"):
        read_register({"台账.csv": as_csv(rows)}, year=OF_LIST)
    with pytest.raises(InputError, match="读不成表格：请核对引号"):
        read_register({"台账.csv": b'"\n'}, year=OF_LIST)
    monkeypatch.setattr(registers, "LIMITS", Limits(rows=7))
    with pytest.raises(InputError, match="登记簿有 4 条，一份最多 3 条"):
        write_register(register, tmp_path / "登记簿.xlsx")


def test_a_workbook_of_another_year_is_carried_only_on_request(path: Path) -> None:
    with pytest.raises(InputError, match="是 2025 年度的登记簿，不是 2026 年度的"):
        read_register(path, year=YEAR + 1)
    read, carried = read_and_carry(path, form=None, period=Period(YEAR + 1), forms=())
    assert (Period(YEAR), Period(YEAR + 1)) == (read.period, carried.period)
