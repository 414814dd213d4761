"""Run the demonstration, the commands, the carried folder and the tests on a Windows Python.

Every step is told with what came of it, in build/windows/log.txt too; tests that were skipped are
told with the reason. `--chosen` takes a tenth of the tests. A package whose tests do not end in
time has failed; one whose tests are all skipped is told as skipped, never as passed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import carried
import wine

RUNS = wine.FOLDER / "runs"
LOG = wine.FOLDER / "log.txt"
PATIENCE = 300  # seconds that a command or a test may take
LONGEST = 3_600  # seconds that the tests of a package may take
# One that hangs ends the run of its package, with what it was doing.
HANGING = (f"faulthandler_timeout={PATIENCE}", "faulthandler_exit_on_timeout=true")
# A tenth of the tests, those that meet Windows itself: files, patterns, console, questions; without
# those of workers, who start slowly.
CHOSEN = (
    *("tests/base", "tests/cli", "tests/guided"),
    *("tests/formats/test_sources.py", "tests/formats/test_walk.py"),
)
SLOW = "tests/base/test_workers.py"
# What cannot be tried there: ruff, mypy and pyright read the code, the same on every system; a
# package is installed into a virtual environment, which this python.exe cannot make; and Wine waits
# for the words of a worker that was killed.
LEFT_OUT = (
    *("tests/project/test_tools.py", "tests/project/test_package_install.py"),
    "tests/base/test_patience.py::"
    "test_a_process_of_ours_that_never_ends_is_killed_and_loses_its_file_alone",
)
# A digest of a file, and the check code that is made of digests: a .zip tells the system it was
# written on, so that the same workbook has other bytes.
DIGEST = re.compile(rb"\b[0-9a-f]{64}\b|\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b")
TOTALS = re.compile(r"^(?:=+ )?((?:\d+ \w+,? ?)+)(?:, \d+ warnings?)? in [\d.]+s", re.MULTILINE)


def main() -> None:
    """Run all steps; the exit status is 1 where one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chosen", action="store_true", help="run a tenth of the tests")
    chosen = parser.parse_args().chosen
    wine.main()
    shutil.rmtree(RUNS, ignore_errors=True)
    RUNS.mkdir(parents=True)
    failed = 0
    with LOG.open("w", encoding="utf-8") as log:
        for name, fault in every_step(chosen=chosen):
            line = f"{outcome(name, fault)}  {name}{fault and f': {fault}'}\n"
            failed += bool(fault)
            for stream in (sys.stdout, log):
                stream.write(line)
                stream.flush()
    sys.exit(f"Windows: {failed} steps failed; see {LOG.relative_to(wine.ROOT)}" if failed else 0)


def outcome(name: str, fault: str) -> str:
    """Return the word for what came of a step; tests of which none passed were skipped."""
    if fault:
        return "FAILED"
    return "skipped" if " skipped" in name and " passed" not in name else "passed"


def every_step(*, chosen: bool) -> Iterator[tuple[str, str]]:
    """Yield every step with its fault, or nothing where it went as it should."""
    yield from demonstration()
    yield from commands()
    yield from carried.steps(chosen=chosen)
    yield from tests(chosen=chosen)


def demonstration() -> Iterator[tuple[str, str]]:
    """Run the demonstration on both systems; the files must be the same."""
    there, here = RUNS / "demo", RUNS / "linux"
    status, said = in_windows("-m", "xlreport", "demo", "--out", "demo")
    yield "demonstration", "" if status == 0 else said
    made = [sys.executable, "-m", "xlreport", "demo", "--out", str(here)]
    subprocess.run(made, check=True, capture_output=True)
    paths = {path.relative_to(f) for f in (there, here) for path in f.rglob("*") if path.is_file()}
    others = [str(each) for each in sorted(paths) if content(there / each) != content(here / each)]
    yield f"{len(paths)} files as on Linux", "、".join(others)


def content(path: Path) -> object:
    """Return what a file holds, part by part, without line ends and digests of other files."""
    if not path.exists():
        return None
    if path.suffix != ".xlsx":
        return path.read_bytes().replace(b"\r\n", b"\n")
    with zipfile.ZipFile(path) as archive:
        return {name: DIGEST.sub(b"", archive.read(name)) for name in archive.namelist()}


def commands() -> Iterator[tuple[str, str]]:
    """Run the county's work on the demonstration, in a folder with blanks, Han and brackets."""
    folder = "我的 文件[1]（%TEMP%）"
    (RUNS / "demo").rename(RUNS / folder)
    asked = ("--roster", f"{folder}\\单位名录.csv", "--year", "2026")
    returns = f"{folder}\\收回"
    steps = {
        ("check", returns, *asked, "--out", f"{folder}\\审核.xlsx"): 1,
        ("check", returns, *asked, "--format", "json", "--workers", "2"): 1,
        ("consolidate", returns, *asked, "--name", "盐池县", "--out", f"{folder}\\汇总.xlsx"): 1,
        ("report", f"{folder}\\汇总.xlsx", "--partial", "--out", f"{folder}\\报告.docx"): 0,
        ("template", "ogi-2021", *asked, "--out", f"{folder}\\再发放"): 0,
        ("check", "收回[没有"): 2,
    }
    for step, expected in steps.items():
        status, said = in_windows("-m", "xlreport", *step)
        fault = "" if status == expected else f"exit status {status}, not {expected}: {said}"
        yield f"xlreport {step[0]}", fault


def tests(*, chosen: bool) -> Iterator[tuple[str, str]]:
    """Run the tests, a package at a time."""
    folders = sorted((wine.ROOT / "tests").iterdir())
    packages = [path for path in folders if any(path.rglob("test_*.py"))]
    groups = {path.relative_to(wine.ROOT).as_posix(): [path] for path in packages}
    if chosen:
        groups = {"a tenth of the tests": [wine.ROOT / each for each in CHOSEN]}
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", *(f"--override-ini={o}" for o in HANGING)]
    left_out = (*LEFT_OUT, SLOW) if chosen else LEFT_OUT
    options += [f"--deselect={each}" for each in left_out]
    for name, paths in groups.items():
        began = time.monotonic()
        where = map(wine.in_wine, paths)
        status, said = in_windows("-m", "pytest", *options, *where, patience=LONGEST)
        (RUNS / f"{name.replace('/', '_')}.log").write_text(said, encoding="utf-8")
        totals = TOTALS.findall(said)
        told = f"{name} ({totals[-1] if totals else 'no end'}; {time.monotonic() - began:.0f} s)"
        faults = re.findall(r"^(?:FAILED|ERROR) (.*)", said, re.MULTILINE)
        fault = "" if status == 0 else "\n    ".join(["", *(faults or [said[-1_500:]])])
        yield "\n    ".join([told, *skips(said)]), fault


def skips(said: str) -> Iterator[str]:
    """Yield why tests were skipped, and how many for each reason."""
    counts: Counter[str] = Counter()
    for count, reason in re.findall(r"^SKIPPED \[(\d+)\] \S+: (.*)", said, re.MULTILINE):
        counts[reason.strip()] += int(count)
    for reason, total in counts.most_common():
        yield f"{total} skipped: {reason}"


def in_windows(*arguments: str, patience: int = PATIENCE) -> tuple[int, str]:
    """Run the Windows Python in the folder of runs; return its status and all that it said."""
    command = ["wine", str(wine.PYTHON / "python.exe"), *arguments]
    cache = wine.in_wine(wine.FOLDER / "cache")
    where = wine.ROOT if "pytest" in arguments else RUNS
    status, said = wine.talk(command, where, patience, PYTHONPYCACHEPREFIX=cache)
    return status, f"not ended after {patience} s: {said}" if status == -1 else said


if __name__ == "__main__":
    main()
