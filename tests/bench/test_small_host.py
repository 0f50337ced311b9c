"""The small hosts: how their memory is read, and that docs/deploy.md has what was measured there."""

import json
import os
import sys
from pathlib import Path

import pytest

from digitdemo.bench.harness.small_host import VERSION_1, VERSION_2, SmallHost, Version, small_host
from digitdemo.bench.small_host import PAGE, table
from digitdemo.system import PROJECT, memory_limit

STATES = {
    VERSION_1: {
        "memory.stat": "cache 900\nrss 1\nrss_huge 0\ntotal_cache 900000000\ntotal_rss 345000000\n",
        "memory.max_usage_in_bytes": "690000000\n",
        "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
    },
    VERSION_2: {
        "memory.stat": "anon 345000000\nfile 900000000\nanon_thp 7\n",
        "memory.peak": "690000000\n",
        "memory.events": "low 0\noom 5\noom_kill 2\noom_group_kill 0\n",
    },
}


@pytest.mark.parametrize("version", STATES, ids=["version 1", "version 2"])
def test_the_memory_of_a_host_is_read_in_either_version_of_control_groups(version: Version, tmp_path: Path):
    for name, text in STATES[version].items():
        (tmp_path / name).write_text(text)
    host = SmallHost(tmp_path, version, tmp_path, frozenset())
    assert (host.anonymous_mb(), host.peak_mb(), host.killed()) == (345.0, 690.0, 2)


def test_a_process_within_has_the_hosts_memory_and_one_core_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    for prefix in ("prefix", "base_prefix"):  # Python's own files stay in memory, where other tests need them
        monkeypatch.setattr(sys, prefix, str(tmp_path))
    whole, cores = memory_limit(), os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    try:
        with small_host(500) as host:
            assert memory_limit() == pytest.approx(500e6, rel=0.01)  # in whole pages
            assert os.sched_getaffinity(0) == {min(cores)}
            assert host.killed() == 0
            folder = host.folder
    except RuntimeError as error:
        pytest.skip(str(error))
    assert not folder.exists()
    assert memory_limit() == whole
    assert os.sched_getaffinity(0) == cores


def test_the_page_has_what_was_measured_and_the_kernel_had_to_kill_nobody():
    results = json.loads((PROJECT / "benchmarks" / "results" / "small_host.json").read_text(encoding="utf-8"))
    assert list(results["hosts"]) == ["690", "1000"]
    assert table(results["hosts"]) in PAGE.read_text(encoding="utf-8")
    assert [host["killed"] for host in results["hosts"].values()] == [0, 0]
