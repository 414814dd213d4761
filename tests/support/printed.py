"""Files as they are printed: drawn by LibreOffice or Chromium, measured in the PDF by pdfium."""

from __future__ import annotations

import ctypes
import math
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from support.browser import BROWSER
from support.font_sets import environment_of
from support.work import PATIENCE

_LIMITLESS = (-math.inf, -math.inf, math.inf, math.inf)
_SLACK = 1.5  # points that a drawn letter may reach beyond its cell and still be seen whole
_EDGE = 50  # points at the top and bottom of a page, in which headers and footers stand
_ONE_LINE = 3  # points between the middles of two texts that stand in one line
Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


@dataclass(frozen=True)
class Drawn:
    """One run of letters on a page: what it says, its size in points, where it is, what shows."""

    text: str
    size: float
    box: Box
    clip: Box

    @property
    def cut(self) -> bool:
        """Tell whether some of it is not seen, or a number stands there as number signs."""
        left, bottom, right, top = (
            (own - seen) for own, seen in zip(self.box, self.clip, strict=True)
        )
        return max(-left, -bottom, right, top) > _SLACK or "###" in self.text

    @property
    def middle(self) -> float:
        return (self.box[1] + self.box[3]) / 2


@dataclass(frozen=True)
class Page:
    """One printed page: of which sheet, its height in points, all that is drawn on it."""

    sheet: str
    height: float
    drawn: tuple[Drawn, ...]

    @property
    def body(self) -> list[Drawn]:
        """Give what stands between header and footer."""
        return [each for each in self.drawn if _EDGE < each.middle < self.height - _EDGE]

    def lines(self) -> list[str]:
        """Give the text of the body line by line, from the top, without its spaces."""
        lines: list[list[Drawn]] = []
        for each in sorted(self.body, key=lambda each: -each.middle):
            if lines and lines[-1][0].middle - each.middle < _ONE_LINE:
                lines[-1].append(each)
            else:
                lines.append([each])
        ordered = (sorted(line, key=lambda each: each.box[0]) for line in lines)
        return ["".join("".join(each.text for each in line).split()) for line in ordered]

    def says(self, words: str) -> bool:
        return words in "".join("".join(each.text for each in self.drawn).split())


def print_files(paths: Sequence[Path], fonts: str, folder: Path) -> dict[str, list[list[Page]]]:
    """Print files in one set of fonts; give by each file's name its sheets, each a list of pages.

    LibreOffice is run once for all; a page (.html) is printed by Chromium.
    """
    target = folder / fonts
    target.mkdir(parents=True)
    environment = environment_of(fonts, target)
    office = [path for path in paths if path.suffix != ".html"]
    commands = [_office(office, target)] if office else []
    commands += [_browser(path, target) for path in paths if path.suffix == ".html"]
    for command in commands:
        done = subprocess.run(
            command, env=environment, capture_output=True, timeout=PATIENCE, check=False
        )
        assert not done.returncode, done.stderr.decode()
    return {path.name: _sheets(target / f"{path.stem}.pdf") for path in paths}


def _office(paths: Sequence[Path], target: Path) -> list[str]:
    return [
        *("soffice", "--headless", "--norestore"),
        f"-env:UserInstallation={(target / 'profile').as_uri()}",
        *("--convert-to", "pdf", "--outdir", str(target), *map(str, paths)),
    ]


def _browser(path: Path, target: Path) -> list[str]:
    return [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
        f"--user-data-dir={target / 'browser'}",
        f"--print-to-pdf={target / path.stem}.pdf",
        path.as_uri(),
    ]


def _sheets(path: Path) -> list[list[Page]]:
    """Read a PDF: its pages, those of each sheet together."""
    assert path.exists(), f"nothing was printed: {path.name}"
    with pdfium.PdfDocument(path) as document:
        starts: dict[int, str] = {}
        for mark in document.get_toc(max_depth=1):
            target = mark.get_dest()
            if target is not None:
                starts.setdefault(target.get_index(), mark.get_title())
        pages = []
        sheet = ""
        for number, page in enumerate(document):
            sheet = starts.get(number, sheet)
            pages.append(Page(sheet, page.get_height(), tuple(_drawn(page))))
    return [list(group) for _, group in groupby(pages, key=lambda page: page.sheet)]


def _drawn(page: pdfium.PdfPage) -> Iterator[Drawn]:
    """Yield every run of letters on a page that is not blank."""
    texts = page.get_textpage()
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        length = raw.FPDFTextObj_GetText(item.raw, texts.raw, None, 0)
        letters = (ctypes.c_ushort * (length // 2 + 1))()
        raw.FPDFTextObj_GetText(item.raw, texts.raw, letters, length)
        text = bytes(letters)[: length - 2].decode("utf-16-le", "replace")
        if text.strip():
            yield Drawn(text, _size(item), item.get_bounds(), _clip(item))


def _size(item: pdfium.PdfObject) -> float:
    """Measure the letters of a run in points, as they are printed."""
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(item.raw, size)
    matrix = item.get_matrix()
    return size.value * math.hypot(matrix.c, matrix.d)


def _clip(item: pdfium.PdfObject) -> Box:
    """Find the rectangle outside of which nothing of a run is seen."""
    left, bottom, right, top = _LIMITLESS
    path = raw.FPDFPageObj_GetClipPath(item.raw)
    for number in range(max(raw.FPDFClipPath_CountPaths(path), 0)):
        points = list(_points(path, number))
        if points:
            across, upward = zip(*points, strict=True)
            left, right = max(left, min(across)), min(right, max(across))
            bottom, top = max(bottom, min(upward)), min(top, max(upward))
    return left, bottom, right, top


def _points(path: object, number: int) -> Iterator[tuple[float, float]]:
    """Yield the points of one path of a clip."""
    for at in range(raw.FPDFClipPath_CountPathSegments(path, number)):
        across, upward = ctypes.c_float(), ctypes.c_float()
        segment = raw.FPDFClipPath_GetPathSegment(path, number, at)
        raw.FPDFPathSegment_GetPoint(segment, across, upward)
        yield across.value, upward.value
