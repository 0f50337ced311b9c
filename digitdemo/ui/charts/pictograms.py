"""Pictures of what an experiment changes, before and after: they show the situation and nothing of how it ends."""

import itertools
import math
from collections.abc import Callable, Sequence

from digitdemo.config.train_config import TrainConfig
from digitdemo.texts import tr
from digitdemo.ui.charts.svg import FIRST, GREY, PAPER, SECOND, box, disc, drawing, letters, line, moved

_WIDTH, _HEIGHT = 240, 88
_SIDE = 80  # of the room for one of the two
_MOST_UNITS = 7  # of a layer that is drawn

Draw = Callable[[TrainConfig, str], str]


def pictogram(knob: str, before: TrainConfig, after: TrainConfig) -> str:
    """Return what that knob is in both configs as SVG text."""
    draw = _PICTURES[knob]
    arrow = line([(110, 44), (130, 44)], GREY), line([(124, 38), (130, 44), (124, 50)], GREY)
    return drawing(
        _WIDTH, _HEIGHT, moved(14, 4, draw(before, FIRST)), *arrow, moved(_WIDTH - 14 - _SIDE, 4, draw(after, SECOND))
    )


def _network(layers: Sequence[int], colour: str, off: Sequence[int] = ()) -> str:
    """Return layers of so many units, those of `off` in each hidden one crossed out."""
    columns = [
        [(10 + 60 * n / (len(layers) - 1), 40 + 11 * (unit - (units - 1) / 2)) for unit in range(units)]
        for n, units in enumerate(layers)
    ]
    hidden = range(1, len(layers) - 1)
    gone = {columns[n][unit] for n in hidden for unit in off if unit < len(columns[n])}
    links = [
        line([a, b], GREY, 0.5)
        for left, right in itertools.pairwise(columns)
        for a in left
        for b in right
        if not {a, b} & gone
    ]
    units = [
        letters(x, y + 4, "&#215;", 13, colour) if (x, y) in gone else disc(x, y, 4, colour if n in hidden else GREY)
        for n, column in enumerate(columns)
        for x, y in column
    ]
    return "".join([*links, *units])


def _filters(colour: str) -> str:
    cells = [box(10 + 10 * x, 10 + 10 * y, 9, 9, GREY) for x in range(6) for y in range(6)]
    window = [box(20 + 10 * x, 20 + 10 * y, 9, 9, colour) for x in range(3) for y in range(3)]
    return "".join([*cells, *window])


def _architecture(config: TrainConfig, colour: str) -> str:
    if config.architecture == "linear":
        return _network((_MOST_UNITS, 4), colour)
    return _network((6, 6, 6, 4), colour) if config.architecture == "mlp" else _filters(colour)


def _layers(config: TrainConfig, colour: str) -> str:
    hidden = [min(_MOST_UNITS, max(2, config.width // 6))] * config.hidden_layers
    return _network((5, *hidden, 4), colour)


def _width(config: TrainConfig, colour: str) -> str:
    units = min(_MOST_UNITS, 1 + round(math.log2(config.width)) - 1)
    return _network((5, units, units, 4), colour)


def _dropout(config: TrainConfig, colour: str) -> str:
    return _network((5, 6, 6, 4), colour, off=(1, 3, 4) if config.dropout else ())


def _images(config: TrainConfig, colour: str) -> str:
    across = min(8, max(2, round(math.sqrt(config.train_size) / 12)))
    return "".join(box(8 + 8 * x, 8 + 8 * y, 6, 6, colour) for x in range(across) for y in range(across))


def _rare_digits(config: TrainConfig, colour: str) -> str:
    heights = [4 if str(digit) in config.rare_digits else 48 for digit in range(10)]
    bars = [box(2 + 8 * digit, 60 - high, 6, high, colour) for digit, high in enumerate(heights)]
    return "".join([*bars, *(letters(5 + 8 * digit, 74, str(digit), 9) for digit in range(10))])


def _labels(config: TrainConfig, colour: str) -> str:
    wrong = (1, 3) if config.label_noise else ()
    parts = []
    for number, digit in enumerate("471350"):
        x, y = 13 + 27 * (number % 3), 2 + 40 * (number // 3)
        told = (int(digit) + 4) % 10 if number in wrong else digit
        parts += [box(x - 10, y, 20, 20, GREY), letters(x, y + 15, digit, 14, PAPER)]
        parts.append(letters(x, y + 34, tr("“{digit}”", digit=told), 13, colour))
    return "".join(parts)


def _learning_rate(config: TrainConfig, colour: str) -> str:
    step = 5 + 9 * (math.log10(config.learning_rate) + 5) ** 0.8  # pixels; the ratios would not fit
    feet = [(4 + step * n, 52) for n in range(1 + int(72 / step))]
    hops = [
        line([(x, 48), (x + step / 2, 48 - step / 2), (x + step, 48)], colour, 1.5)
        for x, _ in itertools.islice(feet, len(feet) - 1)
    ]
    return "".join([line([(0, 56), (80, 56)], GREY), *hops, *(disc(x, y, 2, colour) for x, y in feet)])


def _epochs(config: TrainConfig, colour: str) -> str:
    turn = [(40 + 26 * math.cos(a / 10), 40 + 26 * math.sin(a / 10)) for a in range(-10, 46)]
    x, y = turn[-1]
    return (
        line(turn, colour)
        + line([(x - 9, y - 2), (x, y), (x - 2, y + 9)], colour)
        + letters(40, 46, f"{config.epochs}&#215;", 18, colour)
    )


def _activation(config: TrainConfig, colour: str) -> str:
    bend = (40, 56) if config.activation == "relu" else (40, 40)
    begin = (8, 56) if config.activation == "relu" else (8, 72)
    return line([(40, 4), (40, 76)], GREY, 1) + line([begin, bend, (72, 8)], colour, 3)


def _batch_norm(config: TrainConfig, colour: str) -> str:
    centres = (40, 40, 40) if config.batch_norm == "on" else (16, 40, 68)
    bells = [
        line([(x, 24 * n + 24 - 18 * math.exp(-((x - centre) ** 2) / 90)) for x in range(2, 80, 3)], colour)
        for n, centre in enumerate(centres)
    ]
    return line([(40, 2), (40, 78)], GREY, 1, "2 3") + "".join(bells)


def _augmentation(config: TrainConfig, colour: str) -> str:
    if config.augmentation == "off":
        return letters(40, 58, "7", 48, colour)
    placed = ((20, 34, -18), (56, 36, 14), (24, 74, 8), (60, 70, -10))
    return "".join(letters(x, y, "7", 32, colour, turn) for x, y, turn in placed)


def _weight_decay(config: TrainConfig, colour: str) -> str:
    lengths = [30, -22, 12, -34, 20, -8, 26]
    scale = 0.45 if config.weight_decay else 1
    bars = [box(40 + min(0, scale * long), 6 + 10 * n, scale * abs(long), 7, colour) for n, long in enumerate(lengths)]
    return line([(40, 2), (40, 78)], GREY, 1) + "".join(bars)


_PICTURES: dict[str, Draw] = {
    "activation": _activation,
    "architecture": _architecture,
    "augmentation": _augmentation,
    "batch_norm": _batch_norm,
    "dropout": _dropout,
    "epochs": _epochs,
    "hidden_layers": _layers,
    "label_noise": _labels,
    "learning_rate": _learning_rate,
    "rare_digits": _rare_digits,
    "train_size": _images,
    "weight_decay": _weight_decay,
    "width": _width,
}
