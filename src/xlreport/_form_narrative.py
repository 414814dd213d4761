"""The countable sentences of a form file, as they are written there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from xlreport._bind import bind_rule
from xlreport._errors import FormError
from xlreport._fields import check_fields, refuse_twins, texts_of
from xlreport._finding import Severity
from xlreport._form import Table, Text
from xlreport._narrative import GAP, NUMBER, Narrative, Sentence, Terms
from xlreport._rule import Rule, parse_relation

Content = Mapping[str, Any]

_WORDS = ("units", "fillers", "about", "others", "beside", "parts")
_SPLIT = re.compile(f"({GAP}|{re.escape(NUMBER)})")


def read_narrative(
    content: Content, file: str, tables: Sequence[Table], texts: Sequence[Text]
) -> Narrative:
    """Read the words of the narrative and its countable sentences; empty where there are none."""
    where = f"{file}: narrative"
    fields = check_fields(
        content.get("narrative", {}),
        where,
        required={},
        optional=dict.fromkeys((*_WORDS, "sentence"), list),
    )
    words = {
        name: tuple(texts_of(fields[name], f"{where}, {name}")) for name in _WORDS if name in fields
    }
    keys = {text.key for text in texts}
    sentences = [
        _read_sentence(raw, f"{where}, sentence {number}", tables, keys)
        for number, raw in enumerate(fields.get("sentence", []), 1)
    ]
    refuse_twins("sentence", [sentence.id for sentence in sentences], where)
    for name in ("units", "about"):
        if sentences and name not in words:
            raise FormError(f"{where}: sentences cannot be read without {name!r}")
    return Narrative(sentences=tuple(sentences), **words)


def join_narratives(narratives: Sequence[Narrative], names: str) -> Narrative:
    """Put the narrative of a form and that of its annex together."""
    sentences = tuple(s for narrative in narratives for s in narrative.sentences)
    refuse_twins("sentence", [sentence.id for sentence in sentences], names)
    words = {
        name: tuple(dict.fromkeys(word for n in narratives for word in getattr(n, name)))
        for name in _WORDS
    }
    return Narrative(sentences=sentences, **words)


def _read_sentence(raw: object, place: str, tables: Sequence[Table], keys: set[str]) -> Sentence:
    fields = check_fields(
        raw,
        place,
        required={"id": str, "text": str, "means": (str, list), "phrases": list},
        optional={"draft": str, "none": list},
    )
    where = f"{place} ({fields['id']})"
    if fields["text"] not in keys:
        raise FormError(f"{where}: this form has no text {fields['text']!r}")
    draft = fields.get("draft", "")
    if draft and draft.count(NUMBER) != 1:
        raise FormError(f"{where}: {draft!r} needs one {NUMBER} for the number")
    phrases = tuple(texts_of(fields["phrases"], f"{where}, phrases"))
    none = tuple(texts_of(fields["none"], f"{where}, none")) if "none" in fields else ()
    for phrase in phrases:
        _check_phrase(phrase, 1, where)
    for phrase in none:
        _check_phrase(phrase, 0, where)
    readings = tuple(_read_sum(text, tables, where) for text in texts_of(fields["means"], where))
    return Sentence(fields["id"], fields["text"], draft, phrases, none, readings)


def _check_phrase(phrase: str, numbers: int, where: str) -> None:
    """Refuse a phrase that could never be met, or that would take any number for its own."""
    if phrase.count(NUMBER) != numbers:
        wanted = f"one {NUMBER} for the number" if numbers else f"no {NUMBER}"
        raise FormError(f"{where}: {phrase!r} needs {wanted}")
    if any(sign.isspace() for sign in phrase):
        raise FormError(f"{where}: {phrase!r}: blanks are passed over when reading; leave them out")
    tokens = [token for token in _SPLIT.split(phrase) if token]
    pairs = set(pairwise(tokens))
    if GAP in (tokens[0], tokens[-1]) or pairs & {(GAP, GAP), (GAP, NUMBER)}:
        raise FormError(f"{where}: {phrase!r}: {GAP} stands between words, or behind the number")
    if tokens == [NUMBER]:
        raise FormError(f"{where}: {phrase!r}: words are needed beside the number")


def _read_sum(text: str, tables: Sequence[Table], where: str) -> Terms:
    """Read a sum of cells, such as `requests.received.total + requests.carried_over.total`."""
    try:
        relation = parse_relation(f"{text} = 0")
    except ValueError as error:
        raise FormError(f"{where}: means: {error}") from None
    rule = Rule("means", "", Severity.WARNING, "", (relation,))
    (balance,) = bind_rule(rule, tables, where)
    if balance.constant or balance.last_cells:
        raise FormError(f"{where}: means: {text!r} is a sum of this year's cells and no more")
    return balance.left
