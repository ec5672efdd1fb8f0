"""Run from `models/training`: python3 -m unittest quantise.test_quantise"""
import unittest

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor

from quantise.look import OPERATIONS
from quantise.pixel_blocks import blocks_weight
from quantise.plain_graph import attributes, read_plain_graph
from quantise.quantise import quantise, quantise_for_bytes
from quantise.ranges import SeenValues
from quantise.writer import WEIGHT_TOP, MapScale

PIXELS = MapScale(1 / 64, 114)


def _net(first_stride: int = 2, domain: str = "") -> onnx.ModelProto:
    rng = np.random.default_rng(3)
    constants = {
        "w1": rng.normal(0, 0.3, (8, 3, 3, 3)),
        "b1": rng.normal(0, 0.1, 8),
        "w2": rng.normal(0, 0.1, (8, 8, 3, 3)),
        "b2": rng.normal(0, 0.1, 8),
        "w3": rng.normal(0, 0.3, (2, 16, 1, 1)),
    }
    first = {"strides": [first_stride] * 2, "pads": [1, 1, 1, 1]}
    nodes = [
        helper.make_node("Conv", ["image", "w1", "b1"], ["c1"], **first),
        helper.make_node("Relu", ["c1"], ["r1"]),
        helper.make_node("Conv", ["r1", "w2", "b2"], ["c2"], pads=[1, 1, 1, 1]),
        helper.make_node("LeakyRelu", ["c2"], ["r2"], alpha=0.1, domain=domain),
        helper.make_node("Concat", ["r1", "r2"], ["both"], axis=1),
        helper.make_node("Conv", ["both", "w3"], ["map"]),
    ]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, "h", "w"])],
        [helper.make_tensor_value_info("map", TensorProto.FLOAT, ["n", 2, "rows", "columns"])],
        [numpy_helper.from_array(value.astype(np.float32), name) for name, value in constants.items()],
    )
    opsets = [helper.make_opsetid("", 13), *([helper.make_opsetid(domain, 1)] if domain else [])]
    return helper.make_model(graph, opset_imports=opsets)


def _picture(seed: int, height: int = 32, width: int = 48) -> np.ndarray:
    coarse = np.random.default_rng(seed).integers(0, 256, (height // 8, width // 8, 3))
    return coarse.repeat(8, 0).repeat(8, 1).astype(np.uint8)


def _planes(picture: np.ndarray) -> np.ndarray:
    values = (picture.astype(np.float32) - PIXELS.zero) * np.float32(PIXELS.scale)
    return np.ascontiguousarray(values.transpose(2, 0, 1)[None])


def _blocks(picture: np.ndarray) -> np.ndarray:
    height, width, _ = picture.shape
    rows_apart = picture.reshape(height // 2, 2, width // 2, 2, 3)
    return rows_apart.transpose(0, 2, 1, 3, 4).reshape(1, height // 2, width // 2, 12)


def _along(axis: int, values: Tensor, like: Tensor) -> Tensor:
    return values if values.ndim == 0 else values.reshape([-1 if i == axis else 1 for i in range(like.ndim)])


def _widened(x: list[Tensor], given: dict[str, object]) -> Tensor:
    axis = int(given.get("axis", 1))
    return (x[0].float() - _along(axis, x[2], x[0]).float()) * _along(axis, x[1], x[0])


def _narrowed(x: list[Tensor], _: dict[str, object]) -> Tensor:
    return (torch.round(x[0] / x[1]) + x[2]).clamp(0, 255).to(torch.uint8)


def _turned(x: list[Tensor], given: dict[str, object]) -> Tensor:
    return x[0].permute(*given["perm"])


def _run(model: onnx.ModelProto, value: np.ndarray) -> np.ndarray:
    operations = {**OPERATIONS, "DequantizeLinear": _widened, "QuantizeLinear": _narrowed, "Transpose": _turned}
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}
    values[model.graph.input[0].name] = torch.from_numpy(value.copy())
    for node in model.graph.node:
        values[node.output[0]] = operations[node.op_type]([values[name] for name in node.input], attributes(node))
    return values[model.graph.output[0].name].numpy()


def _made() -> onnx.ModelProto:
    return quantise_for_bytes(_net(), (_planes(_picture(seed)) for seed in range(6)), PIXELS)


class Refusals(unittest.TestCase):
    def test_a_graph_with_operations_of_its_own_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "plain ONNX"):
            read_plain_graph(_net(domain="own"))

    def test_another_first_convolution_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "stride of 2"):
            quantise_for_bytes(_net(first_stride=1), [_planes(_picture(1))], PIXELS)


class WholeNumbers(unittest.TestCase):
    def test_the_model_takes_bytes_and_answers_as_before_on_pictures_it_has_not_seen(self) -> None:
        picture = _picture(99)
        expected = _run(_net(), _planes(picture))
        answered = _run(_made(), _blocks(picture))
        self.assertEqual(answered.shape, expected.shape)
        self.assertLess(np.abs(answered - expected).mean(), 0.05 * np.abs(expected).mean())

    def test_a_model_may_keep_its_input(self) -> None:
        made = quantise(_net(), (_planes(_picture(seed)) for seed in range(6)))
        picture = _planes(_picture(99))
        expected = _run(_net(), picture)
        self.assertLess(np.abs(_run(made, picture) - expected).mean(), 0.05 * np.abs(expected).mean())

    def test_weights_are_kept_in_seven_bits(self) -> None:
        tensors = {t.name: numpy_helper.to_array(t) for t in _made().graph.initializer}
        weights = [value for value in tensors.values() if value.dtype == np.int8 and value.ndim == 4]
        self.assertEqual(len(weights), 3)
        for weight in weights:
            self.assertEqual(int(np.abs(weight.astype(int)).max()), WEIGHT_TOP)

    def test_a_ramp_costs_nothing(self) -> None:
        self.assertNotIn("Relu", [node.op_type for node in _made().graph.node])

    def test_the_same_pictures_give_the_same_file(self) -> None:
        self.assertEqual(_made().SerializeToString(), _made().SerializeToString())


class Blocks(unittest.TestCase):
    def test_filters_on_blocks_give_the_sums_of_filters_on_pixels(self) -> None:
        rng = np.random.default_rng(5)
        weight = torch.from_numpy(rng.normal(0, 1, (4, 3, 3, 3)).astype(np.float32))
        picture = _picture(7)
        expected = torch.nn.functional.conv2d(torch.from_numpy(_planes(picture)), weight, stride=2, padding=1)
        blocks = (torch.from_numpy(_blocks(picture)).permute(0, 3, 1, 2).float() - PIXELS.zero) * PIXELS.scale
        placed = torch.from_numpy(blocks_weight(weight.numpy()))
        answered = torch.nn.functional.conv2d(torch.nn.functional.pad(blocks, (1, 0, 1, 0)), placed)
        self.assertLess(float((answered - expected).abs().max()), 1e-3)


class Ranges(unittest.TestCase):
    def test_a_few_far_values_are_cut_where_that_costs_less_than_coarse_steps_for_all(self) -> None:
        seen = SeenValues()
        values = torch.rand(4000, generator=torch.Generator().manual_seed(1))
        seen.add(torch.cat((values, torch.full((20,), 1.5), torch.tensor([1.6]))), np.random.default_rng(1))
        self.assertGreater(seen.best_range()[1], 1.4)
        few = SeenValues()
        few.add(torch.cat((values.repeat(4), torch.tensor([1.02]))), np.random.default_rng(1))
        self.assertLess(few.best_range()[1], 1.02)

    def test_a_map_of_nothing_has_a_range(self) -> None:
        seen = SeenValues()
        seen.add(torch.zeros(10), np.random.default_rng(1))
        self.assertEqual(seen.best_range(), (0.0, 1.0))


if __name__ == "__main__":
    unittest.main()
