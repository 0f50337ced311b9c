"""A training whose run is kept in memory alone."""

from digitdemo.config.train_config import TrainConfig
from digitdemo.runs.metrics import EpochMetrics
from digitdemo.runs.run import Run, ended_run
from digitdemo.system import describe_machine, quiet


def train_run(config: TrainConfig) -> Run:
    """Train by `config` in this process and return the run, of which no file is written."""
    with quiet():
        from digitdemo.training.loop import forget
        from digitdemo.training.session import train_and_export
    history: list[EpochMetrics] = []
    ending = train_and_export(config, on_epoch=history.append)
    forget()
    return ended_run(ending, run_id="unsaved", config=config, history=history, machine=describe_machine())
