"""The gallery shows every form that is shipped and every example, each with all its sheets."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from english import Language
from gallery import PICTURES, Shown, gallery, gallery_page, picture_of
from halves import ROOT
from pictures.gallery_sheets import write

SHOWN = gallery()
SMALL = 2_000_000  # bytes of all pictures
each_form = pytest.mark.parametrize("shown", SHOWN, ids=lambda each: Path(each.file).stem)


def test_every_shipped_form_and_every_example_is_shown() -> None:
    folders = (ROOT / "src" / "xlreport" / "forms", ROOT / "examples")
    files = {path.relative_to(ROOT).as_posix() for each in folders for path in each.glob("*.toml")}
    assert files == {each.file for each in SHOWN}


@each_form
def test_every_visible_sheet_of_the_template_has_its_picture(shown: Shown, tmp_path: Path) -> None:
    write(shown, tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        listed = re.findall(r"<sheet [^>]+>", book.read("xl/workbook.xml").decode())
    names = [re.findall(r'name="([^"]+)"', each)[0] for each in listed if "state=" not in each]
    assert names == list(shown.sheets)
    pictures = {picture_of(shown.form, number) for number in range(1, len(names) + 1)}
    assert pictures == set(PICTURES.glob(f"{shown.form.id}-?.png"))


def test_there_is_no_other_picture_and_all_are_small() -> None:
    sizes = [path.stat().st_size for path in PICTURES.iterdir()]
    assert sum(len(each.sheets) for each in SHOWN) == len(sizes)
    assert sum(sizes) < SMALL


@pytest.mark.parametrize("language", Language)
def test_the_page_leads_to_every_file_and_shows_every_picture(language: Language) -> None:
    page = gallery_page(language)
    for shown in SHOWN:
        assert f"/{shown.file})" in page
        for number, sheet in enumerate(shown.sheets, 1):
            (said,) = re.findall(rf'{picture_of(shown.form, number).name}" .*alt="(.+)">', page)
            assert sheet in said


@each_form
def test_what_the_page_names_of_a_form_file_stands_in_the_file(shown: Shown) -> None:
    text = (ROOT / shown.file).read_text(encoding="utf-8")
    for said in shown.said.values():
        named = re.findall(r"`(\[*[a-z_.]+\]*)", " ".join(said["shows"]))
        missing = [each for each in named if each not in text and each != "check"]
        assert [] == missing
