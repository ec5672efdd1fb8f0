"""Boxes are rows x1, y1, x2, y2 in pixels."""
import cv2
import numpy as np

PADDING = 114


def overlaps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union of every box of `a` with every box of `b`."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    areas = [np.prod(np.clip(c[:, 2:] - c[:, :2], 0, None), axis=1) for c in (a, b)]
    return shared / np.maximum(areas[0][:, None] + areas[1][None] - shared, 1e-9)


def suppress(boxes: np.ndarray, scores: np.ndarray, limit: float = 0.6) -> np.ndarray:
    """Indices of the boxes that no better box covers, by falling score."""
    left = np.argsort(-scores, kind="stable")
    kept = []
    while left.size:
        kept.append(left[0])
        left = left[1:][overlaps(boxes[left[:1]], boxes[left[1:]])[0] <= limit]
    return np.array(kept, dtype=np.int64)


def fit_area(width: int, height: int, area: int, multiple: int = 32) -> tuple[float, int, int]:
    """Scale of a picture, and width and height of an input of about `area` pixels that holds it."""
    scale = (area / (width * height)) ** 0.5
    sides = [max(multiple, round(side * scale / multiple) * multiple) for side in (width, height)]
    return min(sides[0] / width, sides[1] / height), sides[0], sides[1]


def letterbox(image: np.ndarray, scale: float, width: int, height: int) -> np.ndarray:
    """The picture, scaled, at the top left of a grey sheet."""
    size = (min(width, round(image.shape[1] * scale)), min(height, round(image.shape[0] * scale)))
    sheet = np.full((height, width, 3), PADDING, np.uint8)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    sheet[: size[1], : size[0]] = cv2.resize(image, size, interpolation=way)
    return sheet
