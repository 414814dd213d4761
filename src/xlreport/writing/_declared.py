"""Formulas about the duties that a clerk may declare not to have, on the cover."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.parts import Duty
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Layout


def is_declared(layout: Layout, duty: Duty) -> str:
    """Return the condition that the cover declares a duty not to be the department's."""
    cell = reference(layout.fields[Field(FieldKind.DUTY, duty.key)])
    return f'{cell}="{NO_DUTY}"'


def duties_of(form: Form, inputs: Collection[int]) -> list[tuple[Duty, tuple[int, ...]]]:
    """List the duties that some of these inputs are about, each with those inputs."""
    pairs = ((duty, tuple(i for i in duty.cells if i in inputs)) for duty in form.duties)
    return [(duty, own) for duty, own in pairs if own]


def all_declared(layout: Layout, inputs: Iterable[int]) -> str:
    """Return the condition that none of the inputs is the department's; "" where that cannot be."""
    wanted = set(inputs)
    duties = duties_of(layout.form, wanted)
    if not wanted or wanted != {index for _, own in duties for index in own}:
        return ""
    return f"AND({','.join(is_declared(layout, duty) for duty, _ in duties)})"
