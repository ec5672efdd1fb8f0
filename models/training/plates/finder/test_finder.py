"""Run from `models/training`: python3 -m unittest plates.finder.test_finder"""

import unittest

import numpy as np
import torch

from plates.finder.decode import decode, padded
from plates.finder.losses import total_loss
from plates.finder.network import PlateFinderNet, PlateMap
from plates.finder.scene import Scene, box_corners, moved, seen_through, view_matrix
from plates.split import is_validation, plate_key
from plates.finder.targets import make_targets


def scene_of(corners: np.ndarray, exact: bool = True, unsure: np.ndarray | None = None) -> Scene:
    n = len(corners)
    return Scene(
        image=np.full((256, 320, 3), 90, np.uint8),
        corners=np.asarray(corners, np.float32),
        exact=np.full(n, exact),
        rough=np.zeros(n, bool),
        ignored=np.zeros((0, 4), np.float32),
        unsure=np.zeros((0, 4), np.float32) if unsure is None else unsure,
    )


TILTED = np.array([[[40, 60], [130, 75], [126, 104], [37, 88]]], np.float32)
SMALL = box_corners(np.array([[200.0, 150.0, 226.0, 158.0]]))


def as_map(scene: Scene) -> np.ndarray:
    targets = make_targets(scene)
    return np.concatenate([targets.score[None], targets.corners])


class Targets(unittest.TestCase):
    def test_the_wanted_map_decodes_to_the_plates_it_was_made_from(self) -> None:
        wanted = np.concatenate([TILTED, SMALL])
        scores, corners = decode(as_map(scene_of(wanted)))
        self.assertEqual(len(scores), 2)
        order = np.argsort(corners[:, 0, 0])
        np.testing.assert_allclose(corners[order], wanted, atol=1e-3)

    def test_a_place_where_a_plate_may_be_is_unsure_except_around_our_own_plate(self) -> None:
        targets = make_targets(scene_of(SMALL, unsure=np.array([[0, 0, 320, 256]], np.float32)))
        self.assertEqual(targets.unsure[0, 0], 1)
        self.assertEqual(targets.unsure[19, 26], 0)

    def test_a_right_answer_costs_nearly_nothing_and_a_wrong_corner_costs(self) -> None:
        for exact in (True, False):
            targets = make_targets(scene_of(TILTED, exact))
            names = ("score", "counted", "unsure", "corners", "corner_weight", "exact", "boxed")
            batch = {name: torch.from_numpy(getattr(targets, name))[None] for name in names}
            logits = torch.where(batch["score"][:, None] > 0.99, 9.0, -9.0)
            _, parts = total_loss(logits, batch["corners"], batch)
            self.assertLess(parts["box"] + parts["corners"] + parts["score"], 0.01)
            _, parts = total_loss(logits, batch["corners"] + 6, batch)
            self.assertGreater(parts["box"] + parts["corners"], 0.1)


class Views(unittest.TestCase):
    def test_a_plate_cut_by_the_edge_or_too_small_is_ignored_rather_than_ground(self) -> None:
        scene = scene_of(np.concatenate([TILTED, SMALL]))
        half = seen_through(scene, view_matrix(0.5, 0.0, (85.0, 82.0), (0.0, 40.0)), (160, 128))
        self.assertEqual(len(half.corners), 0)
        self.assertEqual(len(half.ignored), 2)

    def test_corners_turn_with_the_picture(self) -> None:
        matrix = view_matrix(2.0, np.pi / 2, (10.0, 10.0), (50.0, 50.0))
        np.testing.assert_allclose(moved(np.array([[11.0, 10.0]]), matrix), [[50.0, 52.0]], atol=1e-4)


class Network(unittest.TestCase):
    def test_every_multiple_of_sixteen_gives_a_map_of_an_eighth(self) -> None:
        model = PlateMap(PlateFinderNet()).eval()
        for width, height in ((480, 304), (16, 16), (336, 400)):
            with torch.no_grad():
                answer = model(torch.zeros(1, 3, height, width))
            self.assertEqual(tuple(answer.shape), (1, 9, height // 8, width // 8))

    def test_padding_reaches_the_next_multiple_and_keeps_the_picture(self) -> None:
        image = np.full((303, 472, 3), 5, np.uint8)
        canvas = padded(image)
        self.assertEqual(canvas.shape, (304, 480, 3))
        self.assertEqual(int(canvas[303, 0, 0]), 114)
        self.assertEqual(int(canvas[302, 471, 0]), 5)


class Split(unittest.TestCase):
    def test_one_plate_is_always_on_one_side_and_a_fifth_is_kept_apart(self) -> None:
        self.assertEqual(is_validation(plate_key("29MĐ112345")), is_validation(plate_key("29md112345")))
        kept = sum(is_validation(f"{i:05}") for i in range(5000))
        self.assertTrue(900 < kept < 1100)


if __name__ == "__main__":
    unittest.main()
