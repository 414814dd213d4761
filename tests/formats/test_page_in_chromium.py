"""What a person sees of a cell is what is read, or nothing is: Chromium's picture is the judge."""

from __future__ import annotations

import html
import os
import shutil
import subprocess

import pytest

from support.cells_of_pages import ALL, PLAIN, page_of
from support.work import PATIENCE
from xlreport import load_form
from xlreport.form.typed_values import read_value
from xlreport.formats.page import read_page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_BROWSER = next((found for name in _NAMES if (found := shutil.which(name))), "")
_REQUIRED = bool(os.environ.get("XLREPORT_REQUIRE_CHROMIUM"))

pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(not (_BROWSER or _REQUIRED), reason="Chromium is not installed"),
]

Image = pytest.importorskip("PIL.Image")  # comes with matplotlib
COUNT = load_form("ogi-2021").inputs[0].measure
_WIDTH, _HEIGHT = 300, 60
_CELL = (100, 0, 200, _HEIGHT)  # the second of three cells
FIGURES = sorted({seen for seen in ALL.values() if seen is not None} | {"8119", "1198", "911"})


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Take a picture of each cell and each plain figure, all on one page, each in a frame."""
    folder = tmp_path_factory.mktemp("page")
    cells = list(dict.fromkeys([*ALL, *FIGURES]))
    frames = "".join(
        f'<iframe width={_WIDTH} height={_HEIGHT} srcdoc="{html.escape(page_of(cell))}"></iframe>'
        for cell in cells
    )
    style = "body{margin:0}iframe{display:block;border:0}"
    (folder / "page.html").write_text(f"<style>{style}</style>{frames}", encoding="utf-8")
    command = [
        *(_BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *("--disable-font-subpixel-positioning", "--disable-lcd-text"),
        *(f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=20000"),
        f"--window-size={_WIDTH},{_HEIGHT * len(cells)}",
        *(f"--screenshot={folder / 'page.png'}", (folder / "page.html").as_uri()),
    ]
    subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
    with Image.open(folder / "page.png") as opened:
        picture = opened.convert("L").point(lambda light: 255 if light < 250 else 0)
    found = {}
    for row, cell in enumerate(cells):
        left, top, right, bottom = _CELL
        ink = picture.crop((left, top + row * _HEIGHT, right, bottom + row * _HEIGHT))
        found[cell] = ink.crop(ink.getbbox()).tobytes() if ink.getbbox() else b""
    return found


def read(cell: str) -> str | None:
    """Read the cell as an input: a figure, "" for a blank, None for what is refused."""
    (table, _) = read_page(page_of(cell).encode())
    reading = read_value("text", table.cells[0, 1].text, "", COUNT)
    if reading.value is None:
        return None if reading.unreadable else ""
    return str(reading.value)


@pytest.mark.parametrize("cell", ALL)
def test_a_figure_is_read_as_it_is_seen_or_not_at_all(
    cell: str, pictures: dict[str, bytes]
) -> None:
    seen = next((figure for figure in FIGURES if pictures[figure] == pictures[cell]), None)
    assert ALL[cell] == seen
    assert read(cell) in (seen, None)


@pytest.mark.parametrize("cell", [*PLAIN, "&nbsp;119&nbsp;", "1\u200b1\u200c9"])
def test_plain_print_is_read(cell: str) -> None:
    assert PLAIN.get(cell, "119") == read(cell)


def test_the_pictures_of_the_figures_differ(pictures: dict[str, bytes]) -> None:
    assert len(FIGURES) == len({pictures[figure] for figure in FIGURES})
