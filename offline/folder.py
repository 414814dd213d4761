"""Make dist/年报汇总: a folder for Windows that runs without an installation or a network.

It holds the library with all it needs, unpacked; 年报汇总.bat, 安装说明.txt, the guides as pages,
and the blank templates. What it lacks is the embeddable Python, which an office downloads once
from python.org and unpacks there; `--python ZIP` lays it in. docs/decisions/0059 says why this one.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import re
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote

import wheels
from markdown_it import MarkdownIt
from markdown_it.token import Token

from xlreport.form.library import shipped_forms
from xlreport.guides.guide import write_guide
from xlreport.guides.source import GUIDES as THE_GUIDES

ROOT = wheels.ROOT
PARTS = Path(__file__).parent / "parts"
FOLDER = ROOT / "dist" / "年报汇总"
PLATFORM, VERSION = "win_amd64", "3.11"
PYTHON = "python-3.11.9-embed-amd64"
ADDRESS = f"https://www.python.org/ftp/python/3.11.9/{PYTHON}.zip"
DIGEST = "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b"
LARGEST = 250_000_000  # bytes, without the Python: what is carried must be copied soon
FACTS = {"python": f"{PYTHON}.zip", "folder": PYTHON, "address": ADDRESS, "digest": DIGEST}
# Tests of packages that nothing imports, and what only a compiler reads.
LEFT_OUT = re.compile(r"(numpy|pandas|lxml)/(.+/)?(tests|include|includes)/|.+\.(pyi|pxd|lib|a|h)$")
PAGES: Mapping[str, str] = {
    "docs/zh/how-to/wps-and-excel.md": "WPS与Excel",
    "docs/zh/how-to/registers.md": "登记簿",
    "docs/zh/reference/findings.md": "审核问题",
    "docs/zh/reference/forms.md": "自带的报表格式",
    "docs/zh/reference/values.md": "数字怎样写",
}
GUIDES, TEMPLATES = "指南", "空白模板"
SENT = {f"docs/zh/{each.key}.md": each.title for each in THE_GUIDES.values()}
"""The guides that can be sent, by the pages of the site with the same text."""


def main() -> None:
    """Make the folder, prove that nothing is lacking and that it is not too large."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", type=Path, metavar="ZIP", help=f"{PYTHON}.zip, to be laid in")
    python = parser.parse_args().python
    if python is not None:
        refuse_other(python)
    with tempfile.TemporaryDirectory() as name:
        gathered = Path(name) / "gathered"
        gathered.mkdir()
        own = wheels.own_wheel(Path(name))
        wheels.gather(gathered, own, PLATFORM, VERSION)
        make(FOLDER, gathered.glob("*.whl"))
    if python is not None:
        lay_in(python, FOLDER)
    size = size_of(FOLDER)
    sys.stdout.write(f"{FOLDER.relative_to(ROOT)}: {size / 1e6:.0f} MB\n")
    if size > LARGEST:
        sys.exit(f"{FOLDER.name} is too large: at most {LARGEST / 1e6:.0f} MB")


def refuse_other(python: Path) -> None:
    """End where a file is not the embeddable Python that the packages are compiled for."""
    found = hashlib.sha256(python.read_bytes()).hexdigest()
    if found != DIGEST:
        sys.exit(f"{python} is not {PYTHON}.zip: its SHA-256 is {found}, not {DIGEST}")


def lay_in(python: Path, folder: Path) -> None:
    """Unpack the embeddable Python where an office would."""
    with zipfile.ZipFile(python) as archive:
        archive.extractall(folder / PYTHON)


def make(folder: Path, carried: Iterable[Path]) -> None:
    """Make the folder anew, with the wheels that are carried in it, without the Python."""
    shutil.rmtree(folder, ignore_errors=True)
    packages = folder / "program" / "packages"
    packages.mkdir(parents=True)
    for wheel in sorted(carried):
        unpack(wheel, packages)
    shutil.copy(PARTS / "start.py", packages.parent)
    write_text(folder / "年报汇总.bat", "gb2312")
    write_text(folder / "xlreport.bat", "ascii")
    write_text(folder / "安装说明.txt", "utf-8-sig")
    (folder / TEMPLATES).mkdir()
    forms = {form.id: form.name for form in shipped_forms()}
    for template in (ROOT / "templates").glob("*.xlsx"):
        name = f"{forms.get(template.stem, template.stem)}.xlsx"
        shutil.copy(template, folder / TEMPLATES / name)
    (folder / GUIDES).mkdir()
    for guide in THE_GUIDES.values():
        for ending in (".docx", ".html"):
            write_guide(guide.key, folder / GUIDES / f"{guide.title}{ending}")
    for source, title in PAGES.items():
        (folder / GUIDES / f"{title}.html").write_text(page(ROOT / source), encoding="utf-8")


def unpack(wheel: Path, folder: Path) -> None:
    """Unpack a wheel without tests and headers, and without the scripts in its .data folder."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            place = re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", member.filename)
            if member.is_dir() or LEFT_OUT.match(place) or re.match(r"[^/]+\.data/", place):
                continue
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(member))


def write_text(path: Path, encoding: str) -> None:
    """Write a text of ours as Windows reads it, with the facts about the Python."""
    text = (PARTS / path.name).read_text(encoding="utf-8")
    for name, fact in FACTS.items():
        text = text.replace(f"{{{name}}}", fact)
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))


def size_of(folder: Path) -> int:
    """Return how many bytes the files of a folder have."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def page(source: Path) -> str:
    """Return a page of docs as one file of HTML, its pictures in it.

    A link to a page that is not carried becomes its text; a line that leads to English is left out.
    """
    markdown = MarkdownIt("commonmark").enable("table")
    text = re.sub(r"<!--.*?-->\n*", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"^(\[English\]|English: \[.*\])\(.*\)\.?\n", "", text, flags=re.MULTILINE)
    tokens = markdown.parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            before.attrSet("id", anchor(token.content))
        token.children = [*settle(token.children or [], source.parent)]
    title = next(token.content for token in tokens if token.type == "inline")
    body = markdown.renderer.render(tokens, markdown.options, {})
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{title}</title>
<style>{(PARTS / "page.css").read_text(encoding="utf-8")}</style></head>
<body>
{body}</body></html>
"""


def settle(tokens: list[Token], folder: Path) -> Iterable[Token]:
    """Yield the tokens of a line, with pictures and links that lead to what is carried."""
    for token in tokens:
        if token.type == "image":
            picture = (folder / str(token.attrGet("src"))).read_bytes()
            token.attrSet("src", f"data:image/png;base64,{base64.b64encode(picture).decode()}")
        if token.type == "link_open":
            token.attrSet("href", target(str(token.attrGet("href")), folder))
            if not token.attrGet("href"):  # a link without an address is text to every browser
                token.attrs = {}
        yield token


def target(address: str, folder: Path) -> str:
    """Return where a link leads in the carried folder, or nothing."""
    if address.startswith("https:"):
        return address
    name, mark, place = unquote(address).partition("#")
    if not name:
        return mark + place
    title = {**PAGES, **SENT}.get((folder / name).resolve().relative_to(ROOT).as_posix())
    return f"{title}.html{mark}{place}" if title else ""


def anchor(heading: str) -> str:
    """Return the name of a heading by which links lead to it."""
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")


if __name__ == "__main__":
    main()
