"""Who has reported: each file and each department ends in exactly one status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.departments import make_department, number_departments
from support.filled import as_return, cells_at, find, some
from support.settled import return_of
from xlreport.base.errors import InputError
from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.office.roster import Roster
from xlreport.reading.one_return import Return, Unread
from xlreport.settlement.collected import collected_form, collected_period
from xlreport.settlement.file import Settlement
from xlreport.settlement.settlement import owner, receive, settle
from xlreport.settlement.status import DepartmentStatus, FileStatus

FORM = load_form("ogi-2021")
ROSTER = number_departments(3)
D01 = ROSTER.departments[0]


def filed(received: int = 0, **named: Any) -> Return:
    """Make a return of 2026 with so many requests received and granted."""
    figures = {
        "requests.received.natural_person": received,
        "requests.granted.natural_person": received,
    }
    return as_return(FORM, cells_at(FORM, figures), **{"year": 2026, **named})


def unreadable(file: str) -> Unread:
    return Unread(Source(Path(file)), "", (make_finding("FILE-EMPTY"),))


def settled(
    items: Sequence[Unread | Return],
    roster: Roster | None = ROSTER,
    prefer: Mapping[str, str] | None = None,
) -> Settlement:
    files = [receive(item, roster, number) for number, item in enumerate(items)]
    return settle(files, roster=roster, period=Period(2026), prefer=prefer or {})


def added(settlement: Settlement) -> list[tuple[int, Finding]]:
    """List the findings of settling, each with the number of its file."""
    return [
        (number, finding)
        for number, file in enumerate(settlement.files)
        for finding in file.findings[len(file.item.findings) :]
    ]


def codes(settlement: Settlement) -> list[tuple[int, str]]:
    return [(number, finding.code) for number, finding in added(settlement)]


def became(settlement: Settlement) -> tuple[FileStatus, ...]:
    return tuple(file.status for file in settlement.files)


def stand(settlement: Settlement) -> dict[str, tuple[str, int | None]]:
    """Map codes of departments to how they stand and the number of the file that is used."""
    files = list(settlement.files)
    return {
        f.department.code: (f.status.value, files.index(f.used) if f.used else None)
        for f in settlement.filings
    }


def test_one_file_is_used_and_who_sent_none_is_missing() -> None:
    settlement = settled([filed(code="D02")])
    assert (FileStatus.USED,) == became(settlement)
    expected = {"D01": ("missing", None), "D02": ("accepted", 0), "D03": ("missing", None)}
    assert expected == stand(settlement)
    assert [] == codes(settlement)


def test_departments_stand_in_the_roster_s_order_whatever_the_files() -> None:
    settlement = settled([filed(code="D03"), filed(code="D01")])
    assert ["D01", "D02", "D03"] == [filing.department.code for filing in settlement.filings]


@pytest.mark.parametrize(
    ("severity", "status", "added_up"),
    [
        ("error", "returned for correction", False),
        ("warning", "accepted with warnings", True),
        ("info", "accepted", True),
    ],
)
def test_findings_decide_how_a_department_stands(
    severity: str, status: str, added_up: bool
) -> None:
    finding = replace(make_finding("FILE-EMPTY"), severity=Severity(severity))
    filing = settled([replace(filed(), findings=(finding,))]).filings[0]
    assert (status, added_up) == (filing.status.value, filing.status.added_up)


def test_a_return_with_all_tables_declared_nil_is_a_nil_return() -> None:
    nil = frozenset(table.key for table in FORM.tables)
    assert ("nil return", 0) == stand(settled([filed(nil=nil)]))["D01"]
    assert ("accepted", 0) == stand(settled([filed(nil=nil - {"remedies"})]))["D01"]


def test_a_nil_return_with_an_error_is_returned() -> None:
    nil = frozenset(table.key for table in FORM.tables)
    item = replace(filed(nil=nil), findings=(make_finding("FILE-EMPTY"),))
    assert "returned for correction" == stand(settled([item]))["D01"][0]


def test_the_same_figures_twice_count_once() -> None:
    settlement = settled([filed(3, file="a.xlsx"), filed(3, file="b.xlsx")])
    assert (FileStatus.USED, FileStatus.DUPLICATE) == became(settlement)
    assert [(1, "DUPLICATE")] == codes(settlement)
    assert "与 a.xlsx 的数据完全相同，只计一次。" == added(settlement)[0][1].message
    assert ("accepted", 0) == stand(settlement)["D01"]


def test_a_newer_revision_supersedes_an_older_one_in_any_order() -> None:
    new, old = filed(4, revision=2, file="b.xlsx"), filed(3, file="a.xlsx")
    for items, used in (([new, old], 0), ([old, new], 1)):
        settlement = settled(items)
        assert ("accepted", used) == stand(settlement)["D01"]
        assert FileStatus.SUPERSEDED == became(settlement)[1 - used]
        expected = [(used, "REVISED"), (1 - used, "SUPERSEDED")]
        assert sorted(expected) == codes(settlement)


def test_an_older_revision_that_was_saved_later_is_warned_of_in_any_order() -> None:
    new = filed(4, revision=2, file="b.xlsx", modified="2027-01-08T10:00:00Z")
    old = filed(3, file="a.xlsx", modified="2027-01-20T09:00:00Z")
    for items, used in (([new, old], 0), ([old, new], 1)):
        settlement = settled(items)
        assert ("accepted with warnings", used) == stand(settlement)["D01"]
        assert FileStatus.SUPERSEDED == became(settlement)[1 - used]
        assert [(0, "SUPERSEDED-LATER"), (1, "SUPERSEDED-LATER")] == codes(settlement)
    expected = (
        "已采用 b.xlsx（修订 2，保存于 2027-01-08 10:00）；同一单位的 a.xlsx"
        "（修订 1，保存于 2027-01-20 09:00）保存得更晚，数据不同，没有计入。"
        "与采用的相比：表三 D6 4→3、表三 D8 4→3；其余164格相同。"
    )
    assert {expected} == {finding.message for _, finding in added(settlement)}
    assert "--prefer D01=a.xlsx" in added(settlement)[0][1].advice


@pytest.mark.parametrize(
    ("of_new", "of_old"), [("", "2027-01-20T09:00:00Z"), ("2027-01-08T10:00:00Z", ""), ("", "")]
)
def test_a_file_without_a_saving_time_was_not_saved_before_another(
    of_new: str, of_old: str
) -> None:
    new = filed(4, revision=2, file="b.xlsx", modified=of_new)
    old = filed(3, file="a.xlsx", modified=of_old)
    assert [(0, "REVISED"), (1, "SUPERSEDED")] == codes(settled([new, old]))


def test_whatever_was_saved_is_later_than_a_copy_that_nobody_worked_on() -> None:
    copy = filed(4, revision=2, file="b.xlsx")
    copy = replace(copy, findings=(*copy.findings, make_finding("UNANSWERED")))
    settlement = settled([copy, filed(3, file="a.xlsx", modified="2027-01-20T09:00:00Z")])
    told = [finding for _, finding in added(settlement) if finding.code == "SUPERSEDED-LATER"]
    assert 2 == len(told)
    assert told[0].message.startswith("已采用 b.xlsx（修订 2，没有保存过）；同一单位的 a.xlsx")


def test_an_older_revision_saved_later_with_the_same_figures_needs_no_warning() -> None:
    new = filed(4, revision=2, file="b.xlsx", modified="2027-01-08T10:00:00Z")
    old = filed(4, file="a.xlsx", modified="2027-01-20T09:00:00Z")
    assert [(1, "SUPERSEDED")] == codes(settled([new, old]))


def test_two_different_returns_of_one_revision_are_a_conflict_with_both_saving_times() -> None:
    first = filed(3, file="a.xlsx", modified="2027-01-08 10:00")
    second = filed(4, file="b.xlsx", modified="2027-01-09 09:00")
    settlement = settled([first, second])
    assert (FileStatus.CONFLICTING,) * 2 == became(settlement)
    assert ("conflict", None) == stand(settlement)["D01"]
    what = "不同的地方（先保存的→后保存的）：表三 D6 3→4、表三 D8 3→4；其余164格相同。"
    expected = [
        "同一单位有数据不同的两份报送件：本文件（保存于 2027-01-08 10:00）与 "
        f"b.xlsx（保存于 2027-01-09 09:00），都没有计入。{what}",
        "同一单位有数据不同的几份报送件，本文件没有计入。不同的地方见 a.xlsx 的问题。",
    ]
    assert expected == [finding.message for _, finding in added(settlement)]
    assert "--prefer D01=文件名" in added(settlement)[0][1].advice


def test_advice_names_a_department_by_the_code_of_the_roster_where_returns_have_another() -> None:
    roster = Roster("名录.xlsx", (make_department("1", "D01局"),))
    rivals = [filed(3, file="a.xlsx"), filed(4, file="b.xlsx")]
    assert "--prefer 1=文件名" in added(settled(rivals, roster=roster))[0][1].advice
    newer = filed(4, revision=2, file="b.xlsx", modified="2027-01-08T10:00:00Z")
    later = filed(3, file="a.xlsx", modified="2027-01-20T09:00:00Z")
    advice = added(settled([newer, later], roster=roster))[0][1].advice
    assert "用 --prefer 1=a.xlsx 指定，或在处理意见中填“采用”" in advice


def test_different_text_in_an_unreadable_cell_is_a_difference() -> None:
    cell = FORM.inputs[0].index
    first = filed(file="a.xlsx", unreadable={cell})
    second = replace(first, seen={**first.seen, cell: "多"}, source=Source(Path("b.xlsx")))
    assert (FileStatus.CONFLICTING,) * 2 == became(settled([first, second]))


def test_a_typed_total_that_differs_is_a_difference_though_its_parts_are_the_same() -> None:
    total = find(FORM, "requests.received.total")
    items = [filed(3, file=f"{n}.xlsx", typed={total: n}) for n in (3, 4)]
    assert items[0].values == items[1].values
    assert (FileStatus.CONFLICTING,) * 2 == became(settled(items))


def test_a_declaration_that_differs_is_a_difference() -> None:
    items = [filed(file="a.xlsx"), filed(file="b.xlsx", nil=frozenset({"remedies"}))]
    assert (FileStatus.CONFLICTING,) * 2 == became(settled(items))


def test_the_officer_s_choice_settles_a_conflict() -> None:
    items = [filed(3, file="a.xlsx"), filed(4, file="b.xlsx"), filed(5, file="c.xlsx")]
    settlement = settled(items, prefer={"D01": "b.xlsx"})
    assert [FileStatus.SUPERSEDED, FileStatus.USED, FileStatus.SUPERSEDED] == [*became(settlement)]
    assert ("accepted", 1) == stand(settlement)["D01"]
    said = {number: finding.message for number, finding in added(settlement)}
    assert "汇总人员指定以本文件为准，没有采用 a.xlsx、c.xlsx。" == said[1]
    assert "汇总人员指定以 b.xlsx 为准，本文件没有计入。" == said[0] == said[2]


def test_the_officer_s_choice_goes_before_a_newer_revision() -> None:
    items = [filed(3, file="a.xlsx"), filed(4, file="b.xlsx", revision=2)]
    assert ("accepted", 0) == stand(settled(items, prefer={"D01": "a.xlsx"}))["D01"]


def test_a_choice_of_the_only_file_says_nothing() -> None:
    assert [] == codes(settled([filed(file="a.xlsx")], prefer={"D01": "a.xlsx"}))


def test_a_member_of_an_archive_can_be_chosen_by_its_own_name() -> None:
    items = [filed(3), filed(4)]
    for place, name in enumerate(("甲/a.xlsx", "乙/a.xlsx")):
        items[place] = replace(items[place], source=Source(Path("收回.zip"), name))
    assert ("accepted", 1) == stand(settled(items, prefer={"D01": "乙/a.xlsx"}))["D01"]


@pytest.mark.parametrize(
    ("code", "file", "said"),
    [
        ("D09", "a.xlsx", "没有代码“D09”"),
        ("D01", "x.xlsx", "现有：a.xlsx"),
        ("D02", "a.xlsx", "现有：没有"),
    ],
)
def test_a_choice_that_fits_nothing_is_refused(code: str, file: str, said: str) -> None:
    with pytest.raises(InputError, match=said) as refused:
        settled([filed(file="a.xlsx")], prefer={code: file})
    assert f"参数 prefer {code}={file}" in str(refused.value)


def test_who_is_not_on_the_roster_is_told_so_and_not_added() -> None:
    settlement = settled([filed(code="X09", name="某局")])
    assert (FileStatus.NOT_ON_ROSTER,) == became(settlement)
    assert ["missing"] * 3 == [filing.status.value for filing in settlement.filings]
    expected = "填报单位“某局”（代码“X09”）不在单位名录中，没有计入。"
    assert expected == added(settlement)[0][1].message


def test_a_return_without_a_code_is_matched_by_name() -> None:
    item = replace(filed(name="D02局"), code="")
    assert ("accepted", 0) == stand(settled([item]))["D02"]


def test_a_file_that_cannot_be_read_counts_for_nobody() -> None:
    settlement = settled([unreadable("D01.xlsx")])
    assert (FileStatus.UNREADABLE,) == became(settlement)
    assert ("missing", None) == stand(settlement)["D01"]


def test_a_return_of_another_year_is_returned() -> None:
    settlement = settled([filed(year=2025)])
    assert ("returned for correction", 0) == stand(settlement)["D01"]
    expected = "报送表的年度是 2025，本次汇总的是 2026 年度，没有计入。"
    assert [expected] == [finding.message for _, finding in added(settlement)]


def test_a_return_of_another_year_gives_way_to_one_of_this_year() -> None:
    items = [filed(3, year=2025, revision=2, file="a.xlsx"), filed(4, file="b.xlsx")]
    assert ("accepted", 1) == stand(settled(items))["D01"]


def test_a_return_without_a_year_is_returned() -> None:
    settlement = settled([replace(filed(), period=None)])
    assert ("returned for correction", 0) == stand(settlement)["D01"]
    assert [(0, "YEAR-MISSING")] == codes(settlement)


def test_a_name_that_is_not_the_code_s_is_a_warning() -> None:
    settlement = settled([filed(name="别的局")])
    assert ("accepted with warnings", 0) == stand(settlement)["D01"]
    expected = "封面的填报单位是“别的局”，而代码 D01 在单位名录中是“D01局”。"
    assert [expected] == [finding.message for _, finding in added(settlement)]


@pytest.mark.parametrize("name", ["D01局", "Ｄ０１ 局", "一局"])
def test_other_spellings_and_names_of_the_roster_are_no_disagreement(name: str) -> None:
    roster = Roster("", (replace(D01, variants=("一局",)),))
    assert [] == codes(settled([filed(name=name)], roster=roster))


def test_without_a_roster_the_departments_are_those_that_reported() -> None:
    named = [filed(code="B", name="乙局"), filed(code="A", name="甲局")]
    settlement = settled([*named, unreadable("c.xlsx")], roster=None)
    assert {"B": ("accepted", 0), "A": ("accepted", 1)} == stand(settlement)
    assert ["乙局", "甲局"] == [filing.department.name for filing in settlement.filings]


def test_without_a_roster_a_blank_cover_is_known_by_its_file() -> None:
    item = replace(filed(file="a.xlsx"), code="", department="")
    who = owner(None, item, 0)
    assert who is not None
    assert ("a.xlsx", "a.xlsx", True) == (who.code, who.name, who.counted)


@pytest.mark.parametrize(
    ("years", "expected"),
    [([2026, 2026, 2025], 2026), ([2026, 2025], None), ([None, 2025], 2025), ([], None)],
)
def test_the_year_of_most_returns_is_collected(
    years: list[int | None], expected: int | None
) -> None:
    items = [replace(filed(), period=Period(year) if year else None) for year in years]
    assert (Period(expected) if expected else None) == collected_period(items)


def test_the_form_of_most_returns_is_collected_and_the_newer_of_two(form_2019: Form) -> None:
    old, new = as_return(form_2019, {}), filed()
    assert form_2019 is collected_form([old, new, old])
    assert FORM is collected_form([old, new]) is collected_form([new, old])
    assert None is collected_form([unreadable("a.xlsx")])


def test_every_status_has_its_word_in_chinese() -> None:
    words = [status.chinese for status in (*FileStatus, *DepartmentStatus)]
    assert not any(word.isascii() for word in words)
    assert len(FileStatus) == len({status.chinese for status in FileStatus})
    assert len(DepartmentStatus) == len({status.chinese for status in DepartmentStatus})


bags = st.lists(
    st.builds(
        lambda code, received, revision, year, nil, severity: (
            None
            if code == "-"
            else replace(
                filed(received, code=code, revision=revision, nil=nil),
                period=Period(year) if year else None,
                findings=(replace(make_finding("FILE-EMPTY"), severity=severity),)
                if severity
                else (),
            )
        ),
        code=st.sampled_from(["D01", "D01", "D02", "D03", "X09", "-"]),
        received=st.integers(0, 1),
        revision=st.integers(1, 2),
        year=st.sampled_from([2026, 2026, 2026, 2025, None]),
        nil=st.sampled_from([frozenset(), frozenset(table.key for table in FORM.tables)]),
        severity=st.sampled_from([None, None, *Severity]),
    ),
    max_size=7,
)


@some
@given(bag=bags, seed=st.randoms(use_true_random=False))
def test_every_file_and_every_department_of_any_bag_has_exactly_one_status(
    bag: list[Return | None], seed: Any
) -> None:
    items = [
        unreadable(f"{place}.xlsx")
        if item is None
        else replace(item, source=Source(Path(f"{place}.xlsx")))
        for place, item in enumerate(bag)
    ]
    settlement = settled(items)
    assert len(items) == len(settlement.files)
    assert [d.code for d in ROSTER.departments] == [f.department.code for f in settlement.filings]
    for item, file in zip(items, settlement.files, strict=True):
        codes = {finding.code for finding in file.findings}
        assert item is file.item
        assert isinstance(item, Unread) == (file.status is FileStatus.UNREADABLE)
        assert (item.code == "X09") == (file.status is FileStatus.NOT_ON_ROSTER)
        # Who is not used is told why, and who is used is not told otherwise.
        why = codes & {"DUPLICATE", "SUPERSEDED", "CONFLICT", "CONFLICT-TOLD", "NOT-ON-ROSTER"}
        assert len(why) == (file.status not in (FileStatus.USED, FileStatus.UNREADABLE))
    for filing in settlement.filings:
        own = [f for f in settlement.files if f.item.code == filing.department.code]
        counts = Counter(file.status for file in own)
        assert counts[FileStatus.USED] == (filing.used is not None)
        assert (filing.status is DepartmentStatus.MISSING) == (not own)
        assert (filing.status is DepartmentStatus.CONFLICT) == (counts[FileStatus.CONFLICTING] > 1)
        assert counts[FileStatus.CONFLICTING] != 1
        if filing.used is not None:
            assert filing.used in own
            used = filing.used.item
            wrong = any(f.severity is Severity.ERROR for f in filing.used.findings)
            assert wrong == (filing.status is DepartmentStatus.RETURNED)
            newest = max(
                f.item.revision for f in own if f.item.period == used.period or used.year != 2026
            )
            assert used.revision == newest
            for file in own:
                if file.status is FileStatus.DUPLICATE:
                    assert used.judged == return_of(file.item).judged
    shuffled = [*items]
    seed.shuffle(shuffled)
    statuses = [filing.status for filing in settled(shuffled).filings]
    if not any(item.findings for item in items):  # twins that differ in their findings alone
        assert statuses == [filing.status for filing in settlement.filings]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("D02_D02局_2026.xlsx", [(0, "FILENAME-DISAGREES")]),
        ("D01_D01局_2026.xlsx", []),
        ("D01局_代D02局_D02局.xlsx", []),
        ("年报表(1).xlsx", []),
    ],
)
def test_a_form_in_a_file_named_after_another_department_is_told_of(
    file: str, said: list[tuple[int, str]]
) -> None:
    source = Source(Path("收回.zip"), f"县直/{file}")
    result = settled([replace(filed(5), source=source)])
    assert said == codes(result)
    assert ("accepted with warnings" if said else "accepted", 0) == stand(result)["D01"]


def test_without_a_roster_nobody_knows_whose_name_a_file_bears() -> None:
    item = replace(filed(5), source=Source(Path("D02局.xlsx")))
    assert [] == codes(settled([item], roster=None))
