"""What the tests give to workers: functions that a new process imports without the frames."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from support.work import PATIENCE
from xlreport.base.errors import InputError
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.outgoing.template import TemplateJob, TemplateSettings
from xlreport.outgoing.templates import _build_chunk
from xlreport.returns._batch import _read_chunk
from xlreport.summary._second_opinion import Opinion, SecondLook, _look_again

DEADLY = "致命"


def times(factor: int, numbers: Sequence[int]) -> list[int]:
    """Multiply; 13 ends the process, 99 is refused, and some take longer than others."""
    for number in numbers:
        if number == 13:
            os._exit(1)
        if number == 99:
            raise InputError("99")
        time.sleep(0.002 * (number % 3))
    return [factor * number for number in numbers]


def unsaid(_: None, numbers: Sequence[int]) -> list[int]:
    """Fail as a slip in our own code would."""
    return [number // 0 for number in numbers]


def once_deadly(marker: str, numbers: Sequence[int]) -> list[int]:
    """End the process that comes first, as if somebody killed it in the middle."""
    try:
        Path(marker).touch(exist_ok=False)
    except FileExistsError:
        return list(numbers)
    os._exit(1)


def silent(marker: str, numbers: Sequence[int]) -> list[int]:
    """Never end with 13, once the file `marker` says that it was begun."""
    if 13 in numbers:
        Path(marker).touch()
        time.sleep(PATIENCE)
    return list(numbers)


def process_of(_: None, items: Sequence[int]) -> list[int]:
    """Tell which process has done it."""
    return [os.getpid() for _ in items]


def deadly_read(library: Library, sources: Sequence[Source]) -> list[bytes]:
    """Read files, but for one that ends the process."""
    if any(DEADLY in source.name for source in sources):
        os._exit(1)
    return _read_chunk(library, sources)


def read_or_sleep(library: Library, sources: Sequence[Source]) -> list[bytes]:
    """Read the chunk that begins with D01, and never end with any other."""
    if sources[0].name != "D01.xlsx":
        time.sleep(PATIENCE)
    return _read_chunk(library, sources)


def deadly_build(settings: TemplateSettings, jobs: Sequence[TemplateJob]) -> list[bytes | None]:
    """Build templates, but for one that ends the process."""
    if any(job.department is not None and job.department.code == "D03" for job in jobs):
        os._exit(1)
    return _build_chunk(settings, jobs)


def once_deadly_read(library: Library, sources: Sequence[Source]) -> list[bytes]:
    """Read files, but for the first time one of them is met: then the process is killed."""
    if any(DEADLY in source.name for source in sources):
        try:
            sources[0].path.parent.with_suffix(".met").touch(exist_ok=False)
        except FileExistsError:
            return _read_chunk(library, sources)
        os.kill(os.getpid(), signal.SIGKILL)
    return _read_chunk(library, sources)


def deadly_second_look(forms: Mapping[str, Form], looks: Sequence[SecondLook]) -> list[Opinion]:
    """Read files again, but for one that ends the process."""
    if any(DEADLY in look.source.name for look in looks):
        os._exit(1)
    return _look_again(forms, looks)
