"""Writes what NanoDet-g sees on pictures, for the classes that nobody annotated.

`python3 -m detector.soft_labels --help` from the folder above.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from .boxes import suppress
from .evaluate import look
from .pictures import read_pictures
from .street_net import CLASSES, StreetNet, load_nanodet

LOOKS = ((416 * 416, False), (640 * 640, True))
LEAST_SCORE = 0.15


def see(net: StreetNet, image: np.ndarray) -> list[dict]:
    """The picture small, and large and mirrored, put together."""
    found = []
    for area, is_mirrored in LOOKS:
        boxes, scores = look(net, np.ascontiguousarray(image[:, ::-1]) if is_mirrored else image, area)
        if is_mirrored:
            boxes[:, [0, 2]] = image.shape[1] - boxes[:, [2, 0]]
        found.append((boxes, scores))
    boxes = np.concatenate([b for b, _ in found]).clip(0, [image.shape[1], image.shape[0]] * 2)
    scores = np.concatenate([s for _, s in found])
    objects = []
    for row, label in enumerate(CLASSES):
        candidates = np.flatnonzero(scores[:, row] >= LEAST_SCORE)
        for index in candidates[suppress(boxes[candidates], scores[candidates, row], 0.55)]:
            x1, y1, x2, y2 = boxes[index].tolist()
            box = [round(v, 1) for v in (x1, y1, x2 - x1, y2 - y1)]
            objects.append({"box": box, "label": label, "score": round(float(scores[index, row]), 3)})
    return objects


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nanodet", type=Path, required=True, help="folder of nanodet.json")
    parser.add_argument("--pictures", type=Path, required=True, help="folder of labels.jsonl")
    parser.add_argument("--out", type=Path, required=True, help="file to write; goes on where it stopped")
    options = parser.parse_args()
    torch.set_num_threads(1)
    net = load_nanodet(options.nanodet).eval()
    done = set()
    if options.out.exists():
        done = {json.loads(line)["image"] for line in options.out.read_text().splitlines()}
    with options.out.open("a") as file:
        for picture in read_pictures(options.pictures):
            if picture.path.name not in done and picture.split != "val" and not picture.labelled.all():
                row = {"image": picture.path.name, "objects": see(net, picture.read())}
                file.write(json.dumps(row) + "\n")
                file.flush()


if __name__ == "__main__":
    main()
