"""Several files of one department: what is said of a correction, a revision and the same again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.departments import number_departments
from support.filled import as_return, cells_at
from support.settled import settled
from xlreport.base.address import place
from xlreport.base.finding import Finding
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.office.decision_line import COLUMNS
from xlreport.office.decisions import DecisionKind, read_decisions
from xlreport.reading.one_return import Return
from xlreport.settlement.status import DepartmentStatus

FORM = load_form("ogi-2021")
ROSTER = number_departments(1)
FIRST, SECOND = "2027-01-08T10:00:00Z", "2027-01-09T09:00:00Z"
PERSONS, GRANTED = "requests.received.natural_person", "requests.granted.natural_person"
UPHELD = "remedies.cases.review_upheld"


def filed(received: int = 7, granted: int = 7, upheld: int = 0, **named: Any) -> Return:
    """Make a return that is right where as many requests were granted as received."""
    figures = {PERSONS: received, GRANTED: granted, UPHELD: upheld}
    return as_return(FORM, cells_at(FORM, figures), **{"year": 2026, **named})


def said(items: Sequence[Return], code: str) -> list[Finding]:
    return [finding for finding in settled(items, ROSTER).found if finding.code == code]


def test_a_file_without_errors_saved_after_one_with_errors_looks_like_a_correction() -> None:
    old = filed(7, 8, file="a.xlsx", modified=FIRST)
    new = filed(8, 8, file="b.xlsx", modified=SECOND)
    for items in ((old, new), (new, old)):
        found = said(items, "CONFLICT")
        (finding,) = found
        assert "b.xlsx" == finding.facts["correction"]
        suspicion = "疑似更正：a.xlsx 有1处错误，后保存的 b.xlsx 没有错误。"
        assert finding.message.endswith(suspicion)
        assert ("表三 D6", "7" if items[0] is old else "8") == (
            finding.place,
            finding.seen,
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (filed(7, 8, modified=SECOND), filed(8, 8, modified=FIRST)),  # the wrong one is newer
        (filed(7, 8), filed(8, 8)),  # nobody knows which is newer
        (filed(7, 8, modified=FIRST), filed(9, 8, modified=SECOND)),  # both are wrong
        (filed(7, 7, modified=FIRST), filed(8, 8, modified=SECOND)),  # none is
    ],
)
def test_nothing_else_looks_like_a_correction(old: Return, new: Return) -> None:
    found = said([replace(old), replace(new)], "CONFLICT")
    assert [""] == [finding.facts["correction"] for finding in found]
    assert not any("疑似更正" in finding.message for finding in found)


def test_the_decision_to_use_a_correction_is_a_line_of_the_file(tmp_path: Path) -> None:
    old = filed(7, 8, file="a.xlsx", modified=FIRST)
    new = replace(filed(8, 8, file="b.xlsx", modified=SECOND), sha256="3f9a22c10b7d" + "0" * 52)
    (first,) = said([old, new], "CONFLICT")
    line = "采用,D01,D01局,,b.xlsx,3f9a-22c1-0b7d,,,,疑似更正,,,"
    assert line == first.facts["decision"]
    assert first.advice.endswith(f"，并填上决定人和日期：{line}")
    written = f"{','.join(COLUMNS)}\n{line.removesuffix(',,,')},,王某,2027-01-18\n"
    (tmp_path / "处理意见.csv").write_text(written, encoding="utf-8")
    (decision,) = read_decisions(tmp_path / "处理意见.csv").entries
    assert (DecisionKind.USE, "D01", "3f9a22c10b7d") == (
        decision.kind,
        decision.code,
        decision.digest,
    )
    long = replace(new, source=Source(Path("某局关于报送年度报告数据的函（最终稿）" * 6)))
    (told,) = said([old, long], "CONFLICT")
    assert "采用,D01,D01局,,,3f9a-22c1-0b7d,,,,疑似更正,,," == told.facts["decision"]


def test_a_change_is_told_from_the_older_file_to_the_newer_one() -> None:
    old, new = filed(7, modified=FIRST, file="a.xlsx"), filed(9, modified=SECOND, file="b.xlsx")
    for items in ((old, new), (new, old)):
        assert ["表三 D6 7→9"] == [finding.facts["changes"] for finding in said(items, "CONFLICT")]
    (half,) = said([filed(7, file="a.xlsx"), new], "CONFLICT")
    assert "本文件与 b.xlsx（保存于 2027-01-09 09:00），都" in half.message
    (unknown,) = said([filed(7, file="a.xlsx"), filed(9, file="b.xlsx")], "CONFLICT")
    assert unknown.message == (
        "同一单位有数据不同的两份报送件：本文件与 b.xlsx，都没有计入。"
        "不同的地方（本文件→另一份）：表三 D6 7→9；其余165格相同。"
    )


def test_a_conflict_is_told_once_and_every_other_file_says_where() -> None:
    figures = {"a": 7, "b": 9, "like a": 7, "c": 8}
    items = [filed(received, file=f"{name}.xlsx") for name, received in figures.items()]
    told = {(each.file, each.facts["other"]) for each in said(items, "CONFLICT")}
    assert {("a.xlsx", "b.xlsx"), ("c.xlsx", "a.xlsx")} == told
    others = {(each.file, each.facts["other"]) for each in said(items, "CONFLICT-TOLD")}
    assert {("b.xlsx", "a.xlsx"), ("like a.xlsx", "a.xlsx")} == others


def test_a_revision_that_changes_only_what_was_asked_for_says_nothing() -> None:
    assert [] == said([filed(7, 8), filed(8, 8, revision=2)], "REVISED")


def test_a_revision_names_what_it_changed_besides() -> None:
    items = [filed(7, 8, file="a.xlsx"), filed(8, 8, 3, revision=2, file="b.xlsx")]
    (finding,) = said(items, "REVISED")
    cell = FORM.address(UPHELD)
    expected = (
        "与上一次报送的 a.xlsx 相比，除退回时指出的以外，还改动了："
        f"{place(*cell)} 0→3；退回时指出的改了1格，其余164格相同。"
    )
    assert (expected, cell) == (finding.message, (finding.sheet, finding.cell))


def test_a_revision_of_what_was_right_names_all_that_it_changed() -> None:
    (finding,) = said([filed(file="a.xlsx"), filed(9, 9, revision=2)], "REVISED")
    begin = "与上一次报送的 a.xlsx 相比，改动了：表三 D6 7→9、表三 D8 7→9；"
    assert finding.message.startswith(begin)


def test_a_revision_is_compared_with_the_last_one_before() -> None:
    items = [filed(n, n, revision=number, file=f"{number}.xlsx") for number, n in ((1, 3), (2, 4))]
    (finding,) = said([*items, filed(5, 5, revision=3, file="3.xlsx")], "REVISED")
    assert ("2.xlsx", "表三 D6 4→5、表三 D8 4→5") == (
        finding.facts["other"],
        finding.facts["changes"],
    )


@pytest.mark.parametrize("revision", [1, 2])
def test_a_returned_file_that_is_sent_again_unchanged_is_told_so(revision: int) -> None:
    items = [filed(7, 8, file="a.xlsx"), filed(7, 8, file="b.xlsx", revision=revision)]
    returns = settled(items, ROSTER)
    (finding,) = said(items, "UNCHANGED")
    used = returns.settlement.filings[0].used
    assert used is not None
    assert DepartmentStatus.RETURNED is returns.settlement.filings[0].status
    assert (used.name, finding.facts["other"]) in (("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx"))
    assert "数据完全相同，指出的1处错误没有更正。" in finding.message


def test_an_unchanged_file_says_which_texts_changed_or_that_it_is_the_same_file() -> None:
    old = filed(7, 8, file="a.xlsx")
    text = replace(filed(7, 8, revision=2), texts={"problems": "无"})
    (finding,) = said([old, text], "UNCHANGED")
    assert "（只改了“五、存在的主要问题及改进情况”的文字）" in finding.message
    same = [replace(filed(7, 8, file=name), sha256="ab") for name in ("a.xlsx", "b.xlsx")]
    (finding,) = said(same, "UNCHANGED")
    assert "（就是同一个文件）" in finding.message


def test_what_is_right_may_be_sent_twice() -> None:
    for revision in (1, 2):
        assert [] == said([filed(), filed(file="b.xlsx", revision=revision)], "UNCHANGED")
