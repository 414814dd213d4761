"""An office without a duty says so below its table, and its report is read back as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.enforcement import coercion, filled_file, load_enforcement, penalties
from support.filled import find
from xlreport import read_published, read_returns, write_report
from xlreport.form.form import Form
from xlreport.reading.no_duty import stated_duties


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_enforcement(tmp_path_factory.mktemp("form"))


@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_a_report_without_duties_is_read_back(form: Form, tmp_path: Path, ending: str) -> None:
    file = tmp_path / "D1.xlsx"
    figures = penalties(warning=3, amount=2.5)
    file.write_bytes(filled_file(form, "县城管", figures, declared=["detention", "coercion"]))
    returns = read_returns(file, forms=[form])
    written = write_report(returns, tmp_path / f"报告{ending}")
    back = read_published(written, forms=[form])
    assert ["PUBLISHED"] == [finding.code for finding in back.found]
    (item,), (sent,) = back.items, returns.items
    assert (sent.values, sent.no_duties) == (item.values, item.no_duties)  # type: ignore[union-attr]
    assert frozenset({"detention", "coercion"}) == item.no_duties  # type: ignore[union-attr]


def test_the_page_shows_slashes_dashes_and_the_sentence(form: Form, tmp_path: Path) -> None:
    file = tmp_path / "D1.xlsx"
    file.write_bytes(
        filled_file(form, "县城管", penalties() | coercion(1, 2), no_duties=["detention"])
    )
    page = write_report(read_returns(file, forms=[form]), tmp_path / "报告.html").read_text("utf-8")
    assert [2, 1] == [page.count(">/</td>"), page.count(">——</td>")]
    assert 1 == page.count('<p class="xlr-text">本单位无行政拘留职责。</p>')


def test_a_figure_against_the_sentence_is_an_error(form: Form, tmp_path: Path) -> None:
    file = tmp_path / "D1.xlsx"
    file.write_bytes(filled_file(form, "县城管", penalties(detention=4) | coercion(1, 2)))
    page = write_report(read_returns(file, forms=[form]), tmp_path / "报告.html")
    text = page.read_text("utf-8").replace("</article>", "<p>本单位无行政拘留职责。</p></article>")
    page.write_text(text, "utf-8")
    back = read_published(page, forms=[form])
    assert "DUTY-CONTRADICTED" in [finding.code for finding in back.found]
    assert 4 == back.items[0].values[find(form, "penalties.ordinary.detention")]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本单位无行政拘留职责。", {"detention"}),
        ("注：我局没有行政拘留、行政强制的职责，其他照填。", {"detention", "coercion"}),
        ("本单位无 行政强制 职责", {"coercion"}),
        ("本单位无相关行政执法职责。", set()),
        ("无行政拘留职责以外的事项。", set()),
        ("本单位履行行政拘留职责。", set()),
    ],
)
def test_duties_are_read_in_the_words_of_the_form(
    form: Form, sentence: str, expected: set[str]
) -> None:
    assert expected == stated_duties(form, ["其他文字。", sentence])
