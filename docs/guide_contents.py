"""Count the pages of the guides, for the numbers in their contents: src/xlreport/guides/pages.toml.

LibreOffice prints a guide and lists its headings with their pages. The numbers stand in the text as
well, so it is printed again until they stay.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

import pypdfium2

from support.font_sets import environment_of
from xlreport.guides import _word_contents
from xlreport.guides._markdown import Heading, read_markdown
from xlreport.guides.guide import WORD, build_guide
from xlreport.guides.source import GUIDES, guide_text
from xlreport.office.theme import default_theme

FILE = Path(__file__).parents[1] / "src" / "xlreport" / "guides" / "pages.toml"
_HEAD = """# The page of each heading, for the contents of the Word files, as LibreOffice counts it.
# Written by docs/guide_contents.py (`make pictures`).
"""
_MOST = 4  # printings, of which the last two agree
Pages = dict[str, dict[str, int]]


def main() -> None:
    """Count until the numbers stay."""
    before: Pages = {}
    for _ in range(_MOST):
        FILE.write_text(written(before), encoding="utf-8")
        _word_contents._pages.cache_clear()
        now = count_pages()
        if now == before:
            return
        before = now
    raise RuntimeError("the pages of the guides do not settle")


def written(pages: Pages) -> str:
    """Write the numbers as TOML."""
    tables = (
        f"\n[{key}]\n"
        + "".join(f"{json.dumps(a, ensure_ascii=False)} = {n}\n" for a, n in of.items())
        for key, of in pages.items()
    )
    return _HEAD + "".join(tables)


def count_pages() -> Pages:
    """Return the page of each heading of each guide, as LibreOffice prints it."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fonts = environment_of("han", folder)
        return {key: _count(key, folder, fonts) for key in GUIDES}


def _count(key: str, folder: Path, fonts: dict[str, str]) -> dict[str, int]:
    word = folder / f"{key}.docx"
    word.write_bytes(build_guide(GUIDES[key], WORD, default_theme()))
    command = ("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile")
    convert = ("--convert-to", "pdf", "--outdir", str(folder), str(word))
    subprocess.run([*command, *convert], check=True, capture_output=True, env=fonts)
    blocks = read_markdown(guide_text(key))
    headings = [block for block in blocks if isinstance(block, Heading) and block.level > 1]
    with pypdfium2.PdfDocument(word.with_suffix(".pdf")) as document:
        pages = [mark.get_dest().get_index() + 1 for mark in document.get_toc()]
    return {each.anchor: page for each, page in zip(headings, pages, strict=True)}


if __name__ == "__main__":
    main()
