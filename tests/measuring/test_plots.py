"""The pictures of what was measured show its values, and are the same whenever they are drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from figures import ROOT, Group, load_figures

from support.extras import need
from support.measured import FIGURES, GROUPS

pytestmark = pytest.mark.plots
matplotlib = need("matplotlib", "XLREPORT_REQUIRE_PLOTS")

from captions import captions, short  # noqa: E402
from plots import ACCENT, GREY, draw_plots  # noqa: E402
from targets import most_ms  # noqa: E402

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = draw_plots(FIGURES)
KEPT = ROOT / "benchmarks" / "plots"


def texts(picture: str) -> list[str]:
    """Give all that is written in a picture, line by line."""
    root = ET.fromstring(picture)  # noqa: S314 - drawn here
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]


def bars(picture: str) -> list[tuple[str, float]]:
    """Give the colour and the width of each bar from the top down."""
    found = re.findall(
        r'<path d="M ([\d.]+) [\d.]+\nL ([\d.]+) [^"]*" clip-path[^>]*style="fill: (#\w+)"',
        picture,
    )
    return [(colour, float(right) - float(left)) for left, right, colour in found]


def test_the_pictures_of_the_project_are_those_of_its_figures() -> None:
    drawn = draw_plots(load_figures())
    kept = {path.stem: path.read_text(encoding="utf-8") for path in KEPT.iterdir()}
    assert set(drawn) == set(kept)
    for name, picture in drawn.items():
        assert texts(picture) == texts(kept[name]), "run `make plots`"
        if f"Matplotlib v{matplotlib.__version__}," in kept[name]:  # another may round otherwise
            assert picture == kept[name], "run `make plots`"


def test_bars_are_as_long_as_their_values_and_ours_have_a_colour_of_their_own() -> None:
    found = bars(DRAWN["reading"])
    longest = max(width for _, width in found)
    assert [ACCENT, ACCENT, GREY, GREY] == [colour for colour, _ in found]
    assert pytest.approx([0.1, 0.08, 1.0, 0.02], abs=1e-4) == [w / longest for _, w in found]


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.key)
def test_every_way_is_named_in_full_with_its_value(group: Group) -> None:
    written = texts(DRAWN[group.key])
    for name, value in zip(group.names, group.values, strict=True):
        assert name.replace("`", "") in " ".join(written)
        assert short(value) in written


def test_every_value_of_a_curve_stands_beside_its_point() -> None:
    assert {"1.0 ms", "0.5 ms", "0.6 ms"} <= set(texts(DRAWN["costs"]))
    assert {"0.5 s", "5.0 s", "20.0 s", "1.0 s", "10.0 s", "40.0 s"} <= set(texts(DRAWN["sizes"]))
    assert {"1.0 s", "30.0 s in the counties", "130 MB"} <= set(texts(DRAWN["country"]))


def test_targets_are_named_with_what_they_ask_for() -> None:
    assert "target: 12 × faster than pandas, openpyxl" in texts(DRAWN["reading"])
    assert "target for --help: 80 ms" in texts(DRAWN["starting"])
    assert {"target for 6,000: 10 s", "target for 6,000: 15 s"} <= set(texts(DRAWN["sizes"]))


def test_the_strictest_target_of_a_writer_stands_in_its_row() -> None:
    openpyxl, gnumeric, _ = FIGURES.bench.written
    assert [50 / 12, 3 * 1.0] == [most_ms(openpyxl), most_ms(gnumeric)]
    assert {"openpyxl", "4.0", "12.5", "gnumeric", "10.0"} <= set(texts(DRAWN["written"]))


def test_a_command_is_drawn_with_its_target() -> None:
    written = texts(DRAWN["commands"])
    assert {"check of one return", "0.35", "1.60"} <= set(written)
    assert "seconds of processor time; | is the target; ● before" in written


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_begins_with_its_sentence_and_fits_a_page(name: str) -> None:
    said = captions(FIGURES)[name]
    assert said in " ".join(texts(DRAWN[name]))
    width = re.search(r'<svg[^>]* width="([\d.]+)pt"', DRAWN[name])
    assert width is not None
    assert 700 >= round(float(width[1]) / 72 * 96)


def test_the_same_figures_give_the_same_bytes_without_a_date() -> None:
    assert DRAWN == draw_plots(FIGURES)
    assert [] == [name for name, text in DRAWN.items() if "dc:date" in text]
