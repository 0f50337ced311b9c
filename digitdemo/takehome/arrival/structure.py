"""What a LiteRT file is made of, before it is run: only what this program's networks are made of is allowed."""

from __future__ import annotations

import math
from typing import Any

from ai_edge_litert import schema_py_generated as schema

from digitdemo.takehome.arrival.refusal import Unfit
from digitdemo.takehome.arrival.wiring import check_wiring

_MOST_OPERATORS = 100  # kinds of them
_KINDS = (schema.TensorType.FLOAT32, schema.TensorType.INT32)
_MOST_TENSORS = 3_000  # the GRU, unrolled, has 589
_MOST_NUMBERS = 4_000_000  # of a tensor; the largest kernel here has 1,048,576
_MOST_NUMBERS_OF_ALL = 40_000_000
_MOST_AXES = 6
_MOST_IN_OLDER = schema.BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES

# Of all architectures with all activations; a test compares them.
_BUILT_IN = schema.BuiltinOperator
OPERATORS = {
    _BUILT_IN.ADD: "ADD",
    _BUILT_IN.AVERAGE_POOL_2D: "AVERAGE_POOL_2D",
    _BUILT_IN.BATCH_MATMUL: "BATCH_MATMUL",
    _BUILT_IN.CONCATENATION: "CONCATENATION",
    _BUILT_IN.CONV_2D: "CONV_2D",
    _BUILT_IN.FILL: "FILL",
    _BUILT_IN.FULLY_CONNECTED: "FULLY_CONNECTED",
    _BUILT_IN.GATHER: "GATHER",
    _BUILT_IN.GELU: "GELU",
    _BUILT_IN.LOGISTIC: "LOGISTIC",
    _BUILT_IN.MAX_POOL_2D: "MAX_POOL_2D",
    _BUILT_IN.MEAN: "MEAN",
    _BUILT_IN.MUL: "MUL",
    _BUILT_IN.NEG: "NEG",
    _BUILT_IN.PACK: "PACK",
    _BUILT_IN.REDUCE_PROD: "REDUCE_PROD",
    _BUILT_IN.RESHAPE: "RESHAPE",
    _BUILT_IN.RSQRT: "RSQRT",
    _BUILT_IN.SHAPE: "SHAPE",
    _BUILT_IN.SOFTMAX: "SOFTMAX",
    _BUILT_IN.SPLIT: "SPLIT",
    _BUILT_IN.SQUARED_DIFFERENCE: "SQUARED_DIFFERENCE",
    _BUILT_IN.STRIDED_SLICE: "STRIDED_SLICE",
    _BUILT_IN.SUB: "SUB",
    _BUILT_IN.TANH: "TANH",
    _BUILT_IN.TRANSPOSE: "TRANSPOSE",
    _BUILT_IN.UNPACK: "UNPACK",
}


def check_structure(data: bytes) -> None:
    """Look at a LiteRT file without running it. For a process of its own: damaged bytes may cost memory and time.

    Raises:
        Unfit: something of it is not allowed.
    """
    if data[4:8] != b"TFL3":
        raise Unfit("format", repr(data[4:8]), "TFL3")
    try:
        model = schema.Model.GetRootAs(data)
        if model.SubgraphsLength() != 1:
            raise Unfit("graphs", model.SubgraphsLength(), 1)
        _check_operators(model)
        _check_tensors(model.Subgraphs(0))
        check_wiring(model)
    except Unfit:
        raise
    except Exception as error:  # struct, NumPy and flatbuffers have a dozen kinds for damaged bytes
        raise Unfit("format", type(error).__name__, "TFL3") from error


def _check_operators(model: Any) -> None:
    for number in range(_within("operators", model.OperatorCodesLength(), _MOST_OPERATORS)):
        code = model.OperatorCodes(number)
        kind, older = code.BuiltinCode(), code.DeprecatedBuiltinCode()  # LiteRT takes the larger
        if kind not in OPERATORS or older != min(kind, _MOST_IN_OLDER) or code.CustomCode():
            raise Unfit("operator", kind if kind not in OPERATORS else older, ", ".join(OPERATORS.values()))


def _check_tensors(graph: Any) -> None:
    _within("operators", graph.OperatorsLength(), _MOST_TENSORS)
    numbers = 0
    for number in range(_within("tensors", graph.TensorsLength(), _MOST_TENSORS)):
        tensor = graph.Tensors(number)
        axes = [tensor.Shape(axis) for axis in range(_within("axes", tensor.ShapeLength(), _MOST_AXES))]
        if min(axes, default=1) < 0 or math.prod(axes) > _MOST_NUMBERS:
            raise Unfit("tensor", " × ".join(map(str, axes)), f"{_MOST_NUMBERS:,}")
        if tensor.Type() not in _KINDS or tensor.IsVariable():
            raise Unfit("kind of number", tensor.Type(), "float32, int32")
        numbers += math.prod(axes)
    _within("numbers", numbers, _MOST_NUMBERS_OF_ALL)


def _within(what: str, found: int, most: int) -> int:
    if found > most:
        raise Unfit(what, f"{found:,}", f"{most:,}")
    return found
