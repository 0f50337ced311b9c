"""LiteRT files: their structure, which is looked at before one is run."""

from __future__ import annotations

import functools
import struct
from typing import TYPE_CHECKING, Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from digitdemo.bench.hostile.kind import Kind
from digitdemo.bench.hostile.mutations import damaged
from digitdemo.inference.shipped import SHIPPED
from digitdemo.takehome.arrival.refusal import Unfit
from digitdemo.takehome.arrival.structure import check_structure

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_FEW = 40  # kinds of operators that are tried in place of others
_EDGES = (0, 1, 2, 28, 784, 1 << 10, 1 << 20, 2**31 - 1, -1, -(2**31))


def read(model: bytes) -> None:
    """Look at a file before it is run."""
    check_structure(model)


@functools.cache
def _shipped(name: str) -> bytes:
    return SHIPPED.read(name, "model.tflite")


def _altered(name: str, *changes: tuple[str, int, Any]) -> bytes:
    """Return a shipped model in which the numbers of some tensors and operators are others."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(bytearray(_shipped(name))))
    graph = model.subgraphs[0]
    for what, which, value in changes:
        tensor, operator = graph.tensors[which % len(graph.tensors)], graph.operators[which % len(graph.operators)]
        match what:
            case "shape":
                tensor.shape = np.array(value, np.int32)
            case "type":
                tensor.type = value[0] & 0x1F if value else 0
            case "buffer":
                tensor.buffer = abs(value[0]) % (2 * len(model.buffers)) if value else 0
            case "inputs":
                operator.inputs = np.array(value, np.int32)
            case "outputs":
                operator.outputs = np.array(value, np.int32)
            case "kind":
                code = model.operatorCodes[which % len(model.operatorCodes)]
                code.builtinCode = value[0] % 210 if value else 0
                code.deprecatedBuiltinCode = min(127, code.builtinCode)
            case "tensors":
                graph.tensors = graph.tensors * (1 + len(value) ** 3)
            case "graphs":
                model.subgraphs = [graph] * len(value)
    builder = flatbuffers.Builder(len(_shipped(name)))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _hand_made() -> dict[str, bytes]:
    linear = _shipped("linear")
    pointing = bytearray(linear)
    struct.pack_into("<I", pointing, 0, len(linear) - 4)
    return {
        **{f"{name}, as it is": _shipped(name) for name in ("linear", "mlp", "best")},
        "a root beyond its end": bytes(pointing),
        "12 MB of the mark": b"\0\0\0\0TFL3" * 1_500_000,
        "all lengths as large as can be": linear[:8] + b"\xff" * 20_000,
        "offsets to themselves": linear[:8] + struct.pack("<I", 4) * 5_000,
        "many tensors": _altered("linear", ("tensors", 0, [0] * 20)),
        "a huge tensor": _altered("linear", ("shape", 2, [1 << 20, 1 << 10])),
        "nothing": b"",
    }


def _generated() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    what = st.sampled_from(("shape", "type", "buffer", "inputs", "outputs", "kind", "tensors", "graphs"))
    values = st.lists(st.sampled_from(_EDGES) | st.integers(-2, _FEW), max_size=6)
    changes = st.lists(st.tuples(what, st.integers(0, 200), values), min_size=1, max_size=3)
    names = st.sampled_from(("linear", "mlp", "fast"))
    altered = st.builds(lambda name, some: _altered(name, *some), names, changes)
    words = st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 64), max_size=60)
    made_up = words.map(lambda some: _shipped("linear")[:8] + struct.pack(f"<{len(some)}I", *some))
    return altered | damaged(st.just(_shipped("linear"))) | damaged(altered) | made_up


KIND = Kind(
    read=read,
    refusals=(Unfit,),
    ordinary=lambda: _shipped("linear"),
    hand_made=_hand_made,
    generated=_generated,
    weight=0.1,
)
