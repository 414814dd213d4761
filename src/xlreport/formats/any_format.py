"""Every workbook by one door: .xlsx by our own reader, .xls, .et, .ods and .xlsb by calamine.

Clerks send what their program saves. calamine reads the other formats, but it can abort the
process, so it is asked in a child with limited memory and time, whose answer is bounded and
checked here. What it does not tell stays unknown: formulas, protection, properties, and number
formats other than dates; an error value is a blank to it, and 100% is 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Timer
from types import MappingProxyType
from typing import IO, Any, Final

from xlreport.formats.cell import RawCell, RawSheet
from xlreport.formats.container import (
    LIMITS,
    Limits,
    Unreadable,
    hostile,
    open_container,
    read_chunks,
)
from xlreport.formats.xlsx import Package, read_package

_FORMATS: Final = {"FILE-OLD": ".xls（或 .et）", "FILE-ODS": ".ods", "FILE-XLSB": ".xlsb"}
_CHILD: Final = Path(__file__).with_name("_calamine_child.py")
_UNREADABLE: Final = 65
_ZIP: Final = b"PK"
_MANIFEST: Final = "meta-inf/manifest.xml"
_START_SECONDS: Final = 60  # a scanner for viruses may look at the child first
_STATES: Final = ("visible", "hidden", "veryHidden")
# Windows would open a console window for each file.
_FLAGS: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def read_workbook(
    data: bytes,
    limits: Limits = LIMITS,
    skip: Collection[str] = frozenset(),
    hold: Collection[str] = frozenset(),
) -> Package:
    """Read the workbook in `data`, whichever format its content is in, within `limits`.

    Sheets of the names in `skip` are listed without their cells; those in `hold` are held back
    as `read_package` does, in another format they are read. An .xlsx takes 2 to 5 ms, another
    format some 50 ms, most of it for the child. Raises Unreadable, and nothing else, whatever
    the bytes are.
    """
    try:
        return read_package(data, limits, skip, hold)
    except Unreadable as problem:
        if problem.code not in _FORMATS:
            raise
        refused = problem
    answer = _ask_child(data, limits, skip)
    try:
        lines = [json.loads(line) for line in answer.splitlines()]
        sheets = tuple(_sheets(lines, limits))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise refused from error  # not what our child writes
    if not sheets:
        raise Unreadable("FILE-ENCRYPTED") if _has_password(data, limits) else refused
    return Package(
        sheets=sheets,
        properties=MappingProxyType({}),
        names=MappingProxyType({}),
        structure_locked=False,
        application="",
        modified="",
        macros=False,
        links=0,
        other_format=_FORMATS[refused.code],
    )


def _has_password(data: bytes, limits: Limits) -> bool:
    """Tell whether a workbook is an .ods with a password, which calamine does not say."""
    if data.startswith(_ZIP):
        container = open_container(data, limits)
        with container.archive:
            if _MANIFEST in container.members:
                return b":encryption-data" in b"".join(read_chunks(container, _MANIFEST))
    return False


def _ask_child(data: bytes, limits: Limits, skip: Collection[str]) -> bytes:
    """Let a child read the workbook; give its answer, at most `limits.part` bytes.

    The answer is empty where calamine cannot read the workbook. Raises Unreadable FILE-HOSTILE
    where the child dies, takes too long or answers too much, and FILE-UNOPENED where this
    computer does not let it start.
    """
    with _started(limits, skip) as child:
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
def _started(limits: Limits, skip: Collection[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child and wait until it is ready; it never outlives the context.

    A new interpreter, not a fork: threads may run here. It is told where calamine is, because
    isolated it looks neither at the environment nor at the user's own packages.
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
        "skip": sorted(skip),
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
    """Write all of `data`; a child that dies meanwhile is known by its status."""
    with suppress(OSError):
        pipe.write(data)
        pipe.close()


def _sheets(lines: list[Any], limits: Limits) -> Iterator[RawSheet]:
    """Make the sheets of the child's answer; whatever it cannot have said raises ValueError."""
    if len(lines) > limits.sheets:
        raise hostile(f"工作表超过 {limits.sheets} 张")
    room = limits.cells
    for line in lines:
        room -= len(line["cells"])
        if room < 0:
            raise hostile(f"有内容的单元格超过 {limits.cells} 个")
        cells = {}
        for row, column, value, is_date in line["cells"]:
            if not (0 <= row < limits.rows and 0 <= column < limits.columns):
                raise ValueError("a cell beyond the limits")
            cells[row, column] = _cell(value, limits, is_date=is_date)
        yield RawSheet(
            name=str(line["name"]),
            state=line["state"] if line["state"] in _STATES else "visible",
            protected=False,
            cells=cells,
            merges=tuple(_merge(*place) for place in line["merges"][: limits.cells]),
            outside=int(line["outside"]),
        )


def _merge(top: int, left: int, bottom: int, right: int) -> tuple[int, int, int, int]:
    return int(top), int(left), int(bottom), int(right)


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
