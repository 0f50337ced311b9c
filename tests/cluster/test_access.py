import dataclasses
import sys
from pathlib import Path

import pytest

from digitdemo.cli import main
from digitdemo.cluster import cluster_if_any
from digitdemo.cluster.access import Access, ClusterError, configured_access

TOKEN = "sixteen letters, or more"
LOCAL = {"DIGITDEMO_SCHEDULER": "tcp://127.0.0.1:8786", "DIGITDEMO_CLUSTER_TOKEN": TOKEN}
ELSEWHERE = {**LOCAL, "DIGITDEMO_SCHEDULER": "tls://scheduler.example:8786"}


def test_without_a_scheduler_there_is_no_cluster_and_nothing_of_one():
    assert configured_access({}) is None
    assert configured_access({"DIGITDEMO_CLUSTER_TOKEN": TOKEN}) is None
    assert cluster_if_any() is None


def test_on_one_machine_a_token_is_enough():
    assert configured_access(LOCAL) == Access("tcp://127.0.0.1:8786", TOKEN)


def test_between_machines_there_are_certificates(tmp_path: Path):
    names = ["DIGITDEMO_CLUSTER_CA", "DIGITDEMO_CLUSTER_CERT", "DIGITDEMO_CLUSTER_KEY"]
    files = {name: str(tmp_path / name) for name in names}
    for path in files.values():
        Path(path).touch()
    found = configured_access({**ELSEWHERE, **files})
    assert found == Access(ELSEWHERE["DIGITDEMO_SCHEDULER"], TOKEN, *files.values())
    assert found.encrypted
    for name in names:
        with pytest.raises(ClusterError, match=f"{name} has to name a file"):
            configured_access({**ELSEWHERE, **files, name: str(tmp_path / "nothing")})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"DIGITDEMO_SCHEDULER": "tcp://192.168.1.7:8786"}, "is another machine"),
        ({"DIGITDEMO_SCHEDULER": "tcp://scheduler.example:8786"}, "is another machine"),
        ({"DIGITDEMO_SCHEDULER": "127.0.0.1:8786"}, "is no address"),
        ({"DIGITDEMO_SCHEDULER": "tcp://127.0.0.1"}, "is no address"),
        ({"DIGITDEMO_SCHEDULER": "tcp://127.0.0.1:port"}, "is no address"),
        ({"DIGITDEMO_SCHEDULER": "ftp://127.0.0.1:8786"}, "is no address"),
        ({"DIGITDEMO_CLUSTER_TOKEN": ""}, "at least 16 characters"),
        ({"DIGITDEMO_CLUSTER_TOKEN": "short"}, "at least 16 characters"),
    ],
)
def test_what_would_be_open_to_strangers_is_refused(changes: dict[str, str], why: str):
    with pytest.raises(ClusterError, match=why):
        configured_access({**LOCAL, **changes})


def test_an_app_that_may_not_use_its_cluster_trains_by_itself_and_the_log_says_why(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setenv("DIGITDEMO_SCHEDULER", "tcp://192.168.1.7:8786")
    monkeypatch.setenv("DIGITDEMO_CLUSTER_TOKEN", TOKEN)
    assert cluster_if_any() is None
    assert "all trainings are here" in caplog.text


def test_an_app_that_lacks_what_its_cluster_takes_trains_by_itself_and_the_log_says_what(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    for name, value in LOCAL.items():
        monkeypatch.setenv(name, value)
    for module in [name for name in sys.modules if name.startswith("digitdemo.cluster.")]:
        monkeypatch.delitem(sys.modules, module)
    for module in ("distributed", "distributed.core", "dask", "dask.config"):
        monkeypatch.setitem(sys.modules, module, None)
    assert cluster_if_any() is None
    assert "is not installed (pip install -r requirements-cluster.txt)" in caplog.text
    assert main(["worker"]) == 2
    assert "pip install -r requirements-cluster.txt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("scheduler", "address", "allowed"),
    [
        ("tls://scheduler.example:8786", "tls://192.168.1.8:4000", True),
        ("tls://scheduler.example:8786", "tcp://192.168.1.8:4000", False),
        ("tls://scheduler.example:8786", "tcp://127.0.0.1:4000", False),
        ("tcp://127.0.0.1:8786", "tcp://127.0.0.1:4000", True),
        ("tcp://127.0.0.1:8786", "tcp://[::1]:4000", True),
        ("tcp://127.0.0.1:8786", "tcp://192.168.1.8:4000", False),
        ("tcp://127.0.0.1:8786", "inproc://192.168.1.8/1/2", False),
    ],
)
def test_a_worker_is_spoken_to_as_the_scheduler_is_or_not_at_all(scheduler: str, address: str, allowed: bool):
    assert dataclasses.replace(Access("", TOKEN), address=scheduler).may_be(address) is allowed


def test_the_token_is_not_shown():
    assert TOKEN not in repr(configured_access(LOCAL))
