"""Training views: one picture or four side by side on a square sheet, in other light, blurred, compressed."""
from dataclasses import dataclass

import cv2
import numpy as np

from .boxes import PADDING
from .pictures import Picture
from .street_net import CLASSES

CELL = 8
LEAST_SIDE = 4.0
LEAST_VISIBLE = 0.35


@dataclass
class View:
    image: np.ndarray  # [S,S,3] RGB
    boxes: np.ndarray
    labels: np.ndarray
    counted: np.ndarray  # [6,S/8,S/8] bool: does the class count in the loss here


class _Sheet:
    def __init__(self, side: int) -> None:
        self.image = np.full((side, side, 3), PADDING, np.uint8)
        self.counted = np.ones((len(CLASSES), side // CELL, side // CELL), bool)
        self.boxes: list[np.ndarray] = []
        self.labels: list[np.ndarray] = []

    def leave_out(self, label: int, box: np.ndarray) -> None:
        x1, y1 = np.floor(box[:2] / CELL).astype(int).clip(0)
        x2, y2 = np.ceil(box[2:] / CELL).astype(int).clip(0)
        self.counted[label, y1:y2, x1:x2] = False

    def paste(self, picture: Picture, rng: np.random.Generator, frame: tuple[int, int, int, int], scale: float) -> None:
        """Puts a part of the picture, scaled, into the frame x1, y1, x2, y2."""
        image = picture.read()
        x1, y1, x2, y2 = frame
        size = (max(8, round(image.shape[1] * scale)), max(8, round(image.shape[0] * scale)))
        scales = np.array([size[0] / image.shape[1], size[1] / image.shape[0]] * 2)
        image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        is_flipped = rng.random() < 0.5
        if is_flipped:
            image = image[:, ::-1]
        room = (x2 - x1 - size[0], y2 - y1 - size[1])
        left, top = (int(rng.integers(min(0, r), max(0, r) + 1)) for r in room)
        from_x, from_y, to_x, to_y = max(0, -left), max(0, -top), max(0, left), max(0, top)
        part = image[from_y : from_y + y2 - y1 - to_y, from_x : from_x + x2 - x1 - to_x]
        held = np.array([x1 + to_x, y1 + to_y, x1 + to_x + part.shape[1], y1 + to_y + part.shape[0]], np.float32)
        self.image[int(held[1]) : int(held[3]), int(held[0]) : int(held[2])] = part
        for label in np.flatnonzero(~picture.labelled):
            self.leave_out(label, held)

        def move(boxes: np.ndarray) -> np.ndarray:
            boxes = boxes * scales
            if is_flipped:
                boxes = np.stack((size[0] - boxes[:, 2], boxes[:, 1], size[0] - boxes[:, 0], boxes[:, 3]), 1)
            return boxes + np.array([x1 + left, y1 + top] * 2)

        def cut(boxes: np.ndarray) -> np.ndarray:
            return np.clip(boxes, np.tile(held[:2], 2), np.tile(held[2:], 2))

        whole = move(picture.boxes)
        seen = cut(whole)
        sides = seen[:, 2:] - seen[:, :2]
        share = sides.prod(1) / np.maximum((whole[:, 2:] - whole[:, :2]).prod(1), 1e-6)
        is_kept = (sides.min(1, initial=1e9) >= LEAST_SIDE) & (share >= LEAST_VISIBLE)
        for label, box in zip(picture.labels[~is_kept], seen[~is_kept]):
            self.leave_out(label, box)
        for label, box in zip(picture.doubtful_labels, cut(move(picture.doubtful))):
            self.leave_out(label, box)
        self.boxes.append(seen[is_kept])
        self.labels.append(picture.labels[is_kept])


def _darken(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Night: a dark scene with a coloured cast and grain; what was bright stays bright."""
    x = (image.astype(np.float32) / 255) ** rng.uniform(1.6, 3.0)
    x *= rng.uniform(0.5, 1.0) * rng.uniform(0.8, 1.15, 3).astype(np.float32)
    x += rng.normal(0, rng.uniform(0.01, 0.05), image.shape[:2] + (1,)).astype(np.float32)
    return (x.clip(0, 1) * 255).astype(np.uint8)


def _blur(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if rng.random() < 0.5:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 1.6))
    length = int(rng.integers(3, 8))
    kernel = np.zeros((length, length), np.float32)
    kernel[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D(((length - 1) / 2,) * 2, rng.uniform(0, 180), 1)
    kernel = cv2.warpAffine(kernel, turn, (length, length))
    return cv2.filter2D(image, -1, kernel / max(kernel.sum(), 1e-6))


def disturb(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Light, colour, blur, lost resolution and compression of real cameras."""
    hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv *= rng.uniform((1, 0.6, 0.7), (1.0001, 1.4, 1.3))
    hsv[..., 0] = (hsv[..., 0] + rng.uniform(-6, 6)) % 180
    image = cv2.cvtColor(hsv.clip(0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB)
    if rng.random() < 0.15:
        image = _darken(image, rng)
    if rng.random() < 0.08:
        image = np.repeat(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)[:, :, None], 3, 2)
    if rng.random() < 0.2:
        image = _blur(image, rng)
    if rng.random() < 0.15:
        side = int(image.shape[0] * rng.uniform(0.45, 0.9))
        small = cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA)
        image = cv2.resize(small, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.25:
        _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 80))])
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return image


def make_view(pictures: list[Picture], weights: np.ndarray, side: int, mosaic: float, rng: np.random.Generator) -> View:
    """`weights`: how likely each picture is drawn, sum 1. `mosaic`: share of views made of four pictures."""
    sheet = _Sheet(side)
    if rng.random() < mosaic:
        x, y = (int(rng.uniform(0.3, 0.7) * side) // CELL * CELL for _ in range(2))
        frames = [(0, 0, x, y), (x, 0, side, y), (0, y, x, side), (x, y, side, side)]
        spread = (0.4, 1.2)
    else:
        frames = [(0, 0, side, side)]
        spread = (0.7, 1.7)
    for index, frame in zip(rng.choice(len(pictures), len(frames), p=weights), frames):
        sheet.paste(pictures[index], rng, frame, float(np.exp(rng.uniform(*np.log(spread)))) * side / 416)
    boxes, labels = np.concatenate(sheet.boxes), np.concatenate(sheet.labels)
    return View(disturb(sheet.image, rng), boxes.astype(np.float32), labels, sheet.counted)
