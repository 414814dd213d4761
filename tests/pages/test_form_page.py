"""The page about form files: its whole form loads, and it names every field and check there is."""

from __future__ import annotations

import re
from pathlib import Path

from xlreport import load_form
from xlreport.form.check_kind import KINDS
from xlreport.form.parts import ChartKind
from xlreport.outgoing.template import build_template

PAGE = (Path(__file__).parents[2] / "docs" / "form-file.md").read_text(encoding="utf-8")


def test_the_whole_form_of_the_page_loads_and_becomes_a_template(tmp_path: Path) -> None:
    block = re.findall(r"## A whole form\n+```toml\n(.*?)```", PAGE, flags=re.DOTALL)[0]
    (tmp_path / "petition.toml").write_text(block, encoding="utf-8")
    form = load_form(tmp_path / "petition.toml")
    assert ("petition-2026", 6, 2) == (form.id, len(form.inputs), len(form.fills))
    assert build_template(form, year=2026).startswith(b"PK")


def test_the_page_names_every_kind_of_check_and_its_fields() -> None:
    table = PAGE.partition("| kind | what it looks at | fields |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", table, flags=re.MULTILINE)
    found = {kind: set(re.findall(r"`(\w+)`", fields)) for kind, fields in rows}
    assert {k.value: {*facts.needed, *facts.optional} for k, facts in KINDS.items()} == found


def test_the_page_names_every_kind_of_chart() -> None:
    table = PAGE.partition("| kind | what it shows |")[2].partition("\n\n")[0]
    assert list(ChartKind) == re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)
