"""Dead files: beside an accepted return they are no errors, and else somebody's return perhaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from support.county import FORM, filling
from support.departments import make_department
from support.filled import as_return
from support.settled import settled
from xlreport.base.finding import Finding, Severity, make_finding
from xlreport.cli.exit_status import ExitStatus, status_of
from xlreport.formats.sources import Source
from xlreport.office.roster import Roster
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.returns import Returns
from xlreport.settlement.file import AnyFile
from xlreport.settlement.status import FileStatus

ROSTER = Roster(
    "", (make_department("D01", "盐池县教育局"), make_department("D02", "盐池县公安局"))
)


def at(place: str) -> Source:
    """Give the source of `archive.zip:member` or of a path."""
    path, _, member = place.partition(":")
    return Source(Path(path), member)


def dead(place: str, code: str = "FILE-IMAGE", **facts: str) -> Unread:
    return Unread(at(place), "", (make_finding(code, **facts),))


def filed(place: str, code: str = "D01", *findings: Finding) -> Return:
    item = as_return(FORM, filling(1), code=code)
    return replace(item, source=at(place), department="", findings=findings)


def about(items: Iterable[Unread | Return], roster: Roster | None = ROSTER) -> Returns:
    return settled(list(items), roster)


def only_dead(returns: Returns) -> AnyFile:
    (file,) = (file for file in returns.settlement.files if isinstance(file.item, Unread))
    return file


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("FILE-IMAGE", FileStatus.ATTACHMENT),
        ("FILE-WORD", FileStatus.ATTACHMENT),
        ("FILE-TEXT", FileStatus.ATTACHMENT),
        ("FILE-ENCRYPTED", FileStatus.SUPERSEDED),
        ("FILE-FOREIGN", FileStatus.SUPERSEDED),
    ],
)
def test_beside_an_accepted_return_a_dead_file_is_a_notice(code: str, status: FileStatus) -> None:
    facts: Mapping[str, str] = {"kind": "文本"} if code == "FILE-TEXT" else {}
    returns = about([filed("收回/a.xlsx"), dead("收回/教育局签字页.jpg", code, **facts)])
    file = only_dead(returns)
    assert (status, "D01") == (file.status, file.likely.code if file.likely else "")
    assert [("FILE-BESIDE", Severity.INFO)] == [(f.code, f.severity) for f in file.findings]
    assert ExitStatus.CLEAN == status_of(returns)


def test_the_notice_says_what_the_file_is_whose_it_may_be_and_what_is_used() -> None:
    returns = about([filed("收回/a.xlsx"), dead("收回/教育局.xlsx", "FILE-ENCRYPTED")])
    (finding,) = only_dead(returns).findings
    assert finding.message == (
        "文件是加密的，无法读取；从文件名看，可能是“盐池县教育局”的；"
        "该单位的“a.xlsx”已经采用，这个文件没有采用。"
    )
    assert "如果这是更正后的报送件，请该单位重新发送能打开的文件。" == finding.advice


@pytest.mark.parametrize("code", ["D02", "X09"])
def test_where_nothing_of_its_department_is_accepted_a_dead_file_stays_an_error(code: str) -> None:
    returns = about([filed("收回/a.xlsx", code), dead("收回/教育局.xlsx", "FILE-ENCRYPTED")])
    file = only_dead(returns)
    assert (FileStatus.UNREADABLE, ExitStatus.UNREADABLE) == (file.status, status_of(returns))
    assert ["FILE-ENCRYPTED", "FILE-LIKELY"] == [finding.code for finding in file.findings]
    assert (
        "从文件名看，这可能是“盐池县教育局”的；该单位目前是“收到了，但打不开”。"
        == file.findings[1].message
    )
    assert "D01" == (file.likely.code if file.likely else "")


def test_a_dead_file_of_a_returned_department_stays_an_error() -> None:
    wrong = filed("收回/a.xlsx", "D01", make_finding("TABLE-AMBIGUOUS", table="三", places="三"))
    returns = about([filed("收回/b.xlsx", "D02"), wrong, dead("收回/教育局.xlsx", "FILE-DAMAGED")])
    assert FileStatus.UNREADABLE is only_dead(returns).status


@pytest.mark.parametrize(
    ("used", "photo", "basis"),
    [
        ("收回/教育局/a.xlsx", "收回/教育局/微信图片.jpg", "文件夹名"),
        ("收回/教育局.zip:a.xlsx", "收回/教育局.zip:微信图片.jpg", "压缩包名"),
        ("收回/1.zip:教育局/a.xlsx", "收回/1.zip:教育局/图/微信图片.jpg", "文件夹名"),
        ("收回/1.zip:a.xlsx", "收回/1.zip:图/微信图片.jpg", "同一压缩包中的报送件"),
        ("收回/a.xlsx", "收回/1.zip:教育局.jpg", "文件名"),
        ("收回/a.xlsx", "收回/教育局和公安局.jpg", ""),
        ("收回/a.xlsx", "收回/微信图片.jpg", ""),
        ("教育局/a.xlsx", "教育局/微信图片.jpg", ""),
    ],
)
def test_its_name_or_its_place_tells_whose_a_dead_file_is(
    used: str, photo: str, basis: str
) -> None:
    returns = about([filed(used), dead(photo), filed(f"{Path(used).parts[0]}/b.xlsx", "D02")])
    file = only_dead(returns)
    (finding,) = file.findings
    assert basis == finding.facts.get("basis", "")
    assert (FileStatus.ATTACHMENT if basis else FileStatus.UNREADABLE) is file.status


def test_a_place_with_returns_of_others_tells_nothing() -> None:
    place = "收回/教育局.zip"
    items: list[Unread | Return] = [
        filed(f"{place}:a.xlsx"),
        filed(f"{place}:b.xlsx", "D02"),
        dead(f"{place}:图.jpg"),
    ]
    assert FileStatus.UNREADABLE is only_dead(about(items)).status


def test_a_dead_workbook_is_not_taken_for_that_of_the_archive_s_only_sender() -> None:
    items: list[Unread | Return] = [
        filed("1.zip:a.xlsx"),
        dead("1.zip:b.xlsx", "FILE-DAMAGED", part="x"),
    ]
    assert only_dead(about(items)).likely is None


def test_a_workbook_of_an_unknown_form_is_never_passed_over() -> None:
    items: list[Unread | Return] = [
        filed("收回/a.xlsx"),
        dead("收回/教育局.xlsx", "FORM-UNKNOWN", form="ogi-1999"),
    ]
    assert (FileStatus.UNREADABLE, None) == (
        (file := only_dead(about(items))).status,
        file.likely,
    )


def test_without_a_roster_the_departments_are_those_that_reported() -> None:
    used = replace(filed("收回/a.xlsx"), department="盐池县教育局")
    file = only_dead(about([used, dead("收回/盐池县教育局.jpg")], None))
    assert FileStatus.ATTACHMENT is file.status
