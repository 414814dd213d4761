"""LibreOffice, the real program, at work on workbooks: what it computes, shows and saves."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Timer
from typing import Any

from support.work import PATIENCE
from xlreport.layout.layout import Position

_DRIVER = Path(__file__).with_name("uno_driver.py")
Entries = Sequence[tuple[Position, str]]
Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Job:
    """One workbook to open, and what to do with it.

    What is in `types` goes in as from the keyboard, so that locks count; what is in `puts` goes in
    quicker, and past the lock of a cell unless its neighbour follows it. `shifts` are rows or
    columns to insert, or to remove where the count is negative: (sheet, "Rows" or "Columns", the
    first, count). `show` names the sheets to look at ("*" for all), `save` and `html` where to save
    the workbook and its picture in HTML.
    """

    open: Path
    types: Entries = ()
    puts: Entries = ()
    shifts: Sequence[tuple[str, str, int, int]] = ()
    show: Sequence[str] = ()
    save: Path | None = None
    html: Path | None = None

    def as_object(self) -> dict[str, Any]:
        """Write the job as the driver reads it."""
        paths = {"open": self.open, "save": self.save, "html": self.html}
        return {
            "type": [[place.sheet, place.address, text] for place, text in self.types],
            "put": list(_neighbours(self.puts)),
            "shift": list(self.shifts),
            "show": self.show,
            **{name: str(path) for name, path in paths.items() if path is not None},
        }


def _neighbours(entries: Entries) -> Iterator[tuple[str, str, list[str]]]:
    """Yield what goes into cells side by side, which goes in at once: sheet, range, texts."""
    runs: list[list[tuple[Position, str]]] = []
    for place, text in entries:
        last = runs[-1][-1][0] if runs else None
        if last and (last.sheet, last.row, last.column + 1) == (
            place.sheet,
            place.row,
            place.column,
        ):
            runs[-1].append((place, text))
        else:
            runs.append([(place, text)])
    for run in runs:
        first, last = run[0][0], run[-1][0]
        cells = f"{first.address}:{last.address}" if len(run) > 1 else first.address
        yield first.sheet, cells, [text for _, text in run]


@dataclass(frozen=True)
class Answer:
    """What LibreOffice shows after a full recalculation: values and formulas by sheet."""

    values: Mapping[str, Rows] = field(repr=False)
    formulas: Mapping[str, Rows] = field(repr=False)

    def at(self, place: Position) -> Any:
        """Give the value at a place: a number, a text, None for an error; "" where blank."""
        rows = self.values[place.sheet]
        beyond = place.row >= len(rows) or place.column >= len(rows[0])
        return "" if beyond else rows[place.row][place.column]

    def computed(self) -> Iterator[tuple[Position, Any]]:
        """Yield every cell that holds a formula, and its value."""
        for sheet, rows in self.formulas.items():
            for row, formulas in enumerate(rows):
                for column, formula in enumerate(formulas):
                    # A text that only looks like a formula is its own value.
                    if str(formula).startswith("=") and self.values[sheet][row][column] != formula:
                        yield Position(sheet, row, column), self.values[sheet][row][column]


@cache
def interpreter() -> str:
    """Find a Python that has `uno`: this one, the system's, or the one inside LibreOffice."""
    office = shutil.which("soffice")
    inside = Path(office).resolve().parent if office else Path()
    candidates = [
        *(sys.executable, "/usr/bin/python3", shutil.which("python3") or ""),
        *map(str, sorted(inside.glob("python*"))),
        *map(str, sorted(inside.parent.glob("Resources/python"))),
    ]
    for candidate in candidates:
        if candidate and Path(candidate).is_file():
            asked = [candidate, "-c", "import uno"]
            if not subprocess.run(asked, capture_output=True, check=False).returncode:
                return candidate
    raise FileNotFoundError("no Python that can import uno; install python3-uno")


@dataclass(frozen=True)
class _Office:
    """A LibreOffice that runs: the program that drives it, and the URI of its profile."""

    driver: subprocess.Popen[str]
    profile: str


@cache
def _office() -> _Office:
    """Start LibreOffice, once for all tests of a process."""
    driver = subprocess.Popen(
        [interpreter(), str(_DRIVER), str(PATIENCE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    return _Office(driver, _answer(driver))


def _answer(driver: subprocess.Popen[str], question: str = "") -> str:
    """Give the line that the driver answers; what it said where it ended instead."""
    assert driver.stdin
    assert driver.stdout
    guard = Timer(PATIENCE, driver.kill)
    guard.start()
    try:
        driver.stdin.write(question)
        driver.stdin.flush()
        answer = driver.stdout.readline().rstrip("\n")
    finally:
        guard.cancel()
    if not answer:
        _office.cache_clear()
        raise AssertionError(driver.communicate()[1])
    return answer


def close_office() -> None:
    """End LibreOffice, where it was started."""
    if _office.cache_info().currsize:
        _office().driver.communicate(timeout=PATIENCE)
        _office.cache_clear()


def work(jobs: Sequence[Job]) -> list[Answer]:
    """Do all jobs, one after the other."""
    question = json.dumps([job.as_object() for job in jobs])
    return [Answer(**answer) for answer in json.loads(_answer(_office().driver, f"{question}\n"))]


def save_as(paths: Sequence[Path], extension: str, folder: Path, opened_by: str = "") -> None:
    """Save files in another format, those of the same name, into a folder.

    The extension may name a filter to save by ("docx:MS Word 2007 XML"); `opened_by` is the filter
    to open by, where the files' names do not tell.
    """
    command = [
        *("soffice", "--headless", "--norestore", f"-env:UserInstallation={_office().profile}"),
        *([f"--infilter={opened_by}"] if opened_by else []),
        *("--convert-to", extension, "--outdir", str(folder), *map(str, paths)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    for path in paths:
        target = folder / f"{path.stem}.{extension.partition(':')[0]}"
        assert target.exists(), f"LibreOffice wrote nothing: {done.stdout}{done.stderr}"
