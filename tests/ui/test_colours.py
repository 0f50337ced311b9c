import numpy as np
import plotly.io
import pytest
from streamlit.elements.lib import streamlit_plotly_theme

from digitdemo.bench.colours import LEAST_CONTRAST, LEAST_DISTANCE, papers
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.system import PROJECT, streamlit_settings
from digitdemo.ui.charts.colour_vision import VISIONS, contrast, lab, linear, nearest
from digitdemo.ui.charts.grid import HUES
from digitdemo.ui.charts.theme import (
    CALM,
    GROUND,
    INK,
    OWN_COLOURS,
    PALETTES,
    READY_MADE,
    READY_MADE_SYMBOLS,
    RUN_COLOURS,
    STRONGEST,
    WARM,
)

THEME = streamlit_settings()["theme"]
themes = pytest.mark.parametrize("theme", PALETTES)


@themes
def test_text_in_the_colour_of_a_run_can_be_read(theme: str):
    for paper in papers(theme):
        assert contrast(linear(list(PALETTES[theme].values())), paper).min() >= LEAST_CONTRAST
        assert contrast(linear([THEME[theme]["textColor"]]), paper)[0] >= 12


@themes
def test_words_that_are_set_off_can_be_read(theme: str):
    for name, value in PALETTES[theme].items():
        (ground,) = linear([THEME[theme][f"{name}BackgroundColor"]])
        assert contrast(linear([value]), ground)[0] >= LEAST_CONTRAST, name


@themes
def test_what_is_written_in_a_cell_can_be_read_on_its_strongest_shade(theme: str):
    ink = linear([{"light": "#262730", "dark": "#fafafa"}[theme]])  # what Streamlit's page puts in the place of `INK`
    (ground,) = linear([THEME[theme]["backgroundColor"]])
    for hue in HUES:
        shades = [mixed(THEME[theme]["backgroundColor"], PALETTES[theme][hue], share) for share in (0.2, STRONGEST)]
        assert all(contrast(ink, paper)[0] >= LEAST_CONTRAST for paper in [*linear(shades), ground])


def mixed(one: str, other: str, share: float) -> str:
    """Return a colour between two, as Plotly mixes them."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in pairs)


@themes
@pytest.mark.parametrize("vision", VISIONS)
def test_whoever_looks_can_tell_the_colours_of_runs_apart(theme: str, vision: str):
    assert nearest(linear(list(PALETTES[theme].values())), [vision]) >= LEAST_DISTANCE


@themes
def test_the_page_has_the_colours_of_the_charts(theme: str):
    values, section = PALETTES[theme], THEME[theme]
    assert {name: section[f"{name}TextColor"] for name in values} == values
    assert section["chartCategoricalColors"] == list(values.values())
    assert section["primaryColor"] == section["linkColor"] == values[CALM]


def test_what_the_style_sheet_adds_has_the_colours_of_the_theme():
    css = (PROJECT / "digitdemo" / "ui" / "look.css").read_text(encoding="utf-8")
    assert f"light-dark({PALETTES['light'][WARM]}, {PALETTES['dark'][WARM]})" in css  # a warning
    assert f"light-dark(#ffffff, {THEME['dark']['backgroundColor']})" in css  # on the accent
    for theme, ink in (("light", "#ffffff"), ("dark", THEME["dark"]["backgroundColor"])):
        accent, warm = linear([PALETTES[theme][CALM]]), linear([PALETTES[theme][WARM]])
        assert contrast(accent, linear([ink])[0])[0] >= LEAST_CONTRAST
        assert contrast(warm, linear([THEME[theme]["yellowBackgroundColor"]])[0])[0] >= LEAST_CONTRAST


def test_charts_are_given_what_streamlit_puts_its_own_colours_in_the_place_of():
    assert (GROUND, INK) == (streamlit_plotly_theme.BG_MIX, streamlit_plotly_theme.GRAY_90)
    assert list(RUN_COLOURS.values()) == list(plotly.io.templates["streamlit"].layout.colorway[: len(RUN_COLOURS)])


def test_own_runs_and_ready_made_models_share_no_colour_and_no_two_examples_a_shape():
    assert {*OWN_COLOURS, READY_MADE} == set(RUN_COLOURS)
    assert READY_MADE not in OWN_COLOURS
    assert len(READY_MADE_SYMBOLS) >= len(ARCHITECTURES)


def test_contrast_and_distance_are_those_of_the_standards():
    black, white, red = (linear([colour]) for colour in ("#000000", "#ffffff", "#ff0000"))
    assert contrast(black, white[0])[0] == pytest.approx(21)
    assert contrast(linear(["#777777"]), white[0])[0] == pytest.approx(4.48, abs=0.01)
    assert lab(red)[0] == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert nearest(np.concatenate([black, white])) == pytest.approx(100, abs=0.1)
    look_alike = linear(["#2a7e4e", "#6f6d4d"])
    assert nearest(look_alike, ["deutan"]) < 10 < 30 < nearest(look_alike, ["normal"])
