"""Calculates the part of a graph that is to be quantised, to see between which values its maps move."""
from collections.abc import Callable

import torch
from onnx import NodeProto
from torch import Tensor
from torch.nn import functional as F

from .plain_graph import PlainGraph, attributes

Operation = Callable[[list[Tensor], dict[str, object]], Tensor]


def _pads(given: dict[str, object]) -> tuple[int, int]:
    top, left, bottom, right = given.get("pads", [0, 0, 0, 0])
    if (top, left) != (bottom, right):
        raise ValueError("padding that differs between the sides is not supported")
    return top, left


def _conv(x: list[Tensor], given: dict[str, object]) -> Tensor:
    top, left, bottom, right = given.get("pads", [0, 0, 0, 0])
    padded = F.pad(x[0], (left, right, top, bottom))
    dilation = tuple(given.get("dilations", (1, 1)))
    strides = tuple(given.get("strides", (1, 1)))
    return F.conv2d(padded, x[1], x[2] if len(x) > 2 else None, strides, 0, dilation, given.get("group", 1))


def _pool(way: Callable[..., Tensor]) -> Operation:
    return lambda x, given: way(x[0], tuple(given["kernel_shape"]), tuple(given["strides"]), _pads(given))


def _resize(x: list[Tensor], given: dict[str, object]) -> Tensor:
    scales = tuple(float(v) for v in x[-1])[2:]
    if given["mode"] == "nearest":
        return F.interpolate(x[0], scale_factor=scales, mode="nearest")
    return F.interpolate(x[0], scale_factor=scales, mode="bilinear", align_corners=False)


def _slice(x: list[Tensor], _: dict[str, object]) -> Tensor:
    whole, starts, ends = x[0], x[1].tolist(), x[2].tolist()
    axes = x[3].tolist() if len(x) > 3 else list(range(len(starts)))
    for axis, start, end in zip(axes, starts, ends):
        whole = whole.narrow(axis, start, min(end, whole.shape[axis]) - start)
    return whole


OPERATIONS: dict[str, Operation] = {
    "Conv": _conv,
    "Relu": lambda x, _: x[0].relu(),
    "LeakyRelu": lambda x, given: F.leaky_relu(x[0], given.get("alpha", 0.01)),
    "MaxPool": _pool(F.max_pool2d),
    "AveragePool": _pool(F.avg_pool2d),
    "Resize": _resize,
    "Slice": _slice,
    "Add": lambda x, _: x[0] + x[1],
    "Sub": lambda x, _: x[0] - x[1],
    "Mul": lambda x, _: x[0] * x[1],
    "Div": lambda x, _: x[0] / x[1],
    "Sqrt": lambda x, _: x[0].sqrt(),
    "ReduceMean": lambda x, given: x[0].mean(tuple(given["axes"]), keepdim=bool(given.get("keepdims", 1))),
    "Concat": lambda x, given: torch.cat(x, given["axis"]),
    "Shape": lambda x, _: torch.tensor(x[0].shape),
    "Gather": lambda x, given: x[0].select(given.get("axis", 0), int(x[1])),
    "Unsqueeze": lambda x, _: x[0].unsqueeze(int(x[1])),
}


@torch.no_grad()
def look_at_maps(graph: PlainGraph, image: Tensor, wanted: set[str], seen: Callable[[str, Tensor], None]) -> None:
    """Runs the graph on one input as far as it is known how, and shows every map of `wanted`."""
    values: dict[str, Tensor] = {name: torch.from_numpy(value.copy()) for name, value in graph.constants.items()}
    values[graph.inputs[0].name] = image
    left = set(wanted)
    for name in wanted & {graph.inputs[0].name}:
        seen(name, image)
        left.discard(name)
    for node in graph.nodes:
        if not left:
            return
        if any(name and name not in values for name in node.input) or node.op_type not in OPERATIONS:
            continue
        values[node.output[0]] = _run(node, values)
        if node.output[0] in left:
            seen(node.output[0], values[node.output[0]])
            left.discard(node.output[0])
    if left:
        raise ValueError(f"no way to calculate {sorted(left)[0]}")


def _run(node: NodeProto, values: dict[str, Tensor]) -> Tensor:
    return OPERATIONS[node.op_type]([values[name] for name in node.input if name], attributes(node))
