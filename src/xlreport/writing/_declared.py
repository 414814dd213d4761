"""Formulas about the duties that a clerk may declare not to have, on the cover."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from xlreport.form.duties import NO_DUTY
from xlreport.form.parts import Duty
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.layout import Layout


@dataclass(frozen=True, slots=True)
class Declarable:
    """Inputs that are about the same duties: one of them is enough to declare them away."""

    duties: tuple[Duty, ...]
    inputs: tuple[int, ...]
    condition: str


def declarable(layout: Layout, inputs: Collection[int]) -> list[Declarable]:
    """Group those of the inputs that a clerk may declare away by the duties they are about."""
    groups: dict[tuple[Duty, ...], list[int]] = {}
    for index in sorted(inputs):
        duties = tuple(duty for duty in layout.form.duties if index in duty.cells)
        if duties:
            groups.setdefault(duties, []).append(index)
    return [
        Declarable(duties, tuple(own), _condition(layout, duties)) for duties, own in groups.items()
    ]


def all_declared(layout: Layout, inputs: Iterable[int]) -> str:
    """Return the condition that none of the inputs is the department's; "" where that cannot be."""
    wanted = set(inputs)
    groups = declarable(layout, wanted)
    if not wanted or wanted != {index for group in groups for index in group.inputs}:
        return ""
    return f"AND({','.join(group.condition for group in groups)})"


def _condition(layout: Layout, duties: tuple[Duty, ...]) -> str:
    """Return the condition that the cover declares one of the duties away."""
    cells = (reference(layout.fields[Field(FieldKind.DUTY, duty.key)]) for duty in duties)
    tests = [f'{cell}="{NO_DUTY}"' for cell in cells]
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
