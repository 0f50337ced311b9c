"""Digits as some hands write them that MNIST has few of: misread, or taken for signs of another script.

The styles are written as those of `digitdemo/data/templates.py` are.
"""

import numpy as np

from digitdemo.data.templates import pen_digit, style_varied

# A 1 whose upstroke begins at the foot, like a capital lambda, straight or bent, its downright long or short; a 2 with
# loops at its head or foot; a 4 whose bar ends at its upright, or like a psi; a 5 without a bar or with one apart; a 6
# that begins far to the right or whose loop lies; an 8 that is open on top; a crossed or curved 7; a 9 with a straight
# back or an open head.
HANDS: dict[int, tuple[str, ...]] = {
    1: (
        "0,98! 34,0! 40,100!",
        "2,84! 40,0! 44,100!",
        "4,70! 36,0! 32,100!",
        "0,90 22,44 44,0! 38,100!",
        "2,96! 26,0! 54,98!",
        "6,60! 40,0! 28,100!",
        "0,100 18,88 46,0! 44,84 52,96",
        "0,94! 50,0! 38,80 42,100",
        "2,98! 38,26! 40,0! 52,90!",
        "8,96 0,84 14,52 44,4! 60,98!",
        "0,100! 46,2! 40,98!",
        "0,86 26,54 46,0! 56,100!",
        "0,100 30,58 50,0! 42,74!",
        "4,100 22,40 34,2! 46,62 52,100",
        "0,100! 62,0! 54,92!",
        "0,96 34,60 68,0! 60,96!",
        "0,90! 58,0! 72,100!",
        "0,92 28,72 62,0! 58,70 66,90",
        "2,100 0,88 56,0! 66,96!",
        "0,98! 60,2! 56,66!",
    ),
    2: (
        "16,26 6,16 18,4 42,6 50,24 34,56 8,90 16,98 40,92 60,96",
        "10,30 14,20 20,28 10,30 8,14 28,0 50,14 40,46 6,92 24,82 40,98 60,88",
        "4,18 22,2 46,12 42,40 12,86 4,94 20,80 34,90 58,96",
        "2,24 20,2 40,10 34,40 4,96! 24,86 46,98 62,82",
    ),
    3: ("10,10 30,0 44,14 24,36! 46,52 44,82 18,98 0,86", "6,6 50,2! 22,40! 48,50 52,80 24,100 2,92"),
    4: (
        "22,6! 4,52! 62,50! / 40,26! 36,100!",
        "26,0! 2,60! 58,58! / 34,34! 30,100!",
        "6,10 8,50 30,58 52,46 / 36,4! 32,100!",
        "14,0 8,40 34,52 58,36 / 54,4! 40,100!",
        "4,20! 4,56! 60,54! / 46,10! 44,100!",
    ),
    5: (
        "50,6! 16,10! 10,44! 36,40 50,64 34,94 4,94",
        "16,14! 10,48! 38,42 52,66 36,94 6,96 / 24,6! 60,0!",
        "14,8! 12,40! 34,36 46,60 30,92 2,90 / 22,4 40,8 60,2",
        "40,4 18,8 12,40 36,48 44,74 26,96 4,86",
    ),
    6: (
        "60,0 26,26 6,66 18,96 44,94 52,74 34,62 12,76",
        "22,2! 8,50 12,88 36,98 56,80 50,56 26,54 8,72",
        "30,0 10,40 4,76 22,98 48,88 58,64 40,54 6,74",
        "26,0 16,30 22,72 44,92 70,76 58,54 28,50 0,60",
        "52,4 18,30 6,72 24,96 56,84 52,64 28,60 0,72",
    ),
    7: (
        "4,14! 10,4 30,10 56,2! 40,40 26,100 / 12,54! 50,46!",
        "0,8 18,0 38,8 60,2! 30,56 22,100",
        "2,16! 6,2! 54,6! 38,48 24,100 / 16,52 32,46 54,50",
        "6,4! 54,2! 30,50! 18,100! / 10,56! 48,44!",
    ),
    8: (
        "54,6 30,0 10,16 24,40 48,62 44,92 18,98 6,78 24,54 58,20",
        "44,22 30,0 12,14 24,44 44,68 34,98 10,88 14,64 40,36 60,4",
        "30,48 12,28 24,2 46,18 30,48 10,76 28,99 48,76 30,48 40,30 58,24",
    ),
    9: (
        "48,16 30,0 8,18 16,42 42,36 52,10! 44,100!",
        "46,12 26,6 10,28 26,44 48,22 54,4! 50,60 30,98 6,94",
        "42,4 14,16 10,38 34,40 50,8! 40,60 24,100",
    ),
}
_RARE = 0.5  # of the digits that there are such hands of


def digit_by_hand(label: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return a digit in a usual style or in one of these, varied by `rng`: strokes, float arrays (n, 2), y down."""
    rare = label in HANDS and rng.random() < _RARE
    return (in_some_hand if rare else pen_digit)(label, rng)


def in_some_hand(label: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return that digit in one of these styles, varied by `rng`: strokes, float arrays (n, 2), y down.

    Raises:
        KeyError: there are none of it.
    """
    styles = HANDS[label]
    return style_varied(styles[int(rng.integers(len(styles)))], rng)
