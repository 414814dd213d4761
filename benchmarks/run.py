"""Measure the library side by side with what one would use instead, in one run.

Every round runs both sides in turn, so that a busy moment hits both; medians are compared.
"""

from __future__ import annotations

import gc
import io
import os
import platform
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from xml.parsers.expat import ParserCreate

import openpyxl
import pandas as pd
from openpyxl.worksheet.datavalidation import DataValidation

from xlreport import Department, Form, load_form
from xlreport._demo_figures import YEAR, demo_departments, demo_values
from xlreport._frames import table_frame
from xlreport._imprint import CODE, NAME, imprint, make_master
from xlreport._reader import read_bytes
from xlreport._return import Return
from xlreport._returns import check_and_settle
from xlreport._sources import Source
from xlreport._template import build_template

RESULTS = Path(__file__).parent / "RESULTS.md"
ROUNDS = 15
RETURNS = 1000
SINGLE_RETURNS = 50
LIBRARIES = ("xlsxwriter", "openpyxl", "pandas", "pandera", "python-calamine", "numpy", "click")

Job = Callable[[], object]


@dataclass(frozen=True)
class Line:
    """Is a line of the table: our median and the other's in ms, the target in ms where one is."""

    ours: str
    other: str
    our_time: float
    other_time: float
    target: float | None = None


def medians(jobs: Sequence[Job], rounds: int = ROUNDS) -> list[float]:
    """Run jobs in turn, round by round after one to warm up; give the median of each in ms."""
    times: list[list[float]] = [[] for _ in jobs]
    gc.collect()
    gc.freeze()  # what is left from other comparisons is not walked through in this one
    for number in range(rounds + 1):
        for job, taken in zip(jobs, times, strict=True):
            start = time.perf_counter()
            job()
            if number:
                taken.append((time.perf_counter() - start) * 1000)
    return [statistics.median(taken) for taken in times]


# ---- templates ---------------------------------------------------------------------------------


def template_lines(form: Form, department: Department) -> list[Line]:
    """Build a department's workbook, and the same values and validations by plain openpyxl."""

    def build() -> bytes:
        return build_template(form, year=YEAR, department=department)

    plain = plain_writer(build())
    nobody = replace(department, code=CODE, name=NAME)
    master = make_master(build_template(form, year=YEAR, department=nobody))
    ours, imprinted, other = medians([build, lambda: imprint(master, department), plain])
    what = "openpyxl: the same values and validations, no styles"
    return [
        Line("build one department's workbook", what, ours, other, 25),
        Line("the same from the second department on", what, imprinted, other),
    ]


def plain_writer(data: bytes) -> Job:
    """Give a job that writes by openpyxl the values and validations of a workbook, no styles."""
    model = openpyxl.load_workbook(io.BytesIO(data))
    sheets = [
        (
            sheet.title,
            [(cell.coordinate, cell.value) for row in sheet for cell in row if cell.value],
            [(v.type, v.formula1, str(v.sqref)) for v in sheet.data_validations.dataValidation],
        )
        for sheet in model
    ]

    def write() -> bytes:
        book = openpyxl.Workbook()
        for title, cells, validations in sheets:
            sheet = book.create_sheet(title)
            for address, value in cells:
                sheet[address] = value
            for kind, formula, ranges in validations:
                sheet.add_data_validation(DataValidation(kind, formula1=formula, sqref=ranges))
        buffer = io.BytesIO()
        book.save(buffer)
        return buffer.getvalue()

    return write


# ---- reading -----------------------------------------------------------------------------------


def reading_lines(data: bytes) -> list[Line]:
    """Read a stamped return: identity, labels, values, blanks, totals; others give bare cells."""
    source = Source(Path("return.xlsx"))
    ours, by_openpyxl, by_calamine, bare = medians(
        [
            lambda: read_bytes(source, data, ()),
            lambda: pd.read_excel(io.BytesIO(data), sheet_name=None, engine="openpyxl"),
            lambda: pd.read_excel(io.BytesIO(data), sheet_name=None, engine="calamine"),
            lambda: inflate_and_parse(data),
        ]
    )
    what = "read a stamped return"
    return [
        Line(what, "pandas.read_excel, openpyxl: cells alone", ours, by_openpyxl, 4),
        Line(what, "pandas.read_excel, calamine: cells alone", ours, by_calamine, 4),
        Line(what, "inflate and expat without handlers: nothing", ours, bare, 4),
    ]


def inflate_and_parse(data: bytes) -> None:
    """Inflate and parse the parts that our reader reads too, and do nothing with them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if "theme" not in name and name != "[Content_Types].xml":
                ParserCreate(namespace_separator=" ").Parse(archive.read(name), True)  # noqa: FBT003


# ---- validation --------------------------------------------------------------------------------


def validation_lines(form: Form, data: bytes) -> list[Line]:
    """Check and settle a thousand returns at once, and call pandera for each return by itself."""
    one = read_bytes(Source(Path("return.xlsx")), data, ())
    items = [
        replace(one, code=f"D{number:04}", department=f"{number}局") for number in range(RETURNS)
    ]
    frames = [single_frames(form, item) for item in items[:SINGLE_RETURNS]]

    def ours() -> object:
        return check_and_settle(items, roster=None, year=YEAR, before=None, prefer={})

    def singly() -> None:
        for tables in frames:
            for key, frame in tables.items():
                form.schema(key).validate(frame)

    together, single = medians([ours, singly], rounds=5)
    return [
        Line(
            f"validate {RETURNS:,} returns: rules, named checks, pandera, settling",
            f"pandera alone for each return, {SINGLE_RETURNS} measured",
            together,
            single * RETURNS / SINGLE_RETURNS,
            300,
        )
    ]


def single_frames(form: Form, item: Return) -> dict[str, pd.DataFrame]:
    """Make the frames of one return, ready to be validated."""
    return {
        table.key: table_frame(form, table, [item.department], [item.values])
        for table in form.tables
    }


# ---- start-up ----------------------------------------------------------------------------------


def start_lines() -> list[Line]:
    """Start Python with the library, with its help, and with nothing."""
    helped, imported, nothing = medians(
        [
            lambda: python("-m", "xlreport", "--help"),
            lambda: python("-c", "import xlreport"),
            lambda: python("-c", "pass"),
        ]
    )
    return [
        Line("python -m xlreport --help", "python -c pass", helped, nothing, 100),
        Line('python -c "import xlreport"', "python -c pass", imported, nothing, 100),
    ]


def python(*args: str) -> None:
    subprocess.run([sys.executable, *args], check=True, stdout=subprocess.DEVNULL)


# ---- the table ---------------------------------------------------------------------------------


def table(lines: Sequence[Line]) -> str:
    """Lay out the lines, the ratio first: how many times the other's time ours is contained in."""
    rows = [
        "| other ÷ ours | ours | other | ours, ms | other, ms | target, ms |",
        "|---:|---|---|---:|---:|---:|",
    ]
    for line in lines:
        target = "" if line.target is None else f"{line.target:g}"
        if line.target is not None and line.our_time > line.target:
            target += " (missed)"
        ratio = line.other_time / line.our_time
        cells = f"{ratio:.2g}", f"`{line.ours}`" if "python" in line.ours else line.ours, line.other
        times = f"{line.our_time:.1f}", f"{line.other_time:.1f}"
        rows.append(f"| {' | '.join([*cells, *times, target])} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Run all comparisons, show the table and write it to RESULTS.md."""
    form = load_form("ogi-2021")
    department = demo_departments()[0]
    values = demo_values(form, department)
    data = build_template(form, year=YEAR, department=department, values=values)
    lines = [
        *template_lines(form, department),
        *reading_lines(data),
        *validation_lines(form, data),
        *start_lines(),
    ]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    text = (
        "# Results\n\nWritten by `make bench`; what is measured is said in [README.md](README.md)."
        f"\n\n{table(lines)}\n"
        f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores; "
        f"{libraries}.\n"
    )
    print(text)
    RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
