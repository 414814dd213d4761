"""What a form file says in words is read whole, and a slip is told with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.kept_faults import read_entries
from support.made_up_form import load_made_up
from xlreport.base.errors import FormError
from xlreport.base.toml_fault import raise_kept
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._read_texts import read_meanings, read_text
from xlreport.form.form import Form
from xlreport.form.parts import IndicatorMeaning, Text


def meanings(form: Form, given: dict[str, str]) -> list[IndicatorMeaning]:
    guide = field(TomlLocation("a.toml"), "guide")
    found = read_meanings({"meaning": given}, guide, form.tables)
    raise_kept(guide)
    return found


def test_a_text_has_a_key_a_heading_and_what_it_must_contain() -> None:
    raw = {"key": "overview", "heading": "一、总体情况", "say": "综述。"}
    standing = {**raw, "key": "opening", "standing": "根据条例。"}
    expected = [
        Text("overview", "一、总体情况", "综述。", ""),
        Text("opening", "一、总体情况", "综述。", "根据条例。"),
    ]
    assert expected == read_entries({"text": [raw, standing]}, "text", read_text)


def test_a_meaning_is_of_a_row_or_of_a_cell(form_2021: Form) -> None:
    given = {"requests.received": "新收", "requests.granted.research": "公开"}
    row, cell = meanings(form_2021, given)
    of_row = tuple(c.index for c in form_2021.cells if c.row == "received")
    assert IndicatorMeaning(of_row, "新收") == row
    assert IndicatorMeaning((form_2021.index["requests", "granted", "research"],), "公开") == cell


def test_mistakes_and_variants_are_lists_of_texts(tmp_path: Path) -> None:
    form = load_made_up(tmp_path, ('["把总计填成合计。"]', '["甲", "乙"]'), ('"小计"', '["小计"]'))
    assert (("甲", "乙"), ("小计",)) == (form.mistakes, form.variants["合计"])


TEXT = {"key": "a", "heading": "一", "say": "写"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"key": "a", "say": ""}, "a.toml 有 2 处问题，请改正后重试。\n[[text]] a → say：“say”不"),
        ({**TEXT, "key": "开头"}, "a.toml，[[text]] 开头 → key：“开头”不能"),
        ({**TEXT, "limit": 3}, "a.toml，[[text]] a → limit：没有"),
        ({**TEXT, "say": 3}, "a.toml，[[text]] a → say：“say”应是"),
        ("一", "a.toml，[[text]] 第1个：这里应写成"),
    ],
)
def test_a_slip_is_told_with_its_place(raw: object, said: str) -> None:
    with pytest.raises(FormError) as error:
        read_entries({"text": [raw]}, "text", read_text)
    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mistakes = ", "mistake  = ", "guide → mistake：没有“mistake”这个字段，是不是“mistakes”"),
        ('["把总计填成合计。"]', '[""]', "guide → mistakes：应是一段"),
        ('"小计"', "[]", "variants → 合计：应是一段"),
        ('"loans.books" = "纸质图书"', '"loans.books" = ""', "loans.books：“loans.books”不能是空"),
    ],
)
def test_a_slip_in_the_guide_and_the_variants_is_told(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(FormError) as error:
        load_made_up(tmp_path, (old, new))
    assert said in str(error.value)


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
    ],
)
def test_a_meaning_of_nothing_is_refused(form_2021: Form, meaning: Any, said: str) -> None:
    with pytest.raises(FormError) as error:
        meanings(form_2021, meaning)
    assert str(error.value).startswith(said)
