"""The content of a workbook of a form: identity, values, fields and marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlreport.base.period import PeriodKind
from xlreport.form.duties import NO_DUTY
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.stamp import Stamp
from xlreport.office.theme import Theme, default_theme
from xlreport.writing.remark import Remark


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its "=", with the value that it computes."""

    text: str
    value: int | float | str


Value = int | float | str | Formula


@dataclass(frozen=True, slots=True)
class Content:
    """The content of one workbook; where `department` is empty, the clerk fills in the cover.

    `values` are by cell index, numbers in the cell's unit or text as typed; a value given for a
    total takes the place of its formula. `nil` are the keys of the tables declared nil, `no_duties`
    those of the duties that the department does not have: their cells are locked. What the clerk
    declares is one of the `fields`. `note` stands above each table of a summary; it is empty in a
    template; `notes` are sentences behind it, by table. `last` is a row of earlier figures (scaled
    integers, see `EarlierBlock`), None where the workbook shows none. `marks` are remarks by cell
    index. `lists` are the lines of each list, by its key, with what stands in each column;
    `line_marks` are remarks by list, then by line and column, counted from 0. `prefilled` are the
    figures that the workbook was sent out with, as a person reads them, by cell index: the clerk
    confirms or corrects them, and the reader tells which were corrected.
    """

    stamp: Stamp
    department: str = ""
    values: Mapping[int, Value] = field(default_factory=dict)
    nil: frozenset[str] = frozenset()
    no_duties: frozenset[str] = frozenset()
    fields: Mapping[Field, str] = field(default_factory=dict)
    note: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    last: Sequence[int | None] | None = None
    marks: Mapping[int, Remark] = field(default_factory=dict)
    lists: Mapping[str, Sequence[Sequence[Value | None]]] = field(default_factory=dict)
    line_marks: Mapping[str, Mapping[tuple[int, int], Remark]] = field(default_factory=dict)
    prefilled: Mapping[int, str] = field(default_factory=dict)
    theme: Theme = field(default_factory=default_theme)
    locked: bool = True

    @property
    def declared(self) -> frozenset[str]:
        """The keys of all duties that the workbook says the department does not have."""
        said = {
            str(each.key)
            for each, text in self.fields.items()
            if each.kind is FieldKind.DUTY and text == NO_DUTY
        }
        return self.no_duties | said

    def chooses_period(self, kind: PeriodKind) -> bool:
        """Tell whether the clerk chooses the period of a form of this kind within a year."""
        return self.stamp.period is not None and self.stamp.period.kind is not kind


def text_fields(texts: Mapping[str, str]) -> dict[Field, str]:
    """Map the fields of the narrative to their texts, which are given by key."""
    return {Field(FieldKind.TEXT, key): text for key, text in texts.items()}
