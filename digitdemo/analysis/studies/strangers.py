"""Strangers: what models that learned from MNIST read of other people's drawings, photos and old church books."""

from __future__ import annotations

from dataclasses import dataclass

from digitdemo.analysis.predictions import Choice
from digitdemo.analysis.studies.hands import Share
from digitdemo.analysis.studies.models import model_name
from digitdemo.analysis.studies.study import Choices, Study
from digitdemo.texts import mark, tr

ASKED = "best"
# What the paper that published the church books' digits reports for a CNN trained on MNIST. Source: H. Kusetogullari,
# A. Yavariabdi, A. Cheddad, H. Grahn, J. Hall, "ARDIS: a Swedish historical handwritten digit dataset", Neural
# Computing and Applications, 2019.
PUBLISHED = 0.588

_FEW, _MANY = 0.9, 0.98  # between the three choices


@dataclass(frozen=True, kw_only=True)
class Strangers:
    """The shipped models' accuracies by kind of digits, and what they do about signs that are no digits.

    `kinds` are "test" (MNIST's test digits), "drawings", "pictures", "ardis_raw" (church books, pixels as they are) and
    "ardis" (prepared as the app does), each by model. `refused` is the share of signs that the app calls no digit,
    `confident` the share that it lets pass and that a model reads as a digit with at least 99 %. Copied from
    benchmarks/results/strangers.json, the record of `python -m digitdemo bench strangers`: what strangers wrote is not
    ours to pass on.
    """

    kinds: dict[str, dict[str, Share]]
    refused: dict[str, Share]
    confident: dict[str, Share]


def _choices(record: Strangers) -> Choices:
    right = record.kinds["ardis_raw"][ASKED].accuracy
    return (
        Choice(tr("at least {share:.0%} of them", share=_MANY), right >= _MANY),
        Choice(tr("{low:.0%} to {high:.0%} of them", low=_FEW, high=_MANY), _FEW <= right < _MANY),
        Choice(tr("fewer than {share:.0%} of them", share=_FEW), right < _FEW),
    )


def _outcome(record: Strangers) -> str:
    test, books = record.kinds["test"][ASKED], record.kinds["ardis_raw"][ASKED]
    return tr(
        "It misreads {test:.1f} of 1,000 test digits, and {books:.0f} of 1,000 digits from church books: it reads "
        "{share:.1%} of these (95% interval: {low:.1%} to {high:.1%}).",
        test=1000 * (1 - test.accuracy),
        books=1000 * (1 - books.accuracy),
        share=books.accuracy,
        low=books.interval.low,
        high=books.interval.high,
    )


def _see(record: Strangers) -> str:
    books = record.kinds["ardis_raw"]
    worst = min(books, key=lambda model: books[model].accuracy)
    return tr(
        "{worst} reads {worst_test:.1%} of the test digits and {worst_books:.1%} of the church books. The paper that "
        "published these digits reports {published:.1%} for a convolutional network that learned from MNIST. Made "
        "upright, scaled and centred as MNIST's digits are, {worst} reads {worst_prepared:.1%} of them, and {best} "
        "{prepared:.1%}: how a digit is prepared matters, too. Of {signs:,} characters of several alphabets, some of "
        "which look like digits, the app calls {refused:.1%} no digit, and {best} is at least 99% sure of a digit in "
        "{confident:.1%}: sure does not mean right.",
        worst=model_name(worst),
        worst_test=record.kinds["test"][worst].accuracy,
        worst_books=books[worst].accuracy,
        published=PUBLISHED,
        worst_prepared=record.kinds["ardis"][worst].accuracy,
        best=model_name(ASKED),
        prepared=record.kinds["ardis"][ASKED].accuracy,
        signs=record.refused[ASKED].n,
        refused=record.refused[ASKED].accuracy,
        confident=record.confident[ASKED].accuracy,
    )


STRANGERS: Study[Strangers] = Study(
    record=Strangers,
    question=mark("Can a network read handwriting from another country and another time?"),
    setting=mark(
        "Eight ready-made models learned from MNIST: digits that people in the United States wrote around 1990. Here "
        "they read digits of other people: pen drawings on a tablet, photos and scans, and thousands of digits that "
        "Swedish priests wrote into church books from 1895 on. No model has learned from any of these."
    ),
    ask=mark(
        "The best model reads more than 995 of 1,000 test digits of MNIST. How many of the digits from the church "
        "books, pixel by pixel as they were collected, does it read?"
    ),
    choices=_choices,
    outcome=_outcome,
    see=_see,
    limits=mark(
        "What strangers wrote is not ours to pass on; the figures come from `python -m digitdemo bench strangers "
        "FOLDER`, and docs/strangers.md has them all. The paper tested on a part of the church books. Priests of one "
        "country, some writers on tablets and some repositories are not everybody: other strangers, other figures."
    ),
    think=mark("Whose handwriting is missing in MNIST? Who would be the first to suffer if a post office used this?"),
    age=12,
    minutes=15,
    lab=dict(architecture="cnn", augmentation="light"),
)
