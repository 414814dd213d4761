"""A rule is applied at every place where all its keys exist, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.made_up_form import load_made_up
from xlreport.base.errors import FormError
from xlreport.base.toml_location import TomlLocation
from xlreport.form._bind import find_cells
from xlreport.form.form import Form
from xlreport.form.load import load_form


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return load_made_up(tmp_path_factory.mktemp("form"))


def sides(form: Form, rule: str) -> list[tuple[str, list[str], list[str]]]:
    """List each place of a rule with the signed cells of its two sides."""

    def names(side: tuple[tuple[int, int], ...]) -> list[str]:
        return [
            f"{'-' if factor < 0 else ''}{form.cells[index].row}.{form.cells[index].column}"
            for index, factor in side
        ]

    return [
        (balance.place, names(balance.left), names(balance.right))
        for balance in form.balances
        if balance.rule.id == rule
    ]


def test_a_rule_for_every_column_stands_once_in_each(made_up: Form) -> None:
    right = ["novels", "science", "journals", "digital"]
    expected = [
        (label, [f"all_loans.{column}"], [f"{row}.{column}" for row in right])
        for label, column in (("成年人", "adults"), ("未成年人", "children"), ("合计", "total"))
    ]
    assert expected == sides(made_up, "L-SUM")


def test_a_keyed_group_stands_for_the_sum_of_its_leaves(made_up: Form) -> None:
    _, _, right = sides(made_up, "L-SUM")[0]
    assert ["novels.adults", "science.adults"] == right[:2]


def test_a_rule_for_every_row_stands_once_in_each(made_up: Form) -> None:
    expected = [
        (label, [f"{row}.total"], [f"{row}.adults", f"{row}.children"])
        for label, row in (
            ("小说", "novels"),
            ("科普", "science"),
            ("期刊", "journals"),
            ("电子资源", "digital"),
            ("总计", "all_loans"),
        )
    ]
    assert expected == sides(made_up, "L-ROW")


def test_a_rule_holds_only_in_the_strips_that_have_its_keys(made_up: Form) -> None:
    expected: list[tuple[str, list[str], list[str]]] = [
        ("馆员", ["librarians.staff_before", "librarians.staff_change"], [])
    ]
    assert expected == sides(made_up, "F-STAFF")


def test_a_rule_without_every_stands_once(made_up: Form) -> None:
    assert [("", ["science.total"], ["novels.total"])] == sides(made_up, "L-SCIENCE")


def test_a_rule_across_tables_names_table_row_and_column(made_up: Form) -> None:
    assert [("", ["donations.gifts"], ["all_loans.total"])] == sides(made_up, "A-GIFTS")


def test_the_whole_numbers_of_both_sides_make_one_constant_on_the_left(made_up: Form) -> None:
    constants = [b.constant for b in made_up.balances if b.rule.id == "L-SCIENCE"]
    assert [-100] == constants


def test_last_years_cells_are_kept_apart(made_up: Form) -> None:
    balance = next(b for b in made_up.balances if b.rule.id == "L-LAST")
    total = made_up.index["loans", "novels", "total"]
    assert ((total,), (total,)) == (balance.cells, balance.last_cells)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loans.novels.adults", ["novels.adults"]),
        ("loans.novels", ["novels.adults", "novels.children", "novels.total"]),
        ("loans.books.total", ["novels.total", "science.total"]),
        ("funds.donations", ["donations.gifts", "donations.gift_value"]),
    ],
)
def test_cells_are_found_by_table_row_and_column(
    made_up: Form, name: str, expected: list[str]
) -> None:
    found = find_cells(name, made_up.tables, TomlLocation("here"))
    assert expected == [f"{cell.row}.{cell.column}" for cell in found]


NO_CELL = "中没有这样的单元格；请核对行和列的代号。"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loans", "here：“loans”应写成 表.行 或 表.行.列，用各自的代号；请核对表的代号。"),
        (
            "books.novels",
            "here：“books.novels”应写成 表.行 或 表.行.列，用各自的代号；请核对表的代号。",
        ),
        ("loans.poems", f"here：“loans.poems”：表 loans {NO_CELL}"),
        (
            "loans.total",
            "here：“loans.total”是表 loans 的一列；请逐格写成 表.行.列，如 loans.novels.total。",
        ),
        ("loans.novels.gifts", f"here：“loans.novels.gifts”：表 loans {NO_CELL}"),
        ("loans.novels.total.x", f"here：“loans.novels.total.x”：表 loans {NO_CELL}"),
        ("funds.repairs.gifts", f"here：“funds.repairs.gifts”：表 funds {NO_CELL}"),
    ],
)
def test_a_name_without_cells_is_refused(made_up: Form, name: str, expected: str) -> None:
    with pytest.raises(FormError) as error:
        find_cells(name, made_up.tables, TomlLocation("here"))
    assert expected == str(error.value)


def test_totals_of_totals_may_be_computed(tmp_path: Path) -> None:
    chain = 'id    = "F-MORE"\nevery = "column"\nfill  = true\nmust  = "repairs = purchases"\n'
    form = load_made_up(
        tmp_path,
        (
            '[[table.rule]]\nid    = "F-SUM"',
            f'[[table.rule]]\n{chain}say = "同"\n\n[[table.rule]]\nid    = "F-SUM"',
        ),
    )
    totals = [c.row for c in form.tables[1].cells if c.total]
    assert ["repairs", "spending"] == totals


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "ogi-2021",
            {
                "T2-VALID": 2,
                "Y-VALID": 2,
                "T3-SUM": 7,
                "T3-ROW": 25,
                "T3-ID": 7,
                "Y-CARRY": 7,
                "T4-SUM": 3,
            },
        ),
        (
            "ogi-2019",
            {
                "T2-NEW": 2,
                "T2-TOT": 2,
                "NEG-ITEMS": 5,
                "Y-ITEM": 5,
                "T3-SUM": 7,
                "T3-ROW": 23,
                "T3-ID": 7,
                "Y-CARRY": 7,
                "T4-SUM": 3,
            },
        ),
    ],
)
def test_the_official_rules_stand_as_often_as_the_form_has_places(
    form: str, expected: dict[str, int]
) -> None:
    balances = load_form(form).balances
    counts = dict.fromkeys(expected, 0)
    for balance in balances:
        counts[balance.rule.id] += 1
    assert expected == counts


def test_every_total_of_requests_adds_the_eighteen_or_more_results() -> None:
    expected = {"ogi-2021": 2 + 8 + 3 + 5 + 3, "ogi-2019": 2 + 8 + 3 + 5 + 1}
    found = {
        name: {len(b.right) for b in load_form(name).balances if b.rule.id == "T3-SUM"}
        for name in expected
    }
    assert {name: {count} for name, count in expected.items()} == found
