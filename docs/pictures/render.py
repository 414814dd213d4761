"""Render the pictures of the documentation and of the guides from a demonstration.

LibreOffice and pdftoppm draw what is printed, Chromium what stands on a screen. The fonts are those
of Noto CJK in the place of 宋体 and its like, so that the pictures look as in an office. Pixels are
twice as many as a page shows, for sharp screens. The guides that are sent carry pictures of their
own, with fewer pixels and colours, of some the upper part alone, so that they stay small.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[2] / "tests"))

import pypdfium2
from guide_screens import write_screens
from PIL import Image  # comes with matplotlib

from support.browser import BROWSER
from support.font_sets import environment_of
from xlreport import (
    annotate,
    board,
    write_decisions,
    write_figures,
    write_findings,
    write_receipts,
    write_report,
)
from xlreport.commands._demo_figures import COUNTY, YEAR, demo_departments, demo_values
from xlreport.commands._demonstration import Demo, run_demo
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "src" / "xlreport" / "guides" / "pictures"
FOLDERS: Mapping[Path, tuple[str, ...]] = {
    ROOT / "docs" / "pictures": ("docs/**/*.md", "docs/_templates/*.toml"),
    GUIDES: ("src/xlreport/guides/*.md",),
}
"""Where pictures are kept, and the pages that show them; a guide carries its own."""
_NAMED = re.compile(r"(?:\((?:\.\./)*pictures/|^picture = \")([\w-]+\.png)", re.MULTILINE)
DEPARTMENT = "D09"
RETURNED, WARNED = "盐池县住房和城乡建设局", "盐池县公安局"
DEADLINE, NOW, SIGNED = date(2027, 1, 15), datetime(2027, 1, 18, 9, 30), date(2027, 1, 28)
TEXTS = {
    "overview": "（一）主动公开。2026年，本局认真贯彻落实《中华人民共和国政府信息公开条例》，"
    "及时公开国土空间规划、土地征收、矿业权出让等群众关心的事项。\n"
    "（二）依申请公开。全年新收政府信息公开申请64件，全部依法办理，件件有答复。\n"
    "（三）监督保障。明确专人负责，按季度检查公开情况。",
    "problems": "部分信息公开不够及时，历史档案数字化程度不高。下一年将建立公开台账，"
    "加快档案整理，并加强业务培训。",
    "other": "本年度没有收取信息处理费。",
}
RESOLUTION = 160
FINER = 192  # for a sheet that lies on its side
WIDE = ("summary-status",)
COLOURS = 64
WIDEST, FEWER = 1000, 48  # pixels and colours of a picture that a guide carries
# How much of a picture a guide shows, from the top: what is seen there is legible on paper.
SHOWN_OF = {
    "cover": 0.6,
    "table": 0.5,
    "marked": 0.5,
    "texts": 0.4,
    "receipt": 0.75,
    "summary-cover": 0.58,
}
MARGIN = 24  # pixels of white that are left around a picture
EDGE = 0.6  # inches at the top and bottom of a page hold its header and footer

# By printed workbook: the name of each picture and the sheet of which it shows the first page.
PRINTED: Mapping[str, Mapping[str, str]] = {
    "filled.xlsx": {"cover": "封面", "table": "三", "texts": "文字部分", "check": "检查"},
    "annotated.xlsx": {"annotated": "问题清单", "marked": "三"},
    "receipt.xlsx": {"receipt": ""},
    "decisions.xlsx": {"decisions": ""},
    "findings.xlsx": {"findings": "审核问题"},
    "summary.xlsx": {
        "summary-cover": "封面",
        "summary-charts": "图表",
        "summary-status": "报送情况",
    },
}
WORD = "word.docx"
# By picture: what the browser shows, and the width and height of its window.
SHOWN: Mapping[str, tuple[str, int, int]] = {
    "board": ("board.html", 1080, 890),
    "word": ("word.html", 1140, 804),
    "phones": ("phones.html", 840, 800),
    "folder": ("folder.html", 900, 330),
    "prompts": ("prompts.html", 860, 560),
    "menu": ("menu.html", 860, 450),
    "protected": ("protected.html", 1060, 240),
}
_SIDE_BY_SIDE = """<!DOCTYPE html><meta charset="utf-8"><style>
body {{ margin: 0; display: flex; gap: 20px; padding: 20px; background: #CBD2D9; }}
iframe {{ flex: none; width: 390px; height: 760px; border: 0; background: #FFFFFF; }}
img {{ flex: none; width: 540px; }}
</style>{shown}
"""
_SHOWN_ON = {
    "phones.html": '<iframe src="page.html"></iframe><iframe src="figures.html"></iframe>',
    "word.html": '<img src="word-1.png"><img src="word-3.png">',
}


def main() -> None:
    """Write every picture that a page shows where the page finds it, and no other."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        pictures = folder / "pictures"
        pictures.mkdir()
        _draw_all(folder, pictures)
        for target, patterns in FOLDERS.items():
            for old in target.glob("*.png"):
                old.unlink()
            for name in shown_in(patterns):
                shutil.copyfile(pictures / name, target / name)
                if target == GUIDES:
                    shrink(target / name)
                pack(target / name, FEWER if target == GUIDES else COLOURS)


def shown_in(patterns: tuple[str, ...]) -> list[str]:
    """Return the names of the pictures that some pages show."""
    pages = (path for pattern in patterns for path in ROOT.glob(pattern))
    return sorted({name for page in pages for name in _NAMED.findall(page.read_text("utf-8"))})


def _draw_all(folder: Path, pictures: Path) -> None:
    """Draw every picture into a folder within the one where everything is made."""
    fonts = environment_of("han", folder)
    _make_files(folder)
    print_files(folder, [*PRINTED, WORD], fonts)
    for file, sheets in PRINTED.items():
        pdf = folder / Path(file).with_suffix(".pdf")
        for name, sheet in sheets.items():
            resolution = FINER if name in WIDE else RESOLUTION
            page = first_page(pdf, sheet) if sheet else 1
            draw(pdf, page, pictures / name, resolution)
    word = (str(folder / WORD).replace(".docx", suffix) for suffix in (".pdf", ""))
    subprocess.run(["pdftoppm", "-png", "-r", str(RESOLUTION), *word], check=True)
    for name in SHOWN:
        _show(folder, pictures, name, fonts)


def _make_files(folder: Path) -> None:
    """Make what the pictures show, of one demonstration."""
    demo = run_demo(folder / "demo")
    for number, (path, _) in enumerate(demo.files):  # saved in the days before the deadline
        saved = datetime(2027, 1, 5 + number % 10, 15, number % 60).timestamp()
        os.utime(path, (saved, saved))
    (back,) = (path for path in annotate(demo.returns, folder / "copies") if RETURNED in path.name)
    (folder / "annotated.xlsx").write_bytes(back.read_bytes())
    (folder / "filled.xlsx").write_bytes(_filled(load_form("ogi-2021")))
    shutil.copy(demo.folder / "审核结果.xlsx", folder / "findings.xlsx")
    write_decisions(demo.returns, folder / "decisions.xlsx")
    (folder / "summary.xlsx").write_bytes(demo.files[-1].path.read_bytes())
    _publish(demo, folder)
    shown = board(demo.returns, name=COUNTY, deadline=DEADLINE, now=NOW)
    write_findings(demo.returns, folder / "board.html", board=shown)
    receipts = write_receipts(shown, folder / "receipts")
    (receipt,) = (path for path in receipts if WARNED in path.name)
    shutil.copy(receipt, folder / "receipt.xlsx")
    write_screens(folder)
    for name, inner in _SHOWN_ON.items():
        (folder / name).write_text(_SIDE_BY_SIDE.format(shown=inner), encoding="utf-8")


def _publish(demo: Demo, folder: Path) -> None:
    """Write the report of one department in every shape."""
    (who,) = (each for each in demo_departments() if each.code == DEPARTMENT)
    source = demo.returns.only(who.name)
    for name in (WORD, "page.html"):
        write_report(source, folder / name, texts=TEXTS, signed_on=SIGNED)
    write_figures(source, folder / "figures.html")


def _filled(form: Form) -> bytes:
    """Fill in one department's template, with one slip so that the picture shows how it is told."""
    department = next(each for each in demo_departments() if each.code == DEPARTMENT)
    values: dict[int, Value] = demo_values(form, department)
    slip = form.index["requests", "received", "natural_person"]
    values[slip] = int(str(values[slip])) + 1
    fields = {Field(FieldKind.TEXT, key): text for key, text in TEXTS.items()}
    fields |= {Field(FieldKind.CONTACT): "马兰", Field(FieldKind.PHONE): "0953-6012345"}
    return build_template(form, year=YEAR, department=department, values=values, fields=fields)


def print_files(folder: Path, names: Sequence[str], fonts: Mapping[str, str]) -> None:
    """Print files of a folder to PDF."""
    command = ("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile")
    files = (str(folder / name) for name in names)
    convert = ("--convert-to", "pdf", "--outdir", str(folder), *files)
    subprocess.run([*command, *convert], check=True, capture_output=True, env=fonts)


def _show(folder: Path, pictures: Path, name: str, fonts: Mapping[str, str]) -> None:
    """Take a picture of a page in the browser, on a screen of two pixels a point."""
    file, width, height = SHOWN[name]
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *(f"--user-data-dir={folder / 'browser'}", "--force-device-scale-factor=2"),
        *(f"--window-size={width},{height}", f"--screenshot={pictures / name}.png"),
        (folder / file).as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, env=fonts)


def shrink(path: Path) -> None:
    """Cut a picture to the part that a guide shows, and make it no wider than it needs."""
    with Image.open(path) as picture:
        height = round(picture.height * SHOWN_OF.get(path.stem, 1))
        part = picture.convert("RGB").crop((0, 0, picture.width, height))
    part.thumbnail((WIDEST, part.height), Image.Resampling.LANCZOS)
    part.save(path)


def pack(path: Path, colours: int) -> None:
    """Save a picture in few colours, in a third of its bytes; letters and tables need no more."""
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


def first_page(pdf: Path, sheet: str) -> int:
    """Find the first page of a sheet, counted from 1."""
    with pypdfium2.PdfDocument(pdf) as document:
        for mark in document.get_toc(max_depth=1):
            target = mark.get_dest()
            if mark.get_title() == sheet and target is not None:
                return int(target.get_index()) + 1
    raise LookupError(f"{pdf.name} has no sheet {sheet}")


def draw(pdf: Path, page: int, target: Path, resolution: int) -> None:
    """Draw a page without its white edges, its header and its footer."""
    command = ("pdftoppm", "-f", str(page), "-l", str(page), "-r", str(resolution))
    gray = subprocess.run([*command, "-gray", str(pdf)], capture_output=True, check=True).stdout
    left, top, width, height = _extent(gray, round(EDGE * resolution))
    box = ("-x", left, "-y", top, "-W", width, "-H", height)
    picture = ("-png", "-singlefile", str(pdf), str(target))
    subprocess.run([*command, *map(str, box), *picture], check=True)


def _extent(gray: bytes, edge: int) -> tuple[int, int, int, int]:
    """Find what is not white in a PGM picture: left, top, width, height, with the margin.

    The lines within `edge` of top and bottom do not count.
    """
    _, size, _, pixels = gray.split(b"\n", 3)
    width, height = map(int, size.split())
    lines = [pixels[at * width : (at + 1) * width] for at in range(height)]
    white = b"\xff" * width
    inner = range(edge, height - edge)
    marked = [at for at in inner if lines[at] != white]
    top, bottom = max(marked[0] - MARGIN, edge), min(marked[-1] + MARGIN, height - edge)
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
