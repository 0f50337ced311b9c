"""What decides how large a tensor of a LiteRT model gets while it runs: the number of pictures, nothing else.

A file declares the shape of every tensor, but RESHAPE and FILL take theirs from numbers, which a model may compute.
Ours select, pack and multiply sizes of other tensors. A model that did more could be small where it is tried and huge
elsewhere, by subtracting say, or by what is on the picture.
"""

from __future__ import annotations

from typing import Any

from ai_edge_litert import schema_py_generated as schema

from digitdemo.takehome.arrival.refusal import Unfit

_IS = schema.BuiltinOperator
_INTEGER = schema.TensorType.INT32
_FROM_SIZES = (_IS.STRIDED_SLICE, _IS.PACK, _IS.CONCATENATION, _IS.GATHER, _IS.REDUCE_PROD)
_TAKE_SIZES = {_IS.RESHAPE: (1,), _IS.FILL: (0,)}  # as which of their inputs
_TAKE_CONSTANTS = {
    _IS.GATHER: (1,),
    _IS.MEAN: (1,),
    _IS.REDUCE_PROD: (1,),
    _IS.SPLIT: (0,),
    _IS.STRIDED_SLICE: (1, 2, 3),
    _IS.TRANSPOSE: (1,),
}
_ALLOWED = "SHAPE, STRIDED_SLICE, PACK, CONCATENATION, GATHER, REDUCE_PROD → RESHAPE, FILL"


def check_wiring(model: Any) -> None:
    """Look whether every tensor has its value before it is needed, and whole numbers come from sizes alone.

    Raises:
        Unfit: "wiring", "size", or "kind of number" where the picture is not of float32.
    """
    graph = model.Subgraphs(0)
    tensors = [graph.Tensors(number) for number in range(graph.TensorsLength())]
    whole = {number for number, tensor in enumerate(tensors) if tensor.Type() == _INTEGER}
    constant = {number for number, tensor in enumerate(tensors) if model.Buffers(tensor.Buffer()).DataLength()}
    known = set(constant)
    for given in range(graph.InputsLength()):
        _new(known, graph.Inputs(given))
        if graph.Inputs(given) in whole:
            raise Unfit("kind of number", _INTEGER, "float32")
    for number in range(graph.OperatorsLength()):
        operator = graph.Operators(number)
        kind = model.OperatorCodes(operator.OpcodeIndex()).BuiltinCode()
        inputs = [operator.Inputs(place) for place in range(operator.InputsLength())]
        outputs = [operator.Outputs(place) for place in range(operator.OutputsLength())]
        _check_operator(kind, inputs, outputs, whole, constant)
        for tensor in inputs:
            if tensor not in known and tensor != -1:  # -1: left out
                raise Unfit("wiring", tensor, "one")
        for tensor in outputs:
            _new(known, tensor)


def _new(known: set[int], tensor: int) -> None:
    if tensor in known or tensor < 0:
        raise Unfit("wiring", tensor, "one")
    known.add(tensor)


def _check_operator(kind: int, inputs: list[int], outputs: list[int], whole: set[int], constant: set[int]) -> None:
    """Raise `Unfit` where whole numbers go in or come out in another way than ours do."""
    sizes = bool(whole.intersection(outputs))
    right = not sizes or kind == _IS.SHAPE or (kind in _FROM_SIZES and whole.issuperset(inputs))
    right = right and (sizes or kind != _IS.SHAPE)
    for place, tensor in enumerate(inputs):
        if place in _TAKE_CONSTANTS.get(kind, ()):
            right = right and tensor in whole & constant
        elif tensor in whole:
            right = right and (sizes or place in _TAKE_SIZES.get(kind, ()))
        elif place in _TAKE_SIZES.get(kind, ()):
            right = False
    if not right:
        raise Unfit("size", next(name for name, value in vars(_IS).items() if value == kind), _ALLOWED)
