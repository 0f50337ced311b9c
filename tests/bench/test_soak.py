"""What `bench soak` makes of its marks."""

from typing import Any

import pytest

from digitdemo.bench.soak import LIMITS, beyond_limits


def measured(web_mb: float = 0, files: int = 0, threads: int = 0, problems: tuple[str, ...] = ()) -> Any:
    first = {"web_mb": 250.0, "files": 90, "threads": 20}
    last = {"web_mb": 250.0 + web_mb, "files": 90 + files, "threads": 20 + threads}
    return {"limits": LIMITS, "marks": [first, last], "problems": list(problems)}


@pytest.mark.parametrize(
    ("results", "beyond"),
    [
        (measured(), False),
        (measured(web_mb=20, files=50, threads=20), False),
        (measured(web_mb=21), True),
        (measured(files=51), True),
        (measured(threads=21), True),
        (measured(web_mb=-30), False),
        (measured(problems=("no trainer was started",)), True),
    ],
)
def test_what_grows_and_what_fails_is_beyond_the_limits(results: Any, beyond: bool):
    assert beyond_limits(results) is beyond
