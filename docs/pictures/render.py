"""Render the pictures of the documentation from a demonstration, by LibreOffice and pdftoppm."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from xlreport._content import Value
from xlreport._demo_figures import YEAR, demo_departments, demo_values
from xlreport._form import Form
from xlreport._form_file import load_form
from xlreport._layout import lay_form
from xlreport._template import build_template

FOLDER = Path(__file__).parent
DEPARTMENT = "D16"
RESOLUTION = "80"


def main() -> None:
    """Write the pictures of a filled table and of the 检查 sheet."""
    form = load_form("ogi-2021")
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "filled.xlsx"
        book.write_bytes(_filled(form))
        command = ("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile")
        convert = ("--convert-to", "pdf", "--outdir", folder, str(book))
        subprocess.run([*command, *convert], check=True, capture_output=True)
        for sheet, name in (("三", "table"), ("检查", "check")):
            page = str(_page(form, sheet, book.with_suffix(".pdf")))
            pages = ("-f", page, "-l", page, "-r", RESOLUTION, "-png", "-singlefile")
            target = str(FOLDER / name)
            subprocess.run(["pdftoppm", *pages, str(book.with_suffix(".pdf")), target], check=True)


def _filled(form: Form) -> bytes:
    """Fill in one department's template, with one slip so that the picture shows how it is told."""
    department = next(each for each in demo_departments() if each.code == DEPARTMENT)
    values: dict[int, Value] = demo_values(form, department)
    slip = form.index["requests", "received", "natural_person"]
    values[slip] = int(str(values[slip])) + 1
    return build_template(form, year=YEAR, department=department, values=values)


def _page(form: Form, sheet: str, pdf: Path) -> int:
    """Find the first page of a sheet: the page whose text begins with the sheet's title."""
    laid = next(each for each in lay_form(form).sheets if each.name == sheet)
    title = laid.blocks[0].text
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    for number, text in enumerate(done.stdout.decode().split("\f"), 1):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        if title in lines[:3]:
            return number
    raise LookupError(f"no page begins with {title}")


if __name__ == "__main__":
    main()
