"""Gives the real plates, of which only the outer box is labelled, four corners.

A first network, taught corners by our own plates, looks at every labelled plate in several sizes and places.
The middle of its answers is kept where it agrees with the label, moved and stretched to half of what is left
between its outer box and the labelled one. A picture with a plate that has no good answer gets no corners.
"""

import argparse
import json
from pathlib import Path

from plates.finder.one_thread import answer_on_one_thread

import cv2
import numpy as np

from plates.finder.decode import decode, overlap, plate_maps
from plates.finder.network import PlateMap
from plates.finder.pictures import Picture, plate_scenes
from plates.finder.scene import PAD_GREY, box_corners, moved, outer_boxes, view_matrix, warped_image
from plates.finder.weights import delivered

LOOK_WIDTHS_PX = (70.0, 95.0, 130.0, 170.0)
SHIFTS_PX = ((0.0, 0.0), (3.0, 5.0), (-4.0, 2.0))
VIEW = (320, 256)
LEAST_SCORE = 0.25
LEAST_OVERLAP = 0.45
LEAST_ANSWERS = 4
LEAST_AGREEMENT = 0.6
LARGEST_SCALE = 4.0


def answers(model: PlateMap, image: np.ndarray, box: np.ndarray) -> np.ndarray:
    """[k,4,2] corners in the picture, one for every look that saw the plate."""
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    scales = [min(LARGEST_SCALE, width / max(box[2] - box[0], 1.0)) for width in LOOK_WIDTHS_PX]
    matrices = [
        view_matrix(scale, 0.0, centre, (VIEW[0] / 2 + dx, VIEW[1] / 2 + dy)) for scale in scales for dx, dy in SHIFTS_PX
    ]
    views = [warped_image(image, matrix, VIEW, PAD_GREY) for matrix in matrices]
    seen = []
    for matrix, plate_map in zip(matrices, plate_maps(model, views)):
        _, corners = decode(plate_map, LEAST_SCORE)
        if len(corners) == 0:
            continue
        back = moved(corners, np.linalg.inv(matrix))
        shares = overlap(box, outer_boxes(back))
        if float(shares.max()) >= LEAST_OVERLAP:
            seen.append(back[int(shares.argmax())])
    return np.array(seen, np.float32).reshape(-1, 4, 2)


def fitted(corners: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Corners whose outer box lies half way between their own and the labelled one."""
    own = outer_boxes(corners)[0]
    wanted = (own + box) / 2
    stretch = (wanted[2:] - wanted[:2]) / np.maximum(own[2:] - own[:2], 1e-3)
    return (corners - own[:2]) * stretch + wanted[:2]


def taught(model: PlateMap, picture: Picture) -> list | None:
    image = picture.image()
    plates = []
    for box in picture.boxes:
        seen = answers(model, image, box)
        if len(seen) < LEAST_ANSWERS:
            return None
        middle = np.median(seen, axis=0)
        agrees = overlap(box, outer_boxes(middle))[0] >= LEAST_AGREEMENT
        if picture.rough:
            plates.append(middle)
        elif agrees:
            plates.append(fitted(middle, box))
        else:
            return None
    return np.round(np.array(plates), 2).tolist()


def drawn(picture: Picture, corners: np.ndarray, side_px: int = 200) -> np.ndarray:
    """The first plate, large, with its corners: for a look at many of them."""
    box = outer_boxes(corners[:1])[0]
    scale = side_px * 0.8 / max(box[2] - box[0], box[3] - box[1])
    centre = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    matrix = view_matrix(scale, 0.0, centre, (side_px / 2, side_px / 2))
    view = warped_image(picture.image(), matrix, (side_px, side_px), PAD_GREY)
    lines = np.round(moved(corners, matrix)).astype(np.int32)
    for start, given in zip(lines, moved(box_corners(picture.boxes), matrix)):
        cv2.polylines(view, [np.round(given).astype(np.int32)], True, (0, 160, 255), 1)
        cv2.polylines(view, [start], True, (0, 255, 0), 1)
        cv2.circle(view, tuple(start[0].tolist()), 3, (255, 0, 0), -1)
    return view


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--sheet", type=Path, help="PNG with every tenth plate and its corners")
    arguments = parser.parse_args()
    answer_on_one_thread()
    model = delivered(arguments.weights)
    pictures = plate_scenes(arguments.data / "vn-plate-scenes") + plate_scenes(arguments.data / "vn-car-photos")
    known, views = {}, []
    for picture in pictures:
        corners = taught(model, picture)
        if corners is None:
            continue
        known[Path(picture.path).name] = corners
        if len(known) % 10 == 0:
            views.append(drawn(picture, np.array(corners, np.float32)))
    arguments.to.write_text(json.dumps(known))
    print(json.dumps({"pictures": len(pictures), "withCorners": len(known)}))
    if arguments.sheet and views:
        views += [np.zeros_like(views[0])] * (-len(views) % 8)
        rows = [np.concatenate(views[i : i + 8], axis=1) for i in range(0, len(views), 8)]
        cv2.imwrite(str(arguments.sheet), cv2.cvtColor(np.concatenate(rows), cv2.COLOR_RGB2BGR))


if __name__ == "__main__":
    main()
