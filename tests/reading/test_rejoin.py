"""Cut tables joined where the labels prove it, and left alone where they do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.filled import few
from support.published import Drawn, Grid, cut, cut_row, draw, html_page
from xlreport.base.address import Area
from xlreport.form.load import load_form
from xlreport.formats.cell import RawCell, RawSheet
from xlreport.reading._label_sheet import read_labels
from xlreport.reading._rejoin import rejoin
from xlreport.reading._tables import match_table
from xlreport.reading.published import read_published_sheets

FORM = load_form("ogi-2021")
TABLES = {t.key: draw(t, {c.index: str(c.index) for c in t.cells}) for t in FORM.tables}
REQUESTS = TABLES["requests"]


def sheets_of(*grids: Grid) -> list[RawSheet]:
    return read_published_sheets(html_page([], grids), ".html")[:-1]


def figures(sheets: list[RawSheet], key: str) -> list[dict[int, str]]:
    """Give what stands at each cell of a table, wherever some of it stands."""
    places = match_table(FORM, FORM.table(key), [read_labels(sheet) for sheet in sheets])
    return [
        {
            index: match.labels.sheet.cells[coordinate].text
            for index, coordinate in match.coordinates.items()
        }
        for match in places
    ]


def right(key: str) -> list[dict[int, str]]:
    return [{cell.index: str(cell.index) for cell in FORM.table(key).cells}]


@few
@given(st.integers(4, 27), st.integers(0, 3))
def test_a_table_cut_anywhere_is_joined(row: int, header: int) -> None:
    joined = rejoin(FORM, sheets_of(*cut(REQUESTS, row, header)))
    assert right("requests") == figures(joined, "requests")


def test_tables_that_are_whole_stay_as_they_are() -> None:
    sheets = sheets_of(*TABLES.values())
    assert sheets == rejoin(FORM, sheets)


def test_a_label_cut_in_two_is_joined_with_its_figures_in_either_half() -> None:
    row = next(d.top for d in REQUESTS if d.text.startswith("6.属于四类"))
    torn = cut_row(REQUESTS, row, 2, 4)
    assert right("requests") == figures(rejoin(FORM, sheets_of(torn)), "requests")
    figures_below = [
        Drawn(r, d.left, r, d.right, d.text)
        for d in torn
        for r in [{row: row + 1, row + 1: row}.get(d.top, d.top) if d.left > 2 else d.top]
        if d.top == d.bottom
    ] + [d for d in torn if d.top != d.bottom]
    assert right("requests") == figures(rejoin(FORM, sheets_of(figures_below)), "requests")


def test_halves_that_make_no_official_label_are_left_apart() -> None:
    row = next(d.top for d in REQUESTS if d.text.startswith("6.属于四类"))
    torn = [
        Drawn(d.top, d.left, d.bottom, d.right, "其余" if d.text == "性信息" else d.text)
        for d in cut_row(REQUESTS, row, 2, len("6.属于四类过程"))
    ]
    (found,) = figures(rejoin(FORM, sheets_of(torn)), "requests")
    lost = {c.index for c in FORM.table("requests").cells if c.row == "procedural"}
    assert right("requests")[0].keys() - lost == found.keys()


def test_two_rows_that_both_hold_a_figure_in_one_place_are_left_apart() -> None:
    row = next(d.top for d in REQUESTS if d.text.startswith("6.属于四类"))
    torn = cut_row(REQUESTS, row, 2, len("6.属于四类过程"))
    twice = [
        Drawn(d.top, d.left, d.bottom, d.right, "1" if (d.top, d.left) == (row + 1, 5) else d.text)
        for d in torn
    ]
    (found,) = figures(rejoin(FORM, sheets_of(twice)), "requests")
    assert FORM.index["requests", "procedural", "commercial"] not in found


def test_column_labels_that_stand_in_two_rows_are_joined() -> None:
    remedies = TABLES["remedies"]
    split: Grid = []
    for d in remedies:
        if d.bottom == 2 and d.text != "总计":
            split.append(Drawn(d.top, d.left, 2, d.right, d.text[:2]))
            split.append(Drawn(3, d.left, 3, d.right, d.text[2:]))
        elif d.bottom == 2:
            split += [d, Drawn(3, d.left, 3, d.right, "总 计")]
        else:
            low = d.top > 2
            split.append(Drawn(d.top + low, d.left, d.bottom + low, d.right, d.text))
    assert right("remedies") == figures(rejoin(FORM, sheets_of(split)), "remedies")


def test_a_part_of_another_width_is_not_joined() -> None:
    upper, lower = cut(REQUESTS, 15)
    narrow = [d for d in lower if d.left < 9 and d.right < 9]
    sheets = sheets_of(upper, narrow)
    assert sheets == rejoin(FORM, sheets)


def test_a_table_between_two_parts_keeps_them_apart() -> None:
    upper, lower = cut(REQUESTS, 15)
    stranger = [Drawn(0, 0, 0, 0, "甲"), Drawn(0, 1, 0, 1, "乙")]
    sheets = sheets_of(upper, stranger, lower)
    assert sheets == rejoin(FORM, sheets)


CELLS = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 4)),
    st.sampled_from(["", "0", "12", "规", "规章", "章", "信息内容", "本年制发", "件数", "总计"]),
    max_size=20,
)


@few
@given(st.lists(CELLS, max_size=5), st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=4))
def test_no_disorder_raises_or_loses_a_figure(
    tables: list[dict[tuple[int, int], str]], merges: list[tuple[int, int, int, int]]
) -> None:
    ordered = tuple(Area(min(t, b), min(x, y), max(t, b), max(x, y)) for t, x, b, y in merges)
    sheets = [
        RawSheet(
            str(number),
            "visible",
            False,  # noqa: FBT003
            {
                coordinate: RawCell("text", text, None, "")
                for coordinate, text in sorted(cells.items())
            },
            ordered,
            0,
        )
        for number, cells in enumerate(tables)
    ]

    def numbers(given: list[RawSheet]) -> int:
        return sum(cell.text in ("0", "12") for sheet in given for cell in sheet.cells.values())

    assert numbers(sheets) == numbers(rejoin(FORM, sheets))
