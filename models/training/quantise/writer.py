"""Writes a graph in which pairs of steps to whole numbers and back stand around every operation.

The runtime makes one step on whole numbers of what stands between two such pairs; where it cannot, the graph still gives
the same values in single precision.
"""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import onnx
from onnx import NodeProto, TensorProto, helper, numpy_helper

from .maps import ramps_of
from .plain_graph import PlainGraph

WEIGHT_TOP = 63
LEAST_SCALE = 1e-8
BIAS_TOP = 2**31 - 1


@dataclass(frozen=True)
class MapScale:
    """A byte b stands for (b - zero) * scale."""

    scale: float
    zero: int

    @staticmethod
    def between(low: float, high: float) -> MapScale:
        scale = max((max(high, 0.0) - min(low, 0.0)) / 255, LEAST_SCALE)
        return MapScale(scale, round(-min(low, 0.0) / scale))


class WholeNumberWriter:
    def __init__(self, graph: PlainGraph, maps: set[str], scales: dict[str, MapScale]) -> None:
        self.graph, self.maps, self.scales = graph, maps, scales
        self.constants = dict(graph.constants)
        self.nodes: list[NodeProto] = []
        self.values: dict[str, str] = {}

    def write(self, ir_version: int) -> onnx.ModelProto:
        image = self.graph.inputs[0]
        if image.type.tensor_type.elem_type == TensorProto.UINT8:
            self._read_bytes(image.name)
        elif image.name in self.maps:
            self._round(image.name)
        ramps = {name: after for name, after in ramps_of(self.graph).items() if after in self.maps}
        for original in self.graph.nodes:
            if original.input[:1] and original.input[0] in ramps:
                continue
            self._write_node(original, ramps.get(original.output[0], original.output[0]))
        used = {name for node in self.nodes for name in node.input}
        tensors = [numpy_helper.from_array(value, name) for name, value in self.constants.items() if name in used]
        graph = helper.make_graph(self.nodes, "whole-numbers", self.graph.inputs, self.graph.outputs, tensors)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.graph.opset)])
        model.ir_version = ir_version
        onnx.checker.check_model(model)
        return model

    def _write_node(self, original: NodeProto, output: str) -> None:
        node = NodeProto()
        node.CopyFrom(original)
        if node.op_type == "Conv" and node.input[0] in self.values:
            names = self._convolution(node)
        else:
            names = [self.values.get(name, name) for name in node.input]
        del node.input[:]
        node.input.extend(names)
        node.output[0] = output
        self.nodes.append(node)
        if output in self.maps:
            self._round(output)

    def _scale_names(self, name: str) -> list[str]:
        scale = self.scales[name]
        self.constants[f"{name}.scale"] = np.float32(scale.scale)
        self.constants[f"{name}.zero"] = np.uint8(scale.zero)
        return [f"{name}.scale", f"{name}.zero"]

    def _read_bytes(self, image: str) -> None:
        self.nodes.append(helper.make_node("DequantizeLinear", [image, *self._scale_names(image)], [f"{image}.value"]))
        self.values[image] = f"{image}.value"

    def _round(self, name: str) -> None:
        of = self._scale_names(name)
        self.nodes.append(helper.make_node("QuantizeLinear", [name, *of], [f"{name}.whole"]))
        self.nodes.append(helper.make_node("DequantizeLinear", [f"{name}.whole", *of], [f"{name}.value"]))
        self.values[name] = f"{name}.value"

    def _whole(self, name: str, values: np.ndarray, scales: np.ndarray, kind: type) -> str:
        """Whole numbers kept in the file, and the step that gives what they stand for."""
        self.constants[f"{name}.whole"] = values.astype(kind)
        self.constants[f"{name}.scale"] = scales
        self.constants[f"{name}.zero"] = np.zeros(len(scales), kind)
        parts = [f"{name}.whole", f"{name}.scale", f"{name}.zero"]
        self.nodes.append(helper.make_node("DequantizeLinear", parts, [name], axis=0))
        return name

    def _convolution(self, node: NodeProto) -> list[str]:
        weight = self.graph.constants[node.input[1]].astype(np.float32)
        peaks = np.abs(weight).reshape(len(weight), -1).max(1).clip(LEAST_SCALE)
        scales = (peaks / WEIGHT_TOP).astype(np.float32)
        wholes = np.round(weight / scales[:, None, None, None]).clip(-WEIGHT_TOP, WEIGHT_TOP)
        names = [self.values[node.input[0]], self._whole(f"{node.output[0]}.weight", wholes, scales, np.int8)]
        if len(node.input) > 2:
            bias_scales = (scales * np.float32(self.scales[node.input[0]].scale)).astype(np.float32)
            bias = np.round(self.graph.constants[node.input[2]] / bias_scales.astype(np.float64))
            names.append(self._whole(f"{node.output[0]}.bias", bias.clip(-BIAS_TOP, BIAS_TOP), bias_scales, np.int32))
        return names
