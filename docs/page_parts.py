"""The parts of a page in Markdown that are the same in every language."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from halves import ENGLISH, ONE_LANGUAGE, half_of, language_of, reason_of

from xlreport.guides._markdown import anchor_of

_FENCE = re.compile(
    r"(?P<before>^<!-- \w+: [^\n]+? -->\n)?^(?P<sign>`{3,})(?P<info>[^`\n]*)\n"
    r"(?P<body>.*?)^(?P=sign)$",
    re.MULTILINE | re.DOTALL,
)
_COMMENT = re.compile(r"(?:^[ \t]*|[ \t]+)#(?: .*)?$", re.MULTILINE)
COMMENTED = ("python", "pycon", "toml", "sh", "console")
_TABLE = re.compile(r"(?:^\|.*\|\n)+", re.MULTILINE)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
_CODE = re.compile(r"`[^`\n]+`")


class Fence(NamedTuple):
    """A block of code: the comment above it, its language and its text."""

    before: str
    info: str
    body: str


def fences(text: str) -> list[Fence]:
    """Return the blocks of code of a page."""
    found = _FENCE.finditer(text)
    return [Fence(each["before"] or "", each["info"].strip(), each["body"]) for each in found]


def bare_fences(page: str, text: str) -> list[Fence]:
    """Return the blocks of code without what may stand in the page's own language.

    Comments may; so may the caption of a table of contents, which names the pages that have two
    halves.
    """
    bare = [_bare(page, fence) for fence in fences(text)]
    return [fence for fence in bare if fence.body]


def without_comments(code: str) -> str:
    """Leave out the comments of Python, TOML or a shell, and the lines that hold nothing else."""
    kept = [(line, _COMMENT.sub("", line)) for line in code.splitlines()]
    return "".join(f"{bare}\n" for line, bare in kept if bare or not line)


def prose(text: str) -> str:
    """Return a page without its blocks of code."""
    return _FENCE.sub("", text)


def heading_levels(text: str) -> list[int]:
    """Return the level of each heading."""
    return [len(signs) for signs, _ in _HEADING.findall(prose(text))]


def table_shapes(text: str) -> list[tuple[int, ...]]:
    """Return the numbers of columns of each table's rows."""
    tables = (table.splitlines() for table in _TABLE.findall(prose(text)))
    return [tuple(_columns(row) for row in table) for table in tables]


def anchors(text: str) -> list[str]:
    """Return the anchors of a page's headings in their order, as GitHub and MyST make them."""
    made: list[str] = []
    for _, title in _HEADING.findall(prose(text)):
        plain = re.sub(r"\]\([^)]*\)", "]", title)  # of a link, its words
        slug = anchor_of(plain.strip())
        numbered = (f"{slug}-{number}" if number else slug for number in range(len(made) + 1))
        made.append(next(each for each in numbered if each not in made))
    return made


def links(text: str) -> list[str]:
    """Return where the links and pictures of a page lead, as they are written."""
    plain = _CODE.sub("", prose(text))
    return [link or picture for link, picture in _LINK.findall(plain)]


def sections(text: str) -> list[str]:
    """Cut a page at its headings; the first part is what stands above them."""
    return re.split(r"^(?=#+ )", prose(text), flags=re.MULTILINE)


def resolved(page: str, link: str) -> tuple[str, str]:
    """Return the path from the root and the anchor of a link within the project."""
    target, _, anchor = link.partition("#")
    if not target:
        return page, anchor
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), target)), anchor


def english_of(page: str) -> str:
    """Return the English half of a page; a file, or a page in one language, stands for itself."""
    if not page.endswith(".md") or reason_of(page) or language_of(page) == ENGLISH:
        return page
    return half_of(page)


def _bare(page: str, fence: Fence) -> Fence:
    directive = fence.info.partition(" ")[0]
    if directive == "{toctree}":
        return fence._replace(body=_contents(page, fence.body))
    if directive in COMMENTED:
        return fence._replace(body=without_comments(fence.body))
    return fence


def _contents(page: str, body: str) -> str:
    """Return a table of contents without caption and without the pages in one language alone."""
    kept = [line for line in body.splitlines() if not line.startswith(":caption:")]
    if all(_is_single(page, line) for line in kept if line and not line.startswith(":")):
        return ""
    return "".join(f"{line}\n" for line in kept if not _is_single(page, line))


def _is_single(page: str, entry: str) -> bool:
    return resolved(page, f"{entry}.md")[0] in ONE_LANGUAGE


def _columns(row: str) -> int:
    return len(re.findall(r"(?<!\\)\|", row)) - 1


def internal(found: list[str]) -> Iterator[str]:
    """Yield the links that stay within the project."""
    return (link for link in found if not re.match(r"[a-z]+:", link))
