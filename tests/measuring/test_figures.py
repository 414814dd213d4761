"""What was measured is kept in a file that gives back what was put in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from figures import load_figures, save_figures

from support.measured import FIGURES


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    save_figures(FIGURES, tmp_path)
    assert FIGURES == load_figures(tmp_path)


def test_six_digits_are_kept(tmp_path: Path) -> None:
    group = replace(FIGURES.bench.groups[0], values=(1 / 3, 1e6 / 3, 0.0, 2.0))
    save_figures(replace(FIGURES, bench=replace(FIGURES.bench, groups=(group,))), tmp_path)
    assert (0.333333, 333333.0, 0.0, 2.0) == load_figures(tmp_path).bench.groups[0].values


def test_the_figures_of_the_project_name_no_folder_of_a_machine() -> None:
    kept = load_figures()
    functions = [
        line.function
        for profiles in (kept.before, kept.profiles)
        for step in profiles.steps
        for line in step.lines
    ]
    assert functions
    assert [] == [name for name in functions if "/" in name or "\\" in name]
