"""Fields of a form file are known, present, of the right type and each once."""

from __future__ import annotations

from typing import Any

import pytest

from xlreport._errors import FormError
from xlreport._fields import check_fields, choice_of, key_of, refuse_twins, texts_of
from xlreport._rule import Every

REQUIRED: dict[str, type | tuple[type, ...]] = {"id": str, "must": (str, list)}
OPTIONAL: dict[str, type | tuple[type, ...]] = {"fill": bool, "from": int, "units": dict}


def check(raw: object) -> Any:
    return check_fields(raw, "here", required=REQUIRED, optional=OPTIONAL)


def test_what_is_right_is_given_back() -> None:
    raw = {"id": "A", "must": ["a = b"], "fill": True, "from": 2021, "units": {}}
    assert raw == check(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (7, "here: a table of fields is needed here, not 7"),
        ({"id": "A"}, "here: the field 'must' is missing"),
        (
            {"id": "A", "must": "", "fil": True},
            "here: unknown field 'fil'; known are id, must, fill, from, units",
        ),
        ({"id": 7, "must": ""}, "here: 'id' must be text, not 7"),
        ({"id": "A", "must": 7}, "here: 'must' must be text or a list, not 7"),
        ({"id": "A", "must": "", "fill": 1}, "here: 'fill' must be true or false, not 1"),
        ({"id": "A", "must": "", "from": True}, "here: 'from' must be a whole number, not True"),
        ({"id": "A", "must": "", "units": []}, "here: 'units' must be a table, not []"),
    ],
)
def test_a_slip_is_told_with_its_place(raw: object, expected: str) -> None:
    with pytest.raises(FormError) as error:
        check(raw)
    assert expected == str(error.value)


@pytest.mark.parametrize(("value", "expected"), [("a", ["a"]), (["a", "b"], ["a", "b"])])
def test_a_text_may_stand_for_a_list_of_one(value: object, expected: list[str]) -> None:
    assert expected == texts_of(value, "here")


@pytest.mark.parametrize("value", [7, [], [7], "", [""], None, {"a": "b"}])
def test_anything_but_texts_is_refused(value: object) -> None:
    with pytest.raises(FormError) as error:
        texts_of(value, "here")
    assert f"here: a text or a list of texts is needed, not {value!r}" == str(error.value)


def test_a_choice_is_found_by_its_value() -> None:
    assert Every.ROW is choice_of(Every, "row", "here")


def test_another_choice_is_refused_with_those_there_are() -> None:
    with pytest.raises(FormError) as error:
        choice_of(Every, "cell", "here")
    assert "here: 'cell' is none of 'column', 'row'" == str(error.value)


@pytest.mark.parametrize("value", ["requests", "t2", "a_b"])
def test_a_plain_word_is_a_key(value: str) -> None:
    assert value == key_of(value, "here")


@pytest.mark.parametrize("value", ["", "Requests", "2t", "a b", "a.b", "a:b", "三", "last"])
def test_what_rules_could_not_name_is_no_key(value: str) -> None:
    with pytest.raises(FormError) as error:
        key_of(value, "here")
    assert f"here: {value!r} cannot be a key (a-z, 0-9, _; not 'last')" == str(error.value)


def test_twins_are_refused_with_their_number() -> None:
    with pytest.raises(FormError) as error:
        refuse_twins("rule", ["A", "B", "A", "A"], "here")
    assert "here: the rule 'A' stands 3 times" == str(error.value)
