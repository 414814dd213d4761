"""Every sheet of a table has a name that Excel takes, whatever the heading is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.base.address import quoted
from xlreport.base.errors import FormError
from xlreport.base.toml_fault import raise_kept
from xlreport.base.toml_location import TomlLocation
from xlreport.form.sheet_name import name_sheets
from xlreport.form.sheet_names import OWN_SHEETS

FILE = TomlLocation("f.toml")
ODD = st.text(st.sampled_from("一二表附件2、.A（）[]:*?/\\' \u3000ａ封面检查😀"), max_size=40)


def named(*tables: Any) -> list[str]:
    file = TomlLocation("f.toml")
    given = [each if isinstance(each, dict) else {"heading": each} for each in tables]
    names = name_sheets(given, file, set())
    raise_kept(file)
    return names


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        *(("三、收到和处理", "三"), ("附表、补充指标", "附表"), ("表一、许可", "表一")),
        *(("V.A. 网站", "V.A"), ("附件2、采购台账", "附件2"), ("第一部分　数据表", "第一部分")),
        *(("（一）许可", "（一）"), ("行政许可情况", "行政许可情况"), ("收入/支出", "收入 支出")),
        *(("长" * 40, "长" * 31), ("[?]", "表"), ("'引用'", "引用")),
    ],
)
def test_a_sheet_is_named_by_the_number_of_the_heading_else_by_the_heading(
    heading: str, name: str
) -> None:
    assert [name] == named(heading)


def test_a_number_that_is_taken_gives_way_to_the_whole_heading() -> None:
    assert ["一", "一、续", "一、续（2）"] == named("一、借阅", "一、续", "一、续")


@pytest.mark.parametrize("sheet", [*OWN_SHEETS, "History"])
def test_no_table_takes_the_name_of_another_sheet(sheet: str) -> None:
    assert [f"{sheet}（2）"] == named(sheet)
    with pytest.raises(FormError, match="不能作表页名"):
        named({"key": "a", "heading": "一、借阅", "sheet": sheet})


@pytest.mark.parametrize("name", [*(f"一{sign}" for sign in "[]:*?/\\'　："), "", "长" * 32, "\n"])
def test_a_stated_name_is_one_that_excel_takes(name: str) -> None:
    with pytest.raises(FormError, match=r"^f\.toml，\[\[table\]\] a → sheet：“"):
        named({"key": "a", "heading": "一、借阅", "sheet": name})


def test_a_stated_name_goes_before_the_names_made_from_headings() -> None:
    assert ["一、借阅", "一"] == named("一、借阅", {"heading": "二、经费", "sheet": "一"})


def test_no_two_sheets_are_stated_alike_whatever_their_case_and_width() -> None:
    with pytest.raises(FormError, match="表页“Ａ”已经有了"):
        named({"heading": "一、借阅", "sheet": "a"}, {"key": "b", "heading": "二", "sheet": "Ａ"})


def test_an_annex_takes_no_sheet_of_its_form() -> None:
    taken: set[str] = set()
    assert ["一"] == name_sheets([{"heading": "一、借阅"}], FILE, taken)
    assert ["一、附"] == name_sheets([{"heading": "一、附"}], FILE, taken)


def test_what_is_no_table_is_left_to_the_reader_of_tables() -> None:
    assert ["表", "3"] == named({"heading": 1, "sheet": 2} | {"heading": ""}, {"heading": 3})


@given(st.lists(ODD, min_size=1, max_size=6))
def test_every_name_is_legal_and_there_once(headings: list[str]) -> None:
    names = named(*headings)
    assert len(headings) == len({name.casefold() for name in names})
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name.strip("' ") == name not in OWN_SHEETS
        assert quoted(name)
