"""What commands take: processor time of the whole process, from its start to its end."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from figures import Command, Group
from measure import Job, children, compare
from targets import COMMANDS

_LOOP = "import sys, pandas\nfor path in sys.argv[1:]: pandas.read_excel(path, sheet_name=None{})"


def run_commands(count: int, rounds: int, before: Path | None) -> tuple[Command, ...]:
    """Measure the commands that people wait for, with an earlier version in turn if it is given."""
    now = Path(__file__).resolve().parents[1] / "src"
    versions = [now, before] if before else [now]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = command_lines(folder, count)
        jobs = [
            Job(line, lambda v=version, a=arguments: xlreport(folder, v, a))  # type: ignore[misc]
            for line, arguments in lines.items()
            for version in versions
        ]
        taken = [each / 1000 for each in compare(jobs, rounds=rounds, clock=children)]
    earlier = taken[1::2] if before else [None] * len(lines)
    measured = zip(lines, taken[:: len(versions)], earlier, strict=True)
    return tuple(Command(line, seconds, other) for line, seconds, other in measured)


def command_lines(folder: Path, count: int) -> dict[str, list[str]]:
    """Make the files of a county, and list the arguments of each command by its name."""
    from as_they_come import WRITERS, come
    from made import write_filled
    from offices import department

    write_filled(folder / "in", count)
    (folder / "mixed").mkdir()
    for path in (path for writer in WRITERS for path in come(writer)[: count // len(WRITERS)]):
        shutil.copy(path, folder / "mixed")
    listed = [f"{who.code},{who.name}\n" for who in map(department, range(count))]
    (folder / "r.csv").write_text("单位代码,单位名称\n" + "".join(listed), encoding="utf-8")
    arguments = (
        ["check", f"in/{department(0).code}.xlsx"],
        ["check", "in", "--roster", "r.csv"],
        ["check", "mixed"],
        ["consolidate", "in", "--roster", "r.csv", "--name", "某县", "--out", "out/s.xlsx"],
        ["template", "ogi-2021", "--roster", "r.csv", "--year", "2027", "--out", "out/t"],
        [
            *("template", "ogi-2021", "--roster", "r.csv", "--year", "2027", "--out", "out/t"),
            *("--last-year", "in"),
        ],
    )
    return dict(zip(COMMANDS, arguments, strict=True))


def xlreport(folder: Path, version: Path, arguments: Sequence[str]) -> None:
    """Run a command of a version in a folder without what an earlier run wrote."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "out").mkdir()
    command = [sys.executable, "-m", "xlreport", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(version)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode in {0, 1}, done.stderr.decode()  # 1 says that something was found


def run_processes(count: int, rounds: int) -> Group:
    """Measure the check of all returns as they come beside a script that reads them by pandas."""
    from as_they_come import WRITERS, come

    paths = [str(path) for writer in WRITERS for path in come(writer)[:count]]
    ways = {
        "`xlreport check --format json`": ("-m", "xlreport", "check", "--format", "json"),
        "a loop of pandas.read_excel, openpyxl": ("-c", _LOOP.format("")),
        "a loop of pandas.read_excel, calamine": ("-c", _LOOP.format(", engine='calamine'")),
    }
    jobs = [
        Job(name, lambda a=arguments: _python([*a, *paths]), len(paths))  # type: ignore[misc]
        for name, arguments in ways.items()
    ]
    title = f"{len(paths)} returns as they come, each way in a process from start to end"
    taken = compare(jobs, rounds=rounds, clock=children)
    return Group("processes", title, "ms", tuple(ways), taken)


def _python(arguments: Sequence[str]) -> None:
    command = [sys.executable, "-W", "ignore", *arguments]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    assert done.returncode in {0, 1}, done.stderr.decode()
