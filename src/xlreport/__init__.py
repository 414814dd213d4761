"""Locked Excel templates, validated returns and county summaries for official yearly reports.

The names below are the whole public library; each loads what it needs when it is first used, so
that `import xlreport` itself stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlreport._arguments import Paths
    from xlreport._compare import Change, Comparison, compare
    from xlreport._copies import annotate
    from xlreport._errors import (
        CacheWarning,
        FormError,
        InputError,
        OutputError,
        RosterError,
        VerificationError,
        XlreportError,
    )
    from xlreport._export import export
    from xlreport._finding import Finding, Severity
    from xlreport._form import Form
    from xlreport._form_file import list_forms, load_form
    from xlreport._import import read_published
    from xlreport._migrate import migrate
    from xlreport._migration import Migration
    from xlreport._partial import (
        Partial,
        Totals,
        consolidate_part,
        finish_parts,
        merge_parts,
    )
    from xlreport._progress import Progress
    from xlreport._report_file import write_report
    from xlreport._report_text import read_report_text
    from xlreport._returns import Returns, read_return, read_returns
    from xlreport._roster import Department, Roster
    from xlreport._roster_file import read_roster, write_roster
    from xlreport._summary import Summary, consolidate
    from xlreport._summary_book import write_summary
    from xlreport._template import write_template, write_templates
    from xlreport._waiver_file import read_waivers
    from xlreport._waivers import Waiver, Waivers

__version__ = "0.1.0"

__all__ = [
    "CacheWarning",
    "Change",
    "Comparison",
    "Department",
    "Finding",
    "Form",
    "FormError",
    "InputError",
    "Migration",
    "OutputError",
    "Partial",
    "Paths",
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
    "write_report",
    "write_roster",
    "write_summary",
    "write_template",
    "write_templates",
]

_HOMES = {
    "_arguments": ("Paths",),
    "_compare": ("Change", "Comparison", "compare"),
    "_copies": ("annotate",),
    "_errors": (
        *("CacheWarning", "FormError", "InputError", "OutputError"),
        *("RosterError", "VerificationError", "XlreportError"),
    ),
    "_export": ("export",),
    "_finding": ("Finding", "Severity"),
    "_form": ("Form",),
    "_form_file": ("list_forms", "load_form"),
    "_import": ("read_published",),
    "_migrate": ("migrate",),
    "_migration": ("Migration",),
    "_partial": ("Partial", "Totals", "consolidate_part", "finish_parts", "merge_parts"),
    "_progress": ("Progress",),
    "_report_file": ("write_report",),
    "_report_text": ("read_report_text",),
    "_returns": ("Returns", "read_return", "read_returns"),
    "_roster": ("Department", "Roster"),
    "_roster_file": ("read_roster", "write_roster"),
    "_summary": ("Summary", "consolidate"),
    "_summary_book": ("write_summary",),
    "_template": ("write_template", "write_templates"),
    "_waiver_file": ("read_waivers",),
    "_waivers": ("Waiver", "Waivers"),
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
