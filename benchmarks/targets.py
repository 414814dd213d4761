"""Hold what was measured to what has been promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figures import Command, Cost, Figures, Group, National, Run, Written

# The names of ways that a promise or a caption speaks of.
PANDAS = "pandas.read_excel, openpyxl"
EXPAT = "inflating and bare expat of the parts with cells, labels and formats"

TIMES_FASTER = 12
TIMES_EXPAT = 3
TIMES_CALAMINE = 1.5
SECOND_MS = 3
SUMMARY_READ_MS = 30
HELP_MS = 80
COMMANDS = {
    "`check` of one return": 0.35,
    "`check` of 60 returns": 0.8,
    "`check` of 60 returns as they come": 0.8,
    "`consolidate` of 60 returns, from the folder to the verified summary": 1.6,
    "`template` for 60 departments": 0.6,
    "`template` for 60 departments with `--last-year`": 1.2,
}
"""The seconds of processor time that each command may take."""
CHECK_SECONDS = 10
VERIFIED_SECONDS = 20
TEMPLATE_SECONDS = 60
SUMMARY_SECONDS = 15
SUMMARY_MB = 400
COSTS_MB = 700
COUNTRY_SECONDS = 100
COUNTRY_HOURS = 1
FLAT = 1.1


@dataclass(frozen=True, slots=True)
class Target:
    """What we have promised, and what was measured."""

    promise: str
    measured: str
    met: bool


def most_ms(written: Written) -> float:
    """Return the milliseconds that reading and checking may take by the strictest target."""
    return min(
        written.pandas / TIMES_FASTER,
        written.calamine * TIMES_CALAMINE,
        written.expat * TIMES_EXPAT,
    )


def targets(figures: Figures) -> list[Target]:
    """Return all targets, the missed ones among them."""
    bench = figures.bench
    return [
        *_as_they_come(bench.written),
        _processes(bench.group("processes")),
        _starting(bench.group("starting")),
        *map(_command, bench.commands),
        _second(bench.written),
        _summary(bench.summary),
        *_province(bench.runs[-1]),
        _flat(bench.costs[0], bench.costs[-1]),
        _memory(bench.costs[-1]),
        *_country(figures.national),
    ]


def _as_they_come(written: Sequence[Written]) -> list[Target]:
    """Hold the returns of every writer to the promises, by that which is worst."""
    faster = min(written, key=lambda each: each.faster)
    expat = max(written, key=lambda each: each.times_expat)
    calamine = max(written, key=lambda each: each.times_calamine)
    return [
        Target(
            f"a return of any writer read and checked at least {TIMES_FASTER} × faster than by the"
            " loop of pandas.read_excel with openpyxl that checks nothing",
            f"{faster.faster:.1f} × ({faster.writer})",
            faster.faster >= TIMES_FASTER,
        ),
        Target(
            f"in at most {TIMES_EXPAT} × inflating and bare expat of the parts with cells, labels"
            " and formats",
            f"{expat.times_expat:.1f} × ({expat.writer})",
            expat.times_expat <= TIMES_EXPAT,
        ),
        Target(
            f"in at most {TIMES_CALAMINE} × pandas.read_excel with calamine, which checks nothing"
            " and sees no formula",
            f"{calamine.times_calamine:.1f} × ({calamine.writer})",
            calamine.times_calamine <= TIMES_CALAMINE,
        ),
    ]


def _processes(group: Group) -> Target:
    faster = group.values[1] / group.values[0]
    return Target(
        f"and {TIMES_FASTER} × faster where each is a process from start to end",
        f"{faster:.1f} ×",
        faster >= TIMES_FASTER,
    )


def _command(command: Command) -> Target:
    most = COMMANDS[command.line]
    return Target(
        f"{command.line} in at most {most} s of processor time",
        f"{command.seconds:.2f} s",
        command.seconds <= most,
    )


def _second(written: Sequence[Written]) -> Target:
    worst = max(written, key=lambda each: each.verify)
    return Target(
        f"the second opinion on a return in at most {SECOND_MS} ms",
        f"{worst.verify:.1f} ms ({worst.writer})",
        worst.verify <= SECOND_MS,
    )


def _summary(summary: Written) -> Target:
    return Target(
        f"{summary.writer} read at the next level in at most {SUMMARY_READ_MS} ms",
        f"{summary.read:.0f} ms",
        summary.read <= SUMMARY_READ_MS,
    )


def _province(run: Run) -> list[Target]:
    return [
        Target(
            f"{run.count:,} returns checked in at most {CHECK_SECONDS} s on two cores",
            f"{run.read:.1f} s, {run.read_busy:.1f} s of processors",
            run.read <= CHECK_SECONDS,
        ),
        Target(
            f"and verified in at most {VERIFIED_SECONDS} s",
            f"{run.verified:.1f} s, {run.read_busy + run.verify_busy:.1f} s of processors",
            run.verified <= VERIFIED_SECONDS,
        ),
        Target(
            f"{run.count:,} templates in at most {TEMPLATE_SECONDS} s on two cores",
            f"{run.templates:.1f} s",
            run.templates <= TEMPLATE_SECONDS,
        ),
        Target(
            f"the summary of {run.count:,} departments in at most {SUMMARY_SECONDS} s",
            f"{run.summary:.1f} s",
            run.summary <= SUMMARY_SECONDS,
        ),
        Target(
            f"and {SUMMARY_MB} MB, the returns included",
            f"{run.summary_peak} MB",
            run.summary_peak <= SUMMARY_MB,
        ),
    ]


def _flat(first: Cost, last: Cost) -> Target:
    return Target(
        f"the cost of a return is flat from {first.returns} to {last.returns:,}"
        " (reading is one by one; this is the rest)",
        f"{first.each:.2f} ms, then {last.each:.2f} ms",
        last.each <= first.each * FLAT,
    )


def _memory(cost: Cost) -> Target:
    return Target(
        f"{cost.returns:,} returns in memory in at most {COSTS_MB} MB",
        f"{cost.memory:,} MB",
        cost.memory <= COSTS_MB,
    )


def _country(national: National) -> list[Target]:
    country, hours = national.countries[-1], national.seconds / 3600
    seconds = country.counties_time + country.above_time
    return [
        Target(
            f"the made-up country in at most {COUNTRY_SECONDS} s of one core",
            f"{seconds:.0f} s",
            seconds <= COUNTRY_SECONDS,
        ),
        Target(
            f"and with its workbooks, verified, in at most {COUNTRY_HOURS} h of one core, as"
            " docs/scale.md reckons it",
            f"{hours:.1f} h",
            hours <= COUNTRY_HOURS,
        ),
    ]


def _starting(group: Group) -> Target:
    ours = group.values[0]
    return Target(
        f"`xlreport --help` in at most {HELP_MS} ms of processor time",
        f"{ours:.0f} ms",
        ours <= HELP_MS,
    )
