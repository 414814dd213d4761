"""The command line in tests: commands run, programs run, and the returns they are run over."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from support.county import write
from support.departments import make_department
from support.filled import Inputs, as_typed, cells_at
from support.work import PATIENCE
from xlreport import Form
from xlreport.commands.main import main
from xlreport.writing.content import Value

YEAR = 2026
CODES = ("D01", "D02", "D03")
UNBALANCED = {"requests.received.natural_person": 1}


def run(*args: object) -> Result:
    """Run a command; an exception that is no exit is a failure of the test."""
    result = CliRunner().invoke(main, [str(arg) for arg in args], terminal_width=80)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refused(result: Result) -> str:
    """Return the sentence of a command that was refused; its answer must be empty."""
    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("无法完成：")
    return result.stderr.removeprefix("无法完成：").rstrip("\n")


def program(*args: str | Path, encoding: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    """Run the program itself, on a console of some encoding."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "xlreport", *map(str, args)],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )


_ONE_AFTER_ANOTHER = """
import json, sys
from xlreport.commands.main import run
statuses = []
for args in json.load(sys.stdin):
    sys.argv[1:] = args
    try:
        run()
        statuses.append(0)
    except SystemExit as end:
        statuses.append(end.code or 0)
    for stream in (sys.stdout, sys.stderr):
        print(end="\\0", file=stream, flush=True)
print(json.dumps(statuses))
"""


def programs(runs: Sequence[Sequence[str | Path]], encoding: str) -> list[tuple[int, str, str]]:
    """Run commands one after another in one process; give status, answer and messages of each."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _ONE_AFTER_ANOTHER],
        input=json.dumps([[str(word) for word in args] for args in runs]).encode(),
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    said, told = (
        stream.decode(encoding).replace(os.linesep, "\n") for stream in (done.stdout, done.stderr)
    )
    *answers, statuses = said.split("\0")
    messages = told.split("\0")[:-1]
    return list(zip(json.loads(statuses), answers, messages, strict=True))


def write_return(
    folder: Path,
    form: Form,
    code: str,
    inputs: Inputs | None = None,
    *,
    values: Mapping[int, Value] | None = None,
    year: int = YEAR,
    name: str = "",
) -> Path:
    """Write a department's filled workbook: zeros, or `inputs`.

    `values` are texts as typed over the inputs.
    """
    filled = as_typed(form, cells_at(form, {}) if inputs is None else inputs)
    return write(
        folder, make_department(code), filled | dict(values or {}), form=form, year=year, name=name
    )
