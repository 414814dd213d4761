"""A return says which file it is, whether it is nil, and where each of its cells stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.filled import as_return, cells_at, find
from xlreport.base.cell_reference import CellReference
from xlreport.formats.sources import Source
from xlreport.layout.layout import lay_form
from xlreport.reading.one_return import Unread, refer

if TYPE_CHECKING:
    from xlreport import Form


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (Source(Path("收回/D05.xlsx")), "D05.xlsx"),
        (Source(Path("收回/全部.zip"), "部门/D05.xlsx"), "全部.zip › 部门/D05.xlsx"),
    ],
)
def test_a_return_is_known_by_the_name_of_its_file(source: Source, name: str) -> None:
    assert name == Unread(source, "").file


def test_a_return_is_nil_when_every_table_of_its_form_is_declared_nil(form_2021: Form) -> None:
    item = as_return(form_2021, cells_at(form_2021, {}))
    tables = {table.key for table in form_2021.tables}
    assert replace(item, nil=frozenset(tables)).is_nil
    assert not item.is_nil
    for table in tables:
        assert not replace(item, nil=frozenset(tables - {table})).is_nil


def test_a_cell_is_referred_to_by_its_place_in_the_file(form_2021: Form) -> None:
    index = find(form_2021, "requests.state_secret.natural_person")
    item = as_return(form_2021, {index: 12})
    path = "三 › （三）不予公开 › 1.属于国家秘密 › 自然人"
    keys = "requests", "state_secret", "natural_person", None
    labels = "（三）不予公开 › 1.属于国家秘密", "自然人"
    for side in ("", "left"):
        expected = CellReference("三", "D10", path, "12", side, *keys, *labels)
        assert expected == item.reference(index, side)
    assert replace(item.reference(index), value="") == item.reference(index, value="")
    assert item.reference(index) == refer(form_2021, lay_form(form_2021).positions, index, "12")


def test_the_same_cell_with_the_same_short_text_is_referred_to_once(form_2021: Form) -> None:
    positions = lay_form(form_2021).positions
    assert refer(form_2021, positions, 1, "0") is refer(form_2021, positions, 1, "0")
    for other in (refer(form_2021, positions, 1, "1"), refer(form_2021, positions, 2, "0")):
        assert refer(form_2021, positions, 1, "0") != other
    long = "无" * 21
    assert refer(form_2021, positions, 1, long) is not refer(form_2021, positions, 1, long)


def test_a_cell_in_which_nothing_stands_is_quoted_as_blank(form_2021: Form) -> None:
    index = find(form_2021, "proactive.fees.fees_amount")
    item = as_return(form_2021, {})
    assert ("二", "B16", "") == (
        item.reference(index).sheet,
        item.reference(index).cell,
        item.reference(index).value,
    )
