"""Reading the rules and named checks of a form file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from xlreport.base.finding import Severity
from xlreport.base.period import PeriodKind
from xlreport.base.toml_fault import error_at, fault, quote_value
from xlreport.base.toml_fields import check_fields, texts_of
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import bind_rule, find_cells
from xlreport.form.fields import CHECK, RULE
from xlreport.form.measure import Kind
from xlreport.form.parts import Cell, Check, Table
from xlreport.form.rule import (
    Balance,
    Earlier,
    Every,
    KeyTerm,
    NamedCheck,
    Relation,
    Rule,
    parse_relation,
)


def read_rule(raw: object, location: TomlLocation, table: str, period: PeriodKind) -> Rule:
    """Read one rule of a table, or of the whole form if `table` is empty; raises `FormError`.

    `period` is that of the form, which decides what `last` and `last_year` mean.
    """
    fields = check_fields(raw, location, RULE)
    every, within = Every(fields.get("every", "")), "within" in fields
    if every and not table:
        raise fault("every-table", field(location, "every"))
    only = tuple(fields.get("only", ()))
    if only and not every:
        raise fault("only-every", field(location, "only"))
    if within and period.is_year:
        raise fault("within-yearly", field(location, "within"))
    must = field(location, "must")
    relations = tuple(
        _with_periods(_read_relation(text, must), period, within=within)
        for text in texts_of(fields["must"])
    )
    for relation in relations:
        if all(term.last for term in relation.terms if term.name):
            raise fault("only-last", must, relation=relation.text)
    if within and not any(term.last for each in relations for term in each.terms):
        raise fault("within-last", field(location, "within"))
    against = tuple(fields.get("against", ()))
    if against and (table or fields.get("fill")):
        raise fault("against-table", field(location, "against"))
    return Rule(
        id=fields["id"],
        table=table,
        severity=Severity(fields.get("severity", "error")),
        say=fields["say"],
        relations=relations,
        every=every,
        fill=fields.get("fill", False),
        against=against,
        only=only,
    )


def _with_periods(relation: Relation, period: PeriodKind, *, within: bool) -> Relation:
    """Copy a relation with what `last` and `last_year` mean in a form of this period."""
    meanings: dict[Earlier, Earlier] = {}
    if period.is_year:  # the year before and the same period a year ago are one
        meanings[Earlier.LAST_YEAR] = Earlier.LAST
    if within:
        meanings[Earlier.LAST] = Earlier.WITHIN_YEAR

    def meant(terms: tuple[KeyTerm, ...]) -> tuple[KeyTerm, ...]:
        return tuple(replace(t, earlier=meanings.get(t.earlier, t.earlier)) for t in terms)

    return replace(relation, left=meant(relation.left), right=meant(relation.right))


def read_check(raw: object, location: TomlLocation, tables: Sequence[Table]) -> Check:
    """Read one named check that a form file switches on; raises `FormError`."""
    fields = check_fields(raw, location, CHECK)
    name, severity = NamedCheck(fields["id"]), Severity(fields["severity"])
    if ("must" in fields) != ("table" in fields):
        raise fault("must-and-table", location)
    _refuse_fields(name, fields, location)
    cells = _cells_of_check(fields, tables, location) if "cells" in fields else []
    if name is NamedCheck.T2_AMT:
        _refuse_amount(cells, fields, location)
    balances = _bind_check(fields, tables, severity, location) if "must" in fields else []
    return Check(name, severity, fields["say"], tuple(c.index for c in cells), tuple(balances))


# The fields that a check needs beside id, severity and sentence, and may have; the others none.
_NEEDED: Mapping[NamedCheck, tuple[str, ...]] = {
    NamedCheck.T2_REG: ("cells",),
    NamedCheck.T2_MIX: ("table", "must"),
    NamedCheck.T2_AMT: ("cells",),
    NamedCheck.EMPTY_0: ("cells",),
    NamedCheck.Y_DRIFT: ("cells",),
}


def _refuse_fields(name: NamedCheck, fields: Mapping[str, Any], location: TomlLocation) -> None:
    """Raise `FormError` for a field that a named check lacks, or does not use."""
    needed = _NEEDED.get(name, ())
    for each in ("cells", "table", "must"):
        if each in fields and each not in needed:
            raise fault("check-unused", field(location, each), check=name.value, name=each)
        if each in needed and each not in fields:
            raise fault("missing-field", location, name=each)


def _cells_of_check(
    fields: Mapping[str, Any], tables: Sequence[Table], location: TomlLocation
) -> list[Cell]:
    """List the cells that a named check is about, each once."""
    names = field(location, "cells")
    return list(
        dict.fromkeys(c for text in fields["cells"] for c in find_cells(text, tables, names))
    )


def _refuse_amount(
    cells: Sequence[Cell], fields: Mapping[str, Any], location: TomlLocation
) -> None:
    """Raise `FormError` unless the cells are a number of cases and their amount of money."""
    if [cell.measure.kind is Kind.MONEY for cell in cells] != [False, True]:
        paths = "、".join(quote_value(text) for text in fields["cells"])
        count = f"{paths}（{len(cells)} 格）"
        raise fault("check-amount", field(location, "cells"), check=fields["id"], cells=count)


def _bind_check(
    fields: Mapping[str, Any], tables: Sequence[Table], severity: Severity, location: TomlLocation
) -> list[Balance]:
    """Apply the relation of a named check to every row of its table."""
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
    balances = bind_rule(rule, tables, must)
    if relation.operator != "=":
        raise fault("check-equals", must, check=fields["id"], relation=relation.text)
    if any(term.last or not term.name for term in relation.terms):
        raise fault("sum-this-year", must, text=relation.text)
    return balances


def _read_relation(text: str, location: TomlLocation) -> Relation:
    try:
        return parse_relation(text)
    except ValueError as error:
        raise error_at(location, str(error)) from None
