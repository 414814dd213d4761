"""A form file that loads can be drawn, written, read, checked, added up, reported and exported."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.departments import make_department
from support.enforcement import ENFORCEMENT
from support.made_up_form import MADE_UP_FORM
from support.purchases import PURCHASES
from xlreport import annotate, consolidate, export, load_form, read_returns, write_report
from xlreport.base.errors import FormError, FormFault
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell
from xlreport.layout.drawing import draw_form
from xlreport.office.roster import Roster
from xlreport.outgoing.template import build_template
from xlreport.summary.book.book import write_summary
from xlreport.summary.summary import ConsolidationError
from xlreport.writing.content import Value

FORMS = (MADE_UP_FORM, ENFORCEMENT, PURCHASES)
ROSTER = Roster("名录.csv", (make_department("D01"), make_department("D02")))
WORD = re.compile(r"[a-z_]{3,}|[0-9]+|\w+")
WORDS = [
    "7",
    "0",
    "true",
    "last.",
    "total",
    "*",
    "money",
    "text",
    "date",
    "open",
    "、",
    "\t",
    "'''",
]
TYPED: Mapping[Kind, Value] = {
    Kind.DATE: "2026-01-05",
    Kind.TEXT: "文字",
    Kind.YES_NO: "是",
    Kind.PERCENTAGE: "50%",
}


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Change one or two lines of a form file: left out, doubled, moved, with another word."""
    text = draw(st.sampled_from(FORMS))
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(lines) - 1))
        how = draw(st.sampled_from(["drop", "double", "move", "word", "word", "word"]))
        words = list(WORD.finditer(lines[at]))
        if how == "drop":
            del lines[at]
        elif how == "double":
            lines.insert(at, lines[at])
        elif how == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif words:
            found = draw(st.sampled_from(words))
            new = draw(st.sampled_from(WORDS) | st.sampled_from(sorted(set(WORD.findall(text)))))
            lines[at] = lines[at][: found.start()] + new + lines[at][found.end() :]
    return "\n".join(lines)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(mutations())
def test_a_mutated_form_file_is_refused_with_lines_or_goes_the_whole_way(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mutated.toml"
        path.write_text(text, encoding="utf-8")
        faults: tuple[FormFault, ...] = ()
        try:
            form = load_form(path)
        except FormError as error:
            faults = error.faults
        if not faults:
            go_the_whole_way(form, Path(folder))
        assert all(fault.line for fault in faults)


def typed(cell: Cell) -> Value:
    measure = cell.measure
    if measure.choices:
        return measure.choices[0]
    return measure.example or TYPED.get(measure.kind, "3.5元" if measure.unit_required else 1)


def go_the_whole_way(form: Form, folder: Path) -> None:
    draw_form(form)
    period = Period(form.last_year or max(form.first_year, 2021), form.period)
    (folder / "in").mkdir()
    for department in ROSTER.departments:
        values = {cell.index: typed(cell) for cell in form.inputs}
        data = build_template(form, period=period, department=department, values=values)
        (folder / "in" / f"{department.code}.xlsx").write_bytes(data)
    returns = read_returns(folder / "in", roster=ROSTER, forms=[form])
    annotate(returns, folder / "back")
    export(returns, folder / "data.json")
    try:
        summary = consolidate(returns, name="县")
    except ConsolidationError:  # the figures break a rule
        return
    write_summary(summary, folder / "summary.xlsx")
    write_report(summary, folder / "report.html", partial=True)
