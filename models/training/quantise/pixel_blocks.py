"""The first convolution on blocks of two by two pixels.

Three channels are few for a processor: a convolution of stride 2 over them takes as long as three later ones. Four pixels
side by side make twelve channels, and the same sums come out of a convolution of half the size (the trick of "space to
depth", MLPerf ResNet-50 on TPUs, 2018). Pixels then also go in as they are, bytes in the picture's own order.
"""
import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper

from .plain_graph import PlainGraph, attributes

CHANNELS = 12
AS_CHANNELS = (0, 3, 1, 2)


def first_convolution(graph: PlainGraph) -> NodeProto:
    return next(node for node in graph.nodes if node.op_type == "Conv")


def blocks_weight(weight: np.ndarray) -> np.ndarray:
    """[n,3,3,3] for stride 2 and a border of 1 to [n,12,2,2] for stride 1 and a border of 1 above and left."""
    placed = np.zeros((len(weight), CHANNELS, 2, 2), weight.dtype)
    of_row = ((0, 1), (1, 0), (1, 1))  # block and row in the block under each row of the filter
    for y, (block_y, row) in enumerate(of_row):
        for x, (block_x, column) in enumerate(of_row):
            first = (row * 2 + column) * 3
            placed[:, first : first + 3, block_y, block_x] = weight[:, :, y, x]
    return placed


def on_pixel_blocks(graph: PlainGraph) -> PlainGraph:
    """The graph for bytes [n, h/2, w/2, 12]; raises ValueError where the first convolution is another one.

    The map that takes part in the convolution is named `blocks`; what the input's bytes mean is left to the writer.
    """
    conv = first_convolution(graph)
    given = attributes(conv)
    weight = graph.constants[conv.input[1]]
    if conv.input[0] != graph.inputs[0].name or weight.shape[1:] != (3, 3, 3):
        raise ValueError("the first convolution must take the input's three channels with filters of 3x3")
    if list(given["strides"]) != [2, 2] or list(given["pads"]) != [1, 1, 1, 1]:
        raise ValueError("the first convolution must have a stride of 2 and a border of 1")
    placed = helper.make_node(
        "Conv",
        ["blocks", f"{conv.input[1]}.blocks", *conv.input[2:]],
        list(conv.output),
        kernel_shape=[2, 2],
        pads=[1, 1, 0, 0],
    )
    turned = helper.make_node("Transpose", [graph.inputs[0].name], ["blocks"], perm=AS_CHANNELS)
    nodes = [step for node in graph.nodes for step in ((turned, placed) if node is conv else (node,))]
    constants = {**graph.constants, f"{conv.input[1]}.blocks": blocks_weight(weight)}
    pixels = helper.make_tensor_value_info(graph.inputs[0].name, TensorProto.UINT8, ["n", "rows", "columns", CHANNELS])
    return PlainGraph(nodes, constants, [pixels], graph.outputs, graph.opset)
