"""An ONNX graph without detours: constants apart, no operation that does nothing."""
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import AttributeProto, NodeProto, TensorProto, helper, numpy_helper


@dataclass
class PlainGraph:
    """`nodes` in order of calculation; `constants` by name, weights of half precision widened."""

    nodes: list[NodeProto]
    constants: dict[str, np.ndarray]
    inputs: list[onnx.ValueInfoProto]
    outputs: list[onnx.ValueInfoProto]
    opset: int

    def data_inputs(self, node: NodeProto) -> list[str]:
        return [name for name in node.input if name and name not in self.constants]


def attributes(node: NodeProto) -> dict[str, object]:
    def value(attribute: AttributeProto) -> object:
        found = helper.get_attribute_value(attribute)
        return found.decode() if isinstance(found, bytes) else found

    return {attribute.name: value(attribute) for attribute in node.attribute}


def read_plain_graph(model: onnx.ModelProto) -> PlainGraph:
    """Takes out casts to single precision and padding by nothing; raises ValueError for a graph with own domains."""
    if any(entry.domain not in ("", "ai.onnx") for entry in model.opset_import):
        raise ValueError("only graphs of plain ONNX operations can be quantised")
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    renamed: dict[str, str] = {}
    nodes: list[NodeProto] = []
    for original in model.graph.node:
        node = NodeProto()
        node.CopyFrom(original)
        for index, name in enumerate(node.input):
            node.input[index] = renamed.get(name, name)
        if node.op_type == "Constant":
            constants[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
        elif node.op_type == "Cast" and attributes(node)["to"] == TensorProto.FLOAT:
            weight = constants.get(node.input[0])
            if weight is not None:
                constants[node.output[0]] = weight.astype(np.float32)
            elif _is_float(node, nodes, model):
                renamed[node.output[0]] = node.input[0]
            else:
                nodes.append(node)
        elif node.op_type == "Pad" and not constants.get(node.input[1], np.ones(1)).any():
            renamed[node.output[0]] = node.input[0]
        else:
            nodes.append(node)
    opset = max(entry.version for entry in model.opset_import)
    return PlainGraph(nodes, constants, list(model.graph.input), list(model.graph.output), opset)


FLOAT_MAKERS = frozenset({"Conv", "Add", "Relu", "LeakyRelu", "Concat", "Resize"})


def _is_float(cast: NodeProto, nodes: list[NodeProto], model: onnx.ModelProto) -> bool:
    """Exports put a cast where training went down to half precision: it does nothing in a graph of single precision."""
    source = cast.input[0]
    maker = next((node for node in nodes if source in node.output), None)
    return source in {i.name for i in model.graph.input} if maker is None else maker.op_type in FLOAT_MAKERS
