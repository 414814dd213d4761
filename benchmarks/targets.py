"""Hold what was measured to what has been promised."""

from __future__ import annotations

from dataclasses import dataclass

from figures import Bench, Cost, Group, Run

# The names of ways that a promise or a caption speaks of.
PANDAS = "pandas.read_excel, openpyxl"
EXPAT = "inflating and bare expat of the parts that we parse"

TIMES_FASTER = 8
TIMES_EXPAT = 4
CHECK_SECONDS = 15
TEMPLATE_SECONDS = 60
SUMMARY_SECONDS = 15
SUMMARY_MB = 400
HELP_MS = 100
FLAT = 1.1


@dataclass(frozen=True, slots=True)
class Target:
    """What we have promised, and what was measured."""

    promise: str
    measured: str
    met: bool


def targets(bench: Bench) -> list[Target]:
    """Return all targets, the missed ones among them."""
    return [
        *_reading(bench.group("reading")),
        *_province(bench.runs[-1]),
        _flat(bench.costs[0], bench.costs[-1]),
        _starting(bench.group("starting")),
    ]


def _reading(group: Group) -> list[Target]:
    pandas, bare = group.ratio(PANDAS), 1 / group.ratio(EXPAT)
    return [
        Target(
            f"a return checked in a batch, at least {TIMES_FASTER} × faster than the loop of"
            " pandas.read_excel with openpyxl that checks nothing",
            f"{pandas:.1f} ×",
            pandas >= TIMES_FASTER,
        ),
        Target(
            f"and at most {TIMES_EXPAT} × inflating and bare expat of the same parts",
            f"{bare:.1f} ×",
            bare <= TIMES_EXPAT,
        ),
    ]


def _province(run: Run) -> list[Target]:
    return [
        Target(
            f"{run.count:,} returns checked in at most {CHECK_SECONDS} s on two cores",
            f"{run.read:.1f} s, {run.read_busy:.1f} s of processors",
            run.read <= CHECK_SECONDS,
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


def _starting(group: Group) -> Target:
    ours = group.values[0]
    return Target(f"`xlreport --help` in at most {HELP_MS} ms", f"{ours:.0f} ms", ours <= HELP_MS)
