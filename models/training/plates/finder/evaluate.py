"""How many plates are found, by group and by width, how many boxes are false, how far the corners are off."""

import argparse
import json
from collections import defaultdict
from pathlib import Path

from plates.finder.one_thread import answer_on_one_thread

import numpy as np

from plates.finder.decode import find_plates, overlap
from plates.finder.lookalikes import with_lookalikes
from plates.finder.network import PlateMap
from plates.finder.pictures import Collection, Picture, collect
from plates.finder.samples import with_pasted
from plates.finder.scene import Scene, outer_boxes, plate_sizes, seen_through, view_matrix, whole_scene
from plates.finder.views import ground_view
from plates.finder.weather import seen_by_camera
from plates.finder.weights import delivered
from plates.synthesis import PlateMaker

SCORES = (0.3, 0.5)
WIDTH_EDGES_PX = (0, 24, 32, 48, 64, 96, 160, 1000)
FOUND_OVERLAP = 0.5
ROUGH_OVERLAP = 0.3
SYNTHETIC_PICTURES = 150
SYNTHETIC_SIZE = (640, 368)
SYNTHETIC_SEED = 90210
EMPTY_GROUP = "coco-val"


def shrunk(picture: Picture, longest_px: int) -> Scene:
    scene = whole_scene(picture)
    h, w = scene.image.shape[:2]
    scale = min(1.0, longest_px / max(h, w))
    matrix = view_matrix(scale, 0.0, (0.0, 0.0), (0.0, 0.0))
    return seen_through(scene, matrix, (round(w * scale), round(h * scale)))


def width_name(width: float) -> str:
    for low, high in zip(WIDTH_EDGES_PX, WIDTH_EDGES_PX[1:]):
        if low <= width < high:
            return f"{low}-{high}"
    return "larger"


class Tally:
    def __init__(self) -> None:
        self.plates: dict[str, int] = defaultdict(int)
        self.found: dict[tuple[str, float], int] = defaultdict(int)
        self.false: dict[tuple[str, float], int] = defaultdict(int)
        self.pictures: dict[str, int] = defaultdict(int)
        self.corner_shares: list[float] = []
        self.corner_px: list[float] = []

    def add(self, group: str, scene: Scene, scores: np.ndarray, corners: np.ndarray, measure_corners: bool) -> None:
        self.pictures[group] += 1
        boxes, wanted = outer_boxes(corners), outer_boxes(scene.corners)
        widths, heights = plate_sizes(scene.corners)
        for least in SCORES:
            kept = np.flatnonzero(scores >= least)
            used: set[int] = set()
            for i, box in enumerate(wanted):
                limit = ROUGH_OVERLAP if scene.rough[i] else FOUND_OVERLAP
                shares = overlap(box, boxes[kept]) if len(kept) else np.zeros(0)
                hit = bool(len(shares)) and float(shares.max()) > limit
                if hit:
                    used.add(int(kept[shares.argmax()]))
                for name in (group, f"{group} width {width_name(float(widths[i]))}"):
                    self.found[name, least] += int(hit)
                    if least == SCORES[0]:
                        self.plates[name] += 1
                if hit and measure_corners and least == SCORES[0]:
                    error = np.linalg.norm(corners[kept[shares.argmax()]] - scene.corners[i], axis=1).mean()
                    self.corner_px.append(float(error))
                    self.corner_shares.append(float(error / heights[i]))
            for k in kept:
                at_ignored = len(scene.ignored) and float(overlap(boxes[k], scene.ignored).max()) > 0.2
                self.false[group, least] += int(int(k) not in used and not at_ignored)

    def report(self) -> dict:
        groups = {}
        for name in sorted(self.plates | self.pictures):
            n, pictures = self.plates.get(name, 0), self.pictures.get(name, 0)
            line: dict[str, float] = {"plates": n}
            for least in SCORES:
                if n:
                    line[f"recall@{least}"] = round(self.found[name, least] / n, 4)
                if pictures:
                    line[f"falsePerPicture@{least}"] = round(self.false[name, least] / pictures, 3)
            groups[name] = line | ({"pictures": pictures} if pictures else {})
        out: dict = {"groups": groups}
        if self.corner_px:
            out["cornerErrorPx"] = {str(q): round(float(np.percentile(self.corner_px, q)), 2) for q in (50, 90)}
            out["cornerErrorShareOfHeight"] = {
                str(q): round(float(np.percentile(self.corner_shares, q)), 3) for q in (50, 90)
            }
        return out


def measure_real(model: PlateMap, collection: Collection, longest_px: int, tally: Tally) -> None:
    for picture in collection.scenes + collection.streets:
        scene = shrunk(picture, longest_px)
        scores, corners = find_plates(model, scene.image, SCORES[0])
        tally.add(picture.group, scene, scores, corners, measure_corners=False)


def measure_synthetic(model: PlateMap, collection: Collection, count: int, tally: Tally) -> None:
    maker = PlateMaker(SYNTHETIC_SEED)
    for i in range(count):
        rng = np.random.default_rng([SYNTHETIC_SEED, i])
        ground = collection.streets[int(rng.integers(len(collection.streets)))]
        scene = with_pasted(ground_view(ground, rng, SYNTHETIC_SIZE), maker, rng, 3)
        scores, corners = find_plates(model, seen_by_camera(scene, rng), SCORES[0])
        tally.add("synthetic", scene, scores, corners, measure_corners=True)


def measure_lookalikes(model: PlateMap, collection: Collection, count: int, tally: Tally) -> None:
    """Pictures without any plate, with signs, stickers and clock lines drawn on them."""
    empty = [picture for picture in collection.streets if picture.group == EMPTY_GROUP]
    for i in range(count if empty else 0):
        rng = np.random.default_rng([SYNTHETIC_SEED, 1, i])
        scene = with_lookalikes(ground_view(empty[i % len(empty)], rng, SYNTHETIC_SIZE), rng, boards=1.0, overlays=0.7)
        scores, corners = find_plates(model, seen_by_camera(scene, rng), SCORES[0])
        tally.add("lookalikes", scene, scores, corners, measure_corners=False)


def evaluate(model: PlateMap, collection: Collection, longest_px: int, synthetic: int) -> dict:
    tally = Tally()
    measure_real(model, collection, longest_px, tally)
    measure_synthetic(model, collection, synthetic, tally)
    measure_lookalikes(model, collection, synthetic // 2, tally)
    return tally.report()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--longest-px", type=int, default=640, help="larger pictures are shrunk to this side")
    parser.add_argument("--synthetic", type=int, default=SYNTHETIC_PICTURES)
    parser.add_argument("--to", type=Path, help="write the figures here too")
    arguments = parser.parse_args()
    answer_on_one_thread()
    collection = collect(arguments.data, validation=True)
    figures = evaluate(delivered(arguments.weights), collection, arguments.longest_px, arguments.synthetic)
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.to:
        arguments.to.write_text(text + "\n")


if __name__ == "__main__":
    main()
