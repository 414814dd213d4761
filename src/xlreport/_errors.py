"""The exceptions of the library: for the programmer and the officer, never for a department.

What is wrong with a return is a finding (`_finding.py`); an exception means that the job
itself cannot be done: the form, the roster or the call is at fault.
"""

from __future__ import annotations


class XlreportError(Exception):
    """Is the ancestor of every exception that the library raises on purpose."""


class FormError(XlreportError):
    """Says which file, table and line of a form cannot be used, and why."""


class RosterError(XlreportError):
    """Says which file and line of a roster cannot be used, and why."""


class InputError(XlreportError):
    """Says which argument, folder or file of a call cannot be used, and why."""


class OutputError(XlreportError):
    """Says which file could not be written, and why; what stood there before is untouched."""


class VerificationError(XlreportError):
    """Says where a workbook reads otherwise than it was written: a defect, not a user's slip."""


class CacheWarning(UserWarning):
    """Says that a cache could not be written, and why; what was read is not affected."""
