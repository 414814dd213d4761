"""How Sphinx builds the site: offline, in one theme, with search in both scripts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))

project = "xlreport"
copyright = "The xlreport authors"  # noqa: A001 - the name is Sphinx's
extensions = ["myst_parser"]
exclude_patterns = ["_build", "decisions/README.md"]  # the list that a code browser shows
myst_heading_anchors = 4
html_theme = "furo"
html_title = "xlreport"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_search_language = "pairs"
html_show_search_summary = False  # would be fetched, which no browser does from a folder
html_show_sourcelink = False
html_copy_source = False
pygments_style = "default"
pygments_dark_style = "github-dark"


def setup(app: Sphinx) -> None:
    """Make the search known."""
    from bigrams import SearchByPairs

    app.add_search_language(SearchByPairs)
