"""What the narratives of a collection lack, and what they share (雷同)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xlreport.base.finding import Finding, make_finding
from xlreport.checks.likeness import ALIKE, find_alike, share_alike
from xlreport.layout.stamp import StampKind
from xlreport.office.roster import Roster
from xlreport.past.last_year import Earlier, texts_for
from xlreport.reading.one_return import Return
from xlreport.settlement.amended import add_findings
from xlreport.settlement.file import File, Filing, Settlement

_Found = Iterator[tuple[File[Return], Finding]]


def judge_narratives(
    settlement: Settlement, earlier: Earlier | None, roster: Roster | None
) -> Settlement:
    """Copy a settlement with notices about parts that are blank, or alike to another one.

    Looked at are the files that are used. A county that collects tables alone asks for no texts, so
    a part is blank only where others wrote it; the first one also where anything was written. A
    part is compared with the same part of the others, and of the report before.
    """
    filings = [filing for filing in settlement.filings if filing.used]
    if not any(filing.used.item.texts for filing in filings if filing.used):
        return settlement
    found = [*_blank(filings), *_among(filings), *_with_earlier(filings, earlier, roster)]
    return add_findings(settlement, found) if found else settlement


def _blank(filings: Sequence[Filing]) -> _Found:
    """Yield a notice for each return that lacks parts which others have."""
    items = [filing.used.item for filing in filings if filing.used]
    wanted = {key for item in items for key in _written(item)}
    for filing in filings:
        used = filing.used
        if used is None or not wanted or _is_summary(used.item):
            continue
        own = [text for text in used.item.form.texts if not text.standing]
        blank = [
            f"“{text.heading}”"
            for number, text in enumerate(own)
            if text.key not in _written(used.item) and (number == 0 or text.key in wanted)
        ]
        if blank:
            yield used, make_finding("NARRATIVE-BLANK", parts="、".join(blank))


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


def _is_summary(item: Return) -> bool:
    """Tell whether a return is a summary, whose narrative a person writes when it is published."""
    return item.stamp is not None and item.stamp.kind is StampKind.SUMMARY


def _written(item: Return) -> list[str]:
    """List the keys of the parts that a department writes itself."""
    texts = item.form.texts
    return [t.key for t in texts if not t.standing and item.texts.get(t.key, "").strip()]


def _notice(item: Return, key: str, other: str, share: float) -> Finding:
    heading = next(text.heading for text in item.form.texts if text.key == key)
    return make_finding("TEXT-ALIKE", part=heading, other=other, share=f"{share:.0%}")
