"""What a cell shows decides whether the number in it is taken."""

from __future__ import annotations

import pytest

from support.measures import ASKED, CHANGE, COUNT, WAN, YUAN
from xlreport.form.measure import Measure
from xlreport.form.typed_values import read_value


def read(stored: str, display: str, measure: Measure = COUNT) -> tuple[int | None, str, str]:
    reading = read_value("number", stored, "", measure, display)
    return reading.value, reading.meaning, reading.display


@pytest.mark.parametrize(
    ("stored", "display", "measure", "value"),
    [
        ("119", "119件", COUNT, 119),
        ("119", "119 件 ", COUNT, 119),
        ("1234", "1,234.00", COUNT, 1234),
        ("7", "007", COUNT, 7),
        ("5", "5.", COUNT, 5),
        ("5", "5.00E+00", COUNT, 5),
        ("5", "５", COUNT, 5),
        ("5", "+5", CHANGE, 5),
        ("-5", "(5)", CHANGE, -5),
        ("-5", " (￥5.00)", YUAN, -500),
        ("-5", "-￥ 5.00", YUAN, -500),
        ("-5", "减5", CHANGE, -5),
        ("25.1", " ￥ 25.10 ", WAN, 25_100_000),
        ("25.1", "25.10万元", WAN, 25_100_000),
        ("25.1", "25.1（万元）", WAN, 25_100_000),
        ("5000", "0.5万元", YUAN, 500_000),
        ("12.345", "12.35", YUAN, None),
        ("333.333333333333", "333.33", YUAN, 33_333),
        ("12.345678", "12.345678", WAN, 12_345_678),
    ],
)
def test_a_number_is_taken_where_its_cell_shows_the_same_amount(
    stored: str, display: str, measure: Measure, value: int | None
) -> None:
    assert value == read(stored, display, measure)[0]


@pytest.mark.parametrize(
    ("stored", "display", "measure"),
    [
        ("123400", "12.3万元", WAN),
        ("123400", "12.3万元", COUNT),
        ("5", "—", COUNT),
        ("5", "-5", CHANGE),
        ("5", "(5)", CHANGE),
        ("-5", "5", CHANGE),
        ("5", "5十", COUNT),
        ("5", "5佰", COUNT),
        ("5", "5w", COUNT),
        ("5", "5‰", COUNT),
        ("5", "5½", COUNT),
        ("12", "1点2", COUNT),
        ("12", "1.2", COUNT),
        ("5", "5/1", COUNT),
        ("5", "9995", COUNT),
        ("5", "5---", COUNT),
        ("5", "五", COUNT),
        ("15", "15(万)", COUNT),
        ("15", "15（万）", WAN),
        ("15", "15万", WAN),
        ("5", "5人", COUNT),
        ("5", "5万元", COUNT),
        ("5", "￥5", COUNT),
        ("12", "1￥2", WAN),
        ("25", "$25", WAN),
        ("12345", "12 345", COUNT),
        ("123456", "1.23E+05", COUNT),
        ("12.345678", "12.35", WAN),
        ("5", "######", COUNT),
        ("5", "？", COUNT),
        ("20260105", "2026-01-05", COUNT),
    ],
)
def test_a_number_is_asked_for_again_where_its_cell_shows_another(
    stored: str, display: str, measure: Measure
) -> None:
    assert (None, "shown-otherwise", display) == read(stored, display, measure)


@pytest.mark.parametrize(
    ("stored", "display", "meaning"), [("2.5", "3", "fraction"), ("1E+400", "1E+400", "too-large")]
)
def test_a_number_that_cannot_be_taken_anyway_has_what_it_shows(
    stored: str, display: str, meaning: str
) -> None:
    assert (None, meaning, display) == read(stored, display)


def test_a_number_that_is_not_shown_is_asked_for_again() -> None:
    assert (None, "shown-otherwise", " ") == read("5", " ")
    assert (None, "shown-otherwise", " ") == read("12345", " ", YUAN)


@pytest.mark.parametrize("measure", [COUNT, CHANGE, YUAN, WAN, ASKED])
@pytest.mark.parametrize(
    "display", [" ", "-", " ￥ -   ", "—", "0.00", "0万元", "0件", "0%", "0‰", "0.00E+00", "0,000"]
)
@pytest.mark.parametrize("stored", ["0", "-0", "0.0", "0E+0"])
def test_a_0_shown_as_a_dash_as_nothing_or_with_any_unit_is_0(
    stored: str, display: str, measure: Measure
) -> None:
    assert (0, "plain", "") == read(stored, display, measure)


@pytest.mark.parametrize(
    "display", ["5", "05", "0/1", "十", "0½", "0点0", "无此项", "？", "######"]
)
def test_a_0_shown_as_anything_else_is_asked_for_again(display: str) -> None:
    assert (None, "shown-otherwise", display) == read("0", display)


@pytest.mark.parametrize("stored", ["0", "3", "28", "119", "19999", "46027", "-3", "3.5"])
def test_a_number_shown_as_a_date_is_never_taken(stored: str) -> None:
    # 28 under the format d shows 28 in Excel and 27 in LibreOffice.
    for display in ("1900/4/28", "M33", stored):
        reading = read_value("number", stored, "date", COUNT, display)
        assert (None, "date", display) == (reading.value, reading.meaning, reading.display)


@pytest.mark.parametrize(
    ("stored", "display"), [("3", "300%"), ("0.12", "12.0%"), ("-1", "-100 %"), ("1E-300", "0%")]
)
def test_a_number_shown_as_a_percentage_is_asked_for_again(stored: str, display: str) -> None:
    assert (None, "percent", display) == read(stored, display)


def test_an_amount_without_its_unit_is_asked_for_whatever_is_shown() -> None:
    assert (None, "unit-unknown", "") == read("251000", "251,000.00元", ASKED)


@pytest.mark.parametrize(
    ("text", "display", "expected"),
    [
        ("27", "270", (None, "shown-otherwise", "270")),
        ("27", " ", (None, "shown-otherwise", " ")),
        ("无", "5", (None, "shown-otherwise", "5")),
        ("27", "27件", (27, "text-number", "")),
        ("无", " ", (None, "not-applicable", "")),
        ("三件", "三件。", (None, "word", "")),
    ],
)
def test_a_text_is_taken_where_its_cell_shows_the_same_number(
    text: str, display: str, expected: tuple[int | None, str, str]
) -> None:
    reading = read_value("text", text, "", COUNT, display)
    assert expected == (reading.value, reading.meaning, reading.display)
