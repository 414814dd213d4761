"""Figures of any form as a program may have them: values by kind, texts, lines of lists, frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from support.answers import answers_form
from support.examples import EXAMPLES_FILLED, load_example
from support.purchases import counted_form
from xlreport.base.period import Period, parse_period
from xlreport.checks.frames import OWNER, office_frame
from xlreport.checks.list_frames import list_frame
from xlreport.form.counted import counted_values
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import FIRST_DATE, LAST_DATE, Blank, Kind, Measure
from xlreport.form.open_list import Lines, OpenList, join_lines
from xlreport.form.totals import fill_totals
from xlreport.form.typed_texts import read_text

NAME = "盐池县教育局"
_LETTERS = "甲乙丙丁AZaz019 （）、=+-@'_&<>\"\n"


@dataclass(frozen=True)
class Figures:
    """What one department reports: values by cell index, words, lines by the key of their list."""

    form: Form
    period: Period
    values: tuple[int | None, ...]
    words: Mapping[int, str]
    lists: Mapping[str, Lines]
    texts: Mapping[str, str]

    @property
    def frames(self) -> dict[str, Any]:
        """The frames of all tables and lists, as `Returns.department` gives them."""
        frames = {
            table.key: office_frame(table, NAME, self.values, self.words)
            for table in self.form.tables
        }
        for each in self.form.lists:
            lines = join_lines([("", NAME, self.lists[each.key])])
            frames[each.key] = list_frame(each, lines).droplevel(OWNER)
        return frames


@cache
def any_forms() -> Mapping[str, tuple[Form, Period]]:
    """Give every shipped and example form, and made-up ones with all kinds and with a list."""
    shipped = {name: load_form(name) for name in ("ogi-2021", "ogi-2019", "enforcement-2021")}
    shipped["ogi-2021+"] = load_form("ogi-2021", annex=["ogi-supplement"])
    forms = {name: (form, Period(form.first_year)) for name, form in shipped.items()}
    for example in EXAMPLES_FILLED:
        period = parse_period(example.period)
        assert period is not None
        forms[example.form] = load_example(example), period
    return {
        **forms,
        "answers": (answers_form(), Period(2026)),
        "counted": (counted_form(), Period(2026)),
    }


def any_figures(name: str, seed: int) -> Figures:
    """Give figures of a form at random: each cell by its kind, whole rows blank now and then."""
    form, period = any_forms()[name]
    random = Random(seed)
    values: list[int | None] = [None] * len(form.cells)
    words: dict[int, str] = {}
    blank = {(c.table, c.row) for c in form.cells if random.random() < 0.1}
    for cell in form.inputs:
        if (cell.table, cell.row) in blank and cell.measure.blank is Blank.ASKED:
            continue
        entry = _entry(cell.measure, random)
        if isinstance(entry, str):
            words[cell.index] = entry
        else:
            values[cell.index] = entry
    lists = {each.key: _lines(each, random) for each in form.lists}
    for index, value in counted_values(form, lists, period).items():
        values[index] = value
    fill_totals(form, values)
    texts = {text.key: _words(random) for text in form.texts}
    return Figures(form, period, tuple(values), words, lists, texts)


def _lines(open_list: OpenList, random: Random) -> Lines:
    entries = tuple(
        tuple(
            None if number and random.random() < 0.2 else _entry(column.measure, random)
            for number, column in enumerate(open_list.columns)
        )
        for _ in range(random.randrange(6))
    )
    return Lines("", (), tuple(range(len(entries))), entries)


def _entry(measure: Measure, random: Random) -> Entry:
    """Give a value of a kind, a scaled integer or a text; its total is not too large either."""
    most = random.choice([9, 10**4, measure.largest // 100])
    match measure.kind:
        case Kind.TEXT:
            return measure.example if measure.pattern else _words(random)
        case Kind.DATE:
            return random.randint(FIRST_DATE.toordinal(), LAST_DATE.toordinal())
        case Kind.YES_NO | Kind.CHOICE:
            return random.randrange(len(measure.answers))
        case Kind.CHANGE:
            return random.randint(-most, most)
        case _:
            return random.randint(0, min(most, measure.largest))


def _words(random: Random) -> str:
    """Give a text with all that may stand in one, as a reader gives it: nothing around it."""
    letters = "".join(random.choice(_LETTERS) for _ in range(random.randint(1, 60)))
    return read_text(letters, Measure(Kind.TEXT, "", adds=False)).words or "无"
