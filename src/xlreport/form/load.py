"""Loading form files: the TOML in which every fact about an official form is written once.

Loading is strict: an unknown field, a key used twice or a rule with an unknown key is a
`FormError` with file and line, so that a mistake in a form file never reaches a published report.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from xlreport.base.arguments import checked
from xlreport.base.errors import FormError
from xlreport.base.period import PeriodKind
from xlreport.base.toml_fault import fault, fault_sentence
from xlreport.base.toml_fields import TomlTable, check_fields, choice_of, read_toml, refuse_twins
from xlreport.base.toml_location import TomlLocation, field, item
from xlreport.form._bind import bind_rule, mark_totals, refuse_heavy
from xlreport.form._bind_across import bind_across
from xlreport.form._bind_shares import bind_shares
from xlreport.form._read_charts import read_charts, read_headline
from xlreport.form._read_duties import check_duties, read_duties
from xlreport.form._read_list import is_list, read_list
from xlreport.form._read_rules import read_checks, read_rules
from xlreport.form._read_sections import check_sections, order_sections
from xlreport.form._read_table import read_table
from xlreport.form._read_texts import (
    join_narratives,
    read_meanings,
    read_mistakes,
    read_narrative,
    read_texts,
    read_variants,
)
from xlreport.form._read_years import read_period, read_years
from xlreport.form.form import Form, parts_of_computed
from xlreport.form.guidance import check_guidance
from xlreport.form.label import check_variants
from xlreport.form.measure import Blank
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Check, Table
from xlreport.form.rule import Balance, CrossBalance, NamedCheck, Rule
from xlreport.form.sheet_name import name_sheets

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")  # stamps put it between "|", annexes join it by "+"

_Entry = TypeVar("_Entry")


@dataclass(frozen=True, slots=True)
class _Source:
    """One form file as read: a form has one, a form with an annex two."""

    location: TomlLocation
    content: Mapping[str, Any]
    digest: str


def list_forms() -> list[str]:
    """List the ids of the shipped forms, in alphabetical order."""
    return list(_shipped_ids())


@cache
def _shipped_ids() -> tuple[str, ...]:
    # Cached, since it is called for every return; an installed library does not change.
    names = (entry.name for entry in files("xlreport").joinpath("forms").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@checked
def load_form(form: str | os.PathLike[str], *, annex: str | os.PathLike[str] | None = None) -> Form:
    """Load a form by its id or the path of its form file, and an annex with it if one is named.

    `load_form("ogi-2021+ogi-supplement")` is the same as naming the annex, since the id of such a
    form joins both ids. Raises `FormError` that names file, table and line.
    """
    names: list[str | Path] = [Path(form)] if _is_path(form) else [*str(form).split("+")]
    if annex is not None:
        names.append(Path(annex) if _is_path(annex) else str(annex))
    if any(isinstance(name, Path) for name in names):
        return _load(names)
    return _load_shipped(tuple(names))


def _is_path(form: str | os.PathLike[str]) -> bool:
    return not isinstance(form, str) or form.endswith(".toml")


@cache
def _load_shipped(names: tuple[str | Path, ...]) -> Form:
    return _load(names)


def _load(names: Iterable[str | Path]) -> Form:
    return _build([_read_source(name) for name in names])


def _read_source(name: str | Path) -> _Source:
    file, data = _read_file(name) if isinstance(name, Path) else _read_shipped(name)
    location, content = read_toml(file, data)
    _check_source(content, location)
    # Without byte order mark and line ends, a form file saved on Windows is still the same form.
    return _Source(location, content, hashlib.sha256(location.text.encode()).hexdigest())


def _read_file(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise fault("unreadable", TomlLocation(path.name)) from error
    except ValueError as error:  # a name with characters that no file name may have
        raise fault("unreadable", TomlLocation(repr(path.name))) from error


def _read_shipped(name: str) -> tuple[str, bytes]:
    forms = list_forms()
    if name not in forms:
        raise FormError(fault_sentence("no-form", name=name, forms="、".join(forms)))
    file = f"{name}.toml"
    return file, files("xlreport").joinpath("forms", file).read_bytes()


def _check_source(content: object, file: TomlLocation) -> None:
    fields = check_fields(
        content,
        file,
        required={"id": str, "title": str, "table": list},
        optional={
            **dict.fromkeys(("text", "rule", "check", "years", "chart", "duty"), list),
            "notice": str,
            "from": int,
            "blank": str,
            "period": str,
            "variants": dict,
            "guide": dict,
            "summary": dict,
            "narrative": dict,
        },
    )
    if not _ID.fullmatch(fields["id"]):
        raise fault("bad-id", field(file, "id"), value=fields["id"])
    if not fields["table"]:
        raise fault("no-tables", field(file, "table"))


def _build(sources: Sequence[_Source]) -> Form:
    """Build a form from its form file, or from the files of a form and its annex."""
    main = sources[0]
    all_files = _location_of_all(sources)
    tables, lists = _read_tables(sources, all_files)
    period = read_period([(source.content, source.location) for source in sources])
    rules, balances, cross_balances = _read_rules(sources, tables, period, all_files)
    locations = _table_locations(sources)
    shares = [share for table in tables for share in bind_shares(table, locations[table.key])]
    tables = mark_totals(tables, balances, shares, all_files)
    checks = _read_checks(sources, tables)
    texts = _read_all(sources, read_texts)
    refuse_twins("文字部分", [text.key for text in texts], all_files)
    sections = [
        section
        for source in sources
        for section in order_sections(source.content, source.location, [*tables, *lists, *texts])
    ]
    check_sections(sections)
    charts = _read_all(sources, partial(read_charts, tables=tables))
    refuse_twins("图表", [chart.title for chart in charts], all_files)
    duties = _read_all(sources, partial(read_duties, tables=tables))
    check_duties(duties, tables, parts_of_computed(balances, shares), all_files)
    narratives = [read_narrative(s.content, s.location, tables, texts) for s in sources]
    first_year, last_year = read_years(main.content, main.location)
    form = Form(
        id="+".join(source.content["id"] for source in sources),
        title=main.content["title"],
        notice=main.content.get("notice", ""),
        first_year=first_year,
        last_year=last_year,
        period=period,
        tables=tuple(tables),
        texts=tuple(texts),
        sections=tuple(section for section, _ in sections),
        rules=tuple(rules),
        balances=tuple(balances),
        shares=tuple(shares),
        cross_balances=tuple(cross_balances),
        checks=checks,
        variants=_read_variants(sources),
        meanings=tuple(_read_all(sources, partial(read_meanings, tables=tables))),
        mistakes=tuple(_read_all(sources, read_mistakes)),
        digest=_join_digests([source.digest for source in sources]),
        headline=tuple(_read_all(sources, partial(read_headline, tables=tables))),
        charts=tuple(charts),
        narrative=join_narratives(narratives, all_files),
        duties=tuple(duties),
        lists=tuple(lists),
    )
    for source in sources:
        variants = source.content.get("variants", {})
        check_variants(form, list(variants), field(source.location, "variants"))
    check_guidance(form, locations)
    return form


def _location_of_all(sources: Sequence[_Source]) -> TomlLocation:
    """Return the location of errors about all files; with an annex it has no line in either."""
    if len(sources) == 1:
        return sources[0].location
    return TomlLocation("+".join(source.location.file for source in sources))


def _read_all(
    sources: Sequence[_Source], read: Callable[[TomlTable, TomlLocation], Iterable[_Entry]]
) -> list[_Entry]:
    """Read the same parts of every file, in the order of the files."""
    return [part for source in sources for part in read(source.content, source.location)]


def _read_rules(
    sources: Sequence[_Source],
    tables: Sequence[Table],
    period: PeriodKind,
    all_files: TomlLocation,
) -> tuple[list[Rule], list[Balance], list[CrossBalance]]:
    """Read the rules and bind them; a rule against a form that is not loaded is bound to both."""
    ids = {source.content["id"] for source in sources}
    located: list[tuple[Rule, TomlLocation]] = []
    balances: list[Balance] = []
    cross_balances: list[CrossBalance] = []
    for source in sources:
        for rule, location in read_rules(source.content, source.location, period):
            located.append((rule, location))
            if not rule.against or (ids - {source.content["id"]}) & set(rule.against):
                balances += bind_rule(rule, tables, location)
                continue
            for other in rule.against:
                if other == source.content["id"]:
                    raise fault("against-self", location, name=other)
                own = [t for t in tables if t.key in {r["key"] for r in source.content["table"]}]
                theirs = _read_other_tables(other)
                cross_balances += bind_across(rule, own, other, theirs, location)
    refuse_twins("勾稽关系", [rule.id for rule, _ in located], all_files)
    refuse_heavy(balances, tables, {rule.id: location for rule, location in located})
    return [rule for rule, _ in located], balances, cross_balances


def _read_other_tables(name: str) -> list[Table]:
    """Read the tables of another shipped form, without its rules."""
    source = _read_source(name)
    return _read_tables([source], source.location)[0]


def _read_checks(sources: Sequence[_Source], tables: Sequence[Table]) -> tuple[Check, ...]:
    """Read the named checks; if form and annex both switch one on, the form's holds."""
    checks: dict[NamedCheck, Check] = {}
    for source in sources:
        of_source = read_checks(source.content, source.location, tables)
        checks = {check.id: check for check in of_source} | checks
    return tuple(checks.values())


def _read_variants(sources: Sequence[_Source]) -> dict[str, tuple[str, ...]]:
    variants: dict[str, tuple[str, ...]] = {}
    for source in sources:
        variants |= read_variants(source.content, source.location)
    return variants


def _join_digests(digests: Sequence[str]) -> str:
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _table_locations(sources: Sequence[_Source]) -> dict[str, TomlLocation]:
    """Map the keys of tables to their locations."""
    return {
        raw["key"]: item(source.location, "table", number, raw["key"])
        for source in sources
        for number, raw in enumerate(source.content["table"], 1)
    }


def _read_tables(
    sources: Sequence[_Source], all_files: TomlLocation
) -> tuple[list[Table], list[OpenList]]:
    """Read the tables with official rows, and those with open rows."""
    tables: list[Table] = []
    lists: list[OpenList] = []
    taken: set[str] = set()
    for source in sources:
        given = source.content.get("blank", Blank.ASKED)
        blank = choice_of(Blank, given, field(source.location, "blank"))
        sheets = name_sheets(source.content["table"], source.location, taken)
        for number, (raw, sheet) in enumerate(zip(source.content["table"], sheets, strict=True), 1):
            if is_list(raw):
                lists.append(read_list(raw, source.location, number, sheet, blank))
                continue
            start = sum(len(table.cells) for table in tables)
            tables.append(read_table(raw, start, source.location, number, sheet, blank))
    keys = [table.key for table in tables] + [each.key for each in lists]
    refuse_twins("表", keys, all_files)
    return tables, lists
