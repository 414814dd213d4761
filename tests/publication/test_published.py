"""What departments have published, compared with what they reported."""

from __future__ import annotations

import os
from base64 import encodebytes
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from support.departments import make_department
from support.filled import as_return, cells_at
from support.numbered_report import wanted
from support.publications import CHANGED, NAMES, ROSTER, SAVED_FROM, page_of, returns_of, save
from support.published import draw, html_page
from support.real_reports import load_reports, map_cells
from support.settled import settled
from support.two_years import fill, summarise
from xlreport import (
    Form,
    InputError,
    Publication,
    Publications,
    PublicationStatus,
    Returns,
    Roster,
    compare_published,
    load_form,
    read_returns,
    write_publication_record,
)
from xlreport.publication._words import remarks

DEADLINE, TODAY = date(2027, 1, 31), date(2027, 2, 5)
LATE = '<meta name="PubDate" content="2027-02-03">'
EARLY = '<meta name="PubDate" content="2026-12-31">'  # when the year was not over
STATUS = PublicationStatus


def check(folder: Path, returns: Returns, **options: object) -> Mapping[str, Publication]:
    """Compare the pages in a folder; give what was found by the codes of departments."""
    return by_code(compare_published(folder, returns, today=TODAY, **options))  # type: ignore[arg-type]


def by_code(found: Publications) -> Mapping[str, Publication]:
    return {each.department.code: each for each in found.departments}


@pytest.fixture(scope="module")
def everything(
    tmp_path_factory: pytest.TempPathFactory, form_2021: Form, form_2019: Form
) -> Publications:
    """Compare one page of every kind with the returns of all departments but one."""
    folder = tmp_path_factory.mktemp("网页")
    title = "公安局2026年政府信息公开年度报告"
    one_less = {"requests.received.natural_person": "若干"}
    save(
        folder,
        甲=page_of(form_2021, "D1", head=SAVED_FROM + LATE),
        乙=page_of(form_2021, "D2", changes={CHANGED: "77"}),
        丙=page_of(form_2021, "D3", title=title, changes=one_less),
        丁=page_of(form_2019, "D4"),
        己=page_of(form_2021, "D6", title="盐池县统计局2025年政府信息公开工作年度报告"),
        庚=page_of(form_2021, "D7", head=EARLY),
        壬=page_of(form_2021, "D1", title="盐池县气象局2026年政府信息公开工作年度报告"),
        通知=b"<html><p>x</html>",
    )
    (folder / "花马池镇年度报告.pdf").write_bytes(b"%PDF-1.4 ")
    save(folder / "甲_files", 广告=b"<html><p>x</html>")
    (folder / "甲_files" / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    returns = returns_of(form_2021, "D1", "D2", "D3", "D4", "D5", "D6", "D8")
    return compare_published(folder, returns, deadline=DEADLINE, today=TODAY)


def test_every_department_has_one_status(everything: Publications) -> None:
    assert {
        "D1": STATUS.EQUAL,
        "D2": STATUS.OTHER_FIGURES,
        "D3": STATUS.INCOMPLETE,
        "D4": STATUS.OTHER_EDITION,
        "D5": STATUS.UNREADABLE,
        "D6": STATUS.NOT_FOUND,
        "D7": STATUS.NO_RETURN,
        "D8": STATUS.NOT_FOUND,
    } == {code: each.status for code, each in by_code(everything).items()}
    assert len(NAMES) == sum(everything.counts.values())
    assert not everything.is_clean
    assert ["用的是2019年版的表格"] == list(remarks(by_code(everything)["D4"]))


def test_the_cells_that_differ_are_named_with_both_values(everything: Publications) -> None:
    (cell,) = by_code(everything)["D2"].differences
    assert ("二 › 行政许可 › 本年处理决定数量", "77") == (cell.path, cell.published)
    assert ("表二 B9", True) == (cell.address, cell.reported.isdecimal())
    assert [["D2", "乙.html", "表二 B9"]] == everything.frame()[
        ["department_code", "file", "address"]
    ].to_numpy().tolist()


def test_a_cell_without_a_certain_value_is_never_equal(everything: Publications) -> None:
    (page,) = by_code(everything)["D3"].pages
    assert ((), True) == (page.differences, "三 › 一、本年新收" in page.unread[0])


def test_lateness_is_by_the_day_of_the_page_else_of_the_check(everything: Publications) -> None:
    found = by_code(everything)
    assert (date(2027, 2, 3), 3) == (found["D1"].published, found["D1"].days_late)
    assert (None, 5) == (found["D7"].published, found["D8"].days_late)


@pytest.mark.parametrize(("saved", "late"), [("2027-01-20", 0), ("2027-02-20", None)])
def test_a_file_saved_in_time_proves_it_and_one_saved_later_proves_nothing(
    saved: str, late: int | None, tmp_path: Path, form_2021: Form
) -> None:
    folder = save(tmp_path / "网页", 甲=page_of(form_2021, "D1"))
    os.utime(folder / "甲.html", (datetime.fromisoformat(saved).timestamp(),) * 2)
    assert late == check(folder, returns_of(form_2021, "D1"), deadline=DEADLINE)["D1"].days_late


def test_the_address_of_a_page_is_the_one_it_was_saved_from(everything: Publications) -> None:
    assert ["https://a.gov.cn/edu"] == [p.address for p in by_code(everything)["D1"].pages]


def test_what_is_no_report_of_a_department_is_named(everything: Publications) -> None:
    assert (("己.html", "是 2025 年度的，不是 2026 年度的"),) == by_code(everything)["D6"].others
    left_out = dict(everything.left_out)
    assert {"壬.html", "通知.html"} == set(left_out)
    assert "盐池县气象局" in left_out["壬.html"]


def test_a_page_is_compared_with_itself_as_it_was(tmp_path: Path, form_2021: Form) -> None:
    folder, record = tmp_path / "网页", tmp_path / "记录.csv"
    returns = returns_of(form_2021, "D1", "D2", "D3")
    save(folder, 甲=page_of(form_2021, "D1"), 乙=page_of(form_2021, "D2"))
    save(folder, 丙=page_of(form_2021, "D3", texts={"other": "无。"}))
    first = compare_published(folder, returns, record=record, today=date(2027, 1, 20))
    write_publication_record(first, record)
    assert not any(each.is_changed for each in first.departments)

    save(folder, 甲=page_of(form_2021, "D1", changes={CHANGED: "77"}))
    save(folder, 丙=page_of(form_2021, "D3", texts={"other": "另有一项。"}))
    (folder / "乙.html").unlink()
    second = compare_published(folder, returns, record=record, today=date(2027, 1, 25))
    found = by_code(second)
    assert ["表二 B9"] == [cell.address for cell in found["D1"].pages[0].changes]
    assert date(2027, 1, 20) == found["D2"].gone
    assert [((), True)] == [(p.changes, p.is_rewritten) for p in found["D3"].pages]

    write_publication_record(second, record)
    third = compare_published(folder, returns, record=record, today=date(2027, 1, 26))
    assert ["D2"] == [code for code, each in by_code(third).items() if each.is_changed]
    lines = {line.code: (line.first.day, line.last.day, line.changed) for line in third.record}
    assert {
        "D1": (20, 26, date(2027, 1, 25)),
        "D2": (20, 20, None),
        "D3": (20, 26, date(2027, 1, 25)),
    } == lines


def test_pages_of_one_file_name_are_each_compared_with_themselves(
    tmp_path: Path, form_2021: Form
) -> None:
    folder, record = tmp_path / "网页", tmp_path / "记录.csv"
    returns = returns_of(form_2021, "D1")
    save(folder / "教育局" / "新", index=page_of(form_2021, "D1"))
    save(folder / "教育局" / "旧", index=page_of(form_2021, "D1", changes={CHANGED: "77"}))
    changed = []
    for day in (1, 2, 3):
        if day == 3:
            save(folder / "教育局" / "旧", index=page_of(form_2021, "D1", changes={CHANGED: "78"}))
        found = compare_published(folder, returns, record=record, today=date(2027, 2, day))
        write_publication_record(found, record)
        changed.append(
            [[str(cell) for cell in page.changes] for page in found.departments[0].pages]
        )
    assert [[[], []], [[], []], [[], ["表二 B9 77→78"]]] == [sorted(each) for each in changed]


def test_one_page_with_other_figures_is_enough(tmp_path: Path, form_2021: Form) -> None:
    folder = save(
        tmp_path / "网页",
        甲=page_of(form_2021, "D1"),
        乙=page_of(form_2021, "D1", changes={CHANGED: "77"}),
    )
    found = check(folder, returns_of(form_2021, "D1"))["D1"]
    assert (STATUS.OTHER_FIGURES, 2) == (found.status, len(found.pages))


def test_two_reports_on_one_page_are_told_from_no_report(tmp_path: Path, form_2021: Form) -> None:
    both = page_of(form_2021, "D1") + page_of(form_2021, "D1", title=f"{NAMES['D1']}2025年年度报告")
    save(tmp_path / "网页", 教育局=both)
    (page,) = check(tmp_path / "网页", returns_of(form_2021, "D1"))["D1"].pages
    assert STATUS.UNREADABLE is page.status
    assert "在文件中有不止一处（第2个表 D4、第5个表 D4）" in page.reason


def test_a_report_in_a_frame_of_a_saved_page_is_found(tmp_path: Path, form_2021: Form) -> None:
    folder = save(tmp_path / "网页", 教育局=b"<html><iframe src=x></html>")
    title = "政府信息公开工作年度报告"
    save(folder / "教育局_files", 正文=page_of(form_2021, "D1", title=title))
    assert STATUS.EQUAL is check(folder, returns_of(form_2021, "D1"))["D1"].status


def test_a_page_saved_as_a_single_file_is_read(tmp_path: Path, form_2021: Form) -> None:
    page = encodebytes(page_of(form_2021, "D1", head=LATE))
    mail = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.gov.cn/edu\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + page
        + b"\r\n--b--\r\n"
    )
    (tmp_path / "甲.mhtml").write_bytes(mail)
    found = check(tmp_path, returns_of(form_2021, "D1"))["D1"]
    assert (STATUS.EQUAL, date(2027, 2, 3)) == (found.status, found.published)
    assert "https://a.gov.cn/edu" == found.pages[0].address
    (tmp_path / "甲.mhtml").write_bytes(b"MIME-Version: 1.0\r\n\r\nx")
    assert STATUS.NOT_FOUND is check(tmp_path, returns_of(form_2021, "D1"))["D1"].status


def test_texts_that_differ_are_named_and_change_no_status(tmp_path: Path, form_2021: Form) -> None:
    returns = returns_of(form_2021, "D1", texts={"overview": "概况。", "other": "无。"})
    page = page_of(form_2021, "D1", texts={"overview": "概 况。网站的一行", "other": "没有。"})
    found = check(save(tmp_path / "网页", 甲=page), returns)["D1"]
    assert (STATUS.EQUAL, ("六、其他需要报告的事项",)) == (found.status, found.pages[0].texts)


def test_a_return_among_the_pages_is_no_page(tmp_path: Path) -> None:
    folder = fill(tmp_path, 2026, D01=5)
    found = compare_published(folder, read_returns(folder), today=TODAY)
    assert (("D01.xlsx", "是报送件，不是公布的报告"),) == found.left_out
    assert [STATUS.NOT_FOUND] == [each.status for each in found.departments]


def test_a_summary_stands_for_its_departments_and_itself(tmp_path: Path) -> None:
    summary = summarise(fill(tmp_path, 2026, D01=5, D02=9))
    found = compare_published([], read_returns(summary), today=TODAY)
    assert ["D01局", "D02局"] == sorted(each.department.name for each in found.departments)[:2]
    assert 3 == len(found.departments)


@pytest.mark.parametrize("slug", ["suqian-2023", "shuyang-county-2025"])
def test_a_real_report_equals_its_own_figures_and_no_others(slug: str, tmp_path: Path) -> None:
    real = load_reports()[slug]
    texts = map_cells(real).texts
    parts = [part for t in real.form.tables for part in (t.heading, draw(t, texts))]
    page = html_page([f"{real.org}{real.year}年政府信息公开工作年度报告"], parts)
    folder = save(tmp_path / "网页", 甲=page)
    roster = Roster("名录.csv", (make_department("D1", real.org),))
    printed = {i: value for i, value in wanted(real.form, texts).items() if value}
    for figures, differ in ((printed, set()), (cells_at(real.form, {}), set(printed))):
        item = as_return(real.form, figures, code="D1", name=real.org, year=real.year)
        cells = check(folder, settled([item], roster))["D1"].differences
        assert {real.form.cells[index].path for index in differ} == {cell.path for cell in cells}


def test_without_a_form_there_is_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("x")
    with pytest.raises(InputError, match="没有能读取的报送件"):
        compare_published(tmp_path, read_returns(tmp_path))


def test_an_annex_need_not_be_published(tmp_path: Path, form_2021: Form) -> None:
    form = load_form("ogi-2021+ogi-supplement")
    folder = save(tmp_path / "网页", 甲=page_of(form_2021, "D1"))
    item = as_return(form, cells_at(form, {}), code="D1", name=NAMES["D1"], year=2026)
    found = check(folder, settled([item], ROSTER))["D1"]
    assert {"表二", "表三", "表四"} >= {cell.address[:2] for cell in found.differences}
    assert (STATUS.OTHER_FIGURES, ()) == (found.status, found.pages[0].unread)
