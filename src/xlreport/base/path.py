"""Official paths (三 › （一）予以公开 › 自然人): the labels that name a cell, outermost first."""

from __future__ import annotations

from typing import Final

from xlreport.base.address import sheet_title

PATH_SEPARATOR: Final = " › "
"""The sign between the labels of a path, in frames, CSV and JSON; sentences have a shorter one."""

_IN_SENTENCES: Final = "｜"


def join_path(*labels: str) -> str:
    """Join labels, outermost first, into a path; leave out empty ones."""
    return PATH_SEPARATOR.join(filter(None, labels))


def split_path(path: str) -> list[str]:
    """Split a path into its labels."""
    return path.split(PATH_SEPARATOR)


def last_label(path: str) -> str:
    """Return the innermost label of a path."""
    return split_path(path)[-1]


def say_path(*paths: str) -> str:
    """Join paths, outermost first, as a sentence quotes them: （一）予以公开｜自然人."""
    return join_path(*paths).replace(PATH_SEPARATOR, _IN_SENTENCES)


def say_indicator(path: str) -> str:
    """Return how a sentence calls a cell by its whole path: 表三｜（一）予以公开｜自然人."""
    table, *labels = split_path(path)
    return say_path(sheet_title(table), *labels) if labels else path


def say_labels(path: str) -> str:
    """Return the labels of a whole path as a sentence quotes them that has named the table."""
    return say_path(*split_path(path)[1:]) or path


def row_and_column(row_path: str, column_path: str) -> tuple[str, str]:
    """Return the labels of a cell's row and column (指标, 栏目) for a list.

    In a table of one row, which has no label, the outer labels of the column stand for it.
    """
    if not row_path:
        row_path, _, column_path = column_path.rpartition(PATH_SEPARATOR)
    return say_path(row_path), say_path(column_path)
