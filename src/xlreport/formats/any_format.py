"""Workbooks of every format: .xlsx by our own reader, .xls, .et, .ods and .xlsb by calamine.

Clerks send what their program saves. calamine reads the other formats, but it can abort the
process, so it runs in a child with limited memory and time, whose answer is limited and checked
here. It does not report formulas, protection, properties, and number formats other than dates;
it reads an error value as a blank, and 100% as 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Timer
from types import MappingProxyType
from typing import IO, Any, Final

from xlreport.base.address import Area
from xlreport.formats.cell import STATES, RawCell, RawSheet, unread_sheet
from xlreport.formats.container import (
    LIMITS,
    Limits,
    Unreadable,
    hostile,
    open_container,
    read_chunks,
    too_many_cells,
)
from xlreport.formats.workbook import Package, Workbook
from xlreport.formats.xlsx import open_xlsx

_FORMATS: Final = {"FILE-OLD": ".xls（或 .et）", "FILE-ODS": ".ods", "FILE-XLSB": ".xlsb"}
_CHILD: Final = Path(__file__).with_name("_calamine_child.py")
_UNREADABLE: Final = 65
_ZIP: Final = b"PK"
_MANIFEST: Final = "meta-inf/manifest.xml"
_START_SECONDS: Final = 60  # a scanner for viruses may look at the child first
# Windows would open a console window for each file.
_FLAGS: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def open_workbook(data: bytes, limits: Limits = LIMITS) -> Workbook:
    """Open the workbook in `data`, whichever format its content is in, within `limits`.

    Raises `Unreadable`, and nothing else, whatever the bytes are.
    """
    try:
        return open_xlsx(data, limits)
    except Unreadable as problem:
        if problem.code not in _FORMATS:
            raise
        return _OtherWorkbook(data=data, limits=limits, refusal=problem)


def read_workbook(
    data: bytes, limits: Limits = LIMITS, skip: Collection[str] = frozenset()
) -> Package:
    """Read the workbook in `data`, whichever format its content is in, within `limits`.

    Sheets named in `skip` are listed without their cells. An .xlsx takes 2 to 5 ms, another
    format some 50 ms, most of it for starting the child. Raises `Unreadable`, and nothing else,
    whatever the bytes are.
    """
    return open_workbook(data, limits).read(skip)


@dataclass(frozen=True, slots=True)
class _Choice:
    """The worksheets whose cells are read: all but `skip`, or `only` these if it has names."""

    skip: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()

    def includes(self, name: str) -> bool:
        """Tell whether the worksheet of this name is read."""
        return name not in self.skip and (not self.only or name in self.only)


@dataclass(eq=False)
class _OtherWorkbook:
    """A workbook in another format than .xlsx; `refusal` is why our own reader refused it.

    A child lists all worksheets on every run and reads the cells of those that are asked for.
    `parsed` holds worksheets by their limits and then by their position, `listed` the names of
    all worksheets after the first run.
    """

    data: bytes
    limits: Limits
    refusal: Unreadable
    parsed: dict[Limits, dict[int, RawSheet]] = field(default_factory=dict)
    listed: frozenset[str] = frozenset()

    def read(self, skip: Collection[str] = frozenset()) -> Package:
        """Read all worksheets but those named in `skip`, which are listed without their cells."""
        sheets = self._sheets(_Choice(skip=frozenset(skip)), self.limits)
        return Package(
            sheets=sheets,
            properties=MappingProxyType({}),
            names=MappingProxyType({}),
            application="",
            modified="",
            macros=False,
            links=0,
            other_format=_FORMATS[self.refusal.code],
        )

    def sheet(self, name: str, limits: Limits | None = None) -> RawSheet | None:
        """Read one worksheet, within other limits if they are given; None if there is none."""
        if self.listed and name not in self.listed:
            return None
        limits = limits or self.limits
        sheets: Collection[RawSheet] = self.parsed.get(limits, {}).values()
        if all(sheet.name != name for sheet in sheets):
            sheets = self._sheets(_Choice(only=frozenset({name})), limits)
        return next((sheet for sheet in sheets if sheet.name == name), None)

    def xml(self, _: str, /) -> bytes | None:
        """Return None: these formats have no XML that could be searched."""
        return None

    def _sheets(self, choice: _Choice, limits: Limits) -> tuple[RawSheet, ...]:
        """Read the chosen worksheets that no earlier run has read; list the other ones."""
        parsed = self.parsed.setdefault(limits, {})
        done = frozenset(sheet.name for sheet in parsed.values())
        answer = _ask_child(self.data, limits, replace(choice, skip=choice.skip | done))
        try:
            lines = [json.loads(line) for line in answer.splitlines()]
            sheets = tuple(_take_answer(lines, parsed, choice, limits))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise self.refusal from error  # not what our child writes
        if not sheets:
            has_password = _has_password(self.data, limits)
            raise Unreadable("FILE-ENCRYPTED") if has_password else self.refusal
        self.listed = frozenset(sheet.name for sheet in sheets)
        return sheets


def _has_password(data: bytes, limits: Limits) -> bool:
    """Tell whether a workbook is an .ods with a password, which calamine does not report."""
    if data.startswith(_ZIP):
        container = open_container(data, limits)
        with container.archive:
            if _MANIFEST in container.members:
                return b":encryption-data" in b"".join(read_chunks(container, _MANIFEST))
    return False


def _ask_child(data: bytes, limits: Limits, choice: _Choice) -> bytes:
    """Let a child read the workbook; return its answer, at most `limits.part` bytes.

    The answer is empty where calamine cannot read the workbook. Raises `Unreadable` FILE-HOSTILE
    where the child dies, takes too long or answers too much, and FILE-UNOPENED where this
    computer does not let it start.
    """
    with _start_child(limits, choice) as child:
        assert child.stdin is not None  # both are pipes
        assert child.stdout is not None
        with _deadline(child, limits.seconds) as late:
            _hand_over(child.stdin, data)
            answer = child.stdout.read(limits.part + 1)
            if len(answer) > limits.part:
                raise hostile(f"内容超过 {limits.part >> 20} MB")
            status = child.wait()
    if late.is_set():
        raise hostile(f"读取时间超过 {limits.seconds:g} 秒")
    if status == _UNREADABLE:
        return b""
    if status:
        raise hostile("读取中止，多半是内容过多，或在很远的行、列误填了内容")
    return answer


@contextmanager
def _start_child(limits: Limits, choice: _Choice) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child and wait until it is ready; it never outlives the context.

    A new interpreter, not a fork: threads may run here. It gets calamine's path as an argument
    because, isolated (-I), it ignores the environment and the user's packages.
    """
    spec = find_spec("python_calamine")
    assert spec is not None  # the library depends on it
    assert spec.origin is not None
    order = {
        "library": str(Path(spec.origin).absolute().parents[1]),
        "memory": limits.memory,
        "rows": limits.rows,
        "columns": limits.columns,
        "text": limits.text,
        "only": sorted(choice.only),
        "skip": sorted(choice.skip),
    }
    try:
        child = subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter
            [sys.executable, "-I", str(_CHILD), json.dumps(order)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=_FLAGS,
        )
    except OSError as error:
        raise _not_started() from error
    try:
        assert child.stdout is not None  # it is a pipe
        with _deadline(child, _START_SECONDS):
            if child.stdout.read(1) != b".":
                raise _not_started()
        yield child
    finally:
        child.kill()
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None  # both are pipes
            with suppress(OSError):
                pipe.close()
        child.wait()


def _not_started() -> Unreadable:
    return Unreadable("FILE-UNOPENED", reason="读取其他格式的程序在这台电脑上没有启动")


@contextmanager
def _deadline(child: subprocess.Popen[bytes], seconds: float) -> Iterator[Event]:
    """Kill the child after so many seconds, and set the event."""
    late = Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = Timer(seconds, stop)
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _hand_over(pipe: IO[bytes], data: bytes) -> None:
    """Write all of `data`; if the child dies meanwhile, its exit status shows it."""
    with suppress(OSError):
        pipe.write(data)
        pipe.close()


def _take_answer(
    lines: list[Any], parsed: dict[int, RawSheet], choice: _Choice, limits: Limits
) -> Iterator[RawSheet]:
    """Yield all worksheets, the chosen ones with their cells, and add those to `parsed`.

    `lines` are the child's answer, a line a worksheet. Raises `ValueError`, `TypeError` or
    `KeyError` for an answer that our child does not give.
    """
    if len(lines) > limits.sheets:
        raise hostile(f"工作表超过 {limits.sheets} 张")
    room = limits.cells
    for position, line in enumerate(lines):
        sheet = unread_sheet(str(line["name"]), STATES.get(line["state"], "visible"))
        if choice.includes(sheet.name):
            parsed_sheet = parsed.get(position)
            room -= len(line["cells"] if parsed_sheet is None else parsed_sheet.cells)
            if room < 0:
                raise too_many_cells(limits)
            sheet = _with_cells(sheet, line, limits) if parsed_sheet is None else parsed_sheet
            parsed[position] = sheet
        yield sheet


def _with_cells(sheet: RawSheet, line: Any, limits: Limits) -> RawSheet:
    cells = {}
    for row, column, value, is_date in line["cells"]:
        if not (0 <= row < limits.rows and 0 <= column < limits.columns):
            raise ValueError("a cell beyond the limits")
        cells[row, column] = _cell(value, limits, is_date=is_date)
    merges = tuple(_area(*corners) for corners in line["merges"][: limits.cells])
    return replace(sheet, cells=cells, merges=merges, outside=int(line["outside"]))


def _area(top: int, left: int, bottom: int, right: int) -> Area:
    return Area(int(top), int(left), int(bottom), int(right))


def _cell(value: object, limits: Limits, *, is_date: bool) -> RawCell:
    """Make a cell as our own reader does: whole numbers without a fraction, dates in ISO form."""
    if isinstance(value, bool):
        return RawCell("boolean", "TRUE" if value else "FALSE", None, "")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, int | float):
        return RawCell("number", str(value), None, "")
    if not isinstance(value, str):
        raise TypeError("a value that no cell holds")
    return RawCell("text", value[: limits.text], None, "date" if is_date else "")
