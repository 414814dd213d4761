"""Returns: many files read, checked and settled together, and what a programmer gets of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest

from support.county import (
    D01,
    D02,
    D03,
    FORM,
    ROSTER,
    carried,
    consistent,
    filling,
    write,
    wrong,
)
from support.departments import make_department
from support.filled import all_values, find
from xlreport.base.errors import InputError
from xlreport.base.finding import Severity
from xlreport.base.finding_fields import finding_row
from xlreport.form.form import Form
from xlreport.office.roster import Roster
from xlreport.returns.received import read_return, read_returns
from xlreport.returns.returns import Returns


@pytest.fixture(scope="module")
def returns(folder: Path) -> Returns:
    return read_returns(folder, roster=ROSTER)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder in which two departments are right, one is wrong and one is missing."""
    place = tmp_path_factory.mktemp("收回")
    write(place, D01, consistent(1))
    write(place / "乡镇", D02, consistent(2))
    write(place, D03, wrong(3))
    (place / "说明.txt").write_text("不是报送件", encoding="utf-8")
    (place / "~$D01.xlsx").write_bytes(b"")
    (place / "空.xlsx").write_bytes(b"")
    return place


def test_all_workbooks_of_a_folder_and_its_folders_are_read(returns: Returns) -> None:
    expected = ["D01.xlsx", "D03.xlsx", "D02.xlsx", "空.xlsx", "说明.txt"]
    assert expected == [item.file for item in returns.items]
    assert 5 == len(returns.items)


def test_form_and_year_are_those_of_most_returns(returns: Returns) -> None:
    assert (FORM, 2026) == (returns.form, returns.year)


def test_a_bad_file_stops_no_other(returns: Returns) -> None:
    expected = {("空.xlsx", "FILE-EMPTY"), ("说明.txt", "FILE-TEXT")}
    expected |= {("D03.xlsx", "RULE"), ("D03.xlsx", "SLIP")}
    assert expected == {(finding.file, finding.code) for finding in returns.found}


def test_findings_say_whose_they_are(returns: Returns) -> None:
    finding = next(finding for finding in returns.found if finding.rule == "T3-ID")
    expected = ("D03局", "D03.xlsx", "ogi-2021", 2026)
    assert expected == (finding.department, finding.file, finding.form, finding.year)


def test_the_findings_frame_has_a_row_a_finding_by_stable_names(returns: Returns) -> None:
    columns = [
        *("code", "severity", "department", "file", "sheet", "cell", "path", "seen", "expected"),
        *("difference", "message", "advice", "rule", "form", "year", "answer", "waiver"),
        *("replaced", "department_code", "table", "row", "column", "line", "answer_code"),
    ]
    assert columns == list(returns.findings.columns)
    expected = [finding_row(finding) for finding in returns.found]
    frame = returns.findings.astype(object)
    assert expected == frame.where(frame.notna(), None).to_dict("records")
    assert "Int64" == returns.findings["year"].dtype
    assert "bool" == returns.findings["replaced"].dtype


def test_without_findings_the_frame_still_has_its_columns(tmp_path: Path) -> None:
    write(tmp_path, D01, consistent(1))
    found = read_returns(tmp_path)
    assert ((), 0, 24) == (found.found, len(found.findings), len(found.findings.columns))


def test_the_status_frame_has_a_row_a_department_in_official_order(returns: Returns) -> None:
    expected = [
        ("D01", "D01局", "accepted", "D01.xlsx"),
        ("D02", "D02局", "accepted", "D02.xlsx"),
        ("D03", "D03局", "returned for correction", "D03.xlsx"),
        ("D04", "D04局", "missing", ""),
    ]
    assert expected == list(returns.status.itertuples(index=False, name=None))


def test_a_table_holds_the_departments_that_can_be_added_up(returns: Returns) -> None:
    frame = returns["requests"]
    assert ["department_code", "department", "row"] == list(frame.index.names)
    departments = dict.fromkeys(frame.droplevel("row").index)
    assert [("D01", "D01局"), ("D02", "D02局")] == list(departments)
    values = all_values(FORM, filling(2))
    for cell in FORM.table("requests").cells:
        assert values[cell.index] == frame.loc[("D02", "D02局", cell.row), cell.column]


def test_a_table_can_be_had_with_official_labels(returns: Returns) -> None:
    plain, shown = returns["requests"], returns.table("requests", labels=True)
    assert plain.equals(returns.table("requests"))
    assert "总计" == shown.columns[-1]
    assert [*plain["total"]] == [*shown["总计"]]
    rows = shown.index.get_level_values("row")
    assert "一、本年新收政府信息公开申请数量" == rows[0]


def test_a_table_that_the_form_does_not_have_is_a_key_error(returns: Returns) -> None:
    with pytest.raises(KeyError, match="nonsense"):
        returns["nonsense"]


def test_returns_are_looped_over_by_their_tables(returns: Returns) -> None:
    keys = ["proactive", "requests", "remedies"]
    assert keys == [*returns] == [*dict(returns)]
    assert (3, True, False) == (len(returns), "requests" in returns, "nothing" in returns)


def test_a_table_is_validated_once(returns: Returns, monkeypatch: pytest.MonkeyPatch) -> None:
    first = returns["requests"]
    monkeypatch.setattr("xlreport.checks.schema.table_schema", None)
    assert first.equals(returns["requests"])
    first["total"] = 0  # what a caller does to a frame stays with the caller
    assert not first.equals(returns["requests"])


def test_the_tidy_frame_holds_the_same_departments(returns: Returns) -> None:
    assert ["D01", "D02"] == list(returns.data["department_code"].unique())
    assert ["D01局", "D02局"] == list(returns.data["department"].unique())
    assert 2 * len(FORM.cells) == len(returns.data)
    assert {2026} == set(returns.data["year"])


def test_one_department_s_tables_are_given_even_with_errors(returns: Returns) -> None:
    for name in ("D03局", "D03"):
        tables = returns.department(name)
        assert ["proactive", "requests", "remedies"] == list(tables)
        typed = wrong(3)[find(FORM, "requests.received.natural_person")]
        assert typed == tables["requests"].loc["received", "natural_person"]


@pytest.mark.parametrize("name", ["D04局", "没有的局"])
def test_a_department_without_a_file_is_refused(returns: Returns, name: str) -> None:
    with pytest.raises(InputError, match=name):
        returns.department(name)


def test_the_return_of_one_department_is_taken_out_with_its_findings(returns: Returns) -> None:
    one = returns.only("D03")
    assert (("D03.xlsx",), {"D03局"}) == (
        tuple(item.file for item in one.items),
        {finding.department for finding in one.found},
    )
    assert [f for f in returns.found if f.file == "D03.xlsx"] == [*one.found]
    assert [("D03", "returned for correction", "D03.xlsx")] == [
        (line.department_code, line.status, line.file) for line in one.status.itertuples()
    ]
    with pytest.raises(InputError, match="没有采用“D04”的报送件"):
        returns.only("D04")


def test_the_return_taken_out_has_the_frames_that_it_has_among_the_others(returns: Returns) -> None:
    one = returns.only("D02局")
    for table in FORM.tables:
        assert one[table.key].equals(returns[table.key].loc[["D02"]])
        alone = one.department("D02")[table.key]
        assert alone.equals(returns.department("D02")[table.key])


def test_at_a_prompt_returns_say_what_they_are(returns: Returns) -> None:
    assert "<Returns ogi-2021 2026: 5 files, 3 errors>" == repr(returns)


def test_progress_is_told_of_every_file(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    read_returns(folder, progress=lambda done, total: told.append((done, total)))
    assert [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)] == told


def test_an_archive_is_read_as_its_folder_is(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "收回.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*.xlsx")):
            packed.write(path, path.relative_to(folder).as_posix())
    found = read_returns(archive, roster=ROSTER)
    columns = ["department_code", "status"]
    expected = read_returns(folder, roster=ROSTER).status[columns]
    assert expected.equals(found.status[columns])


def test_files_are_read_in_one_order_whatever_order_they_are_named_in(folder: Path) -> None:
    paths = sorted(folder.rglob("*.xlsx"))
    first, second = (read_returns(order, roster=ROSTER) for order in (paths, paths[::-1]))
    assert [item.file for item in first.items] == [item.file for item in second.items]
    assert first.found == second.found


def test_paths_that_are_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        read_returns(tmp_path / "nowhere")


def test_an_empty_folder_has_no_returns_and_everybody_is_missing(tmp_path: Path) -> None:
    found = read_returns(tmp_path, roster=ROSTER)
    assert (0, None, None) == (len(found.items), found.form, found.year)
    assert ["missing"] * 4 == list(found.status["status"])
    assert "<Returns no form None: 0 files, 0 errors>" == repr(found)
    with pytest.raises(InputError, match="没有一份能读取的报送件"):
        found.data  # noqa: B018 - the frame cannot be made
    with pytest.raises(InputError, match="没有一份能读取的报送件"):
        found["requests"]


def test_where_nothing_can_be_added_up_the_frames_are_empty(tmp_path: Path) -> None:
    write(tmp_path, D01, wrong(1))
    found = read_returns(tmp_path)
    assert (0, 0) == (len(found["requests"]), len(found.data))


def test_one_return_is_read_like_many(folder: Path) -> None:
    found = read_return(folder / "D03.xlsx")
    expected = [("RULE", "D03局"), ("SLIP", "D03局")]
    assert (1, expected) == (len(found.items), [(f.code, f.department) for f in found.found])


def test_reading_one_return_refuses_a_folder_of_more(folder: Path) -> None:
    with pytest.raises(InputError, match="read_returns"):
        read_return(folder)


def test_the_year_that_is_collected_can_be_said(folder: Path) -> None:
    found = read_returns(folder / "D01.xlsx", year=2025)
    assert ["WRONG-YEAR"] == [finding.code for finding in found.found]
    assert ["returned for correction"] == list(found.status["status"])


def test_a_preference_settles_a_conflict(tmp_path: Path) -> None:
    write(tmp_path, D01, consistent(1), name="a.xlsx")
    write(tmp_path, D01, consistent(2), name="b.xlsx")
    assert ["conflict"] == list(read_returns(tmp_path).status["status"])
    settled = read_returns(tmp_path, prefer={"D01": "b.xlsx"})
    assert [("accepted", "b.xlsx")] == list(
        settled.status[["status", "file"]].itertuples(index=False, name=None)
    )


def test_a_preference_that_fits_nothing_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match=r"x\.xlsx"):
        read_returns(folder, roster=ROSTER, prefer={"D01": "x.xlsx"})


def test_a_return_of_another_edition_is_read_by_its_own_rules_and_kept_out_of_the_frames(
    tmp_path: Path, form_2019: Form
) -> None:
    write(tmp_path, D01, consistent(1))
    write(tmp_path, D02, consistent(2))
    write(tmp_path, D03, consistent(3, form_2019), form=form_2019)
    found = read_returns(tmp_path, roster=ROSTER)
    assert ("EDITION", "D03局") in [(f.code, f.department) for f in found.found]
    assert ["D01局", "D02局"] == list(found.data["department"].unique())
    assert 18 == len(found.department("D03局")["proactive"]) + 10


def test_levels_of_the_roster_decide_who_may_make_regulations(tmp_path: Path) -> None:
    city = make_department("D02", level="市")
    slip = {**consistent(1), find(FORM, "proactive.regulations.in_force"): 1}
    write(tmp_path, D01, slip)
    write(tmp_path, city, {**consistent(2), find(FORM, "proactive.regulations.in_force"): 1})
    found = read_returns(tmp_path, roster=Roster("", (D01, city)))
    assert [("T2-REG", "D01局")] == [(f.code, f.department) for f in found.found]
    assert [] == [f.code for f in read_returns(tmp_path).found]


def test_what_was_carried_forward_is_compared_with_this_year(tmp_path: Path) -> None:
    write(tmp_path / "2025", D01, carried(3, 0), year=2025)
    write(tmp_path / "2025", D02, carried(4, 0), year=2025)
    write(tmp_path / "2026", D01, carried(0, 3))
    write(tmp_path / "2026", D02, carried(0, 5))
    found = read_returns(tmp_path / "2026", last_year=tmp_path / "2025", roster=ROSTER)
    expected = [("Y-CARRY", Severity.WARNING, "D02局", "F7", "5", "4", "1")]
    assert expected == [
        (f.rule, f.severity, f.department, f.cell, f.seen, f.expected, f.difference)
        for f in found.found
    ]


def test_editions_are_compared_by_what_they_have_in_common(tmp_path: Path, form_2019: Form) -> None:
    write(tmp_path / "2020", D01, carried(3, 0, form_2019), form=form_2019, year=2020)
    documents = {find(FORM, "proactive.normative_documents.in_force"): 9}
    write(tmp_path / "2021", D01, carried(0, 2) | documents, year=2021)
    found = read_returns(tmp_path / "2021", last_year=tmp_path / "2020")
    # 现行有效件数 has no counterpart in the edition before: Y-VALID is not judged.
    assert [("Y-CARRY", "3")] == [(f.rule, f.expected) for f in found.found]


def test_editions_two_years_apart_are_refused(tmp_path: Path, form_2019: Form) -> None:
    write(tmp_path / "2019", D01, consistent(1, form_2019), form=form_2019, year=2019)
    write(tmp_path / "2021", D01, consistent(1), year=2021)
    with pytest.raises(InputError, match=r"2019 年度.*2021 年度.*2020 年度"):
        read_returns(tmp_path / "2021", last_year=tmp_path / "2019")


def test_who_did_not_report_last_year_is_not_compared(tmp_path: Path) -> None:
    write(tmp_path / "2025", D02, carried(3, 0), year=2025)
    write(tmp_path / "2026", D01, carried(0, 2))
    found = read_returns(tmp_path / "2026", last_year=tmp_path / "2025", roster=ROSTER)
    assert [] == list(found.found)


def test_a_return_not_on_the_roster_is_not_compared(tmp_path: Path) -> None:
    stranger = make_department("X01")
    write(tmp_path / "2025", stranger, carried(3, 0), year=2025)
    write(tmp_path / "2026", stranger, carried(0, 2))
    write(tmp_path / "2026", D01, carried(0, 0))
    found = read_returns(tmp_path / "2026", last_year=tmp_path / "2025", roster=ROSTER)
    assert ["NOT-ON-ROSTER"] == [finding.code for finding in found.found]


def test_a_frame_of_findings_is_a_frame(returns: Returns) -> None:
    assert isinstance(returns.findings, pd.DataFrame)
    assert returns.findings is returns.findings
