"""The command line and the library are twins: one table says which names do what a command does.

A command or option that Python lacks, and an argument that the command line lacks, fails here
unless the table says why.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

import xlreport as xr
from support.command_line import UNBALANCED, YEAR, run, write_return
from support.county import filling
from support.departments import make_department
from support.filled import cells_at
from xlreport.cli.console import of_options
from xlreport.commands.main import main

SOURCE = Path(xr.__file__).parent
NAMES = {
    "annexes": "annex",
    "copies": "folder",
    "form_files": "forms",
    "narratives": "path",
    "no_verify": "verify",
    "out": "path",
    "published": "path",
    "remind": "path",
    "receipts": "folder",
    "remind_log": "log",
    "roster_file": "roster",
    "target": "form",
    "text": "texts",
}
"""Options whose argument has another name: a command reads the file that an argument holds."""

PYTHON_ONLY = {
    "ending": "a file of a command has a name",
    "checks": "a function cannot be written on a command line",
    "board": "a command makes it",
    "executor": "an object of Python",
    "now": "the command line is run now",
    "patience": "a command waits as long as the library does",
    "progress": "shown on a terminal",
    "today": "the command line is run today",
}


@dataclass(frozen=True)
class Twin:
    """The public names that do together what a command does, and what only one side has."""

    names: tuple[str, ...]
    only_command: Mapping[str, str] = field(default_factory=dict)
    only_python: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)


READ = "read_returns"
WRITTEN_BY_ALL = {"overwrite": "a command writes its result again, or refuses, always"}
NOT_FOR_REPORTS = {
    "sources": "what they say is found before anything is handed on",
}
VERIFIES = {"verify": "a command reads twice what it publishes, always"}
TWINS = {
    "forms": Twin(
        ("list_forms", "load_form", "draw_form", "form_schema"),
        only_command={"only_check": "load_form raises FormError", "schema": "form_schema()"},
    ),
    "roster": Twin(
        ("write_roster",),
        only_python={"departments": "a person fills them in", **WRITTEN_BY_ALL},
    ),
    "template": Twin(
        ("load_form", "write_template", "write_templates"),
        only_python={"department": "one of a roster"},
        renamed={"out": "folder", "without_private": "private"},
    ),
    "check": Twin(
        (
            READ,
            "board",
            "annotate",
            "write_reminder",
            "write_messages",
            "write_receipts",
            "write_findings",
        ),
        only_python={"copies": "a command knows the copies that it has written"},
    ),
    "decisions": Twin(
        (READ, "write_decisions"),
        only_python={
            "sources": "what they say is settled in the return",
            "prefer": "it is one of the decisions",
            **WRITTEN_BY_ALL,
        },
    ),
    "consolidate": Twin((READ, "consolidate", "board", "write_summary")),
    "compare": Twin(("compare", "write_comparison")),
    "migrate": Twin(("migrate",), renamed={"out": "out"}),
    "report": Twin(
        (
            *(READ, "read_report_text", "write_report", "write_figures"),
            *("write_reports", "write_narratives"),
        ),
        only_python={
            **VERIFIES,
            **NOT_FOR_REPORTS,
            "folder": "`--out`, the path of one report too",
        },
        renamed={"kind": "ending"},
    ),
    "history": Twin(("history", "write_history"), only_python={"this": "one of the paths"}),
    "published": Twin(
        (READ, "compare_published", "write_publications", "write_publication_record"),
        only_python={
            **NOT_FOR_REPORTS,
            "last_year": "a page shows one year",
            "waivers": "they concern no page",
        },
        renamed={"published": "paths", "paths": "returns"},
    ),
    "register": Twin(
        ("read_register", "fill_return", "write_register"),
        only_python={"out": "`--out`, which is the path of a register too"},
        renamed={"list_file": "path", "into": "path", "without_private": "private"},
    ),
    "import": Twin(("read_published", "write_imported")),
    "export": Twin(
        (READ, "export"), only_python={**VERIFIES, "sources": NOT_FOR_REPORTS["sources"]}
    ),
    "fill": Twin(
        ("load_form", "write_returns"),
        only_python={"revision": "a corrected return is written by `annotate`"},
        renamed={"out": "folder"},
    ),
    "demo": Twin((), only_command={"out": "it runs the others on made-up figures"}),
}
OF_THE_OBJECTS = {
    "board",
    "history",
    "publications",
    "returns",
    "summary",
    "comparison",
    "source",
    "form",
    "path",
    "paths",
    "against",
    "register",
}
"""Arguments that hold what an earlier function has given, or that every command has."""


def parameters(twin: Twin) -> set[str]:
    return {name for each in twin.names for name in inspect.signature(getattr(xr, each)).parameters}


def options(command: str) -> set[str]:
    return {each.name or "" for each in main.commands[command].params} - {"help"}


def test_every_command_has_its_public_names() -> None:
    assert sorted(main.commands) == sorted(TWINS)
    named = {name for twin in TWINS.values() for name in twin.names}
    assert [] == sorted(named - set(xr.__all__))


@pytest.mark.parametrize("command", TWINS)
def test_every_option_is_an_argument(command: str) -> None:
    twin = TWINS[command]
    wanted = {name: twin.renamed.get(name, NAMES.get(name, name)) for name in options(command)}
    lacking = {option for option, name in wanted.items() if name not in parameters(twin)}
    assert set(twin.only_command) == lacking


@pytest.mark.parametrize("command", TWINS)
def test_every_argument_is_an_option(command: str) -> None:
    twin = TWINS[command]
    known = {twin.renamed.get(name, NAMES.get(name, name)) for name in options(command)}
    lacking = parameters(twin) - known - OF_THE_OBJECTS - PYTHON_ONLY.keys()
    assert set(twin.only_python) == lacking


class County:
    """Three departments, one of them with a mistake, and last year's returns of all three."""

    def __init__(self, root: Path) -> None:
        self.root, self.form = root, xr.load_form("ogi-2021")
        self.roster_file, self.folder, self.last = root / "名录.csv", root / "收回", root / "去年"
        codes = ("D01", "D02", "D03")
        xr.write_roster(self.roster_file, [make_department(code) for code in codes])
        for seed, code in enumerate(codes):
            write_return(self.folder, self.form, code, filling(seed, self.form))
            write_return(self.last, self.form, code, filling(seed + 3, self.form), year=YEAR - 1)
        write_return(self.folder, self.form, "D03", cells_at(self.form, UNBALANCED))

    @property
    def roster(self) -> xr.Roster:
        return xr.read_roster(self.roster_file)

    @property
    def returns(self) -> xr.Returns:
        return xr.read_returns(self.folder, roster=self.roster)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return County(tmp_path_factory.mktemp("county"))


Way = Callable[[County, Path], object]
WITH_ROSTER = "--roster"


NOW = datetime(2027, 1, 18, 9, 30)


@pytest.fixture(autouse=True)
def _at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlreport.cli.clock.now", lambda: NOW)


def report_of(county: County, out: Path) -> object:
    summary = xr.consolidate(county.returns, name="县")
    board = xr.board(summary.returns, name="县", now=NOW)
    book = xr.write_summary(summary, out / "汇总.xlsx", board=board)
    return xr.write_report(xr.read_return(book), out / "报告.html", partial=True)


def findings_in_two_shapes(county: County, out: Path) -> object:
    returns = county.returns
    xr.annotate(returns, out / "退回")
    xr.write_reminder(returns, out / "催报.csv")
    board = xr.board(returns, now=NOW)
    return [xr.write_findings(returns, out / name, board=board) for name in ("a.xlsx", "a.json")]


def commands_in_two_shapes(county: County, out: Path) -> object:
    given = ("check", county.folder, WITH_ROSTER, county.roster_file, "--out")
    run(*given, out / "a.xlsx", "--annotate", out / "退回", "--remind", out / "催报.csv")
    return run(*given, out / "a.json")


def reported(county: County, out: Path) -> object:
    given = county.folder, WITH_ROSTER, county.roster_file, "--name", "县"
    run("consolidate", *given, "--out", out / "汇总.xlsx")
    return run("report", out / "汇总.xlsx", "--partial", "--out", out / "报告.html")


def put_data(_: County, out: Path) -> Path:
    """Write figures of another system, one line for each department."""
    path = out / "平台.csv"
    path.write_text("code,requests.received.natural_person\nD01,3\nD02,4\n", encoding="utf-8")
    return path


WAYS: dict[str, tuple[Way, Way]] = {
    "decisions": (
        lambda county, out: run(
            *("decisions", county.folder, WITH_ROSTER, county.roster_file),
            *("--out", out / "处理意见.csv"),
        ),
        lambda county, out: xr.write_decisions(county.returns, out / "处理意见.csv"),
    ),
    "roster": (
        lambda _, out: run("roster", "--out", out / "名录.csv"),
        lambda _, out: xr.write_roster(out / "名录.csv"),
    ),
    "forms": (
        lambda _, out: (out / "a").write_text(
            run("forms", "ogi-2021").stdout + run("forms", "--schema").stdout, encoding="utf-8"
        ),
        lambda county, out: (out / "a").write_text(
            xr.draw_form(county.form)
            + json.dumps(xr.form_schema(), ensure_ascii=False, indent=2)
            + "\n",
            encoding="utf-8",
        ),
    ),
    "template": (
        lambda county, out: run(
            *("template", "ogi-2021", "--year", YEAR, WITH_ROSTER, county.roster_file),
            *("--last-year", county.last, "--out", out),
        ),
        lambda county, out: xr.write_templates(
            county.form, county.roster, year=YEAR, folder=out, last_year=county.last
        ),
    ),
    "check": (commands_in_two_shapes, findings_in_two_shapes),
    "consolidate and report": (reported, report_of),
    "compare": (
        lambda county, out: run("compare", county.folder, county.last, "--out", out / "a.xlsx"),
        lambda county, out: xr.write_comparison(
            xr.compare(county.folder, county.last), out / "a.xlsx"
        ),
    ),
    "migrate": (
        lambda county, out: run(
            "migrate", county.folder / "D01.xlsx", "--to", "ogi-2019", "--out", out / "a.xlsx"
        ),
        lambda county, out: xr.migrate(
            county.folder / "D01.xlsx", xr.load_form("ogi-2019"), out / "a.xlsx"
        ),
    ),
    "fill": (
        lambda county, out: run(
            *("fill", "ogi-2021", "--year", YEAR, "--data", put_data(county, out)),
            *(WITH_ROSTER, county.roster_file, "--out", out),
        ),
        lambda county, out: xr.write_returns(
            county.form, county.roster, put_data(county, out), folder=out, year=YEAR
        ),
    ),
    "export": (
        lambda county, out: run(
            "export", county.folder, WITH_ROSTER, county.roster_file, "--out", out / "a.csv"
        ),
        lambda county, out: xr.export(county.returns, out / "a.csv"),
    ),
}


@pytest.mark.parametrize("job", WAYS)
def test_both_write_the_same_bytes(county: County, tmp_path: Path, job: str) -> None:
    written = []
    for number, way in enumerate(WAYS[job]):
        out = tmp_path / str(number)
        out.mkdir()
        way(county, out)
        files = sorted(path for path in out.rglob("*") if path.is_file())
        written.append({str(path.relative_to(out)): path.read_bytes() for path in files})
    assert written[0]
    assert written[0].keys() == written[1].keys()
    assert [] == [name for name, data in written[0].items() if data != written[1][name]]


def test_both_take_in_a_published_report_alike(county: County, tmp_path: Path) -> None:
    page = tmp_path / "D01.html"
    xr.write_report(xr.read_return(county.folder / "D01.xlsx"), page)
    run("import", page, "--code", "D01", "--out", tmp_path / "a.xlsx")
    xr.write_imported(xr.read_published(page), tmp_path / "b.xlsx", code="D01")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


# A whole command that an officer may run is advice, and names its options.
OPTION = re.compile(r"^(?!.*xlreport [a-z]).*(?<![\w-])--[a-z]")
ARGUMENT = re.compile(r"参数 ([a-z_]+)")


def sentences(module: Path) -> list[str]:
    """List the texts of a module with Chinese in them: what a person may be told."""
    source = module.read_text(encoding="utf-8")
    if "--" not in source and "参数 " not in source:
        return []
    tree = ast.parse(source)
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return [text for text in texts if isinstance(text, str) and re.search("[一-龥]", text)]


LIBRARY = [
    path
    for path in sorted(SOURCE.rglob("*.py"))
    if path.relative_to(SOURCE).parts[0] not in ("cli", "commands")
]


def test_the_library_speaks_of_arguments_and_never_of_options() -> None:
    told = {path.stem: [s for s in sentences(path) if OPTION.search(s)] for path in LIBRARY}
    assert {} == {name: found for name, found in told.items() if found}


def test_an_argument_that_is_spoken_of_is_one_and_has_its_option() -> None:
    spoken = {name for path in LIBRARY for s in sentences(path) for name in ARGUMENT.findall(s)}
    public = [getattr(xr, name) for name in xr.__all__]
    functions = [each for each in public if inspect.isfunction(each)]
    arguments = {name for each in functions for name in inspect.signature(each).parameters}
    assert {"prefer", "strict"} < spoken
    assert [] == sorted(spoken - arguments)
    known = {word for c in main.commands.values() for p in c.params for word in p.opts}
    assert {"--area"} == {of_options(f"参数 {name}") for name in spoken} - known


def test_the_command_line_speaks_of_options() -> None:
    assert "请用 --form 写明" == of_options("请用参数 forms 写明")
    assert "--prefer D1=a：没有" == of_options("参数 prefer D1=a：没有")


def test_an_error_of_python_names_its_argument(county: County) -> None:
    with pytest.raises(xr.InputError, match=r"^参数 prefer D99=a：单位名录中没有代码“D99”。$"):
        xr.read_returns(county.folder, roster=county.roster, prefer={"D99": "a"})
    with pytest.raises(xr.InputError, match="参数 roster"):
        xr.write_reminder(xr.read_returns(county.folder), county.root / "催报.txt")
