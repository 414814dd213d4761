"""Render the pictures of the documentation from a demonstration, by LibreOffice and pdftoppm."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from xlreport.commands._demo_figures import YEAR, demo_departments, demo_values
from xlreport.commands._demonstration import run_demo
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.outgoing.copies import annotate
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

FOLDER = Path(__file__).parent
DEPARTMENT = "D09"
RETURNED = "盐池县住房和城乡建设局"
RESOLUTION = "80"
FINER = "96"  # for sheets that lie on their side, whose letters are smaller
WIDE = ("annotated", "summary-status")
MARGIN = 12  # pixels of white that are left around a picture
EDGE = 20  # the top and bottom twentieth of a page hold its header and footer

# By workbook: the name of each picture and words that stand on the page it shows, and on no
# earlier one.
PICTURES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "filled": {
        "cover": ("审签", "填表人"),
        "table": ("三、收到和处理政府信息公开申请情况", "结转下年度继续办理", "科研机构"),
        "check": ("数字和勾稽关系", "T3-ID"),
    },
    "annotated": {
        "annotated": ("问题清单",),
    },
    "summary": {
        "summary-cover": ("合计范围",),
        "summary-charts": ("图表",),
        "summary-status": ("报送情况", "还要做的"),
    },
}


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        books = _books(folder)
        command = ("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile")
        convert = ("--convert-to", "pdf", "--outdir", place, *map(str, books.values()))
        subprocess.run([*command, *convert], check=True, capture_output=True)
        for book, pictures in PICTURES.items():
            pdf = books[book].with_suffix(".pdf")
            for name, words in pictures.items():
                _draw(pdf, _page(pdf, words), FOLDER / name)


def _books(folder: Path) -> dict[str, Path]:
    """Make the workbooks: one filled in, one to send back, the county's summary."""
    demo = run_demo(folder / "demo")
    (back,) = (
        path for path in annotate(demo.returns, folder / "annotated") if RETURNED in path.name
    )
    books = {name: folder / f"{name}.xlsx" for name in PICTURES}
    books["filled"].write_bytes(_filled(load_form("ogi-2021")))
    books["annotated"].write_bytes(back.read_bytes())
    books["summary"].write_bytes(demo.files[-1][0].read_bytes())
    return books


def _filled(form: Form) -> bytes:
    """Fill in one department's template, with one slip so that the picture shows how it is told."""
    department = next(each for each in demo_departments() if each.code == DEPARTMENT)
    values: dict[int, Value] = demo_values(form, department)
    slip = form.index["requests", "received", "natural_person"]
    values[slip] = int(str(values[slip])) + 1
    return build_template(form, year=YEAR, department=department, values=values)


def _page(pdf: Path, words: tuple[str, ...]) -> int:
    """Find the first page on which all words stand."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    for number, text in enumerate(done.stdout.decode().split("\f"), 1):
        if all(word in text for word in words):
            return number
    raise LookupError(f"no page of {pdf.name} holds {words}")


def _draw(pdf: Path, page: int, target: Path) -> None:
    """Draw a page without its white edges, its header and its footer."""
    resolution = FINER if target.name in WIDE else RESOLUTION
    command = ("pdftoppm", "-f", str(page), "-l", str(page), "-r", resolution)
    gray = subprocess.run([*command, "-gray", str(pdf)], capture_output=True, check=True).stdout
    left, top, width, height = _extent(gray)
    box = ("-x", left, "-y", top, "-W", width, "-H", height)
    picture = ("-png", "-singlefile", str(pdf), str(target))
    subprocess.run([*command, *map(str, box), *picture], check=True)


def _extent(gray: bytes) -> tuple[int, int, int, int]:
    """Find what is not white in a PGM picture: left, top, width, height, with the margin."""
    _, size, _, pixels = gray.split(b"\n", 3)
    width, height = map(int, size.split())
    lines = [pixels[at * width : (at + 1) * width] for at in range(height)]
    white = b"\xff" * width
    inner = range(height // EDGE, height - height // EDGE)
    marked = [at for at in inner if lines[at] != white]
    top, bottom = max(marked[0] - MARGIN, 0), min(marked[-1] + MARGIN, height)
    columns = [
        column
        for at in marked
        for column in (
            len(white) - len(lines[at].lstrip(b"\xff")),
            len(lines[at].rstrip(b"\xff")),
        )
    ]
    left, right = max(min(columns) - MARGIN, 0), min(max(columns) + MARGIN, width)
    return left, top, right - left, bottom - top


if __name__ == "__main__":
    main()
