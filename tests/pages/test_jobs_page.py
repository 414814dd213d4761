"""The page of the five jobs: its commands run in their order beside what the scripts made."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from english import Language
from jobs import jobs, jobs_page
from notebooks import DEMO, EXAMPLES, JOBS, cells_of, read_notebook, run

from xlreport.commands.main import main

ENDINGS = {"template": 0, "check": 1, "consolidate": 1, "export": 0, "report": 0, "register": 0}


def test_the_page_has_the_jobs_in_the_order_of_the_year() -> None:
    assert [*JOBS] == [job["name"] for job in jobs()]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", JOBS)
def test_the_page_shows_the_script_and_leads_to_it_and_its_notebook(
    name: str, language: Language
) -> None:
    page = jobs_page(language)
    assert (EXAMPLES / f"{name}.py").read_text(encoding="utf-8") in page
    assert "".join(cell.said for cell in read_notebook(name)) in page
    assert f"/examples/{name}.py)" in page
    assert f"/examples/notebooks/{name}.ipynb)" in page


def test_the_commands_of_the_page_run_in_its_order(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(demonstration, DEMO)
    register = next(cell for cell in cells_of("台账") if "write_text" in cell.source)
    list(run(iter([next(each for each in cells_of("台账") if each.is_code), register])))
    for command in (line for job in jobs() for line in job["commands"]):
        program, *words = shlex.split(command)
        done = CliRunner().invoke(main, words)
        assert ("xlreport", ENDINGS[words[0]]) == (program, done.exit_code), done.output
