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
from xlreport.desk.findings_report import as_json, as_text
from xlreport.form.check_kind import KINDS, CheckKind
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing.template import build_template
from xlreport.past.last_year import Earlier, LastYear
from xlreport.report.report import make_report
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns
from xlreport.summary.book.book import build_summary
from xlreport.summary.summary import consolidate

Written = tuple[CheckKind, Mapping[str, object]]
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
SUMS = """
staff_before; staff_change; gifts; gift_value; adults; children; 0; last.adults; adults +; nothing
adults + 2 * children; 999 * adults; (adults); loans.books.total; funds.donations.gifts; spent
""".replace("\n", ";").split(";")
ENDS = ["> 0", "= 0", "= yes", "= blank", "= filled", ">= 1", ""]
SUM = st.sampled_from(SUMS)
CONDITION = st.builds("{} {}".format, SUM, st.sampled_from(ENDS))
FIELDS: dict[str, st.SearchStrategy[object]] = {
    "cells": st.lists(st.sampled_from(CELLS), max_size=3),
    "table": st.sampled_from(["loans", "funds", "nothing"]),
    "every": st.sampled_from(["row", "column"]),
    "must": st.builds("{} != {}".format, SUM, SUM),
    "pairs": st.lists(st.lists(SUM, min_size=2, max_size=2), min_size=1, max_size=2),
    "when": CONDITION,
    "then": st.lists(CONDITION, min_size=1, max_size=2),
    "levels": st.lists(st.sampled_from(["县", "市", "村"]), max_size=2),
    "sentences": st.lists(st.sampled_from(["gifts", "gift"]), max_size=2),
    "texts": st.lists(st.sampled_from(["remarks", "remark"]), max_size=2),
    "words": st.lists(st.sampled_from(["受赠", "书"]), max_size=2),
    "factor": st.integers(0, 1002),
    "since": st.integers(2018, 2030),
}


@st.composite
def written_checks(draw: st.DrawFn) -> Written:
    """Draw a kind and the fields that it may have, now and then one too many or too few."""
    kind = draw(st.sampled_from(list(CheckKind)))
    facts = KINDS[kind]
    names = {*facts.needed, *(name for name in facts.optional if draw(st.booleans()))}
    names ^= (
        set(draw(st.lists(st.sampled_from(list(FIELDS)), max_size=1))) if draw(RARELY) else set()
    )
    return kind, {name: draw(FIELDS[name]) for name in names}


RARELY = st.integers(0, 9).map(lambda number: number == 0)
CHECKS = st.lists(written_checks(), max_size=3)
QUIET = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def load(folder: Path, checks: Sequence[Written]) -> Form:
    """Write a form file with some checks, and load it."""
    lines = [WITHOUT_CHECKS]
    for number, (kind, fields) in enumerate(checks):
        lines += ["[[check]]", f'id = "X-{number}"', f'kind = "{kind}"']
        lines += ['severity = "warning"', 'say = "核对"']
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
def test_a_check_is_refused_with_its_line_or_runs(tmp_path: Path, checks: list[Written]) -> None:
    try:
        form = load(tmp_path, checks)
    except FormError as error:
        faults = error.faults
    else:
        run(form)
        return
    assert all("[[check]] X-" in fault.place and fault.line for fault in faults)


def run(form: Form) -> None:
    """Use a form for all that its checks have a part in."""
    build_template(form, year=2026, department=ROSTER.departments[0])
    returns = county(form)
    assert as_text(returns)
    assert as_json(returns)
    summary = consolidate(returns, name="县", verify=False)
    assert build_summary(summary)
    with suppress(InputError):  # of what is blank, no report can be made
        make_report(summary, {}, partial=True)


def test_the_trials_do_load_checks_of_every_kind(tmp_path: Path) -> None:
    gifts, value = "funds.donations.gifts", "funds.donations.gift_value"
    fields: dict[CheckKind, Mapping[str, object]] = {
        CheckKind.LEVEL: {"cells": [gifts]},
        CheckKind.ZERO: {"cells": ["loans.books"], "since": 2024},
        CheckKind.NOT_EQUAL: {"must": "loans.novels.total != loans.science.total"},
        CheckKind.BOTH_OR_NEITHER: {"pairs": [[gifts, value]]},
        CheckKind.IMPLIES: {"when": f"{gifts} = 0", "then": [f"{value} > 0", f"{gifts} = filled"]},
        CheckKind.EMPTY_ZERO: {"cells": [gifts, value]},
        CheckKind.TOLD: {"cells": [gifts], "texts": ["remarks"], "words": ["赠书"]},
        CheckKind.DRIFT: {"cells": ["loans.books"], "factor": 2},
    }
    form = load(tmp_path, [(kind, fields.get(kind, {})) for kind in CheckKind])
    found = {finding.rule for finding in county(form).found}
    kinds = {check.id: check.kind for check in form.checks}
    said = {kinds[rule] for rule in found & kinds.keys()}
    assert {CheckKind.EMPTY_ZERO, CheckKind.LEVEL, CheckKind.IMPLIES} <= said
