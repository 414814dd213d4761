"""docs/scale.md says what was measured, and its recipes run: in processes, and on a cluster."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from figures import ROOT, load_figures
from scale_page import change_table, country_table, hours_table, scale_page

import xlreport
from support.county import D01, D02, consistent, write
from support.extras import need
from support.measured import FIGURES
from support.work import PATIENCE

PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
RECIPES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_is_that_of_the_figures() -> None:
    assert scale_page(PAGE, load_figures()) == PAGE, "run `make plots`"


def test_other_figures_replace_those_of_the_page_and_nothing_else() -> None:
    other = scale_page(PAGE, FIGURES)
    assert other != PAGE
    assert scale_page(other, load_figures()) == PAGE


def test_a_page_without_one_of_its_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="0 places for profiles"):
        scale_page(PAGE.replace("<!-- end profiles -->\n", ""), FIGURES)


def test_every_number_of_the_page_that_was_measured_stands_in_a_part() -> None:
    prose = re.sub(r"<!-- (.+?) -->\n.*?<!-- end \1 -->", "", PAGE, flags=re.DOTALL)
    assert [] == re.findall(r"^\|.*\d\.\d.*$", prose, re.MULTILINE)


def test_what_grows_with_the_country_is_said() -> None:
    assert (
        "30 times the returns take 30 times as long in the counties and 29 MB more memory."
        " Sent, the whole part takes 20 bytes a department."
    ) in country_table(FIGURES.national.countries)


def test_the_hours_of_the_country_are_reckoned_from_its_levels() -> None:
    said = hours_table(FIGURES.national)
    # 300 counties of 3 s and a half, 30 provinces of 1 s, the country of 2.8 s: 1,082.8 s
    assert "| county | 300 | 100 | 4.0 | 90 | 3.5 | 0.29 |" in said
    assert "| country | 1 | 30 | 2.7 | 0 | 2.8 | 0.00 |" in said
    assert "needs 0.3 hours of one core: 5 minutes on 4 cores, 1 on 16" in said


def test_a_step_stands_beside_what_it_was_before() -> None:
    row = "| Reading | 8.00 | 2.00 | 0.25 | `a.b` 25% | `x.y` 50% |"
    assert row in change_table(FIGURES.before, FIGURES.profiles)


# ---- the recipes -------------------------------------------------------------------------------


@pytest.fixture
def nation(tmp_path: Path) -> Path:
    """Give a folder with two counties of two provinces; in each one department of two reports."""
    for seed, province in enumerate(("甲省", "乙市"), 1):
        county = tmp_path / "全国" / province / "朝阳区"
        write(county / "收回", D01, consistent(seed))
        listed = f"单位代码,单位名称\nD01,{D01.name}\nD02,{D02.name}\n"
        (county / "单位名录.csv").write_text(listed, encoding="utf-8")
    return tmp_path


def run(recipe: str, folder: Path) -> str:
    """Run a recipe as a program of its own in the folder; give what it prints."""
    program = folder / "recipe.py"
    program.write_text(recipe, encoding="utf-8")
    source = Path(xlreport.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(source), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


def test_the_recipe_adds_up_all_counties_in_processes(nation: Path) -> None:
    said = run(RECIPES[0], nation)
    assert said.startswith("合计范围：2／4 个单位（未报送2个）\n")


@pytest.mark.dask
def test_the_recipe_for_a_cluster_says_the_same_as_that_for_processes(nation: Path) -> None:
    distributed = need("distributed")
    beside = RECIPES[0].partition('if __name__ == "__main__":')[0]
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        recipe = RECIPES[1].replace("tcp://scheduler:8786", cluster.scheduler_address)
        assert recipe != RECIPES[1]
        there = run(beside + recipe, nation)
    assert run(RECIPES[0], nation) == there
