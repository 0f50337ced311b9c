"""docs/studies.md, made from what was recorded: every figure in it is measured."""

import textwrap
from collections.abc import Mapping
from typing import Any

from digitdemo.analysis.studies import STUDIES, STUDY_GROUPS
from digitdemo.analysis.studies.recorded import Recorded
from digitdemo.system import PROJECT

PAGE = PROJECT / "docs" / "studies.md"

_WIDTH = 120  # columns
_HEAD = (
    "# The studies: what is measured over a whole range, or on many models",
    "Lessons that are no pair of trainings. Each is measured and recorded by one command, which writes this page, too:",
    "```sh\npython -m digitdemo bench studies\n```",
    "Some questions were worded after trials of seed 0 were seen, and every figure is of this data and these networks.",
)


def studies_page(records: Mapping[str, Recorded[Any]]) -> str:
    """Return the whole page, of the studies that are recorded."""
    parts = [_HEAD[0], *(part if part.startswith("```") else _filled(part) for part in _HEAD[1:])]
    for title, group in STUDY_GROUPS.items():
        parts.append(f"## {title}")
        for name in group:
            if name in records:
                parts += _study(name, records[name])
    return "\n\n".join(parts) + "\n"


def _study(name: str, record: Recorded[Any]) -> list[str]:
    study = STUDIES[name]
    return [
        f"### {study.question}",
        _filled(study.setting),
        _filled(f"**{study.outcome(record.measured)}** {study.see(record.measured)}"),
        _filled(f"What it does not show: {study.limits}"),
        _filled(
            f"Recorded in {max(1, record.seconds / 60):.0f} min by `python -m digitdemo bench studies --only {name}` "
            f"on {record.machine}, shared with other work."
        ),
    ]


def _filled(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)
