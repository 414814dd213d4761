"""A comparison of two years: the changed cells, what is left out, and findings across years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlreport.base.finding import Finding
from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.form import Form
from xlreport.form.parts import Cell

if TYPE_CHECKING:
    import pandas as pd


OTHER_FILE = "另一份"
"""What the other file is called where both are of the same period."""


def say_periods(form: Form, text: str, word: str) -> str:
    """Return a text about two years in the words for two periods, `word` being the earlier one's.

    Of two files of the same period one is 这一份, and the other 另一份.
    """
    if word == OTHER_FILE:
        for earlier, later in (("上年", "本年"), ("上期", "本期")):
            text = text.replace(earlier, OTHER_FILE).replace(later, "这一份")
        return text
    return form.period.reword(text, word)


@public
@dataclass(frozen=True, slots=True)
class Change:
    """One cell whose value changed, in the cell's own unit; None where it was left blank.

    A percentage is given in percent, a date, an answer or a choice as text. `code` is empty for a
    total. A missing value counts as 0 in `change`, as in SUM, where values are added up; else there
    is no change without both values.
    """

    code: str
    department: str
    table: str
    row: str
    column: str
    path: str
    unit: str
    last: int | float | str | None
    this: int | float | str | None
    change: int | float | None

    __repr__ = one_line(lambda it: f"{it.department}: {it.path}: {it.last} to {it.this}")


@public
@dataclass(frozen=True, eq=False)
class Comparison:
    """The changes from one period to a later one, or between two files of one period.

    `rows` are the cells that changed: first those of the total over the departments that have
    figures of both periods (where several are counted), then those of each department, the largest
    change first. `only_this` and `only_last` are the cells that only one edition has, which are
    not compared. `left_out` are departments, files or cells that are not compared, each with the
    reason in Chinese. `findings` are those of the rules across periods. `unreadable` are files, and
    so are `unproved`: summaries without a check code. `duties` are the departments that had a duty
    in one of the periods alone, each with a sentence. `others` are the departments whose two files
    of one period differ in more than cells, with what differs. `notes` are sentences on the scope.
    """

    form: Form
    last_form: Form
    period: Period | None
    last_period: Period | None
    compared: tuple[str, ...]
    rows: tuple[Change, ...]
    only_this: tuple[Cell, ...]
    only_last: tuple[Cell, ...]
    left_out: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    unreadable: tuple[str, ...]
    unproved: tuple[str, ...] = ()
    duties: tuple[tuple[str, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    __repr__ = one_line(
        lambda it: (
            f"{it.period} ({it.form.id}) against {it.last_period} ({it.last_form.id}): "
            f"{len(it.compared)} departments, {len(it.rows)} changes"
        )
    )

    @property
    def year(self) -> int | None:
        """The year of the later period."""
        return self.period.year if self.period else None

    @property
    def last_year(self) -> int | None:
        """The year of the earlier period."""
        return self.last_period.year if self.last_period else None

    @property
    def is_same_period(self) -> bool:
        """Whether both sides are of one period, such as two files of a department."""
        return self.period is not None and self.period == self.last_period

    @property
    def last_word(self) -> str:
        """What the earlier period is called: 上年, 上期, 上年同期, its title, or 另一份."""
        if self.period is None:
            return self.form.period.last
        if self.is_same_period:
            return OTHER_FILE
        return "上年" if self.period.kind.is_year else self.period.word_for(self.last_period)

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame with a column for each field of `Change`."""
        import pandas as pd

        names = list(Change.__slots__)
        rows = [[getattr(row, name) for name in names] for row in self.rows]
        return pd.DataFrame(rows, columns=names)
