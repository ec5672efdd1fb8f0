"""From the network's map to plates: local maxima, falling score, no two overlapping."""

import numpy as np
import torch

from plates.finder.network import STRIDE, PlateMap
from plates.finder.scene import PAD_GREY, outer_boxes

SIZE_STEP = 16
OVERLAP_LIMIT = 0.3


def overlap(box: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Shared area over joint area of one box with many."""
    low, high = np.maximum(box[:2], boxes[:, :2]), np.minimum(box[2:], boxes[:, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=1)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    return shared / np.maximum((box[2:] - box[:2]).prod() + areas - shared, 1e-6)


def decode(plate_map: np.ndarray, least_score: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Map [9,h/8,w/8] -> scores [n] and corners [n,4,2] in pixels of the network's input."""
    score = plate_map[0]
    padded = np.pad(score, 1, constant_values=-1.0)
    rows, columns = score.shape
    around = np.stack([padded[i : i + rows, j : j + columns] for i in range(3) for j in range(3)])
    found = np.argwhere((score >= around.max(axis=0)) & (score >= least_score))
    order = np.argsort([-score[i, j] for i, j in found], kind="stable")
    scores, corners = [], []
    boxes = np.zeros((0, 4), np.float32)
    for i, j in found[order]:
        points = plate_map[1:, i, j].reshape(4, 2) + (np.array([j, i]) + 0.5) * STRIDE
        box = outer_boxes(points)[0]
        if len(boxes) and bool((overlap(box, boxes) > OVERLAP_LIMIT).any()):
            continue
        boxes = np.concatenate([boxes, box[None]])
        scores.append(float(score[i, j]))
        corners.append(points)
    return np.array(scores), np.array(corners, np.float32).reshape(-1, 4, 2)


def padded(image: np.ndarray) -> np.ndarray:
    h, w = image.shape[:2]
    canvas = np.full((-h // SIZE_STEP * -SIZE_STEP, -w // SIZE_STEP * -SIZE_STEP, 3), PAD_GREY, np.uint8)
    canvas[:h, :w] = image
    return canvas


@torch.no_grad()
def plate_maps(model: PlateMap, images: list[np.ndarray]) -> np.ndarray:
    """Maps [n,9,h/8,w/8] of RGB pictures of one size, which is a multiple of 16."""
    stacked = np.stack(images).transpose(0, 3, 1, 2)
    return model(torch.from_numpy(stacked).float().contiguous(memory_format=torch.channels_last)).numpy()


def find_plates(model: PlateMap, image: np.ndarray, least_score: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Scores and corners of the plates in an RGB picture, at the picture's own size."""
    return decode(plate_maps(model, [padded(image)])[0], least_score)
