"""Whatever the commands do, the library does: docs/reference/twins.toml says how, and both are run.

A command, an option or a parameter that the other side lacks fails here unless the file says why.
"""

from __future__ import annotations

import ast
import inspect
import io
import re
import shlex
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import chdir, redirect_stdout
from datetime import date, datetime
from pathlib import Path
from unittest.mock import patch

import click
import pytest
from twins import TwinRun, read_twins, without_option

import xlreport as xr
from support.command_line import run
from xlreport.commands.main import main

ROOT = Path(__file__).parents[2]
NOW = datetime(2027, 1, 18, 9, 30)
FEW = ("D03", "D05", "D10", "D15", "D19", "X06")
TWINS = read_twins()
RUNS = [(name, number) for name, twin in TWINS.items() for number, _ in enumerate(twin.runs, 1)]
# What an earlier function has given, or the file that the command itself reads.
GIVEN = {"board", "returns", "history", "publications", "comparison", "summary", "source"} | {
    *("register", "form", "path", "roster"),
}


class _AnyDate(type):
    """The kind of a class of which every date is one."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, date)


class _Today(date, metaclass=_AnyDate):
    """The day on which both sides are run."""

    @classmethod
    def today(cls) -> _Today:
        return cls(*NOW.timetuple()[:3])


class _Now(datetime):
    """The time at which both sides are run."""

    @classmethod
    def now(cls, tz: object = None) -> _Now:
        assert tz is None
        return cls(*NOW.timetuple()[:6])


def options(command: click.Command) -> set[str]:
    """Name the options of a command as they are typed, and its arguments."""
    return {
        (each.name or "") if isinstance(each, click.Argument) else each.opts[-1]
        for each in command.params
    }


def parameters(names: tuple[str, ...]) -> set[str]:
    return {name for each in names for name in inspect.signature(getattr(xr, each)).parameters}


def is_public(said: str) -> bool:
    """Tell whether a function, function.parameter or Class.method is of the public library."""
    name, _, inner = said.partition(".")
    if name not in xr.__all__ or not inner:
        return name in xr.__all__
    found = getattr(xr, name)
    return hasattr(found, inner) if inspect.isclass(found) else inner in parameters((name,))


def test_every_command_is_there_and_no_other() -> None:
    assert sorted(main.commands) == sorted(TWINS)


@pytest.mark.parametrize("name", TWINS)
def test_every_argument_and_option_is_there_and_no_other(name: str) -> None:
    twin = TWINS[name]
    assert options(main.commands[name]) == {*twin.options, *twin.alone}


@pytest.mark.parametrize("name", TWINS)
def test_every_function_and_parameter_that_is_named_is_public(name: str) -> None:
    twin = TWINS[name]
    named = [*twin.functions, *(each for said in twin.options.values() for each in said)]
    assert [] == [each for each in named if not is_public(each)]


@pytest.mark.parametrize("name", TWINS)
def test_an_option_of_the_command_alone_has_its_reason_in_both_languages(name: str) -> None:
    assert [] == [option for option, said in TWINS[name].alone.items() if {"en", "zh"} != set(said)]


@pytest.mark.parametrize("name", TWINS)
def test_a_parameter_without_an_option_has_its_reason(name: str) -> None:
    twin = TWINS[name]
    said = [each.partition(".") for every in twin.options.values() for each in every]
    told = {inner for _, _, inner in said} | set(without_option()) | GIVEN
    assert parameters(twin.functions) - told == set(twin.only_python)


@pytest.fixture(scope="module")
def places(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make the demonstration and the list of applications twice: for commands and for Python."""
    found = tmp_path_factory.mktemp("command"), tmp_path_factory.mktemp("python")
    example = ast.parse((ROOT / "examples" / "台账.py").read_text(encoding="utf-8"))
    texts = [each.value for each in ast.walk(example) if isinstance(each, ast.Constant)]
    (listed,) = (each for each in texts if isinstance(each, str) and each.startswith("登记编号,"))
    for place in found:
        keep_few(Path(shutil.copytree(demonstration, place / "演示")))
        (place / "申请台账.csv").write_text(listed, encoding="utf-8")
    return found


def keep_few(demo: Path) -> None:
    """Leave the departments that the runs name, and one that has not reported."""
    roster = demo / "单位名录.csv"
    head, *lines = roster.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    kept = [head, *(line for line in lines if line.startswith(FEW))]
    assert len(FEW) + 1 == len(kept)
    roster.write_text("".join(kept), encoding="utf-8")
    for path in (*(demo / "收回").iterdir(), *(demo / "发放").iterdir()):
        if not path.name.startswith(FEW):
            path.unlink()


@pytest.fixture(scope="module")
def written(places: tuple[Path, Path]) -> dict[tuple[str, int], list[dict[str, bytes]]]:
    """Make every run both ways; give the new files of each, and what was printed, by name."""
    return {
        (name, number): [made(places[0], by_command, each), made(places[1], by_python, each)]
        for name, twin in TWINS.items()
        for number, each in enumerate(twin.runs, 1)
    }


def made(place: Path, way: Callable[[TwinRun], str], each: TwinRun) -> dict[str, bytes]:
    before = set(place.rglob("*"))
    with (
        chdir(place),
        patch("xlreport.cli.clock.now", _Now.now),
        patch("xlreport.publication.published.date", _Today),
    ):
        printed = way(each)
    files = {path for path in place.rglob("*") if path.is_file()} - before
    found = {path.relative_to(place).as_posix(): path.read_bytes() for path in files}
    return {**found, "": printed.encode()}


def by_command(each: TwinRun) -> str:
    program, *words = shlex.split(each.command)
    done = run(*words)
    assert ("xlreport", True) == (program, done.exit_code < 2), done.stderr
    return done.stdout


def by_python(each: TwinRun) -> str:
    said = io.StringIO()
    with redirect_stdout(said):
        exec(each.python, {"xr": xr, "date": date, "datetime": _Now})  # noqa: S102 - it is ours
    return said.getvalue()


def parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the parts of a workbook or Word file, or the whole of another file."""
    if not data.startswith(b"PK"):
        yield name, data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in sorted(archive.namelist()):
            yield f"{name}/{part}", archive.read(part)


@pytest.mark.parametrize(("name", "number"), RUNS)
def test_both_write_the_same(
    name: str, number: int, written: dict[tuple[str, int], list[dict[str, bytes]]]
) -> None:
    command, python = written[name, number]
    if not python[""]:  # Python tells nothing that is not asked for
        command = {**command, "": b""}
    assert {*python} == {*command}
    assert {""} != {*python} or python[""]
    differ = [
        part
        for file in python
        for (part, one), (_, other) in zip(
            parts(file, command[file]), parts(file, python[file]), strict=True
        )
        if one != other
    ]
    assert [] == differ


@pytest.mark.parametrize("name", TWINS)
def test_every_command_but_the_demonstration_is_run(name: str) -> None:
    said = [re.match(r"xlreport (\w+) ", run.command) for run in TWINS[name].runs]
    assert {name} - {"demo"} == {each[1] for each in said if each}
