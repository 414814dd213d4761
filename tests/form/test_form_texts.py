"""What a form file says in words is read whole, and a slip is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from xlreport.base.errors import FormError
from xlreport.base.toml_location import TomlLocation
from xlreport.form._read_texts import read_meanings, read_mistakes, read_texts, read_variants
from xlreport.form.form import Form
from xlreport.form.parts import IndicatorMeaning, Text


def test_a_text_has_a_key_a_heading_and_what_it_must_contain() -> None:
    raw = {"key": "overview", "heading": "一、总体情况", "say": "综述。"}
    standing = {**raw, "key": "opening", "standing": "根据条例。"}
    expected = [
        Text("overview", "一、总体情况", "综述。", ""),
        Text("opening", "一、总体情况", "综述。", "根据条例。"),
    ]
    assert expected == read_texts({"text": [raw, standing]}, TomlLocation("a.toml"))


def test_a_meaning_is_of_a_row_or_of_a_cell(form_2021: Form) -> None:
    content = {
        "guide": {"meaning": {"requests.received": "新收", "requests.granted.research": "公开"}}
    }
    row, cell = read_meanings(content, TomlLocation("a.toml"), form_2021.tables)
    of_row = tuple(c.index for c in form_2021.cells if c.row == "received")
    assert IndicatorMeaning(of_row, "新收") == row
    assert IndicatorMeaning((form_2021.index["requests", "granted", "research"],), "公开") == cell


def test_mistakes_and_variants_are_lists_of_texts() -> None:
    assert ["甲", "乙"] == read_mistakes(
        {"guide": {"mistakes": ["甲", "乙"]}}, TomlLocation("a.toml")
    )
    variants = {"variants": {"合计": "小计", "电子": ["数字", "网络"]}}
    expected = {"合计": ("小计",), "电子": ("数字", "网络")}
    assert expected == read_variants(variants, TomlLocation("a.toml"))


def test_a_form_without_words_has_none(form_2021: Form) -> None:
    assert ([], [], [], {}) == (
        read_texts({}, TomlLocation("a.toml")),
        read_meanings({}, TomlLocation("a.toml"), form_2021.tables),
        read_mistakes({}, TomlLocation("a.toml")),
        read_variants({}, TomlLocation("a.toml")),
    )


TEXT = {"key": "a", "heading": "一", "say": "写"}


@pytest.mark.parametrize(
    ("reader", "content", "said"),
    [
        (
            read_texts,
            {"text": [{"key": "a", "say": ""}]},
            "a.toml，[[text]] 第1个：缺少字段“heading”",
        ),
        (
            read_texts,
            {"text": [TEXT, {**TEXT, "key": "开头"}]},
            "a.toml，[[text]] 第2个 → key：“开头”不能",
        ),
        (read_texts, {"text": [{**TEXT, "limit": 3}]}, "a.toml，[[text]] 第1个 → limit：没有"),
        (read_texts, {"text": [{**TEXT, "say": 3}]}, "a.toml，[[text]] 第1个 → say：“say”应是"),
        (read_texts, {"text": ["一"]}, "a.toml，[[text]] 第1个：这里应写成"),
        (read_mistakes, {"guide": {"mistakes": [1]}}, "a.toml，guide → mistakes：应是一段"),
        (read_mistakes, {"guide": {"mistakes": [""]}}, "a.toml，guide → mistakes：应是一段"),
        (read_mistakes, {"guide": {"mistake": []}}, "a.toml，guide → mistake：没有“mistake”"),
        (read_mistakes, {"guide": []}, "a.toml，guide：这里应写成"),
        (read_variants, {"variants": {"合计": []}}, "a.toml，variants → 合计：应是一段"),
        (read_variants, {"variants": {"合计": 3}}, "a.toml，variants → 合计：应是一段"),
    ],
)
def test_a_slip_is_told_with_its_place(
    reader: Callable[..., Any], content: dict[str, Any], said: str
) -> None:
    with pytest.raises(FormError) as error:
        reader(content, TomlLocation("a.toml"))
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("meaning", "said"),
    [
        (
            {"requests.recieved": "新收"},
            "a.toml，guide → meaning → requests.recieved：“requests.recieved”",
        ),
        (
            {"request.received": "新收"},
            "a.toml，guide → meaning → request.received：“request.received”应写成",
        ),
        ({"requests.received": 3}, "a.toml，guide → meaning → requests.received：应是一段"),
        ({"requests.received": ""}, "a.toml，guide → meaning → requests.received：应是一段"),
    ],
)
def test_a_meaning_of_nothing_and_a_meaning_that_says_nothing_are_refused(
    form_2021: Form, meaning: dict[str, Any], said: str
) -> None:
    with pytest.raises(FormError) as error:
        read_meanings({"guide": {"meaning": meaning}}, TomlLocation("a.toml"), form_2021.tables)
    assert str(error.value).startswith(said)
