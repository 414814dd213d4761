"""The drawings of the forms are the golden files: text that a person can review.

XLREPORT_UPDATE_GOLDEN=1 rewrites them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.cells import cell_len

from support.made_up_form import load_made_up
from xlreport.form.load import list_forms, load_form
from xlreport.layout.drawing import draw_form, draw_table

GOLDEN = Path(__file__).parents[1] / "support" / "golden"


@pytest.mark.parametrize("name", list_forms())
def test_a_form_is_drawn_as_its_golden_file_has_it(name: str) -> None:
    drawing = draw_form(load_form(name))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("XLREPORT_UPDATE_GOLDEN"):
        path.write_text(drawing, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == drawing


def test_a_table_is_drawn_with_its_merges_totals_and_kinds(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    expected = """\
┌────────────────────────────────────────────┐
│经费                                        │
├──────────────────────┬─────────────────────┤
│项目                  │支出金额（单位：万元 │
│                      │）                   │
├──────────────────────┼─────────────────────┤
│购书                  │万元                 │
├──────────────────────┼─────────────────────┤
│修缮                  │万元                 │
├──────────────────────┼─────────────────────┤
│合计                  │Σ                    │
├──────────────────────┴─────────────────────┤
│人员                                        │
├──────────────────────┬──────────┬──────────┤
│岗位                  │上年人数  │本年增/减 │
├──────────────────────┼──────────┼──────────┤
│馆员                  │          │±         │
├──────────────────────┴──────────┴──────────┤
│捐赠                                        │
├──────────────────────┬──────────┬──────────┤
│项目                  │件数      │金额      │
├──────────────────────┼──────────┼──────────┤
│受赠图书              │          │元        │
└──────────────────────┴──────────┴──────────┘"""
    assert expected == draw_table(form.table("funds"))


@pytest.mark.parametrize("name", list_forms())
def test_every_line_of_a_table_is_equally_wide(name: str) -> None:
    for table in load_form(name).tables:
        assert 1 == len({cell_len(line) for line in draw_table(table).splitlines()})
