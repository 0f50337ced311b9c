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
from digitdemo.takehome.arrival.refusal import NotTaken, Unfit
from digitdemo.takehome.arrival.structure import check_structure
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


class Growing:
    """The linear model, to which tensors and operators are added."""

    def __init__(self) -> None:
        self.model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(bytearray(MODEL)))
        self.graph = self.model.subgraphs[0]
        self.image, self.logits = int(self.graph.inputs[0]), int(self.graph.outputs[0])

    def tensor(self, kind: type = np.int32, *, shape: tuple[int, ...] = (1,), buffer: int = 0) -> int:
        tensor = schema.TensorT()
        tensor.name = b"added"
        tensor.buffer = buffer
        tensor.shape = np.array(shape, np.int32)
        tensor.type = schema.TensorType.INT32 if kind is np.int32 else schema.TensorType.FLOAT32
        self.graph.tensors.append(tensor)
        return len(self.graph.tensors) - 1

    def constant(self, *numbers: int, kind: type = np.int32, shape: tuple[int, ...] | None = None) -> int:
        self.model.buffers.append(schema.BufferT())
        self.model.buffers[-1].data = np.frombuffer(np.array(numbers, kind).tobytes(), np.uint8)
        return self.tensor(kind, shape=(len(numbers),) if shape is None else shape, buffer=len(self.model.buffers) - 1)

    def operator(
        self, name: str, *inputs: int, kind: type = np.int32, output: int | None = None, **options: Any
    ) -> int:
        """Add that operator behind the others; return its output."""
        self.model.operatorCodes.append(schema.OperatorCodeT())
        code = self.model.operatorCodes[-1]
        code.builtinCode = getattr(schema.BuiltinOperator, name)
        code.deprecatedBuiltinCode = min(127, code.builtinCode)
        code.version = 1
        operator = schema.OperatorT()
        operator.opcodeIndex = len(self.model.operatorCodes) - 1
        operator.inputs = np.array(inputs, np.int32)
        made = self.tensor(kind) if output is None else output
        operator.outputs = np.array([made], np.int32)
        if options:
            ((of, values),) = options.items()
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, of)
            operator.builtinOptions = getattr(schema, f"{of}T")()
            for field, value in values.items():
                setattr(operator.builtinOptions, field, value)
        self.graph.operators.append(operator)
        return made

    def pictures(self) -> int:
        """Add what tells how many pictures there are."""
        sizes = self.operator("SHAPE", self.image, ShapeOptions={"outType": schema.TensorType.INT32})
        return self.operator("GATHER", sizes, self.constant(0))

    def fill(self, size: int) -> int:
        return self.operator("FILL", size, self.constant(1, kind=np.float32, shape=()), kind=np.float32)

    def file(self) -> bytes:
        builder = flatbuffers.Builder(len(MODEL))
        builder.Finish(self.model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


def filled(*shape: int) -> bytes:
    """Return a model that asks for a tensor of that shape while it runs, whatever its file says of it."""
    model = Growing()
    model.fill(model.constant(*shape))
    return model.file()


def for_one_picture(numbers: int) -> bytes:
    """Return a model that asks for nothing where it reads 25 pictures, and for 24 × `numbers` where it reads one."""
    model = Growing()
    fewer = model.operator("SUB", model.constant(25), model.pictures())
    model.fill(model.operator("MUL", fewer, model.constant(numbers)))
    return model.file()


def divided(numbers: int) -> bytes:
    """Return a model that asks for `numbers`² where it reads one picture, and for 625 times less where it reads 25."""
    model = Growing()
    rows = model.operator("CONCATENATION", model.constant(-1), model.pictures(), ConcatenationOptions={"axis": 0})
    parted = model.operator("RESHAPE", model.fill(model.constant(numbers)), rows, kind=np.float32)
    sizes = model.operator("SHAPE", parted, ShapeOptions={"outType": schema.TensorType.INT32})
    model.fill(model.operator("GATHER", sizes, model.constant(0, 0)))
    return model.file()


def hidden_operator() -> bytes:
    """Return a model that says of an operator, in one of two places, that it is another."""

    def hide(model: Any) -> None:
        model.operatorCodes[0].builtinCode = schema.BuiltinOperator.ADD
        model.operatorCodes[0].deprecatedBuiltinCode = schema.BuiltinOperator.WHILE

    return altered(hide)


def sliced() -> bytes:
    """Return a model that cuts as many pieces as there are pictures."""
    model = Growing()
    model.operator("STRIDED_SLICE", model.constant(*range(25)), model.pictures(), model.constant(25), model.constant(1))
    return model.file()


def of_the_picture() -> bytes:
    """Return a model that calls the numbers of its picture whole."""
    model = Growing()
    model.fill(model.operator("RESHAPE", model.image, model.constant(-1)))
    return model.file()


def never_written() -> bytes:
    model = Growing()
    model.fill(model.tensor())
    return model.file()


def written_over() -> bytes:
    model = Growing()
    model.operator("TANH", model.logits, output=model.constant(0, kind=np.float32))
    return model.file()


def among_others() -> bytes:
    """Return a model that takes from the logits what they are on average over the pictures."""
    model = Growing()
    mean = model.operator("MEAN", model.logits, model.constant(0), kind=np.float32, ReducerOptions={"keepDims": True})
    less = model.operator("SUB", model.logits, mean, kind=np.float32, output=model.tensor(np.float32, shape=(1, 10)))
    model.graph.outputs = np.array([less], np.int32)
    return model.file()


@pytest.mark.parametrize(
    ("model", "what"),
    [
        (for_one_picture(1000), "size"),
        (sliced(), "size"),
        (of_the_picture(), "size"),
        (never_written(), "wiring"),
        (written_over(), "wiring"),
        (hidden_operator(), "operator"),
    ],
)
def test_only_the_number_of_pictures_decides_sizes_and_as_in_ours(model: bytes, what: str):
    with pytest.raises(Unfit) as unfit:
        check_structure(model)
    assert unfit.value.what == what
    assert unfit.value.allowed


@pytest.mark.parametrize(
    ("model", "says"),
    [
        (filled(60_000, 60_000), "model.tflite cannot be run"),
        (for_one_picture(100_000_000), "model.tflite computes sizes by SUB in a way that is not allowed"),
        (divided(60_000), "model.tflite cannot be run"),
        (divided(7_500), "model.tflite takes 56,2"),
        (among_others(), "for a picture alone, model.tflite gives other logits than for the same among others"),
        (altered(REFUSED["a custom operator"][0]), "model.tflite has the operator 32, which is not allowed"),
        (SHIPPED.read("linear", "inside.tflite"), "model.tflite cannot be run"),
    ],
)
def test_a_model_that_does_wrong_is_refused_in_words(model: bytes, says: str):
    with pytest.raises(NotTaken) as refusal:
        bring_in(with_record(model, SHIPPED.load("linear")), "home.tflite")
    assert says in str(refusal.value)
