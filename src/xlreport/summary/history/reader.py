"""The reading of a history: any number of summaries, returns and published reports."""

from __future__ import annotations

from collections.abc import Sequence

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.memory import Sources, gather
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import find_sources
from xlreport.office.roster import Roster
from xlreport.past.last_year_reader import unproved
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source
from xlreport.returns.returns import Returns
from xlreport.settlement.collected import collected_form, forms_beside, related_forms, say_forms
from xlreport.summary.history._figures import gather_current, gather_figures
from xlreport.summary.history._owners import own_figures
from xlreport.summary.history.history import History
from xlreport.summary.summary import Summary


@checked
def history(
    paths: Sources,
    *,
    this: Returns | Summary | None = None,
    roster: Roster | None = None,
    names: Sequence[str] = (),
    forms: Sequence[Form] = (),
) -> History:
    """Read the figures of any number of periods: summaries, returns, published reports, mixed.

    A summary gives the county's totals and its departments' figures. `this` are returns that are
    read already, of which those that can be added up are used, or a summary. Figures are one
    department's by code, else by name; `roster` gives its departments their order, their other
    names and their predecessors, whose sum stands for a department in the periods before it was
    formed. `names` are names under which the county itself publishes, besides those of its
    summaries. Of two files on the same figures a summary is used before a return, and a return
    before a published report; where they differ, `left_out` says so. The figures of a return with
    errors are used as they stand, and said. Raises `InputError` where nothing can be used, and for
    files of two different forms, unless `forms` names the one.
    """
    library = Library(tuple(forms))
    items = [read_published_source(each, library) for each in sorted(find_sources(gather(paths)))]
    returns = this if isinstance(this, Returns | None) else this.returns
    own = [] if returns is None else [*returns.considered]
    chosen = [*items, *own]
    form = collected_form(chosen, forms)
    _refuse_others(chosen, form, forms)
    kin = related_forms(form, [i.form for i in chosen if isinstance(i, Return)]) if form else ()
    used = [item for item in items if isinstance(item, Unread) or item.form in kin]
    gathered = gather_figures(used)
    if this is not None and this.form in kin:
        current = gather_current(this)
        gathered.figures[:0] = current.figures
        gathered.rows[:0] = current.rows
    others = (i for i in items if isinstance(i, Return) and i.form not in kin)
    gathered.left_out.extend((i.file, f"是另一种报表（{i.form.title}）") for i in others)
    departments = tuple(own_figures(gathered, roster, names))
    if not departments:
        reasons = "；".join(f"{name}：{why}" for name, why in gathered.left_out[:_MOST])
        raise InputError(f"没有能使用的历年数据。{reasons}")
    editions = {each.form for who in departments for each in who.figures}
    return History(
        form=max(editions, key=lambda each: (each.first_year, each.id)),
        departments=departments,
        left_out=tuple(dict.fromkeys(gathered.left_out)),
        unreadable=tuple(
            i.file for i in items if isinstance(i, Unread) and not i.source.passed_over
        ),
        unproved=unproved(item for item in items if isinstance(item, Return)),
    )


_MOST = 5  # reasons in one sentence


def _refuse_others(
    items: Sequence[Unread | Return], form: Form | None, forms: Sequence[Form]
) -> None:
    """Raise `InputError` for files of two different forms, unless the caller names one."""
    beside = forms_beside(form, items)
    if form is not None and beside and not any(related_forms(form, [each]) for each in forms):
        named = " 或 ".join(each.id for each in (form, *beside))
        raise InputError(
            f"文件有几种报表：{say_forms(items)}；一次只看一种，请用参数 forms 写明 {named}。"
        )
