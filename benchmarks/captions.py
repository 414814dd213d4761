"""State in one sentence what each picture shows: it is its title and, on a page, its words.

The sentences hold figures and no judgement, so that they are true whatever was measured.
"""

from __future__ import annotations

from collections.abc import Sequence

from figures import Bench, Command, Figures, Group, National
from targets import PANDAS


def short(value: float) -> str:
    """Write a measured number with two or three digits that mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.1f}"


def captions(figures: Figures) -> dict[str, str]:
    """Return the sentence of each picture by the picture's name."""
    group = figures.bench.group
    return {
        "reading": _reading(group("reading")),
        "written": _written(figures.bench),
        "processes": _processes(group("processes")),
        "validating": _validating(group("validating")),
        "building": _building(group("building")),
        "starting": _starting(group("starting")),
        "memory": _memory(group("memory")),
        "commands": _commands(figures.bench.commands),
        "sizes": _sizes(figures.bench),
        "costs": _costs(figures.bench),
        "country": _country(figures.national),
    }


def _reading(group: Group) -> str:
    return (
        f"A return is read and checked in {short(group.values[0])} ms;"
        f" pandas, openpyxl read it in {short(group.value(PANDAS))} ms"
    )


def _written(bench: Bench) -> str:
    mixed = bench.written[-1]
    return (
        f"A return as it comes is read and checked in {short(mixed.read)} ms;"
        f" pandas, openpyxl read it in {short(mixed.pandas)} ms"
    )


def _processes(group: Group) -> str:
    return (
        f"Starting included, a return as it comes is checked in {short(group.values[0])} ms;"
        f" a loop of pandas, openpyxl takes {short(group.values[1])} ms"
    )


def _commands(commands: Sequence[Command]) -> str:
    one, consolidated = commands[0].seconds, commands[3].seconds
    return (
        f"One return is checked in {one:.2f} s of processor time,"
        f" 60 are added up and verified in {consolidated:.2f} s"
    )


def _validating(group: Group) -> str:
    return (
        f"A return is checked in {short(group.values[0])} ms among many;"
        f" pandera called for each by itself takes {short(group.values[1])} ms"
    )


def _building(group: Group) -> str:
    bare = group.value("plain XlsxWriter: values and validations")
    return (
        f"From the second on, a whole template takes {short(group.values[0])} ms;"
        f" the bare workbook by XlsxWriter {short(bare)} ms"
    )


def _starting(group: Group) -> str:
    pandas = group.value('`python -c "import pandas"`')
    return (
        f"The command line starts in {short(group.values[0])} ms;"
        f" importing pandas alone takes {short(pandas)} ms"
    )


def _memory(group: Group) -> str:
    return (
        f"A county's returns are read and checked in {group.values[0]:,.0f} MB,"
        f" {group.value('`import pandas`'):,.0f} MB of which are for importing pandas"
    )


def _sizes(bench: Bench) -> str:
    run = bench.runs[-1]
    return (
        f"{run.count:,} returns are read and checked in {short(run.read)} s,"
        f" verified in {short(run.verified)} s, their summary written in {short(run.summary)} s"
    )


def _costs(bench: Bench) -> str:
    first, last = bench.costs[0], bench.costs[-1]
    return (
        f"Beside reading, a return costs {short(first.each)} ms among {first.returns:,}"
        f" and {short(last.each)} ms among {last.returns:,}"
    )


def _country(national: National) -> str:
    last = national.countries[-1]
    return (
        f"{last.departments:,} departments take {last.counties_time + last.above_time:,.0f} s"
        f" of one core and {last.memory:,} MB"
    )
