"""Two years of every kind of cell: what changed, by how much, and what is never subtracted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from support.answers import answered
from support.settled import settled
from xlreport.base.period import Period
from xlreport.reading.one_return import Return
from xlreport.returns.returns import Returns
from xlreport.summary.compare import compare
from xlreport.summary.compare_report import as_csv, as_text
from xlreport.summary.comparison import Change


def returns(*items: Return, year: int) -> Returns:
    return settled([replace(item, period=Period(year)) for item in items])


def changed(**figures: tuple[int | None, int | None]) -> list[Change]:
    """Compare two departments that differ in cells of 机构 and 办理 in the first alone."""
    keys = {
        "avg": "work.licences.avg_days",
        "online": "work.licences.online",
        "satisfied": "site.satisfied.value",
        "opened": "site.opened.value",
        "mobile": "site.mobile.value",
        "kind": "site.kind.value",
    }
    this, last = (
        [
            answered("D01", 1, {keys[key]: pair[side] for key, pair in figures.items()}),
            answered("D02", 2),
        ]
        for side in (1, 0)
    )
    return list(compare(returns(*this, year=2027), returns(*last, year=2026)).rows)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"avg": (25, 40)}, ("天", 2.5, 4, 1.5)),
        ({"satisfied": (5556, 6000)}, ("%", 55.56, 60, 4.44)),
        ({"opened": (739_621, 739_622)}, ("", "2026-01-05", "2026-01-06", None)),
        ({"mobile": (0, 1)}, ("", "否", "是", None)),
        ({"kind": (0, 2)}, ("", "政府门户网站", "专项网站", None)),
        ({"avg": (None, 40)}, ("天", None, 4, None)),
    ],
)
def test_what_is_not_added_up_is_compared_in_each_department_alone(
    figures: dict[str, tuple[int | None, int | None]],
    expected: tuple[str, float | str | None, float | str | None, float | None],
) -> None:
    (change,) = changed(**figures)
    assert "D01" == change.code
    assert expected == (change.unit, change.last, change.this, change.change)


def test_a_share_of_the_county_is_that_of_its_sums() -> None:
    rows = [row for row in changed(online=(1, 3)) if not row.code]
    assert ["online", "rate"] == sorted(row.column for row in rows)


def test_changes_without_a_difference_are_written_as_words() -> None:
    pairs = {"site.mobile.value": 1}, {"site.mobile.value": 0}
    this, last = (
        returns(answered(more=pair), year=year)
        for pair, year in zip(pairs, (2027, 2026), strict=True)
    )
    comparison = compare(this, last)
    assert "否,是," in as_csv(comparison)
    assert "否    是" in as_text(comparison)
