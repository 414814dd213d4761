"""What typed cells mean: every spelling seen in published reports, and any text at all."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.measures import (
    ASKED,
    CHANGE,
    CHOICE,
    CODE,
    COUNT,
    DAY,
    DAYS,
    MEASURES,
    RATE,
    TEXT,
    WAN,
    WORDED,
    YES_NO,
    YUAN,
    all_measures,
    measures,
)
from xlreport.form.meanings import MEANINGS, NOT_APPLICABLE, Meaning, Reading
from xlreport.form.measure import (
    LARGEST_VALUE,
    LONGEST_TEXT,
    Kind,
    Measure,
    format_value,
    to_number,
)
from xlreport.form.typed_values import read_typed, read_value

# Mostly the characters that the reader knows about, so that odd mixtures of them are met.
texts = st.text() | st.text(
    "0123456789０１，,.．+-－−—增加减少件元万亿（）()/年月日%# \u3000\u200b无eE是否√×有天"
)


def typed(text: str, measure: Measure = COUNT) -> tuple[int | None, str, str]:
    reading = read_typed(text, measure)
    return reading.value, reading.meaning, reading.note


def cell(text: str, measure: Measure = COUNT, shown: str = "") -> tuple[int | None, str, str]:
    reading = read_value("number", text, shown, measure)
    return reading.value, reading.meaning, reading.note


# --- spellings of published reports -------------------------------------------------------


@pytest.mark.parametrize(
    ("spelling", "measure", "expected"),
    [
        ("0", COUNT, (0, "plain", "")),
        ("810", COUNT, (810, "plain", "")),
        ("", COUNT, (None, "blank", "")),
        ("+1", CHANGE, (1, "plain", "")),
        ("-8", CHANGE, (-8, "plain", "")),
        ("43.788", WAN, (43_788_000, "plain", "")),
        ("59237.2449", WAN, (59_237_244_900, "plain", "")),
        ("251000元", ASKED, (25_100_000, "stated-unit", "")),
        ("80618元", ASKED, (8_061_800, "stated-unit", "")),
        ("3235727元", ASKED, (323_572_700, "stated-unit", "")),
        ("184719元", ASKED, (18_471_900, "stated-unit", "")),
        ("160.5964万元", ASKED, (160_596_400, "stated-unit", "")),
        ("23600万元", ASKED, (23_600_000_000, "stated-unit", "")),
        ("240万元", ASKED, (240_000_000, "stated-unit", "")),
        ("43.788万元", WAN, (43_788_000, "with-unit", "")),
        ("8040", ASKED, (None, "unit-unknown", "")),
        ("27270", ASKED, (None, "unit-unknown", "")),
        ("808", ASKED, (None, "unit-unknown", "")),
        ("52.15", ASKED, (None, "unit-unknown", "")),
        ("477.35", ASKED, (None, "unit-unknown", "")),
        ("153103.83", ASKED, (None, "unit-unknown", "")),
        ("增1423", CHANGE, (1423, "signed-word", "")),
        ("增52", CHANGE, (52, "signed-word", "")),
        ("减4", CHANGE, (-4, "signed-word", "")),
        ("/", COUNT, (None, "not-applicable", "")),
        ("-", COUNT, (None, "not-applicable", "")),
        ("22（其中修订 16 件）", COUNT, (22, "remark", "其中修订 16 件")),
        ("55（含自然失效 29 件）", COUNT, (55, "remark", "含自然失效 29 件")),
        ("规章555规范性文件", COUNT, (None, "word", "")),
        ("规章555规范性文件141414", COUNT, (None, "word", "")),
        (" 0 ", COUNT, (0, "spaces", "")),
        ("\n0\r\n", COUNT, (0, "spaces", "")),
        ("无", COUNT, (None, "not-applicable", "")),
        ("0件", COUNT, (0, "with-unit", "")),
        ("１２", COUNT, (12, "full-width", "")),
        ("3,259", COUNT, (3259, "thousands", "")),
    ],
)
def test_a_spelling_seen_in_a_published_report_is_read(
    spelling: str, measure: Measure, expected: tuple[int | None, str, str]
) -> None:
    assert expected == typed(spelling, measure)


# --- the table of meanings ----------------------------------------------------------------

EXAMPLE_MEASURES = {
    "unit-unknown": ASKED,
    "rounded": YUAN,
    "stated-unit": ASKED,
    "converted": WAN,
    "signed-word": CHANGE,
    "places": DAYS,
    **dict.fromkeys(("percent-missing", "share-of-1"), RATE),
    "rounded-as-shown": DAYS,
    **dict.fromkeys(
        ("no-such-date", "short-year", "part-of-date", "no-date", "date-spelling"), DAY
    ),
    **dict.fromkeys(("yes-no-number", "yes-no-sign", "no-yes-no"), YES_NO),
    **dict.fromkeys(("choice-spelling", "no-choice"), CHOICE),
    "choice-variant": WORDED,
    **dict.fromkeys(("lost-digits", "too-long"), TEXT),
    **dict.fromkeys(("pattern", "number-as-text"), CODE),
}


@pytest.mark.parametrize("row", MEANINGS, ids=lambda row: row.id)
def test_the_example_of_a_meaning_is_read_with_exactly_that_meaning(row: Meaning) -> None:
    measure = EXAMPLE_MEASURES.get(row.id, COUNT)
    if row.id == "text-number":  # in a page every number is text
        reading = read_value("text", row.example, "", measure)
    elif row.id == "shown-otherwise":  # in a page there are no number formats
        reading = read_value("number", "50000", "", measure, row.example)
    elif row.id == "struck":
        reading = read_value("text", "31", "struck", measure)
    elif row.id == "rounded-as-shown":
        reading = read_value("number", row.example, "", measure, "2.3")
    elif row.id in ("lost-digits", "number-as-text"):
        reading = read_value("number", row.example, "", measure)
    elif row.id == "too-long":
        reading = read_typed(row.example * LONGEST_TEXT, measure)
    else:
        reading = read_typed(row.example, measure)
    assert row.id == reading.meaning
    assert measure.kind in row.kinds
    if reading.words:
        assert f"读作 {reading.words}" == row.taken
    elif reading.value is None:
        assert ("不能读取" if reading.unreadable else "视为未填") == row.taken
    else:
        shown = format_value(reading.value, measure)
        assert row.taken in {f"读作 {shown}", f"读作 {shown} {measure.unit}"}


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("1.2345E+17", ""),
        ("1E+15", ""),
        ("1E+14", "100000000000000"),
        ("17.100000000000001", "17.1"),
    ],
)
def test_a_text_stored_as_a_number_is_taken_as_long_as_no_digit_may_be_lost(
    stored: str, words: str
) -> None:
    assert words == read_value("number", stored, "", TEXT).words


def test_the_ids_of_the_meanings_are_unique() -> None:
    assert len(MEANINGS) == len({row.id for row in MEANINGS})


def test_whatever_cannot_be_read_is_an_error_save_an_amount_whose_unit_is_unknown() -> None:
    unreadable = {row.id: row.severity for row in MEANINGS if row.taken == "不能读取"}
    assert "warning" == unreadable.pop("unit-unknown")
    assert {"error"} == set(unreadable.values())


def test_every_severity_and_sentence_is_fit_to_be_shown() -> None:
    assert {"", "info", "warning", "error"} == {row.severity for row in MEANINGS}
    for row in MEANINGS:
        assert row.sentence
        assert not any(letter.isascii() and letter.isalpha() for letter in row.sentence + row.taken)


def test_where_several_meanings_fit_the_first_of_the_table_is_given() -> None:
    order = [row.id for row in MEANINGS]
    found = [
        typed(text, CHANGE)[1]
        for text in (
            " 增００1,024 件（注）",
            " 增０1件（注）",
            " 增０1件",
            " 增1,024",
            " 1，024",
            " ０1",
            " １",
            " 1",
            "1",
        )
    ]
    assert [
        "word",
        "remark",
        "with-unit",
        "signed-word",
        "thousands",
        "leading-zeros",
        "full-width",
        "spaces",
        "plain",
    ] == found
    assert sorted(found, key=order.index) == found


# --- number cells -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "measure", "expected"),
    [
        ("3", COUNT, (3, "plain", "")),
        ("3.0", COUNT, (3, "plain", "")),
        ("-8", CHANGE, (-8, "plain", "")),
        ("-8", COUNT, (-8, "plain", "")),
        ("-0", COUNT, (0, "plain", "")),
        ("1.2E3", COUNT, (1200, "plain", "")),
        ("2.5", COUNT, (None, "fraction", "")),
        ("2.5", CHANGE, (None, "fraction", "")),
        ("1E-320", COUNT, (None, "fraction", "")),
        ("59237.244899999998", WAN, (59_237_244_900, "plain", "")),
        ("0.30000000000000004", YUAN, (30, "plain", "")),
        ("3.0000000000000004", COUNT, (3, "plain", "")),
        ("2.9999999999999996", COUNT, (3, "plain", "")),
        ("3.00000000000001", COUNT, (None, "fraction", "")),
        ("251000", YUAN, (25_100_000, "plain", "")),
        ("3", WAN, (3_000_000, "plain", "")),
        ("0.125", YUAN, (12, "rounded", "")),
        ("0.135", YUAN, (14, "rounded", "")),
        ("-0.125", YUAN, (-12, "rounded", "")),
        ("0.1234567", WAN, (123_457, "rounded", "")),
        ("8040", ASKED, (None, "unit-unknown", "")),
        ("52.15", ASKED, (None, "unit-unknown", "")),
        ("0", ASKED, (0, "plain", "")),
        ("0.0", ASKED, (0, "plain", "")),
        ("1000000000000", COUNT, (LARGEST_VALUE, "plain", "")),
        ("1000000000001", COUNT, (None, "too-large", "")),
        ("-1000000000001", COUNT, (None, "too-large", "")),
        ("10000000001", YUAN, (None, "too-large", "")),
        ("999999999999", WAN, (None, "too-large", "")),
        ("1E+308", WAN, (None, "too-large", "")),
        ("1E+400", COUNT, (None, "too-large", "")),
        ("9" * 5000, COUNT, (None, "too-large", "")),
        ("inf", COUNT, (None, "too-large", "")),
        ("nan", COUNT, (None, "word", "")),
        ("1_000", COUNT, (None, "word", "")),
        ("²", COUNT, (None, "word", "")),
        ("", COUNT, (None, "blank", "")),
    ],
)
def test_a_number_cell_is_read_exactly_or_refused(
    stored: str, measure: Measure, expected: tuple[int | None, str, str]
) -> None:
    assert expected == cell(stored, measure)


def test_a_number_with_struck_or_raised_characters_is_refused_and_a_dash_stays_a_dash() -> None:
    assert Reading(None, "struck") == read_value("text", "1215", "struck", COUNT)
    assert Reading(None, "not-applicable") == read_value("text", "/", "struck", COUNT)


@pytest.mark.parametrize("kind", ["boolean", "error"])
def test_logical_and_error_values_each_have_their_own_meaning(kind: str) -> None:
    expected = {"boolean": "boolean", "error": "error-value"}[kind]
    for text in ("1", "0", "TRUE", "#REF!", "#N/A", "#DIV/0!", "#SPILL!"):
        assert Reading(None, expected) == read_value(kind, text, "", COUNT)


def test_a_clean_number_stored_as_text_is_told_from_a_number() -> None:
    assert Reading(12, "text-number") == read_value("text", "12", "", COUNT)
    assert Reading(1, "text-number") == read_value("text", "+1", "", CHANGE)
    assert Reading(3, "with-unit") == read_value("text", "3件", "", COUNT)
    assert Reading(None, "blank") == read_value("text", "", "", COUNT)


# --- typed texts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "blank", [" ", "\xa0", "\u3000", "\t", "\r\n", "\u200b", "\ufeff", "\u2060"]
)
def test_every_kind_of_blank_is_blank_alone_and_is_stripped_around_a_number(blank: str) -> None:
    assert (None, "only-spaces", "") == typed(blank)
    assert (7, "spaces", "") == typed(f"{blank}7{blank}")
    assert not read_typed(blank, COUNT).unreadable


def test_digits_turned_round_by_a_sign_are_no_number() -> None:
    # \u202e shows 119 where the text has 911
    assert typed("\u202e911")[0] is None


def test_an_invisible_character_within_a_number_does_not_hide_it() -> None:
    assert (12, "spaces", "") == typed("1\u200b2")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("token", [*NOT_APPLICABLE, "／", "－", "–", "―", "n/a", "Ｎ／Ａ", " 无 "])
def test_every_way_of_writing_not_applicable_is_missing_but_not_unreadable(
    token: str, measure: Measure
) -> None:
    reading = read_value("text", token, "", measure)
    assert Reading(None, "not-applicable") == reading
    assert not reading.unreadable


@pytest.mark.parametrize(
    "word",
    [
        *("None", "NA", "null", "nan", "inf", "1e3", "0x10", "１２abc", "三", "十二", "若干", "3²"),
        *("①", "½", "1,02", "1,0245", "0,024", "1,024,5", "1 0", "3-4", "--3", "+-3", "3+", "3."),
        *("(22)", "（22）", "22（", "22）", "22（注）件", "约3", "3多", "#3", "—8", "1_000", "٣"),
        *("增", "3万件", "1/5", "9" * 65, "=1+1", "3" + " " * 70 + "x y"),
    ],
)
@pytest.mark.parametrize("measure", MEASURES)
def test_anything_else_is_a_word_and_is_never_guessed_at(word: str, measure: Measure) -> None:
    reading = read_value("text", word, "", measure)
    assert Reading(None, "word") == reading
    assert reading.unreadable


@pytest.mark.parametrize("word", ["增3", "减4", "增加3", "减少4", "3元", "3万元"])
def test_words_for_a_change_and_units_of_money_are_not_read_in_a_count(word: str) -> None:
    assert (None, "word", "") == typed(word, COUNT)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("增3", 3),
        ("增加3", 3),
        ("增加 3 件", 3),
        ("减4", -4),
        ("减少4", -4),
        ("减少４项", -4),
        ("减0", 0),
    ],
)
def test_words_for_a_change_are_read_in_a_change(text: str, value: int) -> None:
    assert value == read_typed(text, CHANGE).value


@pytest.mark.parametrize("text", ["-8", "－8", "−8", "–8", "﹣8", "- 8", "－ ８"])
def test_every_kind_of_minus_sign_before_a_number_is_a_minus_sign(text: str) -> None:
    assert -8 == read_typed(text, COUNT).value
    assert -800 == read_typed(text, YUAN).value


@pytest.mark.parametrize("unit", list("件项个条次宗起份"))
def test_the_usual_counting_words_are_accepted_after_a_count(unit: str) -> None:
    assert (3, "with-unit", "") == typed(f"3{unit}", Measure(Kind.COUNT, "人"))
    assert (3, "with-unit", "") == typed(f"3 （{unit}）", Measure(Kind.COUNT, "人"))
    assert (None, "word", "") == typed(f"3{unit}", YUAN)


def test_the_unit_of_the_measure_itself_is_always_accepted() -> None:
    assert (3, "with-unit", "") == typed("3篇", Measure(Kind.COUNT, "篇"))
    assert (None, "word", "") == typed("3篇", COUNT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+3", (3, "plus-sign", "")),
        ("＋3", (3, "plus-sign", "")),
        ("007", (7, "leading-zeros", "")),
        ("０", (0, "full-width", "")),
        ("1，024", (1024, "thousands", "")),
        ("1,024,000", (1_024_000, "thousands", "")),
        ("3.0", (3, "plain", "")),
        ("2.5", (None, "fraction", "")),
        ("9999999999999", (None, "too-large", "")),
        ("3件（含1件（旧））", (3, "remark", "含1件（旧）")),
        ("3()", (3, "remark", "")),
        ("2.5（约）", (None, "fraction", "约")),
    ],
)
def test_a_count_is_read_with_its_habits_of_writing(
    text: str, expected: tuple[int | None, str, str]
) -> None:
    assert expected == typed(text)


@pytest.mark.parametrize(
    ("text", "measure", "expected"),
    [
        ("251000元", WAN, (25_100_000, "converted", "")),
        ("1.2万元", YUAN, (1_200_000, "converted", "")),
        ("5亿元", YUAN, (50_000_000_000, "converted", "")),
        ("0.01元", WAN, (1, "converted", "")),
        ("25.1（万元）", YUAN, (25_100_000, "converted", "")),
        ("25.1（单位：万元）", ASKED, (25_100_000, "stated-unit", "")),
        ("1,234.56 元", YUAN, (123_456, "with-unit", "")),
        ("0", ASKED, (0, "plain", "")),
        ("0元", ASKED, (0, "stated-unit", "")),
        ("8040（办公用品）", ASKED, (None, "unit-unknown", "办公用品")),
        ("0.015元", ASKED, (2, "rounded", "")),
        ("0.025元", ASKED, (2, "rounded", "")),
        ("0.00000001万元", YUAN, (0, "rounded", "")),
        ("101亿元", WAN, (None, "too-large", "")),
    ],
)
def test_an_amount_is_converted_exactly_to_fen(
    text: str, measure: Measure, expected: tuple[int | None, str, str]
) -> None:
    assert expected == typed(text, measure)


@pytest.mark.parametrize(
    "date",
    [
        *("2026-1-5", "2026/1/5", "2026.1.5", "2026－01－05", "2026-01-05 00:00:00", "2026-01"),
        *("2026年1月5日", "2026年1月", "2026年", "1月5日", "1月"),
    ],
)
@pytest.mark.parametrize("measure", MEASURES)
def test_a_date_is_told_from_a_number(date: str, measure: Measure) -> None:
    assert (None, "date", "") == typed(date, measure)


@pytest.mark.parametrize("percentage", ["12%", "12.5％", "１２ %", "-3%"])
def test_a_percentage_is_told_from_a_number(percentage: str) -> None:
    assert (None, "percent", "") == typed(percentage)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#SPILL!"])
def test_an_error_value_pasted_as_text_is_told_from_a_word(error: str) -> None:
    assert (None, "error-value", "") == typed(error)


# --- any text, any value ------------------------------------------------------------------


@given(st.sampled_from(["number", "text", "boolean", "error"]), texts, all_measures)
def test_no_text_raises_and_every_reading_is_in_the_table(
    kind: str, text: str, measure: Measure
) -> None:
    rows = {row.id: row for row in MEANINGS}
    taken = {row.id: row.taken for row in MEANINGS}
    displays = ("", " ", text, "5", "1900/4/28", "12.3万元", "1E+400")
    for shown, display in product(("", "date", "struck"), displays):
        reading = read_value(kind, text, shown, measure, display)
        assert measure.kind in rows[reading.meaning].kinds
        assert taken[reading.meaning].startswith("读作") == reading.is_filled
        assert not (reading.words and measure.kind is not Kind.TEXT)
        assert (taken[reading.meaning] == "不能读取") == reading.unreadable
        assert abs(reading.value or 0) <= LARGEST_VALUE


@given(st.floats(), measures)
def test_no_float_raises(stored: float, measure: Measure) -> None:
    reading = read_value("number", repr(stored), "", measure)
    if reading.meaning == "plain" and reading.value is not None:
        assert float(f"{stored:.15g}") == to_number(reading.value, measure)  # as Excel shows it
