"""The formulas of a limit look working days up by name and say nothing that they cannot know."""

from __future__ import annotations

from dataclasses import replace

from support.registers import register
from xlreport.form.limit import Limit
from xlreport.layout.limit_formulas import limit_formulas
from xlreport.layout.list_grid import in_row


def formulas_of(limit: Limit, row: int = 6) -> dict[int, str]:
    return {column: in_row(text, row) for column, text in limit_formulas(limit).items()}


PLAIN = Limit(deadline=1, left=2, state=3, starts=0, ends=4, days=20)


def test_a_plain_term_is_so_many_working_days_after_its_first_day() -> None:
    formulas = formulas_of(PLAIN)
    assert (
        'IF(OR(COUNT(B7)=0,FALSE),"",IFERROR(INDEX(workdays,MATCH(B7,workdays,1)+20),""))'
        == formulas[1]
    )
    assert (
        'IF(OR(COUNT(C7)=0,COUNT(F7)=1),"",IF(TODAY()>workdays_end,"",'
        "MATCH(C7,workdays,1)-MATCH(TODAY(),workdays,1)))" == formulas[2]
    )


def test_an_extension_counts_once_the_applicant_is_told() -> None:
    extended = replace(PLAIN, extended=5)
    assert "+20+MAX(0,G7))" in formulas_of(extended)[1]
    assert "+20+IF(COUNT(H7)=1,MAX(0,G7),0))" in formulas_of(replace(extended, told=6))[1]


def test_words_with_quotes_stand_in_a_formula() -> None:
    waits = replace(PLAIN, restarts=((5, 6),), waits=((5, '等"他"'),))
    assert 'IF(COUNT(G7)>COUNT(H7),"等""他""",' in formulas_of(waits)[3]


def test_only_the_columns_that_a_limit_names_are_computed() -> None:
    assert [1] == list(formulas_of(replace(PLAIN, left=None, state=None)))


def test_formulas_stay_within_the_8192_characters_of_a_cell() -> None:
    (limit,) = register().limits
    assert max(map(len, formulas_of(limit, 1999).values())) < 2_000
