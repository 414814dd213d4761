"""The layers: imports point downward only, and light commands load no heavy library."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import xlreport

SOURCE = Path(xlreport.__file__).parent

# From the ground up: a module imports only what stands before it.
LAYERS = [
    [
        "_errors",
        "_form_place",
        "_form_fault",
        "_arguments",
        "_one_line",
        "_address",
        "_finding",
        "_inert",
        "_outline",
        "_rule",
        "_values",
        "_fields",
        "_width",
        "_theme",
    ],
    ["_progress", "_importance", "_workers"],
    ["_roster", "_text_lines", "_roster_file", "_stamp"],
    [
        "_chart",
        "_narrative",
        "_form",
        "_bind",
        "_form_table",
        "_form_rules",
        "_form_texts",
        "_form_charts",
        "_form_narrative",
        "_guidance",
        "_label",
        "_form_file",
    ],
    ["_grid", "_drawing", "_cover", "_blanks", "_instructions"],
    ["_check_lines", "_check_blocks", "_last_panel", "_layout", "_summary_layout"],
    [
        "_style",
        "_content",
        "_book",
        "_figure_sheet",
        "_formula",
        "_check_formulas",
        "_state_formulas",
    ],
    ["_field_values", "_alarms", "_shape", "_validations", "_sheets", "_list_sheet"],
    [
        "_container",
        "_cell",
        "_xml",
        "_remembered",
        "_relations",
        "_plain_strings",
        "_shared_parts",
        "_sheet_reader",
        "_package",
    ],
    ["_calamine_child", "_other_formats"],
    ["_published_grid", "_published_page", "_published_word", "_published"],
    [
        "_second_opinion",
        "_store",
        "_sources",
        "_return",
        "_label_sheet",
        "_label_match",
        "_strays",
        "_table_match",
        "_locate",
        "_identify",
        "_field_reader",
        "_table_reader",
    ],
    ["_reading_findings", "_workbook_findings", "_explanations", "_data_sheet"],
    ["_summary_findings", "_reader"],
    ["_compact", "_cache", "_batch"],
    ["_rejoin", "_published_strays", "_published_texts", "_published_reader"],
    [
        "_sentences",
        "_statements",
        "_stack",
        "_text_check",
        "_named_checks",
        "_slip",
        "_slip_solver",
        "_slip_rank",
        "_slip_finding",
    ],
    ["_checks", "_frames", "_schema"],
    [
        "_status",
        "_waivers",
        "_waiver_file",
        "_migration",
        "_last_year",
        "_last_year_reader",
        "_form_checks",
        "_returns",
        "_verify",
    ],
    ["_imprint", "_template", "_annotate", "_copies", "_migrate", "_import"],
    [
        "_summary",
        "_partial",
        "_year_on_year",
        "_summary_years",
        "_summary_charts",
        "_summary_data",
        "_reminder",
        "_check_report",
        "_summary_lists",
        "_summary_proof",
        "_summary_notes",
        "_summary_cover",
        "_summary_read_back",
        "_summary_book",
    ],
    ["_not_compared", "_compare", "_compare_report"],
    ["_extract", "_datapackage", "_export"],
    ["_summary_scope", "_report", "_report_text", "_page_table", "_report_dataset", "_report_page"],
    ["_table_fit", "_word_xml", "_word_style", "_word_page", "_word_table", "_report_word"],
    ["_report_file"],
    ["_demo_figures", "_demo", "_demo_report"],
    ["_console", "_screen", "_intake", "_options", "_usage", "_help"],
    ["_command_forms", "_command_template", "_command_check", "_command_consolidate"],
    [
        "_command_compare",
        "_command_migrate",
        "_command_report",
        "_command_export",
        "_command_import",
        "_command_demo",
        "_cli",
        "__main__",
    ],
]
ORDER = {name: place for place, name in enumerate(n for layer in LAYERS for n in layer)}
UPWARD = {("_form", "_schema")}  # the method `Form.schema` is where a programmer looks for it
HEAVY = ["pandas", "pandera", "openpyxl", "numpy", "xlsxwriter", "python_calamine", "scipy", "docx"]
HEAVY += ["urllib.request", "asyncio"]  # a third of the time of --help, for stores alone


def imports_of(module: Path) -> set[str]:
    """Find the private modules of the library that a module imports, wherever it does."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("xlreport"):
            name = node.module.removeprefix("xlreport").removeprefix(".")
            names = {name} if name else {alias.name for alias in node.names}
            found |= {each for each in names if each.startswith("_") and each != "__version__"}
    return found


MODULES = sorted(path for path in SOURCE.glob("_*.py") if path.stem != "__init__")


def test_every_module_has_a_place_in_the_layers() -> None:
    assert set(ORDER) == {path.stem for path in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_imports_point_downward(module: Path) -> None:
    upward = {name for name in imports_of(module) if ORDER[name] >= ORDER[module.stem]}
    assert set() == {(module.stem, name) for name in upward} - UPWARD


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_has_at_most_about_300_lines(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 310


@pytest.mark.parametrize(
    "code",
    [
        "import xlreport",
        "from xlreport._cli import main; main(['--help'], standalone_mode=False)",
        "import xlreport; xlreport.load_form('ogi-2021')",
    ],
)
def test_light_use_loads_no_heavy_library(code: str) -> None:
    shown = f"{code}\nimport sys; print('LOADED', *[n for n in {HEAVY} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    assert "LOADED" == done.stdout.splitlines()[-1].strip()


def test_public_names_are_sorted_and_all_there() -> None:
    assert sorted(xlreport.__all__) == xlreport.__all__
    assert [] == [name for name in xlreport.__all__ if not hasattr(xlreport, name)]
