"""A program that uses every public name, for type checkers: tests/project/test_typing.py."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import xlreport as xr

Facts = xr.Cell | xr.Table | xr.Part | xr.Outline | xr.Label | xr.Text | xr.Share | xr.Duty
Ruled = xr.Rule | xr.Every | xr.Relation | xr.KeyTerm | xr.EarlierBlock | xr.Balance | xr.Pair
Listed = xr.OpenList | xr.ListColumn | xr.LineRule | xr.Limit | xr.Within | xr.Count | xr.Quality
Counts = xr.Counted
Shown = xr.Chart | xr.ChartKind | xr.Series | xr.Narrative | xr.Sentence | xr.IndicatorMeaning
Kinds = xr.Check | xr.CheckKind | xr.CrossBalance | xr.Wanted | xr.Measure | xr.Kind | xr.Blank
Filed = xr.Return | xr.Unread | xr.Source | xr.Stamp | xr.StampKind | xr.Lines | xr.Position
Errors = (xr.FormError, xr.RosterError, xr.OutputError, xr.VerificationError, xr.ConsolidationError)


def check(frames: xr.FormFrames) -> Iterator[xr.OwnFinding]:
    """Ask every department for a word on its applications."""
    for code, name in frames.departments.items():
        cells = [("requests", "received", "total")]
        yield xr.OwnFinding("OWN-1", code, f"请{name}说明", severity=xr.Severity.INFO, cells=cells)


def send_out(
    form: xr.Form, roster: xr.Roster, given: xr.ManyFigures, progress: xr.Progress
) -> None:
    """Write templates, and returns filled by a program."""
    archive, folder = io.BytesIO(), "发放"
    target: xr.Target = archive
    kind: xr.PeriodKind = form.period
    xr.write_templates(form, roster, folder=target, period=xr.Period(2026, kind), progress=progress)
    xr.write_template(form, "空白.xlsx", year=2026, department=xr.Department("D1", "教育局"))
    guide = xr.write_guide("clerk", "填报指南.docx")
    xr.write_templates(form, roster, folder=folder, year=2026, guide=guide)
    xr.write_returns(form, roster, given, folder=folder, year=2026)
    one: xr.Figures = {"requests.received.natural_person": 1}
    xr.write_return(form, one, archive, department="教育局", code="D1", year=2026)
    xr.write_roster("名录.csv", roster.departments)


def remind(board: xr.Board) -> None:
    messages: tuple[xr.Message, ...] = xr.make_messages(board, contact="县政务公开办")
    xr.write_messages(board, "催办")
    log: xr.ReminderLog = xr.read_reminder_log("催办/催办记录.csv")
    receipts: tuple[xr.Receipt, ...] = xr.make_receipts(board)
    print(receipts, xr.write_receipts(board, "回执"))
    told: tuple[xr.Reminded, ...] = log.of("D01", "教育局")
    print(messages, told)


def look_at(board: xr.Board) -> None:
    """See how every department and every file stands, and what remains to be done."""
    lines: tuple[xr.BoardLine, ...] = board.lacking
    files: tuple[xr.BoardFile, ...] = board.files
    tasks: tuple[xr.Task, ...] = board.tasks
    signs: list[xr.Sign] = [line.sign for line in lines]
    print(files, tasks, signs, board.uses.get(xr.FileUse.COUNTED))


def take_in(
    paths: xr.Sources, roster: xr.Roster, last: xr.Paths, own: xr.OwnCheck = check
) -> xr.Returns:
    """Read returns and write down what is wrong with them."""
    waivers: xr.Waivers = xr.read_waivers("核准.csv")
    lines: tuple[xr.Waiver, ...] = waivers.entries
    decisions: xr.Decisions = xr.read_decisions("处理意见.csv")
    kinds: list[xr.DecisionKind] = [each.kind for each in decisions.entries]
    first: xr.Decision = decisions.entries[0]
    sources: xr.SecondSources = xr.read_second_sources("对账.csv")
    figures: tuple[xr.SourceFigure, ...] = sources.entries
    returns = xr.read_returns(
        paths,
        roster=roster,
        last_year=last,
        decisions=decisions,
        sources=sources,
        waivers=waivers,
        checks=[own],
    )
    findings: tuple[xr.Finding, ...] = returns.found
    remind(xr.board(returns))
    look_at(xr.board(returns, name="盐池县", deadline=date(2027, 1, 15)))
    odd: tuple[xr.Unusual, ...] = returns.unusual_figures
    grounds: set[xr.Ground] = {each.ground for each in odd}
    cells: list[xr.CellReference] = [cell for found in findings for cell in found.cells]
    matches: tuple[xr.SourceMatch, ...] = returns.matches
    results: list[xr.MatchResult] = [match.result for match in matches]
    settlement: xr.Settlement = returns.settlement
    filings: list[xr.Filing] = [each for each in settlement.filings if each.status.added_up]
    files: list[xr.File[xr.Return] | None] = [filing.used for filing in filings]
    states: xr.DepartmentStatus | xr.FileStatus = filings[0].status
    before: xr.Earlier | None = returns.before
    year_ago: xr.LastYear | None = before.last_year if before else None
    xr.annotate(returns, "退回")
    xr.write_findings(returns, "审核.xlsx")
    xr.write_decisions(returns, "处理意见.xlsx")
    xr.write_reminder(returns, "催报.txt")
    print(
        lines,
        kinds,
        first,
        figures,
        results,
        cells,
        files,
        states,
        year_ago,
        grounds,
        returns["requests"],
        *returns,
    )
    return returns


def publish(
    returns: xr.Returns, form: xr.Form, file: xr.ReadableFile, out: xr.WritableFile
) -> None:
    """Add returns up, compare, export and publish."""
    summary: xr.Summary = xr.consolidate(returns, name="某县")
    xr.write_summary(summary, out)
    xr.write_figures(summary, "图解.html", full="报告.html")
    xr.write_report(summary, "报告.docx", texts=xr.read_report_text("文字.txt", form))
    reports: list[xr.ReportFile] = xr.write_reports(returns, "各单位报告")
    states: set[xr.ReportState] = {each.state for each in reports}
    print(states, xr.write_narratives(returns, "文字汇编.docx"))
    xr.export(summary, "数据.csv")
    comparison: xr.Comparison = xr.compare(returns, "上年")
    changes: tuple[xr.Change, ...] = comparison.rows
    xr.write_comparison(comparison, "比较.xlsx")
    look_back(xr.history("历年", this=summary))
    look_at_pages(xr.compare_published("网页", summary, record="公布记录.csv"))
    part: xr.Partial = xr.merge_parts([xr.consolidate_part(returns, form=form)])
    totals: xr.Totals = xr.finish_parts(part, form, name="某市")
    source: xr.OneSource = file
    migration: xr.Migration = xr.migrate(source, form, "迁移.xlsx")
    xr.write_imported(xr.read_published("报告.html"), "导入.xlsx", code="D1")
    xr.table_schema(form, "requests").validate(totals["requests"])
    print(changes, migration.moved, xr.read_return({"甲.xlsx": b""}).year, xr.draw_form(form))


def look_at_pages(found: xr.Publications) -> None:
    """Look at what departments have published, and keep the record."""
    department: xr.Publication = found.departments[0]
    status: xr.PublicationStatus = department.status
    page: xr.PublishedPage = department.pages[0]
    cells: tuple[xr.PublishedCell, ...] = page.differences
    line: xr.PublishedLine | None = page.now
    xr.write_publications(found, "公布核对.xlsx")
    xr.write_publication_record(found, "公布记录.csv")
    print(found.frame(), status, cells, line)


def look_back(history: xr.History) -> None:
    """Look at the figures of many years."""
    who: xr.DepartmentHistory = history.department("教育局")
    figures: xr.PeriodFigures = who.figures[0]
    indicators: tuple[xr.Indicator, ...] = history.headline
    gap: xr.Gap | None = figures.gap(indicators[0])
    provenance: xr.Provenance = figures.provenance
    print(history.frame(), gap, provenance, xr.write_history(history, "历年.xlsx"))


def lead() -> None:
    """Say what is wrong with a call or a file in words, and all faults of a form file."""
    roster = xr.read_roster("名录.csv")
    try:
        publish(take_in("收回", roster, "上年"), xr.load_form("ogi-2021"), *files())
    except xr.FormError as error:
        faults: tuple[xr.FormFault, ...] = tuple(error.faults)
        print(faults, xr.list_forms(), xr.form_schema())
    except (xr.InputError, xr.ExecutorError, xr.CacheWarning, *Errors) as error:
        print(error, isinstance(error, xr.XlreportError))


def register(path: xr.OneSource, out: xr.Target) -> None:
    """Count a register into a return, and say what differs."""
    read: xr.Register = xr.read_register(path, year=2026)
    foreign: tuple[xr.ForeignColumn | xr.ForeignWord, ...] = (*read.columns, *read.words)
    filling: xr.Filling = xr.fill_return(read, "空白.xlsx", out)
    differences: tuple[xr.Difference, ...] = filling.differences
    print(foreign, differences, xr.write_register(read, "登记册.xlsx"))


def files() -> tuple[io.BytesIO, io.BytesIO]:
    """Give two files in memory."""
    return io.BytesIO(), io.BytesIO()
