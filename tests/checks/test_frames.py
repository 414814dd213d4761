"""The frames: values as pandas sees them, and back again without a loss."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from support.answers import answers_form, fill_answers
from support.departments import owners
from support.filled import all_values, few, fill_form, find
from support.made_up_form import MADE_UP_FORM
from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.checks.frames import OWNER, frame_rows, table_frame, tidy_frame
from xlreport.checks.schema import table_schema
from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form
from xlreport.form.measure import LARGEST_VALUE, Values, format_value


def rows_of(form: Form, *seeds: int) -> list[Values]:
    return [all_values(form, fill_form(form, seed)) for seed in seeds]


def test_a_table_has_a_row_for_each_department_and_row_and_the_official_columns(
    form_2021: Form,
) -> None:
    table = form_2021.table("proactive")
    frame = table_frame(table, owners("甲局", "乙局"), rows_of(form_2021, 1, 2))
    rows = [
        *("regulations", "normative_documents", "licences", "penalties"),
        *("coercive_measures", "fees"),
    ]
    assert [(*who, row) for who in owners("甲局", "乙局") for row in rows] == list(frame.index)
    assert [*OWNER, "row"] == list(frame.index.names)
    columns = {
        **dict.fromkeys(("made", "repealed", "in_force", "decisions"), "Int64"),
        "fees_amount": "Float64",
    }
    assert columns == {name: str(kind) for name, kind in frame.dtypes.items()}
    assert list(columns) == list(frame.columns)


def test_a_cell_that_the_official_table_does_not_have_is_missing(form_2021: Form) -> None:
    table = form_2021.table("proactive")
    frame = table_frame(table, owners("甲局"), rows_of(form_2021, 1)).droplevel(OWNER)
    there = {(row, column) for row, column in frame.notna().stack().loc[lambda s: s].index}
    assert {(cell.row, cell.column) for cell in table.cells} == there


def test_missing_is_not_zero(form_2021: Form) -> None:
    values: list[int | None] = [None] * len(form_2021.cells)
    values[find(form_2021, "remedies.cases.review_upheld")] = 0
    frame = table_frame(form_2021.table("remedies"), owners("甲局"), [values])
    assert [0] == list(frame.loc[("D1", "甲局", "cases")].dropna())


def test_money_is_in_the_unit_of_its_column(form_2021: Form) -> None:
    values: list[int | None] = [None] * len(form_2021.cells)
    values[find(form_2021, "proactive.fees.fees_amount")] = 59_237_244_900
    frame = table_frame(form_2021.table("proactive"), owners("宿迁市"), [values])
    assert "59237.2449" == str(frame.loc[("D1", "宿迁市", "fees"), "fees_amount"])


@few
@given(amount=st.integers(0, LARGEST_VALUE))
@example(amount=3)
@example(amount=4_068_208_003)
def test_money_is_the_decimal_number_that_was_typed(amount: int) -> None:
    form = load_form("ogi-2021")
    values: list[int | None] = [None] * len(form.cells)
    values[find(form, "proactive.fees.fees_amount")] = amount
    frame = table_frame(form.table("proactive"), owners("甲局"), [values])
    typed = Decimal(amount).scaleb(-6)
    assert float(typed) == frame.loc[("D1", "甲局", "fees"), "fees_amount"]


def test_no_departments_make_an_empty_frame_with_all_columns(form_2021: Form) -> None:
    table = form_2021.table("requests")
    frame = table_frame(table, [], [])
    assert ((0, 7), list(table.column_keys)) == (frame.shape, list(frame.columns))


@pytest.mark.parametrize("name", list_forms())
@few
@given(data=st.data())
def test_a_frame_gives_its_arrays_back(name: str, data: st.DataObject) -> None:
    form = load_form(name)
    amounts = st.none() | st.integers(-LARGEST_VALUE, LARGEST_VALUE)
    seeds = data.draw(st.lists(st.integers(0, 2**32), min_size=1, max_size=3))
    rows = [list(row) for row in rows_of(form, *seeds)]
    for cell in data.draw(st.lists(st.sampled_from(form.cells), max_size=5)):
        rows[0][cell.index] = data.draw(amounts)
    names = owners(*(f"{number}局" for number in range(len(rows))))
    for table in form.tables:
        frame = table_frame(table, names, rows)
        departments, values, present = frame_rows(form, table, frame)
        at = [cell.index for cell in table.cells]
        assert [code for code, _ in names] == departments
        assert [[row[i] is not None for i in at] for row in rows] == present[:, at].tolist()
        assert [[row[i] or 0 for i in at] for row in rows] == values[:, at].tolist()


def test_rows_of_a_frame_in_any_order_go_to_their_places(form_2021: Form) -> None:
    table = form_2021.table("requests")
    rows = rows_of(form_2021, 1, 2, 3)
    frame = table_frame(table, owners("甲", "乙", "丙"), rows)
    shuffled = frame.sample(frac=1, random_state=7)
    departments, values, _ = frame_rows(form_2021, table, shuffled)
    at = [cell.index for cell in table.cells]
    expected = dict(zip(["D1", "D2", "D3"], [[row[i] for i in at] for row in rows], strict=True))
    assert expected == dict(zip(departments, values[:, at].tolist(), strict=True))


def test_rows_that_a_frame_lacks_are_missing(form_2021: Form) -> None:
    table = form_2021.table("requests")
    frame = table_frame(table, owners("甲"), rows_of(form_2021, 1))
    _, values, present = frame_rows(form_2021, table, frame.loc[[("D1", "甲", "received")]])
    only = [cell.index for cell in table.cells if cell.row == "received"]
    assert only == np.flatnonzero(present[0]).tolist()
    assert list(frame.loc[("D1", "甲", "received")]) == values[0, only].tolist()


def test_an_empty_frame_gives_empty_arrays(form_2021: Form) -> None:
    table = form_2021.table("requests")
    departments, values, present = frame_rows(form_2021, table, table_frame(table, [], []))
    width = len(form_2021.cells)
    assert ([], (0, width), (0, width)) == (departments, values.shape, present.shape)


def test_a_frame_with_another_index_is_refused(form_2021: Form) -> None:
    table = form_2021.table("requests")
    frame = table_frame(table, owners("甲"), rows_of(form_2021, 1)).droplevel(OWNER[0])
    with pytest.raises(InputError, match="requests"):
        frame_rows(form_2021, table, frame)


def test_the_tidy_frame_has_one_row_a_cell_with_keys_as_categories(form_2019: Form) -> None:
    rows = rows_of(form_2019, 1, 2)
    tidy = tidy_frame(form_2019, owners("甲局", "乙局"), [Period(2020), None], rows)
    assert [*OWNER, "year", "table", "row", "column", "value"] == list(tidy.columns)
    assert 2 * len(form_2019.cells) == len(tidy)
    categorical = [c for c in tidy.columns if isinstance(tidy[c].dtype, pd.CategoricalDtype)]
    assert [*OWNER, "table", "row", "column"] == categorical
    keys = [(cell.table, cell.row, cell.column) for cell in form_2019.cells]
    assert keys * 2 == list(tidy[["table", "row", "column"]].itertuples(index=False, name=None))
    assert [2020] * len(keys) == list(tidy["year"][: len(keys)])
    assert tidy["year"][len(keys) :].isna().all()


def test_the_tidy_frame_holds_every_value_in_its_own_unit(form_2021: Form) -> None:
    rows = rows_of(form_2021, 1, 2)
    tidy = tidy_frame(form_2021, owners("甲局", "乙局"), [Period(2026)] * 2, rows)
    scaled = [
        int(Decimal(str(value)).scaleb(cell.measure.scale))
        for value, cell in zip(tidy["value"], [*form_2021.cells] * 2, strict=True)
    ]
    assert [value for row in rows for value in row] == scaled


def test_the_official_table_is_a_pivot_of_the_tidy_frame(form_2021: Form) -> None:
    rows = rows_of(form_2021, 1, 2)
    tidy = tidy_frame(form_2021, owners("甲局", "乙局"), [Period(2026)] * 2, rows)
    frame = table_frame(form_2021.table("requests"), owners("甲局", "乙局"), rows)
    long = tidy[tidy["table"] == "requests"].astype(dict.fromkeys([*OWNER, "row", "column"], str))
    wide = long.pivot_table(index=[*OWNER, "row"], columns="column", values="value")
    assert frame.astype("Float64").equals(wide.loc[frame.index, frame.columns].astype("Float64"))


def test_missing_values_of_the_tidy_frame_are_missing(form_2021: Form) -> None:
    tidy = tidy_frame(form_2021, owners("甲局"), [Period(2026)], [[None] * len(form_2021.cells)])
    assert tidy["value"].isna().all()


def test_a_column_of_several_kinds_keeps_its_money(tmp_path: Path) -> None:
    path = tmp_path / "made-up.toml"
    path.write_text(MADE_UP_FORM, encoding="utf-8")
    form = load_form(path)
    frame = table_frame(form.table("funds"), owners("馆"), rows_of(form, 3))
    kinds = {"staff_before": "Int64", "spent": "Float64", "gift_value": "Float64"}
    assert kinds == {name: str(frame[name].dtype) for name in kinds}


MIXED = '''
id    = "mixed"
title = "混合"
from  = 2021

[[table]]
key     = "costs"
heading = "一、经费"
corner  = "项目"
money   = { fund = "万元" }
units   = { staff = "人" }
columns = """
amount  数额
"""
rows    = """
staff   人数
fund    经费
"""
'''


def test_a_column_that_mixes_counts_and_money_keeps_each_in_its_unit(tmp_path: Path) -> None:
    (tmp_path / "mixed.toml").write_text(MIXED, encoding="utf-8")
    form = load_form(tmp_path / "mixed.toml")
    table = form.table("costs")
    frame = table_frame(table, owners("甲"), [(3, 1_500_000)])
    assert [3.0, 1.5] == list(frame["amount"])
    _, values, _ = frame_rows(form, table, frame)
    assert [[3, 1_500_000]] == values.tolist()
    assert frame.equals(table_schema(form, "costs").validate(frame))


# ---- all kinds of cells -------------------------------------------------------------------------

ANSWERS = answers_form()


def answer_frame(key: str, *seeds: int) -> pd.DataFrame:
    filled = [fill_answers(seed) for seed in seeds]
    names = owners(*(f"{seed}局" for seed in seeds))
    frame: pd.DataFrame = table_frame(
        ANSWERS.table(key), names, [values for values, _ in filled], [words for _, words in filled]
    )
    return frame


def test_each_kind_has_the_type_that_pandas_has_for_it() -> None:
    types = {
        **dict.fromkeys(("total", "online", "change"), "Int64"),
        **dict.fromkeys(("rate", "fees", "avg_days", "hours"), "Float64"),
        "value": "object",
        **dict.fromkeys(("office", "duty"), "boolean"),
        "since": "datetime64[s]",
        "nature": "category",
        "motto": "string",
    }
    frames = [answer_frame(table.key, 1, 2) for table in ANSWERS.tables]
    assert types == {name: str(kind) for f in frames for name, kind in f.dtypes.items()}
    assert ["行政", "事业"] == list(frames[2]["nature"].cat.categories)


def test_a_column_of_several_kinds_holds_each_value_as_what_it_is() -> None:
    column = answer_frame("site", 1).droplevel([*OWNER])["value"]
    kinds = {row: type(value) for row, value in column.items()}
    assert kinds == {
        **dict.fromkeys(("name", "code", "kind"), str),
        "mobile": bool,
        "opened": pd.Timestamp,
        "satisfied": float,
        **dict.fromkeys(("visits", "followers"), int),
    }


@few
@given(st.lists(st.integers(0, 2**32), min_size=1, max_size=3, unique=True), st.data())
def test_every_kind_comes_back_from_its_frame(seeds: list[int], data: st.DataObject) -> None:
    rows = [fill_answers(seed)[0] for seed in seeds]
    blank = data.draw(st.sets(st.sampled_from(range(len(ANSWERS.cells)))))
    rows = [[None if i in blank else value for i, value in enumerate(row)] for row in rows]
    names = owners(*map(str, seeds))
    for table in ANSWERS.tables:
        departments, values, present = frame_rows(ANSWERS, table, table_frame(table, names, rows))
        assert [code for code, _ in names] == departments
        for cell in table.cells:
            expected = [row[cell.index] for row in rows]
            column = zip(values[:, cell.index], present[:, cell.index], strict=True)
            assert expected == [int(value) if there else None for value, there in column]


def test_a_value_of_the_tidy_frame_is_a_number_or_a_text() -> None:
    values, words = fill_answers(1)
    tidy = tidy_frame(ANSWERS, owners("甲局"), [Period(2026)], [values], [words])
    assert ["value", "text"] == list(tidy.columns)[-2:]
    assert ("Float64", "string") == (str(tidy["value"].dtype), str(tidy["text"].dtype))
    assert not (tidy["value"].notna() & tidy["text"].notna()).any()
    said = {
        (cell.row, cell.column): words.get(cell.index) or format_value(value or 0, cell.measure)
        for cell, value in zip(ANSWERS.cells, values, strict=True)
        if not cell.measure.is_number
    }
    texts = tidy[tidy["text"].notna()].set_index(["row", "column"])["text"]
    assert said == texts.to_dict()
    share = tidy[(tidy["row"] == "licences") & (tidy["column"] == "rate")]["value"].item()
    assert (values[find(ANSWERS, "work.licences.rate")] or 0) / 10**4 == share


def test_a_form_of_numbers_has_no_column_of_texts(form_2021: Form) -> None:
    tidy = tidy_frame(form_2021, owners("甲局"), [Period(2026)], rows_of(form_2021, 1), [{}])
    assert [*OWNER, "year", "table", "row", "column", "value"] == list(tidy.columns)
