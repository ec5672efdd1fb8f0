"""python3 -m unittest discover -s plates -t . -p 'test_*.py'"""

import unittest

import numpy as np
import torch

from plates.glyphs.glyph_raster import RASTER_HEIGHT_PX, glyph, outlines
from plates.reader.alphabet import BLANK, CHARACTERS, CLASS_COUNT, best_path, classes_of, folded
from plates.reader.evaluate import edits
from plates.reader.losses import place_targets, row_ctc, text_ctc
from plates.reader.network import PLACES, ROWS, PlateReaderNetwork
from plates.synthesis import PlateMaker, crop_plate, paste_plates
from plates.synthesis.formats import PrintedPlate
from plates.synthesis.flat_plate import draw_plate


class Alphabet(unittest.TestCase):
    def test_refuses_a_letter_that_is_never_issued(self) -> None:
        with self.assertRaises(KeyError):
            classes_of("30W")

    def test_every_character_has_an_outline(self) -> None:
        self.assertEqual(set(CHARACTERS), set(outlines()))
        for char in CHARACTERS:
            ink = glyph(char, 0, 15)
            self.assertEqual(ink.shape[0], RASTER_HEIGHT_PX)
            self.assertGreater(ink[0].max(), 200, f"{char} starts at the top")
            self.assertGreater(ink[-1].max(), 200, f"{char} ends at the bottom")

    def test_repeats_need_a_blank_between_them(self) -> None:
        one = classes_of("1")[0]
        self.assertEqual(best_path(np.array([one, one, BLANK, one])), "11")

    def test_compares_the_barred_d_as_d(self) -> None:
        self.assertEqual(folded("29MĐ1"), "29MD1")


class Synthesis(unittest.TestCase):
    def test_gives_the_same_crop_for_the_same_seed(self) -> None:
        first, second = (
            crop_plate(PlateMaker(3, 4).flat(np.random.default_rng(5)), np.random.default_rng(6)) for _ in range(2)
        )
        np.testing.assert_array_equal(first.image, second.image)

    def test_places_every_character_in_its_row(self) -> None:
        plate = PrintedPlate("electric-motorbike", (190, 140), "white", ("29-MĐ1", "916.92"))
        rng = np.random.default_rng(1)
        crop = crop_plate(draw_plate(plate, rng), rng, hardness=0.01)
        self.assertEqual(crop.lines, ("29MĐ1", "91692"))
        targets = place_targets(crop)
        for row, line in enumerate(crop.lines):
            self.assertEqual(best_path(np.where(targets[row] < 0, BLANK, targets[row])), line)

    def test_keeps_the_corners_inside_the_scene(self) -> None:
        scene = np.full((240, 320, 3), 90, np.uint8)
        pasted = paste_plates(scene, PlateMaker(1, 8), np.random.default_rng(2), count=3, width_px=(30, 80))
        self.assertGreater(len(pasted.plates), 0)
        for plate in pasted.plates:
            self.assertTrue((plate.corners >= 0).all() and (plate.corners < [320, 240]).all())
            self.assertTrue((pasted.image != scene).any())


class Losses(unittest.TestCase):
    def test_are_small_for_the_right_text_in_either_reading(self) -> None:
        lines = ("29A", "11")
        logits = torch.full((1, ROWS, PLACES, CLASS_COUNT), -20.0)
        logits[..., BLANK] = 20
        for row, line in enumerate(lines):
            for index, value in enumerate(classes_of(line)):
                logits[0, row, 3 + index * 4] = -20
                logits[0, row, 3 + index * 4, value] = 20
        self.assertLess(row_ctc(logits, [lines]).item(), 0.01)
        self.assertLess(text_ctc(logits, ["29A11"]).item(), 0.01)
        self.assertGreater(text_ctc(logits, ["29A1"]).item(), 1)

    def test_network_answers_two_rows_of_places(self) -> None:
        answer = PlateReaderNetwork().eval()(torch.zeros(3, 1, 48, 128))
        self.assertEqual(tuple(answer.shape), (3, ROWS, PLACES, CLASS_COUNT))


class Measuring(unittest.TestCase):
    def test_names_the_wrong_character(self) -> None:
        self.assertEqual(edits("30A11", "30A1"), [("1", "")])
        self.assertEqual(edits("30A17", "30A77"), [("1", "7")])


if __name__ == "__main__":
    unittest.main()
