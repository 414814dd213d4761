"""No text of a return becomes a formula or rules a terminal, and all can be told apart."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport.base.errors import InputError
from xlreport.base.text import (
    csv_text,
    has_hidden,
    inert,
    json_text,
    visible,
    without_apostrophe,
    without_hidden,
)


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "＝1", "\t=1", "'=1"])
def test_an_apostrophe_stands_before_what_would_be_a_formula(text: str) -> None:
    assert f"'{text}" == inert(text)


@pytest.mark.parametrize("text", ["", "+1", "-5", "-5.0%", "-", "'某局", "某局=", "<b>", '"'])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert text == inert(text)


@given(st.text("'=+-@ 1局", max_size=6))
@some
def test_the_apostrophe_can_be_taken_off_again(text: str) -> None:
    assert text == without_apostrophe(inert(text))


def test_a_table_has_numbers_as_they_are_and_texts_that_stay_texts() -> None:
    lines: list[list[object]] = [[-5, "=1"], [None, "a,b"]]
    assert '数,名称\n-5,\'=1\n,"a,b"\n' == csv_text(["数", "名称"], lines)


# ---- hidden signs ------------------------------------------------------------------------------

HIDING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
EVERY_SIGN = list(map(chr, range(sys.maxunicode + 1)))


def test_the_hidden_signs_are_those_of_unicode() -> None:
    hidden = {each for each in EVERY_SIGN if unicodedata.category(each) in HIDING}
    expected = (hidden | {"\ufffe", "\uffff"}) - {"\n", "\t"}
    found = {each for each in EVERY_SIGN if visible(each) == "�"} - {"�"}
    assert set() == expected - found
    # So is what stands between them and has no meaning yet, or none in this version of Unicode.
    assert {"Cn"} == {unicodedata.category(each) for each in found - expected}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("盐池县民政局", "盐池县民政局"),
        ("甲　乙\u00a0丙", "甲　乙\u00a0丙"),
        ("\x1b[2J\x1b[31m局", "�[2J�[31m局"),
        ("\x9b31m局", "�31m局"),
        ("局\u202exslx.exe", "局�xslx.exe"),
        ("\u2066局\u2069", "�局�"),
        ("一\u2028二\u2029三\x85四", "一�二�三�四"),
        ("一\r\n二\n三\t四\r五", "一\n二\n三\t四�五"),
        ("\x07\x08\x00", "���"),
        ("零\u200b宽\ufeff", "零�宽�"),
        ("\ud800", "�"),
        ("𠮷野家 é \ue000", "𠮷野家 é \ue000"),
    ],
)
def test_a_hidden_sign_is_shown_and_every_other_stays(text: str, shown: str) -> None:
    assert shown == visible(text)
    assert has_hidden(text) == (shown != text or "\n" in text or "\t" in text)
    assert shown.replace("�", "") == without_hidden(text).replace("\r", "")


def test_what_quotes_a_text_is_shown_so_too() -> None:
    assert "'=1�" == inert("=1\x1b")
    assert "找不到 局�.xlsx" == str(InputError("找不到 局\u202e.xlsx"))


@given(st.text(max_size=20))
@some
def test_json_holds_every_text_and_shows_no_hidden_sign(text: str) -> None:
    for ascii_only in (False, True):
        written = json_text({"text": text}, indent=2, ascii_only=ascii_only)
        assert visible(written) == written
        assert {"text": text} == json.loads(written)
