import platform
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from digitdemo.system import PROJECT, memory_limit


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
