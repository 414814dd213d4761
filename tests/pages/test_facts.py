"""What pages name is there: options, public names, attributes, codes, forms, targets, versions."""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

import xlreport as xr
from xlreport.base.finding import catalogue
from xlreport.commands.main import main

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
READMES = ("README.md", "README.zh-CN.md")
OF_MODULES = {"architecture.md", "design.md", "scale.md"}  # name modules, as those who work on it
PAGES = [
    *READMES,
    *sorted(
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "docs").rglob("*.md")
        if "decisions" not in path.parts and path.name not in OF_MODULES
    ),
]
HISTORIC = "migrate-0.2.md"  # names what is no more, too
# Options of other programs: pip, those that make the folders, and the trial of Windows.
OTHERS = {"--upgrade", "--no-index", "--find-links", "--python", "--help", "--version"}
# Objects by the names that pages give them.
KINDS = {
    "returns": xr.Returns,
    "county": xr.Summary,
    "summary": xr.Summary,
    "form": xr.Form,
    "roster": xr.Roster,
    "register": xr.Register,
    "board": xr.Board,
    "history": xr.History,
    "Return": xr.Return,
    "FormError": xr.FormError,
    "ExecutorError": xr.ExecutorError,
}
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
ENDINGS = {"toml", "csv", "xlsx", "md", "py"}  # of a file that is named like an object


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def spans(name: str) -> Iterator[str]:
    """Yield what stands in a page as code within a sentence."""
    prose = re.sub(r"^```.*?^```$", "", read(name), flags=re.MULTILINE | re.DOTALL)
    yield from CODE.findall(prose)


def attributes(name: str) -> set[str]:
    """Name what an object has: its fields, or what an error, or a function so named, is given."""
    kind = KINDS[name]
    own = [field.name for field in fields(kind)] if is_dataclass(kind) else []
    given = [kind, *([getattr(xr, name)] if name in xr.__all__ else [])]
    taken = [each for some in given for each in inspect.signature(some).parameters]
    return {*own, *taken, *dir(kind)}


@pytest.mark.parametrize("name", PAGES)
def test_every_option_that_a_page_names_is_one_of_a_command(name: str) -> None:
    known = {flag for command in main.commands.values() for p in command.params for flag in p.opts}
    said = {flag for span in spans(name) for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]+", span)}
    assert set() == said - known - OTHERS


@pytest.mark.parametrize("name", [each for each in PAGES if HISTORIC not in each])
def test_every_public_name_that_a_page_names_is_public(name: str) -> None:
    said = {public for span in spans(name) for public in re.findall(r"\bxr\.(\w+)", span)}
    assert set() == said - set(xr.__all__)


@pytest.mark.parametrize("name", [each for each in PAGES if HISTORIC not in each])
def test_every_attribute_that_a_page_names_is_there(name: str) -> None:
    found = [
        (kind, attribute)
        for span in spans(name)
        for kind, attribute in re.findall(r"(?<![\w.-])(\w+)\.([a-z]\w*)", span)
        if kind in KINDS and attribute not in ENDINGS
    ]
    assert [] == [each for each in found if each[1] not in attributes(each[0])]


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_form_that_is_shipped(name: str) -> None:
    assert [] == [form for form in xr.list_forms() if f"`{form}`" not in read(name)]


@pytest.mark.parametrize("name", PAGES)
def test_every_target_of_make_that_a_page_names_is_there(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert set() == set(re.findall(r"`make ([a-z-]+)", read(name))) - targets


@pytest.mark.parametrize("name", PAGES)
def test_every_extra_that_a_page_names_is_there(name: str) -> None:
    said = re.findall(r"(?:xlreport|\.)\[(\w+)\]|extras? `(\w+)`", read(name))
    assert set() == {one or other for one, other in said} - set(PROJECT["optional-dependencies"])


@pytest.mark.parametrize("name", PAGES)
def test_the_python_that_is_needed_is_that_of_the_package(name: str) -> None:
    needed = PROJECT["requires-python"].removeprefix(">=")
    said = re.findall(r"Python (\d\.\d+) (?:or newer|以上|及以上|或更新)", read(name))
    assert set(said) <= {needed}


def test_both_readmes_and_both_tutorials_say_which_python_is_needed() -> None:
    said = ("README.md", "README.zh-CN.md", "docs/tutorial.md", "docs/zh/tutorial.md")
    needed = PROJECT["requires-python"].removeprefix(">=")
    assert [] == [name for name in said if f"Python {needed} " not in read(name)]


def test_the_pythons_of_the_folder_of_wheels_are_those_of_the_package() -> None:
    versions = [
        each.rpartition(" ")[2]
        for each in PROJECT["classifiers"]
        if re.search(r"Python :: \d\.\d+$", each)
    ]
    english = f"Python {', '.join(versions[:-1])} or {versions[-1]}"
    assert english in " ".join(read("docs/how-to/install-offline.md").split())
    assert all(each in read("docs/zh/how-to/install-offline.md") for each in versions)


@pytest.mark.parametrize("name", [each for each in PAGES if HISTORIC not in each])
def test_every_code_of_a_finding_that_a_page_names_is_one(name: str) -> None:
    forms = [xr.load_form(each) for each in xr.list_forms()]
    shipped = {each.id for form in forms for each in form.checks}
    shipped |= {each.id for form in forms for each in form.rules}
    shipped |= {each.id for form in forms for each in form.counts}
    written = set(re.findall(r'^\s*id\s*=\s*"([A-Z][\w-]*)"', read(name), re.MULTILINE))
    said = {span for span in spans(name) if re.fullmatch(r"[A-Z][A-Z\d]+(?:-[A-Z\d]+)+", span)}
    assert set() == said - set(catalogue()) - shipped - written
