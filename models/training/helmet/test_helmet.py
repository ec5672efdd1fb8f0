"""Run from `models/training`: python3 -m unittest helmet.test_helmet"""
import json
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch

from helmet.augment import as_input, make_view
from helmet.calibration import calibration_error, figures, fit_temperature, probabilities
from helmet.heads import part_of, read_heads
from helmet.helmet_net import fresh_net


class Helmet(unittest.TestCase):
    def test_a_file_that_is_no_picture_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            row = {"image": "none.jpg", "label": "helmet", "source": "a"}
            (Path(name) / "labels.jsonl").write_text(json.dumps(row))
            with self.assertRaisesRegex(ValueError, "not a picture"):
                read_heads(Path(name))

    def test_a_source_is_always_in_the_same_part(self) -> None:
        self.assertEqual(part_of("a", 4), part_of("a", 4))
        self.assertEqual({part_of(f"source {i}", 4) for i in range(50)}, {0, 1, 2, 3})

    def test_views_have_the_size_of_the_input_whatever_the_cut_out(self) -> None:
        for height, width in ((7, 9), (96, 60), (48, 48)):
            image = np.random.default_rng(1).integers(0, 256, (height, width, 3), dtype=np.uint8)
            self.assertEqual(as_input(image).shape, (48, 48, 3))
            for seed in range(20):
                view = make_view(image, np.random.default_rng(seed))
                self.assertEqual((view.shape, view.dtype), ((48, 48, 3), np.uint8))

    def test_the_net_gives_two_logits_a_head_and_a_temperature_softens_them(self) -> None:
        net = fresh_net(None).eval()
        heads = torch.rand(3, 3, 48, 48) * 255
        cold = net(heads)
        net.temperature.fill_(2)
        self.assertEqual(tuple(cold.shape), (3, 2))
        self.assertTrue(torch.allclose(net(heads), cold / 2, atol=1e-5))


class Calibration(unittest.TestCase):
    def test_logits_that_are_too_sure_get_a_temperature_above_one(self) -> None:
        rng = np.random.default_rng(1)
        true = rng.normal(0, 1.5, 4000)
        labels = (rng.random(4000) < 1 / (1 + np.exp(-true))).astype(int)
        logits = np.stack((-1.5 * true, 1.5 * true), 1)
        temperature = fit_temperature(logits, labels)
        self.assertAlmostEqual(temperature, 3, delta=0.5)
        errors = [calibration_error(probabilities(logits, t), labels, False) for t in (1, temperature)]
        self.assertLess(errors[1], errors[0])

    def test_figures_of_perfect_answers(self) -> None:
        labels = np.array([0, 0, 0, 1])
        logits = np.where(labels[:, None] == np.arange(2), 9.0, -9.0)
        result = figures(logits, labels, 1.0)
        self.assertEqual((result["balancedAccuracy"], result["auc"], result["ece"]), (1, 1, 0))


if __name__ == "__main__":
    unittest.main()
