"""benchmarks/RESULTS.md says what results.json has, and shows a miss as one."""

from __future__ import annotations

import re

from figures import ROOT, Command, load_figures
from results_page import command_table, results_page, table
from targets import targets

from support.measured import FIGURES


def test_the_page_is_that_of_the_figures() -> None:
    written = (ROOT / "benchmarks" / "RESULTS.md").read_text(encoding="utf-8")
    assert written == results_page(load_figures()), "run `make plots`"


def test_a_target_is_met_or_missed_by_its_own_figure() -> None:
    reading = [False, False, True, True]
    commands = [False, *[True] * 6]
    above = [False, True, False, False, True, True, True, True, False, True, True]
    assert [*reading, *commands, *above] == [target.met for target in targets(FIGURES)]
    page = results_page(FIGURES)
    assert "| **missed** | 20.0 s, 20.0 s of processors | 6,000 returns checked" in page
    assert "| **missed** | 25.0 s, 25.0 s of processors | and verified in at most 20 s |" in page
    assert "| met | 12.5 × | and 12 × faster where each is a process" in page
    assert "| **missed** | 125 ms | `xlreport --help` in at most 80 ms of processor time |" in page
    assert "| met | 0.3 h | and with its workbooks, verified, in at most 1 h of one core" in page


def test_the_writer_whose_files_are_read_worst_is_held_to_the_target_and_named() -> None:
    page = results_page(FIGURES)
    assert "| **missed** | 10.0 × (gnumeric) | a return of any writer" in page
    assert "| met | 1.0 × (openpyxl) | in at most 1.5 × pandas.read_excel with calamine" in page
    assert "| **missed** | 3.5 ms (gnumeric) | the second opinion" in page


def test_a_command_stands_beside_its_target_and_what_it_took_before() -> None:
    assert "| 0.35 | 0.35 | 0.70 | `check` of one return |" in results_page(FIGURES)
    one = (Command("`check` of one return", 0.5, None),)
    assert "| 0.50 | 0.35 |  | `check` of one return |" in command_table(one)


def test_others_stand_beside_ours_with_how_many_times_ours_they_take() -> None:
    page = results_page(FIGURES)
    assert "| 5.0 | 1.0 | **read and checked** |" in page
    assert "| 50.0 | 10.0 | pandas.read_excel, openpyxl |" in page


def test_every_comparison_is_shown_with_its_picture() -> None:
    shown = re.findall(r"^!\[(.+)\]\(plots/(\w+)\.svg\)$", results_page(FIGURES), re.MULTILINE)
    groups = ["reading", "processes", "validating", "building", "starting", "memory"]
    assert ["written", *groups, "commands", "sizes", "costs"] == [name for _, name in shown]
    assert (
        "A return is read and checked in 5.0 ms; pandas, openpyxl read it in 50.0 ms" == shown[1][0]
    )


def test_the_last_columns_of_a_table_are_words() -> None:
    assert "| a | b |\n| ---: | --- |\n| 1 | x |\n" == table(("a", "b"), [(1, "x")], words=1)
