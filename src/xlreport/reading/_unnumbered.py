"""Labels that lost their numbers: 一、（一）1. are often automatic, and stay behind when copied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from xlreport.form.form import Form

_NUMBER: Final = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．、]")


@cache
def unnumbered(form: Form) -> Form:
    """Return a copy of a form whose labels are known without their numbers too."""
    variants = dict(form.variants)
    for label in _labels(form):
        known = (label, *variants.get(label, ()))
        bare = {_NUMBER.sub("", each, count=1) for each in known if _NUMBER.match(each)}
        variants[label] = (*known[1:], *sorted(bare))
    return replace(form, variants=variants)


def _labels(form: Form) -> Iterator[str]:
    """Yield the labels of all rows and columns, each once."""
    parts = (part for table in form.tables for part in table.parts)
    nodes = (node for part in parts for axis in (part.rows, part.columns) for node in axis.walk())
    return iter(dict.fromkeys(node.text for node in nodes))
