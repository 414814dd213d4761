"""Migration: values go to the cells of their keys; what is lost or missing is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from support.enforcement import load_enforcement
from support.filled import Inputs, all_values, as_return, cells_at, fillings, find, some
from support.made_up_form import load_made_up
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.past.migration import Migration, carry, migrate_return, migrate_values, origins
from xlreport.reading.no_duty import without_duties

OLD, NEW = load_form("ogi-2019"), load_form("ogi-2021")
OTHERWISE = "requests.otherwise_handled.natural_person"
LEAVES = [
    f"requests.{row}.natural_person" for row in ("not_corrected", "fee_not_paid", "other_handling")
]
V2 = ('id     = "made-up"', 'id     = "made-up-2"')
ALL_TABLES = frozenset(table.key for table in OLD.tables)


def migrated(inputs: Inputs, old: Form = OLD, new: Form = NEW) -> Migration:
    return migrate_values(old, new, all_values(old, inputs))


def paths(form: Form, indexes: tuple[int, ...]) -> set[str]:
    return {".".join((c.table, c.row, c.column)) for c in (form.cells[i] for i in indexes)}


# ---- by keys ------------------------------------------------------------------------------------


def test_values_go_to_the_cells_of_another_edition_by_their_keys() -> None:
    old = [index + 1 for index in range(len(OLD.cells))]
    new = carry(OLD, NEW, old)
    for cell in NEW.cells:
        index = OLD.index.get((cell.table, cell.row, cell.column))
        assert (None if index is None else index + 1) == new[cell.index]


def test_the_same_edition_is_taken_as_it_is() -> None:
    values = all_values(NEW, cells_at(NEW, {}))
    assert values is carry(NEW, NEW, values)


@some
@given(fillings(OLD))
def test_there_and_back_every_cell_that_has_a_home_in_both_keeps_its_value(inputs: Inputs) -> None:
    there = migrated(inputs)
    back = migrate_values(NEW, OLD, there.values)
    for cell in OLD.inputs:
        at_home = any(cell.index in origin.parts for origin in origins(OLD, NEW))
        if at_home:
            assert inputs[cell.index] == back.values[cell.index]
        elif back.values[cell.index] is not None:  # a 0 that was split comes back as one
            assert inputs[cell.index] == back.values[cell.index] == 0


@some
@given(fillings(NEW))
def test_no_value_is_lost_unseen_and_none_is_invented(inputs: Inputs) -> None:
    found = migrated(inputs, NEW, OLD)
    values = all_values(NEW, inputs)
    for cell in OLD.inputs:
        parts = origins(NEW, OLD)[cell.index].parts
        if not parts:
            assert None is found.values[cell.index]
            assert cell.index in found.anew
        else:
            assert sum(values[part] or 0 for part in parts) == found.values[cell.index]
    housed = {part for origin in origins(NEW, OLD) for part in origin.parts}
    assert set(found.homeless) == {i for i, value in inputs.items() if value and i not in housed}


def test_what_the_old_edition_does_not_know_is_to_be_filled_in_and_never_zero() -> None:
    found = migrated(cells_at(OLD, {}))
    assert {
        *(f"proactive.{row}.repealed" for row in ("regulations", "normative_documents")),
        *(f"proactive.{row}.in_force" for row in ("regulations", "normative_documents")),
        "proactive.fees.fees_amount",
    } == paths(NEW, found.anew)
    assert {None} == {found.values[index] for index in found.anew}


def test_of_a_zero_without_a_home_nothing_is_lost() -> None:
    published = "proactive.regulations.published"
    assert () == migrated(cells_at(OLD, {published: 0})).homeless
    assert {published} == paths(OLD, migrated(cells_at(OLD, {published: 2})).homeless)


def test_a_blank_stays_blank_and_is_not_called_missing() -> None:
    received = "requests.received.research"
    inputs = cells_at(OLD, {})
    del inputs[find(OLD, received)]
    found = migrated(inputs)
    assert None is found.values[find(NEW, received)]
    assert find(NEW, received) not in {*found.anew, *found.moved}


def test_totals_are_computed_and_not_carried() -> None:
    found = migrated(cells_at(OLD, {"requests.granted.research": 3, OTHERWISE: 2}))
    assert 3 == found.values[find(NEW, "requests.total_handled.total")]
    assert not any(NEW.cells[index].total for index in found.moved)


@pytest.mark.parametrize(("spending", "lost"), [(7, set()), (9, {"funds.spending.spent"})])
def test_a_typed_sum_that_became_a_computed_one_is_lost_only_where_it_differs(
    tmp_path: Path, spending: int, lost: set[str]
) -> None:
    computed = 'must  = "spending = purchases + repairs"\nfill  = true\n'
    v1 = load_made_up(tmp_path, (computed, computed.replace("fill  = true\n", "")))
    v2 = load_made_up(tmp_path, V2)
    parts = {"funds.purchases.spent": 3, "funds.repairs.spent": 4, "funds.spending.spent": spending}
    found = migrated(cells_at(v1, parts), v1, v2)
    assert 7 == found.values[find(v2, "funds.spending.spent")]
    assert lost == paths(v1, found.homeless)


# ---- groups -------------------------------------------------------------------------------------


def test_the_rows_of_a_group_add_up_to_the_row_of_its_key() -> None:
    found = migrated(cells_at(NEW, dict(zip(LEAVES, (1, 2, 4), strict=True))), NEW, OLD)
    assert 7 == found.values[find(OLD, OTHERWISE)]
    assert () == found.homeless


def test_a_zero_is_a_zero_in_every_row_of_the_group_of_its_key() -> None:
    found = migrated(cells_at(OLD, {OTHERWISE: 0}))
    assert [0, 0, 0] == [found.values[find(NEW, name)] for name in LEAVES]
    assert not {find(NEW, name) for name in LEAVES}.intersection(found.anew)


def test_a_number_of_a_row_that_became_a_group_has_no_single_home() -> None:
    found = migrated(cells_at(OLD, {OTHERWISE: 5}))
    assert {OTHERWISE} == paths(OLD, found.homeless)
    assert {None} == {found.values[find(NEW, name)] for name in LEAVES}
    assert {find(NEW, name) for name in LEAVES} <= set(found.anew)


def test_a_sum_over_a_word_is_to_be_filled_in_anew() -> None:
    inputs = cells_at(NEW, {LEAVES[0]: 3})
    word = find(NEW, LEAVES[1])
    del inputs[word]
    values = all_values(NEW, inputs)
    found = migrate_values(NEW, OLD, values, unreadable=frozenset({word}))
    assert None is found.values[find(OLD, OTHERWISE)]
    assert find(OLD, OTHERWISE) in found.anew
    assert {LEAVES[0], LEAVES[1]} == paths(NEW, found.homeless)


def test_a_word_goes_to_the_cell_of_its_key() -> None:
    name = "requests.received.research"
    inputs = cells_at(OLD, {})
    del inputs[find(OLD, name)]
    unreadable = frozenset({find(OLD, name)})
    found = migrate_values(OLD, NEW, all_values(OLD, inputs), unreadable=unreadable)
    assert {find(NEW, name): find(OLD, name)} == found.words
    assert find(NEW, name) in found.moved
    assert () == found.homeless


# ---- declared nil -------------------------------------------------------------------------------


def test_a_nil_return_stays_one() -> None:
    found = migrate_values(OLD, NEW, all_values(OLD, cells_at(OLD, {})), nil=ALL_TABLES)
    assert ALL_TABLES == found.nil
    assert {0} == set(found.values)
    assert found.lossless


def test_a_declaration_holds_for_its_own_table_alone() -> None:
    remedies = frozenset({"remedies"})
    found = migrate_values(OLD, NEW, all_values(OLD, cells_at(OLD, {})), nil=remedies)
    assert remedies == found.nil
    assert {"proactive"} == {NEW.cells[index].table for index in found.anew}


def test_a_table_that_the_new_form_alone_has_is_not_nil() -> None:
    longer = load_form("ogi-2021+ogi-supplement")
    found = migrate_values(NEW, longer, all_values(NEW, cells_at(NEW, {})), nil=ALL_TABLES)
    assert ALL_TABLES == found.nil
    own = {cell.index for cell in longer.inputs if cell.table not in ALL_TABLES}
    assert own == set(found.anew)


# ---- units --------------------------------------------------------------------------------------

IN_YUAN = ('money         = { spent = "万元", gift', 'money         = { spent = "元", gift')
AS_COUNT = ('money         = { spent = "万元", gift', "money         = { gift")
IN_HEADS = ('units         = { staff_before = "人"', 'units         = { staff_before = "百人"')


@pytest.fixture
def v1(tmp_path: Path) -> Form:
    return load_made_up(tmp_path)


def test_money_is_the_same_amount_in_another_unit(v1: Form, tmp_path: Path) -> None:
    v2 = load_made_up(tmp_path, V2, IN_YUAN)
    inputs = cells_at(v1, {"funds.purchases.spent": 251000})  # 0.251 万元
    found = migrated(inputs, v1, v2)
    cell = v2.cells[find(v2, "funds.purchases.spent")]
    assert (251000, 2) == (found.values[cell.index], cell.measure.scale)  # 2510.00 元
    assert found.lossless


@pytest.mark.parametrize(
    ("change", "name"),
    [(AS_COUNT, "funds.purchases.spent"), (IN_HEADS, "funds.librarians.staff_before")],
)
def test_a_key_in_another_measure_is_no_home(
    v1: Form, tmp_path: Path, change: tuple[str, str], name: str
) -> None:
    v2 = load_made_up(tmp_path, V2, change)
    found = migrated(cells_at(v1, {name: 5}), v1, v2)
    assert name in paths(v1, found.homeless)
    assert name in paths(v2, found.anew)


def test_a_change_of_zero_is_not_split(tmp_path: Path) -> None:
    column = "staff_change  本年增/减\n"
    group = "staff_change  本年增/减\nhired           调入\nleft            调出\n"
    signed = 'change        = ["staff_change"]', 'change        = ["hired", "left"]'
    units = 'staff_change = "人"', 'hired = "人", left = "人"'
    v1 = load_made_up(tmp_path)
    v2 = load_made_up(tmp_path, V2, (column, group), signed, units)
    found = migrated(cells_at(v1, {}), v1, v2)
    assert {"funds.librarians.hired", "funds.librarians.left"} == paths(v2, found.anew)
    moves = {"funds.librarians.hired": 5, "funds.librarians.left": -2}
    back = migrated(cells_at(v2, moves), v2, v1)
    assert 3 == back.values[find(v1, "funds.librarians.staff_change")]


# ---- a return that is migrated whole ------------------------------------------------------------


def test_a_return_that_loses_nothing_is_as_if_it_had_been_filled_in_there() -> None:
    inputs = cells_at(OLD, {"requests.received.research": 3, "requests.granted.research": 3})
    item = as_return(OLD, inputs, nil=frozenset({"proactive"}))
    found = migrate_return(item, NEW)
    assert found is not None
    assert (NEW, item, item.source) == (found.form, found.as_read, found.source)
    expected = cells_at(NEW, {"requests.received.research": 3, "requests.granted.research": 3})
    assert tuple(all_values(NEW, expected)) == found.values == found.judged


@pytest.mark.parametrize("numbers", [{}, {OTHERWISE: 1}])
def test_a_return_that_lacks_or_loses_something_is_not_migrated_whole(
    numbers: dict[str, int],
) -> None:
    assert None is migrate_return(as_return(OLD, cells_at(OLD, numbers)), NEW)


def test_the_figures_of_an_annex_that_is_not_collected_are_not_dropped_unsaid() -> None:
    longer = load_form("ogi-2021+ogi-supplement")
    assert None is migrate_return(
        as_return(longer, dict.fromkeys((cell.index for cell in longer.inputs), 1)), NEW
    )
    without = {c.index: int(c.table != "supplement") for c in longer.inputs}
    found = migrate_return(as_return(longer, without), NEW)
    assert found is not None
    expected = all_values(NEW, dict.fromkeys((cell.index for cell in NEW.inputs), 1))
    assert tuple(expected) == found.values


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), (NEW, OLD)])
def test_every_cell_is_the_sum_or_a_part_of_cells_of_its_own_table(old: Form, new: Form) -> None:
    for cell, origin in zip(new.cells, origins(old, new), strict=True):
        others = [*origin.parts, *([] if origin.whole is None else [origin.whole])]
        assert {old.cells[index].table for index in others} <= {cell.table}


def test_a_duty_that_is_not_there_stays_so_in_another_edition(tmp_path: Path) -> None:
    old = load_enforcement(tmp_path)
    new = load_enforcement(
        tmp_path,
        ('id     = "enforcement"', 'id     = "enforcement-2"'),
        ("freeze   冻结", "freeze   冻结\nseal     加封"),
        ("total = seizure + freeze", "total = seizure + freeze + seal"),
    )
    item = as_return(old, cells_at(old, {}))
    lacking = without_duties(replace(item, seen={}), frozenset({"coercion"}), "封面")
    assert migrate_return(item, new) is None
    moved = migrate_return(lacking, new)
    assert moved is not None
    assert frozenset({"coercion"}) == moved.no_duties
    assert {None} == {moved.values[cell.index] for cell in new.table("coercion").cells}
