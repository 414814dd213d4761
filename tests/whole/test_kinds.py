"""Every kind of cell, written and read back; 检查 and the reader say the same of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.departments import make_department
from support.kinds_form import CHOICES, VALUES, build, cell_of, content, kinds_form
from support.office import Answer, Job, work
from support.settled import returns_in
from xlreport import Roster, annotate, read_returns
from xlreport.base.finding import Finding, Severity
from xlreport.form.load import load_form
from xlreport.form.measure import Kind, Measure, format_value
from xlreport.form.totals import fill_totals
from xlreport.layout.check_line import check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.outgoing._typed import as_typed
from xlreport.reading.one_return import Return
from xlreport.returns.received import read_return
from xlreport.writing._state_formula import READY

_WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf"]), min_size=1, max_size=30)


def read(path: Path) -> tuple[Return, list[Finding]]:
    returns = read_return(path, forms=[kinds_form()])
    return returns_in(returns)[0], list(returns.found)


def all_values(values: Mapping[str, int | str]) -> tuple[int | None, ...]:
    form = kinds_form()
    row: list[int | None] = [None] * len(form.cells)
    for name, value in values.items():
        row[cell_of(name).index] = None if isinstance(value, str) else value
    fill_totals(form, row)
    return tuple(row)


def words_in(values: Mapping[str, int | str]) -> dict[int, str]:
    return {cell_of(name).index: text for name, text in values.items() if isinstance(text, str)}


def any_of(measure: Measure) -> st.SearchStrategy[int | str]:
    """Give values that a cell may hold."""
    match measure.kind:
        case Kind.TEXT if measure.pattern:
            return st.from_regex(measure.pattern, fullmatch=True)
        case Kind.TEXT:
            return _WORDS.map(str.strip).filter(lambda text: bool(text.strip("\ufffe\uffff ")))
        case Kind.DATE:
            return st.dates(date(1901, 1, 1), date(2199, 12, 31)).map(date.toordinal)
        case Kind.YES_NO | Kind.CHOICE:
            return st.integers(0, len(measure.answers) - 1)
        case Kind.PERCENTAGE:
            return st.integers(-100_000, 100_000)
    return st.integers(0, 10**9)


@given(st.fixed_dictionaries({name: any_of(cell_of(name).measure) for name in VALUES}))
@settings(max_examples=15)
def test_any_filling_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, values: Mapping[str, int | str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "任意填写.xlsx"
    path.write_bytes(content(values))
    item, found = read(path)
    assert [] == [
        finding.message
        for finding in found
        if finding.code not in ("RULE", "SLIP") and not finding.code.startswith("SAME")
    ]
    assert all_values(values) == item.values
    assert words_in(values) == dict(item.words)


# --- in LibreOffice --------------------------------------------------------------------------

RIGHT: Mapping[str, str] = {
    name: value if isinstance(value, str) else format_value(value, cell_of(name).measure)
    for name, value in VALUES.items()
}
# What is typed in another way: what is read, or None; and whether 检查 takes it for wrong.
TYPED: Mapping[tuple[str, str], tuple[int | str | None, bool]] = {
    ("sites.opened.main", "2026年1月5日"): (date(2026, 1, 5).toordinal(), True),
    ("sites.opened.other", "2026年1月"): (None, True),
    ("sites.has_media.main", "√"): (1, True),
    ("sites.has_media.other", "或许"): (None, True),
    ("sites.site_type.main", "部门　网站"): (1, True),
    ("sites.site_type.other", "其它"): (None, True),
    ("sites.code.main", "64032"): (None, True),
    ("sites.avg_days.main", "2.5天"): (25, True),
    ("sites.avg_days.other", "2.25"): (23, True),
    ("sites.satisfied.main", "很高"): (None, True),
    ("sites.satisfied.other", "99.00%"): (9900, False),
}


@dataclass(frozen=True)
class Worked:
    """A workbook after LibreOffice: what it shows, and what is read of it."""

    answer: Answer
    item: Return
    found: list[Finding]

    def sign(self, kind: FieldKind, key: str | int) -> Any:
        return self.answer.at(lay_form(kinds_form()).fields[Field(kind, key)])

    def line(self, name: str) -> dict[FieldKind, Any]:
        (line,) = (each for each in check_lines(kinds_form()) if each.id == name)
        kinds = (FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE, FieldKind.VERDICT)
        return {kind: self.sign(kind, line.number) for kind in kinds}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worked]:
    folder, form = tmp_path_factory.mktemp("kinds"), kinds_form()
    positions = lay_form(form).positions
    blank, full = folder / "blank.xlsx", folder / "full.xlsx"
    blank.write_bytes(build(form, {}))
    full.write_bytes(content({}))
    places = {name: positions[cell_of(name).index] for name in VALUES}
    right = [(places[name], text) for name, text in RIGHT.items()]
    other = [(places[name], text) for name, text in TYPED]
    gaps = [(places[name], "") for name in VALUES if name.startswith("plans")]
    jobs = {
        "typed": Job(blank, types=right, show="*", save=folder / "typed.xlsx"),
        "otherwise": Job(full, puts=other, show="*", save=folder / "otherwise.xlsx"),
        "gaps": Job(full, puts=gaps, show="*", save=folder / "gaps.xlsx"),
    }
    answers = work(list(jobs.values()))
    return {
        name: Worked(answer, *read(job.save or full))
        for (name, job), answer in zip(jobs.items(), answers, strict=True)
    }


@pytest.mark.libreoffice
def test_what_is_typed_as_it_should_be_is_read_and_right(worked: dict[str, Worked]) -> None:
    typed = worked["typed"]
    assert all_values(VALUES) == typed.item.values
    assert words_in(VALUES) == dict(typed.item.words)
    assert [] == [finding.message for finding in typed.found if finding.severity is Severity.ERROR]
    assert READY == typed.answer.at(lay_form(kinds_form()).fields[Field(FieldKind.STATE)])


@pytest.mark.libreoffice
def test_what_is_typed_otherwise_is_read_as_the_table_of_meanings_has_it(
    worked: dict[str, Worked],
) -> None:
    otherwise = worked["otherwise"]
    expected = {name: value for (name, _), (value, _) in TYPED.items()}
    read = {
        name: otherwise.item.words.get(cell_of(name).index)
        or otherwise.item.values[cell_of(name).index]
        for name in expected
    }
    assert expected == read
    unread = {cell_of(name).index for name, value in expected.items() if value is None}
    assert unread == otherwise.item.unreadable


@pytest.mark.libreoffice
def test_the_checks_count_what_is_not_as_it_should_be(worked: dict[str, Worked]) -> None:
    wrong = sum(is_wrong for _, is_wrong in TYPED.values())
    line = worked["otherwise"].line("KIND")
    assert {
        FieldKind.LEFT: 12 - wrong,
        FieldKind.RIGHT: 12,
        FieldKind.DIFFERENCE: wrong,
        FieldKind.VERDICT: "×",
    } == line
    assert "√" == worked["typed"].line("KIND")[FieldKind.VERDICT]


@pytest.mark.libreoffice
def test_a_blank_means_to_the_checks_what_it_means_to_the_reader(
    worked: dict[str, Worked],
) -> None:
    gaps = worked["gaps"]
    values = {cell_of(f"plans.{row}.number").row: None for row in ("finished", "planned", "budget")}
    read = {c.row: gaps.item.values[c.index] for c in kinds_form().table("plans").cells}
    assert values | {"begun": 0} == read
    # Two cells are asked for, of which one must be filled in.
    assert 2 == gaps.sign(FieldKind.REQUIRED, "plans")
    assert 2 == gaps.sign(FieldKind.BLANK, "plans")
    assert "○" == gaps.sign(FieldKind.COMPLETE, "plans")
    assert ["BLANK-TABLE"] == [f.code for f in gaps.found if f.severity is Severity.ERROR]
    # The rule is judged, as a blank of one cell is 0.
    assert "√" == gaps.line("P-ANY")[FieldKind.VERDICT]


@pytest.mark.libreoffice
def test_nothing_computed_is_an_error_and_shares_of_nothing_show_nothing(
    worked: dict[str, Worked],
) -> None:
    for each in worked.values():
        assert not [place for place, value in each.answer.computed() if value is None]
    position = lay_form(kinds_form()).positions
    rate = position[cell_of("services.others.rate").index]
    assert ("", 0.2857) == (
        worked["typed"].answer.at(rate),
        worked["typed"].answer.at(position[cell_of("services.all.rate").index]),
    )
    assert re.match("=IF", str(worked["typed"].answer.formulas[rate.sheet][rate.row][rate.column]))


def test_a_choice_is_one_of_the_list_whatever_it_holds() -> None:
    assert len(CHOICES[-1]) > 50
    assert "," in CHOICES[2]
    assert "部门网站" == as_typed(1, cell_of("sites.site_type.main").measure)


def test_a_copy_that_is_sent_back_reads_as_the_return_did(tmp_path: Path) -> None:
    path = tmp_path / "报送表.xlsx"
    typed: dict[str, int | str | None] = {
        "sites.opened.main": "2026.1.5",
        "sites.opened.other": "2026年1月",
        "sites.has_media.main": "√",
        "sites.satisfied.main": 555_600,  # 5556.00%
        "sites.code.other": "64032",
    }
    path.write_bytes(content(typed))
    who = make_department("D05", "盐池县教育局")
    roster = Roster("名录.csv", (who,))
    returns = read_returns(path, roster=roster, forms=[kinds_form()])
    (copy,) = annotate(returns, tmp_path)
    before, after = read(path)[0], read(copy)[0]
    assert before.values == after.values
    assert dict(before.words) == dict(after.words)
    assert before.unreadable == after.unreadable
    # Without the mark a number looks right in the format of a percentage.
    assert "55.56？" == after.seen[cell_of("sites.satisfied.main").index]


# --- forms of one kind -----------------------------------------------------------------------

ALONE = """
id = "alone"
title = "表"
from = 2020
[[table]]
key = "a"
heading = "一、甲"
columns = '''
c  丙
'''
rows = '''
r  乙
s  丁
'''
[table.kinds]
c = {kind}
"""


@pytest.mark.parametrize(
    ("kind", "value", "codes"),
    [
        ('"text"', None, ["BLANK-TABLE"]),
        ('{ kind = "text", blank = "not_yet" }', None, []),
        ('{ kind = "text", pattern = "[A-Z]{2,4}", example = "AB" }', None, ["BLANK-TABLE"]),
        ('"date"', None, ["BLANK-TABLE"]),
        ('"yes_no"', None, ["BLANK-TABLE"]),
        ('{ kind = "choice", choices = ["甲", "乙"], blank = "error" }', None, ["BLANK-TABLE"]),
        ('"percentage"', None, ["BLANK-TABLE"]),
        ('{ kind = "decimal", unit = "天", places = 2, add = false }', None, ["BLANK-TABLE"]),
        ('{ kind = "count", blank = "not_yet" }', None, []),
        ('{ kind = "count", blank = "zero" }', 0, []),
        ('{ kind = "count", blank = "error" }', None, ["BLANK-TABLE"]),
    ],
)
def test_a_form_of_one_kind_alone_is_written_and_its_blanks_are_read(
    kind: str, value: int | None, codes: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "alone.toml"
    path.write_text(ALONE.replace("{kind}", kind), encoding="utf-8")
    form = load_form(path)
    template = tmp_path / "模板.xlsx"
    template.write_bytes(build(form, {}))
    returns = read_return(template, forms=[form])
    assert (value, value) == returns_in(returns)[0].values
    assert codes == [finding.code for finding in returns.found]
