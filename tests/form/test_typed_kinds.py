"""Dates, choices, yes and no, percentages, decimals and texts, as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from support.measures import CHOICE, CODE, DAY, DAYS, RATE, TEXT, WORDED, YES_NO
from xlreport.form.meanings import MEANING, Reading, sentence_of
from xlreport.form.measure import Measure
from xlreport.form.typed_numbers import read_stored
from xlreport.form.typed_values import read_typed, read_value

FIFTH = date(2026, 1, 5).toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "2026年1月5日",
        "2026.1.5",
        "2026-1-5",
        "2026/1/5",
        "20260105",
        "2026年01月05号",
        "２０２６.1.5",
    ],
)
def test_a_day_is_read_in_every_spelling_that_names_it(text: str) -> None:
    assert Reading(FIFTH, "date-spelling") == read_value("text", text, "", DAY)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("26.1.5", "short-year"),
        ("5-Jan-26", "short-year"),
        ("2026-2-30", "no-such-date"),
        ("1026-01-05", "no-such-date"),
        ("20261305", "no-such-date"),
        ("2026年1月", "part-of-date"),
        ("1月5日", "part-of-date"),
        ("2026.1-5", "no-date"),
        ("去年底", "no-date"),
    ],
)
def test_a_day_that_would_have_to_be_guessed_is_asked_for_again(text: str, meaning: str) -> None:
    assert Reading(None, meaning) == read_value("text", text, "", DAY)


def test_a_date_cell_is_read_as_it_is_shown_whatever_its_number_is() -> None:
    for number in ("46027", "44565"):  # by the two date systems
        assert Reading(FIFTH, "plain") == read_value("number", number, "date", DAY, "2026-01-05")
    half_shown = read_value("number", "46027", "date", DAY, "1月5日")
    assert Reading(None, "part-of-date", display="1月5日") == half_shown
    assert "shown-otherwise" == read_value("number", "46027", "date", DAY, " ").meaning
    assert Reading(None, "no-date") == read_value("number", "46027", "", DAY)
    assert Reading(FIFTH, "date-spelling") == read_value("number", "20260105", "", DAY)
    assert Reading(FIFTH, "plain") == read_value("text", "2026-01-05T00:00:00", "date", DAY)


@pytest.mark.parametrize(
    ("stored", "display", "expected"),
    [
        ("0.5556", "55.56%", Reading(5556, "plain")),
        ("0.55555", "55.56%", Reading(5556, "rounded-as-shown")),
        ("0.5556", "56%", Reading(None, "shown-otherwise", display="56%")),
        ("0.5556", "", Reading(5556, "share-of-1")),
        ("55.56", "", Reading(None, "percent-missing")),
        ("1", "", Reading(None, "percent-missing")),
        ("1", "100.00%", Reading(10000, "plain")),
        ("0", "", Reading(0, "plain")),
        ("0", "0.00%", Reading(0, "plain")),
        ("55.56", "5556.00%", Reading(None, "too-large", display="5556.00%")),
        ("0.55555", "", Reading(None, "places")),
        ("46027", "", Reading(None, "percent-missing")),
    ],
)
def test_a_percentage_is_what_its_cell_shows(stored: str, display: str, expected: Reading) -> None:
    assert expected == read_value("number", stored, "", RATE, display)


@pytest.mark.parametrize(("text", "value"), [("55.56%", 5556), ("５５.56％", 5556), ("-5%", -500)])
def test_a_percentage_may_be_text_with_its_sign(text: str, value: int) -> None:
    assert value == read_typed(text, RATE).value


@pytest.mark.parametrize(
    ("stored", "display", "expected"),
    [
        ("3", "", Reading(30, "plain")),
        ("2.5", "2.5", Reading(25, "plain")),
        ("2.25", "2.3", Reading(23, "rounded-as-shown")),
        ("2.25", "", Reading(None, "places")),
        ("2.25", "2.2", Reading(None, "shown-otherwise", display="2.2")),
        ("2.5", "3", Reading(None, "shown-otherwise", display="3")),
    ],
)
def test_a_decimal_is_what_its_cell_shows(stored: str, display: str, expected: Reading) -> None:
    assert expected == read_value("number", stored, "", DAYS, display)


def test_a_decimal_may_have_its_own_unit_and_no_other() -> None:
    assert Reading(25, "with-unit") == read_typed("2.5天", DAYS)
    assert Reading(None, "word") == read_typed("2.5件", DAYS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("是", (1, "plain")),
        ("否", (0, "plain")),
        ("√", (1, "yes-no-sign")),
        ("有", (1, "yes-no-sign")),
        ("无", (0, "yes-no-sign")),
        ("n", (0, "yes-no-sign")),
        ("1", (1, "yes-no-number")),
        ("是（2个）", (1, "remark")),
        ("/", (None, "not-applicable")),
        ("2", (None, "no-yes-no")),
        ("x", (None, "no-yes-no")),
        ("是否", (None, "no-yes-no")),
    ],
)
def test_yes_and_no_have_many_signs_and_none_is_guessed(
    text: str, expected: tuple[int | None, str]
) -> None:
    reading = read_typed(text, YES_NO)
    assert expected == (reading.value, reading.meaning)


def test_other_words_for_a_choice_are_known_but_for_blanks_and_width() -> None:
    assert Reading(1, "choice-variant") == read_typed("门户", WORDED)
    assert Reading(1, "choice-variant") == read_typed(" 门　户 ", WORDED)
    assert Reading(1, "plain") == read_typed("部门网站", WORDED)
    assert Reading(None, "no-choice") == read_typed("门户等", WORDED)


def test_a_choice_is_known_but_for_blanks_and_width() -> None:
    assert Reading(1, "plain") == read_typed("部门网站", CHOICE)
    assert Reading(1, "choice-spelling") == read_typed(" 部门　网站", CHOICE)
    assert Reading(2, "choice-spelling") == read_typed("其他(ａ、B)", CHOICE)
    for text in ("部门", "其他", "政府门户网站、部门网站", "1"):
        assert Reading(None, "no-choice") == read_typed(text, CHOICE)


def test_a_text_is_trimmed_and_held_against_its_pattern() -> None:
    assert Reading(None, "spaces", words="甲\n乙") == read_typed(" 甲\r\n乙\x07\u200b ", TEXT)
    assert Reading(None, "plain", words="无") == read_typed("无", TEXT)
    assert Reading(None, "full-width", words="6403230001") == read_typed(
        "６４０３２３０００１", CODE
    )
    assert Reading(None, "pattern") == read_typed("640323000", CODE)
    assert Reading(None, "not-applicable") == read_typed("/", CODE)
    number = read_value("number", "6403230001", "", CODE)
    assert Reading(None, "number-as-text", words="6403230001") == number
    assert Reading(None, "pattern") == read_value("number", "7", "", CODE)


def test_what_is_refused_is_told_with_what_would_do() -> None:
    assert sentence_of(MEANING["pattern"], CODE).endswith("应如 6403230001")
    assert sentence_of(MEANING["no-choice"], CHOICE).endswith(
        "政府门户网站、部门网站、其他（A、b）"
    )


@pytest.mark.parametrize(
    ("text", "measure", "value"), [("0.2857", RATE, 2857), ("2.5", DAYS, 25), ("x", RATE, None)]
)
def test_the_result_of_a_formula_is_read_in_the_unit_of_its_measure(
    text: str, measure: Measure, value: int | None
) -> None:
    assert value == read_stored(text, measure)
