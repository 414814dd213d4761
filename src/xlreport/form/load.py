"""Form files: the TOML in which every fact about an official form is written once.

Loading is strict: an unknown field, a key used twice, a rule naming no key is a `FormError`
with file and line, so that a slip in a form file never becomes a slip in a published report.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from xlreport.base.arguments import checked
from xlreport.base.errors import FormError
from xlreport.base.toml_fault import fault, fault_sentence, quote_value
from xlreport.base.toml_fields import check_fields, read_toml, refuse_twins
from xlreport.base.toml_location import TomlLocation, field, item
from xlreport.form._bind import bind_rule, mark_totals
from xlreport.form._read_charts import read_charts, read_headline
from xlreport.form._read_rules import read_checks, read_rules
from xlreport.form._read_table import read_table
from xlreport.form._read_texts import (
    join_narratives,
    read_meanings,
    read_mistakes,
    read_narrative,
    read_texts,
    read_variants,
)
from xlreport.form.form import Form
from xlreport.form.guidance import check_guidance
from xlreport.form.label import check_variants
from xlreport.form.parts import Check, Table
from xlreport.form.rule import Balance, NamedCheck, Rule

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")  # stands in stamps (between "|") and joined by "+"
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class _Source:
    """Is one form file as read: a form has one, a form with an annex two."""

    place: TomlLocation
    content: Mapping[str, Any]
    digest: str


def list_forms() -> list[str]:
    """List the ids of the forms that come with the library, in alphabetical order."""
    return list(_built_in())


@cache
def _built_in() -> tuple[str, ...]:
    # Asked for every return; the files of an installed library do not change.
    names = (entry.name for entry in files("xlreport").joinpath("forms").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@checked
def load_form(form: str | os.PathLike[str], *, annex: str | os.PathLike[str] | None = None) -> Form:
    """Load a form by id or by the path of its form file, with an annex behind it if one is named.

    `load_form("ogi-2021+ogi-supplement")` is the same as naming the annex: it is the id that
    such a form bears. Raises `FormError` naming file, table and line.
    """
    names: list[str | Path] = [Path(form)] if _is_path(form) else [*str(form).split("+")]
    if annex is not None:
        names.append(Path(annex) if _is_path(annex) else str(annex))
    if any(isinstance(name, Path) for name in names):
        return _load(names)
    return _load_built_in(tuple(names))


def _is_path(form: str | os.PathLike[str]) -> bool:
    return not isinstance(form, str) or form.endswith(".toml")


@cache
def _load_built_in(names: tuple[str | Path, ...]) -> Form:
    return _load(names)


def _load(names: Iterable[str | Path]) -> Form:
    return _build([_read_source(name) for name in names])


def _read_source(name: str | Path) -> _Source:
    file, data = _read_file(name) if isinstance(name, Path) else _read_built_in(name)
    place, content = read_toml(file, data)
    _check_source(content, place)
    # Mark and line ends are left out: a form file saved on Windows is still the same form.
    return _Source(place, content, hashlib.sha256(place.text.encode()).hexdigest())


def _read_file(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise fault("unreadable", TomlLocation(path.name)) from error
    except ValueError as error:  # a name that no file can have
        raise fault("unreadable", TomlLocation(repr(path.name))) from error


def _read_built_in(name: str) -> tuple[str, bytes]:
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
            **dict.fromkeys(("text", "rule", "check", "years", "chart"), list),
            "notice": str,
            "from": int,
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
    # What is said of a form and its annex together stands in no line of either.
    names = sources[0].place
    if len(sources) > 1:
        names = TomlLocation("+".join(source.place.file for source in sources))
    tables = _read_tables(sources, names)
    rules: list[Rule] = []
    balances: list[Balance] = []
    for source in sources:
        for rule, place in read_rules(source.content, source.place):
            rules.append(rule)
            balances += bind_rule(rule, tables, place)
    refuse_twins("勾稽关系", [rule.id for rule in rules], names)
    tables = mark_totals(tables, balances, names)
    checks: dict[NamedCheck, Check] = {}
    for source in sources:
        # Where a form and its annex both switch on a check, the form's holds.
        found = read_checks(source.content, source.place, tables)
        checks = {check.id: check for check in found} | checks
    texts = [text for source in sources for text in read_texts(source.content, source.place)]
    refuse_twins("文字部分", [text.key for text in texts], names)
    charts = [c for source in sources for c in read_charts(source.content, source.place, tables)]
    refuse_twins("图表", [chart.title for chart in charts], names)
    narratives = [read_narrative(s.content, s.place, tables, texts) for s in sources]
    first, last = _read_years(sources[0])
    digests = [source.digest for source in sources]
    form = Form(
        id="+".join(source.content["id"] for source in sources),
        title=sources[0].content["title"],
        notice=sources[0].content.get("notice", ""),
        first_year=first,
        last_year=last,
        tables=tuple(tables),
        texts=tuple(texts),
        rules=tuple(rules),
        balances=tuple(balances),
        checks=tuple(checks.values()),
        variants={
            official: spellings
            for source in sources
            for official, spellings in read_variants(source.content, source.place).items()
        },
        meanings=tuple(
            meaning
            for source in sources
            for meaning in read_meanings(source.content, source.place, tables)
        ),
        mistakes=tuple(
            t for source in sources for t in read_mistakes(source.content, source.place)
        ),
        digest=digests[0] if len(digests) == 1 else _join_digests(digests),
        headline=tuple(
            index
            for source in sources
            for index in read_headline(source.content, source.place, tables)
        ),
        charts=tuple(charts),
        narrative=join_narratives(narratives, names),
    )
    for source in sources:
        variants = source.content.get("variants", {})
        check_variants(form, list(variants), field(source.place, "variants"))
    check_guidance(form, _table_places(sources))
    return form


def _join_digests(digests: Sequence[str]) -> str:
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def _table_places(sources: Sequence[_Source]) -> dict[str, TomlLocation]:
    """Say where the tables stand in their files, by their keys."""
    return {
        raw["key"]: item(source.place, "table", number, raw["key"])
        for source in sources
        for number, raw in enumerate(source.content["table"], 1)
    }


def _read_tables(sources: Sequence[_Source], names: TomlLocation) -> list[Table]:
    tables: list[Table] = []
    for source in sources:
        for number, raw in enumerate(source.content["table"], 1):
            start = sum(len(table.cells) for table in tables)
            tables.append(read_table(raw, start, source.place, number))
    refuse_twins("表", [table.key for table in tables], names)
    # Excel does not tell the names of sheets apart by case.
    refuse_twins("工作表", [table.sheet.casefold() for table in tables], names)
    return tables


def _read_years(source: _Source) -> tuple[int, int | None]:
    years = source.content.get("years")
    first = source.content.get("from")
    if (years is None) == (first is None):
        raise fault("years-or-from", source.place)
    place = field(source.place, "from" if years is None else "years")
    given: list[Any] = [first] if years is None else years
    if not given or not all(type(year) is int and year in _YEARS for year in given):
        raise fault("bad-years", place, value=quote_value(given if first is None else first))
    if given != list(range(given[0], given[-1] + 1)):
        raise fault("years-apart", place)
    return given[0], None if years is None else given[-1]
