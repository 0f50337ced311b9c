import pytest

from digitdemo.jobs import warm_start
from digitdemo.jobs.warm_start import may_start_warm


@pytest.mark.parametrize(
    ("memory", "wish", "may"),
    [
        (1e9, None, False),
        (4e9, None, True),
        (1e9, "0", True),
        (4e9, "1000", False),
        (4e9, "", True),
        (1e9, "much", False),
    ],
)
def test_a_small_host_starts_no_trainer_unless_it_is_told_to(
    memory: float, wish: str | None, may: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(warm_start, "memory_limit", lambda: int(memory))
    monkeypatch.delenv("DIGITDEMO_WARM_START_GB", raising=False)
    if wish is not None:
        monkeypatch.setenv("DIGITDEMO_WARM_START_GB", wish)
    assert may_start_warm() is may
