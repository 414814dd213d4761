"""Reading the rules and named checks of a form file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import error_at, fault
from xlreport.base.toml_fields import TomlTable, check_fields, choice_of, refuse_twins, texts_of
from xlreport.base.toml_location import TomlLocation, field, item
from xlreport.form._bind import bind_rule, find_cells
from xlreport.form.parts import Check, Table
from xlreport.form.rule import Balance, Every, NamedCheck, Relation, Rule, parse_relation


def read_rules(content: TomlTable, file: TomlLocation) -> Iterator[tuple[Rule, TomlLocation]]:
    """Yield the rules of a form file, those of its tables first, with their locations."""
    for table_number, table in enumerate(content["table"], 1):
        above = item(file, "table", table_number, table["key"])
        for number, raw in enumerate(table.get("rule", []), 1):
            yield _read_rule(raw, table["key"], above, number)
    for number, raw in enumerate(content.get("rule", []), 1):
        yield _read_rule(raw, "", file, number)


def _read_rule(
    raw: object, table: str, above: TomlLocation, number: int
) -> tuple[Rule, TomlLocation]:
    fields = check_fields(
        raw,
        item(above, "rule", number),
        required={"id": str, "say": str, "must": (str, list)},
        optional={"every": str, "severity": str, "fill": bool},
    )
    location = item(above, "rule", number, fields["id"])
    every = choice_of(Every, fields.get("every", ""), field(location, "every"))
    if every and not table:
        raise fault("every-table", field(location, "every"))
    must = field(location, "must")
    relations = tuple(_read_relation(text, must) for text in texts_of(fields["must"], must))
    severity = choice_of(Severity, fields.get("severity", "error"), field(location, "severity"))
    rule = Rule(
        id=fields["id"],
        table=table,
        severity=severity,
        say=fields["say"],
        relations=relations,
        every=every,
        fill=fields.get("fill", False),
    )
    return rule, must


def read_checks(content: TomlTable, file: TomlLocation, tables: Sequence[Table]) -> list[Check]:
    """Read the named checks that a form file switches on."""
    checks = [
        _read_check(raw, tables, file, number)
        for number, raw in enumerate(content.get("check", []), 1)
    ]
    refuse_twins("检查", [check.id.value for check in checks], file)
    return checks


def _read_check(raw: object, tables: Sequence[Table], file: TomlLocation, number: int) -> Check:
    fields = check_fields(
        raw,
        item(file, "check", number),
        required={"id": str, "severity": str, "say": str},
        optional={"cells": list, "table": str, "must": str},
    )
    location = item(file, "check", number, fields["id"])
    name = choice_of(NamedCheck, fields["id"], field(location, "id"))
    severity = choice_of(Severity, fields["severity"], field(location, "severity"))
    names = field(location, "cells")
    patterns = texts_of(fields["cells"], names) if "cells" in fields else []
    cells = tuple(cell.index for text in patterns for cell in find_cells(text, tables, names))
    balances = tuple(_bind_check(fields, tables, severity, location))
    return Check(name, severity, fields["say"], cells, balances)


def _bind_check(
    fields: Mapping[str, Any], tables: Sequence[Table], severity: Severity, location: TomlLocation
) -> list[Balance]:
    """Apply the relation of a named check to every row of its table, if it has a relation."""
    if ("must" in fields) != ("table" in fields):
        raise fault("must-and-table", location)
    if "must" not in fields:
        return []
    if fields["table"] not in {table.key for table in tables}:
        raise fault("no-table", field(location, "table"), table=fields["table"])
    must = field(location, "must")
    relation = _read_relation(fields["must"], must)
    rule = Rule(
        id=fields["id"],
        table=fields["table"],
        severity=severity,
        say=fields["say"],
        relations=(relation,),
        every=Every.ROW,
    )
    return bind_rule(rule, tables, must)


def _read_relation(text: str, location: TomlLocation) -> Relation:
    try:
        return parse_relation(text)
    except ValueError as error:
        raise error_at(location, str(error)) from None
