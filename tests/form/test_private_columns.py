"""Without its private columns a list is one of the same form: counts, limits, rules go along."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.purchases import PURCHASES, load_text
from xlreport.base.errors import FormError
from xlreport.form.counts import Count
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.private_columns import without_private_columns

PRIVATE = {"name", "contact", "content"}


def named(form: Form, count: Count) -> tuple[object, ...]:
    """Return a count with the keys of its columns."""
    (open_list,) = form.lists
    where = [(open_list.keys[column], values) for column, values in count.where]
    return count.cell, where, [(open_list.keys[column], span) for column, span in count.dated]


def test_every_number_of_a_column_means_the_same_column() -> None:
    form = load_form("ogi-register")
    reported = without_private_columns(form)
    before, after = form.lists[0], reported.lists[0]
    assert [key for key in before.keys if key not in PRIVATE] == [*after.keys]
    assert [leaf.key for leaf in after.outline.leaves()] == [*after.keys]
    assert [named(form, c) for c in form.counts] == [named(reported, c) for c in reported.counts]
    for one, other in zip(before.limits, after.limits, strict=True):
        for columns in ("computed", "columns"):
            keys = [before.keys[number] for number in getattr(one, columns)]
            assert keys == [after.keys[number] for number in getattr(other, columns)]
    for rule, other_rule in zip(before.rules, after.rules, strict=True):
        keys = [before.keys[number] for number in rule.columns]
        assert keys == [after.keys[number] for number in other_rule.columns]


def test_a_rule_about_a_private_column_is_left_out(tmp_path: Path) -> None:
    text = PURCHASES.replace('unique   = ["code"]', 'private  = ["name"]')
    rule = '\n[[table.line]]\nid = "R"\nsay = "名称和日期一起填"\ntogether = ["name", "signed"]\n'
    form = load_text(text + rule, tmp_path)
    assert (1, 0) == (len(form.lists[0].rules), len(without_private_columns(form).lists[0].rules))


def test_a_form_without_private_columns_is_itself() -> None:
    form = load_form("ogi-2021")
    assert form is without_private_columns(form)


def test_a_count_by_a_private_column_is_refused(tmp_path: Path) -> None:
    text = PURCHASES.replace('unique   = ["code"]', 'private  = ["signed"]')
    count = '\n[[count]]\nid = "N"\ncell = "overview.goods.number"\nlist = "purchases"\n'
    with pytest.raises(FormError, match="“signed”是不报送的列（private）"):
        load_text(text + count + 'dated = "signed"\n', tmp_path)
