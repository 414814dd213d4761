"""One workbook of every kind that the library writes, made by its own public calls."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

import xlreport as xr
from support.clerk import Filling, clerks_filling
from support.departments import make_department
from support.enforcement import coercion, filled_file, load_enforcement, penalties
from support.examples import EXAMPLES_FILLED, load_example, read_example
from support.filled import FORM_NAMES, all_values, as_typed, fill_form
from support.kinds_form import kinds_form, typed_in
from xlreport.desk.findings_book import as_workbook
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Roster
from xlreport.outgoing.template import build_template
from xlreport.summary.book.book import build_summary
from xlreport.writing.content import Value

# Characters that mean something in XML, in a page header, in a formula; and eighty of a name.
NAME = "教育&体育<局>\"筹\"'办'《一》[甲]!"
LONG_NAME = "某" * 79 + "局"
KINDS = ("政府部门", '<乡镇>*="')
ROSTER = Roster(
    "名录.csv",
    tuple(
        replace(make_department(f"D0{number}", name), kind=kind)
        for number, (name, kind) in enumerate(zip([NAME, LONG_NAME], KINDS, strict=True), 1)
    ),
)
FILLED = ["ogi-2021", "ogi-2019"]
SHIPPED = [*FORM_NAMES, "enforcement-2021", "ogi-documents", "ogi-register"]


_OF_A_FORM = ("of a department", "last year", *(f"filling {seed}" for seed in range(5)), "words")
_OF_OFFICERS = ("summary", "summary of two years", "findings", "sent back 0", "sent back 1")
_OF_DUTIES = (
    *("duties locked", "a duty declared", "a duty contradicted", "nothing but a duty"),
    "summary",
)
# By these tests are named, for which no workbook needs to be made.
NAMES: Final = (
    *(f"{name}, blank" for name in SHIPPED),
    *(f"{name}, {kind}" for name in FORM_NAMES for kind in _OF_A_FORM),
    *(f"{name}, {kind}" for name in FILLED for kind in _OF_OFFICERS),
    *(f"kinds, {kind}" for kind in ("blank", "filled")),
    *(f"enforcement, {kind}" for kind in _OF_DUTIES),
    *(
        f"{load_example(example).id}, {kind}"
        for example in EXAMPLES_FILLED
        for kind in ("of a department", "summary")
    ),
)


@cache
def every_workbook() -> dict[str, bytes]:
    """Give the bytes of every kind of workbook by a name that says which."""
    books = _all_workbooks()
    assert NAMES == tuple(books)
    return books


def _all_workbooks() -> dict[str, bytes]:
    """Make them all, in the order of `NAMES`."""
    books = {f"{name}, blank": build_template(xr.load_form(name)) for name in SHIPPED}
    for name in FORM_NAMES:
        form = xr.load_form(name)
        year, who = form.first_year + 1, ROSTER.departments[0]
        books[f"{name}, of a department"] = build_template(form, year=year, department=who)
        before = all_values(form, fill_form(form, 7))
        books[f"{name}, last year"] = build_template(
            form,
            year=year,
            department=ROSTER.departments[1],
            values=as_typed(form, fill_form(form, 8)),
            last=[None if index % 7 == 0 else value for index, value in enumerate(before)],
        )
        for seed in range(5):
            books[f"{name}, filling {seed}"] = build_filling(clerks_filling(form, seed), who=0)
        texts = {index: "三件" if index % 3 else "=1+1" for index in range(0, len(form.cells), 4)}
        texts = {i: text for i, text in texts.items() if not form.cells[i].total}
        books[f"{name}, words"] = build_filling(Filling(form, texts), who=0)
    for name in FILLED:
        books |= _officers_workbooks(xr.load_form(name))
    books["kinds, blank"] = build_template(kinds_form())
    books["kinds, filled"] = build_template(
        kinds_form(), year=2026, department=ROSTER.departments[0], values=typed_in({})
    )
    return books | _books_of_duties() | _books_of_examples()


@cache
def form_named(name: str) -> Form:
    """Load the form with whose name a workbook's begins."""
    if name.startswith("kinds"):
        return kinds_form()
    for example in EXAMPLES_FILLED:
        form = load_example(example)
        if name.startswith(form.id):
            return form
    if name.partition(",")[0] != "enforcement":
        return xr.load_form(name.partition(",")[0])
    with tempfile.TemporaryDirectory() as folder:
        return load_enforcement(Path(folder))


def _books_of_examples() -> dict[str, bytes]:
    """Give a template and a summary of each example form."""
    books = {}
    for example in EXAMPLES_FILLED:
        form = load_example(example)
        who = ROSTER.departments[0]
        books[f"{form.id}, of a department"] = build_template(
            form, period=example.period, department=who
        )
        with tempfile.TemporaryDirectory() as folder:
            returns = read_example(example, Path(folder))
            summary = xr.consolidate(returns, name="某县")
        books[f"{form.id}, summary"] = build_summary(summary)
    return books


def _books_of_duties() -> dict[str, bytes]:
    """Give workbooks of departments without duties: locked, declared, contradicted, summed up."""
    form = form_named("enforcement")
    with tempfile.TemporaryDirectory() as folder:
        figures = penalties(warning=3, amount=2.5)
        books = {
            "D1": filled_file(form, "D1", figures, no_duties=["detention", "coercion"]),
            "D2": filled_file(form, "D2", figures | coercion(1), declared=["detention"]),
        }
        for code, data in books.items():
            (Path(folder) / f"{code}.xlsx").write_bytes(data)
        returns = xr.read_returns(folder, forms=[form])
        wrong = penalties(detention=4) | coercion(1)
        return {
            "enforcement, duties locked": books["D1"],
            "enforcement, a duty declared": books["D2"],
            "enforcement, a duty contradicted": filled_file(
                form, "D3", wrong, declared=["detention"]
            ),
            "enforcement, nothing but a duty": filled_file(form, "D4", {}, declared=["coercion"]),
            "enforcement, summary": build_summary(xr.consolidate(returns, name="某县")),
        }


def build_filling(filling: Filling, who: int, revision: int = 1) -> bytes:
    """Build a workbook as a clerk has filled it in."""
    values: dict[int, Value] = {}
    for index in filling.typed:
        number = filling.number(index)
        text = filling.form.cells[index].measure.unit_required or number is None
        if text or number is None:
            values[index] = filling.typed[index]
        else:
            values[index] = int(number) if number == int(number) else float(number)
    form = filling.form
    return build_template(
        form,
        year=form.first_year + 1,
        department=ROSTER.departments[who],
        values=values,
        nil=filling.nil,
        revision=revision,
        fields={Field(FieldKind.TEXT, text.key): "=1+1 <&> 总体情况" for text in form.texts},
    )


def _officers_workbooks(form: Form) -> dict[str, bytes]:
    """Make what an officer gets: summary, list of findings, annotated copies."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fillings = [clerks_filling(form, seed) for seed in (0, 2)]
        for number, filling in enumerate(fillings):
            (folder / f"{number}.xlsx").write_bytes(build_filling(filling, who=number))
        returns = xr.read_returns(folder, roster=ROSTER)
        copies = xr.annotate(returns, folder / "退回")
        summary = xr.consolidate(returns, name="某县")
        return {
            f"{form.id}, summary": build_summary(summary),
            f"{form.id}, summary of two years": _summary_of_two_years(form, folder / "两年"),
            f"{form.id}, findings": as_workbook(returns),
            **{
                f"{form.id}, sent back {number}": path.read_bytes()
                for number, path in enumerate(copies)
            },
        }


def _summary_of_two_years(form: Form, folder: Path) -> bytes:
    """Make a summary beside last year's: of two departments, one reported in both years."""
    last, this = (folder / name for name in ("上年", "本年"))
    for year, place, who in ((0, last, 0), (1, this, 0), (1, this, 1)):
        place.mkdir(parents=True, exist_ok=True)
        data = build_template(
            form,
            year=form.first_year + year,
            department=ROSTER.departments[who],
            values=as_typed(form, fill_form(form, year + who)),
        )
        (place / f"{who}.xlsx").write_bytes(data)
    county = xr.consolidate(xr.read_returns(last), name="某县", code="X")
    published = xr.write_summary(county, folder / "上年.xlsx")
    returns = xr.read_returns(this, roster=ROSTER, last_year=published)
    return build_summary(xr.consolidate(returns, name="某县", code="X"))
