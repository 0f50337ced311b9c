"""The figures in docs/ are those that are recorded, and as good as they have to be."""

import json
import math
import statistics
from collections.abc import Iterable
from typing import Any

from digitdemo.analysis.experiments import EXPERIMENTS
from digitdemo.analysis.recorded import RECORDED_SEEDS
from digitdemo.analysis.studies import STUDIES
from digitdemo.analysis.studies.recorded import recorded_study
from digitdemo.bench.accuracy import AS_CLAIMED, LISTINGS
from digitdemo.bench.cluster import PAGE as SCALE_PAGE
from digitdemo.bench.cluster import tables
from digitdemo.bench.experiments_page import experiments_page
from digitdemo.bench.harness.time_to_accuracy import in_words
from digitdemo.bench.reliability_page import PAGE as RELIABILITY_PAGE
from digitdemo.bench.reliability_page import PROMISES, reliability_page
from digitdemo.bench.reliability_page import recorded as recorded_promises
from digitdemo.bench.store import MOST_LISTING, MOST_SAVING
from digitdemo.bench.strangers.page import PAGE as STRANGERS_PAGE
from digitdemo.bench.strangers.page import strangers_page
from digitdemo.bench.studies.strangers import strangers
from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.system import PROJECT
from digitdemo.ui.panels.inside_views.fault import TINY
from digitdemo.ui.panels.inside_views.saliency import TRUST
from tests.conftest import shipped_recording

MEASURED, PERFORMANCE, EXPERIMENTS_PAGE = (
    (PROJECT / "docs" / f"{name}.md").read_text(encoding="utf-8") for name in ("measured", "performance", "experiments")
)
WORDS = " ".join(MEASURED.split())


def recorded(name: str) -> dict[str, Any]:
    results = json.loads((PROJECT / "benchmarks" / "results" / f"{name}.json").read_text(encoding="utf-8"))
    assert results["machine"] in WORDS
    return results


def test_accuracies_are_the_recorded_ones():
    models = recorded("accuracy")["models"]
    assert list(models) == list(ARCHITECTURES)
    for name, model in models.items():
        assert model["seeds"] == [0, 1, 2]
        assert model["machine"] in WORDS
        if name in LISTINGS:
            assert AS_CLAIMED.items() <= model["config"].items()
        for values in (model["train_accuracy"], model["test_accuracy"]):
            assert f"{statistics.mean(values):.4f} ({min(values):.4f} to {max(values):.4f})" in MEASURED
        assert f"| {statistics.mean(model['seconds']):,.0f} s |" in MEASURED


def test_the_best_model_is_as_good_small_and_quickly_trained_as_it_has_to_be():
    best = recorded("accuracy")["models"]["best"]
    assert statistics.mean(best["test_accuracy"]) >= 0.996
    assert max(best["seconds"]) <= 30 * 60
    assert (PROJECT / "assets" / "models" / "best" / "model.tflite").stat().st_size <= 2_000_000


def test_drawings_are_the_recorded_ones_and_read_as_well_as_they_have_to_be():
    results = recorded("drawings")
    assert f"{results['drawings']} pen drawings" in WORDS
    spreads = []
    for name, figures in results["models"].items():
        shown = f"{100 * figures['accuracy']:.1f} % ({100 * figures['low']:.1f} to {100 * figures['high']:.1f})"
        pixels = results["details"]["pixels"][name]["size"]
        shares = (f"{100 * pixels[size]['accuracy']:.1f} %" for size in ("100%", "25%"))
        assert f"| {shown} | {' | '.join(shares)} |" in MEASURED
        for group in ("size", "place", "pen"):
            accuracies = [share["accuracy"] for share in results["details"]["strokes"][name][group].values()]
            spreads.append(max(accuracies) - min(accuracies))
    assert results["models"]["cnn"]["accuracy"] >= 0.96
    assert results["models"]["best"]["accuracy"] >= 0.985
    assert max(spreads) <= 0.01
    assert f"more than {100 * max(spreads):.1f} points" in WORDS
    several = results["several"]
    assert several["of one digit"] == 0
    assert f"{several['of one digit']} are taken for more than one digit" in WORDS
    for kind, said in (
        ("two", "two, 15 % of their height apart"),
        ("two, close", "two, 8 % apart"),
        ("three, close", "three, 8 % apart"),
        ("two sizes", "two of different sizes"),
        ("two, slanted", "two slanted ones that may overhang each other"),
        ("two and a speck", "two with a speck between them"),
    ):
        assert several["told apart"][kind] >= 0.99
        assert f"{said}, {100 * several['told apart'][kind]:.1f} %" in WORDS
    for kind, said in (
        ("two, touching", "two whose boxes touch"),
        ("three, touching", "three whose boxes do"),
        ("two, overlapping", "two whose boxes overlap by 10 %"),
    ):
        assert several["told apart"][kind] >= 0.9
        assert f"{said}, {100 * several['told apart'][kind]:.1f} %" in WORDS
    for kind, said in (
        ("a dot", "a dot beside"),
        ("a minus", "a minus in front"),
        ("a plus", "a plus or a times in front"),
        ("a line below", "a line below"),
        ("a ring", "a ring around"),
        ("a box", "a box around"),
    ):
        shares = [several["told apart"][f"{count} and {kind}"] for count in ("one", "two")]
        assert min(shares) >= 0.95
        assert "{}, {:.1f} % and {:.1f} %".format(said, *(100 * share for share in shares)) in WORDS
    for kind, said, least in (
        ("a box that touches", "a box that touches them", 0.95),
        ("a line that touches", "a line that does", 0.5),
    ):
        shares = [several["told apart"][f"{count} and {kind}"] for count in ("one", "two")]
        assert min(shares) >= least
        assert "{}, {:.1f} % and {:.1f} %".format(said, *(100 * share for share in shares)) in WORDS
    in_pieces = several["told apart"]["one in pieces"]
    assert in_pieces >= 0.85
    assert f"whose pen was lifted in its strokes, in {100 * in_pieces:.1f} %" in WORDS
    for kind, said in (
        ("two", "two, 15 % apart"),
        ("two, close", "two, 7 % apart"),
        ("four", "four, 12 % apart"),
        ("two lines of four", "two lines of four, 12 % apart"),
        ("three lines of two, close", "three lines of two, the lines 30 % apart"),
        ("five below each other, close", "five below each other, 30 % apart"),
        ("eleven", "eleven, 12 % apart"),
    ):
        assert several["found on pictures"][kind] >= 0.98
        assert f"{said}, {100 * several['found on pictures'][kind]:.1f} %" in WORDS


def test_what_is_read_of_strangers_is_the_recorded_and_what_the_lesson_and_the_readme_say():
    results = recorded("strangers")
    assert list(results["models"]) == list(ARCHITECTURES)
    assert strangers_page(results) == STRANGERS_PAGE.read_text(encoding="utf-8")
    assert results["seconds"] <= results["limit_seconds"] == 600
    study = recorded_study("strangers", STUDIES["strangers"].record).measured
    assert study == strangers(results["models"])
    best = results["models"]["best"]
    assert study.kinds["test"]["best"].accuracy > 0.995  # as the lesson's question says
    assert best["ardis"]["right"]["share"] > best["ardis_raw"]["right"]["share"]  # that preparation matters
    readme = " ".join((PROJECT / "README.md").read_text(encoding="utf-8").split())
    right = [f"{100 * best[kind]['right']['share']:.1f} %" for kind in ("drawings", "pictures", "ardis_raw")]
    assert "drawings ({} right), photos ({}), old church books ({})".format(*right) in readme


def test_what_learning_from_ones_own_hand_does_is_the_recorded_and_repairs_more_than_it_breaks():
    results = recorded("mine")
    assert f"of each of the {len(results['writers'])} of these writers" in WORDS
    for name, found in results["models"].items():
        assert f"the rest, {found['held_out']} of all, were held out" in WORDS
        cells = [found[kind] for kind in ("before", "after", "repaired", "broken")]
        shares = [f"{found[by]['repaired']:g} and {found[by]['broken']:g}" for by in ("mnist", "seed")]
        assert f"| {' | '.join(map(str, [*cells, *shares]))} |" in MEASURED
        assert found["repaired"] > found["broken"]
        worse = found["mnist"]["broken"] - found["mnist"]["repaired"]
        assert worse < 25, name  # of 10,000: what another seed may do


def test_confidence_is_the_recorded_one():
    results = recorded("confidence")
    for model in results["models"].values():
        test = model["test"]
        error = f"{100 * test['calibration_error']:.1f} % ({100 * test['calibration_error_before']:.1f} %)"
        right = f"{100 * test['about_90']['right']:.0f} % of {test['about_90']['count']:,}"
        assert f"| {model['temperature']:.2f} | {right} | {error} |" in MEASURED
    for kind, share in results["no_digit"].items():
        assert f"{kind} | {100 * share:.1f} % | {100 * results['not_sure'][kind]:.1f} % |" in MEASURED


def test_what_is_blamed_is_the_recorded_and_the_preparation_of_no_test_image():
    results = recorded("fault")
    assert f"The {results['drawings']} drawings" in WORDS
    tests = [model["test"] for model in results["models"].values()]
    for model in results["models"].values():
        test, blamed = model["test"], model["test"]["blamed"]
        assert test["judged"] == min(test["misread"], 200)
        assert blamed["preparation"] == 0
        assert sum(blamed.values()) == test["judged"]
        counts = f"{test['judged']} of {test['misread']} | 0 | {blamed['digit']} | {blamed['model']}"
        assert f"| {counts} | {100 * test['tiny']:.0f} % | {100 * test['tiny_of_right']:.1f} % |" in MEASURED
        cells = (
            f"{drawn['misread']}: {drawn['blamed']['preparation']}, {drawn['blamed']['digit']}, "
            f"{drawn['blamed']['model']}"
            for drawn in model["drawings"].values()
        )
        assert f"| {' | '.join(cells)} |" in MEASURED
        assert model["drawings"]["strokes"]["blamed"]["preparation"] == 0
    assert f"{_span(test['tiny_ever'] for test in tests)} % are read right after at least one" in WORDS
    unknown = _span(test["unknown_by_two_thirds"] / test["judged"] for test in tests)
    assert f"With two thirds instead, {unknown} % of" in WORDS
    assert f"{_span(test['tiny_of_right'] for test in tests)}% of the changes are read right, too" in TINY
    assert f"still {_span(test['tiny'] for test in tests)}%" in TINY


def _span(shares: Iterable[float]) -> str:
    """Return the lowest and the highest in percent."""
    percent = [100 * share for share in shares]
    return f"{min(percent):.0f} to {max(percent):.0f}"


def test_what_the_maps_mark_is_the_recorded_and_more_than_random_pixels_and_untrained_networks_do():
    results = recorded("saliency")
    assert f"on {results['images']} test images" in WORDS
    assert f"on {results['untrained_images']} of the images" in WORDS
    likeness: dict[str, list[float]] = {}
    hardly: list[tuple[str, str]] = []
    for name, model in results["models"].items():
        cells = []
        for test in ("taken", "added"):
            turned = {order: figures["turned"] for order, figures in model[test].items()}
            chance = turned.pop("random")
            cells.append(f"{100 * chance:.0f} %")
            for kind in turned:
                if f"{kind}, untrained" in turned:
                    untrained = turned[f"{kind}, untrained"]
                    cells.append(f"{100 * turned[kind]:.0f} % ({100 * untrained:.0f} %)")
                    assert turned[kind] > max(chance, untrained)
                    falls = model[test][kind]["fall"] / model[test]["random"]["fall"]
                    assert falls > 1.1
                    if falls <= 1.2:
                        hardly.append((name, kind))
        assert f"| {' | '.join(cells)} |" in MEASURED
        for kind, figures in model["likeness"].items():
            likeness.setdefault("signed", []).append(figures["signed"])
            likeness.setdefault(kind, []).append(figures["magnitudes"])
    assert hardly == [("best", "ink")]
    assert "the patches of ink of the best CNN, which has learned from lines that are worn and blotted, hardly" in WORDS
    for kind, words in {
        "signed": "trained and untrained maps is",
        "paper": "the rank correlation of the magnitudes is",
    }.items():
        assert f"{words} {min(likeness[kind]):.2f} to {max(likeness[kind]):.2f}" in WORDS
    most = {kind: f"{max(found):.2f}" for kind, found in likeness.items()}
    assert f"Of the gradient it is at most {most['gradient']}, of patches of ink at most {most['ink']}." in WORDS
    taken = {order: f"{100 * figures['turned']:.0f}%" for order, figures in results["models"]["best"]["taken"].items()}
    for words in (
        f"and {results['images']} test images",
        f"at random, {taken['random']} of the",
        f"marks most, {taken['gradient']} do, and by the patches of paper {taken['paper']}.",
        f"it is {taken['gradient, untrained']} and {taken['paper, untrained']}.",
        f"rank correlation {results['models']['best']['likeness']['paper']['magnitudes']:.2f}",
    ):
        assert words in TRUST


def test_latency_is_the_recorded_one_and_within_its_limits():
    results = recorded("latency")
    for name, limit in results["limits"].items():
        measured = results["milliseconds"][name]
        assert f"| {measured:,.0f} ms | {limit:,} ms |" in MEASURED
        assert measured <= limit, name


def test_answers_while_one_draws_are_the_recorded_ones_and_the_servers():
    results = recorded("live")
    models, drawings, frame = results["test_images"].values(), results["drawings"], results["frame_ms"]
    same, images = sum(model["same"] for model in models), sum(model["of"] for model in models)
    assert f"| {same:,} of {images:,} | all |" in MEASURED
    assert same == images == 6 * 1000
    assert f"on {drawings['of']:,} drawings | {100 * drawings['same']:.2f} % | 99.5 % |" in MEASURED
    assert drawings["same"] >= results["limits"]["same_on_drawings"] == 0.995
    assert f"| {drawings['models']['best']:,} of {drawings['of']:,} |" in MEASURED
    assert f"| a frame, median | {frame['median']:.1f} ms | 8 ms |" in MEASURED
    assert f"| a frame, 95th percentile | {frame['95']:.1f} ms |" in MEASURED
    assert frame["median"] <= results["limits"]["frame_ms"] == 8


def test_memory_is_the_recorded_one_and_within_its_limits():
    results = recorded("memory")
    assert f"| {results['web_mb']['rest']:.0f} MB | 240 MB |" in MEASURED
    assert results["web_mb"]["rest"] <= results["web_limit_mb"] == 240
    for size, limit in {"small": 1000, "large": 1300}.items():
        peak = results["trainer_peak_mb"][size]
        assert f"| {peak:,.0f} MB | {limit:,} MB |" in MEASURED
        assert peak <= results["trainer_limit_mb"][size] == limit


def test_the_stores_speed_is_the_recorded_one_and_within_its_limits():
    results = recorded("store")
    for name in ("save_best_s", "save_mlp_s", "list_s", "load_s", "read_model_s"):
        shown = " | ".join(f"{1000 * results[kind][name]:.1f} ms" for kind in ("sqlite", "postgresql"))
        assert f"| {shown} |" in MEASURED
    for kind in ("sqlite", "postgresql"):
        assert results[kind]["save_best_s"] <= MOST_SAVING == 0.3
        assert results[kind]["list_s"] <= MOST_LISTING == 0.05


def test_no_kill_has_cost_a_run_that_was_said_to_be_saved():
    results = recorded("crash")
    for kind, name in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        found = results[kind]
        assert found["losses"] == []
        assert found["kills"] >= 200
        assert f"| {name} | {found['kills']} | {found['saved']:,} | 0 |" in MEASURED


REACH = {"linear": (3.0, 6.0), "mlp": (1.5, 20.0), "cnn": (1.15, 3.5)}  # same mathematics at batch 32; time to accuracy


def test_training_speed_is_the_recorded_one_and_as_fast_as_it_has_to_be():
    results = recorded("training")
    for name, model in results["models"].items():
        small, large = model["batch_32"], model["batch_128"]
        shown = " | ".join(f"{ratio:.1f}" for ratio in (small["ratio"], large["ratio"], large["ratio_pytorch"]))
        memory = f"{model['peak_rss_mb']:.0f} MB"
        for page in (MEASURED, PERFORMANCE):
            assert f"| {shown} | {memory} |" in page
        assert small["ratio"] >= REACH[name][0]
        assert min(large["ratio"], large["ratio_pytorch"]) > 1
        assert model["peak_rss_mb"] <= 900
        # The same mathematics: after one epoch the accuracies agree within what the seeds differ by.
        means = [statistics.mean(large[f"{who}_accuracy"]) for who in ("ours", "keras", "pytorch")]
        assert max(means) - min(means) < 0.006
    assert results["cnn_share_of_peak"] >= 0.3
    assert f"{100 * results['cnn_share_of_peak']:.0f} % of" in PERFORMANCE
    assert max(start["second_s"] for start in results["first_step_s"].values()) <= 1.5
    assert results["stop_s"]["most"] <= 0.3
    assert max(results["progress_cost"].values()) <= 0.03
    memory = results["memory_over_trainings_mb"]
    assert len(memory) == 30
    assert max(memory[5:]) - memory[5] < 30


def test_time_to_accuracy_is_the_recorded_one_and_as_short_as_it_has_to_be():
    results = recorded("training_recipes")
    targets = {name: model["time_to_accuracy"] for name, model in results["models"].items()}
    for name, target in targets.items():
        assert shown_times_as_soon(target["ours_every_seed_s"], target["listing_every_seed_s"]) >= REACH[name][1], name
    fast, listing = results["fast"], targets["cnn"]["listing_every_seed_s"]
    assert shown_times_as_soon(fast["seconds"], listing) >= 20
    assert min(fast["test_accuracy"]) >= 0.99


def shown_times_as_soon(ours: list[float], theirs: list[float | None]) -> float:
    """Return how many times as soon we are, the median over the seeds; both pages have to show each.

    A listing that never gets there is beaten by more than any number.
    """
    times = [math.inf if other is None else other / own for own, other in zip(ours, theirs, strict=False)]
    words = ["beyond it" if math.isinf(each) else f"{each:.1f}" for each in times]
    row = " | ".join(", ".join(cells) for cells in (map(in_words, ours), map(in_words, theirs), words))
    assert f"| {row} |" in MEASURED
    assert f"| {row} |" in PERFORMANCE
    return statistics.median(times)


def test_the_experiments_figures_are_the_recorded_ones_and_those_that_the_page_shows():
    runs = shipped_recording()
    results = recorded("experiments")["experiments"]
    assert list(results) == list(EXPERIMENTS)
    for name, experiment in EXPERIMENTS.items():
        assert list(results[name]["trainings"]) == list(experiment.arms)
        for arm, about in results[name]["trainings"].items():
            kept = [runs[name, arm, seed].kept for seed in RECORDED_SEEDS]
            assert about["test_accuracy"] == [record.test_accuracy for record in kept]
            assert about["train_accuracy"] == [record.train_accuracy for record in kept]
        assert all(compared["holds"] for compared in results[name]["comparisons"])
    assert experiments_page(runs) == EXPERIMENTS_PAGE


def test_how_soon_pages_come_is_the_recorded_and_within_the_limits():
    results = recorded("pages")
    missed = set()
    for profile, visits in results["profiles"].items():
        for visit, found in visits.items():
            switches = {name: page["switch"] for name, page in found["pages"].items()}
            slowest = max(switches, key=switches.__getitem__)
            assert f"| {found['kilobytes']:,.0f} kB |" in MEASURED
            assert f" {switches[slowest]:,.0f} ms ({slowest}) |" in MEASURED
            measured = {**{name: found[name] for name in ("first_paint", "canvas")}, "switch": switches[slowest]}
            for name, value in measured.items():
                assert f" {value:,.0f} ms" in MEASURED
                if value > results["limits"][name]:
                    missed.add((profile, visit, name))
    # The slow phone has no aim; of the other docs/measured.md says that it misses its.
    assert {one for one in missed if one[0] != "slow phone"} == {("laptop", "cold", "switch")}


def test_a_lesson_is_the_recorded_one_and_within_its_limits():
    results = recorded("teach")
    limits = results["limits"]
    assert f"| {results['first_step_s']:.2f} s | {limits['first_step_s']:.1f} s |" in MEASURED
    assert f"| {results['changes_a_second']:.1f} | {limits['changes_a_second']:.0f} |" in MEASURED
    assert f"| {100 * results['share']:.1f} % | {100 * limits['share']:.0f} % |" in MEASURED
    assert f"| {results['right_s']:.2f} s | |" in MEASURED
    assert f"| {results['whole_s']:.1f} s | |" in MEASURED
    assert results["first_step_s"] <= limits["first_step_s"] == 1.5
    assert results["changes_a_second"] >= limits["changes_a_second"] == 2
    assert results["share"] <= limits["share"] == 0.05


def test_a_persons_waits_are_the_recorded_ones_and_within_their_limits():
    results = recorded("waits")
    limits = results["limits"]
    assert limits == {"first_step_s": 1.0, "usable_s": 0.5, "probe_cost": 0.05}
    assert list(results["models"]) == list(ARCHITECTURES)
    for name, model in results["models"].items():
        first, usable = model["first_step_s"], max(model["usable_s"].values())
        steps = " | ".join(f"{first[when]:.2f} s" for when in ("prepared", "second", "unprepared"))
        assert f"| {name} | {steps} | {usable:.2f} s |" in MEASURED
        assert max(first["prepared"], first["second"]) <= limits["first_step_s"], name
        assert usable <= limits["usable_s"], name
    for name, share in results["probe_cost"].items():
        assert f" {100 * share:.1f} % |" in MEASURED
        assert share <= limits["probe_cost"], name


def test_a_class_sees_what_one_of_it_shows_as_soon_as_recorded_and_within_the_limit():
    results = recorded("class")
    seconds = results["seconds"]
    assert f"{results['learners']} learners" in WORDS
    assert results["learners"] == 50
    shown = " | ".join(f"{seconds[name]:.2f} s" for name in ("median", "95%", "worst"))
    cores = " | ".join(f"{100 * results[name]:.0f} %" for name in ("core_at_rest", "core"))
    assert f"| {shown} | {cores} |" in MEASURED
    assert results["seen"] == results["to_see"] == results["learners"] ** 2
    assert seconds["worst"] <= results["limit_seconds"] == 2.0
    assert not results["failed"]


def test_every_lesson_was_taken_by_keyboard_on_a_phone():
    lessons = recorded("lessons")["lessons"]
    assert list(lessons) == [*EXPERIMENTS, *STUDIES]
    keys = [lesson["keys"] for lesson in lessons.values()]
    assert f"all {len(lessons)} can be taken so, with {min(keys)} to {max(keys)} keys each" in WORDS


def test_what_can_be_relied_on_is_the_recorded_and_what_is_not_kept_says_so():
    records = recorded_promises()
    page = RELIABILITY_PAGE.read_text(encoding="utf-8")
    assert reliability_page(records) == page
    rows = [row for row in page.splitlines() if "**not kept here:**" in row]
    assert {name for name, results in records.items() if results.get("failed")} <= {"load"}
    assert all("have their answer within 0.3 s" in row for row in rows)
    assert bool(rows) == any(results.get("failed") for results in records.values())
    for promise in PROMISES:
        assert all((PROJECT / test).exists() for test in promise.tests), promise.says


def test_fifty_visitors_and_half_an_hour_are_what_was_measured():
    records = recorded_promises()
    if (load := records.get("load")) is not None:
        assert (load["visitors"], load["drawing"]["browsers"], load["coming_and_going"]["rounds"]) == (50, 2, 10)
        assert load["drawing"]["seconds"] >= 60
        assert load["limits"] == {"words_95_s": 0.3, "problems": 0, "memory_back_mb": 20}
    if (soak := records.get("soak")) is not None:
        assert soak["seconds"] >= 1800


def test_what_more_trainers_give_stands_in_the_page_about_scale():
    found = recorded("cluster")
    assert tables(found) in SCALE_PAGE.read_text(encoding="utf-8")
    assert not found["failed"]
    waits = {int(trainers): row["worst"] for trainers, row in found["waits"].items()}
    assert max(waits) == 1000
    assert waits[4] < waits[1] / 3
