"""A table says of what kind its cells are; the finest key decides."""

from __future__ import annotations

from typing import Any

import pytest

from support.kept_faults import read_whole_table
from xlreport.base.errors import FormError
from xlreport.form.measure import Blank, Kind, Measure

PLAIN: dict[str, Any] = {
    "key": "sites",
    "heading": "一、网站情况",
    "columns": "first   第一个\nsecond  第二个\n",
    "rows": "name    名称\nvisits  访问量\n",
}


def measures(blank: Blank = Blank.ASKED, **fields: object) -> dict[tuple[str, str], Measure]:
    table = read_whole_table({**PLAIN, **fields}, blank=blank)
    return {(cell.row, cell.column): cell.measure for cell in table.cells}


def refusal(**kind: object) -> str:
    with pytest.raises(FormError) as error:
        measures(kinds={"name": kind})
    return str(error.value)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text", Measure(Kind.TEXT, "", adds=False)),
        ("yes_no", Measure(Kind.YES_NO, "", adds=False)),
        ("date", Measure(Kind.DATE, "", adds=False)),
        ("count", Measure(Kind.COUNT, "件")),
        ("percentage", Measure(Kind.PERCENTAGE, "", largest=100_000, places=2, adds=False)),
        ({"kind": "count", "unit": "人", "add": False}, Measure(Kind.COUNT, "人", adds=False)),
        (
            {"kind": "decimal", "unit": "天", "places": 1, "add": False},
            Measure(Kind.DECIMAL, "天", places=1, adds=False),
        ),
        (
            {"kind": "choice", "choices": ["门户网站", "部门网站"]},
            Measure(Kind.CHOICE, "", adds=False, choices=("门户网站", "部门网站")),
        ),
        (
            {"kind": "text", "pattern": "[0-9]{4}", "example": "0123"},
            Measure(Kind.TEXT, "", adds=False, pattern="[0-9]{4}", example="0123"),
        ),
        ({"kind": "money", "unit": "元"}, Measure(Kind.MONEY, "元")),
    ],
)
def test_a_kind_is_written_alone_or_with_its_fields(kind: object, expected: Measure) -> None:
    assert expected == measures(kinds={"name": kind})["name", "first"]


def test_the_finest_key_decides() -> None:
    found = measures(kinds={"name": "text", "second": "date", "name.second": "yes_no"})
    expected = {
        ("name", "first"): Kind.TEXT,
        ("name", "second"): Kind.YES_NO,
        ("visits", "first"): Kind.COUNT,
        ("visits", "second"): Kind.DATE,
    }
    assert expected == {key: measure.kind for key, measure in found.items()}


def test_what_a_blank_means_is_said_by_the_form_or_the_kind() -> None:
    later = {"kind": "text", "blank": "not_yet"}
    found = measures(Blank.ZERO, kinds={"name.first": later, "name.second": "date"})
    expected = {
        ("name", "first"): Blank.NOT_YET,
        ("name", "second"): Blank.ASKED,
        ("visits", "first"): Blank.ZERO,
        ("visits", "second"): Blank.ZERO,
    }
    assert expected == {key: measure.blank for key, measure in found.items()}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ({"kind": "number"}, "“number”不能用；只能是 count、change、money、"),
        ({"kind": "decimal", "unit": "天", "places": 1}, "种类 decimal 必须写“add”"),
        ({"kind": "decimal", "unit": "天", "places": 0, "add": True}, "小数位数应是1到6的整数"),
        ({"kind": "percentage", "places": 7}, "“places”应是0到6的整数，不能是 7"),
        ({"kind": "percentage", "add": True}, "种类 percentage 的数不能相加"),
        ({"kind": "date", "add": True}, "种类 date 的数不能相加"),
        ({"kind": "date", "unit": "天"}, "种类 date 用不到“unit”"),
        ({"kind": "date", "blank": "zero"}, "种类 date 没有0"),
        ({"kind": "choice", "choices": ["一"]}, "选项有1个；应有2到100个"),
        ({"kind": "choice", "choices": ["A", "Ａ "]}, "选项“a”写了2次"),
        ({"kind": "choice", "choices": ["A", " B"]}, "“ B”不能作选项"),
        ({"kind": "choice", "choices": ["A", "B 1、A"]}, "“B 1、A”不能作选项"),
        ({"kind": "text", "pattern": "[0-9]+"}, "pattern 和 example 必须一起写"),
        ({"kind": "text", "pattern": "[0-9", "example": "1"}, "不是正则表达式"),
        ({"kind": "text", "pattern": "(a+)+", "example": "a"}, "pattern 最多100个字符"),
        ({"kind": "text", "pattern": "[0-9]+", "example": "a"}, "例子“a”不合 pattern“[0-9]+”"),
        ({"kind": "money", "unit": "角"}, "金额“name”的单位只能是 元 或 万元"),
    ],
)
def test_a_kind_that_makes_no_sense_is_refused(kind: dict[str, object], expected: str) -> None:
    assert expected in refusal(**kind)


def test_a_key_has_one_kind() -> None:
    with pytest.raises(FormError, match="“name”的种类写了两处"):
        measures(kinds={"name": "text"}, change=["name"])


def test_a_key_of_kinds_is_one_of_the_table() -> None:
    with pytest.raises(FormError, match=r"“name\.third”不是本表的行或列"):
        measures(kinds={"name.third": "text"})


def test_a_group_has_no_kind_and_its_rows_are_named() -> None:
    rows = "some   一组\nname     甲\ncode     乙\n"
    with pytest.raises(FormError, match=r"“some”是一组，不能写单位和种类；请分别写 name、code。"):
        measures(rows=rows, kinds={"some": "text"})


def test_a_count_has_the_unit_that_its_labels_print() -> None:
    rows = """
fans   关注量（单位：个）
       信息(单位:条)
posts    总数
videos   视频（单位：部）
rest   其他
"""
    found = measures(rows=rows, units={"rest": "次"})
    assert {"fans": "个", "posts": "条", "videos": "部", "rest": "次"} == {
        row: measure.unit for (row, _), measure in found.items()
    }
