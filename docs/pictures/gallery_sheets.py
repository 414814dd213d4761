"""Draw the first page of every sheet of every form of the gallery, as LibreOffice prints it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from gallery import ALIKE, PICTURES, Shown, gallery, picture_of
from pictures.render import draw, first_page, pack, print_files

from support.font_sets import environment_of
from xlreport import Department, write_template

OFFICE = Department("D03", "盐池县教育体育局")
COLOURS = 16
RESOLUTION = 110  # of a sheet with a table of the form
PLAIN = 74  # of a sheet that every template has


def main() -> None:
    """Draw all of them anew."""
    PICTURES.mkdir(exist_ok=True)
    for path in PICTURES.glob("*.png"):
        path.unlink()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shown = gallery()
        for each in shown:
            write(each, folder / f"{each.form.id}.xlsx")
        print_files(
            folder, [f"{each.form.id}.xlsx" for each in shown], environment_of("han", folder)
        )
        for each in shown:
            _draw_sheets(each, folder / f"{each.form.id}.pdf")


def write(shown: Shown, path: Path) -> None:
    """Write the template of a form."""
    write_template(shown.form, path, department=OFFICE, period=shown.period)


def _draw_sheets(shown: Shown, pdf: Path) -> None:
    for number, sheet in enumerate(shown.sheets, 1):
        target = picture_of(shown.form, number)
        resolution = PLAIN if sheet in ALIKE else RESOLUTION
        draw(pdf, first_page(pdf, sheet), target.with_suffix(""), resolution)
        pack(target, COLOURS)


if __name__ == "__main__":
    main()
