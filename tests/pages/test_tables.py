"""The tables of pages list what the code has: results, states, opinions, files, jobs, fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import xlreport as xr
from xlreport.base.toml_shape import Group
from xlreport.form import fields
from xlreport.form.deadline import Standing
from xlreport.guided.jobs import JOBS
from xlreport.office import decisions
from xlreport.outgoing.message_files import LIST_NAME, LOG_NAME
from xlreport.outgoing.receipt import RECEIPT_LIST

DOCS = Path(__file__).parents[2] / "docs"
HALVES = ("", "zh/")


def rows(page: str, head: str) -> list[list[str]]:
    """Give the cells of the table of a page that begins with a heading row."""
    table = (DOCS / page).read_text(encoding="utf-8").partition(f"{head}\n|---")[2]
    lines = table.partition("\n")[2].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_results_of_what_was_published_are_those_of_the_library() -> None:
    told = rows("how-to/published.md", "| result | 中文 | meaning |")
    assert [(each.value, each.chinese) for each in xr.PublicationStatus] == [
        (english, chinese) for english, chinese, _ in told
    ]


@pytest.mark.parametrize(
    ("page", "head"),
    [
        ("how-to/registers.md", "| state | meaning |"),
        ("zh/how-to/registers.md", "| 办理状态 | 意思 |"),
    ],
)
def test_the_states_of_a_line_are_those_of_the_library(page: str, head: str) -> None:
    told = {state for cells in rows(page, head) for state in re.split("[,、;；] ?", cells[0])}
    words = {each.value for each in Standing} - {Standing.NOT_BEGUN, Standing.WAITING}
    (register,) = xr.load_form("ogi-register").lists
    waits = {word for each in register.limits for _, word in each.waits}
    assert words == {each for each in told if each in words}
    assert waits == {each for each in told if each in waits}
    assert all("已过期" in each for each in told - words - waits)


def test_every_opinion_is_told_with_what_it_needs() -> None:
    told = rows("zh/how-to/decisions.md", "| 栏目 | 填什么 | 哪些意见要填 |")
    needed: Mapping[str, str] = {name: cells[2] for cells in told for name in cells[0].split("、")}
    assert set(decisions._WORDS.values()) == set(re.findall("(不?采用|更正|属实)（", told[0][1]))
    for kind, columns in decisions._REQUIRED.items():
        for column in columns:
            name = decisions.HEADINGS[column]
            assert needed[name] == "都要填" or decisions._WORDS[kind] in needed[name]


def test_the_columns_of_a_file_of_decisions_are_told() -> None:
    told = rows("zh/how-to/decisions.md", "| 栏目 | 填什么 | 哪些意见要填 |")
    named = {name for cells in told for name in cells[0].split("、")}
    assert set(decisions.HEADINGS.values()) == named


@pytest.mark.parametrize("half", HALVES)
def test_the_files_of_messages_and_receipts_are_named(half: str) -> None:
    page = (DOCS / half / "how-to/messages.md").read_text(encoding="utf-8")
    assert [] == [name for name in (LIST_NAME, LOG_NAME, RECEIPT_LIST) if f"`{name}`" not in page]


@pytest.mark.parametrize(
    ("page", "head"),
    [
        ("how-to/guided.md", "| number | job | what it runs | what it makes |"),
        ("zh/how-to/guided.md", "| 数字 | 要做的事 | 运行的命令 | 做出来的 |"),
    ],
)
def test_the_jobs_of_the_questions_are_those_of_the_program(page: str, head: str) -> None:
    told = [(number, name) for number, name, *_ in rows(page, head)]
    assert [(str(at), job.name.partition("：")[0]) for at, job in enumerate(JOBS, 1)] == told


GROUPS = {name: each for name, each in vars(fields).items() if isinstance(each, Group)}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("name", GROUPS)
def test_the_page_of_form_files_names_every_field(name: str, half: str) -> None:
    page = (DOCS / half / "form-file.md").read_text(encoding="utf-8")
    said = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`|^```.*?^```$", page, re.M | re.S))))
    assert [] == [each.name for each in GROUPS[name].fields if each.name not in said]
