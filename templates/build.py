"""Build the blank workbooks of this folder, year and department left open.

There is one for each form, and the record of a trial with a spreadsheet program.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from xlreport import list_forms, load_form
from xlreport.outgoing.template import build_template

FOLDER = Path(__file__).parent
TRIAL = "试填单"


def main() -> None:
    """Write every blank workbook and their checksums."""
    sums = []
    forms = {name: load_form(name) for name in list_forms()}
    forms[TRIAL] = load_form(FOLDER.parent / "examples" / f"{TRIAL}.toml")
    for name, form in forms.items():
        data = build_template(form)
        (FOLDER / f"{name}.xlsx").write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}.xlsx\n")
    (FOLDER / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


if __name__ == "__main__":
    main()
