"""Narratives that are alike (雷同): with those of another department, or with the report before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.base.finding import Finding, make_finding
from xlreport.checks.likeness import ALIKE, find_alike, share_alike
from xlreport.office.roster import Roster
from xlreport.reading.one_return import Return
from xlreport.returns.amended import add_findings
from xlreport.returns.file import File, Filing, Settlement
from xlreport.returns.last_year import Earlier, texts_for

_Found = Iterator[tuple[File[Return], Finding]]


def compare_texts(
    settlement: Settlement, earlier: Earlier | None, roster: Roster | None
) -> Settlement:
    """Copy a settlement with a notice for each narrative part that is alike to another one.

    Compared are the files that are used, each part with the same part of the others.
    """
    filings = [filing for filing in settlement.filings if filing.used and filing.used.item.texts]
    found = [*_among(filings), *_with_earlier(filings, earlier, roster)]
    return add_findings(settlement, found) if found else settlement


def _among(filings: Sequence[Filing]) -> _Found:
    """Yield a notice for each part that is alike to that of another department."""
    used = [filing.used for filing in filings if filing.used]
    for key in dict.fromkeys(key for file in used for key in _written(file.item)):
        holding = [file for file in used if key in _written(file.item)]
        for each in find_alike([file.item.texts[key] for file in holding]):
            other = f"“{holding[each.other].department}”的同一部分"
            yield holding[each.number], _notice(holding[each.number].item, key, other, each.share)


def _with_earlier(
    filings: Sequence[Filing], earlier: Earlier | None, roster: Roster | None
) -> _Found:
    """Yield a notice for each part that is alike to that of the department's report before."""
    if earlier is None or earlier.last is None or not earlier.last.texts:
        return
    before = texts_for(earlier.last, [filing.department for filing in filings], roster)
    for filing, texts in zip(filings, before, strict=True):
        if filing.used is None:
            continue
        item = filing.used.item
        for key in _written(item):
            share = share_alike(item.texts[key], texts.get(key, ""))
            if share >= ALIKE:
                other = f"本单位{earlier.last.word}的同一部分"
                yield filing.used, _notice(item, key, other, share)


def _written(item: Return) -> list[str]:
    """List the keys of the parts that a department writes itself."""
    return [text.key for text in item.form.texts if text.key in item.texts and not text.standing]


def _notice(item: Return, key: str, other: str, share: float) -> Finding:
    heading = next(text.heading for text in item.form.texts if text.key == key)
    return make_finding("TEXT-ALIKE", part=heading, other=other, share=f"{share:.0%}")
