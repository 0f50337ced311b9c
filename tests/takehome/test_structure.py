"""Only models that are made as ours are run, and what a model does wrong ends a process of its own."""

from collections.abc import Callable
from typing import Any

import flatbuffers
import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema

from digitdemo.config.architectures import ARCHITECTURES
from digitdemo.inference.shipped import SHIPPED
from digitdemo.takehome.arrival.bring import bring_in
from digitdemo.takehome.arrival.refusal import NotTaken
from digitdemo.takehome.arrival.structure import Unfit, check_structure
from digitdemo.takehome.model_file import with_record

MODEL = SHIPPED.read("linear", "model.tflite")


def altered(change: Callable[[Any], object]) -> bytes:
    """Return the linear model with a change."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(bytearray(MODEL)))
    change(model)
    builder = flatbuffers.Builder(len(MODEL))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def set_operator(model: Any, kind: int) -> None:
    model.operatorCodes[0].builtinCode = kind


def set_shape(model: Any, *shape: int) -> None:
    model.subgraphs[0].tensors[2].shape = np.array(shape, np.int32)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_our_models_are_allowed(name: str):
    check_structure(SHIPPED.read(name, "model.tflite"))
    check_structure(altered(lambda model: None))


REFUSED: dict[str, tuple[Callable[[Any], object], str]] = {
    "a custom operator": (lambda model: set_operator(model, schema.BuiltinOperator.CUSTOM), "operator"),
    "a call of a delegate": (lambda model: set_operator(model, schema.BuiltinOperator.DELEGATE), "operator"),
    "a loop": (lambda model: set_operator(model, schema.BuiltinOperator.WHILE), "operator"),
    "two graphs": (lambda model: model.subgraphs.append(model.subgraphs[0]), "graphs"),
    "a large tensor": (lambda model: set_shape(model, 1 << 20, 1 << 10), "tensor"),
    "a tensor of many axes": (lambda model: set_shape(model, *[1] * 40), "axes"),
    "a tensor of less than nothing": (lambda model: set_shape(model, -5), "tensor"),
    "text": (lambda model: setattr(model.subgraphs[0].tensors[0], "type", schema.TensorType.STRING), "kind of number"),
    "a variable": (lambda model: setattr(model.subgraphs[0].tensors[0], "isVariable", True), "kind of number"),
    "many tensors": (lambda model: model.subgraphs[0].tensors.extend(4000 * model.subgraphs[0].tensors[:1]), "tensors"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_ours_have_not_is_named(kind: str):
    change, what = REFUSED[kind]
    with pytest.raises(Unfit) as unfit:
        check_structure(altered(change))
    assert unfit.value.what == what
    assert unfit.value.allowed


@pytest.mark.parametrize("data", [b"", b"\x80\x05pickle", MODEL[:200], bytes(8) + MODEL, MODEL[:8] + b"\xff" * 3000])
def test_damaged_bytes_are_no_model(data: bytes):
    with pytest.raises(Unfit):
        check_structure(data)


def filled(*shape: int) -> bytes:
    """Return a model that asks for a tensor of that shape while it runs, whatever its file says of it."""

    def change(model: Any) -> None:
        graph = model.subgraphs[0]
        for data, numbers in ((np.array(shape, "<i4"), len(shape)), (np.array([1.0], "<f4"), 0)):
            model.buffers.append(schema.BufferT())
            model.buffers[-1].data = np.frombuffer(data.tobytes(), np.uint8)
            graph.tensors.append(schema.TensorT())
            graph.tensors[-1].name = b"given"
            graph.tensors[-1].buffer = len(model.buffers) - 1
            graph.tensors[-1].shape = np.array([numbers] if numbers else [], np.int32)
            graph.tensors[-1].type = schema.TensorType.INT32 if numbers else schema.TensorType.FLOAT32
        model.operatorCodes.append(schema.OperatorCodeT())
        model.operatorCodes[-1].builtinCode = schema.BuiltinOperator.FILL
        graph.tensors.append(schema.TensorT())
        graph.tensors[-1].name = b"made"
        graph.tensors[-1].shape = np.array([1], np.int32)
        graph.operators.append(schema.OperatorT())
        graph.operators[-1].opcodeIndex = len(model.operatorCodes) - 1
        last = len(graph.tensors)
        graph.operators[-1].inputs = np.array([last - 3, last - 2], np.int32)
        graph.operators[-1].outputs = np.array([last - 1], np.int32)

    return altered(change)


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (filled(60_000, 60_000), "model.tflite cannot be run"),
        (altered(REFUSED["a custom operator"][0]), "model.tflite has the operator 32, which is not allowed"),
        (SHIPPED.read("linear", "inside.tflite"), "model.tflite cannot be run"),
    ],
)
def test_a_model_that_does_wrong_is_refused_in_words(model: bytes, says: str):
    with pytest.raises(NotTaken) as refusal:
        bring_in(with_record(model, SHIPPED.load("linear")), "home.tflite")
    assert says in str(refusal.value)
