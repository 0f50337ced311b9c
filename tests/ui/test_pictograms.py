"""The small pictures of the lessons: drawings that a browser can read, of what changes and of curves to predict."""

import itertools
import re
from typing import get_args
from xml.etree import ElementTree

import pytest

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.experiments.experiment import BROKEN, CURE
from digitdemo.analysis.experiments.lesson import Course, Slope
from digitdemo.analysis.predictions import SHAPES
from digitdemo.bench.colours import papers
from digitdemo.ui.charts.colour_vision import contrast, linear
from digitdemo.ui.charts.pictograms import pictogram
from digitdemo.ui.charts.sketches import WIDTH, sketch
from digitdemo.ui.charts.svg import FIRST, GREY, PAPER, SECOND
from digitdemo.ui.charts.theme import PALETTES


def of_theme(colour: str, theme: str) -> str:
    """Return what "light-dark(A, B)" is in a theme."""
    return re.findall("#[0-9a-f]{6}", colour)[list(PALETTES).index(theme)]


def points(svg: str) -> list[tuple[float, float]]:
    """Return the corners of all lines."""
    return [
        tuple(map(float, pair.split(",")))
        for line in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}polyline")
        for pair in line.get("points", "").split()
    ]


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_what_changes_is_drawn_before_and_after(name: str):
    experiment = EXPERIMENTS[name]
    before, after = experiment.config(BROKEN), experiment.config(CURE)
    for knob in experiment.changed(CURE):
        svg = pictogram(knob, before, after)
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        left, right = re.findall(r'<g transform="translate[^>]*>(.*?)</g>', svg)
        assert left.replace(FIRST, "") != right.replace(SECOND, "")


def test_each_shape_is_sketched_within_its_frame_and_looks_different():
    sketches = {shape: sketch(shape) for shape in (*SHAPES, *get_args(Course), *get_args(Slope))}
    assert all(0 <= x <= WIDTH and 0 <= y <= 120 for svg in sketches.values() for x, y in points(svg))
    assert all(one != other for one, other in itertools.combinations(sketches.values(), 2))


@pytest.mark.parametrize("theme", PALETTES)
def test_small_text_in_these_colours_is_read_on_both_pages(theme: str):
    colours = [of_theme(colour, theme) for colour in (GREY, FIRST, SECOND)]
    for paper in papers(theme):
        assert contrast(linear(colours), paper).min() >= 4.5
    [grey, *_] = colours
    assert contrast(linear([of_theme(PAPER, theme)]), linear([grey])[0]).min() >= 4.5
