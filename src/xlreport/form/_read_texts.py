"""Reading the texts of a form file: narrative parts, explanations, variants, sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import error_at, fault, keep, kept
from xlreport.base.toml_fields import TomlTable, check_fields, read_each, sound_fields, texts_of
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form._bind import bind_rule, find_cells
from xlreport.form.fields import NARRATIVE, NARRATIVE_PART, SENTENCE
from xlreport.form.heading import check_heading
from xlreport.form.parts import (
    GAP,
    NUMBER,
    OPENING,
    IndicatorMeaning,
    Narrative,
    Sentence,
    Table,
    Text,
)
from xlreport.form.rule import Rule, Terms, parse_relation


def read_text(raw: object, location: TomlLocation) -> Text:
    """Read one narrative part; raises `FormError`."""
    fields = check_fields(raw, location, NARRATIVE_PART)
    heading = fields["heading"]
    check_heading(heading, field(location, "heading"))
    printed = fields.get("printed", heading != OPENING)
    return Text(fields["key"], heading, fields["say"], fields.get("standing", ""), printed)


def read_meanings(
    guide: TomlTable, location: TomlLocation, tables: Sequence[Table]
) -> list[IndicatorMeaning]:
    """Read the explanations of indicators, each named as table.row or table.row.column."""
    meanings = []
    for name, text in guide.get("meaning", {}).items():
        place = field(field(location, "meaning"), name)
        with kept(location):
            cells = tuple(cell.index for cell in find_cells(name, tables, place))
            meanings.append(IndicatorMeaning(cells, text))
    return meanings


_WORDS = ("units", "fillers", "about", "others", "beside", "parts")
_SPLIT = re.compile(f"({GAP}|{re.escape(NUMBER)})")


def read_narrative(
    content: TomlTable, file: TomlLocation, tables: Sequence[Table], texts: Sequence[Text]
) -> Narrative:
    """Read the words of the narrative and its countable sentences, if the file has any."""
    location = field(file, "narrative")
    fields = sound_fields(content.get("narrative", {}), location, NARRATIVE)
    words = {name: tuple(fields[name]) for name in _WORDS if name in fields}
    keys = {text.key for text in texts}
    read = partial(_read_sentence, tables=tables, texts=keys)
    sentences = read_each(fields, "sentence", location, read)
    for name in ("units", "about"):
        if sentences and name not in content["narrative"]:
            keep("no-words", location, name=name)
    return Narrative(sentences=tuple(sentences), **words)


def join_narratives(narratives: Sequence[Narrative]) -> Narrative:
    """Join the narratives of a form and its annexes."""
    sentences = tuple(s for narrative in narratives for s in narrative.sentences)
    words = {
        name: tuple(dict.fromkeys(word for n in narratives for word in getattr(n, name)))
        for name in _WORDS
    }
    return Narrative(sentences=sentences, **words)


def _read_sentence(
    raw: object, location: TomlLocation, tables: Sequence[Table], texts: set[str]
) -> Sentence:
    fields = check_fields(raw, location, SENTENCE)
    if fields["text"] not in texts:
        raise fault("no-text", field(location, "text"), text=fields["text"])
    draft = fields.get("draft", "")
    if draft and draft.count(NUMBER) != 1:
        raise fault("one-number", field(location, "draft"), phrase=draft)
    phrases, none = tuple(fields["phrases"]), tuple(fields.get("none", ()))
    for phrase in phrases:
        _check_phrase(phrase, 1, field(location, "phrases"))
    for phrase in none:
        _check_phrase(phrase, 0, field(location, "none"))
    means = field(location, "means")
    readings = tuple(_read_sum(text, tables, means) for text in texts_of(fields["means"]))
    return Sentence(
        id=fields["id"],
        text=fields["text"],
        draft=draft,
        phrases=phrases,
        none=none,
        readings=readings,
    )


def _check_phrase(phrase: str, numbers: int, location: TomlLocation) -> None:
    """Raise `FormError` for a phrase that no text can match, or that any number matches."""
    if phrase.count(NUMBER) != numbers:
        raise fault("one-number" if numbers else "any-number", location, phrase=phrase)
    if any(sign.isspace() for sign in phrase):
        raise fault("phrase-blank", location, phrase=phrase)
    tokens = [token for token in _SPLIT.split(phrase) if token]
    pairs = set(pairwise(tokens))
    if GAP in (tokens[0], tokens[-1]) or pairs & {(GAP, GAP), (GAP, NUMBER)}:
        raise fault("phrase-gap", location, phrase=phrase)
    if tokens == [NUMBER]:
        raise fault("phrase-words", location, phrase=phrase)


def _read_sum(text: str, tables: Sequence[Table], location: TomlLocation) -> Terms:
    """Read a sum of cells, such as `requests.received.total + requests.carried_over.total`."""
    try:
        relation = parse_relation(f"{text} = 0")
    except ValueError as error:
        raise error_at(location, str(error)) from None
    rule = Rule(id="means", table="", severity=Severity.WARNING, say="", relations=(relation,))
    (balance,) = bind_rule(rule, tables, location)
    if balance.constant or balance.last_cells:
        raise fault("sum-this-year", location, text=text)
    return balance.left
