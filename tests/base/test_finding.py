"""The catalogue of findings can be read by a clerk, every line of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from support.hidden_words import PYTHON, SOURCE, keys_of_forms
from xlreport import Finding, Severity
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import (
    attribute_finding,
    catalogue,
    make_finding,
    quotable,
    sort_findings,
)
from xlreport.base.period import Period

CELLS: Final = (
    CellReference("三", "D11", "三 › （三）不予公开 › 1.属于国家秘密 › 自然人", "12", "left"),
    CellReference("三", "D12", "三 › （三）不予公开 › 3.危及“三安全一稳定” › 自然人", "3", "right"),
)
# A line of the file of decisions stands at the end: nothing may be behind what is to be pasted.
SENTENCE: Final = re.compile(r".+(。|：采用,[^。]+)", re.DOTALL)


def example(code: str) -> Finding:
    finding = make_finding(code, *CELLS, **catalogue()[code].example)
    return replace(finding, expected="9", difference="3", rule="T3-ID")


@pytest.mark.parametrize("code", catalogue())
def test_every_sentence_of_the_catalogue_can_be_said(code: str) -> None:
    finding = example(code)
    for text in (finding.message, finding.advice):
        assert SENTENCE.fullmatch(text)
        assert "{" not in text
        assert "}" not in text
    assert finding.english.endswith(".")
    assert "{" not in finding.english


@pytest.mark.parametrize("code", catalogue())
def test_no_sentence_for_a_clerk_holds_a_key_or_a_word_of_python(code: str) -> None:
    finding = example(code)
    words = set(re.findall(r"[A-Za-z_]+", finding.message + finding.advice))
    assert set() == words & (keys_of_forms() | PYTHON)
    assert set() == {word for word in words if "_" in word}


@pytest.mark.parametrize("code", ["FILE-WORD", "FILE-HTML"])
def test_who_checks_a_published_report_is_told_which_command_takes_it_in(code: str) -> None:
    advice = example(code).advice
    assert "公开发布的年度报告由汇总人员用 xlreport import 转为报送件" in advice


@pytest.mark.parametrize("code", catalogue())
def test_no_example_is_kept_that_its_sentences_do_not_use(code: str) -> None:
    entry = catalogue()[code]
    said = "".join((entry.zh, entry.advice_zh, entry.en, entry.advice_en))
    assert set() == {name for name in entry.example if f"{{{name}" not in said} - {
        "taken",
        "sentence",
    }


def test_every_code_of_the_catalogue_is_used_and_every_code_used_is_in_it() -> None:
    code = "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py")))
    literals = set(re.findall(r'"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)"', code))
    assert set() == set(catalogue()) - literals
    made = set(re.findall(r'make_finding\(\s*"([^"]+)"', code))
    assert set() == made - set(catalogue())


def test_severities_have_words_and_the_gravest_comes_first() -> None:
    ranked = sorted(Severity, key=lambda severity: severity.rank)
    assert ["错误", "警告", "提示"] == [severity.chinese for severity in ranked]
    assert ["error", "warning", "info"] == [str(severity) for severity in ranked]


def test_a_finding_has_the_severity_of_its_code() -> None:
    assert (Severity.ERROR, Severity.WARNING, Severity.INFO) == (
        make_finding("LABEL").severity,
        make_finding("BLANK").severity,
        make_finding("READ-AS").severity,
    )


def test_a_finding_names_its_first_cell() -> None:
    finding = make_finding("BLANK", *CELLS, table="三、收到和处理政府信息公开申请情况")
    first = CELLS[0]
    assert (first.sheet, first.cell, first.path, first.value) == (
        finding.sheet,
        finding.cell,
        finding.path,
        finding.seen,
    )
    assert (
        "“三、收到和处理政府信息公开申请情况”有 2 个单元格没有填写，首处是 表三 D11"
        "（三｜（三）不予公开｜1.属于国家秘密｜自然人）。"
    ) == finding.message
    assert "请逐项填写，没有的填0。" == finding.advice


def test_a_finding_about_a_whole_file_names_no_cell() -> None:
    finding = make_finding("FILE-EMPTY")
    assert ("", "", "", "") == (finding.sheet, finding.cell, finding.path, finding.seen)
    assert "文件是空的，大小为0字节。" == finding.message


@pytest.mark.parametrize(("count", "words"), [(1, "表三 D11的合计"), (2, "表三 D11等2处的合计")])
def test_cells_beyond_the_first_are_counted(count: int, words: str) -> None:
    assert make_finding("TOTAL-TYPED", *CELLS[:count]).message.startswith(words)


def test_the_english_sentence_says_what_to_do_as_well() -> None:
    finding = make_finding("TOTAL-WRONG", *CELLS)
    finding = replace(finding, expected="9")
    assert finding.english.endswith("Check the parts; if they are right the total is 9.")


@given(st.text())
@some
def test_what_was_typed_is_quoted_on_one_line_and_kept_whole_beside_it(text: str) -> None:
    cell = CellReference("三", "D11", "三 › 自然人", text)
    finding = make_finding("UNREADABLE", cell, sentence="含有文字", shown="")
    quoted = quotable(text)
    assert f"表三 D11（三｜自然人）填写的“{quoted}”不能读作数字：含有文字。" == finding.message
    assert quoted.isprintable()
    assert 121 >= len(quoted)
    assert text == finding.seen


@pytest.mark.parametrize("text", ["{sheet}", "{0}", "{", "{seen.__class__}", "%s"])
def test_what_was_typed_is_never_taken_for_a_place_in_the_sentence(text: str) -> None:
    finding = make_finding("FILE-UNOPENED", reason=text)
    assert f"文件打不开：{text}。" == finding.message


def test_a_finding_is_told_whose_it_is_without_being_changed() -> None:
    finding = make_finding("BLANK", *CELLS, table="三")
    told = attribute_finding(
        finding,
        file="a.xlsx",
        department="某局",
        department_code="D01",
        form="ogi-2021",
        period=Period(2026),
    )
    assert ("a.xlsx", "某局", "D01", "ogi-2021", 2026) == (
        told.file,
        told.department,
        told.department_code,
        told.form,
        told.year,
    )
    nobodys = replace(told, file="", department="", department_code="", form="", period=None)
    assert finding == nobodys


def test_what_was_explained_and_approved_stands_behind_the_message() -> None:
    plain = make_finding("BLANK", *CELLS, table="三")
    said = replace(plain, answer=" 已核实，\n属实 ", waiver="已由 李四 核准：属实")
    assert ((), plain.message) == (plain.remarks, plain.full_message)
    assert ("单位核实说明：已核实， 属实", "已由 李四 核准：属实") == said.remarks
    assert said.full_message == (
        f"{plain.message}（单位核实说明：已核实， 属实）（已由 李四 核准：属实）"
    )
    long = replace(plain, answer="长" * 999)
    assert len(long.full_message) < len(plain.message) + 130
    assert long.answer in long.remarks[0]


SEVERITIES: Final = {code: catalogue()[code].severity for code in ("LABEL", "BLANK", "READ-AS")}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([*SEVERITIES]))))
@some
def test_findings_are_sorted_by_the_gravest_of_their_file_then_their_own_gravity(
    rows: list[tuple[str, str]],
) -> None:
    found = [
        replace(make_finding(code, number=str(place)), file=file)
        for place, (file, code) in enumerate(rows)
    ]
    ranks = {code: rank for rank, code in enumerate(SEVERITIES)}
    files = list(dict.fromkeys(file for file, _ in rows))
    # A file's own gravest finding; of two alike the one met first.
    files.sort(key=lambda file: min(ranks[code] for other, code in rows if other == file))
    expected = [
        finding
        for file in files
        for code in SEVERITIES
        for finding in found
        if (finding.file, finding.code) == (file, code)
    ]
    assert expected == sort_findings(found)


def test_before_all_else_about_a_file_stands_that_its_form_is_not_the_right_one() -> None:
    found = [
        make_finding("DUPLICATE", other="a.xlsx"),
        make_finding("SCHEMA", table="三", check="T3-ID"),
        make_finding("EDITION", year="2026", form="ogi-2019", right="ogi-2021"),
    ]
    assert ["EDITION", "SCHEMA", "DUPLICATE"] == [each.code for each in sort_findings(found)]
