"""Reading the rules of a form file."""

from __future__ import annotations

from dataclasses import replace

from xlreport.base.finding import Severity
from xlreport.base.period import PeriodKind
from xlreport.base.toml_fault import error_at, fault
from xlreport.base.toml_fields import check_fields, texts_of
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form.fields import RULE
from xlreport.form.rule import EarlierBlock, Every, KeyTerm, Relation, Rule, parse_relation


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
    meanings: dict[EarlierBlock, EarlierBlock] = {}
    if period.is_year:  # the year before and the same period a year ago are one
        meanings[EarlierBlock.LAST_YEAR] = EarlierBlock.LAST
    if within:
        meanings[EarlierBlock.LAST] = EarlierBlock.WITHIN_YEAR

    def meant(terms: tuple[KeyTerm, ...]) -> tuple[KeyTerm, ...]:
        return tuple(replace(t, earlier=meanings.get(t.earlier, t.earlier)) for t in terms)

    return replace(relation, left=meant(relation.left), right=meant(relation.right))


def _read_relation(text: str, location: TomlLocation) -> Relation:
    try:
        return parse_relation(text)
    except ValueError as error:
        raise error_at(location, str(error)) from None
