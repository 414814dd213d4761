"""Fields of a form file are known, present, of the right type and each once."""

from __future__ import annotations

from typing import Any

import pytest

from xlreport.base.errors import FormError
from xlreport.base.toml_fields import check_fields, choice_of, key_of, refuse_twins, texts_of
from xlreport.base.toml_location import TomlLocation
from xlreport.form.rule import Every

REQUIRED: dict[str, type | tuple[type, ...]] = {"id": str, "must": (str, list)}
OPTIONAL: dict[str, type | tuple[type, ...]] = {"fill": bool, "from": int, "units": dict}


def check(raw: object) -> Any:
    return check_fields(raw, TomlLocation("here"), required=REQUIRED, optional=OPTIONAL)


def test_what_is_right_is_given_back() -> None:
    raw = {"id": "A", "must": ["a = b"], "fill": True, "from": 2021, "units": {}}
    assert raw == check(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (7, "here：这里应写成若干“字段 = 值”，不能是 7。"),
        ({"id": "A"}, "here：缺少字段“must”；请补上。"),
        (
            {"id": "A", "must": "", "fil": True},
            "here，fil：没有“fil”这个字段；可以写 id、must、fill、from、units。",
        ),
        ({"id": 7, "must": ""}, "here，id：“id”应是文字（加引号），不能是 7。"),
        (
            {"id": "A", "must": 7},
            "here，must：“must”应是文字（加引号）或列表（用方括号），不能是 7。",
        ),
        (
            {"id": "A", "must": "", "fill": 1},
            "here，fill：“fill”应是 true 或 false，不能是 1。",
        ),
        (
            {"id": "A", "must": "", "from": True},
            "here，from：“from”应是整数（不加引号），不能是 true。",
        ),
        (
            {"id": "A", "must": "", "units": []},
            "here，units：“units”应是一组字段（用花括号），不能是 []。",
        ),
    ],
)
def test_a_slip_is_told_with_its_place(raw: object, expected: str) -> None:
    with pytest.raises(FormError) as error:
        check(raw)
    assert expected == str(error.value)


@pytest.mark.parametrize(("value", "expected"), [("a", ["a"]), (["a", "b"], ["a", "b"])])
def test_a_text_may_stand_for_a_list_of_one(value: object, expected: list[str]) -> None:
    assert expected == texts_of(value, TomlLocation("here"))


@pytest.mark.parametrize("value", [7, [], [7], "", [""], None, {"a": "b"}])
def test_anything_but_texts_is_refused(value: object) -> None:
    with pytest.raises(FormError) as error:
        texts_of(value, TomlLocation("here"))
    expected = f"here：应是一段文字，或用方括号列出的几段文字，不能是 {value!r}。"
    assert expected == str(error.value)


def test_a_choice_is_found_by_its_value() -> None:
    assert Every.ROW is choice_of(Every, "row", TomlLocation("here"))


def test_another_choice_is_refused_with_those_there_are() -> None:
    with pytest.raises(FormError) as error:
        choice_of(Every, "cell", TomlLocation("here"))
    assert "here：“cell”不能用；只能是 column、row。" == str(error.value)


@pytest.mark.parametrize("value", ["requests", "t2", "a_b"])
def test_a_plain_word_is_a_key(value: str) -> None:
    assert value == key_of(value, TomlLocation("here"))


@pytest.mark.parametrize("value", ["", "Requests", "2t", "a b", "a.b", "a:b", "三", "last"])
def test_what_rules_could_not_name_is_no_key(value: str) -> None:
    with pytest.raises(FormError) as error:
        key_of(value, TomlLocation("here"))
    allowed = "代号用小写字母开头，只含 a-z、0-9、_，不能是 last 或 last_year。"
    expected = f"here：“{value}”不能作代号；{allowed}"
    assert expected == str(error.value)


def test_twins_are_refused_with_their_number() -> None:
    with pytest.raises(FormError) as error:
        refuse_twins("勾稽关系", ["A", "B", "A", "A"], TomlLocation("here"))
    assert "here：勾稽关系“A”写了3次；只能有一个，请删去或改名。" == str(error.value)
