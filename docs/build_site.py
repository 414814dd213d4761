"""Build the site: a Sphinx site for each language, and the first page that leads into both.

`make docs` runs it. Sphinx reads the English pages in docs/ and the Chinese ones in docs/zh/, and
stops at its first warning. The first page is one file that loads nothing, in the colours and fonts
of what the library publishes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from base64 import b64encode
from pathlib import Path
from typing import Any

from halves import CHINESE, ENGLISH, ROOT
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from xlreport.office.theme import default_theme
from xlreport.report.page_template import theme_words

DOCS = ROOT / "docs"
SITE = ROOT / "build" / "site"
SOURCES = {ENGLISH: (DOCS, "en"), CHINESE: (DOCS / "zh", "zh_CN")}
_SHOWN = re.compile(r"^heading = .*?^rows = '''\n.*?(?=''')", re.MULTILINE | re.DOTALL)
"""What a programmer sees on the first page: a table of the page on form files."""


def build_site(folder: Path = SITE) -> None:
    """Build both sites and the first page in a folder, which is emptied first.

    Raises `CalledProcessError` where Sphinx warns of anything.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for language, (source, tag) in SOURCES.items():
        options = ("-W", "--keep-going", "-q", "-E", "-c", str(DOCS), "-D", f"language={tag}")
        places = ("-d", str(folder / ".doctrees" / language), str(source), str(folder / language))
        subprocess.run([sys.executable, "-m", "sphinx", *options, *places], check=True)
    shutil.rmtree(folder / ".doctrees")
    (folder / "index.html").write_text(front_page(), encoding="utf-8")


def front_page() -> str:
    """Return the first page, with its pictures in it."""
    environment = Environment(
        loader=FileSystemLoader(DOCS / "_templates"),
        autoescape=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    said = tomllib.loads((DOCS / "_templates" / "front.toml").read_text(encoding="utf-8"))
    return environment.get_template("front.html.j2").render(
        **said,
        pictures={name: _inlined(name) for name in _pictures(said)},
        code=_code(),
        **theme_words(default_theme()),
    )


def _pictures(said: dict[str, Any]) -> set[str]:
    return {each["picture"] for each in (*said["doors"], *said["steps"])} - {""}


def _inlined(name: str) -> str:
    data = (DOCS / "pictures" / name).read_bytes()
    return f"data:image/png;base64,{b64encode(data).decode('ascii')}"


def _code() -> str:
    """Return the lines of the page on form files that show what a table is written as."""
    page = (DOCS / "zh" / "form-file.md").read_text(encoding="utf-8")
    found = _SHOWN.search(page)
    if found is None:
        raise LookupError("the page on form files has no table")
    return found[0] + "'''"


if __name__ == "__main__":
    build_site(*map(Path, sys.argv[1:]))
