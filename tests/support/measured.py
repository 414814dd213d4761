"""Figures that nobody measured, small and round, for what is drawn of figures."""

from __future__ import annotations

from figures import (
    Bench,
    Command,
    Cost,
    Country,
    Figures,
    Group,
    Level,
    Line,
    Machine,
    National,
    Profiles,
    Run,
    Step,
    Written,
)
from targets import COMMANDS, EXPAT, PANDAS

LIBRARIES = ("numpy", "pandas", "pandera", "openpyxl", "xlsxwriter")
MACHINE = Machine("3.11.0", "Linux", 2, (0.5, 0.25, 0.0), dict.fromkeys(LIBRARIES, "1.2.3"))

GROUPS = (
    Group(
        *("reading", "Reading a return", "ms"),
        ("read and checked", "of this, reading", PANDAS, EXPAT),
        (5.0, 4.0, 50.0, 1.0),
        ours=2,
    ),
    Group("processes", "300 returns", "ms", ("`xlreport check`", "a loop"), (4.0, 50.0)),
    Group("validating", "Validating", "ms", ("at once", "each by itself"), (0.25, 25.0)),
    Group(
        *("building", "Building a template", "ms"),
        ("from the second on", "plain XlsxWriter: values and validations"),
        (2.0, 20.0),
    ),
    Group(
        *("starting", "Starting", "ms"),
        ("`xlreport --help`", '`python -c "import pandas"`'),
        (125.0, 400.0),
    ),
    Group("memory", "Memory for 60 returns", "MB", ("read", "`import pandas`"), (150.0, 100.0)),
)


def run(count: int, seconds: float) -> Run:
    """Make a run whose every time follows from one."""
    times = (seconds, seconds, seconds / 4, seconds / 4, seconds / 10, seconds / 2)
    return Run(count, 1, *times, count, 100, 200, seconds * 2)


def country(provinces: int) -> Country:
    """Make a run of provinces of a thousand departments."""
    departments = provinces * 1_000
    times = (departments / 1000, departments / 10_000, departments / 100_000)
    sizes = (2_500, departments * 20, 100 + provinces)
    return Country(*(provinces, departments, departments - 9, *times, *sizes), same=True, scope="")


FIGURES = Figures(
    bench=Bench(
        MACHINE,
        GROUPS,
        (
            Written("openpyxl", 4.0, 2.5, 50.0, 4.0, 2.0),
            Written("gnumeric", 4.0, 3.5, 40.0, 4.0, 1.0),
            Written("all", 5.0, 3.0, 60.0, 5.0, 2.0),
        ),
        Written("a county's summary", 30.0, 20.0, 100.0, 40.0, 10.0),
        tuple(Command(line, most, most * 2) for line, most in COMMANDS.items()),
        (run(60, 0.5), run(1_000, 5.0), run(6_000, 20.0)),
        (Cost(60, 0.8, 0.2, 100), Cost(600, 0.4, 0.1, 120), Cost(60_000, 0.5, 0.1, 900)),
    ),
    national=National(
        MACHINE,
        counties=10,
        departments=100,
        countries=(country(1), country(30)),
        levels=(Level(100, 4_000_000, 1.0, 2.0, 0.5, 90_000), Level(10, 900_000, 0.1, 0.8, 0.1, 9)),
    ),
    profiles=Profiles(MACHINE, (Step("Reading", 100, 2.0, (Line("x.y", 0.5, 0.75, 3.0),)),)),
    before=Profiles(MACHINE, (Step("Reading", 100, 8.0, (Line("a.b", 0.25, 0.5, 9.0),)),)),
)
