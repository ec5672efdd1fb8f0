"""Run from `models/training`: python3 -m unittest detector.test_detector"""
import json
import tempfile
import unittest
from pathlib import Path

import cv2
import numpy as np
import torch

from detector.assign import assign, paired_overlap
from detector.augment import make_view
from detector.backbone import MIDDLE_GREY
from detector.boxes import fit_area, letterbox, overlaps, suppress
from detector.losses import counted_cells, detection_loss
from detector.pictures import Picture, add_soft_labels, read_pictures
from detector.score import Score
from detector.street_net import CLASSES, StreetNet
from detector.tfjs_weights import read_convolutions


def _picture(folder: Path, boxes: list[list[float]], labels: list[str], classes: tuple[str, ...] = CLASSES) -> Picture:
    cv2.imwrite(str(folder / "a.png"), np.full((200, 300, 3), 60, np.uint8))
    rows = np.array([CLASSES.index(name) for name in labels], np.int64)
    labelled = np.array([name in classes for name in CLASSES])
    return Picture(folder / "a.png", "g", "train", np.array(boxes, np.float32).reshape(-1, 4), rows, labelled)


class Refusals(unittest.TestCase):
    def test_a_file_that_is_no_graph_model_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            file = Path(name) / "model.json"
            file.write_text(json.dumps({"format": "layers-model"}))
            with self.assertRaisesRegex(ValueError, "not a TensorFlow.js graph model"):
                read_convolutions(file)

    def test_a_file_that_is_no_picture_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            picture = _picture(Path(name), [], [])
            picture.path.write_text("no picture")
            with self.assertRaisesRegex(ValueError, "not a picture"):
                picture.read()


class Boxes(unittest.TestCase):
    def test_a_covered_box_goes_and_a_distant_one_stays(self) -> None:
        boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], np.float32)
        self.assertEqual(suppress(boxes, np.array([0.5, 0.9, 0.3])).tolist(), [1, 2])
        self.assertAlmostEqual(float(overlaps(boxes[:1], boxes[1:2])[0, 0]), 9 / 11, places=5)

    def test_an_input_of_a_given_area_holds_the_whole_picture(self) -> None:
        for width, height in ((1280, 720), (640, 640), (300, 900)):
            scale, w, h = fit_area(width, height, 200_000)
            self.assertLessEqual(width * scale, w + 1e-6)
            self.assertLessEqual(height * scale, h + 1e-6)
            self.assertEqual((w % 32, h % 32), (0, 0))
            self.assertLess(abs(w * h / 200_000 - 1), 0.2)
            self.assertEqual(letterbox(np.zeros((height, width, 3), np.uint8), scale, w, h).shape, (h, w, 3))


class Net(unittest.TestCase):
    def test_it_gives_one_box_a_cell_in_pixels_of_the_input(self) -> None:
        boxes, scores = StreetNet().eval()(torch.zeros(2, 3, 64, 96))
        self.assertEqual(tuple(boxes.shape), (2, 96 + 24 + 6, 4))
        self.assertEqual(tuple(scores.shape), (2, 126, 6))

    def test_the_first_cells_centre_lies_half_a_stride_from_the_corner(self) -> None:
        net = StreetNet().eval()
        centres = net.predict(net.neck(torch.zeros(1, 3, 64, 96)))[2]
        self.assertEqual(centres[[0, 1, 12, 96]].tolist(), [[4, 4], [12, 4], [4, 12], [8, 8]])


class Learning(unittest.TestCase):
    def test_overlap_of_a_box_with_itself_is_one_and_of_distant_boxes_negative_in_the_general_form(self) -> None:
        a, b = torch.tensor([0.0, 0, 10, 10]), torch.tensor([30.0, 0, 40, 10])
        self.assertEqual([float(v) for v in paired_overlap(a, a)], [1, 1])
        self.assertLess(float(paired_overlap(a, b)[1]), 0)

    def test_a_box_smaller_than_a_cell_still_gets_a_cell(self) -> None:
        net = StreetNet().eval()
        logits, sides, centres, strides = net.predict(net.neck(torch.zeros(1, 3, 64, 64)))
        boxes = net.boxes(sides, centres, strides)[0]
        gt = torch.tensor([[6.0, 6.0, 10.0, 10.0]])
        chosen = assign(logits[0].sigmoid(), boxes, centres, strides, gt, torch.tensor([2]))
        self.assertGreater(len(chosen.cells), 0)

    def test_a_class_that_nobody_annotated_costs_nothing(self) -> None:
        net = StreetNet().eval()
        maps = net.neck(torch.zeros(1, 3, 64, 64))
        none = (torch.zeros(0, 4), torch.zeros(0, dtype=torch.long))
        loss = detection_loss(net, maps, [none[0]], [none[1]], torch.zeros(1, 6, 8, 8))[0]
        self.assertEqual(float(loss), 0)
        self.assertGreater(float(detection_loss(net, maps, [none[0]], [none[1]], torch.ones(1, 6, 8, 8))[0]), 0)

    def test_a_large_cell_counts_only_if_all_of_it_does(self) -> None:
        counted = torch.ones(1, 6, 8, 8)
        counted[0, 2, 0, 0] = 0
        cells = counted_cells(counted)[0, :, 2]
        self.assertEqual([int(cells[i]) for i in (0, 1, 64, 65, 80)], [0, 1, 0, 1, 0])


class Views(unittest.TestCase):
    def test_boxes_stay_on_the_sheet_and_unlabelled_classes_are_left_out_under_the_picture(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            picture = _picture(Path(name), [[100, 50, 200, 150]], ["car"], classes=("car",))
            for seed in range(20):
                view = make_view([picture], np.ones(1), 128, 0.5, np.random.default_rng(seed))
                self.assertEqual(view.image.shape, (128, 128, 3))
                self.assertTrue((view.boxes >= 0).all() and (view.boxes <= 128).all())
                self.assertFalse(view.counted[CLASSES.index("person")].all())

    def test_the_same_seed_gives_the_same_view(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            picture = _picture(Path(name), [[100, 50, 200, 150]], ["car"])
            a, b = (make_view([picture], np.ones(1), 128, 1.0, np.random.default_rng(3)) for _ in range(2))
            self.assertTrue((a.image == b.image).all() and (a.boxes == b.boxes).all())

    def test_a_teachers_boxes_fill_only_the_classes_that_nobody_annotated(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            picture = _picture(Path(name), [[0, 0, 9, 9]], ["car"], classes=("car",))
            seen = [("car", 0.9), ("person", 0.9), ("person", 0.3), ("person", 0.1)]
            objects = [{"box": [1, 1, 5, 5], "label": label, "score": score} for label, score in seen]
            file = Path(name) / "soft.jsonl"
            file.write_text(json.dumps({"image": "a.png", "objects": objects}) + "\n")
            add_soft_labels([picture], file, 0.5, 0.2)
            self.assertEqual([CLASSES[label] for label in picture.labels], ["car", "person"])
            self.assertEqual(len(picture.doubtful), 1)
            self.assertTrue(picture.labelled.all())

    def test_what_annotators_passed_over_is_left_out_and_what_they_labelled_is_not(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            picture = _picture(Path(name), [[0, 0, 9, 9]], ["car"])
            seen = [("car", [0, 0, 9, 8], 0.9), ("car", [50, 50, 9, 9], 0.9), ("bus", [0, 0, 9, 9], 0.3)]
            objects = [{"box": box, "label": label, "score": score} for label, box, score in seen]
            file = Path(name) / "soft.jsonl"
            file.write_text(json.dumps({"image": "a.png", "objects": objects}) + "\n")
            add_soft_labels([picture], file, 0.5, 0.2)
            self.assertEqual(picture.boxes.tolist(), [[0, 0, 9, 9]])
            self.assertEqual(picture.doubtful.tolist(), [[50, 50, 59, 59], [0, 0, 9, 9]])

    def test_the_net_gives_the_same_once_the_input_is_folded(self) -> None:
        net = StreetNet().eval()
        image = torch.full((1, 3, 64, 64), 90.0)
        before = net(image)[1]
        net.backbone.fold_input()
        after = net(image - MIDDLE_GREY)[1]
        self.assertLess(float((after - before)[:, 27:28].abs().max()), 1e-4)

    def test_labels_are_read_as_corners(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            row = {"image": "a.png", "classes": ["car"], "objects": [{"box": [10, 20, 30, 40], "label": "car"}]}
            (Path(name) / "labels.jsonl").write_text(json.dumps(row) + "\n")
            self.assertEqual(read_pictures(Path(name))[0].boxes.tolist(), [[10, 20, 40, 60]])


class Scoring(unittest.TestCase):
    def test_right_boxes_score_one_and_a_better_wrong_box_halves_it(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            picture = _picture(Path(name), [[10, 10, 50, 50]], ["car"])
            boxes = np.array([[10, 10, 50, 50], [100, 100, 150, 150]], np.float32)
            car = np.eye(6)[CLASSES.index("car")]
            for other, expected in ((0.0, 1.0), (0.95, 0.5)):
                score = Score()
                score.add(picture, boxes, np.stack((car * 0.9, car * other)))
                self.assertEqual(score.result()["car"]["ap50"], expected)

    def test_vehicles_count_whatever_kind_they_were_taken_for(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            picture = _picture(Path(name), [[10, 10, 50, 50]], ["truck"])
            score = Score()
            score.add(picture, np.array([[10, 10, 50, 50]], np.float32), np.eye(6)[[CLASSES.index("bus")]])
            result = score.result()
            self.assertEqual((result["truck"]["ap50"], result["vehicles"]["ap50"]), (0, 1))
            self.assertIsNone(result["car"]["ap50"])


if __name__ == "__main__":
    unittest.main()
