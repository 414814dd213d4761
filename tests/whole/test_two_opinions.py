"""Where calamine alone gives the second opinion on a damaged return, openpyxl gives the same."""

from __future__ import annotations

import pytest

from support.departments import make_department
from support.edited import filled_template, resaved
from support.opinions import both_opinions, changed, is_plain, members_of, said
from xlreport.form.load import load_form

FORM = load_form("ogi-2021")


def returns() -> dict[str, bytes]:
    """Give one return as two programs write it."""
    data = filled_template(FORM, make_department("D01"))
    return {"XlsxWriter": data, "openpyxl": resaved(data)}


@pytest.mark.parametrize("writer", ["XlsxWriter", "openpyxl"])
def test_no_damage_is_missed_where_openpyxl_is_not_asked(writer: str) -> None:
    ends = {"agrees": 0, "none": 0, "differs": 0, "plain": 0}
    for number, data in enumerate(changed(members_of(returns()[writer]), range(10), sheets="4")):
        opinions = both_opinions(data)
        if opinions is None:
            continue
        fast, slow = map(said, opinions)
        assert slow == fast, number
        ends[slow.partition(":")[0]] += 1
        ends["plain"] += is_plain(data)
    assert min(ends["agrees"], ends["differs"], ends["plain"]) >= 2, ends
