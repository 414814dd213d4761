"""Whatever check of a form file loads can be run: checked, consolidated and reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.departments import number_departments
from support.filled import all_values, as_return, cells_at, fill_form
from support.made_up_form import MADE_UP_FORM
from xlreport.base.errors import FormError, InputError
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.rule import NamedCheck
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing.template import build_template
from xlreport.report.report import make_report
from xlreport.returns.findings_report import as_json, as_text
from xlreport.returns.last_year import Earlier, LastYear
from xlreport.returns.returns import Returns, check_and_settle
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import consolidate

ROSTER = number_departments(4)
WITHOUT_CHECKS = MADE_UP_FORM[: MADE_UP_FORM.index("[[check]]")]
NARRATIVE = """
[narrative]
units = ["件", "册"]
about = ["受赠"]

[[narrative.sentence]]
id      = "gifts"
text    = "remarks"
draft   = "受赠图书{}册"
phrases = ["受赠图书{}"]
none    = ["没有受赠"]
means   = "funds.donations.gifts"
"""
CELLS = [
    *("loans.books", "loans.science", "loans.science.total", "loans.novels.adults", "loans"),
    *("funds.donations", "funds.donations.gifts", "funds.donations.gift_value", "funds.spending"),
    *("funds.purchases.spent", "funds.librarians.staff_change", "made.up", "x"),
]
MUSTS = """
staff_before = staff_change; gifts = gifts; gifts = gift_value; adults = children; adults = 0
adults <= children; adults = last.adults; last.adults = last.total; 9 = adults; =; adults
adults = children + 999999999999; adults = children + 9999999999999; nothing = adults
adults + children = total; total = 0 - adults; spent = spent
""".replace("\n", ";").split(";")
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "cells": st.lists(st.sampled_from(CELLS), max_size=3),
        "table": st.sampled_from(["loans", "funds", "nothing"]),
        "must": st.sampled_from(MUSTS),
    },
)
CHECKS = st.lists(
    st.tuples(st.sampled_from(list(NamedCheck)), FIELDS), max_size=3, unique_by=lambda each: each[0]
)
QUIET = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def load(folder: Path, checks: Sequence[tuple[NamedCheck, Mapping[str, object]]]) -> Form:
    """Write a form file that switches some checks on, and load it."""
    lines = [WITHOUT_CHECKS]
    for name, fields in checks:
        lines += ["[[check]]", f'id = "{name.value}"', 'severity = "warning"', 'say = "核对"']
        lines += [f"{field} = {value!r}" for field, value in fields.items()]
    path = folder / "made-up.toml"
    path.write_text("\n".join([*lines, NARRATIVE]), encoding="utf-8")
    return load_form(path)


def county(form: Form) -> Returns:
    """Check and settle a blank return, two filled ones, one that cannot be read, and a summary."""
    filled = [fill_form(form, seed, largest=200) for seed in (1, 2)]
    texts = {"remarks": "受赠图书99999册。"}
    stamp = Stamp(StampKind.SUMMARY, form.id, form.digest, Period(2026), "D04")
    items = [
        replace(as_return(form, cells_at(form, {}, rest=None), code="D01"), texts=texts),
        replace(as_return(form, cells_at(form, {}), code="D02"), texts=texts),
        as_return(form, filled[0], code="D03", unreadable={cell.index for cell in form.inputs}),
        replace(as_return(form, filled[1], code="D04"), stamp=stamp),
    ]
    rows = {f"D0{number}": tuple(all_values(form, filled[1])) for number in range(1, 5)}
    before = LastYear(form, Period(2025), rows, dict.fromkeys(rows, "局"), "")
    items = [replace(item, period=Period(2026)) for item in items]
    return check_and_settle(
        items, roster=ROSTER, period=Period(2026), before=Earlier(before, before), prefer={}
    )


@QUIET
@given(CHECKS)
def test_a_check_is_refused_with_its_line_or_runs(
    tmp_path: Path, checks: list[tuple[NamedCheck, Mapping[str, object]]]
) -> None:
    try:
        form = load(tmp_path, checks)
    except FormError as error:
        first = str(error).partition("：")[0]
        assert any(f"[[check]] {name.value}" in first for name, _ in checks)
        assert first.startswith("made-up.toml 第")
        return
    build_template(form, year=2026, department=ROSTER.departments[0])
    returns = county(form)
    assert as_text(returns)
    assert as_json(returns)
    summary = consolidate(returns, name="县", verify=False)
    assert build_summary(summary)
    with suppress(InputError):  # of what is blank, no report can be made
        make_report(summary, {}, partial=True)


def test_the_trials_do_load_checks_of_every_kind(tmp_path: Path) -> None:
    amounts = ["funds.donations.gifts", "funds.donations.gift_value"]
    cells: dict[NamedCheck, Mapping[str, object]] = {
        NamedCheck.T2_AMT: {"cells": amounts},
        NamedCheck.T2_MIX: {"table": "loans", "must": "adults = children"},
        NamedCheck.T2_REG: {"cells": amounts},
        NamedCheck.EMPTY_0: {"cells": amounts},
        NamedCheck.Y_DRIFT: {"cells": amounts},
    }
    form = load(tmp_path, [(name, cells.get(name, {})) for name in NamedCheck])
    found = {finding.rule for finding in county(form).found}
    assert {"EMPTY-0", "T2-REG"} <= found
