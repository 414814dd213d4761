"""Count a register of 1,500 applications, and compare with pandas and with reading it.

`python benchmarks/registers.py` writes a register once and measures in one process, by turns and
each the best of several: counting tables three and four out of its lines, counting table three
alone with pandas, and reading and checking the workbook. Printed are milliseconds of processor and
the ratios to counting.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from xlreport import Department, load_form, read_returns, write_return
from xlreport.form.counted import counted_values

LINES, ROUNDS, YEAR = 1_500, 7, 2025
_PLAIN = 12  # results that ask for no other day
FORM = load_form("ogi-register")
REGISTER = FORM.lists[0]


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = write_return(
            FORM,
            {},
            Path(name) / "登记簿.xlsx",
            department=Department("D1", "教育局"),
            year=YEAR,
            lists={REGISTER.key: [line(number) for number in range(LINES)]},
        )
        returns = read_returns(path)
        used = returns.usable[0].used
        assert used is not None
        item, frame = used.item, returns[REGISTER.key]
        ways: dict[str, Callable[[], object]] = {
            "count tables three and four": lambda: counted_values(FORM, item.lists, item.period),
            "count table three with pandas": lambda: with_pandas(frame),
            "read and check the workbook": lambda: read_returns(path),
        }
        best = dict.fromkeys(ways, float("inf"))
        for _ in range(ROUNDS):
            for way, work in ways.items():
                best[way] = min(best[way], measured(work))
        size = path.stat().st_size
    counting = best["count tables three and four"]
    print(f"{LINES} lines, {size / 1024:.0f} KB")
    print("| | ms | times counting |")
    print("|---|---:|---:|")
    for way, seconds in best.items():
        print(f"| {way} | {seconds * 1000:.1f} | {seconds / counting:.1f} |")


def line(number: int) -> dict[str, Any]:
    """Make a line: one in twenty was received the year before, one in twenty is still open."""
    applicant, result = (
        REGISTER.columns[REGISTER.index_of(key)].measure.choices for key in ("applicant", "result")
    )
    received = date(YEAR, 1, 2) + timedelta(number * 7 % 330)
    if number % 20 == 0:
        received = date(YEAR - 1, 12, 5) + timedelta(number % 25)
    made = {"file_number": f"{number:05}", "received": received}
    made["applicant"] = applicant[number % len(applicant)]
    if number % 20 != 1:
        made |= {"closed": received + timedelta(30), "result": result[number % _PLAIN]}
    return made


def with_pandas(lines: pd.DataFrame) -> list[pd.Series[int]]:
    """Count table three as one would with pandas: new, carried over, results, carried forward."""
    first, last = pd.Timestamp(YEAR, 1, 1), pd.Timestamp(YEAR, 12, 31)
    new = lines["received"].between(first, last)
    old = (lines["received"] < first) & ~(lines["closed"] < first)
    left = (lines["received"] <= last) & ~(lines["closed"] <= last)
    answered = lines[lines["closed"].between(first, last)]
    return [
        *(lines.loc[chosen, "applicant"].value_counts() for chosen in (new, old, left)),
        answered.groupby(["result", "applicant"], observed=False).size(),
    ]


def measured(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
