"""How Sphinx builds the site: offline, in one theme, once for each language.

docs/build_site.py gives the language and the folder of its pages; what differs by language is done
in docs/site_hooks.py.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xlreport.office.theme import DARK, default_theme

if TYPE_CHECKING:
    from sphinx.application import Sphinx

sys.path.insert(0, str(Path(__file__).parent))

project = "xlreport"
copyright = "The xlreport authors"  # noqa: A001 - the name is Sphinx's
extensions = ["myst_parser"]
# The other language, and the list that a code browser shows
exclude_patterns = ["zh", "decisions/README.md"]
templates_path = ["_templates"]
myst_heading_anchors = 4
myst_enable_extensions = ["html_image"]  # pictures with a width
# A link to a page of the other language, as site_hooks.py writes it
myst_url_schemes = {
    "http": None,
    "https": None,
    "mailto": None,
    "other": {"url": "{{path}}#{{fragment}}"},
}
html_theme = "furo"
_COLOURS = dict(default_theme().colours)
html_theme_options = {
    "announcement": "_templates/page.html",  # what stands in it is written there
    "light_css_variables": {
        "color-brand-primary": _COLOURS["bar_dark"],
        "color-brand-content": _COLOURS["bar_dark"],
        "color-announcement-background": _COLOURS["label"],
        "color-announcement-text": _COLOURS["ink"],
    },
    "dark_css_variables": {
        "color-brand-primary": DARK["bar"],
        "color-brand-content": DARK["bar"],
        "color-announcement-background": DARK["label"],
        "color-announcement-text": DARK["ink"],
    },
}
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_search_language = "pairs"
html_show_search_summary = False  # would be fetched, which no browser does from a folder
html_show_sourcelink = False
html_copy_source = False
pygments_style = "default"
pygments_dark_style = "github-dark"


def setup(app: Sphinx) -> None:
    """Make the search known, and what differs by language."""
    import site_hooks
    from bigrams import SearchByPairs

    app.add_search_language(SearchByPairs)
    site_hooks.connect(app)
