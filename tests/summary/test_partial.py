"""Consolidation in parts: any order and grouping gives exactly what one frame gives."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import cast

import national
import offices
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.county import D01, D02, ROSTER, consistent, write
from support.departments import make_department
from support.filled import as_return, cells_at, fill_form, find, some
from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.office.roster import Roster
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.received import check_and_settle, read_returns
from xlreport.settlement.status import DepartmentStatus, FileStatus
from xlreport.summary.partial import Partial, Totals, consolidate_part, finish_parts, merge_parts
from xlreport.summary.summary import consolidate

FORM = load_form("ogi-2021")
FEES = find(FORM, "proactive.fees.fees_amount")
YEAR = 2026


def part_of(
    items: Sequence[Unread | Return], own: Roster | None = None, *, area: str = "", year: int = YEAR
) -> Partial:
    """Reduce returns that have no file, and so no second opinion, to their part."""
    returns = check_and_settle(
        items, roster=own, period=Period(year) if year else None, before=None, prefer={}
    )
    return consolidate_part(returns, form=FORM, area=area, verify=False)


def right(seed: int, code: str, *, year: int = YEAR) -> Return:
    return as_return(FORM, fill_form(FORM, seed), code=code, year=year)


def wrong(code: str) -> Return:
    inputs = fill_form(FORM, 1)
    inputs[find(FORM, "requests.received.natural_person")] += 1
    return as_return(FORM, inputs, code=code, year=YEAR)


def finished(*parts: Partial) -> Totals:
    return finish_parts(merge_parts(parts), FORM, name="全省")


numbers = st.integers(-(2**70), 2**70)
few_answers = st.integers(0, 9)
sent = st.sampled_from([status for status in DepartmentStatus if status.value != "missing"])


@st.composite
def made_parts(draw: st.DrawFn, place: int) -> Partial:
    """Draw a part with departments of its own and some of other parts that it misses."""
    own = draw(st.dictionaries(st.integers(0, 9), sent, max_size=4))
    missed = draw(st.sets(st.integers(0, 39), max_size=4))
    statuses = {("", f"D{number}"): DepartmentStatus.MISSING for number in missed}
    statuses |= {("", f"D{10 * place + number}"): status for number, status in own.items()}
    counts = st.dictionaries(st.sampled_from(["RULE", "BLANK"]), st.integers(1, 9))
    return Partial(
        FORM.id,
        FORM.digest,
        Period(YEAR),
        draw(st.tuples(numbers, numbers)),
        draw(st.tuples(numbers, numbers)),
        draw(st.tuples(numbers, numbers)),
        statuses,
        frozenset(draw(st.sets(st.sampled_from(list(statuses)), max_size=2)) if statuses else ()),
        draw(st.dictionaries(st.sampled_from(FileStatus), st.integers(1, 9))),
        draw(counts),
        draw(st.dictionaries(st.integers(0, 1), st.tuples(few_answers, few_answers))),
    )


@some
@given(st.tuples(*map(made_parts, range(4))), st.permutations(range(4)))
def test_order_and_grouping_of_parts_make_no_difference(
    parts: tuple[Partial, ...], order: list[int]
) -> None:
    a, b, c, d = parts
    together = merge_parts(parts)
    assert together == merge_parts([merge_parts([a, b]), merge_parts([c, d])])
    assert together == merge_parts([a, merge_parts([b, merge_parts([c, d])])])
    assert together == merge_parts(parts[place] for place in order)


@settings(max_examples=5, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 3), min_size=8, max_size=8))
def test_it_makes_no_difference_in_which_batch_a_department_is(batches: list[int]) -> None:
    items = [right(seed, f"D{seed}") for seed in range(7)] + [wrong("D7")]
    own = Roster("名录.csv", tuple(make_department(f"D{number}") for number in range(9)))
    parts = [
        part_of([item for item, batch in zip(items, batches, strict=True) if batch == wanted], own)
        for wanted in range(4)
    ]
    assert part_of(items, own) == merge_parts(parts)


def odd_returns(own: Roster) -> list[Unread | Return]:
    """Give the returns of a roster with files of every fate and departments of every status."""
    items = list(national.made_up(own.departments, 3))
    other = load_form("ogi-2019")
    zeros = {cell.index: 0 for cell in other.inputs}
    items[40] = as_return(other, zeros, code=items[40].code, name=items[40].department, year=YEAR)
    low = cells_at(FORM, {"proactive.normative_documents.made": 3})  # and none in force
    items[45] = as_return(FORM, low, code=items[45].code, name=items[45].department, year=YEAR)
    rival = replace(items[45], code=items[46].code, department=items[46].department)
    twice = [replace(item, source=Source(item.source.path.with_stem("再报"))) for item in items[:5]]
    items.append(replace(items[50], code="X", department="别处的局"))
    return [*items, Unread(items[60].source, ""), *twice, rival]


def test_two_thousand_returns_in_batches_add_up_exactly_as_in_one_frame() -> None:
    own = offices.roster(2000)
    last = replace(own.departments[-1], counted=False)
    own = replace(own, departments=(*own.departments[:-1], last))
    items = odd_returns(own)
    Random(2026).shuffle(items)
    summary = consolidate(
        check_and_settle(items, roster=own, period=Period(YEAR), before=None, prefer={}),
        name="全省",
        verify=False,
    )
    ends = {item.code[-1:] for item in items}  # the files of a department go into one batch
    batches = [[item for item in items if item.code[-1:] == end] for end in ends]
    totals = finished(*(part_of(batch, own) for batch in batches))
    settlement = summary.returns.settlement
    assert summary.values == totals.values
    assert summary.scope == totals.scope
    assert Counter(file.status for file in settlement.files) == totals.part.files
    found = Counter(finding.code for finding in summary.returns.found)
    within_a_batch = {"SAME-FIGURES": totals.part.findings["SAME-FIGURES"]}
    assert {**found, **within_a_batch} == totals.part.findings
    statuses = {filing.department.code: filing.status for filing in settlement.filings}
    assert statuses == {code: status for (_, code), status in totals.part.statuses.items()}
    other_statuses = {FileStatus.SUPERSEDED, FileStatus.ATTACHMENT, FileStatus.IGNORED}
    assert (set(DepartmentStatus), set(FileStatus)) == (
        set(statuses.values()),
        {file.status for file in settlement.files} | other_statuses,
    )
    present = [sum(v is not None for v in column) for column in zip(*summary.rows, strict=True)]
    assert present == list(totals.part.present)


def test_the_tables_of_the_totals_are_those_of_the_summary() -> None:
    own = offices.roster(30)
    summary, totals = national.in_parts(list(national.made_up(own.departments, 1)), own, FORM, 4)
    for table in FORM.tables:
        assert summary[table.key].equals(totals[table.key])


def test_a_cell_that_nobody_filled_in_is_missing_and_not_zero() -> None:
    rows = cells_at(FORM, {"requests.received.research": 1, "requests.granted.research": 1}, None)
    totals = finished(*(part_of([as_return(FORM, rows, code=c, year=YEAR)]) for c in ("A", "B")))
    assert 2 == totals.values[find(FORM, "requests.received.total")]
    assert None is totals.values[find(FORM, "requests.petition.research")]


def test_a_batch_of_which_nothing_can_be_added_up_is_a_part_too() -> None:
    empty = part_of([wrong("D1")])
    assert {0} == {*empty.sums, *empty.present, *empty.residuals}
    totals = finished(empty, part_of([right(1, "D2")]))
    assert "合计范围：1／2 个单位（退回修改1个）" == totals.scope
    with pytest.raises(InputError, match="没有一份可以计入汇总"):
        finished(empty)


def test_real_workbooks_are_read_twice_before_they_are_added_up(tmp_path: Path) -> None:
    write(tmp_path, D01, consistent(1))
    changed = write(tmp_path, D02, consistent(2))
    returns = read_returns(tmp_path, roster=ROSTER, year=YEAR)
    summary = consolidate(returns, name="某县")
    totals = finish_parts(consolidate_part(returns, form=FORM), FORM, name="某县")
    assert (summary.values, summary.scope) == (totals.values, totals.scope)
    write(tmp_path, D02, consistent(3), name=changed.name)
    with pytest.raises(InputError, match="在读取之后被改动"):
        consolidate_part(returns, form=FORM)


def test_the_recipe_of_the_page_takes_each_county_by_itself(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
    recipe = page.partition("```python\n")[2].partition("```")[0]
    names = {"__name__": "recipe"}
    exec(recipe, names)  # noqa: S102 - the page is ours
    part_of_county = cast("Callable[[Path], Partial]", names["part_of"])
    counties = [tmp_path / province / "朝阳区" for province in ("甲省", "乙市")]
    for county in counties:
        write(county / "收回", D01, consistent(1))
        listed = f"单位代码,单位名称\nD01,{D01.name}\nD02,{D02.name}\n"
        (county / "单位名录.csv").write_text(listed, encoding="utf-8")
    totals = finished(*map(part_of_county, counties))
    assert "合计范围：2／4 个单位（未报送2个）" == totals.scope


def test_a_department_that_is_missing_in_one_batch_and_reports_in_another_has_reported() -> None:
    own = Roster("名录.csv", (make_department("D1"), make_department("D2"), make_department("D3")))
    totals = finished(part_of([right(1, "D1")], own), part_of([right(2, "D2")], own))
    assert "合计范围：2／3 个单位（未报送1个）" == totals.scope


def test_a_department_with_files_in_two_batches_is_refused_by_name() -> None:
    parts = [part_of([right(seed, "D1")], area="某县") for seed in (1, 2)]
    with pytest.raises(InputError, match="1 个单位在两部分中都有报送件（某县／D1）"):
        merge_parts(parts)


def test_two_areas_may_use_the_same_codes() -> None:
    parts = [part_of([right(1, "D1")], area=area) for area in ("甲县", "乙县")]
    assert 2 == len(merge_parts(parts).statuses)


def test_parts_of_two_years_or_forms_are_refused() -> None:
    part = part_of([right(1, "D1")])
    with pytest.raises(InputError, match="年度不同（2026、2025）"):
        merge_parts([part, part_of([right(1, "D2", year=2025)], year=2025)])
    with pytest.raises(InputError, match="报表不同（ogi-2021、ogi-2019）"):
        merge_parts([part, replace(part, form="ogi-2019")])
    with pytest.raises(InputError, match="不是 ogi-2019"):
        finish_parts(part, load_form("ogi-2019"), name="全省")
    with pytest.raises(InputError, match="没有可以合并的"):
        merge_parts([])


def test_a_batch_without_a_year_is_refused() -> None:
    returns = check_and_settle([], roster=None, period=None, before=None, prefer={})
    with pytest.raises(InputError, match="请在读取时指明年度"):
        consolidate_part(returns, form=FORM, verify=False)


def test_a_part_that_was_altered_on_its_way_is_noticed() -> None:
    part = part_of([right(1, "D1"), right(2, "D2")])
    for altered in (
        replace(part, sums=(part.sums[0] + 1, *part.sums[1:])),
        replace(part, residuals=(part.residuals[0] + 1, *part.residuals[1:])),
    ):
        with pytest.raises(InputError, match="合计与各单位合计之和不一致"):
            finished(altered)


def test_a_total_that_no_frame_can_hold_is_refused_by_the_name_of_its_cell() -> None:
    inputs = fill_form(FORM, 1) | {FEES: 10**18}
    parts = [part_of([as_return(FORM, inputs, code=f"D{n}", year=YEAR)]) for n in range(10)]
    assert 9 * 10**18 == finished(*parts[:9]).values[FEES]
    with pytest.raises(
        InputError, match="“表二｜行政事业性收费｜本年收费金额（单位：万元）”的合计过大"
    ):
        finished(*parts)


def test_the_residuals_of_rules_that_hold_with_slack_add_up() -> None:
    # 现行有效 ≥ 制发 − 废止: two returns with 3 and 4 to spare have 7 to spare together.
    names = [f"proactive.normative_documents.{key}" for key in ("made", "in_force")]
    spare = [cells_at(FORM, dict(zip(names, (1, 1 + more), strict=True))) for more in (3, 4)]
    items = [as_return(FORM, cells, code=f"D{n}", year=YEAR) for n, cells in enumerate(spare)]
    balances = [b for b in FORM.balances if not b.within and not b.last_cells]
    gaps = dict(zip(balances, part_of(items).residuals, strict=True))
    slack = {b.place: gap for b, gap in gaps.items() if b.rule.id == "T2-VALID"}
    assert {7} == {abs(gap) for gap in slack.values() if gap}


def test_a_form_that_came_in_a_pickle_is_the_same_form() -> None:
    returns = check_and_settle(
        [right(1, "D1")], roster=None, period=Period(YEAR), before=None, prefer={}
    )
    form = pickle.loads(pickle.dumps(FORM))  # noqa: S301 - our own
    part = consolidate_part(returns, form=form, verify=False)
    assert part == part_of([right(1, "D1")])
    assert part == pickle.loads(pickle.dumps(part))  # noqa: S301 - our own


def test_a_part_is_small_enough_to_send() -> None:
    part = part_of([right(seed, f"D{seed}") for seed in range(20)], area="某县")
    assert len(pickle.dumps(part)) < 4_000


def test_the_totals_show_what_they_run_over() -> None:
    shown = repr(finished(part_of([right(1, "D1")])))
    assert "<Totals 全省 2026 ogi-2021: 合计范围：1／1 个单位>" == shown
