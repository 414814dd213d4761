"""Measure jobs in turn, and show their times beside one another, with a bar for each.

A busy machine slows all jobs of a round alike, so that ratios of medians hold where times do not.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

_BAR = 24
_EIGHTHS = "▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Job:
    """Is one side of a comparison; `call` does it for `count` returns or files at once."""

    name: str
    call: Callable[[], object]
    count: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Is jobs with what each took, in ms or MB; the first is ours."""

    title: str
    unit: str
    names: tuple[str, ...]
    values: tuple[float, ...]

    def ratio(self, number: int) -> float:
        """Give how many times ours goes into another."""
        return self.values[number] / self.values[0]


@dataclass(frozen=True, slots=True)
class Target:
    """Is what we have promised, and what was measured."""

    promise: str
    measured: str
    met: bool


def compare(
    title: str,
    jobs: Sequence[Job],
    *,
    rounds: int,
    clock: Callable[[], float] = time.process_time,
) -> Group:
    """Run jobs in turn, round by round after one to warm up; give the median of each in ms.

    Processor time of this process, unless another clock is given.
    """
    taken: list[list[float]] = [[] for _ in jobs]
    gc.collect()
    gc.freeze()  # what is left from other comparisons is not walked through in this one
    for number in range(rounds + 1):
        for job, times in zip(jobs, taken, strict=True):
            start = clock()
            job.call()
            if number:
                times.append((clock() - start) * 1000 / job.count)
    medians = tuple(statistics.median(times) for times in taken)
    return Group(title, "ms", tuple(job.name for job in jobs), medians)


def peak() -> int:
    """Give the most memory that this process has had, in MB, as Linux counts it."""
    # The counter of getrusage begins with what the process had that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


# ---- tables ------------------------------------------------------------------------------------


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lay out a Markdown table; columns are to the right but for the last."""
    lines = [heads, [*["---:"] * (len(heads) - 1), "---"], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def group_table(group: Group) -> str:
    """Show a group: ours first, how many times ours the others take, and a bar for each."""
    most = max(group.values)
    rows = [
        (
            _short(value),
            _short(group.ratio(number)),
            name if number else f"**{name}**",
            bar(value / most),
        )
        for number, (name, value) in enumerate(zip(group.names, group.values, strict=True))
    ]
    return f"## {group.title}\n\n{table((group.unit, '÷ ours', '', ''), rows)}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}" if value < 1 else f"{value:.1f}"


def bar(share: float) -> str:
    """Draw a share of one as a bar, at least a hairline."""
    eighths = max(1, round(share * _BAR * 8))
    rest = eighths % 8
    return "█" * (eighths // 8) + (_EIGHTHS[rest - 1] if rest else "")


def target_table(targets: Sequence[Target]) -> str:
    """Show what was promised beside what was measured; a miss is shown as one."""
    rows = [("met" if t.met else "**missed**", t.measured, t.promise) for t in targets]
    return f"## Targets\n\n{table(('', 'measured', 'promised'), rows)}"
