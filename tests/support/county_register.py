"""A register of the size of a county's, with every edge case, and the table that it should give.

The figures are those of half a year of a district of Shanghai in 2022 (网络 1,303, 信函 172, 当面
24: 1,499 received; 1,453 answered, 30 of them carried in). The lines are made up: how they spread
over applicants, over the parts of a result and over days is fixed by their number alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from support.registers import register

YEAR = 2022
APPLICANTS = (
    "natural_person",
    "commercial",
    "research",
    "public_benefit",
    "legal_service",
    "other_person",
)
# 966 予以公开, 67 部分公开, 81 不予公开, 182 无法提供, 61 不予处理, 96 其他处理: 1,453 answered.
ANSWERED: Mapping[str, int] = {
    "granted": 966,
    "granted_in_part": 67,
    "state_secret": 3,
    "prohibited_by_law": 8,
    "endangers_security": 2,
    "third_party": 24,
    "internal_affairs": 11,
    "procedural": 15,
    "enforcement_files": 6,
    "administrative_query": 12,
    "not_held": 120,
    "needs_making": 40,
    "still_unclear": 22,
    "petition": 30,
    "repeated": 18,
    "publication": 2,
    "excessive": 4,
    "confirmation": 7,
    "not_corrected": 51,
    "fee_not_paid": 5,
    "other_handling": 40,
}
RECEIVED, CARRIED_OVER, CARRIED_FORWARD = 1_499, 30, 76

Line = dict[str, Any]


def word(column: str, key: str) -> str:
    """Give the word of a choice by its key."""
    measure = register().columns[register().index_of(column)].measure
    return measure.choices[measure.choice_keys.index(key)]


def make_line(number: int, received: date, applicant: str = "natural_person", **more: Any) -> Line:
    """Make a line; choices are given by their keys."""
    choices = ("applicant", "result", "review_result", "suit_kind", "suit_result")
    line = {"file_number": f"{number:05}", "received": received, "applicant": applicant, **more}
    return {k: word(k, v) if k in choices else v for k, v in line.items()}


def county_lines() -> tuple[list[Line], dict[tuple[str, str], int]]:
    """Make the lines of the county's register, and the figures they give by row and column."""
    expected: Counter[tuple[str, str]] = Counter()
    results = [result for result, count in ANSWERED.items() for _ in range(count)]
    lines = []
    for number in range(RECEIVED + CARRIED_OVER):
        applicant = APPLICANTS[number % len(APPLICANTS)]
        is_old = number < CARRIED_OVER
        days = timedelta(number % 20) if is_old else timedelta(number % 320)
        received = date(YEAR - 1, 12, 1) + days if is_old else date(YEAR, 1, 4) + days
        expected["carried_over" if is_old else "received", applicant] += 1
        if number < len(results):
            result = results[(number * 541) % len(results)]  # 541 and 1,453 have no common part
            more = {"closed": max(received + timedelta(14), date(YEAR, 1, 5)), "result": result}
            expected[result, applicant] += 1
            lines.append(make_line(number, received, applicant, **more, **_told(result, received)))
        else:
            received = date(YEAR, 12, 5) + timedelta(number % 20)
            expected["carried_forward", applicant] += 1
            lines.append(make_line(number, received, applicant))
    for place, change in _edges():
        lines[place] |= change
    return lines, expected


def _told(result: str, received: date) -> Line:
    """Give the days without which a result is no such result."""
    told = received + timedelta(3)
    if result == "not_corrected":
        return {"correction_told": told}
    if result == "still_unclear":
        return {"correction_told": told, "corrected": told + timedelta(5)}
    return {"fee_told": told} if result == "fee_not_paid" else {}


def _edges() -> Iterator[tuple[int, Line]]:
    """Yield changes of lines, by their place, that leave every figure as it is.

    They are the edges of the year, and what only seems to be another application.
    """
    yield 0, {"received": date(YEAR - 1, 12, 31), "closed": date(YEAR, 1, 4)}
    yield 30, {"received": date(YEAR, 1, 1), "closed": date(YEAR, 12, 31)}
    yield 31, {"delivered": date(YEAR + 1, 1, 4), "closed": date(YEAR, 12, 31)}
    last = RECEIVED + CARRIED_OVER - 1
    yield last, {"received": date(YEAR, 12, 31)}
    # Corrected, asked about, extended and answered in the next year: one line, open until then.
    later = {"closed": date(YEAR + 1, 1, 4), "result": word("result", "granted")}
    yield last - 1, {"correction_told": date(YEAR, 12, 28), "corrected": date(YEAR + 1, 1, 3)}
    yield last - 2, {"consulted": date(YEAR, 12, 28), **later}
    yield last - 3, {"extension_told": date(YEAR, 12, 30), "extension_days": 20, **later}
    # Annulled, answered again: the first answer counts, and the case in table 四.
    case = {"review_accepted": date(YEAR, 6, 1), "review_closed": date(YEAR, 7, 1)}
    yield 40, {"closed": date(YEAR, 5, 5), **case, "review_result": word("review_result", "other")}


def beside() -> Sequence[Line]:
    """Make lines that count nowhere in the year: closed before it, and received after it."""
    before: Line = {"closed": date(YEAR - 1, 12, 31), "result": "granted"}
    return [
        make_line(90_001, date(YEAR - 1, 12, 20), **before),
        make_line(90_002, date(YEAR + 1, 1, 1)),
    ]
