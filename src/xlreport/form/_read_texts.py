"""Reading the texts of a form file: narrative parts, explanations, variants, sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from xlreport.base.finding import Severity
from xlreport.base.toml_fault import error_at, fault
from xlreport.base.toml_fields import TomlTable, check_fields, key_of, refuse_twins, texts_of
from xlreport.base.toml_location import TomlLocation, field, item
from xlreport.form._bind import bind_rule, find_cells
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


def read_texts(content: TomlTable, file: TomlLocation) -> list[Text]:
    """Read the narrative parts, in official order."""
    texts = []
    for number, raw in enumerate(content.get("text", []), 1):
        location = item(file, "text", number)
        fields = check_fields(
            raw,
            location,
            required={"key": str, "heading": str, "say": str},
            optional={"standing": str, "printed": bool},
        )
        key, heading = key_of(fields["key"], field(location, "key")), fields["heading"]
        location = item(file, "text", number, key)
        check_heading(heading, field(location, "heading"))
        printed = fields.get("printed", heading != OPENING)
        texts.append(Text(key, heading, fields["say"], fields.get("standing", ""), printed))
    return texts


def read_meanings(
    content: TomlTable, file: TomlLocation, tables: Sequence[Table]
) -> list[IndicatorMeaning]:
    """Read the explanations of indicators, each named as table.row or table.row.column."""
    above = field(field(file, "guide"), "meaning")
    meanings = []
    for name, text in _guide(content, file).get("meaning", {}).items():
        location = field(above, name)
        cells = tuple(cell.index for cell in find_cells(name, tables, location))
        meanings.append(IndicatorMeaning(cells, texts_of(text, location)[0]))
    return meanings


def read_mistakes(content: TomlTable, file: TomlLocation) -> list[str]:
    """Read the common mistakes, of which clerks are warned."""
    mistakes = _guide(content, file).get("mistakes", [])
    return texts_of(mistakes, field(field(file, "guide"), "mistakes")) if mistakes else []


def read_variants(content: TomlTable, file: TomlLocation) -> dict[str, tuple[str, ...]]:
    """Read the accepted spellings of official labels."""
    return {
        official: tuple(texts_of(variants, field(field(file, "variants"), official)))
        for official, variants in content.get("variants", {}).items()
    }


def _guide(content: TomlTable, file: TomlLocation) -> TomlTable:
    return check_fields(
        content.get("guide", {}),
        field(file, "guide"),
        required={},
        optional={"mistakes": list, "meaning": dict},
    )


_WORDS = ("units", "fillers", "about", "others", "beside", "parts")
_SPLIT = re.compile(f"({GAP}|{re.escape(NUMBER)})")


def read_narrative(
    content: TomlTable, file: TomlLocation, tables: Sequence[Table], texts: Sequence[Text]
) -> Narrative:
    """Read the words of the narrative and its countable sentences, if the file has any."""
    location = field(file, "narrative")
    fields = check_fields(
        content.get("narrative", {}),
        location,
        required={},
        optional=dict.fromkeys((*_WORDS, "sentence"), list),
    )
    words = {
        name: tuple(texts_of(fields[name], field(location, name)))
        for name in _WORDS
        if name in fields
    }
    keys = {text.key for text in texts}
    sentences = [
        _read_sentence(raw, location, number, tables, keys)
        for number, raw in enumerate(fields.get("sentence", []), 1)
    ]
    refuse_twins("句子", [sentence.id for sentence in sentences], location)
    for name in ("units", "about"):
        if sentences and name not in words:
            raise fault("no-words", location, name=name)
    return Narrative(sentences=tuple(sentences), **words)


def join_narratives(narratives: Sequence[Narrative], names: TomlLocation) -> Narrative:
    """Join the narratives of a form and its annex."""
    sentences = tuple(s for narrative in narratives for s in narrative.sentences)
    refuse_twins("句子", [sentence.id for sentence in sentences], names)
    words = {
        name: tuple(dict.fromkeys(word for n in narratives for word in getattr(n, name)))
        for name in _WORDS
    }
    return Narrative(sentences=sentences, **words)


def _read_sentence(
    raw: object, above: TomlLocation, number: int, tables: Sequence[Table], keys: set[str]
) -> Sentence:
    fields = check_fields(
        raw,
        item(above, "sentence", number),
        required={"id": str, "text": str, "means": (str, list), "phrases": list},
        optional={"draft": str, "none": list},
    )
    location = item(above, "sentence", number, fields["id"])
    if fields["text"] not in keys:
        raise fault("no-text", field(location, "text"), text=fields["text"])
    draft = fields.get("draft", "")
    if draft and draft.count(NUMBER) != 1:
        raise fault("one-number", field(location, "draft"), phrase=draft)
    phrases = tuple(texts_of(fields["phrases"], field(location, "phrases")))
    none = tuple(texts_of(fields["none"], field(location, "none"))) if "none" in fields else ()
    for phrase in phrases:
        _check_phrase(phrase, 1, field(location, "phrases"))
    for phrase in none:
        _check_phrase(phrase, 0, field(location, "none"))
    means = field(location, "means")
    readings = tuple(_read_sum(text, tables, means) for text in texts_of(fields["means"], means))
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
