"""The second year works for forms and annexes that do not come with the library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

import xlreport
from support.checks_sheet import shown_on_checks
from support.command_line import run
from support.departments import make_department
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import FieldKind
from xlreport.outgoing.template import build_template

pytestmark = pytest.mark.usefixtures("files")

D01 = make_department("D01")
_FORM = """
id    = "{id}"
title = "{id}统计"
from  = 2020

[[table]]
key     = "{id}"
heading = "{number}、{id}"
columns = '''
carried  上年结转
total    合计
'''
rows = '''
letters  来信
calls    来电
'''

[[table.rule]]
id    = "{id}-CARRY"
every = "row"
must  = "carried = last.total"
say   = "上年结转等于上年合计"
"""
# The main form, the annex, the form of last year's returns, and the forms that a caller names.
YEARS: Mapping[str, tuple[str, str | None, str, tuple[str, ...]]] = {
    "an own form": ("own.toml", None, "own.toml", ()),
    "an annex of a shipped form": ("ogi-2021", "more.toml", "ogi-2021+more", ()),
    "an own form with an own annex": ("own.toml", "more.toml", "own+more", ()),
    "an annex that is new": ("own.toml", "more.toml", "own.toml", ("own.toml",)),
}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the form files and a roster into the current folder."""
    for name, number in (("own", "一"), ("more", "九")):
        text = _FORM.replace("{id}", name).replace("{number}", number)
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    roster = f"单位代码,单位名称\n{D01.code},{D01.name}\n"
    (tmp_path / "名录.csv").write_text(roster, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def loaded(name: str) -> Form:
    main, _, annex = name.partition("+")
    file = main if main.startswith("ogi") or main.endswith(".toml") else f"{main}.toml"
    return load_form(file, annex=f"{annex}.toml" if annex else None)


def put(folder: Path, form: Form, year: int, **figures: int) -> Path:
    """Write a return in which the cells of one own table hold some figures."""
    folder.mkdir()
    key = next(table.key for table in form.tables if table.key in ("own", "more"))
    values = {
        form.index[key, *name.split("__")]: value  # type: ignore[index]
        for name, value in figures.items()
    }
    nil = frozenset(table.key for table in form.tables) - {key}
    data = build_template(form, year=year, department=D01, values=values, nil=nil)
    (folder / "D01.xlsx").write_bytes(data)
    return folder


def last_year(form: Form) -> Path:
    figures = {"letters__carried": 1, "letters__total": 41, "calls__carried": 1, "calls__total": 42}
    return put(Path("上年"), form, 2025, **figures)


def demanded(path: Path, form: Form) -> set[object]:
    """Return what the sheet 检查 says that last year's report demands."""
    shown = shown_on_checks(path, form, FieldKind.RIGHT)
    return {value for line, value in shown if line.id.endswith("-CARRY")}


@pytest.mark.parametrize("case", YEARS)
def test_a_template_shows_last_years_figures(case: str) -> None:
    main, annex, of_last_year, named = YEARS[case]
    before = last_year(loaded(of_last_year))
    form = load_form(main, annex=annex)
    forms = [load_form(name) for name in named]
    roster = xlreport.read_roster("名录.csv")
    more = {"year": 2026, "last_year": before, "forms": forms}
    (one,) = xlreport.write_templates(form, roster, folder="发放", **more)  # type: ignore[arg-type]
    single = xlreport.write_template(form, "D01.xlsx", department=D01, **more)  # type: ignore[arg-type]
    done = run(
        *("template", main, "--year", 2026, "--roster", "名录.csv", "--last-year", before),
        *("--out", "发放2", *(("--with", annex) if annex else ())),
    )
    assert (0, "上年数据：1 个单位都有上年数据。\n") == (done.exit_code, done.stderr)
    (other,) = Path("发放2").iterdir()
    assert [True] * 3 == [{41, 42} <= demanded(path, form) for path in (one, single, other)]


@pytest.mark.parametrize("case", ["an own form", "an own form with an own annex"])
def test_every_command_that_looks_back_knows_the_form(case: str) -> None:
    main, annex, of_last_year, _ = YEARS[case]
    form = load_form(main, annex=annex)
    before = last_year(loaded(of_last_year))
    this = put(
        *(Path("本年"), form, 2026),
        letters__carried=40,
        letters__total=9,
        calls__carried=42,
        calls__total=9,
    )
    named = [word for name in (main, annex) if name for word in ("--form", name)]
    checked = run("check", this, "--last-year", before, "--roster", "名录.csv", *named)
    assert (1, True) == (checked.exit_code, "左边 40，右边 41" in checked.stdout)
    path = this / "D01.xlsx"
    compared = run("compare", path, before / "D01.xlsx", *named)
    assert (0, True) == (compared.exit_code, "2026年与2025年比较：1 个单位" in compared.stdout)
    right = put(
        *(Path("改后"), form, 2026),
        letters__carried=41,
        letters__total=9,
        calls__carried=42,
        calls__total=9,
    )
    summed = run(
        *("consolidate", right, "--last-year", before, "--roster", "名录.csv", "--name", "某县"),
        *("--out", "汇总.xlsx", *named),
    )
    assert 0 == summed.exit_code
    assert "同比" in openpyxl.load_workbook("汇总.xlsx").sheetnames
    again = run("check", "汇总.xlsx", "--last-year", "汇总.xlsx", *named)
    assert "本次是 2026 年度，应为 2025 年度的" in again.stderr


def test_a_return_of_an_own_form_is_brought_into_its_next_edition() -> None:
    text = Path("own.toml").read_text(encoding="utf-8").replace('id    = "own"', 'id = "next"')
    Path("next.toml").write_text(text, encoding="utf-8")
    before = last_year(load_form("own.toml"))
    done = run(
        *("migrate", before / "D01.xlsx", "--to", "next.toml", "--form", "own.toml"),
        *("--out", "新版.xlsx"),
    )
    assert (0, True) == (done.exit_code, "转入 4 个数" in done.stdout)
    back = xlreport.read_return("新版.xlsx", forms=[load_form("next.toml")])
    assert ("next", 2025) == (back.items[0].form_id, back.year)
