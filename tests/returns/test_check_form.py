"""All returns of a form are checked together, and each finding is said of its return."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from support.filled import as_return, cells_at
from support.settled import settled
from xlreport.checks import _text_check
from xlreport.checks.arrays import Flags, ReturnArrays, judgeable, make_arrays
from xlreport.form.form import Form
from xlreport.reading.one_return import Return
from xlreport.returns import _check_form


def test_what_only_a_schema_refuses_is_said_of_the_right_return(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_check_form, "check_returns", lambda *_: iter(()))
    slip = cells_at(form_2021, {"requests.received.natural_person": 3})
    wrong = {1, 2, 4}
    items = [
        as_return(form_2021, slip if number in wrong else {}, code=f"D{number}")
        for number in range(5)
    ]
    assert [("SCHEMA", items[number].file) for number in sorted(wrong)] == [
        (finding.code, finding.file) for finding in settled(items).found
    ]


def test_an_error_that_is_said_already_keeps_the_schema_silent(form_2021: Form) -> None:
    items = _half_of_them_wrong(form_2021, 5)
    found = settled(items).found
    assert {items[1].file, items[3].file} == {f.file for f in found if f.severity == "error"}
    assert "SCHEMA" not in {finding.code for finding in found}


def test_many_returns_are_checked_some_at_a_time_with_the_same_findings(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = _half_of_them_wrong(form_2021, 5)
    earlier = [[number] * form_2021.earlier_width for number in range(5)]
    monkeypatch.setattr(_check_form, "_last_rows", lambda *_: earlier)
    at_once = settled(items).found
    sizes = []
    seen: list[list[int]] = []

    def count(form: Form, some: Sequence[Return], last: Sequence[list[int]]) -> ReturnArrays:
        sizes.append(len(some))
        seen.extend(last)
        return make_arrays(form, some, last)

    monkeypatch.setattr(_check_form, "_AT_ONCE", 2)
    monkeypatch.setattr(_check_form, "make_arrays", count)
    assert at_once == settled(items).found
    assert [2, 2, 1] == sizes
    assert earlier == seen


def test_what_a_check_asks_of_all_returns_it_asks_once(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def count(arrays: ReturnArrays, cells: Sequence[int]) -> Flags:
        asked.append(len(cells))
        return judgeable(arrays, cells)

    monkeypatch.setattr(_text_check, "judgeable", count)
    settled(_half_of_them_wrong(form_2021, 2))
    for_two = len(asked)
    settled(_half_of_them_wrong(form_2021, 20))
    assert 2 * for_two == len(asked) > 0


def _half_of_them_wrong(form: Form, count: int) -> list[Return]:
    slip = cells_at(form, {"requests.received.natural_person": 3})
    return [as_return(form, slip if n % 2 else {}, code=f"D{n}") for n in range(count)]
