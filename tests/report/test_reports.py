"""The reports of all accepted departments: what is written, what is kept, what is refused."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from support.county import ROSTER
from support.filled import as_return, cells_at
from support.to_publish import text_of
from xlreport import Finding, Form, ReportState, Return, Returns, Severity, write_reports
from xlreport.base.finding import make_finding
from xlreport.returns.received import check_and_settle


def returned(form: Form, code: str, text: str = "工作平稳。", *found: Finding) -> Return:
    item = as_return(form, cells_at(form, {}), code=code, year=2026)
    return replace(item, texts={"overview": text}, findings=found)


def settled(*items: Return) -> Returns:
    return check_and_settle(items, roster=ROSTER, period=None, before=None, prefer={})


def states(returns: Returns, folder: Path) -> list[tuple[str, ReportState]]:
    made = write_reports(returns, folder, ending=".html", verify=False)
    return [(each.department.code, each.state) for each in made]


def test_every_accepted_department_has_a_report_with_its_own_text(
    form_2021: Form, tmp_path: Path
) -> None:
    error = make_finding("FILE-EMPTY")
    assert Severity.ERROR is error.severity
    returns = settled(
        returned(form_2021, "D02", "甲。"),
        returned(form_2021, "D01", "乙。"),
        returned(form_2021, "D03", "丙。", error),
    )
    one, two = write_reports(returns, tmp_path, ending=".html", verify=False)
    assert ["D01", "D02"] == [one.department.code, two.department.code]
    assert {one.path, two.path} == set(tmp_path.iterdir())
    assert f"D02_{two.department.name}_2026_政府信息公开工作年度报告.html" == two.path.name
    assert ("甲。" in text_of(two.path), "乙。" in text_of(one.path)) == (True, True)
    assert ("五、存在的主要问题及改进情况", "六、其他需要报告的事项") == one.unwritten


def test_a_report_that_is_there_is_never_replaced_and_told_apart(
    form_2021: Form, tmp_path: Path
) -> None:
    first = settled(returned(form_2021, "D01", "甲。"), returned(form_2021, "D02", "乙。"))
    later = settled(
        returned(form_2021, "D01", "甲。"),
        returned(form_2021, "D02", "改过。"),
        returned(form_2021, "D03"),
    )
    written, unchanged, kept = ReportState.WRITTEN, ReportState.UNCHANGED, ReportState.KEPT
    assert [("D01", written), ("D02", written)] == states(first, tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    assert [("D01", unchanged), ("D02", kept), ("D03", written)] == states(later, tmp_path)
    assert before.items() <= {path: path.read_bytes() for path in tmp_path.iterdir()}.items()


def test_one_report_that_cannot_be_published_does_not_stop_the_others(
    form_2021: Form, tmp_path: Path
) -> None:
    once = make_finding("READ-ONCE", reason="")
    returns = settled(returned(form_2021, "D01", "甲。", once), returned(form_2021, "D02"))
    refused, written = write_reports(returns, tmp_path, ending=".html", verify=False)
    assert (ReportState.REFUSED, True) == (refused.state, "不能据此发布" in refused.reason)
    assert [written.path] == list(tmp_path.iterdir())


def test_a_file_object_gets_all_reports_in_an_archive(form_2021: Form) -> None:
    file = io.BytesIO()
    (made,) = write_reports(settled(returned(form_2021, "D01")), file, ending=".html", verify=False)
    assert [made.path.name] == zipfile.ZipFile(file).namelist()
