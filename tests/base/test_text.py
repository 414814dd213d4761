"""No text of a return becomes a formula, and every text can be told from every other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport.base.text import inert


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "＝1", "\t=1", "'=1"])
def test_an_apostrophe_stands_before_what_would_be_a_formula(text: str) -> None:
    assert f"'{text}" == inert(text)


@pytest.mark.parametrize("text", ["", "+1", "-5", "-", "'某局", "某局=", "1=1", "<b>", '"'])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert text == inert(text)


def taken_off(text: str) -> str:
    """Take the apostrophe off again, as docs/export.md tells a reader to."""
    return text[1:] if text.startswith("'") and inert(text) != text else text


@given(st.text("'=+-@ 1局", max_size=6))
@some
def test_the_apostrophe_can_be_taken_off_again(text: str) -> None:
    assert text == taken_off(inert(text))
