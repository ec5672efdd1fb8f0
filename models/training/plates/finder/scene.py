"""A training picture with all that is known about the plates on it."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from plates.finder.pictures import Picture

PAD_GREY = 114
LOST_SHARE = 0.15
SMALLEST_PLATE_PX = 18.0
SMALLEST_HEIGHT_PX = 6.0


@dataclass(frozen=True)
class Scene:
    """`corners` [n,4,2] clockwise from the top left. Where `exact` is false only their outer box is known,
    and where `rough` is true not even that. `ignored` [k,4] boxes count neither as plate nor as ground;
    in `unsure` [m,4] boxes a plate may be that nobody labelled.
    """

    image: np.ndarray
    corners: np.ndarray
    exact: np.ndarray
    rough: np.ndarray
    ignored: np.ndarray
    unsure: np.ndarray


def box_corners(boxes: np.ndarray) -> np.ndarray:
    x1, y1, x2, y2 = boxes.reshape(-1, 4).T
    return np.stack([x1, y1, x2, y1, x2, y2, x1, y2], axis=1).reshape(-1, 4, 2)


def outer_boxes(corners: np.ndarray) -> np.ndarray:
    points = corners.reshape(-1, 4, 2)
    return np.concatenate([points.min(axis=1), points.max(axis=1)], axis=1)


def whole_scene(picture: Picture) -> Scene:
    known = picture.corners is not None
    corners = picture.corners if known else box_corners(picture.boxes)
    n = len(corners)
    return Scene(
        image=picture.image(),
        corners=np.asarray(corners, np.float32),
        exact=np.full(n, known),
        rough=np.full(n, picture.rough and not known),
        ignored=np.zeros((0, 4), np.float32),
        unsure=picture.unsure,
    )


def view_matrix(
    scale: float, angle_rad: float, focus: tuple[float, float], target: tuple[float, float]
) -> np.ndarray:
    """Turns and scales about `focus`, which comes to lie on `target`."""
    c, s = scale * np.cos(angle_rad), scale * np.sin(angle_rad)
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    before = np.array([[1, 0, -focus[0]], [0, 1, -focus[1]], [0, 0, 1]])
    after = np.array([[1, 0, target[0]], [0, 1, target[1]], [0, 0, 1]])
    return after @ turn @ before


def moved(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    if points.size == 0:
        return points.astype(np.float32)
    flat = points.reshape(-1, 1, 2).astype(np.float64)
    return cv2.perspectiveTransform(flat, matrix).reshape(points.shape).astype(np.float32)


def warped_image(image: np.ndarray, matrix: np.ndarray, size: tuple[int, int], grey: int) -> np.ndarray:
    """Shrinks by areas first, so that a small view does not flicker."""
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if scale < 0.7:
        h, w = image.shape[:2]
        small = (max(1, round(w * scale)), max(1, round(h * scale)))
        image = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
        matrix = matrix @ np.diag([w / small[0], h / small[1], 1.0])
    return cv2.warpPerspective(
        image, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(grey,) * 3
    )


def visible_share(boxes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    width, height = size
    w = np.clip(boxes[:, 2], 0, width) - np.clip(boxes[:, 0], 0, width)
    h = np.clip(boxes[:, 3], 0, height) - np.clip(boxes[:, 1], 0, height)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return w * h / np.maximum(area, 1e-6)


def plate_sizes(corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean length of the two long and of the two short sides, pixels."""
    points = corners.reshape(-1, 4, 2)
    sides = np.linalg.norm(np.roll(points, -1, axis=1) - points, axis=2)
    return (sides[:, 0] + sides[:, 2]) / 2, (sides[:, 1] + sides[:, 3]) / 2


def seen_through(scene: Scene, matrix: np.ndarray, size: tuple[int, int], grey: int = PAD_GREY) -> Scene:
    """The scene on a canvas of `size` (width, height). Plates cut off or too small become ignored places."""
    corners = moved(scene.corners, matrix)
    unsure = outer_boxes(moved(box_corners(scene.unsure), matrix))
    ignored = outer_boxes(moved(box_corners(scene.ignored), matrix))
    boxes = outer_boxes(corners)
    share = visible_share(boxes, size)
    width, height = plate_sizes(corners)
    kept = (share > 1 - LOST_SHARE) & (width >= SMALLEST_PLATE_PX) & (height >= SMALLEST_HEIGHT_PX)
    dropped = boxes[~kept & (share > 0)]
    return replace(
        scene,
        image=warped_image(scene.image, matrix, size, grey),
        corners=corners[kept],
        exact=scene.exact[kept],
        rough=scene.rough[kept],
        ignored=np.concatenate([ignored, dropped]).astype(np.float32),
        unsure=unsure,
    )
