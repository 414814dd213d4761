"""Rosters that a program makes: as strict as those of files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from support.departments import make_department
from xlreport import Department, Roster, RosterError, read_roster, write_roster

BUREAU, TOWN = Department("D1", "教育局"), Department("D2", "花马池镇", level="乡", order=2)


def test_code_and_name_are_enough() -> None:
    roster = Roster("名录", (BUREAU,))
    assert ("县", True, ()) == (BUREAU.level, BUREAU.counted, BUREAU.variants)
    assert BUREAU == roster.by_code["d1"]


def test_departments_stand_in_their_order() -> None:
    assert (BUREAU, TOWN) == Roster("名录", (TOWN, BUREAU)).departments
    same = replace(TOWN, order=0)
    assert (same, BUREAU) == Roster("名录", (same, BUREAU)).departments


@pytest.mark.parametrize(
    ("departments", "said"),
    [
        ((BUREAU, Department("d1", "卫健局")), "第 2 个单位：单位代码“d1”与第 1 行的相同"),
        ((BUREAU, Department("D2", "教育局")), "名称“教育局”与第 1 行的相同"),
        ((Department("", "教育局"),), "第 1 个单位：“单位代码”是空的"),
        ((Department("D 1", "教育局"),), "单位代码“D 1”不合要求"),
        ((Department("D1", "=1+1"),), "会被当作公式"),
        ((Department("D1", "教育局", level="村"),), "层级“村”无法识别"),
    ],
)
def test_what_a_file_may_not_hold_no_roster_holds(
    departments: tuple[Department, ...], said: str
) -> None:
    with pytest.raises(RosterError, match=said):
        Roster("名录", departments)


def test_a_frame_gives_the_roster_that_its_file_gives(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    write_roster(path, [make_department("7", "甲局"), replace(TOWN, variants=("镇政府", "花马池"))])
    frame = pd.read_csv(path)
    assert read_roster(path) == Roster.from_frame(frame, "名录.csv")
    assert read_roster(path) == Roster.from_frame(frame.set_index("单位代码"), "名录.csv")


def test_a_frame_may_have_the_names_of_fields_and_no_more_than_code_and_name() -> None:
    frame = pd.DataFrame(
        {"code": [7.0, 8.0], "name": ["甲局", "乙局"], "counted": [True, False]},
    )
    first, second = Roster.from_frame(frame).departments
    assert (Department("7", "甲局", order=1), False) == (first, second.counted)


def test_what_is_wrong_in_a_frame_is_told_by_its_line() -> None:
    frame = pd.DataFrame({"code": ["D1", None], "name": ["甲局", "乙局"]})
    with pytest.raises(RosterError, match="第 2 行：“单位代码”是空的"):
        Roster.from_frame(frame)
    with pytest.raises(RosterError, match="不认识列标题“区划”"):
        Roster.from_frame(frame.assign(区划="x"))
    with pytest.raises(RosterError, match="缺少“单位名称”一列"):
        Roster.from_frame(frame[["code"]])


@pytest.mark.parametrize(
    ("separator", "encoding"), [("\t", "utf-16"), (";", "utf-8-sig"), (";", "gbk"), ("\t", "gbk")]
)
def test_a_roster_is_read_as_other_programs_save_texts(
    tmp_path: Path, separator: str, encoding: str
) -> None:
    lines = (("单位代码", "单位名称"), ("D01", "教育局"), ("D02", "司法局"))
    path = tmp_path / "单位名录.csv"
    path.write_text("".join(f"{separator.join(line)}\n" for line in lines), encoding)
    assert ["教育局", "司法局"] == [each.name for each in read_roster(path).departments]
