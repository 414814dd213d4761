"""Words that no message shows: those of Python, and the keys of form files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import xlreport
from xlreport import list_forms, load_form

SOURCE: Final = Path(xlreport.__file__).parent
# Words of Python and of the library's own workings; a clerk knows none of them.
PYTHON: Final = {
    *("None", "True", "False", "int", "float", "str", "bool", "dict", "list", "tuple", "NaN"),
    *("nan", "null", "object", "Traceback", "Exception", "Error", "ValueError", "KeyError"),
    *("TypeError", "Decimal", "count", "change", "money", "missing", "unreadable"),
}


def keys_of_forms() -> set[str]:
    """Collect every key that a form file gives a table, row, column or text."""
    forms = [load_form(name) for name in list_forms()]
    cells = [cell for form in forms for cell in form.cells]
    texts = {text.key for form in forms for text in form.texts}
    return {key for cell in cells for key in (cell.table, cell.row, cell.column)} | texts
