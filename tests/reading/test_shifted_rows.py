"""Further figures in the rows and columns of a published table: the rows concerned are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.numbered_report import ALL, FORM, TABLES, TEXTS, TITLE, codes, read
from support.published import Drawn, Grid, html_page, word_file

PROACTIVE, REQUESTS, REMEDIES = TABLES
LICENCE = next(d for d in PROACTIVE if d.text == "行政许可")


def opened(grid: Grid, row: int, *below: Drawn) -> Grid:
    """Put a row below `row`, with the cells `below`; all that ends in the row reaches down."""
    moved = [
        Drawn(d.top + (d.top > row), d.left, d.bottom + (d.bottom > row), d.right, d.text)
        for d in grid
    ]
    return [*moved, *below]


def doubled_label() -> list[Grid]:
    row = LICENCE.top
    label = Drawn(row, LICENCE.left, row + 1, LICENCE.right, LICENCE.text)
    grid = opened(PROACTIVE, row, Drawn(row + 1, 1, row + 1, 3, "70"))
    return [[label if d.text == label.text else d for d in grid], REQUESTS, REMEDIES]


def unlabelled() -> list[Grid]:
    row = LICENCE.top
    blank, figure = Drawn(row + 1, 0, row + 1, 0, ""), Drawn(row + 1, 1, row + 1, 3, "70 件")
    return [opened(PROACTIVE, row, blank, figure), REQUESTS, REMEDIES]


def three_under_one_header() -> list[Grid]:
    value = next(d for d in PROACTIVE if d.top == LICENCE.top and d.left == 1)
    cells = [Drawn(value.top, c, value.top, c, str(c + 6)) for c in (1, 2, 3)]
    return [[d for d in PROACTIVE if d != value] + cells, REQUESTS, REMEDIES]


def two_rows_without_labels() -> list[Grid]:
    last = max(d.bottom for d in REMEDIES)
    below = [Drawn(last + 1, d.left, last + 1, d.right, "8") for d in REMEDIES if d.top == last]
    return [PROACTIVE, REQUESTS, [*REMEDIES, *below]]


def keyed(table: str, row: str = "") -> set[int]:
    return {c.index for c in FORM.table(table).cells if not row or c.row == row}


def in_row_of(text: str) -> set[int]:
    return {c.index for c in FORM.table("proactive").cells if c.row_path.endswith(text)}


@pytest.mark.parametrize(
    ("make", "refused"),
    [
        (doubled_label, in_row_of("行政许可")),
        (unlabelled, in_row_of("行政许可")),
        (three_under_one_header, in_row_of("行政许可")),
        (two_rows_without_labels, keyed("remedies")),
    ],
)
@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_rows_with_figures_that_no_value_cell_holds_are_refused(
    make: Callable[[], list[Grid]], refused: set[int], ending: str, tmp_path: Path
) -> None:
    write = html_page if ending == ".html" else word_file
    item = read(write(TITLE, make()), ending, tmp_path)
    assert ALL | dict.fromkeys(refused) == dict(enumerate(item.judged))
    assert refused <= item.unreadable
    assert codes(item)[:1] == ["PUBLISHED"]
    assert {"PUBLISHED-PART", "PUBLISHED-TABLE"} & set(codes(item))


@pytest.mark.parametrize("years", [("上年", "本年"), ("2025", "2026")])
@pytest.mark.parametrize("ending", [".html", ".docx"])
def test_two_years_under_each_header_are_refused(
    ending: str, years: tuple[str, str], tmp_path: Path
) -> None:
    first = min(d.left for d in REQUESTS if d.text == TEXTS[min(keyed("requests"))])
    body = min(d.top for d in REQUESTS if d.text == TEXTS[min(keyed("requests"))])
    grid: Grid = []
    for d in REQUESTS:
        down = int(d.top >= body)
        left = d.left + max(d.left - first, 0)
        right = d.right + max(d.right - first + 1, 0)
        if d.left >= first and down:
            grid += [Drawn(d.top + 1, left, d.bottom + 1, left, "9")]
            grid += [Drawn(d.top + 1, right, d.bottom + 1, right, d.text)]
        else:
            grid.append(Drawn(d.top + down, left, d.bottom + down, right, d.text))
    last = max(d.right for d in grid)
    grid += [Drawn(body, c, body, c, years[(c - first) % 2]) for c in range(first, last + 1)]
    grid.append(Drawn(body, 0, body, first - 1, ""))
    write = html_page if ending == ".html" else word_file
    item = read(write(TITLE, [PROACTIVE, grid, REMEDIES]), ending, tmp_path)
    assert dict.fromkeys(keyed("requests")) == {i: item.values[i] for i in keyed("requests")}
    assert keyed("requests") <= item.unreadable


def test_an_added_row_with_a_label_of_its_own_changes_nothing(tmp_path: Path) -> None:
    row = LICENCE.top
    added = [Drawn(row + 1, 0, row + 1, 0, "另一种事项"), Drawn(row + 1, 1, row + 1, 3, "70")]
    grid = opened(PROACTIVE, row, *added)
    item = read(html_page(TITLE, [grid, REQUESTS, REMEDIES]), ".html", tmp_path)
    assert ALL == dict(enumerate(item.values))
    assert ["PUBLISHED"] == codes(item)


def test_a_row_whose_own_label_is_not_known_spoils_no_row_above(tmp_path: Path) -> None:
    grid = [
        Drawn(d.top, d.left, d.bottom, d.right, "行政奖励" if d == LICENCE else d.text)
        for d in PROACTIVE
    ]
    item = read(html_page(TITLE, [grid, REQUESTS, REMEDIES]), ".html", tmp_path)
    assert ALL | dict.fromkeys(in_row_of("行政许可")) == dict(enumerate(item.judged))


def test_headers_that_slid_beside_their_columns_are_refused(tmp_path: Path) -> None:
    page = html_page(TITLE, TABLES).decode()
    alone = "\n <p><span>自然人</span></p>"
    assert page.count(f'<td rowspan="2">{alone}') == 1
    page = page.replace(f'<td rowspan="2">{alone}', f"<td>{alone}")
    item = read(page.encode(), ".html", tmp_path)
    assert keyed("requests") <= item.unreadable


def test_a_column_whose_own_label_is_not_known_spoils_no_other(tmp_path: Path) -> None:
    page = html_page(TITLE, TABLES).decode().replace("科研机构", "研究院所")
    item = read(page.encode(), ".html", tmp_path)
    lost = {c.index for c in FORM.table("requests").cells if c.column == "research"}
    kept = [c.index for c in FORM.inputs if c.index not in lost]
    assert lost <= item.unreadable
    assert [ALL[i] for i in kept] == [item.values[i] for i in kept]
