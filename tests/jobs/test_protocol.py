import dataclasses
import math
from typing import get_args

import msgspec
import pytest

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.config.train_config import TrainConfig
from digitdemo.data.own_images import MOST_OWN, OwnImages
from digitdemo.jobs.protocol import (
    Began,
    Command,
    Ended,
    Epoch,
    Event,
    Fatal,
    Live,
    Looked,
    Prepare,
    Prepared,
    Probed,
    Progressed,
    ProtocolError,
    Ready,
    Stop,
    Train,
    decode_command,
    decode_event,
    encode,
)
from digitdemo.runs.learning import Guess, Look, Pictures
from digitdemo.runs.metrics import MOST_LAYERS, Doing, LayerSigns, Probe
from digitdemo.runs.run import Ending
from tests.conftest import RECORD
from tests.jobs.conftest import PROGRESS, live_weights

OWN = OwnImages(drawings=1, pixels=bytes(2 * 28 * 28), labels=b"\x03\x09", times=6)
GUESS = Guess(image=999, digit=4, sure=255)
LOOK = Look(
    epochs=0.5,
    digits=(GUESS,) * 8,
    mistakes=(GUESS,),
    points=b"\x80\x7f",
    pictures=Pictures(side=2, data=b"\x00\xff\x01\x02"),
)
LAYER = LayerSigns(name="dense 1", gradient=0.02, dead=None, moved=0.3, updated=0.1)
MEASURED = dataclasses.replace(
    RECORD,
    test_recall=(0.5,) * 10,
    validation_loss=0.25,
    validation_recall=(0.5,) * 10,
    highest_step_loss=2.5,
    layers=(LAYER,),
)


@pytest.mark.parametrize(
    "command",
    [
        *[Train(job="a", config=TrainConfig(architecture=name), folder="/somewhere") for name in ARCHITECTURES],
        Train(job="a", config=TrainConfig(rare_digits="27", label_noise=0.3, seed=9), folder="/with ü"),
        Train(job="a", config=TrainConfig(), folder="x", watched=True),
        Train(job="a", config=TrainConfig(), folder="x", own=OWN),
        Prepare(configs=(TrainConfig(architecture="fast"), TrainConfig(dropout=0.3))),
        Stop(job="a", why="stopped by hand"),
    ],
)
def test_a_command_arrives_as_it_was_sent(command: Command):
    line = encode(command)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode_command(line) == command


@pytest.mark.parametrize(
    "event",
    [
        Ready(),
        Prepared(),
        Fatal(reason="the data\nis damaged"),
        Epoch(job="a", record=MEASURED),
        Progressed(job="a", progress=PROGRESS),
        Live(job="a", live=live_weights(0.25, 0.9)),
        *[Began(job="a", doing=doing) for doing in get_args(Doing)],
        Probed(job="a", probe=Probe(epochs=0.25, train_accuracy=0.9, test_accuracy=0.85)),
        Looked(job="a", look=LOOK),
        Ended(job="a", ending=Ending(temperature=1.2, parameters=7850)),
        Ended(job="a", ending=Ending(outcome="failed", reason="MemoryError")),
    ],
)
def test_an_event_arrives_as_it_was_sent(event: Event):
    line = encode(event)
    assert line.count(b"\n") == 1
    assert decode_event(line) == event


@pytest.mark.parametrize("number", [math.nan, math.inf])
@pytest.mark.parametrize("field", ["train_loss", "validation_loss", "test_recall"])
def test_a_number_that_json_would_make_null_of_is_not_sent_and_named(field: str, number: float):
    value = (*[0.5] * 9, number) if field == "test_recall" else number
    record = dataclasses.replace(RECORD, **{field: value})
    with pytest.raises(ProtocolError, match=f"{field}: {number} cannot be sent"):
        encode(Epoch(job="a", record=record))


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"\n", "truncated"),
        (b'{"event": "ended", "jo', "truncated"),
        (b'{"event": "ended", "job": "\xff"}\n', "decode"),
        (b"[]\n", "Expected `object`"),
        (b'{"event": "surprise"}\n', "surprise"),
        (b'{"event": "began"}\n', "job"),
        (b'{"event": "began", "job": 5, "doing": "saving"}\n', "Expected `str`"),
        (b'{"event": "began", "job": "a", "doing": "saving", "more": 1}\n', "more"),
        (b'{"event": "began", "job": "a", "doing": "dreaming"}\n', "dreaming"),
        (
            b'{"event": "probed", "job": "a", "probe": {"epochs": 1, "train_accuracy": 1.1, "test_accuracy": 1}}\n',
            "<= 1",
        ),
        (b'{"event": "epoch", "job": "a", "record": {"epoch": 1}}\n', "train_accuracy"),
    ],
)
def test_a_line_that_is_no_event_is_said_to_be_none(line: bytes, complaint: str):
    with pytest.raises(ProtocolError, match=complaint):
        decode_event(line)


@pytest.mark.parametrize(
    "layers",
    [(LAYER,) * (MOST_LAYERS + 1), (dataclasses.replace(LAYER, name="x" * 1_000_000),)],
    ids=["too many", "a long name"],
)
def test_layers_without_bound_are_no_event(layers: tuple[LayerSigns, ...]):
    line = encode(Epoch(job="a", record=dataclasses.replace(RECORD, layers=layers)))
    with pytest.raises(ProtocolError, match="length <= ") as refusal:
        decode_event(line)
    assert "layers" in str(refusal.value)
    assert len(str(refusal.value)) < 200


def test_weights_that_do_not_fill_their_shape_are_no_event():
    line = encode(Live(job="a", live=live_weights(0.25, 0.9))).replace(b"[2]", b"[3]")
    with pytest.raises(ProtocolError, match=r"4 bytes are no float16 array of shape \(3,\)"):
        decode_event(line)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        (b'"digit":4', b'"digit":10', "<= 9"),
        (b'"points":"gH8="', b'"points":"gH8A"', "3 bytes are no map"),
        (b'"side":2', b'"side":3', "4 bytes are no pictures of 3 × 3 pixels"),
    ],
)
def test_a_look_that_does_not_fit_is_no_event(before: bytes, after: bytes, complaint: str):
    line = encode(Looked(job="a", look=LOOK))
    assert before in line
    with pytest.raises(ProtocolError, match=complaint):
        decode_event(line.replace(before, after))


def test_a_config_that_is_not_allowed_is_no_command():
    line = encode(Train(job="a", config=TrainConfig(dropout=0.5), folder="x")).replace(b"0.5", b"7.5")
    with pytest.raises(ProtocolError, match=r"dropout: 7\.5 is not allowed"):
        decode_command(line)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"pixels": OWN.pixels[1:]}, "1567 bytes are no 2 images of 28 × 28 pixels"),
        ({"labels": b"\x03\x0a"}, "labels: give 0 to 9"),
        ({"labels": b""}, "length >= 1"),
        ({"labels": bytes(MOST_OWN + 1)}, f"length <= {MOST_OWN}"),
        ({"times": 0}, ">= 1"),
        ({"times": 1_000_000}, "<= "),
    ],
)
def test_drawings_that_are_none_or_too_many_are_no_command(changed: dict, complaint: str):
    about = msgspec.to_builtins(Train(job="a", config=TrainConfig(), folder="x", own=OWN))
    about["own"] |= {name: msgspec.to_builtins(value) for name, value in changed.items()}
    with pytest.raises(ProtocolError, match=complaint):
        decode_command(msgspec.json.encode(about))
