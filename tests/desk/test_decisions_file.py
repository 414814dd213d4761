"""The file of decisions: what is open stands there to be filled in, what is decided stays."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.departments import number_departments
from support.filled import as_return, cells_at
from xlreport import InputError, read_decisions, write_decisions
from xlreport.base.finding import make_finding
from xlreport.base.period import Period
from xlreport.desk.board import board
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.office.decisions import Decision, DecisionKind, Decisions
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns

FORM = load_form("ogi-2021")
ROSTER = number_departments(3)
CELL = "requests.received.natural_person"


def filed(code: str, received: int, file: str, **named: Any) -> Return:
    """Make a return with so many requests received, and 7 granted."""
    figures = {CELL: received, "requests.granted.natural_person": 7}
    item = as_return(FORM, cells_at(FORM, figures), year=2026, code=code, file=file, **named)
    return replace(item, sha256=f"{abs(hash(file)):x}".rjust(64, "a"))


CONFLICT = [
    filed("D01", 7, "a.xlsx"),
    filed("D01", 7, "b.xlsx", nil=frozenset({"remedies"})),
]
WRONG = filed("D02", 6, "c.xlsx")
DEAD = Unread(Source(Path("=扫描件.pdf")), "d" * 64, (make_finding("FILE-PDF"),))


def settled(
    *decisions: Decision, items: Sequence[Return | Unread] = (*CONFLICT, WRONG, DEAD)
) -> Returns:
    return check_and_settle(
        items,
        roster=ROSTER,
        period=Period(2026),
        before=None,
        prefer={},
        decisions=Decisions("处理意见.csv", decisions),
    )


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_is_open_is_listed_and_decides_nothing_until_it_is_filled_in(tmp_path: Path) -> None:
    path = write_decisions(settled(), tmp_path / "处理意见.csv")
    rows = [(row["单位代码"], row["文件"], row["单元格"], row["原数"]) for row in lines(path)]
    position = WRONG.positions[FORM.index["requests", "received", "natural_person"]]
    assert ("D02", "", position.place, "6") in rows
    assert [("D01", "a.xlsx"), ("D01", "b.xlsx"), ("", "'=扫描件.pdf")] == [
        row[:2] for row in rows if row[1]
    ]
    assert () == read_decisions(path).entries


def test_files_in_conflict_stand_together_and_a_dead_one_says_what_it_is(tmp_path: Path) -> None:
    mixed = (CONFLICT[0], DEAD, CONFLICT[1])
    path = write_decisions(settled(items=mixed), tmp_path / "处理意见.csv")
    first, second, dead = lines(path)
    assert ["D01", "D01", ""] == [row["单位代码"] for row in (first, second, dead)]
    assert dead["待决事项"].endswith(f"；{DEAD.findings[0].message}")
    assert not [row for row in (first, second, dead) if "。；" in row["待决事项"]]


def test_a_blank_table_is_not_offered_to_be_corrected_by_one_figure(tmp_path: Path) -> None:
    blank = as_return(FORM, {}, year=2026, code="D02")
    finding = make_finding("BLANK-TABLE", blank.reference(0), table="二")
    path = write_decisions(
        settled(items=[replace(blank, findings=(finding,))]), tmp_path / "处理意见.csv"
    )
    assert [] == lines(path)


@pytest.mark.parametrize("name", ["处理意见.csv", "处理意见.xlsx"])
def test_a_file_filled_in_is_obeyed_and_written_again_as_it_was(tmp_path: Path, name: str) -> None:
    told = {"decided_by": "李四", "day": date(2027, 1, 18)}
    made = [
        Decision(DecisionKind.USE, "D01", "b.xlsx", line=2, **told),  # type: ignore[arg-type]
        Decision(
            DecisionKind.CORRECT,
            "D02",
            cell=CELL,
            old="6",
            new="7",
            told_by="张三",
            line=3,
            **told,  # type: ignore[arg-type]
        ),
        Decision(DecisionKind.IGNORE, "D09", "x.xlsx", reason="旧稿", line=4, **told),  # type: ignore[arg-type]
    ]
    path = write_decisions(settled(*made), tmp_path / name)
    read = read_decisions(path).entries
    assert made == [replace(each, line=each.line - read[0].line + 2) for each in read]
    again = settled(*read)
    assert (2, ["没有收到文件“x.xlsx”"]) == (
        len(again.decided),
        [reason for _, reason in again.undecided],
    )
    line = again.undecided[0][0].line
    task = f"核对处理意见第 {line} 行，没有用上：没有收到文件“x.xlsx”"
    assert task in [each.text for each in board(again).tasks]


ODD = (
    "=1+1",
    "'=1",
    "-最终",
    "@a",
    "＝a",
    "a\nb",
    "c\x00d",
    "教\u200b育局",
    "👨\u200d👩",
    "长" * 400,
)


def test_a_line_that_was_written_is_obeyed_however_odd_its_texts(tmp_path: Path) -> None:
    index = FORM.index["requests", "received", "natural_person"]
    empty = as_return(FORM, {}, year=2026, unreadable=[index])
    items: list[Unread | Return] = []
    for number, text in enumerate(ODD, 1):
        dead = (make_finding("FILE-PDF"),)
        items.append(Unread(Source(Path("a.zip"), member=f"{text}.pdf"), "", dead))
        items.append(Unread(Source(Path(f"{text}.jpg")), "", dead))
        wrong = replace(empty, code=f"D{number:02}", seen={**empty.seen, index: text})
        told = (make_finding("UNREADABLE", wrong.reference(index), sentence="x", own=""),)
        items.append(replace(wrong, source=Source(Path(f"{number}.xlsx")), findings=told))

    def settle(decisions: Decisions | None = None) -> Returns:
        return check_and_settle(
            items,
            roster=number_departments(len(ODD)),
            period=Period(2026),
            before=None,
            prefer={},
            decisions=decisions,
        )

    path = write_decisions(settle(), tmp_path / "处理意见.csv")
    rows = [row for row in lines(path) if row["文件"] or row["原数"] not in ("", "空白")]
    for row in rows:
        what = "不采用" if row["文件"] else "更正"
        row |= {"意见": what, "更正为": "" if row["文件"] else "0", "原因": "核对过"}
        row |= {"提供人": "张三", "决定人": "李四", "日期": "2027-01-18"}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)
    returns = settle(read_decisions(path))
    assert ((), 3 * len(ODD)) == (returns.undecided, len(returns.decided))
    assert ["ignored", "ignored", "used"] * len(ODD) == [
        file.status.value for file in returns.settlement.files
    ]


def test_a_workbook_offers_the_opinions(tmp_path: Path) -> None:
    path = write_decisions(settled(), tmp_path / "处理意见.xlsx")
    (sheet,) = openpyxl.load_workbook(path).worksheets
    (rule,) = sheet.data_validations.dataValidation
    assert '"采用,不采用,更正,属实"' == rule.formula1


def test_another_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"须以 \.csv 或 \.xlsx 结尾"):
        write_decisions(settled(), tmp_path / "处理意见.txt")
    assert [] == [*tmp_path.iterdir()]
