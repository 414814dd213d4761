"""A child process reads a workbook by a foreign library, with limited memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Timer
from typing import IO, TYPE_CHECKING, Final

from xlreport.formats.container import Limits, Unreadable, hostile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_MAIN: Final = Path(__file__).with_name("_child_main.py")
_LIBRARIES: Final = {"_calamine": "python_calamine", "_xls": "xlrd"}
_UNREADABLE: Final = 65
_START_SECONDS: Final = 60  # a scanner for viruses may look at the child first
# A busy machine lets the child wait: its processor time counts where the system can limit it.
_PATIENCE: Final = 1 if sys.platform == "win32" else 5
_OVER_TIME: Final = -24  # the signal SIGXCPU, which no Windows has
# Windows would open a console window for each file.
_FLAGS: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def ask_child(
    reader: str, data: bytes, limits: Limits, only: Collection[str], skip: Collection[str]
) -> bytes:
    """Let a child read a workbook by the module `reader`; return at most `limits.part` bytes.

    `only` and `skip` choose worksheets by name. The answer is empty where the library cannot read
    the workbook. Raises `Unreadable` FILE-HOSTILE where the child dies, takes too long or answers
    too much, and FILE-UNOPENED where this computer does not let it start.
    """
    order = {
        "reader": f"{__package__}.{reader}",
        "folders": _folders("xlreport", _LIBRARIES[reader]),
        "limits": asdict(limits),
        "only": sorted(only),
        "skip": sorted(skip),
    }
    with _start_child(json.dumps(order)) as child:
        assert child.stdin is not None  # both are pipes
        assert child.stdout is not None
        with _deadline(child, limits.seconds * _PATIENCE) as late:
            _hand_over(child.stdin, data)
            answer = child.stdout.read(limits.part + 1)
            if len(answer) > limits.part:
                raise hostile(f"内容超过 {limits.part >> 20} MB")
            status = child.wait()
    if late.is_set() or status == _OVER_TIME:
        raise hostile(f"读取时间超过 {limits.seconds:g} 秒")
    if status == _UNREADABLE:
        return b""
    if status:
        raise hostile("读取中止，多半是内容过多，或在很远的行、列误填了内容")
    return answer


def _folders(*packages: str) -> list[str]:
    """List where packages are: the child knows neither environment (-I) nor site (-S)."""
    origins = [spec.origin for name in packages if (spec := find_spec(name)) and spec.origin]
    assert len(origins) == len(packages)  # the library depends on them
    return [str(Path(origin).absolute().parents[1]) for origin in origins]


@contextmanager
def _start_child(order: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child and wait until it is ready; it never outlives the context.

    A new interpreter, not a fork: threads may run here.
    """
    try:
        child = subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter
            [sys.executable, "-I", "-S", str(_MAIN), order],
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
