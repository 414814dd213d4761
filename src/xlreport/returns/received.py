"""Files received: read, checked and settled together."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from datetime import date

from xlreport.base.arguments import checked, chosen_period
from xlreport.base.errors import InputError
from xlreport.base.finding import sort_findings
from xlreport.base.memory import Content, OneSource, Sources, gather
from xlreport.base.period import Period
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import PATIENCE, choose_workers
from xlreport.checks.own import OwnCheck
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import find_sources
from xlreport.office.decisions import Decisions, read_decisions
from xlreport.office.duties import refuse_unknown_duties
from xlreport.office.roster import Roster
from xlreport.office.second_sources import SecondSources, read_second_sources
from xlreport.office.waivers import Waivers, read_waivers
from xlreport.past.last_year import Earlier
from xlreport.reading.one_return import Return, Unread
from xlreport.returns._batch import read_batch
from xlreport.returns._cache import open_cache
from xlreport.returns._check_form import check_files
from xlreport.returns._finished import finish_findings
from xlreport.returns._own_checks import check_by_own, own_severities
from xlreport.returns.against import compare_forms, read_against
from xlreport.returns.editions import judge_editions, use_migrated
from xlreport.returns.narratives import judge_narratives
from xlreport.returns.reconciling import match_filings, open_ledger, reconcile
from xlreport.returns.returns import Returns
from xlreport.settlement.collected import collected_form, collected_period, related_forms
from xlreport.settlement.dead_files import settle_dead_files
from xlreport.settlement.deciding import apply_decisions, considered_items, leave_idle
from xlreport.settlement.file import File, change_files
from xlreport.settlement.settlement import receive, refuse_period, settle
from xlreport.settlement.waiving import Waived, apply_waivers, check_waivers


@checked
def read_returns(  # noqa: PLR0913 - a county may bring all of this
    paths: Sources,
    *,
    roster: Roster | None = None,
    year: int | None = None,
    period: str | Period | None = None,
    last_year: Sources | None = None,
    against: Sources | None = None,
    forms: Sequence[Form] = (),
    prefer: Mapping[str, str] | None = None,
    decisions: Decisions | str | os.PathLike[str] | None = None,
    sources: SecondSources | str | os.PathLike[str] | None = None,
    waivers: Waivers | str | os.PathLike[str] | None = None,
    checks: Sequence[OwnCheck] = (),
    today: date | None = None,
    progress: Progress = silent,
    workers: int = 1,
    executor: Executor | None = None,
    patience: float = PATIENCE,
    cache: str | os.PathLike[str] | None = None,
) -> Returns:
    """Read and check all returns under a file, folder, archive, URL of a store, or a list of them.

    Bytes and binary file objects are read like files: of a workbook or of an archive, named by the
    file object or by a mapping, `{"教育局.xlsx": data}`.

    `year` is the year that is collected, or `period` the half-year, quarter or month, such as
    "2026Q1" (that of most returns if neither is given). `last_year` is a summary or a folder of
    last year's returns; for a shorter period it is those of the period before, of the same period a
    year ago, or both. `against` are returns of another form of the same departments, by which the
    rules between both forms are judged. `forms` are forms that do not come with the library,
    `prefer` maps a department's code to the file that an officer chose. `decisions` are what the
    county settled about files and figures, or their file. `sources` are figures that other offices
    have of the departments, or their file. `waivers` are the warnings that the county has approved,
    or their file; one whose last day is before `today` (the computer's date if not given) has
    expired. `checks` are functions of your own, which get the frames of a form and yield an
    `OwnFinding` for each thing that they find; it appears wherever a finding of the library does.
    `progress` is called with the number of files read and the number of all files.

    `workers` new processes, or an `executor` of `concurrent.futures`, read the files; the result
    does not depend on them. A program that uses `workers` calls this under
    `if __name__ == "__main__":`, since each process begins by importing it. A process that dies
    is replaced; a broken executor can only be replaced by its owner. No answer for `patience`
    seconds counts as broken; a chunk has at most 100 files. `cache` is a folder that stores each
    return as it was read, by its content; a `CacheWarning` reports that it cannot be written.

    A problem of a return is a finding, never an exception. Raises `InputError` for a missing path,
    a store that refuses, a preference or a figure of `sources` that fits nothing, an impossible
    waiver, or a cache among the returns; and `ExecutorError` for workers that cannot start, break
    or fall silent, with the names of the files not read and the `Returns` of all others.
    """
    chosen = chosen_period(year, period)
    crew = choose_workers(workers, executor, patience)
    settled = decisions if isinstance(decisions, Decisions | None) else read_decisions(decisions)
    given = sources if isinstance(sources, SecondSources | None) else read_second_sources(sources)
    approved = waivers if isinstance(waivers, Waivers | None) else read_waivers(waivers)
    listed = gather(paths)
    library = Library(tuple(forms))
    opened = None if cache is None else open_cache(cache, library, listed)
    # Sorted, since the same files must give the same summary, in whatever order they are named.
    batch = read_batch(sorted(find_sources(listed)), library, crew, opened, progress)
    considered = considered_items(settled, batch.items, roster)
    collected = chosen or collected_period(considered, collected_form(considered, forms))
    before = None
    if last_year is not None:
        from xlreport.past.earlier_reader import read_earlier  # and with it pages and Word files

        before = read_earlier(gather(last_year), library, collected=collected)
    others = read_against(against, library, roster, collected, batch.items)
    returns = check_and_settle(
        batch.items,
        roster=roster,
        period=collected,
        before=before,
        against=others,
        prefer={} if batch.fault else prefer or {},  # a file preferred may not have been read
        decisions=settled,
        sources=given,
        waivers=approved,
        checks=checks,
        today=today,
        forms=forms,
    )
    if batch.fault is not None:
        batch.fault.returns = returns
        raise batch.fault
    return returns


@checked
def read_return(
    path: OneSource,
    *,
    last_year: Sources | None = None,
    forms: Sequence[Form] = (),
) -> Returns:
    """Read and check one return, as `read_returns` does; raises `InputError` for more than one."""
    given = gather(path)
    found = find_sources(given)
    if len(found) != 1:
        name = found[0].path if found else given[0] if given else ""
        raise InputError(f"{name} 不是一份报送件；多份报送件请用 read_returns 读取。")
    held = {each.name: each.data for each in given if isinstance(each, Content)}
    return read_returns(held or path, last_year=last_year, forms=forms)


def check_and_settle(  # noqa: PLR0913 - all that a settlement depends on
    items: Sequence[Unread | Return],
    *,
    roster: Roster | None,
    period: Period | None,
    before: Earlier | None,
    prefer: Mapping[str, str],
    against: Sequence[File[Return]] = (),
    decisions: Decisions | None = None,
    sources: SecondSources | None = None,
    waivers: Waivers | None = None,
    checks: Sequence[OwnCheck] = (),
    today: date | None = None,
    forms: Sequence[Form] = (),
) -> Returns:
    """Check returns that were read, all of one form at once, and settle files and departments.

    The first of `forms` of which there are returns is the one that is collected.
    """
    considered = considered_items(decisions, items, roster)
    form = collected_form(considered, forms)
    period = period or collected_period(considered, form)
    if period is not None and form is not None:
        refuse_period(form, period)
    if roster is not None:
        refuse_unknown_duties(roster, {item.form for item in items if isinstance(item, Return)})
    received = [receive(item, roster, number) for number, item in enumerate(items)]
    decided = apply_decisions(decisions, received, roster, period, form)
    ledger = open_ledger(decided.files, against, sources, form=form, roster=roster, period=period)
    files = compare_forms(check_files(decided.files, roster, before), ledger.partners)
    files = reconcile(files, ledger)
    files = check_by_own(files, checks)
    chosen = decided.chosen
    settlement = settle(
        files, roster=roster, period=period, prefer=prefer, form=form, chosen=chosen
    )
    decided = leave_idle(decided, settlement)
    settlement = judge_narratives(settlement, before, roster)
    waived = Waived(settlement)
    if waivers is not None:
        of_own = own_severities(files) if checks else None
        check_waivers(waivers, [i.form for i in items if isinstance(i, Return)], of_own)
        waived = apply_waivers(waivers, waived.settlement, period, today or date.today())
    settlement, migrated = judge_editions(waived.settlement, form)
    settlement = settle_dead_files(settlement)
    settlement = use_migrated(change_files(settlement, finish_findings), migrated)
    matches = match_filings(settlement.filings, ledger)
    findings = (finding for file in settlement.files for finding in file.findings)
    return Returns(
        form=form,
        period=period,
        roster=roster,
        settlement=settlement,
        found=tuple(sort_findings(findings)),
        before=before,
        waivers=waived.applied,
        unused_waivers=waived.unused,
        decided=decided.applied,
        undecided=decided.unused,
        matches=matches,
        is_form_named=form is not None and any(related_forms(form, [each]) for each in forms),
    )
