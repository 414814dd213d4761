"""Make returns as they come: filled in, then saved by the programs that people save workbooks with.

Each file is the template of a department of its own. Of each writer's files a third is filled in
with numbers, a third with numbers as text, and a third has rows inserted. They are made once, into
build/as-they-come, a folder for each writer, and each is read with the right figures before it is
kept. `python benchmarks/as_they_come.py` makes them; it needs LibreOffice, gnumeric and node, with
the packages of `make writers` in build/writers or in the folder that `--packages` names.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import openpyxl
from figures import ROOT
from offices import FORM, YEAR, department

from support import office
from xlreport import load_form
from xlreport.commands._demo_figures import demo_values
from xlreport.formats.sources import Source
from xlreport.layout.layout import Position, lay_form
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_source
from xlreport.writing.content import Value

KEPT = ROOT / "build" / "as-they-come"
PACKAGES = ROOT / "build" / "writers"
EACH = 60
FILLED = ("numbers", "text", "rows inserted")
"""How the files are filled in, in turn."""

_SAVE = Path(__file__).parent / "writers" / "save.js"


# ---- what is saved -----------------------------------------------------------------------------


def draft(number: int) -> bytes:
    """Fill in the template of a department; every third has its numbers as text."""
    form, who = load_form(FORM), department(number)
    values: dict[int, Value] = demo_values(form, who)
    if FILLED[number % len(FILLED)] == "text":
        values = {index: str(value) for index, value in values.items()}
    return build_template(form, year=YEAR, department=who, values=values)


def rows_to_insert() -> list[tuple[str, str, int, int]]:
    """List a row above the head of every table, and one amid its figures, the lower one first."""
    form = load_form(FORM)
    layout = lay_form(form)
    first: dict[str, Position] = {}
    for cell in form.cells:
        place = layout.positions[cell.index]
        first.setdefault(place.sheet, place)
    return [(sheet, "Rows", row, 1) for sheet, place in first.items() for row in (place.row + 1, 1)]


def write_drafts(folder: Path, numbers: Sequence[int]) -> list[Path]:
    """Write what the writers open; LibreOffice inserts the rows, as a clerk would."""
    paths = [folder / f"{department(number).code}.xlsx" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_bytes(draft(number))
    office.work(
        [
            office.Job(path, shifts=rows_to_insert(), save=path)
            for number, path in zip(numbers, paths, strict=True)
            if FILLED[number % len(FILLED)] == "rows inserted"
        ]
    )
    return paths


# ---- the writers -------------------------------------------------------------------------------


def by_openpyxl(paths: Sequence[Path], target: Path) -> None:
    for path in paths:
        openpyxl.load_workbook(path).save(target / path.name)


def by_libreoffice(paths: Sequence[Path], target: Path) -> None:
    office.work([office.Job(path, save=target / path.name) for path in paths])


def by_gnumeric(paths: Sequence[Path], target: Path) -> None:
    for path in paths:
        command = ["ssconvert", "--export-type=Gnumeric_Excel:xlsx2"]
        subprocess.run([*command, path, target / path.name], check=True, capture_output=True)


def by_exceljs(paths: Sequence[Path], target: Path) -> None:
    _by_node("exceljs", paths, target)


def by_sheetjs(paths: Sequence[Path], target: Path) -> None:
    _by_node("sheetjs", paths, target)


def _by_node(library: str, paths: Sequence[Path], target: Path) -> None:
    command = ["node", str(_SAVE), library, str(target), *map(str, paths)]
    environment = {"NODE_PATH": str(PACKAGES / "node_modules"), **os.environ}
    subprocess.run(command, check=True, env=environment)


WRITERS: dict[str, Callable[[Sequence[Path], Path], None]] = {
    "openpyxl": by_openpyxl,
    "libreoffice": by_libreoffice,
    "gnumeric": by_gnumeric,
    "exceljs": by_exceljs,
    "sheetjs": by_sheetjs,
}


# ---- kept files --------------------------------------------------------------------------------


def come(writer: str) -> list[Path]:
    """List the kept files of a writer, in the order of departments; make all, if there are none."""
    if not KEPT.exists():
        make()
    return sorted((KEPT / writer).iterdir())


def make() -> None:
    """Make the files of every writer, and keep them if all of them are read rightly.

    Raises `SystemExit` where a program is missing, and says how to get it.
    """
    lacking = missing()
    if lacking:
        raise SystemExit("\n".join(("Returns as they come cannot be made:", *lacking)))
    KEPT.parent.mkdir(exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=KEPT.parent) as name:
            for place, (writer, save) in enumerate(WRITERS.items()):
                drafts, target = Path(name, "drafts", writer), Path(name, "kept", writer)
                drafts.mkdir(parents=True)
                target.mkdir(parents=True)
                numbers = range(place * EACH, (place + 1) * EACH)
                save(write_drafts(drafts, numbers), target)
                assert len(list(target.iterdir())) == EACH, writer
                for path in target.iterdir():
                    require_right(path)
                print(f"{writer}: {EACH} files")
            shutil.move(Path(name, "kept"), KEPT)
    finally:
        office.close_office()


def missing() -> list[str]:
    """Say of each program that is not there how to get it."""
    programs = {
        "soffice": "LibreOffice (apt-get install libreoffice-calc python3-uno)",
        "ssconvert": "gnumeric (apt-get install gnumeric)",
        "node": "node (apt-get install nodejs npm)",
    }
    lacking = [f"- {said}" for program, said in programs.items() if not shutil.which(program)]
    there = os.environ.get("NODE_PATH", PACKAGES / "node_modules")
    if not all(Path(there, package).exists() for package in ("exceljs", "xlsx")):
        lacking.append(f"- ExcelJS and SheetJS in {there} (make writers)")
    return lacking


def require_right(saved: Path) -> None:
    """Require that a saved file has the figures that were typed into it, and no error."""
    form, who = load_form(FORM), department(int(saved.stem[1:]))
    typed = demo_values(form, who)
    item = read_source(Source(saved))
    assert isinstance(item, Return), (saved, item.findings)
    scales = {cell.index: 10**cell.measure.scale for cell in form.inputs}
    right = {index: round(float(str(value)) * scales[index]) for index, value in typed.items()}
    assert {index: item.values[index] for index in right} == right, saved
    assert not any(finding.severity == "error" for finding in item.findings), saved


def main() -> None:
    """Make the files anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--packages", type=Path, help="the node_modules that has exceljs and xlsx (SheetJS)"
    )
    packages: Path | None = parser.parse_args().packages
    if packages:
        os.environ["NODE_PATH"] = str(packages.resolve())
    shutil.rmtree(KEPT, ignore_errors=True)
    make()


if __name__ == "__main__":
    main()
