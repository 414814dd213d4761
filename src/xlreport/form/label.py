"""Labels compared as people read them: widths, blanks, brackets and quotes make no difference."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

from xlreport.base.toml_fault import guess, keep
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form.form import Form

LONGEST_LABEL = 400
"""Characters of a text that may be a label: official ones have at most 60, without added blanks."""

_DROPPED = {ord(sign): None for sign in " \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff\u00ad"}
_ALIKE = {
    **dict.fromkeys(map(ord, "“”„‟«»「」『』‘’‚'＂＇"), '"'),
    **dict.fromkeys(map(ord, "、，；;"), ","),
    **dict.fromkeys(map(ord, "．。·•"), "."),
    **dict.fromkeys(map(ord, "【〔［[﹝"), "("),
    **dict.fromkeys(map(ord, "】〕］]﹞"), ")"),
}


def normalise_label(text: str) -> str:
    """Return a form of a label that is equal for all spellings of the same words."""
    return _normalised_once(text) if len(text) <= LONGEST_LABEL else _normalised(text)


def _normalised(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    return folded.translate(_ALIKE).translate(_DROPPED).casefold()


# The labels of all returns of a form are the same.
_normalised_once = lru_cache(maxsize=1 << 12)(_normalised)


@cache
def spellings(form: Form, official: str) -> frozenset[str]:
    """Return the normalised spellings of an official label, with the variants of the form file."""
    return frozenset(map(normalise_label, (official, *form.variants.get(official, ()))))


def is_label(form: Form, official: str, seen: str) -> bool:
    """Tell whether `seen` is the official label or one of its variants."""
    if seen == official or len(seen) > LONGEST_LABEL:
        return seen == official
    return normalise_label(seen) in spellings(form, official)


def labels_of(form: Form) -> set[str]:
    """Collect all that stands in the official tables and above them: headings, bands, labels."""
    parts = [part for table in form.tables for part in table.parts]
    return {
        *(table.heading for table in form.tables),
        *(each.heading for each in form.lists),
        *(node.text for each in form.lists for node in each.outline.walk()),
        *(text.heading for text in form.texts),
        *(text for part in parts for text in (part.band, part.corner)),
        *(node.text for part in parts for node in part.rows.walk() + part.columns.walk()),
    }


def check_variants(form: Form, variants: Iterable[str], file: TomlLocation) -> None:
    """Keep a fault for each variant of a label or choice that the form does not have.

    A column of a list may be named by all its labels, as its `path` has them.
    """
    columns = [column for each in form.lists for column in each.columns]
    measures = [*(cell.measure for cell in form.cells), *(column.measure for column in columns)]
    choices = {choice for measure in measures for choice in measure.choices}
    labels = {*labels_of(form), *choices, *(column.path for column in columns)}
    for official in variants:
        if official not in labels:
            place = field(field(file, "variants"), official)
            keep("no-label", place, label=official, guess=guess(official, labels))
