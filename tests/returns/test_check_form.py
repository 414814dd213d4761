"""All returns of a form are checked together, and each finding is said of its return."""

from __future__ import annotations

import pytest

from support.filled import as_return, cells_at
from support.settled import settled
from xlreport.form.form import Form
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
    slip = cells_at(form_2021, {"requests.received.natural_person": 3})
    items = [as_return(form_2021, slip if n % 2 else {}, code=f"D{n}") for n in range(5)]
    found = settled(items).found
    assert {items[1].file, items[3].file} == {f.file for f in found if f.severity == "error"}
    assert "SCHEMA" not in {finding.code for finding in found}
