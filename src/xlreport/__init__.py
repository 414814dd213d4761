"""Locked Excel templates, validated returns and county summaries for official yearly reports.

The names below are the whole public library; each loads what it needs when it is first used, so
that `import xlreport` itself stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlreport._annotate import annotate
    from xlreport._errors import (
        FormError,
        InputError,
        OutputError,
        RosterError,
        VerificationError,
        XlreportError,
    )
    from xlreport._finding import Finding, Severity
    from xlreport._form import Form
    from xlreport._form_file import list_forms, load_form
    from xlreport._returns import Returns, read_return, read_returns
    from xlreport._roster import Department, Roster
    from xlreport._roster_file import read_roster, write_roster
    from xlreport._summary import Summary, consolidate
    from xlreport._summary_book import write_summary
    from xlreport._template import write_template, write_templates

__version__ = "0.1.0"

__all__ = [
    "Department",
    "Finding",
    "Form",
    "FormError",
    "InputError",
    "OutputError",
    "Returns",
    "Roster",
    "RosterError",
    "Severity",
    "Summary",
    "VerificationError",
    "XlreportError",
    "annotate",
    "consolidate",
    "list_forms",
    "load_form",
    "read_return",
    "read_returns",
    "read_roster",
    "write_roster",
    "write_summary",
    "write_template",
    "write_templates",
]

_HOMES = {
    "_annotate": ("annotate",),
    "_errors": (
        *("FormError", "InputError", "OutputError"),
        *("RosterError", "VerificationError", "XlreportError"),
    ),
    "_finding": ("Finding", "Severity"),
    "_form": ("Form",),
    "_form_file": ("list_forms", "load_form"),
    "_returns": ("Returns", "read_return", "read_returns"),
    "_roster": ("Department", "Roster"),
    "_roster_file": ("read_roster", "write_roster"),
    "_summary": ("Summary", "consolidate"),
    "_summary_book": ("write_summary",),
    "_template": ("write_template", "write_templates"),
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
