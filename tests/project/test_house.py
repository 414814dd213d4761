"""The house: packages stand in one order, and no one enters another's inner room."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import xlreport

SOURCE = Path(xlreport.__file__).parent

# From the ground up: a package imports only from those before it.
ORDER = [
    *("base", "form", "formats", "office", "layout", "writing", "reading", "checks", "settlement"),
    *("past", "returns", "register", "desk", "outgoing"),
    *("summary", "summary.book", "summary.history", "report", "publication", "guides"),
    *("cli", "guided", "commands"),
]
MODULES = sorted(p for p in SOURCE.rglob("*.py") if p.name != "__init__.py" and p.parent != SOURCE)


def imports_of(module: Path) -> set[tuple[str, str]]:
    """Find (package, module) of every import of the library, wherever it stands."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("xlreport."):
            name = str(node.module).removeprefix("xlreport.")
            inside = [f"{name}.{alias.name}" for alias in node.names] if name in ORDER else [name]
            found |= {(each.rpartition(".")[0], each.rpartition(".")[2]) for each in inside}
    return found


def package_of(module: Path) -> str:
    return ".".join(module.parent.relative_to(SOURCE).parts)


def test_every_package_has_its_place() -> None:
    assert set(ORDER) == {package_of(module) for module in MODULES}


@pytest.mark.parametrize("module", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_point_down_and_stay_out_of_inner_rooms(module: Path) -> None:
    own = package_of(module)
    others = {each for each in imports_of(module) if each[0] != own}
    assert [] == [each for each in others if ORDER.index(each[0]) >= ORDER.index(own)]
    assert [] == [each for each in others if each[1].startswith("_")]


def test_only_a_form_asks_a_package_above_where_its_cells_stand() -> None:
    late = [
        (module.stem, text)
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func)
        for text in [ast.unparse(node.args[0])]
        if "xlreport" in text
    ]
    assert [("form", "'xlreport.layout.layout'")] == late


@pytest.mark.parametrize("package", ORDER)
def test_a_package_has_no_circle(package: str) -> None:
    rooms = {m.stem: m for m in MODULES if package_of(m) == package}
    graph = {n: {t for p, t in imports_of(m) if p == package} for n, m in rooms.items()}
    while free := [name for name, uses in graph.items() if not uses & graph.keys()]:
        for name in free:
            del graph[name]
    assert {} == graph


def test_colours_stand_among_the_signs_and_in_the_theme_alone() -> None:
    written = re.compile(r"""["':]\s*#[0-9A-Fa-f]{6}\b""")
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.css"), *SOURCE.rglob("*.toml")]
    found = {path.name for path in files if written.search(path.read_text(encoding="utf-8"))}
    assert {"sign.py", "theme.py", "theme.toml"} == found
