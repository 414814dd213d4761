"""The countable sentences of a form file, as they are written there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from xlreport._bind import bind_rule
from xlreport._fields import check_fields, refuse_twins, texts_of
from xlreport._finding import Severity
from xlreport._form import Table, Text
from xlreport._form_fault import fault, told
from xlreport._form_place import FormPlace, field, item
from xlreport._narrative import GAP, NUMBER, Narrative, Sentence, Terms
from xlreport._rule import Rule, parse_relation

Content = Mapping[str, Any]

_WORDS = ("units", "fillers", "about", "others", "beside", "parts")
_SPLIT = re.compile(f"({GAP}|{re.escape(NUMBER)})")


def read_narrative(
    content: Content, file: FormPlace, tables: Sequence[Table], texts: Sequence[Text]
) -> Narrative:
    """Read the words of the narrative and its countable sentences; empty where there are none."""
    where = field(file, "narrative")
    fields = check_fields(
        content.get("narrative", {}),
        where,
        required={},
        optional=dict.fromkeys((*_WORDS, "sentence"), list),
    )
    words = {
        name: tuple(texts_of(fields[name], field(where, name))) for name in _WORDS if name in fields
    }
    keys = {text.key for text in texts}
    sentences = [
        _read_sentence(raw, where, number, tables, keys)
        for number, raw in enumerate(fields.get("sentence", []), 1)
    ]
    refuse_twins("句子", [sentence.id for sentence in sentences], where)
    for name in ("units", "about"):
        if sentences and name not in words:
            raise fault("no-words", where, name=name)
    return Narrative(sentences=tuple(sentences), **words)


def join_narratives(narratives: Sequence[Narrative], names: FormPlace) -> Narrative:
    """Put the narrative of a form and that of its annex together."""
    sentences = tuple(s for narrative in narratives for s in narrative.sentences)
    refuse_twins("句子", [sentence.id for sentence in sentences], names)
    words = {
        name: tuple(dict.fromkeys(word for n in narratives for word in getattr(n, name)))
        for name in _WORDS
    }
    return Narrative(sentences=sentences, **words)


def _read_sentence(
    raw: object, above: FormPlace, number: int, tables: Sequence[Table], keys: set[str]
) -> Sentence:
    fields = check_fields(
        raw,
        item(above, "sentence", number),
        required={"id": str, "text": str, "means": (str, list), "phrases": list},
        optional={"draft": str, "none": list},
    )
    where = item(above, "sentence", number, fields["id"])
    if fields["text"] not in keys:
        raise fault("no-text", field(where, "text"), text=fields["text"])
    draft = fields.get("draft", "")
    if draft and draft.count(NUMBER) != 1:
        raise fault("one-number", field(where, "draft"), phrase=draft)
    phrases = tuple(texts_of(fields["phrases"], field(where, "phrases")))
    none = tuple(texts_of(fields["none"], field(where, "none"))) if "none" in fields else ()
    for phrase in phrases:
        _check_phrase(phrase, 1, field(where, "phrases"))
    for phrase in none:
        _check_phrase(phrase, 0, field(where, "none"))
    means = field(where, "means")
    readings = tuple(_read_sum(text, tables, means) for text in texts_of(fields["means"], means))
    return Sentence(fields["id"], fields["text"], draft, phrases, none, readings)


def _check_phrase(phrase: str, numbers: int, where: FormPlace) -> None:
    """Refuse a phrase that could never be met, or that would take any number for its own."""
    if phrase.count(NUMBER) != numbers:
        raise fault("one-number" if numbers else "any-number", where, phrase=phrase)
    if any(sign.isspace() for sign in phrase):
        raise fault("phrase-blank", where, phrase=phrase)
    tokens = [token for token in _SPLIT.split(phrase) if token]
    pairs = set(pairwise(tokens))
    if GAP in (tokens[0], tokens[-1]) or pairs & {(GAP, GAP), (GAP, NUMBER)}:
        raise fault("phrase-gap", where, phrase=phrase)
    if tokens == [NUMBER]:
        raise fault("phrase-words", where, phrase=phrase)


def _read_sum(text: str, tables: Sequence[Table], where: FormPlace) -> Terms:
    """Read a sum of cells, such as `requests.received.total + requests.carried_over.total`."""
    try:
        relation = parse_relation(f"{text} = 0")
    except ValueError as error:
        raise told(where, str(error)) from None
    rule = Rule("means", "", Severity.WARNING, "", (relation,))
    (balance,) = bind_rule(rule, tables, where)
    if balance.constant or balance.last_cells:
        raise fault("sum-this-year", where, text=text)
    return balance.left
