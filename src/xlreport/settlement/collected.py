"""What is collected, of what was sent in: the form and the period of most returns.

A folder may hold returns of several forms. Editions of one form have tables in common and stand
for each other; forms without a common table are different reports, and a department owes each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.reading.one_return import Return, Unread


def collected_period(returns: Sequence[Unread | Return], form: Form | None = None) -> Period | None:
    """Return the period of most returns; None where two periods are equally frequent.

    Only periods that the collected form has are counted; without `form` it is that of most returns.
    """
    most = count_periods(returns, form).most_common(2)
    if not most or (len(most) == 2 and most[0][1] == most[1][1]):
        return None
    return most[0][0]


def count_periods(returns: Sequence[Unread | Return], form: Form | None = None) -> Counter[Period]:
    """Count the returns of each period that the collected form has, as `collected_period` does."""
    form = form or collected_form(returns)
    kind = form.period if form else None
    return Counter(item.period for item in returns if item.period and item.period.kind is kind)


def collected_form(returns: Sequence[Unread | Return], wanted: Iterable[Form] = ()) -> Form | None:
    """Return the form of most returns; of two equally frequent ones the newer edition.

    Where a form of `wanted` is there, or another edition of it, only returns of that count; the
    first such form decides.
    """
    counts = Counter(item.form for item in returns if isinstance(item, Return))
    for form in wanted:
        related = related_forms(form, counts)
        if related:
            counts = Counter({each: counts[each] for each in related})
            break
    return max(counts, key=lambda form: (counts[form], form.first_year), default=None)


def related_forms(form: Form, forms: Iterable[Form]) -> frozenset[Form]:
    """Return the forms that are editions of this one, and those that contain such an edition.

    They have a table or list in common with it, or with another of them. A register that shows
    tables of a form is none.
    """
    found: frozenset[Form] = frozenset()
    keys, others = _tables(form), set(forms)
    while near := {each for each in others if not keys.isdisjoint(_tables(each))}:
        found, others = found | near, others - near
        keys = keys.union(*map(_tables, near))
    return found


def forms_beside(form: Form | None, returns: Sequence[Unread | Return]) -> list[Form]:
    """List the forms of which there are returns beside the one that is collected, each once."""
    present = dict.fromkeys(item.form for item in returns if isinstance(item, Return))
    related = related_forms(form, present) if form else frozenset()
    return [each for each in present if each not in related]


def say_forms(returns: Sequence[Unread | Return]) -> str:
    """Return the words about the forms of returns: 甲（2021年版，3 份）、乙（2021年版，2 份）."""
    counts = Counter(item.form for item in returns if isinstance(item, Return))
    return "、".join(f"{form.title}（{form.edition}，{counts[form]} 份）" for form in counts)


def _tables(form: Form) -> frozenset[str]:
    return frozenset(form.keys) - form.shown
