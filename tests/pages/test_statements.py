"""What the pages say can be typed is typed: their shell lines and their Python, in page order.

A page is run in a folder that has what it speaks of: a small county's roster, returns and summary,
those of the year before, saved pages and a register. Pages that show what a run says are run by
test_docs_runs.py; those that need a cluster, a network or Windows by the tests named here.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import inspect
import io
import re
import runpy
import shlex
import shutil
import sqlite3
import tomllib
from contextlib import chdir
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pandas as pd
import pytest
from page_parts import fences
from page_runs import NOW

import xlreport as xr
from support.command_line import run
from xlreport.commands.main import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FEW = ("D01", "D03", "D05")  # departments of the demonstration that are accepted
LIST = """登记编号,收到日期,申请人,申请人类型,提出方式,答复日期,答复类型
2026-001,2026-03-02,王某,公民,网上,2026-03-20,已答复-予以公开
2026-002,2026-12-21,李某,公民,网上,,
"""
ELSEWHERE = {
    "how-to/install-offline.md": "tests/project/test_offline.py",
    "how-to/running-on-dask.md": "tests/returns/test_dask.py",
    "how-to/migrate-0.2.md": "tests/pages/test_migration_page.py",
    "scale.md": "tests/measuring/test_scale_page.py",
}
"""Pages whose lines need a cluster, a store, Windows or an older version, with their tests."""

SHOWN = set(runpy.run_path(str(DOCS / "build.py"))["RUN"])
COPIES = {
    "2025年": "上年",
    "盐池县2026年汇总.xlsx": "汇总.xlsx",
    "盐池县2027年汇总.xlsx": "2027年汇总.xlsx",
    "盐池县2025年汇总.xlsx": "历年汇总/2025.xlsx",
    "收回": "昨天的收回",
    "收回/D03_盐池县教育体育局_2026.xlsx": "教育局.xlsx",
}


RUN = (
    "export.md",
    "how-to/all-reports.md",
    "how-to/board.md",
    "how-to/decisions.md",
    "how-to/fill-by-program.md",
    "how-to/in-memory.md",
    "how-to/last-year.md",
    "how-to/many-returns.md",
    "how-to/many-years.md",
    "how-to/messages.md",
    "how-to/published.md",
    "how-to/registers.md",
    "how-to/wps-and-excel.md",
)
TAKEN_AWAY = {
    ("how-to/all-reports.md", 3): ("文字汇编.docx", "图解.html", "图解.csv"),
    ("how-to/registers.md", 7): ("2027年登记簿.xlsx",),
    ("how-to/registers.md", 8): ("登记簿.xlsx",),
}
"""What is taken away before a block: the file that another way of doing the same has written."""

FAULTY = {"how-to/wps-and-excel.md": ["xlreport check 试填 --form examples/试填单.toml"]}
"""The lines whose status is 1: of a record in which nobody has written anything."""

INSTEAD = {
    # Processes of their own are started by tests/returns; here one reads.
    "--workers 4": "--workers 1",
    "workers=4": "workers=1",
}


def blocks(page: str, *languages: str) -> list[tuple[str, str]]:
    """Give the blocks of a page in some languages, in order."""
    found = fences((DOCS / page).read_text(encoding="utf-8"))
    return [(fence.info, fence.body) for fence in found if fence.info in languages]


def pages() -> list[str]:
    """Name the English pages that a person writes."""
    found = (path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
    return sorted(
        each for each in found if not each.startswith(("zh/", "reference/", "decisions/"))
    )


@pytest.fixture(scope="module")
def county(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder of a county in which everything is there that the pages speak of."""
    place = tmp_path_factory.mktemp("statements")
    (place / "收回").mkdir()
    for path in (demonstration / "收回").iterdir():
        if path.name.startswith(FEW):
            shutil.copy(path, place / "收回")
    listed = (demonstration / "单位名录.csv").read_text(encoding="utf-8-sig")
    head, *lines = listed.splitlines(keepends=True)
    kept = (line for line in lines if line.startswith(FEW))
    (place / "单位名录.csv").write_text("".join([head, *kept]), encoding="utf-8")
    with chdir(place):
        put_years(xr.load_form("ogi-2021"), xr.read_roster("单位名录.csv"))
        put_registers(xr.load_form("ogi-register"), xr.read_roster("单位名录.csv"))
    return place


def put_years(form: xr.Form, roster: xr.Roster) -> None:
    """Write the summaries of three years, the returns of the years, pages, and other figures."""
    returns = xr.read_returns("收回", roster=roster)
    xr.export(returns, "平台.csv")
    Path("财政.csv").write_text("code,proactive.fees.fees_amount\nD05,3.5\n", encoding="utf-8")
    for year in (2025, 2027):
        figures = Path("平台.csv").read_text(encoding="utf-8-sig").replace(",2026,", f",{year},")
        Path("往年.csv").write_text(figures, encoding="utf-8-sig")
        xr.write_returns(form, roster, "往年.csv", year=year, folder=f"{year}年")
        read = xr.read_returns(f"{year}年", roster=roster)
        xr.write_summary(xr.consolidate(read, name="盐池县"), f"盐池县{year}年汇总.xlsx")
    xr.write_summary(xr.consolidate(returns, name="盐池县"), "盐池县2026年汇总.xlsx")
    for copied, name in COPIES.items():
        Path(name).parent.mkdir(exist_ok=True)
        copy = shutil.copytree if Path(copied).is_dir() else shutil.copy
        copy(copied, name)
    shutil.copy("教育局.xlsx", "教育局重报.xlsx")
    for folder in ("试填", "examples"):
        Path(folder).mkdir()
    shutil.copy(ROOT / "examples" / "试填单.toml", "examples")
    shutil.copy(ROOT / "templates" / "试填单.xlsx", "试填")
    xr.write_report(xr.read_returns("上年", roster=roster).only("D05"), "2025年报告.html")
    xr.write_reports(returns, "网页", ending=".html")
    shutil.copytree("网页", "网站上的报告")


def put_registers(form: xr.Form, roster: xr.Roster) -> None:
    """Write a register and what is to be filled from it, and a folder of registers."""
    Path("台账.csv").write_text(LIST, encoding="utf-8")
    register = xr.read_register("台账.csv", year=2026)
    lines = {each.code: {"applications": register.lines} for each in roster.departments}
    for each in roster.departments:
        path = f"各登记簿/{each.code}.xlsx"
        xr.write_return(form, lines[each.code], path, department=each, year=2026)
    xr.write_template(xr.load_form("ogi-2021"), "2026年报送表.xlsx", year=2026)


def put_database() -> sqlite3.Connection:
    """Open a database with the departments and the applications of a platform."""
    database = sqlite3.connect(":memory:")
    database.execute("create table offices (code, name)")
    database.execute("insert into offices values ('D1', '教育局')")
    columns = "file_number, received, applicant, closed, result"
    database.execute(f"create table requests ({columns})")
    one = ("2026-001", "2026-03-02", "自然人", "2026-03-20", "（一）予以公开")
    database.execute("insert into requests values (?, ?, ?, ?, ?)", one)
    return database


def names_of(page: str) -> dict[str, Any]:
    """Give the names that the Python of a page has from the program that it is a piece of."""
    known: dict[str, Any] = {"__name__": "__main__", "xr": xr, "pd": pd}
    if page == "how-to/in-memory.md":
        (upload,) = (path.read_bytes() for path in Path("收回").glob("D05_*"))
        archive = io.BytesIO()
        xr.annotate(xr.read_returns("收回"), archive)
        known |= {
            "upload": upload,
            "uploads": {"D05.xlsx": upload},
            "archive": archive.getvalue(),
            "request": SimpleNamespace(files={"return": io.BytesIO(upload)}),
            "response": io.BytesIO(),
            "roster": xr.read_roster("单位名录.csv"),
        }
    return known | {"database": put_database()}


def put_page(page: str) -> None:
    """Make the folder that of a page: with its registers, or without what it will write."""
    if page == "how-to/registers.md":
        shutil.rmtree("收回")
        shutil.copytree("各登记簿", "收回")
        shutil.copy("收回/D01.xlsx", "2026年登记簿.xlsx")
    if page != "how-to/all-reports.md":
        Path("汇总.xlsx").unlink()


def typed(page: str) -> list[tuple[str, str]]:
    """Give what the test of a page types, block by block: no Python where its runs are shown."""
    languages = ("sh",) if page in SHOWN else ("sh", "python")
    found = blocks(page, *languages)
    for written, ours in INSTEAD.items():
        found = [(language, text.replace(written, ours)) for language, text in found]
    return found


def run_shell(text: str) -> list[tuple[str, int]]:
    """Run the lines of a block; give those that begin with our program, with their status."""
    return [
        (line, run(*shlex.split(line, comments=True)[1:]).exit_code)
        for line in text.splitlines()
        if line.startswith("xlreport ")
    ]


def run_python(text: str, names: dict[str, Any]) -> None:
    """Run a block, in which a call may be waited for."""
    code = compile(text, "<page>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    with contextlib.redirect_stdout(io.StringIO()):
        waiting = eval(code, names)  # noqa: S307 - the page is ours
        if inspect.iscoroutine(waiting):
            asyncio.run(waiting)


@pytest.mark.parametrize("page", RUN)
def test_the_lines_of_the_page_run_in_its_order(
    page: str, county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "县"
    shutil.copytree(county, place)
    monkeypatch.chdir(place)
    monkeypatch.setattr("xlreport.cli.clock.now", lambda: NOW)
    put_page(page)
    names, statuses = names_of(page), []
    for number, (language, text) in enumerate(typed(page), 1):
        for name in TAKEN_AWAY.get((page, number), ()):
            Path(name).unlink()
        if language == "sh":
            statuses += run_shell(text)
        else:
            run_python(text, names)
    wanted = dict.fromkeys(FAULTY.get(page, []), 1)
    assert wanted == {line: status for line, status in statuses if status}


def test_every_page_with_lines_to_type_is_run_or_its_test_is_named() -> None:
    lines = {page for page in pages() if blocks(page, "sh", "bat", "python")}
    assert set() == lines - set(RUN) - set(ELSEWHERE) - SHOWN
    assert [] == [test for test in ELSEWHERE.values() if not (ROOT / test).is_file()]


LINE = re.compile(r"^\s*(?:\$ |> )?(xlreport [a-z].*)$", re.MULTILINE)
WITHIN = re.compile(r"`(?:py -m |\.\.\\)?(xlreport [a-z][^`\n]*)`")
READ_BY_ALL = (
    *("README.md", "README.zh-CN.md", "offline/parts/安装说明.txt"),
    *(path.relative_to(ROOT).as_posix() for path in sorted(DOCS.rglob("*.md"))),
)


def is_whole(line: str) -> bool:
    """Tell a command from its usage, which has 选项 or … in place of words."""
    return not re.search(r"\[(?:OPTIONS|选项)|…", line)


def words_of(line: str) -> list[str]:
    """Split a line into words, without a remark or the file that takes what it says."""
    return shlex.split(line.partition(" > ")[0], comments=True)


@pytest.mark.parametrize("page", READ_BY_ALL)
def test_every_command_on_the_page_can_be_typed(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for line in LINE.findall(text):
        _, name, *words = words_of(line)
        assert main.commands[name].make_context(name, words).params, line
    for line in filter(is_whole, WITHIN.findall(text)):
        _, name, *words = words_of(line)
        # Within a sentence a command may be named without what it needs.
        with contextlib.suppress(click.MissingParameter, click.exceptions.Exit):
            assert main.commands[name].make_context(name, words).params, line


@pytest.mark.parametrize("page", pages())
def test_every_piece_of_toml_on_the_page_is_toml(page: str) -> None:
    for _, text in blocks(page, "toml"):
        assert tomllib.loads(text) or text.startswith("#")


def test_what_writes_one_file_takes_a_file_object_and_what_writes_a_folder_too() -> None:
    page = " ".join((DOCS / "how-to" / "in-memory.md").read_text(encoding="utf-8").split())
    writing = [name for name in xr.__all__ if name.startswith(("write_", "annotate", "migrate"))]
    told = {name: inspect.signature(getattr(xr, name)).parameters for name in writing}
    folders = {name for name, taken in told.items() if "folder" in taken}
    given = {
        name
        for name, taken in told.items()
        if "Target" in {each.annotation for each in taken.values()}
    }
    # Messages are kept up in their folder; a figures page has a table beside it.
    many = {"write_messages", "write_figures"}
    assert {"write_publication_record"} == set(writing) - given - many
    sentence = re.search(r"alone is a file that is kept up\. (.*), which write a folder", page)
    assert sentence is not None
    assert folders - many == set(re.findall(r"`(\w+)`", sentence[1]))
