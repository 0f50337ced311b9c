"""The scripts that answer while one draws compute what the server computes: to the pixel, and to the digit."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from digitdemo.bench.harness.beside import apart, of_height_1
from digitdemo.bench.harness.live_page import UNPACK, as_text, live_page, shipped_network
from digitdemo.bench.harness.page_marks import dashed
from digitdemo.bench.harness.stray_marks import MARKS, TOUCHING
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.canvas_message import PEN, WIDTH, drawing_of
from digitdemo.data.drawn_digits import drawn_digits
from digitdemo.data.mnist import load_test_digits
from digitdemo.data.model_input import input_from_strokes
from digitdemo.data.preprocessing import preprocess_strokes, shrink
from digitdemo.data.strokes import Strokes, box_of, draw_strokes
from digitdemo.data.templates import pen_digit
from digitdemo.inference.live_network import live_network
from digitdemo.inference.shipped import shipped_classifiers


@pytest.fixture(scope="module")
def scripts(browser: Browser) -> Iterator[Page]:
    page = live_page(browser)
    yield page
    page.close()


def drawings() -> list[Strokes]:
    """Return every digit four times, small to large, in the middle of the canvas and at its corner; and a click."""
    rng = np.random.default_rng(0)
    found: list[Strokes] = []
    for number in range(40):
        strokes = pen_digit(number % 10, rng)
        low, high = box_of(strokes)
        size, first = ((20, 130.0), (90, 5.0), (180, 50.0), (270, 5.0))[number // 10]
        found.append([(stroke - low) / (high - low).max() * size + first for stroke in strokes])
    return [drawing_of(strokes).strokes for strokes in [*found, [np.array([[140.0, 90.0]])]]]


def test_strokes_become_the_same_pixels_as_on_the_server(scripts: Page):
    sent = drawings()
    read = scripts.evaluate(
        """async ([drawings, width, pen]) => {
          const {imageFromStrokes, shrunkImage} = await import('/preprocess.js');
          return drawings.map(d => [imageFromStrokes(d, width), shrunkImage(d, pen, width)].map(i => Array.from(i)));
        }""",
        [[[stroke.tolist() for stroke in strokes] for strokes in sent], WIDTH, PEN],
    )
    for number, (strokes, found) in enumerate(zip(sent, read, strict=True)):
        redrawn = preprocess_strokes(strokes, WIDTH)
        assert redrawn is not None
        shrunk = shrink(draw_strokes(strokes, PEN, WIDTH, WIDTH))
        np.testing.assert_array_equal(found[0], redrawn.image.ravel(), f"drawing {number}")
        np.testing.assert_array_equal(found[1], shrunk.ravel(), f"drawing {number}, only shrunk")


def test_several_digits_are_told_apart_and_ordered_as_on_the_server(scripts: Page):
    rng = np.random.default_rng(0)
    rows = []
    for number in range(120):
        row: list[np.ndarray] = []
        for _ in range(2 + number % 2):
            digit = [rng.uniform(0.5, 1.0) * np.asarray(stroke) for stroke in pen_digit(int(rng.integers(10)), rng)]
            low, high = box_of(digit)
            right = box_of(row)[1][0] - low[0] + rng.uniform(-0.05, 0.2) * (high - low)[1] if row else 0.0
            row += [np.add(stroke, (right, rng.uniform(-0.1, 1.2) if number % 3 == 0 else 0.0)) for stroke in digit]
        rows.append([row[n] for n in rng.permutation(len(row))] if number % 2 else row)
    broken = [dashed(drawing, 40, long) for long in (0.5, 15, 25) for drawing in drawings()[20:30]]
    assert all(len(drawn_digits(strokes).digits) == 1 for strokes in broken)
    marked = []
    for number, mark in enumerate(10 * list((MARKS | TOUCHING).values())):
        digits = apart(0.2)([of_height_1(pen_digit(int(rng.integers(10)), rng)) for _ in range(1 + number // 20)], rng)
        alone = [stroke for digit in digits for stroke in digit]
        marked.append([100 * stroke for stroke in [*mark(alone, rng), *alone]])
    assert sum(sum(map(len, drawn_digits(strokes).digits)) < len(strokes) for strokes in marked) > 35
    sent = [*drawings(), *rows, *broken, *marked]
    read = scripts.evaluate(
        """async all => {
          const {splitDigits} = await import('/drawn_digits.js');
          return all.map(strokes => splitDigits(strokes).map(digit => digit.map(stroke => strokes.indexOf(stroke))));
        }""",
        [[np.asarray(stroke).tolist() for stroke in strokes] for strokes in sent],
    )
    expected = []
    for strokes in sent:
        numbers = {id(stroke): number for number, stroke in enumerate(strokes)}
        expected.append([[numbers[id(stroke)] for stroke in digit] for digit in drawn_digits(strokes).digits])
    assert read == expected
    counts = [len(digits) for digits in read]
    assert min(counts.count(1) - len(drawings()), counts.count(2), counts.count(3)) > 5  # all of them happen


def test_several_digits_are_prepared_each_as_on_the_server(scripts: Page):
    rng = np.random.default_rng(1)
    placed: list[np.ndarray] = []
    for number, digit in enumerate((0, 1, 5)):
        strokes = pen_digit(digit, rng)
        low, high = box_of(strokes)
        placed += [(stroke - low) / (high - low).max() * 70 + (10 + 90 * number, 100) for stroke in strokes]
    drawing = drawing_of(placed)
    read = scripts.evaluate(
        """async ([strokes, width]) => {
          const {partsOf} = await import('/parts.js');
          const {imageFromStrokes} = await import('/preprocess.js');
          const image = digit => imageFromStrokes(digit, width);
          return partsOf(strokes, {asOne: false, isUnderWay: false}, [], image).map(part => Array.from(part.image));
        }""",
        [[stroke.tolist() for stroke in drawing.strokes], WIDTH],
    )
    found = input_from_strokes(drawing)
    assert found is not None
    assert len(found.digits) == 3
    np.testing.assert_array_equal(read, [digit.image.ravel() for digit in found.digits])


def test_digits_that_the_server_told_apart_are_read_until_another_stroke_begins(scripts: Page):
    counts = scripts.evaluate(
        """async image => {
          const {Engine} = await import('/engine.js');
          const engine = new Engine();
          const apart = strokes => {
            engine.setPictures([image, image], strokes);
            return engine.partsOf(engine.strokesNow()).length;
          };
          engine.setStrokes([[[20, 20], [120, 120]], [[120, 20], [20, 120]]], 'crossing');
          const counts = [apart(3), apart(2)];
          engine.beginStroke([60, 10]);
          engine.continueStroke([60, 130], false);
          counts.push(apart(2));  // it comes while the next stroke is drawn, or after it
          engine.endStroke();
          return [...counts, apart(2), apart(3)];
        }""",
        [0] * 784,
    )
    assert counts == [1, 2, 1, 1, 2]


FORWARD = """
async ([networks, images]) => {
  const {makeNetwork, softmax} = await import('/network.js');
  return Object.values(await (UNPACK)(networks)).map(description => {
    const network = makeNetwork(description);
    return images.map(image => softmax(network.forward(image).logits, description.temperature));
  });
}""".replace("UNPACK", UNPACK)


def test_networks_answer_as_litert_does(scripts: Page):
    images = load_test_digits()[0][:60]
    models = {name: model for name, model in shipped_classifiers().items() if name not in ("gru", "vit")}
    networks = as_text({name: shipped_network(name) for name in models})
    read = np.array(scripts.evaluate(FORWARD, [networks, images.reshape(60, -1).tolist()]))
    for name, found in zip(models, read, strict=True):
        expected = models[name].probabilities(images)
        np.testing.assert_allclose(found, expected, atol=0.003, err_msg=name)  # the weights have half precision here
        np.testing.assert_array_equal(found.argmax(1), expected.argmax(1), name)


OWN_RUNS = [
    dict(architecture="mlp", width=32, hidden_layers=3, activation="sigmoid", batch_norm="on"),
    dict(architecture="mlp", width=16, activation="none"),
    dict(architecture="cnn", filters=4, activation="gelu", batch_norm="on"),
    dict(architecture="cnn", filters=2, activation="tanh"),
    dict(architecture="lenet", activation="gelu", dropout=0.5),
    dict(architecture="fast", dropout=0.2),
    dict(architecture="best"),
]


def test_networks_of_every_kind_and_knob_compute_what_keras_computes(scripts: Page):
    from digitdemo.training.networks import build_model  # slow: TensorFlow

    images = load_test_digits()[0][:5]
    rng = np.random.default_rng(0)
    networks, expected = {}, []
    for values in OWN_RUNS:
        config = TrainConfig(**values)
        model = build_model(config)
        # No weight is left at the 0 or 1 that it begins with; variances have to be above 0.
        weights = [
            np.float16(np.abs(w + rng.uniform(0.05, 0.3, w.shape)) if w.ndim == 1 else w)
            for w in map(np.array, model.get_weights())
        ]
        model.set_weights(weights)
        networks[str(values)] = live_network(config, weights, 1.0)
        logits = np.array(model(images[..., None].astype(np.float32) / 255, training=False), float)
        powers = np.exp(logits - logits.max(1, keepdims=True))
        expected.append(powers / powers.sum(1, keepdims=True))
    read = np.array(scripts.evaluate(FORWARD, [as_text(networks), images.reshape(5, -1).tolist()]))
    for values, found, wanted in zip(OWN_RUNS, read, expected, strict=True):
        np.testing.assert_allclose(found, wanted, atol=1e-4, err_msg=str(values))


def test_the_engine_tells_once_a_frame_and_silences_single_maps(scripts: Page):
    told = scripts.evaluate(
        """async networks => {
          const {Engine} = await import('/engine.js');
          const engine = new Engine();
          const frames = [];
          const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          const leave = engine.subscribe(state => frames.push({
            strokes: state.strokeCount, provisional: state.provisional,
            digits: state.answers.fast?.each.map(({digit}) => digit),
            ink: state.image?.some(value => value > 0) ?? false,
            digit: state.answers.fast?.digit, sums: state.answers.fast?.logits,
            partly: state.answers.fast?.partly?.logits,
            map: state.answers.fast?.layers()[0].values.filter((_, i) => i % 16 === 3).some(value => value !== 0),
            names: state.answers.fast?.layers().map(({name, shape}) => `${name} ${shape}`),
          }));
          await frame();
          const {fast} = await (UNPACK)(networks);
          engine.setNetwork('fast', fast);
          engine.beginStroke([140, 40]);
          for (let y = 50; y <= 240; y += 10) engine.continueStroke([140, y], false);
          await frame();
          engine.endStroke();
          await new Promise(done => setTimeout(done));
          await frame();
          engine.silence('fast', 0, 3, true);
          await frame();
          engine.silence('fast', 0, 3, false);
          await frame();
          engine.beginStroke([20, 40]);
          engine.continueStroke([20, 240], false);
          await frame();
          engine.setStrokes([], 'cleared');
          await frame();
          engine.setNetwork('fast', null);
          leave();
          engine.setStrokes([], 'nobody hears');
          await frame();
          return frames;
        }""".replace("UNPACK", UNPACK),
        as_text({"fast": shipped_network("fast")}),
    )
    empty, drawn, up, silenced, again, two, cleared = told
    assert (empty["strokes"], empty["ink"], empty.get("digit")) == (0, False, None)
    assert (drawn["strokes"], drawn["provisional"], drawn["digit"]) == (1, True, 1)
    assert drawn["names"] == ["Convolution 1 12,12,16", "Convolution 2 5,5,32", "Convolution 3 3,3,64"]
    assert (up["strokes"], up["provisional"], up["sums"], up["map"]) == (1, False, drawn["sums"], True)
    assert (silenced["map"], silenced["sums"]) == (
        False,
        up["sums"],
    )  # a row on the page says what the whole model reads
    assert silenced["partly"] != up["sums"]
    assert (again["map"], again["sums"], again["partly"]) == (True, up["sums"], None)
    assert (two["strokes"], two["digits"]) == (2, [1, 1])
    assert again["digits"] == [1]
    assert (cleared["strokes"], cleared["ink"]) == (0, False)


def test_a_stroke_that_has_ended_is_read_once_and_not_before_the_server_can_be_told(scripts: Page):
    told = scripts.evaluate(
        """async () => {
          const {Engine} = await import('/engine.js');
          const engine = new Engine();
          const frames = [];
          const frame = () => new Promise(done => requestAnimationFrame(done));
          engine.subscribe(({strokeCount, provisional}) => frames.push([strokeCount, provisional]));
          await frame();
          engine.beginStroke([140, 40]);
          engine.continueStroke([140, 240], false);
          engine.endStroke();
          await frame();
          const next = [...frames];
          await new Promise(done => setTimeout(done));
          await frame();
          await frame();
          return [next, frames];
        }"""
    )
    empty, drawn = [0, False], [1, False]
    assert told == [[empty], [empty, drawn]]


def test_each_network_has_its_own_weights_whatever_its_name(scripts: Page):
    networks = {
        "7c": shipped_network("cnn"),
        "20": shipped_network("fast"),
        "3": shipped_network("linear"),
    }  # numbers come first in a script
    read = scripts.evaluate(
        """async text => Object.fromEntries(Object.entries(await (UNPACK)(text)).map(
          ([name, {layers, weights, temperature}]) => [name, {layers, temperature, weights: Array.from(weights)}]))
        """.replace("UNPACK", UNPACK),
        as_text(networks),
    )
    assert read == {name: {**told, "weights": list(told["weights"])} for name, told in networks.items()}


def test_for_a_network_its_address_may_stand(scripts: Page):
    networks = {"linear": shipped_network("linear"), "there": "networks/there.bin", "fast": shipped_network("fast")}
    read = scripts.evaluate(
        """async text => Object.entries(await (UNPACK)(text)).map(
          ([name, network]) => [name, network.weights ? Array.from(network.weights) : network])
        """.replace("UNPACK", UNPACK),
        as_text(networks),
    )
    expected = [
        [name, network if isinstance(network, str) else list(network["weights"])] for name, network in networks.items()
    ]
    assert read == expected


def test_a_network_that_is_handed_over_again_is_no_news_and_other_weights_are(scripts: Page):
    told = scripts.evaluate(
        """async text => {
          const {Engine} = await import('/engine.js');
          const frame = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          const engine = new Engine();
          let heard = 0;
          const leave = engine.subscribe(() => heard++);
          await frame();
          const counts = [heard];
          for (const change of [0, 0, 1]) {
            const {linear} = await (UNPACK)(text);
            linear.weights[1] += change;
            engine.setNetwork('linear', linear);
            await frame();
            counts.push(heard);
          }
          leave();
          return counts;
        }""".replace("UNPACK", UNPACK),
        as_text({"linear": shipped_network("linear")}),
    )
    assert told == [1, 2, 2, 3]


def test_a_stroke_under_way_near_a_digit_may_become_a_part_of_it(scripts: Page):
    counts = scripts.evaluate(
        """async () => {
          const {partsOf} = await import('/parts.js');
          const image = () => new Uint8Array(784);
          const count = (strokes, isUnderWay) => partsOf(strokes, {asOne: false, isUnderWay}, [], image).length;
          const half = [[80, 40], [60, 150], [135, 150]];
          const stem = [[150, 70], [150, 130]]; // of a 4, not long enough yet
          const one = [[220, 40], [220, 150]];
          return [[half, stem], [half, [[150, 70], [150, 250]]], [half, one]].map(
            strokes => [count(strokes, true), count(strokes, false)]);
        }"""
    )
    assert counts == [[1, 2], [1, 1], [2, 2]]


def test_a_listener_without_the_engines_code_hears_of_it_whichever_comes_first(scripts: Page):
    told = scripts.evaluate(
        """async () => {
          const {listenToEngine} = await import('/page_engine.js');
          const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
          const heard = {early: 0, left: 0, late: 0};
          const leave = [listenToEngine(() => heard.early++), listenToEngine(() => heard.left++)];
          leave.pop()();
          const engine = (await import('/engine.js')).getEngine();
          leave.push(listenToEngine(() => heard.late++));
          await frame();
          const begun = {...heard};
          for (const end of leave) end();
          engine.setStrokes([], 'nobody hears');
          await frame();
          return [begun, heard];
        }"""
    )
    assert told == [{"early": 1, "left": 0, "late": 1}] * 2


# What a script is told at its older and at its last call, and whether the engine has it, in JavaScript.
_CANVAS = "{strokes: [], version: '1', way: 'strokes', pictures: [], geometry: {width: 280, pen: 20, fineness: 1}}"
_CALLS = {
    "pen": (f"[{_CANVAS}, {_CANVAS}]", "drawsOn(paper)"),
    "weights": ("networks.map(text => Uint8Array.from(atob(text), c => c.charCodeAt(0)))", "!!engine.network('late')"),
}


@pytest.mark.parametrize("script", _CALLS)
def test_an_older_call_that_ends_late_takes_nothing_from_the_last_one(scripts: Page, script: str):
    told, has = _CALLS[script]
    found = scripts.evaluate(
        f"""async networks => {{
          const call = (await import('/{script}.js')).default;
          const engine = (await import('/engine.js')).getEngine();
          const parentElement = document.body.appendChild(document.createElement('div'));
          const paper = Object.assign(document.createElement('canvas'), {{className: 'upper-canvas'}});
          parentElement.append(paper);
          const drawsOn = paper => {{
            paper.dispatchEvent(new MouseEvent('mousedown', {{bubbles: true, composed: true}}));
            const draws = engine.positions !== null;
            document.dispatchEvent(new MouseEvent('mouseup'));
            return draws;
          }};
          const [older, last] = {told}.map(data => call({{data, parentElement, setStateValue: () => {{}}}}));
          older();
          const found = [{has}];
          last();
          return [...found, {has}];
        }}""",
        [as_text({"late": shipped_network(name)}) for name in ("linear", "mlp")],
    )
    assert found == [True, False]
