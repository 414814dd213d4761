"""The home of each public name: the module that defines it, from which it is loaded when used.

`xlreport/__init__.py` imports the same names for type checkers alone.
"""

from __future__ import annotations

_HOMES = {
    "base.errors": (
        "CacheWarning ExecutorError FormError FormFault InputError OutputError RosterError "
        "VerificationError XlreportError"
    ),
    "base.finding": "CellReference Finding Severity",
    "base.memory": "OneSource Paths ReadableFile Sources Target WritableFile",
    "base.period": "Period PeriodKind",
    "base.progress": "Progress",
    "base.sign": "Sign",
    "checks.own": "FormFrames OwnCheck OwnFinding",
    "checks.schema": "table_schema",
    "desk.board": "Board board",
    "desk.board_line": "BoardFile BoardLine",
    "desk.decisions_file": "write_decisions",
    "desk.file_use": "FileUse",
    "desk.findings_file": "write_findings",
    "desk.reminder": "write_reminder",
    "desk.tasks": "Task",
    "checks.unusual": "Ground",
    "form.check_kind": "CheckKind",
    "form.counted": "Counted",
    "form.counts": "Count",
    "form.form": "Form",
    "form.json_schema": "form_schema",
    "form.limit": "Limit",
    "form.line_rule": "LineRule Within",
    "form.load": "list_forms load_form",
    "form.measure": "Blank Kind Measure",
    "form.open_list": "Lines ListColumn OpenList",
    "form.outline": "Label Outline",
    "form.parts": (
        "Cell Chart ChartKind Check Duty IndicatorMeaning Narrative Pair Part Sentence Series "
        "Share Table Text Wanted"
    ),
    "form.quality": "Quality",
    "form.rule": "Balance CrossBalance EarlierBlock Every KeyTerm Relation Rule",
    "formats.sources": "Source",
    "layout.drawing": "draw_form",
    "layout.layout": "Position",
    "layout.stamp": "Stamp StampKind",
    "office.decisions": "Decision DecisionKind Decisions read_decisions",
    "office.publication_record": "PublishedLine",
    "office.reminder_log": "Reminded ReminderLog read_reminder_log",
    "office.report_text": "read_report_text",
    "office.roster": "Department Roster",
    "office.roster_file": "read_roster write_roster",
    "office.second_sources": "SecondSources SourceFigure read_second_sources",
    "office.waivers": "Waiver Waivers read_waivers",
    "outgoing.copies": "annotate",
    "outgoing.counted_return": "Difference Filling fill_return",
    "outgoing.figures": "Figures ManyFigures",
    "outgoing.filled": "write_return write_returns",
    "outgoing.imported": "read_published write_imported",
    "outgoing.message_files": "write_messages",
    "outgoing.messages": "Message make_messages",
    "outgoing.migrated": "migrate",
    "outgoing.registers": "write_register",
    "outgoing.template": "write_template write_templates",
    "reading.foreign_list": "ForeignColumn ForeignWord",
    "reading.one_return": "Return Unread",
    "register.register": "Register read_register",
    "report.file": "write_report",
    "report.publication": (
        "Publication PublicationStatus Publications PublishedCell PublishedPage"
    ),
    "report.publication_report": "write_publication_record write_publications",
    "report.published": "compare_published",
    "report.narratives": "write_narratives",
    "report.reports": "ReportFile ReportState write_reports",
    "returns.file": "File Filing Settlement",
    "returns.last_year": "Earlier LastYear",
    "returns.migration": "Migration",
    "returns.received": "read_return read_returns",
    "returns.reconciling": "MatchResult SourceMatch",
    "returns.returns": "Returns",
    "returns.unusual": "Unusual",
    "returns.status": "DepartmentStatus FileStatus",
    "summary.book.book": "write_summary",
    "summary.compare": "compare",
    "summary.compare_report": "write_comparison",
    "summary.comparison": "Change Comparison",
    "summary.export": "export",
    "summary.history": "DepartmentHistory History",
    "summary.history_reader": "history",
    "summary.history_report": "write_history",
    "summary.partial": "Partial Totals consolidate_part finish_parts merge_parts",
    "summary.period_figures": "Gap Indicator PeriodFigures Provenance",
    "summary.summary": "ConsolidationError Summary consolidate",
}

HOME = {name: module for module, names in _HOMES.items() for name in names.split()}
