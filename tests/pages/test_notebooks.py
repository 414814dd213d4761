"""The notebooks of the examples are made from the scripts, and show what the scripts print."""

from __future__ import annotations

import json
import re

import nbformat
import pytest
from notebooks import FOLDER, JOBS, Cell, cells_of, notebook, notebooks, read_notebook, run


@pytest.fixture(scope="module")
def made() -> dict[str, list[Cell]]:
    return notebooks()


def test_every_job_has_its_notebook_and_there_is_no_other() -> None:
    assert {f"{name}.ipynb" for name in JOBS} == {path.name for path in FOLDER.iterdir()}


@pytest.mark.parametrize("name", JOBS)
def test_the_notebook_is_fresh(name: str, made: dict[str, list[Cell]]) -> None:
    committed = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert notebook(made[name]) == committed, "run `make notebooks`"


@pytest.mark.parametrize("name", JOBS)
def test_the_notebook_is_of_the_format_and_of_no_one_machine(name: str) -> None:
    text = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    nbformat.validate(json.loads(text))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert kernel == json.loads(text)["metadata"]["kernelspec"]
    assert [] == re.findall(r"/(?:home|tmp|root)\b| at 0x|[A-Z]:\\", text)


@pytest.mark.parametrize("name", JOBS)
def test_the_notebook_is_read_back_as_written(name: str, made: dict[str, list[Cell]]) -> None:
    assert made[name] == read_notebook(name)


@pytest.mark.parametrize("name", ["收表", "汇总", "台账"])
def test_frames_are_shown_as_tables_and_as_text(name: str, made: dict[str, list[Cell]]) -> None:
    shown = [cell.shown for cell in made[name] if cell.shown]
    assert shown
    for forms in shown:
        assert "<table" in forms["text/html"]
        assert "<" not in forms["text/plain"]


def test_a_script_is_cut_into_headings_text_and_code() -> None:
    heading, imports, title, code, *_ = cells_of("分发")
    assert "# 分发\n\n给单位名录中的每个单位生成一份填报模板。" in heading.source
    assert Cell("import xlreport as xr") == imports
    assert not title.is_code
    assert title.source.startswith("## 读取单位名录\n\n名录一行一个单位")
    assert code.source.startswith("roster = ")


def test_a_frame_that_is_printed_last_is_shown_and_a_text_is_printed() -> None:
    frame, text, none = run(
        iter(
            [
                Cell("import pandas as pd\nprint('a')\nprint(pd.DataFrame({'n': [1]}))"),
                Cell("print(str(2))"),
                Cell("n = 3"),
            ]
        )
    )
    assert "import pandas as pd\nprint('a')\npd.DataFrame({'n': [1]})" == frame.source
    assert ("a\n   n\n0  1\n", "2\n", "") == (frame.said, text.said, none.said)


def test_a_value_that_a_notebook_would_show_stops_the_run() -> None:
    with pytest.raises(ValueError, match="would show"):
        list(run(iter([Cell("1 + 1")])))
