"""The cases that whoever counts applications must decide, as docs/how-to/registers.md says them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from support.applications import Line, counts_of, line

OPEN: Line = {"closed": None, "result": None}
LAST_YEAR: Line = {"received": "2024-12-20", "closed": "2025-01-10"}
NEXT_YEAR: Line = {"received": "2025-12-20", "closed": "2026-01-09"}
PERSON, FIRM, OTHER = "natural_person", "commercial", "other_person"

Counts = Mapping[str, int]


def person(**counts: int) -> Counts:
    return {f"{row}.{PERSON}": number for row, number in counts.items()}


CASES: Mapping[str, tuple[Sequence[Line], Counts, Counts]] = {
    "1 received on the day of confirmation": (
        [line(received="2026-01-02", closed="2026-01-15")],
        {},
        person(received=1, granted=1),
    ),
    "2 corrected in the next year": (
        [line(**NEXT_YEAR, correction_told="2025-12-24", corrected="2026-01-05")],
        person(received=1, carried_forward=1),
        person(carried_over=1, granted=1),
    ),
    "3 not corrected": (
        [line(correction_told="2025-03-05", correction_due="2025-03-19", result="not_corrected")],
        person(received=1, not_corrected=1),
        {},
    ),
    "4 fee not paid": (
        [line(fee_told="2025-03-05", fee_due="2025-03-19", result="fee_not_paid")],
        person(received=1, fee_not_paid=1),
        {},
    ),
    "5 withdrawn": ([line(result="other_handling")], person(received=1, other_handling=1), {}),
    "6 several matters that were not split": ([line()], person(received=1, granted=1), {}),
    "6 several matters that were split": (
        [line(), line(result="not_held")],
        person(received=2, granted=1, not_held=1),
        {},
    ),
    "7 several answers": (
        [line(**{**NEXT_YEAR, "closed": "2025-12-30"}, result="granted_in_part")],
        person(received=1, granted_in_part=1),
        {},
    ),
    "8 several applicants": ([line(applicant=PERSON)], person(received=1, granted=1), {}),
    "8 the same application by ten people": (
        [line()] * 10,
        person(received=10, granted=10),
        {},
    ),
    "9 passed to another office": ([line(result="not_held")], person(received=1, not_held=1), {}),
    "10 repeated within the year": (
        [line(), line(received="2025-04-01", closed="2025-04-02", result="repeated")],
        person(received=2, granted=1, repeated=1),
        {},
    ),
    "11 a petition": ([line(result="petition")], person(received=1, petition=1), {}),
    "12 answered again after reconsideration": (
        [line(review_accepted="2025-06-03", review_closed="2026-02-03", review_result="corrected")],
        {**person(received=1, granted=1), "cases.review_pending": 1},
        {"cases.review_corrected": 1},
    ),
    "13 taken over from another office": (
        [line(**LAST_YEAR)],
        person(carried_over=1, granted=1),
        {},
    ),
    "14 answered on 31 December, delivered in January": (
        [line(received="2025-12-03", closed="2025-12-31", delivered="2026-01-05")],
        person(received=1, granted=1),
        {},
    ),
    "15 a law firm for a person": ([line(applicant=PERSON)], person(received=1, granted=1), {}),
    "16 an applicant of no type": (
        [line(applicant=OTHER)],
        {f"received.{OTHER}": 1, f"granted.{OTHER}": 1},
        {},
    ),
    "open at the end of the year": (
        [line(**OPEN)],
        person(received=1, carried_forward=1),
        person(carried_over=1, carried_forward=1),
    ),
    "another applicant in the next year": (
        [line(**NEXT_YEAR, applicant=FIRM)],
        {f"received.{FIRM}": 1, f"carried_forward.{FIRM}": 1},
        {f"carried_over.{FIRM}": 1, f"granted.{FIRM}": 1},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_counted_as_the_rule_says(case: str) -> None:
    lines, of_2025, of_2026 = CASES[case]
    assert (of_2025, of_2026) == (counts_of(2025, *lines), counts_of(2026, *lines))
    every = [{**each, "applicant": PERSON} for each in lines]
    for year in (2024, 2025, 2026):
        rows = {row.partition(".")[0]: n for row, n in counts_of(year, *every).items()}
        rows = {row: number for row, number in rows.items() if row != "cases"}
        coming = rows.pop("received", 0) + rows.pop("carried_over", 0)
        assert coming == sum(rows.values())
