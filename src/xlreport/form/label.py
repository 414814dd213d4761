"""Labels compared as people read them: width, blanks, brackets, quotes and known variants aside."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from xlreport.base.toml_fault import fault
from xlreport.base.toml_location import TomlLocation, field
from xlreport.form.form import Form

_DROPPED = {ord(sign): None for sign in " \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff\u00ad"}
_ALIKE = {
    **dict.fromkeys(map(ord, "“”„‟«»「」『』‘’‚'＂＇"), '"'),
    **dict.fromkeys(map(ord, "、，；;"), ","),
    **dict.fromkeys(map(ord, "．。·•"), "."),
    **dict.fromkeys(map(ord, "【〔［[﹝"), "("),
    **dict.fromkeys(map(ord, "】〕］]﹞"), ")"),
}


def normalise_label(text: str) -> str:
    """Give the form of a label in which two spellings of the same words are equal."""
    folded = unicodedata.normalize("NFKC", text.translate(_ALIKE))
    return folded.translate(_ALIKE).translate(_DROPPED).casefold()


@cache
def spellings(form: Form, official: str) -> frozenset[str]:
    """Give the normalised spellings of an official label that the form file knows."""
    return frozenset(map(normalise_label, (official, *form.variants.get(official, ()))))


def is_label(form: Form, official: str, seen: str) -> bool:
    """Tell whether `seen` is the official label or a known variant of it."""
    return seen == official or normalise_label(seen) in spellings(form, official)


def check_variants(form: Form, variants: Iterable[str], location: TomlLocation) -> None:
    """Raise `FormError` for variants of a label that stands nowhere in the form."""
    parts = [part for table in form.tables for part in table.parts]
    labels = {
        *(table.heading for table in form.tables),
        *(text.heading for text in form.texts),
        *(text for part in parts for text in (part.band, part.corner)),
        *(node.text for part in parts for node in part.rows.walk() + part.columns.walk()),
    }
    for official in variants:
        if official not in labels:
            raise fault("no-label", field(location, official), label=official)
