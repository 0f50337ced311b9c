import os
import signal
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

import pytest

from digitdemo.bench import colours
from digitdemo.cli import main


@pytest.fixture
def usual_end() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("usual_end")
def test_a_benchmark_that_is_told_to_end_ends_what_it_has_started(monkeypatch: pytest.MonkeyPatch):
    ended = []

    def measure(options: Namespace) -> dict[str, Any]:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            return {}
        finally:
            ended.append("app")

    monkeypatch.setattr(colours, "measure", measure)
    with pytest.raises(SystemExit) as status:
        main(["bench", "colours"])
    assert status.value.code == 128 + signal.SIGTERM
    assert ended == ["app"]
