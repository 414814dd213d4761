"""Loading form files: the TOML in which every fact about an official form is written once.

Loading is strict: an unknown field, a key used twice or a rule with an unknown key is a
`FormError` with file and line, so that a mistake in a form file never reaches a published report.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from xlreport.base.arguments import checked
from xlreport.base.memory import Paths, several
from xlreport.base.toml_fault import has_fault, kept, raise_kept
from xlreport.base.toml_fields import (
    TomlTable,
    entries,
    keep_twins,
    read_each,
    sound_fields,
    texts_of,
)
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import keep_heavy, mark_totals
from xlreport.form._bind_rules import read_rules
from xlreport.form._bind_shares import bind_shares
from xlreport.form._choice_variants import with_choice_variants
from xlreport.form._complete_checks import complete_checks, keep_used_ids
from xlreport.form._counted_tables import with_counted_tables
from xlreport.form._dependents import names_with_faults, without_dependents
from xlreport.form._read_charts import read_chart, read_headline
from xlreport.form._read_checks import read_all_checks
from xlreport.form._read_counts import mark_counts, read_all_counts
from xlreport.form._read_duties import check_duties, read_duty
from xlreport.form._read_explanations import read_explanations
from xlreport.form._read_sections import check_sections, order_sections
from xlreport.form._read_tables import read_tables
from xlreport.form._read_texts import join_narratives, read_meanings, read_narrative, read_text
from xlreport.form._read_years import read_period, read_years
from xlreport.form._sources import (
    Source,
    join_digests,
    read_source,
    revised_digests,
    shipped_ids,
)
from xlreport.form.computed import parts_of_computed
from xlreport.form.fields import GUIDE
from xlreport.form.form import Form
from xlreport.form.guidance import check_guidance
from xlreport.form.label import check_variants
from xlreport.form.open_list import OpenList
from xlreport.form.parts import Share, Table, Text

_Entry = TypeVar("_Entry")


def list_forms() -> list[str]:
    """List the ids of the shipped forms, in alphabetical order."""
    return list(shipped_ids())


@checked
def load_form(form: str | os.PathLike[str], *, annex: Paths | None = None) -> Form:
    """Load a form by its id or the path of its form file, with one annex or several behind it.

    `load_form("ogi-2021+ogi-supplement")` is the same as naming the annex, since the id of such a
    form joins all ids. Raises `FormError` with every fault of every file, each with its line.
    """
    names: list[str | Path] = []
    for name in (form, *several(annex or ())):
        names += [Path(name)] if _is_path(name) else str(name).split("+")
    if any(isinstance(name, Path) for name in names):
        return _load(names)
    return _load_shipped(tuple(names))


def _is_path(form: str | os.PathLike[str]) -> bool:
    return not isinstance(form, str) or form.endswith(".toml")


@cache
def _load_shipped(names: tuple[str | Path, ...]) -> Form:
    return _load(names)


def _load(names: Iterable[str | Path]) -> Form:
    return _build(with_counted_tables([read_source(name) for name in names]))


def _build(sources: Sequence[Source]) -> Form:
    """Build a form from its form file, or from the files of a form and its annexes.

    Raises `FormError` with all faults of the files.
    """
    main = sources[0]
    variants = _read_variants(sources)
    placed = with_choice_variants(read_tables(sources), variants)
    tables = [each for each, _ in placed if isinstance(each, Table)]
    lists = [each for each, _ in placed if isinstance(each, OpenList)]
    placed_texts = _read_texts(sources)
    texts = [text for text, _ in placed_texts]
    sections = order_sections([*placed, *placed_texts], [s.location.file for s in sources])
    check_sections(sections)
    sources = _judged(sources)
    period = read_period([(source.content, source.location) for source in sources])
    rules, balances, cross_balances = read_rules(sources, tables, period)
    shares = _bind_shares(placed)
    with kept(main.location):
        tables = mark_totals(tables, balances, shares, {rule.id: at for rule, at in rules})
        keep_heavy(balances, tables, {rule.id: field(at, "must") for rule, at in rules})
    counts = read_all_counts(sources, tables, lists)
    ids = {rule.id: field(at, "id") for rule, at in rules}
    tables = mark_counts(tables, counts, list(ids.items()))
    charts = _read_all(sources, "chart", partial(read_chart, tables=tables))
    keep_twins("图表", _named(sources, "chart", "title"))
    duties = _read_all(sources, "duty", partial(read_duty, tables=tables))
    check_duties(duties, tables, parts_of_computed(balances, shares))
    narratives = [read_narrative(s.content, s.location, tables, texts) for s in sources]
    keep_twins("句子", _sentence_ids(sources))
    checks = read_all_checks(sources, tables)
    keep_used_ids(rules, [*dict.fromkeys(count.id for count, _ in counts)], checks)
    checks_of_form = complete_checks(checks, tables, [s for n in narratives for s in n.sentences])
    guides = [_read_guide(source) for source in sources]
    meanings = [
        meaning
        for guide, source in zip(guides, sources, strict=True)
        for meaning in read_meanings(guide, field(source.location, "guide"), tables)
    ]
    headline = [cell for s in sources for cell in read_headline(s.content, s.location, tables)]
    explanations = read_explanations(sources)
    first_year, last_year = read_years(main.content, main.location)
    raise_kept(*(source.location for source in sources))
    final = {table.key: table for table in tables}
    form = Form(
        id="+".join(source.content["id"] for source in sources if not source.borrowed),
        title=main.content["title"],
        notice=main.content.get("notice", ""),
        first_year=first_year,
        last_year=last_year,
        period=period,
        tables=tuple(tables),
        texts=tuple(texts),
        sections=tuple(
            final[each.key] if isinstance(each, Table) else each for each, _ in sections
        ),
        rules=tuple(rule for rule, _ in rules),
        balances=tuple(balances),
        shares=tuple(shares),
        cross_balances=tuple(cross_balances),
        checks=checks_of_form,
        variants=variants,
        meanings=tuple(meanings),
        explanations=explanations,
        mistakes=tuple(text for guide in guides for text in guide.get("mistakes", [])),
        digest=join_digests([source.digest for source in sources]),
        revised_digests=revised_digests(sources),
        headline=tuple(headline),
        charts=tuple(charts),
        narrative=join_narratives(narratives),
        duties=tuple(duty for duty, _ in duties),
        lists=tuple(lists),
        counts=tuple(count for count, _ in counts),
        shown=frozenset(raw["key"] for s in sources if s.borrowed for raw in s.content["table"]),
    )
    for source in (each for each in sources if not each.borrowed):
        check_variants(form, source.content.get("variants", {}), source.location)
    check_guidance(form, {table.key: location for table, location in placed})
    raise_kept(*(source.location for source in sources))
    return form


def _judged(sources: Sequence[Source]) -> list[Source]:
    """Leave out of the files what depends on tables and texts with faults."""
    found = [names_with_faults(source.content, source.location) for source in sources]
    names = None if None in found else set().union(*filter(None, found))
    return [replace(s, content=without_dependents(s.content, names)) for s in sources]


def _sentence_ids(sources: Sequence[Source]) -> list[tuple[str, TomlLocation]]:
    return [
        (raw["id"], field(location, "id"))
        for source in sources
        for raw, location in entries(
            source.content.get("narrative", {}), "sentence", field(source.location, "narrative")
        )
        if not has_fault(location)
    ]


def _read_guide(source: Source) -> TomlTable:
    return sound_fields(source.content.get("guide", {}), field(source.location, "guide"), GUIDE)


def _bind_shares(placed: Sequence[tuple[Table | OpenList, TomlLocation]]) -> list[Share]:
    shares: list[Share] = []
    for table, location in placed:
        with kept(location):
            shares += bind_shares(table, location) if isinstance(table, Table) else ()
    return shares


def _read_all(
    sources: Sequence[Source], name: str, read: Callable[[object, TomlLocation], _Entry]
) -> list[_Entry]:
    """Read the entries of one name in every file, in the order of the files."""
    return [each for s in sources for each in read_each(s.content, name, s.location, read)]


def _named(
    sources: Sequence[Source], name: str, key: str = "key"
) -> list[tuple[str, TomlLocation]]:
    """List the names of the sound entries of an array of tables, with their locations."""
    return [
        (raw[key], field(location, key))
        for source in sources
        for raw, location in entries(source.content, name, source.location)
        if not has_fault(location)
    ]


def _read_texts(sources: Sequence[Source]) -> list[tuple[Text, TomlLocation]]:
    found: list[tuple[Text, TomlLocation]] = []
    for source in sources:
        for raw, location in entries(source.content, "text", source.location):
            with kept(location):
                found.append((read_text(raw, location), location))
    keep_twins("文字部分", [(text.key, field(at, "key")) for text, at in found])
    return found


def _read_variants(sources: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for source in sources:
        for official, variants in source.content.get("variants", {}).items():
            found[official] = tuple(dict.fromkeys((*found.get(official, ()), *texts_of(variants))))
    return found
