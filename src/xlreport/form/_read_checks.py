"""Reading the checks of a form file, each of a kind (see `form/check_kind.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import fault, guess, quote_value
from xlreport.base.toml_fields import TomlTable, check_fields, read_each, texts_of
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import find_cells
from xlreport.form._bind_pairs import SumsOfCheck, bind_pairs, read_condition
from xlreport.form._sources import Source
from xlreport.form.check_kind import (
    DEFAULT_FACTOR,
    DEFAULT_LEVELS,
    KIND_OF_OLD_ID,
    KINDS,
    CheckKind,
)
from xlreport.form.fields import CHECK
from xlreport.form.parts import Check, Pair, Table
from xlreport.form.rule import Every

_OF_EVERY_KIND = ("id", "kind", "severity", "say", "advice")

LocatedCheck = tuple[Check, TomlLocation]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The checks of one form file with their locations, and the keys of its tables."""

    checks: Sequence[LocatedCheck]
    tables: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Names:
    """What checks name beside cells: the ids of sentences, and the keys of narrative parts."""

    sentences: Sequence[str]
    texts: Sequence[str]


def read_all_checks(sources: Sequence[Source], tables: Sequence[Table]) -> list[CheckedFile]:
    """Read the checks of every file; those with faults are left out, and the faults are kept."""
    names = _Names(
        [name for source in sources for name in _sentence_ids(source)],
        [
            raw["key"]
            for source in sources
            for raw in source.content.get("text", [])
            if _has_key(raw)
        ],
    )

    def read(raw: object, location: TomlLocation) -> LocatedCheck:
        return _read_check(raw, location, tables, names), location

    return [
        CheckedFile(
            tuple(read_each(source.content, "check", source.location, read)),
            frozenset(raw["key"] for raw in source.content.get("table", []) if _has_key(raw)),
        )
        for source in sources
    ]


def _sentence_ids(source: Source) -> list[str]:
    """List the ids of a file's sentences, those of sentences with faults, too."""
    written = source.content.get("narrative", {}).get("sentence", [])
    return [str(raw.get("id")) for raw in written if isinstance(raw, dict)]


def _has_key(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("key"), str)


def _read_check(
    raw: object, location: TomlLocation, tables: Sequence[Table], names: _Names
) -> Check:
    fields = check_fields(raw, location, CHECK)
    kind = _kind_of(fields, location)
    _check_kind_fields(kind, fields, location)
    if kind in (CheckKind.TEXT, CheckKind.EMPTY_ZERO) and not names.sentences:
        raise fault("check-narrative", location, check=fields["id"], kind=kind)
    _refuse_others(fields.get("sentences", []), names.sentences, field(location, "sentences"))
    _refuse_others(fields.get("texts", []), names.texts, field(location, "texts"))
    return Check(
        id=fields["id"],
        kind=kind,
        severity=Severity(fields["severity"]),
        say=fields["say"],
        advice=fields.get("advice", ""),
        cells=_read_cells(kind, fields, tables, location) if "cells" in fields else (),
        pairs=tuple(_read_pairs(kind, fields, tables, location)),
        levels=frozenset(fields.get("levels", DEFAULT_LEVELS)),
        since=fields.get("since", 0),
        factor=fields.get("factor", DEFAULT_FACTOR),
        sentences=frozenset(fields.get("sentences", [])),
        texts=tuple(dict.fromkeys(fields.get("texts", []))),
        words=tuple(dict.fromkeys(fields.get("words", []))),
    )


def _refuse_others(chosen: Sequence[str], known: Sequence[str], location: TomlLocation) -> None:
    """Raise `FormError` for the first name that the form does not have."""
    for name in chosen:
        if name not in known:
            facts = {"guess": guess(name, known), "choices": "、".join(known)}
            raise fault("no-choice", location, value=name, **facts)


def _kind_of(fields: TomlTable, location: TomlLocation) -> CheckKind:
    """Return the kind that a check states, or that its id had in a form file of 0.1.0."""
    if "kind" in fields:
        return CheckKind(fields["kind"])
    if fields["id"] not in KIND_OF_OLD_ID:
        raise fault("check-kind", location, choices="、".join(CheckKind))
    return KIND_OF_OLD_ID[fields["id"]]


def _check_kind_fields(kind: CheckKind, fields: TomlTable, location: TomlLocation) -> None:
    """Raise `FormError` for a field that a check of this kind lacks, or does not use."""
    facts = KINDS[kind]
    usable = (*facts.needed, *facts.optional)
    for name in CHECK.by_name:
        if name in fields and name not in (*_OF_EVERY_KIND, *usable):
            allowed = "、".join((*_OF_EVERY_KIND, *usable))
            said = {"check": fields["id"], "kind": kind, "name": name, "allowed": allowed}
            raise fault("check-unused", field(location, name), **said)
    for name in facts.needed:
        if name not in fields:
            raise fault("check-missing", location, check=fields["id"], kind=kind, name=name)
    if "every" in fields and "table" not in fields:
        raise fault("every-alone", field(location, "every"))


def _read_cells(
    kind: CheckKind, fields: TomlTable, tables: Sequence[Table], location: TomlLocation
) -> tuple[int, ...]:
    """List the cells that a check is about, each once; a name has to have at least one of them."""
    at = field(location, "cells")
    cells: dict[int, None] = {}
    for name in fields["cells"]:
        named = find_cells(name, tables, at)
        fitting = [cell.index for cell in named if cell.measure.kind in KINDS[kind].measures]
        if not fitting:
            kinds = "、".join(sorted(KINDS[kind].measures))
            raise fault("check-cells", at, name=name, kind=kind, kinds=kinds)
        cells |= dict.fromkeys(fitting)
    return tuple(cells)


def _read_pairs(
    kind: CheckKind, fields: TomlTable, tables: Sequence[Table], location: TomlLocation
) -> Iterator[Pair]:
    """Yield the pairs of sums that a check compares."""
    sums = SumsOfCheck(
        fields["id"],
        kind,
        fields.get("table", ""),
        Every(fields.get("every", "")),
        tables,
    )
    if sums.table and sums.table not in {table.key for table in tables}:
        raise fault("no-table", field(location, "table"), table=sums.table)
    if kind is CheckKind.NOT_EQUAL:
        at = field(location, "must")
        sides = fields["must"].split("!=")
        if len(sides) != 2:
            raise fault("check-unequal", at, text=fields["must"])
        yield from bind_pairs(sums, sides[0], sides[1], at)
    if kind is CheckKind.BOTH_OR_NEITHER:
        at = field(location, "pairs")
        for pair in fields["pairs"]:
            if len(pair) != 2:
                raise fault("check-pairs", at, value=quote_value(pair))
            yield from bind_pairs(sums, pair[0], pair[1], at)
    if kind is CheckKind.IMPLIES:
        at = field(location, "then")
        when = read_condition(fields["when"], field(location, "when"))
        for text in texts_of(fields["then"]):
            yield from bind_pairs(sums, when, read_condition(text, at), at)
