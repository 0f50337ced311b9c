"""Names of processes: what says that one is gone."""

import platform
import subprocess
import sys

import pytest

from digitdemo.runs.processes import THIS_PROCESS, may_live

HERE, PID, _ = THIS_PROCESS.rsplit(":", 2)


def test_this_process_lives_and_its_number_says_nothing_of_the_one_before():
    assert may_live(THIS_PROCESS)
    assert not may_live(f"{HERE}:{PID}:01234567")  # a container that was restarted: process 1, as ever
    assert not may_live(f"{HERE}:{PID}")


def test_another_process_lives_as_long_as_its_number_does():
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert may_live(f"{HERE}:{other.pid}:01234567")
    other.communicate()
    assert not may_live(f"{HERE}:{other.pid}:01234567")


@pytest.mark.parametrize("process", [f"x{platform.node()}:1:01234567", "elsewhere:1"])
def test_of_another_machine_nothing_is_sure(process: str):
    assert may_live(process)
