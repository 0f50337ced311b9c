"""docs/strangers.md, made from what was recorded: every figure in it is measured, but the one that a paper reports."""

import textwrap
from collections.abc import Mapping
from typing import Any

from digitdemo.analysis.studies.strangers import PUBLISHED
from digitdemo.bench.strangers.counts import in_words
from digitdemo.bench.strangers.folder import BEST
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference.saying_no import CERTAIN
from digitdemo.system import PROJECT

PAGE = PROJECT / "docs" / "strangers.md"
RESULTS = PROJECT / "benchmarks" / "results" / "strangers.json"

_WIDTH = 120  # columns
_COLUMNS = {
    "test": ("MNIST's test digits", "right"),
    "drawings": ("pen drawings", "right"),
    "pictures": ("photos, scans, other pictures", "right"),
    "ardis_raw": ("church books (ARDIS), pixels as they are", "right"),
    "ardis": ("church books (ARDIS), prepared", "right"),
    "no_digits": ("no digits: seen as such by the model alone", "no digit itself"),
}
_SETS = {
    "test": "MNIST's test digits",
    "drawings": "pen drawings",
    "pictures": "photos, scans, other pictures",
    "ardis_raw": "church books, pixels as they are",
    "ardis": "church books, prepared",
}


def strangers_page(results: Mapping[str, Any]) -> str:
    """Return the whole page, of what `python -m digitdemo bench strangers` measured."""
    models, seconds = results["models"], results["seconds"]
    counted = models[BEST]
    numbers = {kind: counted[kind][what]["n"] for kind, (_, what) in _COLUMNS.items()}
    parts = [
        "# Other people's handwriting",
        _filled(
            "What the eight shipped models read of digits that are not MNIST's. No model has learned from any of them. "
            "They are not ours to pass on; this page is made from counts by one command, with a folder of such files, "
            "in at most ten minutes on two cores:"
        ),
        "```sh\npython -m digitdemo bench strangers FOLDER --record --sheet FILE.png\n```",
        _filled(
            "FOLDER has drawings*.json and nondigits*.json, drawings as strokes with their label, a digit or none; "
            "pictures*/manifest.csv with columns file, label (a digit or none) and kind; and ardis*.npz with arrays x, "
            "uint8 (n, 28, 28), and y. The last two can be measured alone by `python -m digitdemo bench pictures` and "
            "`python -m digitdemo bench ardis`. `--sheet` draws what the best model gets wrong, with a sentence about "
            "each; that picture has strangers' writing in it and is not kept here."
        ),
        "## What is read right",
        _filled(
            f"Share of digits whose first choice is right, in percent, with its 95 % interval (Wilson): "
            f"{numbers['drawings']:,} pen drawings on a tablet, drawn on the canvas; {numbers['pictures']:,} photos, "
            f"scans and drawn pictures from public repositories, brought as files; {numbers['ardis']:,} digits from "
            "Swedish church books, once pixel by pixel as their collection has them, and once enlarged eight times and "
            f"prepared as the app prepares a picture. Of {numbers['no_digits']:,} characters of several alphabets, "
            "some of which look like a 0 or a 1, the last column has the share in which the model's own probabilities "
            "show no digit; in the app networks of their own, the judge, decide that for all."
        ),
        _table(models),
        _filled(
            "The last row is what Kusetogullari, Yavariabdi, Cheddad, Grahn and Hall report for a CNN trained on "
            "MNIST, in the paper that published these digits (ARDIS: a Swedish historical handwritten digit dataset, "
            "Neural Computing and Applications, 2019); they tested on a part of the digits."
        ),
        "## What is called no digit",
        _filled(
            f"The judge learned to tell digits from what is none. It is stricter with what was drawn in the app than "
            f"with what was written on paper, which is worn and blotted. Of digits, the share that it refuses, which "
            f"is an error each time; of what is no digit, the share that it lets pass and that the best model "
            f"({ARCHITECTURES[BEST].label}) reads with at least {100 * CERTAIN:.0f} %, which is the worst error."
        ),
        _refused(counted),
        _filled(f"Measured in {max(1, seconds / 60):.0f} min on {results['machine']}, shared with other work."),
    ]
    return "\n\n".join(parts) + "\n"


def _table(models: Mapping[str, Any]) -> str:
    head = ["model", *(title for title, _ in _COLUMNS.values())]
    rows = [
        [ARCHITECTURES[name].label, *(in_words(found[kind][what]) for kind, (_, what) in _COLUMNS.items())]
        for name, found in models.items()
    ]
    rows.append(["a CNN in the paper", *(f"{PUBLISHED:.1%}".replace("%", " %") * (k == "ardis_raw") for k in _COLUMNS)])
    return _lines(head, rows)


def _refused(counted: Mapping[str, Any]) -> str:
    digits = {title: counted[kind]["refused"] for kind, title in _SETS.items()}
    rows = [[title, f"{found['n']:,}", in_words(found), ""] for title, found in digits.items()]
    for kind, title in (("no_digits", "signs of other alphabets"), ("pictures", "pictures of no digit")):
        if "no digit" in (found := counted[kind]):
            cells = [in_words(found[what]) for what in ("no digit", "confident")]
            rows.append([title, f"{found['no digit']['n']:,}", *cells])
    return _lines(["kind", "number", "called no digit", "read as a digit, confidently"], rows)


def _lines(head: list[str], rows: list[list[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in (head, *rows)]
    return "\n".join([lines[0], f"|{'---|' * len(head)}", *lines[1:]])


def _filled(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)
