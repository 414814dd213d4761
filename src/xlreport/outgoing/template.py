"""One template (填报模板): the locked workbook sent to a department, built or imprinted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from xlreport.base.arguments import chosen_period
from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.duties import duties_without
from xlreport.office.roster import Department
from xlreport.office.theme import Theme, default_theme
from xlreport.outgoing._given import shown_entries, typed_entries
from xlreport.outgoing._typed_lines import TypedLines
from xlreport.outgoing.master import QUICK_LEVEL, Masters
from xlreport.settlement.settlement import refuse_period
from xlreport.writing.content import Content, Value, text_fields
from xlreport.writing.workbook import open_book


def build_template(  # noqa: PLR0913 - all that a template may hold
    form: Form,
    *,
    year: int | None = None,
    period: str | Period | None = None,
    department: Department | None = None,
    revision: int = 1,
    values: Mapping[int, Value] | None = None,
    nil: frozenset[str] = frozenset(),
    fields: Mapping[Field, str] | None = None,
    lists: TypedLines | None = None,
    last: Values | None = None,
    prefilled: Mapping[int, str] | None = None,
    theme: Theme | None = None,
) -> bytes:
    """Build the bytes of one template; without a department, name, code and period are inputs.

    `values` are by cell index: numbers in the cell's unit, or text as typed. `nil` has the keys
    of the tables declared nil, `fields` the texts of cover and narrative, `lists` the lines of
    lists as typed, `last` is a row of earlier figures (scaled integers), and `prefilled` are
    those of the `values` that the clerk is to confirm, as a person reads them.
    """
    identity = identity_of(form, chosen_period(year, period), department, revision)
    content = replace(
        identity,
        values=values or {},
        nil=nil,
        fields={**identity.fields, **(fields or {})},
        lists=lists or {},
        last=last,
        prefilled=prefilled or {},
        theme=theme or default_theme(),
    )
    return open_book(form, content).to_bytes()


def identity_of(
    form: Form, period: Period | None, department: Department | None, revision: int = 1
) -> Content:
    """Return the content of a template in which nothing is filled in but whose it is."""
    stamp = Stamp(
        kind=StampKind.TEMPLATE,
        form=form.id,
        digest=form.digest,
        period=period,
        code=department.code if department else "",
        revision=revision,
    )
    return Content(
        stamp,
        department=department.name if department else "",
        no_duties=duties_without(form, department) if department else frozenset(),
        fields=text_fields(form.standing),
    )


@dataclass(frozen=True, slots=True)
class TemplateJob:
    """What is a department's own in its template: earlier figures, and entries to be confirmed.

    The entries are scaled integers or texts by cell index. `name` is that of its file.
    """

    department: Department | None
    last: Values | None
    entries: Mapping[int, int | str] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True)
class TemplateSettings:
    """What the templates of one form and period have in common."""

    form: Form
    period: Period | None
    deadline: str
    theme: Theme

    def __post_init__(self) -> None:
        """Refuse a period that the form is not for; within a year the clerk may choose one."""
        if self.period is None:
            return
        if not self.period.kind.is_year:
            refuse_period(self.form, self.period)
        refuse_uncovered(self.form, self.period)

    @cached_property
    def _masters(self) -> Masters:
        """The masters of the templates built so far."""
        return Masters(self.form, QUICK_LEVEL)

    def build(self, job: TemplateJob) -> bytes:
        """Return a department's template, built or imprinted."""
        return self._masters.workbook(self._content(job))

    def _content(self, job: TemplateJob) -> Content:
        identity = identity_of(self.form, self.period, job.department)
        return replace(
            identity,
            values=typed_entries(self.form, job.entries),
            fields={**identity.fields, Field(FieldKind.DEADLINE): self.deadline},
            last=job.last,
            prefilled=shown_entries(self.form, job.entries),
            theme=self.theme,
        )


def refuse_uncovered(form: Form, period: Period) -> None:
    """Raise `InputError` for a year that has another edition of the form."""
    if not form.covers(period.year):
        which = Period(period.year).spaced
        raise InputError(f"{form.id} 不是 {which}的报表格式，请选用该年度的格式。")
