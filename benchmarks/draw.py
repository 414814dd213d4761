"""Write the tables and pictures of what was measured, from results.json alone."""

from __future__ import annotations

from pathlib import Path

from figures import ROOT, Figures, load_figures
from plots import draw_plots
from results_page import results_page
from scale_page import scale_page

RESULTS = Path("benchmarks", "RESULTS.md")
PLOTS = Path("benchmarks", "plots")
SCALE = Path("docs", "scale.md")


def draw(figures: Figures, root: Path) -> None:
    """Write RESULTS.md, the pictures, and docs/scale.md with its measured parts filled anew."""
    page = (ROOT / SCALE).read_text(encoding="utf-8")
    files = {
        RESULTS: results_page(figures),
        SCALE: scale_page(page, figures),
        **{PLOTS / f"{name}.svg": text for name, text in draw_plots(figures).items()},
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    draw(load_figures(), ROOT)
