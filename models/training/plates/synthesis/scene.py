"""Plates put into a street picture, with the corners a plate finder has to answer."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from plates.synthesis.flat_plate import FlatPlate, PlateMaker
from plates.synthesis.photometric import camera_blur, light_and_dirt, sensor_noise

PLACES_TRIED = 12
FOCAL_PLATES = 4.0
"""Distance of the camera in plate widths: how strong the perspective is."""


@dataclass(frozen=True)
class PastedPlate:
    corners: np.ndarray
    lines: tuple[str, ...]
    kind: str
    box: np.ndarray


@dataclass(frozen=True)
class PastedScene:
    image: np.ndarray
    plates: tuple[PastedPlate, ...]


def paste_plates(
    scene: np.ndarray,
    maker: PlateMaker,
    rng: np.random.Generator,
    count: int = 1,
    width_px: tuple[float, float] = (24, 220),
    keep_out: np.ndarray | None = None,
    may_cut: bool = False,
) -> PastedScene:
    image = scene.copy()
    taken = [np.asarray(box, np.float32) for box in (keep_out if keep_out is not None else [])]
    plates: list[PastedPlate] = []
    for _ in range(count):
        flat = maker.flat(rng)
        width = float(np.exp(rng.uniform(np.log(width_px[0]), np.log(width_px[1]))))
        corners = turned_corners(flat, rng, width)
        placed = _free_place(corners, image.shape[:2], taken, rng, may_cut)
        if placed is None:
            continue
        _blend(image, flat, placed, rng)
        box = np.concatenate([placed.min(axis=0), placed.max(axis=0)])
        taken.append(box)
        plates.append(PastedPlate(placed, flat.lines, flat.kind, box))
    return PastedScene(image, tuple(plates))


def turned_corners(flat: FlatPlate, rng: np.random.Generator, width_px: float) -> np.ndarray:
    """The plate turned in space about its middle and seen through a pinhole; middle at 0, 0."""
    half = (flat.corners - flat.corners.mean(axis=0)) / (flat.corners[1, 0] - flat.corners[0, 0])
    yaw = np.deg2rad(float(np.clip(rng.normal(0, 20), -58, 58)))
    pitch = np.deg2rad(float(np.clip(rng.normal(8, 12), -40, 40)))
    roll = np.deg2rad(float(np.clip(rng.normal(0, 5), -20, 20)))
    points = np.concatenate([half, np.zeros((4, 1), np.float32)], axis=1)
    points = points @ (_about(2, roll) @ _about(0, pitch) @ _about(1, yaw)).T
    depth = FOCAL_PLATES / (FOCAL_PLATES + points[:, 2:])
    seen = points[:, :2] * depth
    return (seen * width_px / np.ptp(seen[:, 0])).astype(np.float32)


def _about(axis: int, angle: float) -> np.ndarray:
    cos, sin = np.cos(angle), np.sin(angle)
    first, second = [other for other in range(3) if other != axis]
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = cos
    matrix[first, second], matrix[second, first] = -sin, sin
    return matrix


def _free_place(
    corners: np.ndarray, shape: tuple[int, int], taken: list[np.ndarray], rng: np.random.Generator, may_cut: bool
) -> np.ndarray | None:
    height, width = shape
    low, high = corners.min(axis=0), corners.max(axis=0)
    if (high - low)[0] >= width - 4 or (high - low)[1] >= height - 4:
        return None
    for _ in range(PLACES_TRIED):
        if may_cut:
            middle = np.float32([rng.uniform(0, width), rng.uniform(0, height)])
        else:
            middle = np.float32([rng.uniform(1 - low[0], width - 1 - high[0]), rng.uniform(1 - low[1], height - 1 - high[1])])
        placed = corners + middle
        box = np.concatenate([placed.min(axis=0) - 3, placed.max(axis=0) + 3])
        if all(box[2] < other[0] or other[2] < box[0] or box[3] < other[1] or other[3] < box[1] for other in taken):
            return placed.astype(np.float32)
    return None


def _blend(image: np.ndarray, flat: FlatPlate, corners: np.ndarray, rng: np.random.Generator) -> None:
    height, width = image.shape[:2]
    span = corners.max(axis=0) - corners.min(axis=0)
    reach = np.ceil(0.15 * span + 4)
    low = np.maximum(np.floor(corners.min(axis=0) - reach), 0).astype(int)
    high = np.minimum(np.ceil(corners.max(axis=0) + reach), [width, height]).astype(int)
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    if size[0] < 4 or size[1] < 4:
        return
    region = image[low[1] : high[1], low[0] : high[0]].astype(np.float32)

    source, start = _near_size(flat, span[0])
    to_region = cv2.getPerspectiveTransform(start, np.float32(corners - low))
    plate = cv2.warpPerspective(source, to_region, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(_cover(source.shape[:2], start, rng), to_region, size, flags=cv2.INTER_LINEAR)

    plate = light_and_dirt(plate.astype(np.float32), rng)
    plate = _light_of_the_place(plate, region, rng)
    cover = cover[..., None]
    mixed = camera_blur(region + cover * (plate - region), rng, float(span[0]))
    softened = cv2.GaussianBlur(cover, (0, 0), 1.0)[..., None]
    mixed = sensor_noise(region + np.maximum(cover, softened) * (mixed - region), rng, 0.6)
    image[low[1] : high[1], low[0] : high[0]] = np.clip(mixed, 0, 255).astype(np.uint8)


def _near_size(flat: FlatPlate, width_px: float) -> tuple[np.ndarray, np.ndarray]:
    """The flat picture shrunk by halves to just above the size it is seen at, and its corners."""
    source, corners = flat.image, flat.corners
    while corners[1, 0] - corners[0, 0] > 2 * width_px and min(source.shape[:2]) > 16:
        half = (source.shape[1] // 2, source.shape[0] // 2)
        scale = np.float32([half[0] / source.shape[1], half[1] / source.shape[0]])
        source, corners = cv2.resize(source, half, interpolation=cv2.INTER_AREA), corners * scale
    return source, np.float32(corners)


def _cover(shape: tuple[int, int], corners: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """1 where the plate hides the scene; half of the plates bring their surroundings along."""
    cover = np.zeros(shape, np.float32)
    if rng.random() < 0.5:
        cover[:] = 1
        return cover
    low, high = np.round(corners[0]).astype(int), np.round(corners[2]).astype(int)
    cover[low[1] : high[1], low[0] : high[0]] = 1
    return cover


def _light_of_the_place(plate: np.ndarray, region: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A reflective plate is as bright as the bright things near it, or lit by headlights."""
    roll = rng.random()
    bright = float(np.percentile(region, 92))
    if roll < 0.12:
        target = float(rng.uniform(200, 330))
    elif roll < 0.75:
        target = float(np.clip(bright * rng.uniform(0.8, 1.3), 55, 265))
    else:
        target = float(rng.uniform(60, 250))
    lift = float(rng.uniform(0, 0.12)) * target
    lit = plate * ((target - lift) / 235) + lift
    if rng.random() < 0.12:
        grey = lit.mean(axis=2, keepdims=True)
        return np.repeat(grey, 3, axis=2)
    cast = region.reshape(-1, 3).mean(axis=0) + 20
    return lit * (1 + 0.35 * (cast / cast.mean() - 1))
