"""What is imprinted, with figures or earlier figures, has the bytes that it has if it is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from support.departments import make_department, number_departments
from support.kinds_form import KINDS_FORM
from support.period_forms import period_form
from xlreport.base.period import Period, parse_period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Department
from xlreport.office.theme import default_theme
from xlreport.outgoing import master
from xlreport.outgoing.filled import write_return, write_returns
from xlreport.outgoing.master import Masters
from xlreport.outgoing.template import (
    TemplateJob,
    TemplateSettings,
    build_template,
    identity_of,
)
from xlreport.writing.book import Book
from xlreport.writing.content import Content, Value
from xlreport.writing.pieces import Pieces, Place, pieces_of
from xlreport.writing.workbook import open_book

_COSTS = """
id    = "costs"
title = "费用情况表"
from  = 2026

[[table]]
key     = "costs"
heading = "一、费用"
corner  = "事项"
money   = { amount = "万元" }
columns = '''
amount   "本年" <金额> & 其他
people   人次
'''
rows = '''
travel   出差 'x'
other    其他 > y
total    合计
'''

[[table.rule]]
id     = "C-SUM"
every  = "column"
must   = "total = travel + other"
fill   = true
say    = "合计等于各项之和"

[[table.rule]]
id     = "C-LAST"
every  = "column"
must   = "travel = last.travel"
say    = "等于上年“出差”"

[[table.rule]]
id       = "C-MORE"
every    = "column"
severity = "warning"
must     = "total >= last.total"
say      = "不少于上年"

[[duty]]
key   = "other"
name  = "其他"
cells = ["costs.other"]
"""
FORMS = ["ogi-2021", "costs", "services"]
# A workbook that is not as it was built is not made simpler: that would take minutes.
some_times = settings(
    max_examples=16, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate]
)
FIGURES = st.one_of(
    st.integers(0, 9), st.integers(-(10**15), 10**15), st.sampled_from([0, None, 98765])
)
VALUES = st.one_of(
    st.integers(0, 9),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 2)),
    st.sampled_from([0, None, None, -0.0, 0.1, 10**17, "25.1万元", "是"]),
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TemplateSettings]:
    """The settings for each form, with the masters that all its templates share."""
    folder = tmp_path_factory.mktemp("forms")
    costs = folder / "costs.toml"
    costs.write_text(_COSTS, encoding="utf-8")
    loaded = [load_form("ogi-2021"), load_form(costs)]
    made = {
        form.id: TemplateSettings(form, Period(2027), "1月20日", default_theme()) for form in loaded
    }
    quarterly = period_form(folder)
    return made | {
        "services": TemplateSettings(quarterly, parse_period("2027Q2"), "1月20日", default_theme())
    }


def same_bytes(ready: TemplateSettings, who: Department, last: Sequence[int | None]) -> None:
    built = build_template(
        ready.form,
        period=ready.period,
        department=who,
        fields={Field(FieldKind.DEADLINE): ready.deadline},
        last=last,
    )
    is_same = built == ready.build(TemplateJob(who, last))  # without their bytes in a failure
    assert is_same


@some_times
@given(
    form=st.sampled_from(FORMS),
    some=st.lists(FIGURES, min_size=1, max_size=7),
    name=st.sampled_from(["甲局", '<乙>&"丙"局']),
    lacks=st.booleans(),
)
def test_any_earlier_figures_come_out_as_they_would_have_been_built(
    ready: dict[str, TemplateSettings], form: str, some: list[int | None], name: str, *, lacks: bool
) -> None:
    chosen = ready[form]
    size = len(chosen.form.cells) * (1 if chosen.form.period.is_year else 3)
    duties = chosen.form.duties if lacks else ()
    who = replace(make_department("D&<05>", name), no_duties=tuple(each.name for each in duties))
    same_bytes(chosen, who, [some[index % len(some)] for index in range(size)])
    is_imprinted = None not in chosen._masters.known.values()
    assert is_imprinted


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Masters]:
    """The masters of filled returns of each form."""
    folder = tmp_path_factory.mktemp("forms")
    texts = {"costs": _COSTS, "kinds": KINDS_FORM}
    for name, text in texts.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    loaded = [load_form("ogi-2021"), *(load_form(folder / f"{name}.toml") for name in texts)]
    return {form.id: Masters(form) for form in loaded}


@some_times
@given(
    form=st.sampled_from(["ogi-2021", "costs", "kinds"]),
    some=st.lists(VALUES, min_size=1, max_size=7),
    lacks=st.booleans(),
    is_nil=st.booleans(),
)
def test_any_figures_come_out_as_they_would_have_been_built(
    returned: dict[str, Masters], form: str, some: list[Value | None], *, lacks: bool, is_nil: bool
) -> None:
    masters = returned[form]
    duties = masters.form.duties if lacks else ()
    who = replace(make_department("D&<05>"), no_duties=tuple(each.name for each in duties))
    typed = {cell.index: some[cell.index % len(some)] for cell in masters.form.inputs}
    content = replace(
        identity_of(masters.form, Period(2027), who),
        values={index: value for index, value in typed.items() if value is not None},
        nil=frozenset({masters.form.tables[-1].key} if is_nil else ()),
    )
    is_same = open_book(masters.form, content).to_bytes() == masters.workbook(content)
    assert is_same
    is_imprinted = None not in masters.known.values()
    assert is_imprinted


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[Book]:
    """The workbooks that are built from now on."""
    found: list[Book] = []
    finish = Book.to_bytes

    def finish_and_keep(book: Book) -> bytes:
        found.append(book)
        return finish(book)

    monkeypatch.setattr(Book, "to_bytes", finish_and_keep)
    return found


def test_templates_with_earlier_figures_of_one_shape_share_one_master(
    form_2021: Form, built: list[Book]
) -> None:
    chosen = TemplateSettings(form_2021, Period(2027), "", default_theme())
    for number in range(5):
        last = [number] * len(form_2021.cells)
        chosen.build(TemplateJob(make_department(f"D0{number}"), last))
    assert 2 == len(built)  # the master, and the second to compare


def test_many_returns_are_imprinted_and_each_is_the_one_written_alone(
    tmp_path: Path, form_2021: Form, built: list[Book]
) -> None:
    roster = number_departments(3)
    data = {
        who.code: {"requests.received.natural_person": 7 * n}
        for n, who in enumerate(roster.departments)
    }
    paths = write_returns(form_2021, roster, data, folder=tmp_path / "报", year=2026)
    assert 2 == len(built)
    for path, who in zip(paths, roster.departments, strict=True):
        alone = tmp_path / path.name
        write_return(form_2021, data[who.code], alone, department=who, year=2026)
        assert alone.read_bytes() == path.read_bytes()


def test_where_pieces_do_not_stand_as_foreseen_the_template_is_built(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    stray = Pieces((), {Place("三", "D7", is_prompt=True): "一句"})
    monkeypatch.setattr(master, "pieces_of", lambda *_: stray)
    chosen = TemplateSettings(form_2021, Period(2027), "1月20日", default_theme())
    same_bytes(chosen, make_department("D05"), [7] * len(form_2021.cells))
    assert [None] == [*chosen._masters.known.values()]


def test_where_a_figure_was_not_foreseen_none_has_that_of_another(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def all_but_one(form: Form, content: Content) -> Pieces | None:
        pieces = pieces_of(form, content)
        assert pieces is not None
        return replace(pieces, texts=dict([*pieces.texts.items()][:-1]))

    monkeypatch.setattr(master, "pieces_of", all_but_one)
    chosen = TemplateSettings(form_2021, Period(2027), "1月20日", default_theme())
    for number in range(3):
        same_bytes(chosen, make_department(f"D0{number}"), [number] * len(form_2021.cells))
    assert [None] == [*chosen._masters.known.values()]


def test_shapes_without_end_do_not_fill_the_memory(
    form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(master, "_MOST_MASTERS", 1)
    chosen = TemplateSettings(form_2021, Period(2027), "1月20日", default_theme())
    for last in ([7] * len(form_2021.cells), [None] * len(form_2021.cells)):
        same_bytes(chosen, make_department("D05"), last)
    assert 1 == len(chosen._masters.known)
