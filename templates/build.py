"""Build the blank workbooks of this folder: one for each form, year and department left open."""

from __future__ import annotations

import hashlib
from pathlib import Path

from xlreport import list_forms, load_form
from xlreport.outgoing.template import build_template

FOLDER = Path(__file__).parent


def main() -> None:
    """Write every blank workbook and their checksums."""
    sums = []
    for name in list_forms():
        data = build_template(load_form(name))
        (FOLDER / f"{name}.xlsx").write_bytes(data)
        sums.append(f"{hashlib.sha256(data).hexdigest()}  {name}.xlsx\n")
    (FOLDER / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


if __name__ == "__main__":
    main()
