import platform
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from digitdemo.system import PROJECT, memory_limit, usable_cores

WHOLE = psutil.virtual_memory().total


@pytest.mark.parametrize(
    ("own", "files", "limit"),
    [
        ("0::/\n", {"memory.max": "1000000000\n"}, 1e9),
        ("0::/\n", {"memory.max": "max\n"}, WHOLE),
        ("9:cpu:/\n4:memory:/\n0::/\n", {"memory/memory.limit_in_bytes": "9223372036854771712\n"}, WHOLE),
        ("0::/a.slice/b.service\n", {"a.slice/b.service/memory.max": "700000000\n"}, 7e8),
        (
            "0::/a.slice/b.service\n",
            {"a.slice/b.service/memory.max": "max\n", "a.slice/memory.max": "600000000\n"},
            6e8,
        ),
        ("4:cpu,memory:/one\n", {"memory/one/memory.limit_in_bytes": "500000000\n"}, 5e8),
        ("4:memory:/of/the/host\n", {"memory/memory.limit_in_bytes": "400000000\n"}, 4e8),
        (None, {}, WHOLE),
    ],
    ids=[
        "a container's limit",
        "no limit",
        "no limit in control groups 1",
        "a service's limit",
        "the limit of a group above",
        "a group's limit in control groups 1",
        "a container that is told the host's path",
        "no control groups",
    ],
)
def test_the_memory_is_what_this_process_may_use_of_the_machine(
    own: str | None, files: dict[str, str], limit: float, tmp_path: Path
):
    told = tmp_path / "cgroup"
    if own:
        told.write_text(own)
    for name, text in files.items():
        file = tmp_path / "groups" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert memory_limit(tmp_path / "groups", told) == limit


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


TRIMMED = """
import psutil
from digitdemo.system import give_memory_back, trim_memory
give_memory_back()
before = psutil.Process().memory_info().rss
pieces = [bytearray(b"x") * 100_000 for _ in range(500)]
last = bytearray(b"x") * 100_000  # lies above them
del pieces
trim_memory()
print((psutil.Process().memory_info().rss - before) // 1_000_000)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another library has memory of its own")
def test_small_pieces_that_are_freed_go_back_to_the_system_once_it_is_trimmed():
    kept = subprocess.run([sys.executable, "-c", TRIMMED], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert int(kept.stdout) < 10  # of 50 MB
