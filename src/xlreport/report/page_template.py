"""Templates of pages, and what a theme becomes in them."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

from xlreport.office.theme import DARK, PAPER, Theme

if TYPE_CHECKING:
    from jinja2 import Template

_FONT_SIGNS = " ._-"


def page_template(name: str, package: str = "xlreport.report") -> Template:
    """Load the template of a page that lies in a package; it escapes every text."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    # The filter `tojson` writes < as \u003c, so that no text can end the script around the data.
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    source = files(package).joinpath(name).read_text(encoding="utf-8")
    return environment.from_string(source)


def theme_words(theme: Theme) -> dict[str, Any]:
    """Return what the style of a page takes from a theme, by the names in its template."""
    return {
        "colours": dict(theme.colours),
        "paper": PAPER,
        "dark": DARK,
        "body_font": _css_name(theme.body_font),
        "title_font": _css_name(theme.title_font),
    }


def _css_name(font: str) -> str:
    """Return a font's name without the characters that have a meaning in CSS."""
    return "".join(sign for sign in font if sign.isalnum() or sign in _FONT_SIGNS)
