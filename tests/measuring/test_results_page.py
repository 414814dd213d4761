"""benchmarks/RESULTS.md says what results.json has, and shows a miss as one."""

from __future__ import annotations

import re

from figures import ROOT, load_figures
from results_page import results_page, table
from targets import targets

from support.measured import FIGURES


def test_the_page_is_that_of_the_figures() -> None:
    written = (ROOT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    assert written == results_page(load_figures()), "run `make plots`"


def test_a_target_is_met_or_missed_by_its_own_figure() -> None:
    assert [True, False, False, True, True, True, True, False] == [
        target.met for target in targets(FIGURES.bench)
    ]
    page = results_page(FIGURES)
    assert "| **missed** | 20.0 s, 20.0 s of processors | 6,000 returns checked" in page
    assert "| met | 10.0 × | a return checked in a batch, at least 8 × faster" in page
    assert "| **missed** | 125 ms | `xlreport --help` in at most 100 ms |" in page


def test_others_stand_beside_ours_with_how_many_times_ours_they_take() -> None:
    page = results_page(FIGURES)
    assert "| 5.0 | 1.0 | **read and checked** |" in page
    assert "| 50.0 | 10.0 | pandas.read_excel, openpyxl |" in page


def test_every_comparison_is_shown_with_its_picture() -> None:
    shown = re.findall(r"^!\[(.+)\]\(plots/(\w+)\.svg\)$", results_page(FIGURES), re.MULTILINE)
    assert ["reading", "validating", "building", "starting", "memory", "sizes", "costs"] == [
        name for _, name in shown
    ]
    assert (
        "A return is read and checked in 5.0 ms; pandas, openpyxl read it in 50.0 ms" == shown[0][0]
    )


def test_the_last_columns_of_a_table_are_words() -> None:
    assert "| a | b |\n| ---: | --- |\n| 1 | x |\n" == table(("a", "b"), [(1, "x")], words=1)
