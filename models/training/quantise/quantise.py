"""Turns the convolutions of an ONNX graph to whole numbers of eight bits.

Scheme: B. Jacob and others, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
Inference", 2018. Maps get one scale and zero each, weights one scale a filter. Weights use seven of their eight bits:
processors without VNNI add two products in sixteen bits, which eight bits would overflow.
"""
from collections.abc import Iterable

import numpy as np
import onnx
import torch
from torch import Tensor

from .look import look_at_maps
from .maps import maps_of
from .pixel_blocks import on_pixel_blocks
from .plain_graph import PlainGraph, read_plain_graph
from .ranges import SeenValues
from .writer import MapScale, WholeNumberWriter

# Their results lie between what goes in: the runtime wants one scale for both.
CHOOSING = frozenset({"MaxPool", "Resize", "Slice"})


def quantise(model: onnx.ModelProto, looks: Iterable[np.ndarray]) -> onnx.ModelProto:
    """The same model, its convolutions on whole numbers; inputs and outputs stay as they are.

    `looks`: inputs as the model takes them. The last convolutions, whose results no other map is made of, give single
    precision. Raises ValueError for a graph with other operations than it knows.
    """
    graph = read_plain_graph(model)
    maps = maps_of(graph)
    return WholeNumberWriter(graph, maps, _see(graph, maps, looks)).write(model.ir_version)


def quantise_for_bytes(model: onnx.ModelProto, looks: Iterable[np.ndarray], pixels: MapScale) -> onnx.ModelProto:
    """The model for bytes [n, h/2, w/2, 12], blocks of two by two pixels in RGB; see `pixel_blocks.py`.

    `looks`: inputs [1, 3, h, w] as the model took them so far. `pixels`: what a byte stands for in them. Raises
    ValueError as `quantise`, and for another first convolution.
    """
    graph = read_plain_graph(model)
    image = graph.inputs[0].name
    wanted = maps_of(graph) - {image}
    scales = _see(graph, wanted, looks) | {image: pixels, "blocks": pixels}
    return WholeNumberWriter(on_pixel_blocks(graph), wanted | {"blocks"}, scales).write(model.ir_version)


def _see(graph: PlainGraph, wanted: set[str], looks: Iterable[np.ndarray]) -> dict[str, MapScale]:
    rng = np.random.default_rng(1)
    seen = {name: SeenValues() for name in wanted}

    def note(name: str, values: Tensor) -> None:
        seen[name].add(values, rng)

    for image in looks:
        look_at_maps(graph, torch.from_numpy(image), wanted, note)
    scales = {name: MapScale.between(*values.best_range()) for name, values in seen.items()}
    for node in graph.nodes:
        if node.op_type in CHOOSING and {node.input[0], node.output[0]} <= wanted:
            scales[node.output[0]] = scales[node.input[0]]
    return scales
