from pathlib import Path

import psutil
import pytest

from digitdemo.system import memory_limit


@pytest.mark.parametrize(
    ("text", "limit"),
    [("1000000000\n", 1_000_000_000), ("max\n", None), ("9223372036854771712\n", None), (None, None)],
    ids=["a container's limit", "no limit", "no limit in control groups 1", "no such file"],
)
def test_the_memory_is_that_of_the_container_if_it_has_less_than_the_machine(
    text: str | None, limit: int | None, tmp_path: Path
):
    file = tmp_path / "memory.max"
    if text:
        file.write_text(text)
    assert memory_limit([file]) == (limit or psutil.virtual_memory().total)
