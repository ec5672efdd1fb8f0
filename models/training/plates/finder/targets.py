"""What the network should answer for a scene, cell by cell."""

from dataclasses import dataclass

import numpy as np

from plates.finder.network import STRIDE
from plates.finder.scene import Scene, outer_boxes, plate_sizes

PEAK_SHARE = 0.10
SMALLEST_SPREAD_CELLS = 0.55
CORNER_CELLS_ABOVE = 0.3
OWN_PLACE_GROWTH = 1.5


@dataclass(frozen=True)
class Targets:
    """Maps [h/8,w/8]: `score` 0..1 with a 1 at each plate's centre cell; `counted` 0 where nothing is asked;
    `unsure` 1 where a plate may be; `corner_weight`; `corners` [8,h/8,w/8] pixels from the cell centre;
    `exact`, `boxed` 1 where the corners, or their outer box, are known.
    """

    score: np.ndarray
    counted: np.ndarray
    unsure: np.ndarray
    corners: np.ndarray
    corner_weight: np.ndarray
    exact: np.ndarray
    boxed: np.ndarray
    plates: int


def cell_centres(rows: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[0:rows, 0:columns]
    return (x + 0.5) * STRIDE, (y + 0.5) * STRIDE


def peak(corners: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A hill over the plate, turned as the plate is, 1 at the cell nearest to the centre."""
    centre = corners.mean(axis=0)
    along = (corners[1] + corners[2] - corners[0] - corners[3]) / 2
    angle = np.arctan2(along[1], along[0])
    width, height = plate_sizes(corners[None])
    smallest = SMALLEST_SPREAD_CELLS * STRIDE
    spread_u, spread_v = max(PEAK_SHARE * width[0], smallest), max(PEAK_SHARE * height[0], smallest)
    dx, dy = x - centre[0], y - centre[1]
    u = dx * np.cos(angle) + dy * np.sin(angle)
    v = -dx * np.sin(angle) + dy * np.cos(angle)
    hill = np.exp(-0.5 * ((u / spread_u) ** 2 + (v / spread_v) ** 2))
    hill = np.minimum(hill, 0.95)
    row = int(np.clip(centre[1] // STRIDE, 0, hill.shape[0] - 1))
    column = int(np.clip(centre[0] // STRIDE, 0, hill.shape[1] - 1))
    hill[row, column] = 1.0
    return hill


def inside(boxes: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    mask = np.zeros(x.shape, bool)
    for x1, y1, x2, y2 in boxes:
        mask |= (x >= x1 - STRIDE / 2) & (x <= x2 + STRIDE / 2) & (y >= y1 - STRIDE / 2) & (y <= y2 + STRIDE / 2)
    return mask


def grown(boxes: np.ndarray, factor: float) -> np.ndarray:
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]) / 2 * factor
    return np.concatenate([centre - half, centre + half], axis=1)


def make_targets(scene: Scene) -> Targets:
    rows, columns = scene.image.shape[0] // STRIDE, scene.image.shape[1] // STRIDE
    x, y = cell_centres(rows, columns)
    score = np.zeros((rows, columns), np.float32)
    corner_maps = np.zeros((8, rows, columns), np.float32)
    weight = np.zeros((rows, columns), np.float32)
    exact = np.zeros((rows, columns), np.float32)
    boxed = np.zeros((rows, columns), np.float32)
    for corners, is_exact, is_rough in zip(scene.corners, scene.exact, scene.rough):
        hill = peak(corners, x, y).astype(np.float32)
        mine = hill > score
        score = np.maximum(score, hill)
        near = mine & (hill > CORNER_CELLS_ABOVE)
        offsets = np.stack([corners[i, axis] - (x, y)[axis] for i in range(4) for axis in range(2)])
        corner_maps = np.where(near, offsets, corner_maps).astype(np.float32)
        weight = np.where(near, hill, weight)
        exact = np.where(near, float(is_exact), exact).astype(np.float32)
        boxed = np.where(near, float(not is_rough), boxed).astype(np.float32)
    counted = ~inside(scene.ignored, x, y) | (score > 0.9)
    sure = inside(grown(outer_boxes(scene.corners), OWN_PLACE_GROWTH), x, y)
    unsure = inside(scene.unsure, x, y) & ~sure
    return Targets(
        score=score,
        counted=counted.astype(np.float32),
        unsure=unsure.astype(np.float32),
        corners=corner_maps,
        corner_weight=weight,
        exact=exact,
        boxed=boxed,
        plates=len(scene.corners),
    )
