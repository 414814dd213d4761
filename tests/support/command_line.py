"""Shared by tests: run, refused."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from support.filled import as_typed, cells_at
from support.office_roster import make_department
from xlreport import Form
from xlreport.commands.main import main
from xlreport.outgoing.template import build_template


def run(*args: object) -> Result:
    """Run a command; an exception that is no exit is a failure of the test."""
    result = CliRunner().invoke(main, [str(arg) for arg in args], terminal_width=80)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def refused(result: Result) -> str:
    """Give the sentence of a command that was refused; the answer must be empty."""
    assert (2, "") == (result.exit_code, result.stdout)
    assert result.stderr.startswith("无法完成：")
    return result.stderr.removeprefix("无法完成：").rstrip("\n")


def write_return(folder: Path, form: Form, code: str, received: int = 0) -> Path:
    """Write a return of zeros; with `received` a balance does not hold."""
    inputs = cells_at(form, {"requests.received.natural_person": received})
    who = make_department(code)
    data = build_template(form, year=2026, department=who, values=as_typed(form, inputs))
    path = folder / f"{code}.xlsx"
    path.write_bytes(data)
    return path
