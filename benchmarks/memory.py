"""What reading takes of memory, each way in a process of its own: `memory.py WAY FOLDER`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from figures import Group
from measure import peak


def ours(folder: Path) -> object:
    from xlreport import read_returns

    return read_returns(folder)


def bare_python(folder: Path) -> object:
    return folder


def import_pandas(_: Path) -> object:
    import pandas as pd

    return pd


def frames_by_openpyxl(folder: Path) -> object:
    import pandas as pd

    return [pd.read_excel(path, sheet_name=None) for path in folder.iterdir()]


def frames_by_calamine(folder: Path) -> object:
    import pandas as pd

    return [pd.read_excel(path, sheet_name=None, engine="calamine") for path in folder.iterdir()]


def workbooks_by_openpyxl(folder: Path) -> object:
    import openpyxl

    return [openpyxl.load_workbook(path) for path in folder.iterdir()]


WAYS: dict[str, Callable[[Path], object]] = {
    "read and checked": ours,
    "pandas.read_excel, openpyxl; frames kept": frames_by_openpyxl,
    "pandas.read_excel, calamine; frames kept": frames_by_calamine,
    "openpyxl alone; workbooks kept": workbooks_by_openpyxl,
    "`import pandas`": import_pandas,
    "Python": bare_python,
}


def memory_group(count: int) -> Group:
    """Return the peaks of reading so many returns."""
    from made import write_filled  # not in the processes that are measured

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "returns"
        write_filled(folder, count)
        peaks = tuple(float(_peak_of(way, folder)) for way in WAYS)
    return Group("memory", f"Memory for {count} returns", "MB", tuple(WAYS), peaks)


def _peak_of(way: str, folder: Path) -> int:
    command = [sys.executable, __file__, way, str(folder)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


if __name__ == "__main__":
    kept = WAYS[sys.argv[1]](Path(sys.argv[2]))
    print(peak())
