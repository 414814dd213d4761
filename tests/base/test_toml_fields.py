"""Fields of a form file are known, present, of the right shape and each once."""

from __future__ import annotations

from typing import Any

import pytest

from xlreport.base.errors import FormError
from xlreport.base.toml_fault import has_fault, raise_kept
from xlreport.base.toml_fields import check_fields, keep_twins, read_each, sound_fields, texts_of
from xlreport.base.toml_location import TomlLocation, field
from xlreport.base.toml_shape import (
    TEXT,
    Either,
    Field,
    Flag,
    Group,
    ListOf,
    MapOf,
    Text,
    Texts,
    Whole,
    choice,
    needed,
)

UNIT = Group((needed("unit", TEXT, ""),))
GROUP = Group(
    (
        needed("id", TEXT, "名称"),
        needed("must", Texts(), ""),
        Field("fill", Flag(), ""),
        Field("from", Whole(1900, 2100), ""),
        Field("units", MapOf(TEXT), ""),
        Field("years", ListOf(Whole(1900, 2100)), ""),
        Field("every", choice(["row", "column", ""]), ""),
        Field("key", Text("[a-z]+", "bad-key"), ""),
        Field("kind", Either((choice(["date"]), UNIT)), ""),
        Field("rule", ListOf(UNIT), ""),
    )
)
RIGHT = {"id": "A", "must": ""} | {"must": "a = b"}
APART = Group((Field("years", TEXT, ""), Field("from", TEXT, "")), apart=(("years",), ("from",)))


def check(raw: object, group: Group = GROUP) -> Any:
    return check_fields(raw, TomlLocation("here"), group)


def test_what_is_right_is_given_back() -> None:
    raw = {**RIGHT, "fill": True, "from": 2021, "units": {}, "every": "row", "key": "a"}
    raw |= {"years": [2021], "kind": {"unit": "天"}, "rule": [{"not": "looked at here"}]}
    assert raw == check(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (7, "here：这里应写成若干“字段 = 值”，不能是 7。"),
        ({"id": "A"}, "here：缺少字段“must”；请补上。"),
        (
            {**RIGHT, "fil": True},
            "here，fil：没有“fil”这个字段，是不是“fill”；可以写 id、must、fill、from、units、"
            "years、every、key、kind、rule。",
        ),
        ({**RIGHT, "id": 7}, "here，id：“id”应是文字（加引号），不能是 7。"),
        ({**RIGHT, "id": " "}, "here，id：“id”不能是空的；请填写。"),
        (
            {**RIGHT, "must": 7},
            "here，must：应是一段文字，或用方括号列出的几段文字，不能是 7。",
        ),
        ({**RIGHT, "fill": 1}, "here，fill：“fill”应是 true 或 false，不能是 1。"),
        ({**RIGHT, "from": True}, "here，from：“from”应是整数（不加引号），不能是 true。"),
        ({**RIGHT, "from": 1}, "here，from：“from”应是1900到2100的整数，不能是 1。"),
        ({**RIGHT, "years": []}, "here，years：“years”不能是空的；请填写。"),
        ({**RIGHT, "years": ["x"]}, "here，years：“years”应是整数（不加引号），不能是 'x'。"),
        ({**RIGHT, "units": []}, "here，units：“units”应是一组字段（用花括号），不能是 []。"),
        ({**RIGHT, "units": {"a": 7}}, "here，units → a：“a”应是文字（加引号），不能是 7。"),
        (
            {**RIGHT, "every": "rows"},
            "here，every：“rows”不能用，是不是“row”；只能是 row、column。",
        ),
        (
            {**RIGHT, "key": "A"},
            "here，key：“A”不能作代号；代号用小写字母开头，只含 a-z、0-9、_，"
            "不能是 last 或 last_year。",
        ),
        ({**RIGHT, "kind": "text"}, "here，kind：“text”不能用；只能是 date。"),
        (
            {**RIGHT, "kind": 7},
            "here，kind：“kind”应是文字（加引号）或一组字段（用花括号），不能是 7。",
        ),
        ({**RIGHT, "rule": []}, "here，rule：“rule”不能是空的；请写一个 [[rule]]，或删去。"),
    ],
)
def test_a_slip_is_told_with_its_place(raw: object, expected: str) -> None:
    with pytest.raises(FormError) as error:
        check(raw)
    assert expected == str(error.value)


def test_all_slips_of_a_table_are_told_and_a_misspelt_field_is_not_missing_as_well() -> None:
    with pytest.raises(FormError) as error:
        check({"ids": "A", "fill": 1, "every": "cell"})
    places = [fault.place for fault in error.value.faults]
    assert ["ids", "fill", "every", ""] == places
    assert error.value.faults[-1].sentence.startswith("缺少字段“must”")
    assert str(error.value).startswith("here 有 4 处问题，请改正后重试。\nids：没有“ids”")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({}, "here：缺少字段“years”，或改写 from；请补上一种。"),
        ({"years": "a", "from": "b"}, "here：years 和 from 只能写一种；请留一处。"),
    ],
)
def test_of_two_ways_to_say_a_thing_one_is_taken(raw: object, expected: str) -> None:
    assert {"from": "b"} == check({"from": "b"}, APART)
    with pytest.raises(FormError) as error:
        check(raw, APART)
    assert expected == str(error.value)


def test_the_sound_fields_of_a_table_are_read_on() -> None:
    here = TomlLocation("here")
    raw = {"id": "A", "must": 7, "colour": "red", "units": {"a": 7}, "fill": True}
    assert {"id": "A", "fill": True} == sound_fields(raw, here, GROUP)
    assert 3 == len(here.faults)
    assert (True, False) == (has_fault(field(here, "units")), has_fault(field(here, "fill")))


def test_an_entry_with_a_fault_is_left_out_and_its_faults_are_kept() -> None:
    here = TomlLocation("here")
    content = {"rule": [{"unit": "件"}, {"unit": 7}, {"units": "天"}]}
    read = read_each(content, "rule", here, lambda raw, at: check_fields(raw, at, UNIT))
    assert [{"unit": "件"}] == read
    with pytest.raises(FormError) as error:
        raise_kept(here)
    assert [("rule", 1), ("rule", 2)] == [fault.path[:2] for fault in error.value.faults]


def test_of_many_faults_a_hundred_are_listed() -> None:
    with pytest.raises(FormError) as error:
        check({**RIGHT, "units": {f"a{number}": 7 for number in range(130)}})
    assert 130 == len(error.value.faults)
    assert 102 == len(str(error.value).splitlines())
    assert str(error.value).endswith("\n另有 30 处问题没有列出。")


@pytest.mark.parametrize(("value", "expected"), [("a", ["a"]), (["a", "b"], ["a", "b"])])
def test_a_text_may_stand_for_a_list_of_one(value: Any, expected: list[str]) -> None:
    assert expected == texts_of(value)


@pytest.mark.parametrize("value", [7, [], [7], "", [""], None, {"a": "b"}])
def test_anything_but_texts_is_refused(value: object) -> None:
    with pytest.raises(FormError, match="must：应是一段文字，或用方括号列出的几段文字，不能是"):
        check({**RIGHT, "must": value})


def test_twins_are_told_once_with_their_number_where_they_stand_again() -> None:
    here = TomlLocation("here")
    places = [field(here, name) for name in "abcd"]
    keep_twins("勾稽关系", zip("ABAA", places, strict=True))
    with pytest.raises(FormError) as error:
        raise_kept(here)
    assert "here，c：勾稽关系“A”写了3次；只能有一个，请删去或改名。" == str(error.value)
