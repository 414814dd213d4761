"""The rules and named checks of a form file, as they are written there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlreport._bind import bind_rule, find_cells
from xlreport._errors import FormError
from xlreport._fields import check_fields, choice_of, refuse_twins, texts_of
from xlreport._finding import Severity
from xlreport._form import Check, Table
from xlreport._rule import Balance, Every, NamedCheck, Relation, Rule, parse_relation

Content = Mapping[str, Any]


def read_rules(content: Content, file: str) -> Iterator[Rule]:
    """Yield the rules of a form file: those inside its tables, then those across tables."""
    for table in content["table"]:
        for number, raw in enumerate(table.get("rule", []), 1):
            place = f"table {table['key']}, rule {number}"
            yield _read_rule(raw, table["key"], file, place)
    for number, raw in enumerate(content.get("rule", []), 1):
        yield _read_rule(raw, "", file, f"rule {number}")


def _read_rule(raw: object, table: str, file: str, place: str) -> Rule:
    fields = check_fields(
        raw,
        f"{file}: {place}",
        required={"id": str, "say": str, "must": (str, list)},
        optional={"every": str, "severity": str, "fill": bool},
    )
    where = f"{file}: rule {fields['id']}"
    every = choice_of(Every, fields.get("every", ""), where)
    if every and not table:
        raise FormError(f"{where}: 'every' needs a table; write it under [[table.rule]]")
    relations = tuple(_read_relation(text, where) for text in texts_of(fields["must"], where))
    severity = choice_of(Severity, fields.get("severity", "error"), where)
    fill = fields.get("fill", False)
    return Rule(fields["id"], table, severity, fields["say"], relations, every, fill)


def read_checks(content: Content, file: str, tables: Sequence[Table]) -> list[Check]:
    """Read the named checks that a form file switches on."""
    checks = [
        _read_check(raw, tables, file, number)
        for number, raw in enumerate(content.get("check", []), 1)
    ]
    refuse_twins("check", [check.id.value for check in checks], file)
    return checks


def _read_check(raw: object, tables: Sequence[Table], file: str, number: int) -> Check:
    fields = check_fields(
        raw,
        f"{file}: check {number}",
        required={"id": str, "severity": str, "say": str},
        optional={"cells": list, "table": str, "must": str},
    )
    where = f"{file}: check {fields['id']}"
    name = choice_of(NamedCheck, fields["id"], where)
    severity = choice_of(Severity, fields["severity"], where)
    patterns = texts_of(fields["cells"], where) if "cells" in fields else []
    cells = tuple(cell.index for text in patterns for cell in find_cells(text, tables, where))
    balances = tuple(_bind_check(fields, tables, severity, where))
    return Check(name, severity, fields["say"], cells, balances)


def _bind_check(
    fields: Mapping[str, Any], tables: Sequence[Table], severity: Severity, where: str
) -> list[Balance]:
    """Apply the relation of a named check in every row of its table; none where it has none."""
    if ("must" in fields) != ("table" in fields):
        raise FormError(f"{where}: 'must' and 'table' need one another")
    if "must" not in fields:
        return []
    if fields["table"] not in {table.key for table in tables}:
        raise FormError(f"{where}: this form has no table {fields['table']!r}")
    relation = _read_relation(fields["must"], where)
    rule = Rule(
        fields["id"], fields["table"], severity, fields["say"], (relation,), every=Every.ROW
    )
    return bind_rule(rule, tables, where)


def _read_relation(text: str, where: str) -> Relation:
    try:
        return parse_relation(text)
    except ValueError as error:
        raise FormError(f"{where}: {error}") from None
