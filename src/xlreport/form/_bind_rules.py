"""Reading the rules of a form, of all its files, and binding them to its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from xlreport.base.period import PeriodKind
from xlreport.base.toml_fault import fault, has_fault, keep, raise_kept
from xlreport.base.toml_fields import entries, keep_twins, read_each
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import bind_rule
from xlreport.form._bind_across import bind_across
from xlreport.form._read_rules import read_rule
from xlreport.form._read_tables import read_tables
from xlreport.form._sources import Source, read_source
from xlreport.form.parts import Table
from xlreport.form.rule import Balance, CrossBalance, Rule

_MOST_RELATIONS = 1500  # each is a line of 检查, and of the arrays of a summary

PlacedRule = tuple[Rule, TomlLocation]
"""A rule with its location in the form file."""


def read_rules(
    sources: Sequence[Source], tables: Sequence[Table], period: PeriodKind
) -> tuple[list[PlacedRule], list[Balance], list[CrossBalance]]:
    """Read and bind the rules, those of its tables first in each file.

    A rule against a form that is not loaded is bound to both. Rules with faults are left out, and
    their faults are kept.
    """
    ids = {source.content.get("id", "") for source in sources}
    rules: list[PlacedRule] = []
    balances: list[Balance] = []
    cross_balances: list[CrossBalance] = []

    def read(raw: object, location: TomlLocation, source: Source, table: str) -> None:
        before = len(balances) + len(cross_balances)
        if before > _MOST_RELATIONS:  # told already; binding more of them could take minutes
            return
        rule = read_rule(raw, location, table, period)
        own_id = source.content.get("id", "")
        if not rule.against or (ids - {own_id}) & set(rule.against):
            balances.extend(bind_rule(rule, tables, field(location, "must")))
        elif own_id in rule.against:
            raise fault("against-self", field(location, "against"), name=own_id)
        else:
            cross_balances.extend(_bind_to_others(rule, source, tables, location))
        rules.append((rule, location))
        count = len(balances) + len(cross_balances)
        if before <= _MOST_RELATIONS < count:
            keep("many-relations", field(location, "must"), count=count, most=_MOST_RELATIONS)

    for source in sources:
        for raw, location in entries(source.content, "table", source.location):
            if not has_fault(location):
                read_each(raw, "rule", location, partial(read, source=source, table=raw["key"]))
        read_each(source.content, "rule", source.location, partial(read, source=source, table=""))
    keep_twins("勾稽关系", [(rule.id, field(location, "id")) for rule, location in rules])
    return rules, balances, cross_balances


def _bind_to_others(
    rule: Rule, source: Source, tables: Sequence[Table], location: TomlLocation
) -> Iterator[CrossBalance]:
    """Bind a rule to the tables of its own file and those of each form it is against."""
    keys = {raw["key"] for raw in source.content["table"] if isinstance(raw, dict)}
    own = [table for table in tables if table.key in keys]
    for other in rule.against:
        theirs = _read_other_tables(other)
        yield from bind_across(rule, own, other, theirs, field(location, "must"))


def _read_other_tables(name: str) -> list[Table]:
    """Read the tables of another shipped form, without its rules."""
    source = read_source(name)
    found = [each for each, _ in read_tables([source]) if isinstance(each, Table)]
    raise_kept(source.location)
    return found
