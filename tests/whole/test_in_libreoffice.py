"""LibreOffice, the real program: what is locked, what 检查 says, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from support.clerk import (
    Filling,
    as_text,
    blanks,
    clerks_filling,
    table_state,
    verdict,
    what_remains,
)
from support.departments import make_department
from support.filled import all_values, fill_form
from support.made_up_form import load_made_up
from support.office import Answer, Job, work
from support.settled import returns_in
from xlreport.base.finding import Finding
from xlreport.checks.arrays import make_arrays
from xlreport.checks.judge import Verdicts, check_returns, judge
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import Kind, Values, format_value, to_number
from xlreport.form.rule import Balance
from xlreport.layout.check_line import BalanceLine, CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Position, lay_form
from xlreport.office.theme import default_theme
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.returns.received import read_return

pytestmark = pytest.mark.libreoffice


WHO = make_department("D05", "盐池县退役军人事务局")


_OF_A_CELL = {"INT", "NEG", "UNREADABLE"}


# --- what 检查 says of fillings, right and wrong ones --------------------------------------------


@dataclass(frozen=True)
class Checked:
    """One filling: what LibreOffice shows of it, and what the library says of the saved file."""

    filling: Filling
    answer: Answer
    item: Return
    found: Sequence[Finding]
    verdicts: Verdicts
    last: Values | None = None
    red: frozenset[Position] = frozenset()

    def sign(self, line: CheckLine) -> object:
        """Give the verdict that the 检查 sheet shows on a line."""
        return self.show(Field(FieldKind.VERDICT, line.number))

    def show(self, field: Field) -> object:
        """Give what stands in a field."""
        return self.answer.at(lay_form(self.filling.form).fields[field])

    def lines(self) -> list[CheckLine]:
        """List the lines that the workbook shows."""
        shown = check_lines(self.filling.form)
        return [line for line in shown if self.last is not None or not line.last]

    def expected(self, line: CheckLine) -> str:
        """Give the verdict that the library's own judgement makes."""
        fails = (
            isinstance(line, BalanceLine) and self.verdicts.failed[0][self.place_of(line.balance)]
        )
        return verdict(self.filling, line, fails=bool(fails), last=self.last)

    def place_of(self, balance: Balance) -> int:
        """Give the place of a relation among those of the form."""
        return self.filling.form.balances.index(balance)


def check(
    form: Form,
    fillings: Sequence[Filling],
    folder: Path,
    lasts: Sequence[Values | None],
    pictures: int,
) -> list[Checked]:
    """Put fillings into templates with LibreOffice and read what it saved with the library."""
    jobs = []
    for number, (filling, last) in enumerate(zip(fillings, lasts, strict=True)):
        template = folder / f"template-{number if last else 0}.xlsx"
        if not template.exists():
            data = build_template(form, year=form.first_year + 1, department=WHO, last=last)
            template.write_bytes(data)
        html = folder / f"{number}.html" if number < pictures else None
        jobs.append(
            Job(
                template,
                puts=filling.entries(),
                show="*",
                save=folder / f"{number}.xlsx",
                html=html,
            )
        )
    checked = []
    for job, filling, answer, last in zip(jobs, fillings, work(jobs), lasts, strict=True):
        assert job.save is not None  # each is saved
        (item,) = returns_in(read_return(job.save, forms=[form]))
        stack = make_arrays(form, [item], [last])
        found = [finding for _, finding in check_returns([item], stack, [""])]
        found += item.findings
        red = frozenset(red_cells(job.html)) if job.html else frozenset()
        verdicts = judge(form.balances, stack, stack.judged)
        checked.append(Checked(filling, answer, item, found, verdicts, last, red))
    return checked


EDITIONS = ["ogi-2021", "ogi-2019"]


# Of the first fifty fillings those that bring about, on every line of an edition, each verdict and
# each order of its sides that any of the fifty does. Others are added, where no relation holds.
SEEDS = (0, 1, 2, 3, 4, 7, 9, 12, 13, 17, 22, 23, 24, 27, 29, 32, 33, 34, 37, 47)
FILLINGS: dict[str, Sequence[int]] = dict.fromkeys(EDITIONS, SEEDS) | {"made-up": range(10)}


PICTURES = 5  # one of each habit


LARGE = 100_000


def nothing_agrees(form: Form, *, falling: bool) -> Filling:
    """Fill in every cell with another number, the last or the first with the largest by far."""
    sizes = [*(1 + cell.index**2 for cell in form.inputs[:-1]), LARGE]
    typed = {}
    for cell, size in zip(form.inputs, reversed(sizes) if falling else sizes, strict=True):
        number = -LARGE if cell.measure.kind is Kind.CHANGE else size
        if cell.measure.kind is Kind.MONEY:
            number *= 1_000_000  # whole 万元, so that LibreOffice adds them up exactly
        typed[cell.index] = as_text(form, cell.index, number)
    return Filling(form, typed)


@pytest.fixture(scope="module", params=list(FILLINGS))
def checked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Checked]:
    folder = tmp_path_factory.mktemp("checked")
    switched_on = (
        'id       = "INT"',
        'id = "NEG"\nseverity = "error"\nsay = "不小于0"\n\n[[check]]\nid = "INT"',
    )
    made_up = request.param == "made-up"
    form = load_made_up(folder, switched_on) if made_up else load_form(request.param)
    fillings = [clerks_filling(form, seed) for seed in FILLINGS[request.param]]
    fillings += [nothing_agrees(form, falling=falling) for falling in (False, True)]
    return check(form, fillings, folder, [None] * len(fillings), PICTURES)


@pytest.fixture(scope="module", params=EDITIONS)
def after_last_year(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Checked]:
    form, lasts, fillings = load_form(request.param), list[Values](), []
    for seed in range(6):
        values = all_values(form, fill_form(form, seed + 100))
        before = {b.last_cells[0]: b for b in form.balances if b.last_cells}
        for number, index in enumerate(before):
            if (number + seed) % 5 == 0:
                values[index] = None  # what last year's report does not have
        lasts.append(values)
        # Blanks and declarations matter most here, wrong kinds are looked at above.
        fillings.append(clerks_filling(form, (0, 1, 3, 4, 9, 8)[seed]))
    return check(form, fillings, tmp_path_factory.mktemp("last"), lasts, 0)


def test_every_rule_has_the_librarys_verdict(checked: list[Checked]) -> None:
    for case in checked:
        expected = {line.name: case.expected(line) for line in case.lines()}
        assert expected == {line.name: case.sign(line) for line in case.lines()}


def test_the_printed_figure_code_is_the_readers(checked: list[Checked]) -> None:
    expected = [case.item.figure_code for case in checked]
    assert expected == [case.show(Field(FieldKind.FIGURE_CODE)) for case in checked]
    assert 0.8 * len(expected) < len(set(expected))


def test_the_fillings_bring_about_every_verdict(checked: list[Checked]) -> None:
    signs: dict[str, set[object]] = {}
    for case in checked:
        for line in case.lines():
            signs.setdefault(line.name, set()).add(case.sign(line))
    assert {"√", "×", "—", "？"} == set().union(*signs.values())
    for line in checked[0].lines():
        assert signs[line.name] >= ({"√"} if always_holds(line, checked[0]) else {"√", "×"}), line


def always_holds(line: CheckLine, case: Checked) -> bool:
    """Tell whether a relation is what computes a total, or is among such totals alone."""
    fills = case.filling.form.fills
    return isinstance(line, BalanceLine) and (
        line.balance in fills.values() or set(line.cells) <= set(fills)
    )


def test_both_sides_and_their_difference_are_the_librarys(checked: list[Checked]) -> None:
    for case in checked:
        compare_sides(case)


def compare_sides(case: Checked) -> None:
    for line in case.lines():
        if not isinstance(line, BalanceLine) or case.sign(line) not in ("√", "×"):
            continue
        place = case.place_of(line.balance)
        measure = case.filling.form.cells[line.cells[0]].measure
        left, right = (int(side[0][place]) for side in (case.verdicts.left, case.verdicts.right))
        expected = [to_number(number, measure) for number in (left, right, left - right)]
        kinds = (FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE)
        assert expected == [case.show(Field(kind, line.number)) for kind in kinds], line


def test_a_line_of_numbers_counts_the_cells_that_the_library_finds_wrong(
    checked: list[Checked],
) -> None:
    for case in checked:
        for line in case.lines():
            if not isinstance(line, BalanceLine):
                count = len(line.inputs)
                wrong = len(found_cells(case, _OF_A_CELL).intersection(places(case, line.inputs)))
                kinds = (FieldKind.LEFT, FieldKind.RIGHT, FieldKind.DIFFERENCE)
                found = [case.show(Field(kind, line.number)) for kind in kinds]
                assert [count - wrong, count, wrong] == found


def test_the_cells_of_the_rules_that_fail_are_those_of_the_findings(checked: list[Checked]) -> None:
    for case in checked:
        compare_rules(case)


def compare_rules(case: Checked) -> None:
    """Compare lines that fail with findings; totals that only repeat a failure are not found."""
    rules = {line.id for line in case.lines() if isinstance(line, BalanceLine)}
    found = {
        (finding.rule, frozenset((c.sheet, c.cell) for c in finding.cells if c.cell))
        for finding in case.found
        if finding.rule in rules
    }
    failing = [
        line for line in case.lines() if isinstance(line, BalanceLine) and case.sign(line) == "×"
    ]
    shown = {
        (line.id, frozenset((p.sheet, p.address) for p in places(case, line.cells)))
        for line in failing
    }
    assert found <= shown
    fills = case.filling.form.fills
    causes = {line.id for line in failing if not set(line.cells) <= set(fills)}
    repeated = {
        (line.id, frozenset((p.sheet, p.address) for p in places(case, line.cells)))
        for line in failing
        if line.id in causes and set(line.cells) <= set(fills)
    }
    assert shown - repeated == found


def test_each_table_says_how_far_it_is_filled_in(checked: list[Checked]) -> None:
    for case in checked:
        filling = case.filling
        for table in filling.form.tables:
            inputs = [cell.index for cell in table.cells if not cell.total]
            there = sum(index in filling.typed for index in inputs)
            expected = [len(inputs), there, blanks(filling, table), table_state(filling, table)]
            kinds = (FieldKind.REQUIRED, FieldKind.FILLED, FieldKind.BLANK, FieldKind.COMPLETE)
            assert expected == [case.show(Field(kind, table.key)) for kind in kinds]


def test_the_cover_says_what_remains(checked: list[Checked]) -> None:
    said = set()
    for case in checked:
        verdicts = {line: case.expected(line) for line in case.lines()}
        expected = what_remains(case.filling, verdicts)
        shown = [case.show(Field(kind)) for kind in (FieldKind.CONCLUSION, FieldKind.STATE)]
        assert [expected, expected] == shown
        fault = str(case.show(Field(FieldKind.FIRST_FAULT)))
        if expected.startswith("× 有"):
            assert f"先看“{fault.split(chr(39))[1]}”" in expected
        done, all_cells = len(case.filling.typed), len(case.filling.form.inputs)
        assert f"已填 {done}／{all_cells} 格" == case.show(Field(FieldKind.PROGRESS))
        said.add(expected[:4])
    assert len(said) > 2


def test_what_was_put_in_is_read_back_from_the_saved_file(checked: list[Checked]) -> None:
    for case in checked:
        filling, item = case.filling, case.item
        assert (WHO.name, WHO.code, filling.nil) == (item.department, item.code, item.nil)
        for cell in filling.form.inputs:
            text = filling.typed.get(cell.index)
            if text is not None and not filling.is_unread(cell.index):
                value = item.values[cell.index]
                assert value is not None
                assert text.rstrip("元万") == format_value(value, cell.measure)


def test_the_cells_that_turn_red_are_those_of_the_findings(checked: list[Checked]) -> None:
    for case in checked[:PICTURES]:
        form = case.filling.form
        layout = lay_form(form)
        balances = [
            line
            for line in case.lines()
            if isinstance(line, BalanceLine) and case.expected(line) == "×"
        ]
        expected = {place for line in balances for place in places(case, line.cells)}
        expected |= found_cells(case, _OF_A_CELL)
        assert expected == case.red.intersection(layout.positions)
        signs = {
            layout.fields[Field(FieldKind.VERDICT, line.number)]: case.sign(line)
            for line in case.lines()
        }
        signs |= {
            layout.fields[Field(FieldKind.COMPLETE, table.key)]: table_state(case.filling, table)
            for table in form.tables
        }
        signs |= {
            place: case.answer.at(place)
            for field, place in layout.fields.items()
            if field.kind in (FieldKind.RULE_VERDICT, FieldKind.STATE)
        }
        red = {place for place, sign in signs.items() if str(sign)[:1] in ("×", "？")}
        on_page = {place for place in case.red if place.sheet == "检查"}
        assert on_page == exported(form, red)


def exported(form: Form, places: set[Position]) -> set[Position]:
    """Give the places of cells of 检查 in a page, which lacks the rows that are hidden."""
    sheet = next(sheet for sheet in lay_form(form).sheets if sheet.name == "检查")
    hidden = {block.top for block in sheet.blocks if block.last}
    return {
        replace(place, row=place.row - sum(row < place.row for row in hidden)) for place in places
    }


def found_cells(case: Checked, codes: set[str]) -> set[Position]:
    """List the cells about which findings with these codes are."""
    addresses = {
        (cell.sheet, cell.cell)
        for finding in case.found
        if finding.code in codes
        for cell in finding.cells
    }
    everywhere = lay_form(case.filling.form).positions
    return {place for place in everywhere if (place.sheet, place.address) in addresses}


def places(case: Checked, indexes: Sequence[int]) -> list[Position]:
    """List where cells stand."""
    return [lay_form(case.filling.form).positions[index] for index in indexes]


# --- last year's figures ---------------------------------------------------------------------


def test_the_lines_that_look_back_have_the_librarys_verdict(after_last_year: list[Checked]) -> None:
    signs = set()
    for case in after_last_year:
        expected = {line.name: case.expected(line) for line in case.lines()}
        assert expected == {line.name: case.sign(line) for line in case.lines()}
        signs |= {case.sign(line) for line in case.lines() if line.last}
        compare_sides(case)
        compare_rules(case)
    assert {"√", "×", "—"} == signs


def test_the_cover_says_what_remains_after_last_years_figures(
    after_last_year: list[Checked],
) -> None:
    for case in after_last_year:
        verdicts = {line: case.expected(line) for line in case.lines()}
        assert what_remains(case.filling, verdicts) == case.show(Field(FieldKind.CONCLUSION))


def test_the_panel_below_a_table_repeats_the_figures_of_its_lines(
    after_last_year: list[Checked],
) -> None:
    fields = lay_form(after_last_year[0].filling.form).fields
    numbers = [field.key for field in fields if field.kind is FieldKind.EXPECTED]
    assert numbers
    for case in after_last_year:
        for number in numbers:
            assert case.show(Field(FieldKind.RIGHT, number)) == case.show(
                Field(FieldKind.EXPECTED, number)
            )
            assert case.show(Field(FieldKind.DIFFERENCE, number)) == case.show(
                Field(FieldKind.GAP, number)
            )


# --- what is red in the picture --------------------------------------------------------------


class Tables(HTMLParser):
    """Reads the background colour of every cell of the tables that LibreOffice exports."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = ""
        self.named = False
        self.row = self.column = -1
        self.taken: set[tuple[int, int]] = set()
        self.colours: dict[Position, str] = {}

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if tag == "em":
            self.named = True
        elif tag == "table":
            self.row, self.taken = -1, set()
        elif tag == "tr":
            self.row, self.column = self.row + 1, 0
        elif tag == "td":
            while (self.row, self.column) in self.taken:
                self.column += 1
            down, across = (int(found.get(name) or 1) for name in ("rowspan", "colspan"))
            for row in range(self.row, self.row + down):
                for column in range(self.column, self.column + across):
                    self.taken.add((row, column))
            self.colours[Position(self.sheet, self.row, self.column)] = found.get("bgcolor") or ""

    def handle_data(self, data: str) -> None:
        if self.named:
            self.sheet, self.named = data, False


def red_cells(html: Path) -> Iterator[Position]:
    """Yield the cells that have the colour of an alarm."""
    tables = Tables()
    tables.feed(html.read_text(encoding="utf-8"))
    for place, colour in tables.colours.items():
        if colour.upper() == default_theme().colour("alarm").upper():
            yield place
