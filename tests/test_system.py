import platform
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from digitdemo.system import PROJECT, memory_limit, usable_cores


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


@pytest.mark.parametrize(
    ("texts", "cores"),
    [
        (["50000 100000\n"], 0.5),
        (["max 100000\n"], None),
        (["25000\n", "100000\n"], 0.25),
        (["-1\n", "100000\n"], None),
        (["10000000000 100000\n"], None),
        ([None], None),
    ],
    ids=["a container's share", "no limit", "control groups 1", "no limit there", "more than there are", "no file"],
)
def test_the_cores_are_the_containers_share_of_them_if_it_has_less(
    texts: list[str | None], cores: float | None, tmp_path: Path
):
    paths = [tmp_path / str(number) for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        if text:
            path.write_text(text)
    assert usable_cores([paths]) == (cores or usable_cores([]))
    assert usable_cores([]) >= 1


FREED = """
import psutil
from digitdemo.system import give_memory_back
give_memory_back()
first = bytearray(8_000_000)
del first  # from now on glibc takes pieces of that size from its heap, if it is left alone
before = psutil.Process().memory_info().rss
pieces = [bytearray(b"x") * 2_000_000 for _ in range(50)]
last = bytearray(b"x") * 100_000  # lies above them
del pieces
print((psutil.Process().memory_info().rss - before) // 1_000_000)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another library has memory of its own")
def test_what_is_freed_goes_back_to_the_system():
    kept = subprocess.run([sys.executable, "-c", FREED], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert int(kept.stdout) < 20  # of 100 MB
