"""Every kind of cell among many returns: packed, migrated, compared with last year, settled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from support.answers import answered, answers_form
from support.departments import make_department
from support.filled import find
from support.settled import files_in, settled
from xlreport.base.period import Period
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.office.roster import Roster
from xlreport.past.last_year import LastYear, rows_for
from xlreport.past.migration import Migration, carry, migrate_return, migrate_values
from xlreport.returns.packing import pack, unpack
from xlreport.settlement.status import FileStatus

FORM = answers_form()
AVERAGE = find(FORM, "work.licences.avg_days")
MOTTO, NAME = find(FORM, "people.this.motto"), find(FORM, "site.name.value")
DUTY, NATURE = find(FORM, "people.this.duty"), find(FORM, "people.this.nature")
NEXT = ('id    = "answers"', 'id    = "answers-2"')


def test_words_and_counts_come_back_from_a_worker() -> None:
    item = replace(answered(), source=Source(Path("甲.xlsx")), counts={DUTY: (1, 2)}, sha256="ab")
    assert item == unpack(pack(item), item.source, Library((FORM,)))


# ---- migration ----------------------------------------------------------------------------------


def migrated(*changes: tuple[str, str]) -> Migration:
    item = answered(more={"people.this.duty": 0})
    new = answers_form(NEXT, *changes)
    return migrate_values(FORM, new, item.values, texts=item.words)


def test_every_kind_moves_to_another_edition() -> None:
    item = answered()
    moved = migrate_return(item, answers_form(NEXT))
    assert moved is not None
    assert (item.values, item.words) == (moved.values, moved.words)
    assert frozenset() == moved.unreadable


@pytest.mark.parametrize(
    "change",
    [
        ("duty      设", "duties    设"),
        ("motto     服", "mottos    服"),
        ('unit = "天", places = 1', 'unit = "天", places = 2'),
        ('["行政", "事业"]', '["事业", "行政"]'),
    ],
)
def test_an_answer_or_text_without_its_cell_is_lost_and_not_taken_for_another(
    change: tuple[str, str],
) -> None:
    rename = {"duty": ('duty   = "yes_no"', 'duties = "yes_no"'), "mott": ("motto  =", "mottos =")}
    more = [rename[change[0][:4]]] if change[0][:4] in rename else []
    migration = migrated(change, *more)
    assert not migration.lossless
    assert migration.homeless


def test_choices_added_at_the_end_leave_the_others_as_they_were() -> None:
    new = answers_form(NEXT, ('["行政", "事业"]', '["行政", "事业", "企业"]'))
    assert answered().values[NATURE] == carry(FORM, new, answered().values)[NATURE]


def test_a_nil_table_has_no_dates_or_answers() -> None:
    empty = [None] * len(FORM.cells)
    people = frozenset({"people", "work"})
    values = migrate_values(FORM, answers_form(NEXT), empty, nil=people).values
    assert 0 == values[find(FORM, "work.licences.total")]
    assert {None} == {values[cell.index] for cell in FORM.table("people").cells}


def test_an_average_of_a_group_is_no_sum_of_averages() -> None:
    flat = (
        "licences  行政许可\nservices  公共服务",
        "all       全部\nlicences    行政许可\nservices    公共服务",
    )
    new = answers_form(NEXT, ("licences  行政许可\nservices  公共服务", "all  全部"))
    old = answers_form(flat)
    carried = carry(old, new, answered(form=old).values)
    assert carried[find(new, "work.all.online")] is not None
    assert carried[find(new, "work.all.avg_days")] is None


# ---- last year, twins, duplicates ---------------------------------------------------------------


def test_an_average_of_last_year_is_one_departments_and_not_two_predecessors() -> None:
    rows = {code: answered(code, seed).values for seed, code in enumerate(("D01", "D02", "D03"))}
    last = LastYear(FORM, Period(2025), rows, dict.fromkeys(rows, "局"))
    merged = replace(make_department("D09"), predecessors=("D02", "D03"))
    roster = Roster("", (make_department("D01"), merged))
    alone, both = rows_for(last, FORM, roster.departments, roster)
    assert alone is not None
    assert both is not None
    assert rows["D01"][AVERAGE] == alone[AVERAGE]
    assert both[AVERAGE] is None
    online = find(FORM, "work.licences.online")
    assert (rows["D02"][online] or 0) + (rows["D03"][online] or 0) == both[online]


def test_a_file_with_another_text_is_no_duplicate() -> None:
    first, second = answered(), replace(answered(more={"people.this.motto": "别的"}), sha256="2")
    same = replace(answered(), sha256="3")
    roster = Roster("", (make_department("D01"),))
    assert FileStatus.CONFLICTING in {f.status for f in files_in(settled([first, second], roster))}
    assert FileStatus.DUPLICATE in {f.status for f in files_in(settled([first, same], roster))}
