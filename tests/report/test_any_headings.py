"""Forms with any headings, in any order, go through template, report and import and stay equal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from support.any_headings import Part, any_parts, form_file
from support.county import county
from support.filled import as_return
from support.to_publish import returns_to_publish
from xlreport import Form, Severity, export, load_form, write_summary
from xlreport.office.theme import default_theme
from xlreport.outgoing.imported import read_published
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.report._page import build_page
from xlreport.report._word import build_word
from xlreport.report.file import verify_report
from xlreport.report.report import make_report
from xlreport.returns.received import read_returns

some = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
BUILDERS = {".html": build_page, ".docx": build_word}


def load(parts: list[Part], folder: Path) -> Form:
    path = folder / "any.toml"
    path.write_text(form_file(parts), encoding="utf-8")
    return load_form(path)


def texts_of(form: Form) -> dict[str, str]:
    return {text.key: f"{text.key}全年工作平稳。\n（一）没有其他情况。" for text in form.texts}


def published(form: Form, folder: Path, ending: str) -> tuple[Return, Return]:
    """Publish a return as a file and read it: what was published, and what was read."""
    returns = returns_to_publish(form, texts=texts_of(form))
    report = make_report(returns)
    data = BUILDERS[ending](report, default_theme())
    verify_report(report, data, ending)
    path = folder / f"报告{ending}"
    path.write_bytes(data)
    (published_item,), (item,) = returns.items, read_published(path, forms=[form]).items
    assert isinstance(published_item, Return)
    assert isinstance(item, Return), item.findings
    return published_item, item


@pytest.mark.parametrize("ending", [".html", ".docx"])
@some
@given(any_parts())
def test_a_published_report_is_read_back_whatever_its_headings(
    tmp_path: Path, ending: str, parts: list[Part]
) -> None:
    form = load(parts, tmp_path)
    expected, item = published(form, tmp_path, ending)
    assert list(expected.values) == list(item.values)
    assert texts_of(form) == item.texts
    assert ["PUBLISHED"] == [finding.code for finding in item.findings]


@some
@given(any_parts())
def test_a_template_is_read_back_whatever_its_headings(tmp_path: Path, parts: list[Part]) -> None:
    form = load(parts, tmp_path)
    assert [part.heading for part in parts] == [section.heading for section in form.sections]
    values = {cell.index: cell.index + 1 for cell in form.inputs}
    path = tmp_path / "a.xlsx"
    path.write_bytes(build_template(form, year=2026, values=values))
    (item,) = read_returns(path, forms=[form]).items
    assert isinstance(item, Return), item.findings
    assert [*values.values()] == list(item.values)
    assert [] == [finding.code for finding in item.findings if finding.code != "SHEETS-BEYOND"]


COUNTS = ("申请数量", "许可数量")
ALIKE = [Part("附件1、本年", COUNTS), Part("附件2、上年", COUNTS)]


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_tables_with_the_same_labels_are_told_apart_by_their_headings(
    tmp_path: Path, ending: str
) -> None:
    expected, item = published(load(ALIKE, tmp_path), tmp_path, ending)
    assert list(expected.values) == list(item.values)


def test_tables_with_the_same_labels_are_not_read_without_their_headings(tmp_path: Path) -> None:
    form = load(ALIKE, tmp_path)
    published(form, tmp_path, ".html")
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    for part in ALIKE:
        page = page.replace(part.heading, "情况")
    (tmp_path / "报告.html").write_text(page, encoding="utf-8")
    (item,) = read_published(tmp_path / "报告.html", forms=[form]).items
    assert "PUBLISHED-NONE" in {finding.code for finding in item.findings}


def test_a_table_that_lacks_is_not_taken_from_one_with_the_same_labels(tmp_path: Path) -> None:
    form = load(ALIKE, tmp_path)
    published(form, tmp_path, ".html")
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    (tmp_path / "报告.html").write_text(page.partition("附件2、上年</h2>")[0], encoding="utf-8")
    (item,) = read_published(tmp_path / "报告.html", forms=[form]).items
    assert isinstance(item, Return)
    assert [True, True, False, False] == [value is not None for value in item.values]


def test_numbers_that_word_wrote_by_itself_may_be_missing(tmp_path: Path) -> None:
    rows = ("（1）本年", "Ⅱ. 上年")
    parts = [Part("附件1、许可", COUNTS, rows), Part("第二部分　说明"), Part("V.A. 其他", COUNTS)]
    form = load(parts, tmp_path)
    expected, _ = published(form, tmp_path, ".html")
    page = (tmp_path / "报告.html").read_text(encoding="utf-8")
    for number in ("附件1、", "第二部分　", "V.A. ", "（1）", "Ⅱ. "):
        page = page.replace(number, "")
    (tmp_path / "报告.html").write_text(page, encoding="utf-8")
    (item,) = read_published(tmp_path / "报告.html", forms=[form]).items
    assert isinstance(item, Return)
    assert (list(expected.values), texts_of(form)) == (list(item.values), item.texts)


@settings(some, max_examples=4)
@given(any_parts())
def test_a_summary_is_read_back_and_exported_whatever_its_headings(
    tmp_path: Path, parts: list[Part]
) -> None:
    form = load(parts, tmp_path)
    returns = [
        as_return(form, {cell.index: n for cell in form.inputs}, code=f"D0{n}", year=2026)
        for n in (1, 2)
    ]
    path = write_summary(county(returns), tmp_path / "汇总.xlsx")
    found = read_returns(path, forms=[form])
    assert [] == [f.full_message for f in found.found if f.severity is not Severity.INFO]
    (item,) = found.items
    assert isinstance(item, Return)
    assert [3] * len(form.cells) == list(item.values)
    assert export(county(returns), tmp_path / "a.json").exists()
