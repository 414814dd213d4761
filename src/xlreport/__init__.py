"""Locked Excel templates, validated returns and county summaries for official yearly reports.

The names below are the whole public library; each loads what it needs when it is first used, so
that `import xlreport` itself stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xlreport.base.homes import HOME
from xlreport.base.version import __version__ as __version__

if TYPE_CHECKING:
    from xlreport.base.cell_reference import CellReference
    from xlreport.base.errors import (
        CacheWarning,
        ExecutorError,
        FormError,
        FormFault,
        InputError,
        OutputError,
        RosterError,
        VerificationError,
        XlreportError,
    )
    from xlreport.base.finding import Finding, Severity
    from xlreport.base.memory import OneSource, Paths, ReadableFile, Sources, Target, WritableFile
    from xlreport.base.period import Period, PeriodKind
    from xlreport.base.progress import Progress
    from xlreport.base.sign import Sign
    from xlreport.checks.own import FormFrames, OwnCheck, OwnFinding
    from xlreport.checks.schema import table_schema
    from xlreport.checks.unusual import Ground
    from xlreport.desk.board import Board, board
    from xlreport.desk.board_line import BoardFile, BoardLine
    from xlreport.desk.decisions_file import write_decisions
    from xlreport.desk.file_use import FileUse
    from xlreport.desk.findings_file import write_findings
    from xlreport.desk.reminder import write_reminder
    from xlreport.desk.tasks import Task
    from xlreport.form.check_kind import CheckKind
    from xlreport.form.counted import Counted
    from xlreport.form.counts import Count
    from xlreport.form.form import Form
    from xlreport.form.json_schema import form_schema
    from xlreport.form.limit import Limit
    from xlreport.form.line_rule import LineRule, Within
    from xlreport.form.load import list_forms, load_form
    from xlreport.form.measure import Blank, Kind, Measure
    from xlreport.form.open_list import Lines, ListColumn, OpenList
    from xlreport.form.outline import Label, Outline
    from xlreport.form.parts import (
        Cell,
        Chart,
        ChartKind,
        Check,
        Duty,
        IndicatorMeaning,
        Narrative,
        Pair,
        Part,
        Sentence,
        Series,
        Share,
        Table,
        Text,
        Wanted,
    )
    from xlreport.form.quality import Quality
    from xlreport.form.rule import (
        Balance,
        CrossBalance,
        EarlierBlock,
        Every,
        KeyTerm,
        Relation,
        Rule,
    )
    from xlreport.formats.sources import Source
    from xlreport.guides.guide import write_guide
    from xlreport.layout.drawing import draw_form
    from xlreport.layout.layout import Position
    from xlreport.layout.stamp import Stamp, StampKind
    from xlreport.office.decisions import Decision, DecisionKind, Decisions, read_decisions
    from xlreport.office.publication_record import PublishedLine
    from xlreport.office.reminder_log import Reminded, ReminderLog, read_reminder_log
    from xlreport.office.report_text import read_report_text
    from xlreport.office.roster import Department, Roster
    from xlreport.office.roster_file import read_roster, write_roster
    from xlreport.office.second_sources import SecondSources, SourceFigure, read_second_sources
    from xlreport.office.waivers import Waiver, Waivers, read_waivers
    from xlreport.outgoing.copies import annotate
    from xlreport.outgoing.counted_return import Difference, Filling, fill_return
    from xlreport.outgoing.figures import Figures, ManyFigures
    from xlreport.outgoing.filled import write_return, write_returns
    from xlreport.outgoing.imported import read_published, write_imported
    from xlreport.outgoing.message_files import write_messages
    from xlreport.outgoing.messages import Message, make_messages
    from xlreport.outgoing.migrated import migrate
    from xlreport.outgoing.receipt import Receipt, make_receipts, write_receipts
    from xlreport.outgoing.registers import write_register
    from xlreport.outgoing.templates import write_template, write_templates
    from xlreport.past.last_year import Earlier, LastYear
    from xlreport.past.migration import Migration
    from xlreport.publication.publication import (
        Publication,
        Publications,
        PublicationStatus,
        PublishedCell,
        PublishedPage,
    )
    from xlreport.publication.published import compare_published
    from xlreport.publication.report import write_publication_record, write_publications
    from xlreport.reading.foreign_list import ForeignColumn, ForeignWord
    from xlreport.reading.one_return import Return, Unread
    from xlreport.register.register import Register, read_register
    from xlreport.report.figures_page import write_figures
    from xlreport.report.file import write_report
    from xlreport.report.narratives import write_narratives
    from xlreport.report.reports import ReportFile, ReportState, write_reports
    from xlreport.returns.received import read_return, read_returns
    from xlreport.returns.reconciling import MatchResult, SourceMatch
    from xlreport.returns.returns import Returns
    from xlreport.returns.unusual import Unusual
    from xlreport.settlement.file import File, Filing, Settlement
    from xlreport.settlement.status import DepartmentStatus, FileStatus
    from xlreport.summary.book.book import write_summary
    from xlreport.summary.compare import compare
    from xlreport.summary.compare_report import write_comparison
    from xlreport.summary.comparison import Change, Comparison
    from xlreport.summary.export import export
    from xlreport.summary.history.history import DepartmentHistory, History
    from xlreport.summary.history.period_figures import Gap, Indicator, PeriodFigures, Provenance
    from xlreport.summary.history.reader import history
    from xlreport.summary.history.report import write_history
    from xlreport.summary.partial import (
        Partial,
        Totals,
        consolidate_part,
        finish_parts,
        merge_parts,
    )
    from xlreport.summary.summary import ConsolidationError, Summary, consolidate


# fmt: off
__all__ = [
    "Balance", "Blank", "Board", "BoardFile", "BoardLine", "CacheWarning", "Cell",
    "CellReference", "Change", "Chart", "ChartKind", "Check", "CheckKind", "Comparison",
    "ConsolidationError", "Count", "Counted", "CrossBalance", "Decision", "DecisionKind",
    "Decisions", "Department", "DepartmentHistory", "DepartmentStatus", "Difference", "Duty",
    "Earlier", "EarlierBlock", "Every", "ExecutorError", "Figures", "File", "FileStatus",
    "FileUse", "Filing", "Filling", "Finding", "ForeignColumn", "ForeignWord", "Form",
    "FormError", "FormFault", "FormFrames", "Gap", "Ground", "History", "Indicator",
    "IndicatorMeaning", "InputError", "KeyTerm", "Kind", "Label", "LastYear", "Limit",
    "LineRule", "Lines", "ListColumn", "ManyFigures", "MatchResult", "Measure", "Message",
    "Migration", "Narrative", "OneSource", "OpenList", "Outline", "OutputError", "OwnCheck",
    "OwnFinding", "Pair", "Part", "Partial", "Paths", "Period", "PeriodFigures", "PeriodKind",
    "Position", "Progress", "Provenance", "Publication", "PublicationStatus", "Publications",
    "PublishedCell", "PublishedLine", "PublishedPage", "Quality", "ReadableFile", "Receipt",
    "Register", "Relation", "Reminded", "ReminderLog", "ReportFile", "ReportState", "Return",
    "Returns", "Roster", "RosterError", "Rule", "SecondSources", "Sentence", "Series",
    "Settlement", "Severity", "Share", "Sign", "Source", "SourceFigure", "SourceMatch",
    "Sources", "Stamp", "StampKind", "Summary", "Table", "Target", "Task", "Text", "Totals",
    "Unread", "Unusual", "VerificationError", "Waiver", "Waivers", "Wanted", "Within",
    "WritableFile", "XlreportError", "annotate", "board", "compare", "compare_published",
    "consolidate", "consolidate_part", "draw_form", "export", "fill_return", "finish_parts",
    "form_schema", "history", "list_forms", "load_form", "make_messages", "make_receipts",
    "merge_parts", "migrate", "read_decisions", "read_published", "read_register",
    "read_reminder_log", "read_report_text", "read_return", "read_returns", "read_roster",
    "read_second_sources", "read_waivers", "table_schema", "write_comparison",
    "write_decisions", "write_figures", "write_findings", "write_guide", "write_history",
    "write_imported", "write_messages", "write_narratives", "write_publication_record",
    "write_publications", "write_receipts", "write_register", "write_reminder", "write_report",
    "write_reports", "write_return", "write_returns", "write_roster", "write_summary",
    "write_template", "write_templates",
]
# fmt: on


if not TYPE_CHECKING:  # else a type checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        """Load a public name from its module when it is first used."""
        if name not in HOME:
            raise AttributeError(f"module 'xlreport' has no attribute {name!r}")
        return getattr(import_module(f"xlreport.{HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
