"""Dead files: those that cannot be read, and the departments that they are probably of.

A photo of the signed page or an old locked file is no fault of a department whose return is
accepted. Where nothing of a department is accepted, a dead file may be its return.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import Final

from xlreport.base.finding import Finding, make_finding
from xlreport.formats.sources import Source
from xlreport.office.file_names import SpokenNames, named_alone, spoken_names
from xlreport.office.roster import Department
from xlreport.settlement.file import AnyFile, Filing, Settlement, is_return
from xlreport.settlement.status import UNKNOWN_FORM, UNOPENED, DepartmentStatus, FileStatus

_DOCUMENTS: Final = frozenset(
    {
        "FILE-HTML",
        "FILE-IMAGE",
        "FILE-ODS",
        "FILE-OLE",
        "FILE-PDF",
        "FILE-TEXT",
        "FILE-WORD",
    }
)
"""Codes of files that are no workbooks: what is sent along with a return."""

_ARCHIVE: Final = "压缩包名"
_FOLDER: Final = "文件夹名"


@dataclass(frozen=True, slots=True)
class _Place:
    """An archive, or a folder in one or on the disk, that a file lies in; `basis` is its kind."""

    path: Path
    inside: str
    name: str
    basis: str


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What tells whose a dead file is: names of departments, and whose returns lie in a place.

    A return of nobody on the roster has the code "".
    """

    names: SpokenNames
    root: Path | None
    senders: Mapping[_Place, Mapping[str, Department | None]]


def settle_dead_files(settlement: Settlement) -> Settlement:
    """Copy a settlement with a department for each dead file whose name or place tells one.

    Beside an accepted return a document becomes an attachment, another dead file is superseded.
    """
    files = settlement.files
    dead = [file for file in files if _is_dead(file)]
    if not dead:
        return settlement
    filings = {filing.department.code: filing for filing in settlement.filings}
    around = _surroundings(files, [filing.department for filing in settlement.filings])
    settled: dict[AnyFile, AnyFile] = {}
    for file in dead:
        department, basis = _likely(file, around)
        if department is not None and department.code in filings:
            settled[file] = _settled(file, filings[department.code], basis)
    return replace(settlement, files=tuple(settled.get(file, file) for file in files))


def _is_dead(file: AnyFile) -> bool:
    return file.status is FileStatus.UNREADABLE and all(
        finding.code != UNKNOWN_FORM for finding in file.findings
    )


def _is_document(file: AnyFile) -> bool:
    return any(finding.code in _DOCUMENTS for finding in file.findings)


def _surroundings(files: Sequence[AnyFile], departments: Sequence[Department]) -> _Surroundings:
    root = _root([file.item.source for file in files])
    senders: dict[_Place, dict[str, Department | None]] = defaultdict(dict)
    for file in files:
        if is_return(file):
            for place in _places(file.item.source, root):
                senders[place][file.owner.code if file.owner else ""] = file.owner
    return _Surroundings(spoken_names(departments), root, senders)


def _root(sources: Sequence[Source]) -> Path | None:
    """Return the innermost folder that all files lie in: its name tells nothing of one of them."""
    try:
        return Path(os.path.commonpath([source.path.parent for source in sources]))
    except ValueError:  # some paths are absolute and others are not
        return None


def _places(source: Source, root: Path | None) -> Iterator[_Place]:
    """Yield the places that a file lies in, the innermost first, without the root."""
    if source.member:
        for folder in PureWindowsPath(source.member).parents:
            if folder.name:
                yield _Place(source.path, folder.as_posix(), folder.name, _FOLDER)
        yield _Place(source.path, "", source.path.stem, _ARCHIVE)
    if root is not None:
        for above in source.path.parents:
            if above == root:
                break
            yield _Place(above, "", above.name, _FOLDER)


def _likely(file: AnyFile, around: _Surroundings) -> tuple[Department | None, str]:
    """Find the department that a dead file is probably of, and by what it is known.

    The name of a place counts where no other department's return lies in it; so does the only
    sender of the returns in an archive, for a document.
    """
    source = file.item.source
    named = named_alone(around.names, PureWindowsPath(source.member or source.path.name).stem)
    if named is not None:
        return named, "文件名"
    for place in _places(source, around.root):
        senders = around.senders.get(place, {})
        named = named_alone(around.names, place.name)
        if named is not None and set(senders) <= {named.code}:
            return named, place.basis
        if place.basis == _ARCHIVE and len(senders) == 1 and _is_document(file):
            return next(iter(senders.values())), "同一压缩包中的报送件"
    return None, ""


def _settled(file: AnyFile, filing: Filing, basis: str) -> AnyFile:
    """Copy a dead file that is probably of a department, with its status and findings."""
    facts = {"basis": basis, "department": filing.department.name}
    if filing.used is None or not filing.status.added_up:
        is_missing = filing.status is DepartmentStatus.MISSING
        status = UNOPENED if is_missing else filing.status.chinese
        finding = make_finding("FILE-LIKELY", status=status, **facts)
        return replace(file, findings=(*file.findings, finding), likely=filing.department)
    is_document = _is_document(file)
    return replace(
        file,
        findings=(_beside(file, filing.used.name, facts, is_document=is_document),),
        status=FileStatus.ATTACHMENT if is_document else FileStatus.SUPERSEDED,
        likely=filing.department,
    )


def _beside(file: AnyFile, used: str, facts: Mapping[str, str], *, is_document: bool) -> Finding:
    """Make the notice that takes the place of a dead file's errors beside an accepted return."""
    what = "".join(finding.message for finding in file.findings[:1]).rstrip("。")
    todo = "不需要处理" if is_document else "如果这是更正后的报送件，请该单位重新发送能打开的文件"
    how = "作为附件，不读取" if is_document else "没有采用"
    return make_finding("FILE-BESIDE", what=what, used=used, how=how, todo=todo, **facts)
