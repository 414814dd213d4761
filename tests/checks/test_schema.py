"""The schemas: real pandera schemas, made of the form's own rules."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.answers import answers_form, fill_answers
from support.both_proofs import invalid_rows
from support.departments import owners
from support.filled import all_values, as_return, cells_at, few, fill_form, find, holds
from support.settled import settled
from xlreport.base.finding import Severity
from xlreport.checks.frames import OWNER, table_frame
from xlreport.checks.schema import table_schema
from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form
from xlreport.returns import _check_form
from xlreport.summary.partial import consolidate_part, finish_parts
from xlreport.summary.summary import consolidate

MISSING: Any = pd.NA


def frame_of(form: Form, key: str, *seeds: int, code: str = "D{}") -> Any:
    rows = [all_values(form, fill_form(form, seed)) for seed in seeds]
    return table_frame(form.table(key), [(code.format(seed), f"{seed}局") for seed in seeds], rows)


def checks_failed(form: Form, key: str, frame: Any) -> set[str]:
    """Give the names of the checks that a frame fails, without their sentences."""
    try:
        table_schema(form, key).validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        return {str(check).partition(":")[0] for check in errors.failure_cases["check"]}
    return set()


def test_a_table_s_schema_is_a_pandera_schema_named_after_form_and_table(form_2021: Form) -> None:
    schema = table_schema(form_2021, "requests")
    assert isinstance(schema, pa.DataFrameSchema)
    assert ("ogi-2021.requests", "三、收到和处理政府信息公开申请情况") == (
        schema.name,
        schema.title,
    )
    assert list(form_2021.table("requests").column_keys) == list(schema.columns)


def test_a_schema_is_built_once(form_2021: Form) -> None:
    assert table_schema(form_2021, "requests") is table_schema(form_2021, "requests")


def test_a_table_that_the_form_does_not_have_is_refused(form_2021: Form) -> None:
    with pytest.raises(KeyError, match="nonsense"):
        table_schema(form_2021, "nonsense")


def test_the_error_rules_of_a_table_are_checks_with_their_sentence(form_2021: Form) -> None:
    schema = table_schema(form_2021, "requests")
    assert ["INDEX", "T3-SUM", "T3-ROW", "T3-ID"] == [check.name for check in schema.checks]
    expected = "T3-ID: 第一项加第二项之和，等于第三项加第四项之和"
    assert expected == schema.checks[3].error


@pytest.mark.parametrize("name", list_forms())
@settings(max_examples=4, derandomize=True)
@given(seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=3, unique=True))
def test_frames_of_consistent_returns_are_valid(name: str, seeds: list[int]) -> None:
    form = load_form(name)
    for table in form.tables:
        frame = frame_of(form, table.key, *seeds)
        assert frame.equals(table_schema(form, table.key).validate(frame))


def test_a_frame_without_departments_is_valid(form_2021: Form) -> None:
    for table in form_2021.tables:
        assert set() == checks_failed(form_2021, table.key, table_frame(table, [], []))


def test_a_wholly_missing_frame_is_valid(form_2021: Form) -> None:
    for table in form_2021.tables:
        frame = table_frame(table, owners("甲局"), [[None] * len(form_2021.cells)])
        assert set() == checks_failed(form_2021, table.key, frame)


CELLS = [
    ("ogi-2021", "requests", "received", "natural_person", 99, {"T3-ROW", "T3-ID"}),
    ("ogi-2021", "requests", "total_handled", "research", 99, {"T3-SUM", "T3-ROW", "T3-ID"}),
    ("ogi-2021", "requests", "received", "total", 99, {"T3-ROW", "T3-ID"}),
    ("ogi-2021", "remedies", "cases", "direct_total", 99, {"T4-SUM"}),
    ("ogi-2021", "proactive", "licences", "decisions", -1, {"INT"}),
    ("ogi-2021", "proactive", "fees", "fees_amount", -0.01, {"NEG"}),
    ("ogi-2021", "proactive", "fees", "decisions", 0, {"PLACE"}),
    ("ogi-2019", "proactive", "licences", "items_change", -99, {"NEG-ITEMS"}),
    ("ogi-2019", "proactive", "procurement", "procurement_amount", -1, {"NEG"}),
    ("ogi-supplement", "supplement", "official_account", "original_posts", 99, {"S2-ORIGINAL"}),
    ("ogi-supplement", "supplement", "newsletter", "adopted_briefs", 99, {"S3-ADOPTED"}),
    ("ogi-supplement", "supplement", "all_duties", "duties", 99, {"S1-SUM"}),
]


@pytest.mark.parametrize(
    ("name", "key", "row", "column", "value", "expected"),
    CELLS,
    ids=[f"{case[0]} {case[2]} {case[3]}" for case in CELLS],
)
def test_each_slip_is_refused_by_the_id_of_its_rule_for_its_department_alone(
    name: str, key: str, row: str, column: str, value: float, expected: set[str]
) -> None:
    form = load_form(name)
    frame = frame_of(form, key, 1, 2, 3)
    frame.loc[("D2", "2局", row), column] = value
    assert expected == checks_failed(form, key, frame)
    assert {"D2": expected} == invalid_rows(form, form.table(key), frame)


def test_warnings_are_no_part_of_a_schema(form_2021: Form) -> None:
    frame = frame_of(form_2021, "proactive", 1)
    frame.loc[("D1", "1局", "normative_documents"), "in_force"] = 0
    frame.loc[("D1", "1局", "normative_documents"), "made"] = 99
    assert set() == checks_failed(form_2021, "proactive", frame)


SHAPES: list[tuple[str, Callable[[Any], Any], str]] = [
    ("a column is missing", lambda frame: frame.drop(columns="research"), "column_in_dataframe"),
    ("a column too many", lambda frame: frame.assign(more=1), "column_in_schema"),
    ("columns in another order", lambda frame: frame[frame.columns[::-1]], "column_ordered"),
    ("text for numbers", lambda frame: frame.astype("string"), "dtype('Int64')"),
    ("fractions of counts", lambda frame: frame.astype("Float64") + 0.5, "dtype('Int64')"),
    ("a row twice", lambda frame: pd.concat([frame, frame.iloc[:1]]), "INDEX"),
    ("a row of no table", lambda frame: frame.rename({"received": "rest"}, level="row"), "INDEX"),
    ("several departments unnamed", lambda frame: frame.droplevel(OWNER), "INDEX"),
    ("departments without codes", lambda frame: frame.droplevel(OWNER[0]), "INDEX"),
    ("levels exchanged", lambda frame: frame.swaplevel(), "INDEX"),
    ("rows by number", lambda frame: frame.reset_index(drop=True), "INDEX"),
]


@pytest.mark.parametrize(
    ("change", "expected"), [case[1:] for case in SHAPES], ids=[case[0] for case in SHAPES]
)
def test_a_frame_of_another_shape_is_refused(
    form_2021: Form, change: Callable[[Any], Any], expected: str
) -> None:
    failed = checks_failed(form_2021, "requests", change(frame_of(form_2021, "requests", 1, 2)))
    assert any(check.startswith(expected) for check in failed)


def test_a_frame_of_one_s_own_can_be_validated(form_2021: Form) -> None:
    index = pd.MultiIndex.from_tuples(
        [
            ("D1", "received"),
            ("D1", "carried_over"),
            ("D1", "granted"),
            ("D1", "total_handled"),
        ],
        names=[OWNER[0], "row"],
    )
    columns = form_2021.table("requests").column_keys
    own = pd.DataFrame(0, index=index, columns=list(columns), dtype="Int64")
    own["natural_person"] = own["total"] = [3, 1, 4, 4]
    assert set() == checks_failed(form_2021, "requests", own)
    own.loc[("D1", "received"), ["natural_person", "total"]] = 4
    assert {"T3-ID"} == checks_failed(form_2021, "requests", own)


def test_the_table_of_one_department_alone_is_judged_by_the_same_rules(form_2021: Form) -> None:
    frame = frame_of(form_2021, "requests", 1).droplevel(OWNER)
    assert frame.equals(table_schema(form_2021, "requests").validate(frame))
    frame.loc["received", "total"] = 99
    assert {"T3-ROW", "T3-ID"} == checks_failed(form_2021, "requests", frame)


@pytest.mark.parametrize("name", list_forms())
@settings(max_examples=4, derandomize=True)
@given(seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=3, unique=True))
def test_every_frame_that_the_library_hands_out_is_valid(name: str, seeds: list[int]) -> None:
    form = load_form(name)
    fixed = {cell.index: 0 for cell in form.inputs if cell.row == "regulations"}
    numbered = [(f"D{n}", fill_form(form, seed, fixed=fixed)) for n, seed in enumerate(seeds)]
    returns = settled([as_return(form, inputs, code=code) for code, inputs in numbered])
    county = consolidate(returns, name="某县", verify=False)
    part = consolidate_part(returns, form=form, verify=False)
    tables = [*(returns.department(code) for code, _ in numbered)]
    for table in form.tables:
        schema = table_schema(form, table.key)
        handed = [returns[table.key], county[table.key], *(one[table.key] for one in tables)]
        handed.append(finish_parts(part, form, name="某县")[table.key])
        assert [] == [frame for frame in handed if not frame.equals(schema.validate(frame))]


def test_a_missing_total_beside_its_parts_is_refused(form_2021: Form) -> None:
    frame = frame_of(form_2021, "remedies", 1)
    frame.loc[("D1", "1局", "cases"), "review_total"] = MISSING
    assert {"T4-SUM"} == checks_failed(form_2021, "remedies", frame)


def test_codes_of_departments_may_hold_quotes_and_brackets(form_2021: Form) -> None:
    code = '甲\'局", ("乙")'
    frame = frame_of(form_2021, "requests", 1, code=code)
    frame.loc[(code, "1局", "received"), "total"] = 99
    assert {code: {"T3-ROW", "T3-ID"}} == invalid_rows(
        form_2021, form_2021.table("requests"), frame
    )


@pytest.mark.parametrize("name", list_forms())
@few
@given(data=st.data())
def test_a_schema_fails_exactly_where_a_rule_does(name: str, data: st.DataObject) -> None:
    form = load_form(name)
    counted = dict.fromkeys(form.count_of, 0)  # without its list
    values = all_values(form, fill_form(form, data.draw(st.integers(0, 1000))) | counted)
    for cell in data.draw(st.lists(st.sampled_from(form.cells), max_size=4)):
        values[cell.index] = data.draw(st.integers(0, 5))
    for table in form.tables:
        expected = {
            balance.rule.id
            for balance in form.balances
            if balance.rule.table == table.key
            and balance.rule.severity is Severity.ERROR
            and not balance.last_cells
            and not holds(balance, values)
        }
        frame = table_frame(table, owners("甲局"), [values])
        assert expected == checks_failed(form, table.key, frame)


def test_a_rule_of_a_row_that_is_blank_is_judged_as_of_zeros(form_2021: Form) -> None:
    frame = frame_of(form_2021, "requests", 1)
    frame.loc[("D1", "1局", "received"), :] = MISSING
    assert "T3-ID" in checks_failed(form_2021, "requests", frame)


# ---- over all returns ---------------------------------------------------------------------------


@few
@given(data=st.data())
def test_what_a_schema_refuses_always_has_a_finding(data: st.DataObject) -> None:
    form = load_form("ogi-2021")
    items = []
    for number in range(3):
        inputs = fill_form(form, number)
        for cell in data.draw(st.lists(st.sampled_from(form.inputs), max_size=2)):
            inputs[cell.index] = data.draw(st.integers(-2, 9))
        totals = st.dictionaries(
            st.sampled_from(sorted(form.fills)), st.integers(-1, 9), max_size=2
        )
        items.append(as_return(form, inputs, typed=data.draw(totals), code=f"D{number}"))
    returns = settled(items)
    wrong = {f.file for f in returns.found if f.severity is Severity.ERROR}
    refused: set[str] = set()
    for table in form.tables:
        names = [(item.file, item.department) for item in items]
        frame = table_frame(table, names, [item.judged for item in items])
        refused |= invalid_rows(form, table, frame).keys()
    assert refused <= wrong
    assert "SCHEMA" not in {f.code for f in returns.found}


def test_a_return_that_only_its_schema_refuses_is_told_so_and_returned(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_check_form, "check_returns", lambda *_: iter(()))
    slip = cells_at(form_2021, {"requests.received.natural_person": 3})
    returns = settled([as_return(form_2021, slip), as_return(form_2021, {}, code="D02")])
    assert [("SCHEMA", "error", "D01.xlsx")] == [
        (f.code, f.severity, f.file) for f in returns.found
    ]
    assert "三、收到和处理政府信息公开申请情况" in returns.found[0].message
    assert "T3-ID" in returns.found[0].message
    assert ["returned for correction", "accepted"] == list(returns.status["status"])


def test_frames_that_are_handed_out_are_valid_and_hold_no_return_with_errors(
    form_2021: Form,
) -> None:
    bad = fill_form(form_2021, 1)
    bad[find(form_2021, "requests.received.natural_person")] += 1
    good = [as_return(form_2021, fill_form(form_2021, n), code=f"D{n}") for n in (2, 3)]
    returns = settled([as_return(form_2021, bad, code="D1"), *good])
    for table in form_2021.tables:
        frame = returns[table.key]
        assert {("D2", "D2局"), ("D3", "D3局")} == set(frame.droplevel("row").index)
        assert set() == checks_failed(form_2021, table.key, frame)


def test_errors_do_not_pass_where_pandera_is_switched_off() -> None:
    code = """
from support.filled import as_return, cells_at
from xlreport.form.load import load_form
from xlreport.returns.received import check_and_settle
form = load_form("ogi-2021")
item = as_return(form, cells_at(form, {"requests.received.natural_person": 3}))
returns = check_and_settle([item], roster=None, period=None, before=None, prefer={})
print(returns.found[0].rule, returns.status["status"][0], len(returns["requests"]))
"""
    here = Path(__file__).parent
    places = os.pathsep.join([str(here), *(path for path in sys.path if path)])
    environment = os.environ | {"PANDERA_VALIDATION_ENABLED": "False", "PYTHONPATH": places}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    assert ("T3-ID returned for correction 0\n", "") == (done.stdout, done.stderr)


# ---- all kinds of cells -------------------------------------------------------------------------

ANSWERS = answers_form()


def answer_frame(key: str) -> Any:
    filled = [fill_answers(seed) for seed in (1, 2)]
    rows, words = [values for values, _ in filled], [words for _, words in filled]
    return table_frame(ANSWERS.table(key), owners("甲局", "乙局"), rows, words)


@pytest.mark.parametrize("key", [table.key for table in ANSWERS.tables])
def test_frames_of_every_kind_are_valid(key: str) -> None:
    assert set() == checks_failed(ANSWERS, key, answer_frame(key))
    blank = table_frame(ANSWERS.table(key), owners("甲局"), [[None] * len(ANSWERS.cells)])
    assert set() == checks_failed(ANSWERS, key, blank)


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("name", 5),
        ("code", "123"),
        ("code", "64032300011"),
        ("kind", "别的网站"),
        ("mobile", 1),
        ("mobile", "是"),
        ("opened", "2026-01-05"),
        ("satisfied", "55.56%"),
        ("satisfied", 0.55556),
        ("visits", 2.5),
        ("visits", -1),
        ("followers", True),
    ],
)
def test_a_value_that_its_cell_cannot_hold_is_refused(row: str, value: object) -> None:
    frame = answer_frame("site")
    frame.loc[("D2", "乙局", row), "value"] = value
    assert {"KIND"} == checks_failed(ANSWERS, "site", frame)


def test_a_text_may_have_several_lines_and_a_day_may_be_a_date() -> None:
    frame = answer_frame("site")
    frame.loc[("D2", "乙局", "name"), "value"] = "甲\n乙"
    frame.loc[("D2", "乙局", "opened"), "value"] = date(2026, 1, 5)
    assert set() == checks_failed(ANSWERS, "site", frame)


def test_a_frame_of_ones_own_needs_the_type_of_each_kind() -> None:
    frame = answer_frame("people").astype({"duty": "Int64", "nature": "string"})
    assert {"dtype('boolean')", "dtype('category')"} <= checks_failed(ANSWERS, "people", frame)
