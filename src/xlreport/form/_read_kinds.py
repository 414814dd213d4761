"""Reading the kinds of cells that a table of a form file states, by row or column key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlreport.base.toml_fault import fault, guess, keep, kept, stop_if_faulty
from xlreport.base.toml_fields import check_fields, keep_twins
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form.fields import KIND
from xlreport.form.measure import (
    ADDABLE,
    LARGEST_PERCENTAGE,
    LARGEST_VALUE,
    Blank,
    Kind,
    Measure,
    normalise_choice,
)
from xlreport.form.outline import Outline

MOST_CHOICES = 100
LONGEST_CHOICE = 60
LONGEST_PATTERN = 100
MOST_PLACES = 6
_MONEY_UNITS = ("元", "万元")
_DEFAULT_UNIT = "件"
# A group that is repeated, or a repetition of a repetition, can take for ever to fit no text.
_SLOW_PATTERN = re.compile(r"\)[*+?{]|[*+}][*+{]")
# A summary writes counts as 门户 3、专项 2, which must be read back.
_COUNT = re.compile(r" [0-9]+、")
_CHOICE_KEY = re.compile("[a-z][a-z0-9_]*")
# The fields of each kind beside `kind` and `blank`: what it needs, and what it may have.
_NEEDED: Mapping[Kind, tuple[str, ...]] = {
    Kind.MONEY: ("unit",),
    Kind.DECIMAL: ("unit", "places", "add"),
    Kind.CHOICE: ("choices",),
}
_ALLOWED: Mapping[Kind, tuple[str, ...]] = {
    Kind.COUNT: ("unit", "add"),
    Kind.CHANGE: ("unit", "add"),
    Kind.MONEY: ("unit", "unit_required", "add"),
    Kind.DECIMAL: ("unit", "places", "add"),
    Kind.PERCENTAGE: ("places", "share", "add"),
    Kind.DATE: ("add",),
    Kind.TEXT: ("pattern", "example", "add"),
    Kind.YES_NO: ("add",),
    Kind.CHOICE: ("choices", "add"),
}


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds and units that a table states; the finest key of a cell decides.

    `long` has measures by `row.column`, column key or row key, with an empty unit where it is that
    of `units`; `shares` has the quotients among them, as written. `money`, `required`, `change` are
    the short forms. `printed` has the units that labels print, `unit` is the unit of all other
    cells, `blank` what a blank means in them.
    """

    long: Mapping[str, Measure]
    shares: Mapping[str, str]
    units: Mapping[str, str]
    money: Mapping[str, str]
    required: frozenset[str]
    change: frozenset[str]
    printed: Mapping[str, str]
    unit: str
    blank: Blank

    def of(self, row: str, column: str) -> Measure:
        """Return the measure of a cell by its keys."""
        stated = (units.get(key) for units in (self.units, self.printed) for key in (column, row))
        unit = next(filter(None, stated), self.unit)
        key = self._key_of(row, column)
        if key:
            measure = self.long[key]
            is_unit_open = measure.kind in (Kind.COUNT, Kind.CHANGE) and not measure.unit
            return replace(measure, unit=unit) if is_unit_open else measure
        for key in (column, row):
            if key in self.money:
                is_required = key in self.required
                money = Measure(Kind.MONEY, self.money[key], unit_required=is_required)
                return replace(money, blank=self.blank)
        kind = Kind.CHANGE if {row, column} & self.change else Kind.COUNT
        return Measure(kind, unit, blank=self.blank)

    def share_of(self, row: str, column: str) -> str:
        """Return the quotient that a cell is, as written, or an empty text."""
        return self.shares.get(self._key_of(row, column), "")

    def _key_of(self, row: str, column: str) -> str:
        keys = (f"{row}.{column}", column, row)
        return next((key for key in keys if key in self.long), "")


def read_kinds(
    fields: Mapping[str, Any],
    rows: Sequence[Outline],
    columns: Sequence[Outline],
    blank: Blank,
    location: TomlLocation,
) -> Kinds:
    """Read the kinds and units of a table, in the long form and in the short ones.

    `rows` and `columns` are its outlines, `blank` is what a blank means in the form. Raises
    `FormError`.
    """
    raw = fields.get("kinds", {})
    long = {}
    for key, each in raw.items():
        place = field(field(location, "kinds"), key)
        with kept(place):
            long[key] = _read_kind(each, blank, place)
    kinds = Kinds(
        long=long,
        shares={key: raw[key]["share"] for key in long if "share" in _fields_of(raw[key])},
        units=fields.get("units", {}),
        money=fields.get("money", {}),
        required=frozenset(fields.get("unit_required", ())),
        change=frozenset(fields.get("change", ())),
        printed={key: unit for each in (*rows, *columns) for key, unit in each.units().items()},
        unit=fields.get("unit", _DEFAULT_UNIT),
        blank=blank,
    )
    nodes = [node for outline in (*rows, *columns) for node in outline.walk()]
    leaves = {node.key: [leaf.key for leaf in node.leaves()] for node in nodes if node.key}
    pairs = {f"{row}.{column}" for row in _leaf_keys(rows) for column in _leaf_keys(columns)}
    _check_keys(kinds, raw, leaves, pairs, location)
    stop_if_faulty(location)
    return kinds


def _leaf_keys(outlines: Sequence[Outline]) -> list[str]:
    return [leaf.key for outline in outlines for leaf in outline.leaves()]


def _check_keys(
    kinds: Kinds,
    long: Iterable[str],
    leaves: Mapping[str, Sequence[str]],
    pairs: set[str],
    location: TomlLocation,
) -> None:
    """Keep a fault for each key that the table does not have, or that has two kinds.

    `leaves` maps the keys of the table, those of groups too, to the keys of their leaves.
    """
    keys = {key for key, below in leaves.items() if [key] == below}
    where = field(location, "kinds")
    named: Mapping[str, Iterable[str]] = {
        "units": kinds.units,
        "money": kinds.money,
        "unit_required": kinds.required,
        "change": kinds.change,
    }
    places = [(key, field(where, key)) for key in long if key not in keys | pairs]
    for name, short in named.items():
        places += [(key, field(location, name)) for key in sorted(set(short) - keys)]
    for key, place in places:
        if key in leaves:
            keep("group-measure", place, key=key, leaves="、".join(leaves[key]))
        else:
            keep("unknown-measure", place, key=key, guess=guess(key, pairs if "." in key else keys))
    for key in long:
        if key in kinds.money or key in kinds.change:
            keep("kind-twice", field(where, key), key=key)
    for key, unit in kinds.money.items():
        if unit not in _MONEY_UNITS:
            keep("money-unit", field(location, "money"), key=key, unit=unit)
        if key in kinds.units or key in kinds.change:
            keep("money-and-more", field(location, "money"), key=key)
    for key in sorted(kinds.required & keys - set(kinds.money)):
        keep("no-money", field(location, "unit_required"), key=key)


def _fields_of(raw: object) -> Mapping[str, Any]:
    """Return the fields of a kind, of which the short form has the kind alone."""
    return raw if isinstance(raw, dict) else {"kind": raw}


def _read_kind(raw: object, blank: Blank, location: TomlLocation) -> Measure:
    """Read one entry of `[table.kinds]`: a kind, or a kind with its unit, places and the like."""
    fields = check_fields(_fields_of(raw), location, KIND)
    kind = Kind(fields["kind"])
    _check_needs(kind, fields, location)
    if "blank" in fields:
        blank = Blank(fields["blank"])
    if blank is Blank.ZERO and kind not in ADDABLE:
        if "blank" in fields:
            raise fault("blank-zero", field(location, "blank"), kind=kind.value)
        blank = Blank.ASKED
    if kind is Kind.MONEY and fields["unit"] not in _MONEY_UNITS:
        facts = {"key": location.names[-1], "unit": fields["unit"]}
        raise fault("money-unit", field(location, "unit"), **facts)
    places = _read_places(kind, fields, location)
    is_typed_percentage = kind is Kind.PERCENTAGE and "share" not in fields
    return Measure(
        kind,
        fields.get("unit", ""),
        unit_required=fields.get("unit_required", False),
        largest=LARGEST_PERCENTAGE * 10**places if is_typed_percentage else LARGEST_VALUE,
        places=places,
        adds=fields.get("add", kind in ADDABLE),
        choices=_read_choices(fields, location),
        choice_keys=_read_choice_keys(fields, location),
        pattern=_read_pattern(fields, location),
        example=fields.get("example", ""),
        blank=blank,
    )


def _check_needs(kind: Kind, fields: Mapping[str, Any], location: TomlLocation) -> None:
    """Raise `FormError` for a field that a kind lacks or has no use for."""
    for name in _NEEDED.get(kind, ()):
        if name not in fields:
            raise fault("kind-needs", location, kind=kind.value, name=name)
    for name in fields:
        if name not in (*_ALLOWED[kind], "kind", "blank"):
            raise fault("kind-unused", field(location, name), kind=kind.value, name=name)
    if fields.get("add") and kind not in ADDABLE:
        raise fault("kind-adds", field(location, "add"), kind=kind.value)


def _read_places(kind: Kind, fields: Mapping[str, Any], location: TomlLocation) -> int:
    places: int = fields.get("places", 2 if kind is Kind.PERCENTAGE else 0)
    least = 1 if kind is Kind.DECIMAL else 0
    if not least <= places <= MOST_PLACES:
        where = field(location, "places")
        raise fault("bad-places", where, value=places, least=least, most=MOST_PLACES)
    return places


def _read_choices(fields: Mapping[str, Any], location: TomlLocation) -> tuple[str, ...]:
    if "choices" not in fields:
        return ()
    where = field(location, "choices")
    stated = fields["choices"]
    choices = [*stated.values()] if isinstance(stated, dict) else stated
    keep_twins("选项", [(normalise_choice(choice), where) for choice in choices])
    for choice in choices:
        if len(choice) > LONGEST_CHOICE or choice != choice.strip() or not normalise_choice(choice):
            raise fault("bad-choice", where, choice=choice, most=LONGEST_CHOICE)
        if _COUNT.search(choice):
            raise fault("counted-choice", where, choice=choice)
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise fault("choice-count", where, count=len(choices), most=MOST_CHOICES)
    return tuple(choices)


def _read_choice_keys(fields: Mapping[str, Any], location: TomlLocation) -> tuple[str, ...]:
    stated = fields.get("choices")
    if not isinstance(stated, dict):
        return ()
    for key in stated:
        if not _CHOICE_KEY.fullmatch(key):
            raise fault("bad-key", field(field(location, "choices"), key), value=key)
    return tuple(stated)


def _read_pattern(fields: Mapping[str, Any], location: TomlLocation) -> str:
    pattern: str = fields.get("pattern", "")
    where = field(location, "pattern")
    if ("pattern" in fields) != ("example" in fields):
        raise fault("pattern-example", location)
    if len(pattern) > LONGEST_PATTERN or _SLOW_PATTERN.search(pattern):
        raise fault("pattern-slow", where, most=LONGEST_PATTERN)
    try:
        fits = re.fullmatch(pattern, fields.get("example", ""))
    except re.error as error:
        raise fault("bad-pattern", where, pattern=pattern) from error
    if not fits:
        raise fault("pattern-misfit", where, pattern=pattern, example=fields["example"])
    return pattern
