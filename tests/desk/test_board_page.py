"""The board as a page: every department and file stands on it, and no text becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser

import pytest

from support.contrast import contrast
from support.county import FORM, broken, filling
from support.departments import make_department, unchecked
from support.filled import as_return
from support.settled import settled
from xlreport.base.sign import Sign
from xlreport.desk.board import Board, board
from xlreport.desk.board_page import as_page
from xlreport.office.roster import Roster

LEAST = 4.5  # WCAG 2.2, success criterion 1.4.3


class Reader(HTMLParser):
    """What is on a page: the texts in order, and the names of elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.names: set[str] = set()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.links += [str(value)[1:] for name, value in attrs if name == "href"]
        self.ids |= {str(value) for name, value in attrs if name == "id"}

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append(data.strip())


@pytest.fixture(scope="module")
def shown() -> Board:
    roster = Roster("", tuple(make_department(f"D0{number}") for number in range(1, 5)))
    items = [
        replace(as_return(FORM, filling(1), code="D01"), modified="2027-01-18T09:30:00Z"),
        as_return(FORM, broken(2), code="D02"),
        as_return(FORM, filling(3), code="D03", file="a.xlsx"),
        as_return(FORM, filling(4), code="D03", file="b.xlsx"),
        as_return(FORM, filling(5), code="Z01", file="外地.xlsx"),
    ]
    deadline, now = date(2027, 1, 15), datetime(2027, 1, 20, 8, 5)
    return board(settled(items, roster), name="盐池县", deadline=deadline, now=now)


def test_it_shows_the_verdict_every_department_every_file_and_every_task(shown: Board) -> None:
    texts = " ".join(Reader(as_page(shown)).texts)
    assert "× 还差 3 个单位" in texts
    assert "文件 5 个：计入汇总 1，退回修改 1，数据冲突 2，不在名录 1。" in texts
    wanted = [
        *(line.department.name for line in shown.lines),
        *(file.file.name for file in shown.files),
        *(task.text for task in shown.tasks),
        *(each.points[0].message for each in shown.lines if each.points),
    ]
    assert [] == [text for text in wanted if text not in texts]
    assert "2027-01-18 09:30 迟 3 天" in texts


def test_each_field_at_a_glance_leads_to_its_department(shown: Board) -> None:
    page = Reader(as_page(shown))
    assert ["d1", "d2", "d3", "d4"] == page.links
    assert {*page.links} <= page.ids


def test_it_needs_no_script_and_no_other_file(shown: Board) -> None:
    page = as_page(shown)
    assert not {"script", "link", "img", "iframe"} & Reader(page).names
    assert not re.search(r"https?:|url\(|@import|\bon\w+=", page)


def test_names_of_departments_and_files_stay_text() -> None:
    odd = '<script>alert("1")</script>&amp;\u202e'
    who = replace(make_department("D01", odd), contact=odd)
    returns = settled([as_return(FORM, filling(1), code="D01", file=f"{odd}.xlsx")], unchecked(who))
    page = as_page(board(returns, name=odd))
    assert "script" not in Reader(page).names
    assert "\u202e" not in page
    assert 5 <= "".join(Reader(page).texts).count('<script>alert("1")</script>&amp;')


def test_every_printed_page_says_what_it_is_and_no_name_ends_the_style() -> None:
    returns = settled([as_return(FORM, filling(1), code="D01")])
    page = as_page(board(returns, name='县";}</style>', now=datetime(2027, 1, 20, 8, 5)))
    assert 1 == page.count("</style>")
    (footer,) = re.findall(r'@bottom-left \{ content: "(.*?)";', page)
    said = re.sub(r"\\([0-9A-F]+) ", lambda code: chr(int(code[1], 16)), footer)
    assert said.startswith('县";}</style>2021年')
    assert said.endswith("　审核于 2027-01-20 08:05")


def test_who_must_act_comes_first_in_the_table(shown: Board) -> None:
    assert ["d2", "d3", "d4", "d1"] == re.findall('<tr id="(.+?)"', as_page(shown))


def test_where_nothing_came_the_page_says_so() -> None:
    texts = Reader(as_page(board(settled([])))).texts
    assert "× 没有可以汇总的报送件" in texts
    assert "table" not in Reader(as_page(board(settled([])))).names


def test_all_can_be_read_on_light_and_on_dark_screens(shown: Board) -> None:
    page = as_page(shown)
    pairs = re.findall(r"color: (#\w{6}); background: (#\w{6})", page)
    assert 2 * len(Sign) == len(pairs)
    assert [] == [pair for pair in pairs if contrast(*pair) < LEAST]
    palettes = [dict(re.findall(r"--(\w+): (#\w{6})", line)) for line in page.splitlines()]
    light, dark = filter(None, palettes)
    assert light.keys() == dark.keys() == set(re.findall(r"var\(--(\w+)\)", page))
    for palette in (light, dark):
        grounds = palette["paper"], palette["label"]
        assert LEAST < min(contrast(palette[ink], g) for ink in ("ink", "quiet") for g in grounds)
        assert 3 < contrast(palette["line"], palette["paper"])
