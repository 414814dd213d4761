"""Locked Excel templates, validated returns and county summaries for official yearly reports.

The names below are the whole public library; each loads what it needs when it is first used, so
that `import xlreport` itself stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from xlreport.base.version import __version__ as __version__

if TYPE_CHECKING:
    from xlreport.base.arguments import Paths
    from xlreport.base.errors import (
        CacheWarning,
        ExecutorError,
        FormError,
        InputError,
        OutputError,
        RosterError,
        VerificationError,
        XlreportError,
    )
    from xlreport.base.finding import Finding, Severity
    from xlreport.base.period import Period
    from xlreport.base.progress import Progress
    from xlreport.checks.schema import table_schema
    from xlreport.form.form import Form
    from xlreport.form.load import list_forms, load_form
    from xlreport.office.report_text import read_report_text
    from xlreport.office.roster import Department, Roster
    from xlreport.office.roster_file import read_roster, write_roster
    from xlreport.office.waivers import Waiver, Waivers, read_waivers
    from xlreport.outgoing.copies import annotate
    from xlreport.outgoing.filled import write_return
    from xlreport.outgoing.imported import read_published
    from xlreport.outgoing.migrated import migrate
    from xlreport.outgoing.template import write_template, write_templates
    from xlreport.report.file import write_report
    from xlreport.returns.migration import Migration
    from xlreport.returns.returns import Returns, read_return, read_returns
    from xlreport.summary.book.book import write_summary
    from xlreport.summary.compare import compare
    from xlreport.summary.comparison import Change, Comparison
    from xlreport.summary.export import export
    from xlreport.summary.partial import (
        Partial,
        Totals,
        consolidate_part,
        finish_parts,
        merge_parts,
    )
    from xlreport.summary.summary import Summary, consolidate


__all__ = [
    "CacheWarning",
    "Change",
    "Comparison",
    "Department",
    "ExecutorError",
    "Finding",
    "Form",
    "FormError",
    "InputError",
    "Migration",
    "OutputError",
    "Partial",
    "Paths",
    "Period",
    "Progress",
    "Returns",
    "Roster",
    "RosterError",
    "Severity",
    "Summary",
    "Totals",
    "VerificationError",
    "Waiver",
    "Waivers",
    "XlreportError",
    "annotate",
    "compare",
    "consolidate",
    "consolidate_part",
    "export",
    "finish_parts",
    "list_forms",
    "load_form",
    "merge_parts",
    "migrate",
    "read_published",
    "read_report_text",
    "read_return",
    "read_returns",
    "read_roster",
    "read_waivers",
    "table_schema",
    "write_report",
    "write_return",
    "write_roster",
    "write_summary",
    "write_template",
    "write_templates",
]

_HOMES = {
    "base.arguments": ("Paths",),
    "base.errors": (
        "CacheWarning",
        "ExecutorError",
        "FormError",
        "InputError",
        "OutputError",
        "RosterError",
        "VerificationError",
        "XlreportError",
    ),
    "base.finding": (
        "Finding",
        "Severity",
    ),
    "base.period": ("Period",),
    "base.progress": ("Progress",),
    "checks.schema": ("table_schema",),
    "form.form": ("Form",),
    "form.load": (
        "list_forms",
        "load_form",
    ),
    "office.report_text": ("read_report_text",),
    "office.roster": (
        "Department",
        "Roster",
    ),
    "office.roster_file": (
        "read_roster",
        "write_roster",
    ),
    "office.waivers": (
        "Waiver",
        "Waivers",
        "read_waivers",
    ),
    "outgoing.copies": ("annotate",),
    "outgoing.filled": ("write_return",),
    "outgoing.imported": ("read_published",),
    "outgoing.migrated": ("migrate",),
    "outgoing.template": (
        "write_template",
        "write_templates",
    ),
    "report.file": ("write_report",),
    "returns.migration": ("Migration",),
    "returns.returns": (
        "Returns",
        "read_return",
        "read_returns",
    ),
    "summary.book.book": ("write_summary",),
    "summary.compare": ("compare",),
    "summary.comparison": (
        "Change",
        "Comparison",
    ),
    "summary.export": ("export",),
    "summary.partial": (
        "Partial",
        "Totals",
        "consolidate_part",
        "finish_parts",
        "merge_parts",
    ),
    "summary.summary": (
        "Summary",
        "consolidate",
    ),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its module when it is first used."""
    if name not in _HOME:
        raise AttributeError(f"module 'xlreport' has no attribute {name!r}")
    return getattr(import_module(f"xlreport.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    """List the public names."""
    return __all__
