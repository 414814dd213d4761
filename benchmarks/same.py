"""Hold two versions of the library to the same results, file by file and byte by byte.

`python benchmarks/same.py --before SRC [FOLDER ...]`; SRC is the `src` of an earlier checkout. Each
version, in a process of its own, reads every file of the folders, the returns as they come, those
that the benchmarks fill in, and the files that are kept with the tests or made by them to do harm.
It tells of each what is read and what is found. Then it works two counties, of made returns and of
those as they come: frames, findings, the summary, templates with and without last year's figures,
exports, a report; and it runs the demonstration. Printed is what differs, and the exit status is 1
where something does. `--quick` leaves out the costly files and the demonstration.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, is_dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

if TYPE_CHECKING:
    from xlreport import Returns

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 12  # lines of a difference
_NEW = ("fingerprint",)  # fields that an earlier version has not, and that nobody is shown
_ENDINGS = (
    *(".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".gz", ".zip", ".7z", ".csv", ".tsv"),
    *(".html", ".htm", ".mht", ".doc", ".docx", ".wps", ".eml", ".numbers"),
)

# ---- what one version tells --------------------------------------------------------------------


def tell(folders: Sequence[Path], counties: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield what this version makes of every file and county, each under a name of its own."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and (path.suffix.lower() in _ENDINGS or not path.suffix):
                yield str(path), file_told(path)
    for county in counties:
        for name, text in county_told(county):
            yield f"{county}: {name}", text


def file_told(path: Path) -> str:
    """Tell what is read of one file and found in it, or what refuses it."""
    from xlreport import XlreportError, read_returns

    name = path.name if path.suffix else f"{path.name}.xlsx"
    try:
        returns = read_returns({name: path.read_bytes()})
    except XlreportError as error:
        return f"{type(error).__name__}: {error}"
    except Exception as error:  # noqa: BLE001 - a fault of a version is told like all else
        return f"fault: {type(error).__name__}: {error}"
    return "\n".join([as_text(plain(item)) for item in returns.items] + [findings_told(returns)])


def findings_told(returns: Returns) -> str:
    from xlreport.desk.findings_report import as_json

    return as_json(returns)


def plain(value: object) -> object:
    """Take a value apart into what JSON can hold; forms and sources are named."""
    from xlreport import Form, Source

    told: object = repr(value)
    if isinstance(value, Form | Source):
        told = value.id if isinstance(value, Form) else value.name
    elif isinstance(value, Mapping):
        told = {str(key): plain(each) for key, each in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        names = [each.name for each in fields(value) if each.name not in _NEW]
        told = {name: plain(getattr(value, name)) for name in names}
    elif isinstance(value, AbstractSet):
        told = sorted(map(repr, value))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        told = [plain(each) for each in value]
    elif value is None or type(value) in {str, int, float, bool}:
        told = value
    return told


def as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=0, sort_keys=True)


def county_told(county: Path) -> Iterator[tuple[str, str]]:
    """Yield what this version makes of a folder of returns: all frames, and every file written."""
    import xlreport as xr

    returns = xr.read_returns(county, roster=roster_of(county))
    assert returns.form is not None
    form, roster, year = returns.form, roster_of(county), (returns.year or 0) + 1
    yield "findings", findings_told(returns)
    yield "findings as a frame", returns.findings.to_csv()
    for key in [table.key for table in form.tables]:
        yield f"frame of {key}", returns[key].to_csv() + str(returns[key].dtypes)
    summary = xr.consolidate(returns, name="某县", code="C00000")
    yield "findings of the second opinion", as_text(plain(summary.returns.found))
    for key in [table.key for table in form.tables]:
        yield f"summary of {key}", summary[key].to_csv()
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        written = xr.write_summary(summary, out / "summary.xlsx")
        xr.write_templates(form, roster, year=year, folder=out / "blank")
        xr.write_templates(form, roster, year=year, folder=out / "of returns", last_year=county)
        xr.write_templates(form, roster, year=year, folder=out / "of summary", last_year=written)
        xr.write_findings(returns, out / "findings.xlsx")
        xr.export(returns, out / "returns.csv", verify=False)
        xr.export(summary, out / "summary.json")
        xr.write_report(summary, out / "report.docx", verify=False)
        yield "the summary, read", file_told(written)
        yield from written_told(out)


def roster_of(county: Path) -> Any:
    """Make a roster of the departments that the names of the files begin with."""
    from offices import department

    from xlreport.office.roster import Roster

    numbers = sorted(int(path.stem[1:]) for path in county.iterdir())
    return Roster("名录.csv", tuple(department(number) for number in numbers))


def written_told(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the digest of every file in a folder; of a package, those of its members too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            told = [digest(data)]
            if zipfile.is_zipfile(BytesIO(data)):
                with zipfile.ZipFile(BytesIO(data)) as package:
                    told += [f"{each} {digest(package.read(each))}" for each in package.namelist()]
            yield f"wrote {path.relative_to(folder)}", "\n".join(told)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# ---- both versions -----------------------------------------------------------------------------


def main() -> int:
    """Let both versions tell, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, required=True, help="the src of an earlier checkout")
    parser.add_argument("--quick", action="store_true", help="neither costly files nor the demo")
    parser.add_argument("folders", type=Path, nargs="*")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        kept, counties = Path(name) / "kept", make_counties(Path(name))
        write_kept(kept, quick=given.quick)
        tests = ROOT / "tests"
        task = Path(name) / "task.json"
        folders = [*map(Path.resolve, given.folders), kept, *counties, tests / "formats"]
        folders = [*folders, tests / "support", ROOT / "templates"]
        listed = {"folders": [*map(str, folders)], "counties": [*map(str, counties)]}
        task.write_text(json.dumps(listed), encoding="utf-8")
        versions = given.before.resolve(), ROOT / "src"
        with ThreadPoolExecutor() as pool:
            told = pool.map(partial(told_by, task=task, quick=given.quick), versions)
            return compare(*told)


def make_counties(folder: Path) -> list[Path]:
    """Make the county of the benchmarks, and one of returns as they come."""
    from as_they_come import KEPT, WRITERS, come
    from made import write_filled

    write_filled(folder / "made", 60)
    counties = [folder / "made"]
    if KEPT.exists():
        mixed = folder / "as they come"
        mixed.mkdir()
        for path in (path for writer in WRITERS for path in come(writer)):
            os.link(path, mixed / path.name)
        counties.append(mixed)
    return counties


def write_kept(folder: Path, *, quick: bool) -> None:
    """Write the files that the tests make to do harm."""
    from support.costly_files import RETURNS
    from support.hostile_files import workbooks

    made = {name: each.data for name, each in workbooks().items()}
    if not quick:
        made |= {name: make() for name, (make, _) in RETURNS.items()}
    folder.mkdir()
    for name, data in made.items():
        (folder / f"{name.replace('/', ' ')}.xlsx").write_bytes(data)


def told_by(version: Path, *, task: Path, quick: bool) -> dict[str, str]:
    """Let a version tell in a process of its own; the demonstration runs as people run it."""
    environment = {**os.environ, "PYTHONPATH": str(version)}
    command = [sys.executable, __file__, "--tell", str(task)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment)
    told: dict[str, str] = json.loads(done.stdout)
    if not quick:
        with tempfile.TemporaryDirectory() as name:
            command = [sys.executable, "-m", "xlreport", "demo", "--out", "demo"]
            done = subprocess.run(
                command, check=True, stdout=subprocess.PIPE, env=environment, cwd=name
            )
            told["the demonstration: screen"] = done.stdout.decode()
            told |= {f"the demonstration: {key}": text for key, text in written_told(Path(name))}
    return told


def compare(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """Print what differs; give the exit status."""
    keys = [*dict.fromkeys([*before, *now])]
    differing = [key for key in keys if before.get(key) != now.get(key)]
    for key in differing:
        print(f"## {key}")
        old, new = (told.get(key, "nothing").splitlines() for told in (before, now))
        lines = list(difflib.unified_diff(old, new, "before", "now", n=0, lineterm=""))
        print("\n".join(line[:300] for line in lines[:SHOWN]))
        if len(lines) > SHOWN:
            print(f"and {len(lines) - SHOWN} more lines")
    print(f"{len(keys) - len(differing)} of {len(keys)} results are the same")
    return 1 if differing else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tell"]:
        listed = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        folders, counties = (list(map(Path, listed[name])) for name in ("folders", "counties"))
        print(json.dumps(dict(tell(folders, counties))))
    else:
        sys.exit(main())
