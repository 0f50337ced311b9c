"""A search by Optuna, where that is installed: it proposes, the app trains, and is told the validation accuracy.

Nothing is kept but the runs: before each proposal a study is made of those that are there (ask and tell,
https://optuna.readthedocs.io, "Ask-and-Tell Interface"), so that a search goes on wherever it ended.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digitdemo.analysis.validation import holds_out, validation_of
from digitdemo.config.knob import ConfigError
from digitdemo.config.train_config import KNOBS, TrainConfig, matters
from digitdemo.runs.run import Run
from digitdemo.sweeps.found import tells
from digitdemo.sweeps.values import UNSWEPT, values_to_choose_from
from digitdemo.texts import tr

if TYPE_CHECKING:
    import optuna

MOST_KNOBS = 5
MOST_TRIALS = 100
_BY_CHANCE = 5  # trials before the sampler has anything to learn from
_ASKED = 20  # proposals, of which one at least is to be new: there are few combinations of few values
_FEWEST = 8  # trials from which importances mean something
_KNOBS, _TRIALS = "search", "trials"


@dataclass(frozen=True)
class Search:
    """A search around `base` over the values of some knobs, by so many trials, all from the seed of `base`.

    Raises:
        ConfigError: it is too large, or there is nothing to search; the message names field, value and what is allowed.
    """

    base: TrainConfig
    knobs: tuple[str, ...]
    trials: int

    def __post_init__(self) -> None:
        if not 1 <= len(set(self.knobs)) == len(self.knobs) <= MOST_KNOBS:
            raise ConfigError(
                _KNOBS, tr("{n} knobs are not allowed; give 1 to {most}", n=len(self.knobs), most=MOST_KNOBS)
            )
        for name in self.knobs:
            if not can_be_searched(name, self.base):
                raise ConfigError(_KNOBS, tr("{name!r} is not allowed; give a knob that matters here", name=name[:40]))
        if type(self.trials) is not int or not 2 <= self.trials <= MOST_TRIALS:
            trials = repr(self.trials)[:20]
            raise ConfigError(_TRIALS, tr("{trials} is not allowed; give 2 to {most}", trials=trials, most=MOST_TRIALS))
        if not holds_out(self.base):
            raise ConfigError("train_size", tr("it leaves no images for validation, by which a search goes; give less"))

    def to_texts(self) -> dict[str, str]:
        """Return it as a visit keeps it."""
        return {**self.base.to_texts(), _KNOBS: ",".join(self.knobs), _TRIALS: str(self.trials)}

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Search:
        """Return the search that `to_texts` made these of.

        Raises:
            ConfigError: they are of none.
        """
        base = TrainConfig(**{name: KNOBS[name].parse(text) for name, text in texts.items() if name in KNOBS})
        trials = texts.get(_TRIALS, "")
        return cls(base, tuple(texts.get(_KNOBS, "").split(",")), int(trials) if trials.isdecimal() else 0)

    def is_trial(self, config: TrainConfig) -> bool:
        """Return whether a training by `config` is one of it: only its knobs differ from the base's."""
        return all(getattr(config, name) == getattr(self.base, name) for name in KNOBS if name not in self.knobs)


def is_installed() -> bool:
    """Return whether Optuna is there."""
    return importlib.util.find_spec("optuna") is not None


def can_be_searched(name: str, base: TrainConfig) -> bool:
    """Return whether a search around `base` may turn that knob: one with several values that decides no other."""
    if name not in KNOBS or name in (*UNSWEPT, "architecture", "optimizer") or not matters(name, base):
        return False
    return len(values_to_choose_from(name)) > 1


def trials_of(search: Search, runs: Iterable[Run]) -> list[Run]:
    """Return the runs that are trials of a search, each config once, in their order."""
    found: dict[TrainConfig, Run] = {}
    for run in runs:
        if search.is_trial(run.config) and tells(run):
            found.setdefault(run.config, run)
    return list(found.values())


def next_trial(search: Search, runs: Iterable[Run], tried: Iterable[TrainConfig] = ()) -> TrainConfig | None:
    """Return what to train next, by what the `runs` have told; None where it is done or finds nothing new.

    The same runs give the same proposal. What was `tried` and has no run is not proposed again.
    """
    trials = trials_of(search, runs)
    known = {*(run.config for run in trials), *tried}
    if len(known) >= search.trials:
        return None
    study, space = _study(search, trials), _space(search)
    for _ in range(_ASKED):
        asked = study.ask(space)
        config = _config(search, asked.params)
        if config is not None and config not in known:
            return config
        _tell_again(study, asked, config, trials)
    return None


def best_of(trials: Sequence[Run]) -> Run | None:
    """Return the trial with the highest validation accuracy, the first of equals; None without one."""
    finished = [run for run in trials if run.outcome == "finished"]
    return max(finished, key=_value, default=None)


def importances(search: Search, runs: Iterable[Run]) -> dict[str, float]:
    """Return how much of the spread of validation accuracy each knob explains, as shares that add up to 1.

    {} from too few trials, or where all are alike. By PED-ANOVA: S. Watanabe, A. Bansal, F. Hutter, "PED-ANOVA",
    IJCAI 2023, which asks what sets the best trials apart from the others.
    """
    trials = trials_of(search, runs)
    # Of a knob that was the same in all, the evaluator would say that it matters.
    varied = [name for name in search.knobs if len({getattr(run.config, name) for run in trials}) > 1]
    if len(trials) < _FEWEST or not varied or len({_value(run) for run in trials}) < 2:
        return {}
    import optuna

    evaluator = optuna.importance.PedAnovaImportanceEvaluator()
    found = optuna.importance.get_param_importances(_study(search, trials), evaluator=evaluator, params=varied)
    return {name: float(share) for name, share in found.items()} if sum(found.values()) > 0 else {}


def _value(run: Run) -> float:
    """Return what Optuna is told of a run: one that diverged has learned nothing."""
    validation = validation_of(run)
    return validation.accuracy if validation and run.outcome == "finished" else 0.0


def _study(search: Search, trials: Sequence[Run]) -> optuna.Study:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    # A seed of its own for each step, or every proposal by chance would be the same one.
    sampler = optuna.samplers.TPESampler(seed=search.base.seed + len(trials), n_startup_trials=_BY_CHANCE)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    space = _space(search)
    for run in trials:
        params = _params(search, run.config)
        if params is not None:
            study.add_trial(optuna.trial.create_trial(params=params, distributions=space, value=_value(run)))
    return study


def _tell_again(study: optuna.Study, asked: Any, config: TrainConfig | None, trials: Sequence[Run]) -> None:
    """Tell the study what a proposal that is no new one is worth: nothing, if it cannot be or has failed."""
    known = next((run for run in trials if run.config == config), None)
    study.tell(asked, _value(known) if known else 0.0)


def _space(search: Search) -> dict[str, optuna.distributions.BaseDistribution]:
    """Return the knobs as Optuna's: a text by name, a number by its place among the stops, which are in order."""
    from optuna.distributions import CategoricalDistribution, IntDistribution

    return {
        name: CategoricalDistribution(values_to_choose_from(name))
        if KNOBS[name].kind is str
        else IntDistribution(0, len(values_to_choose_from(name)) - 1)
        for name in search.knobs
    }


def _config(search: Search, params: Mapping[str, Any]) -> TrainConfig | None:
    """Return the training that Optuna proposes; None where its values contradict each other."""
    config = search.base
    try:
        for name, value in params.items():
            config = config.with_knob(name, value if KNOBS[name].kind is str else values_to_choose_from(name)[value])
    except ConfigError:
        return None
    return config if holds_out(config) else None


def _params(search: Search, config: TrainConfig) -> dict[str, Any] | None:
    """Return a training as Optuna knows it; None where one of its values is no stop of the knob."""
    params = {}
    for name in search.knobs:
        value, stops = getattr(config, name), values_to_choose_from(name)
        if value not in stops:
            return None
        params[name] = value if KNOBS[name].kind is str else stops.index(value)
    return params
