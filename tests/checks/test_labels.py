"""Official labels stand in place of keys, each once, and a frame keeps its figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from support.departments import owners
from support.filled import all_values, fill_form
from support.purchases import purchases_form
from xlreport.checks.frames import OWNER, table_frame
from xlreport.checks.labels import with_labels
from xlreport.checks.list_frames import list_frame
from xlreport.form.form import Form
from xlreport.form.load import list_forms, load_form
from xlreport.form.open_list import join_lines


@pytest.mark.parametrize("name", list_forms())
def test_every_table_has_a_label_for_each_row_and_column(name: str) -> None:
    form = load_form(name)
    for table in form.tables:
        frame = table_frame(
            table, owners("甲局", "乙局"), [all_values(form, fill_form(form, 1))] * 2
        )
        shown = with_labels(form, table.key, frame)
        assert [*OWNER, "row"] == [*shown.index.names]
        assert frame.reset_index(drop=True).to_numpy().tolist() == shown.to_numpy().tolist()
        paths = {cell.row: cell.row_path for cell in table.cells}
        expected = [paths[row] or row for row in frame.index.get_level_values("row")]
        assert expected == [*shown.index.get_level_values("row")]
        assert len({*shown.columns}) == len({*table.column_keys})


SHARED = '''
id    = "shared"
title = "同名"
from  = 2021

[[table]]
key     = "work"
heading = "一、工作"
corner  = "项目"

[[table.part]]
columns = """
first  合计
"""
rows    = """
done    办结
"""

[[table.part]]
columns = """
second  合计
"""
rows    = """
open    未结
"""
'''


def test_a_label_that_two_columns_share_is_followed_by_the_key(tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text(SHARED, encoding="utf-8")
    form: Form = load_form(tmp_path / "shared.toml")
    frame = table_frame(form.table("work"), owners("甲局"), [(1, 2)])
    shown = with_labels(form, "work", frame)
    assert ["合计（first）", "合计（second）"] == [*shown.columns]
    assert ["办结", "未结"] == [*shown.index.get_level_values("row")]


def test_the_columns_of_a_list_have_their_labels() -> None:
    form = purchases_form()
    frame: pd.DataFrame = list_frame(form.lists[0], join_lines([]))
    shown = with_labels(form, "purchases", frame)
    assert [column.path for column in form.lists[0].columns] == [*shown.columns]
