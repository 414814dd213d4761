"""A stamp is one line of text that says what a workbook is, and is read back exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.base.period import Period, parse_period
from xlreport.form.load import load_form
from xlreport.layout.stamp import Stamp, StampKind, parse_stamp

STAMP = Stamp(StampKind.TEMPLATE, "ogi-2021", "0123456789abcdef", Period(2026), "0101", 2)


def test_a_stamp_is_one_line() -> None:
    assert "xlreport:template|ogi-2021|0123456789ab|2026|0101|2" == str(STAMP)


def test_a_blank_template_has_neither_year_nor_code() -> None:
    blank = Stamp(StampKind.TEMPLATE, "ogi-2021", "0123456789ab", None, "")
    assert "xlreport:template|ogi-2021|0123456789ab|||1" == str(blank)
    assert blank == parse_stamp(str(blank))


@given(
    st.builds(
        Stamp,
        st.sampled_from(StampKind),
        st.from_regex(r"[a-z0-9][a-z0-9._+-]{0,20}", fullmatch=True),
        st.text("0123456789abcdef", min_size=64, max_size=64),
        st.none() | st.sampled_from(["2026", "2026H2", "2026Q1", "2026-11"]).map(parse_period),
        st.text(max_size=20).filter(lambda text: "|" not in text),
        st.integers(1, 999),
    )
)
def test_what_is_written_is_read_back_with_a_shortened_digest(stamp: Stamp) -> None:
    assert replace(stamp, digest=stamp.digest[:12]) == parse_stamp(str(stamp))


def test_blanks_around_a_stamp_do_not_matter() -> None:
    assert replace(STAMP, digest="0123456789ab") == parse_stamp(f" {STAMP}\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "xlreport",
        "xlreport:letter|ogi-2021|0123456789ab|2026|0101|1",
        "xlreport:template|ogi-2021|0123456789ab|2026|0101",
        "xlreport:template|ogi-2021|0123456789ab|2026|0101|1|x",
        "xlreport:template|ogi-2021|NOTHEX|2026|0101|1",
        "xlreport:template|ogi-2021|0123456789ab|year|0101|1",
        "xlreport:template||0123456789ab|2026|0101|1",
        "另一个表",
    ],
)
def test_any_other_text_is_no_stamp(text: str) -> None:
    assert None is parse_stamp(text)


@given(st.text(max_size=60) | st.text("xlreport:template|0123456789ab", max_size=60))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    found = parse_stamp(text)
    assert found is None or found == parse_stamp(str(found))


def test_a_stamp_matches_the_form_it_was_made_from_and_no_other() -> None:
    form, other = load_form("ogi-2021"), load_form("ogi-2019")
    stamp = parse_stamp(str(Stamp(StampKind.TEMPLATE, form.id, form.digest, Period(2026), "")))
    assert stamp is not None
    assert (True, False) == (stamp.matches(form.digest), stamp.matches(other.digest))
