"""A network for LiteRT whose weights are inputs, filled with weights: a model file without another conversion.

Conversion takes TensorFlow a third of a second to two seconds, and somebody waits for the model. A network is converted
once, and what is left to do for each model is this: milliseconds.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

_ALIGNMENT = 16  # bytes, as the schema has it
_FILE_IDENTIFIER = b"TFL3"


def filled(network: bytes, weights: Sequence[np.ndarray]) -> bytes:
    """Return `network`, as `digitdemo.training.conversion` makes it, with these weights as constants.

    What is left are the input "image" and the output "logits". `weights` are float32, in the order of Keras'
    `model.weights`. What only turns a weight round, because Keras and LiteRT keep the axes of kernels in different
    orders, is done here once, and not at each image.

    Raises:
        ValueError: the network has no such inputs.
    """
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(bytearray(network)))
    graph, signature = model.subgraphs[0], model.signatureDefs[0]
    inputs = {each.name.decode(): each.tensorIndex for each in signature.inputs}
    outputs = {each.name.decode(): each.tensorIndex for each in signature.outputs}
    names = [f"weight_{number}" for number in range(len(weights))]
    if set(inputs) != {"image", *names}:
        raise ValueError(f"the network has the inputs {', '.join(sorted(inputs))}; there are {len(weights)} weights")
    constants = _Constants(model)
    for name, weight in zip(names, weights, strict=True):
        constants.put(inputs[name], weight.astype("<f4", copy=False))
    graph.operators = [operator for operator in graph.operators if not constants.turned(operator)]
    constants.keep_only(tensor for operator in graph.operators for tensor in operator.inputs)
    graph.inputs, graph.outputs = [inputs["image"]], [outputs["logits"]]
    signature.inputs = [each for each in signature.inputs if each.tensorIndex in graph.inputs]
    signature.outputs = [each for each in signature.outputs if each.tensorIndex in graph.outputs]
    builder = flatbuffers.Builder(len(network) + 2 * sum(weight.nbytes for weight in weights))
    builder.Finish(model.Pack(builder), _FILE_IDENTIFIER)
    return bytes(builder.Output())


class _Constants:
    """The tensors of a model that have a value."""

    def __init__(self, model: Any) -> None:
        self._tensors, self._buffers = model.subgraphs[0].tensors, model.buffers
        self._kinds = [code.builtinCode for code in model.operatorCodes]
        self._values: dict[int, np.ndarray] = {}

    def put(self, tensor: int, value: np.ndarray) -> None:
        """Make that tensor a constant."""
        self._values[tensor] = value
        self._tensors[tensor].buffer = len(self._buffers)
        self._buffers.append(_Buffer(data=value))

    def turned(self, operator: Any) -> bool:
        """Return whether `operator` only turns round a constant that was put here; if so, its output is one, too."""
        if self._kinds[operator.opcodeIndex] != schema.BuiltinOperator.TRANSPOSE:
            return False
        value, order = operator.inputs
        if value not in self._values:
            return False
        axes = self._buffers[self._tensors[order].buffer].data.view("<i4")
        self.put(operator.outputs[0], np.ascontiguousarray(self._values[value].transpose(axes)))
        return True

    def keep_only(self, needed: Iterable[int]) -> None:
        """Let the values of all other tensors go: kernels as they were before they were turned."""
        for tensor in self._values.keys() - set(needed):
            self._buffers[self._tensors[tensor].buffer] = schema.BufferT()


class _Buffer(schema.BufferT):
    """A buffer that begins where the schema wants it to, for which the class that it comes from does not care."""

    def Pack(self, builder: flatbuffers.Builder) -> int:
        """Write it and return where it begins."""
        data = self.data.tobytes()
        builder.StartVector(1, len(data), _ALIGNMENT)
        builder.head -= len(data)
        builder.Bytes[builder.head : builder.head + len(data)] = data
        place = builder.EndVector()
        schema.BufferStart(builder)
        schema.BufferAddData(builder, place)
        return schema.BufferEnd(builder)
