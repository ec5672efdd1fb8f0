"""A plate as the reader gets it: cut out by corners that are a little off, small, blurred."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from plates.synthesis.flat_plate import FlatPlate
from plates.synthesis.photometric import camera_blur, exposure, light_and_dirt, sensor_noise, through_jpeg

GROW_X, GROW_Y = 0.02, 0.05
UNRECTIFIED_SHARE = 0.4
"""Of those, so many are seen from far to a side or held askew, and by so much more."""
SLANTED_SHARE, SLANTED = 0.4, 2.4


@dataclass(frozen=True)
class PlateCrop:
    image: np.ndarray
    lines: tuple[str, ...]
    kind: str
    centres: np.ndarray
    rows: np.ndarray


def crop_plate(
    flat: FlatPlate, rng: np.random.Generator, size: tuple[int, int] = (128, 48), hardness: float = 1.0
) -> PlateCrop:
    quad = _cut_corners(flat.corners, rng, hardness)
    plate_width = _pixels_across(len(flat.lines), rng, hardness)
    aspect = (flat.corners[1, 0] - flat.corners[0, 0]) / (flat.corners[3, 1] - flat.corners[0, 1])
    seen = (max(16, round(plate_width)), max(8, round(plate_width / aspect)))

    shrink = (flat.corners[1, 0] - flat.corners[0, 0]) / seen[0]
    level = int(np.clip(np.log2(max(shrink, 1)), 0, len(flat.pyramid) - 1))
    source = flat.pyramid[level]
    to_seen = _perspective(quad / (1 << level), seen)
    picture = cv2.warpPerspective(source, to_seen, seen, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    picture = light_and_dirt(picture.astype(np.float32), rng, hardness)
    picture = exposure(picture, rng, hardness)
    picture = camera_blur(picture, rng, seen[0], hardness)
    picture = sensor_noise(picture, rng, hardness)
    picture = through_jpeg(np.clip(picture, 0, 255).astype(np.uint8), rng)
    method = cv2.INTER_AREA if seen[0] > size[0] else (cv2.INTER_LINEAR if rng.random() < 0.7 else cv2.INTER_CUBIC)
    picture = cv2.resize(picture, size, interpolation=method)

    to_crop = _perspective(quad, size)
    centres = cv2.perspectiveTransform(flat.centres[None], to_crop)[0]
    return PlateCrop(picture, flat.lines, flat.kind, centres, flat.rows)


def _perspective(quad: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    width, height = size
    target = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    return cv2.getPerspectiveTransform(np.float32(quad), target)


def _pixels_across(line_count: int, rng: np.random.Generator, hardness: float) -> float:
    lowest = (52.0 if line_count == 1 else 36.0) / max(hardness, 0.5)
    return float(np.exp(rng.uniform(np.log(lowest), np.log(240.0))))


def _cut_corners(corners: np.ndarray, rng: np.random.Generator, hardness: float) -> np.ndarray:
    """The four points, on the flat plate, where the cut's corners fall."""
    width, height = corners[1, 0] - corners[0, 0], corners[3, 1] - corners[0, 1]
    grow = np.float32([width * GROW_X, height * GROW_Y])
    outward = np.float32([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    if rng.random() >= UNRECTIFIED_SHARE * hardness:
        spread = np.float32([width * 0.016, height * 0.03]) * hardness
        shift = rng.normal(0, 1, 2) * spread
        return corners + outward * grow + shift + rng.normal(0, 1, (4, 2)) * spread
    centre = corners.mean(axis=0)
    slant = SLANTED if rng.random() < SLANTED_SHARE * hardness else 1.0
    roll = np.deg2rad(float(rng.normal(0, 4.5 * hardness * slant)))
    shear, tilt = float(rng.normal(0, 0.06 * slant)), float(rng.normal(0, 0.04 * slant))
    turn = np.float32([[np.cos(roll), -np.sin(roll) + shear], [np.sin(roll) + tilt, np.cos(roll)]])
    seen = (corners - centre) @ turn.T
    low, high = seen.min(axis=0), seen.max(axis=0)
    span = high - low
    low = low + span * rng.uniform(-0.09, 0.015, 2) * hardness
    high = high + span * rng.uniform(-0.015, 0.09, 2) * hardness
    box = np.float32([low, [high[0], low[1]], high, [low[0], high[1]]])
    keystone = rng.normal(0, 1, (4, 2)) * span * 0.01
    return ((box + keystone) @ np.linalg.inv(turn).T + centre).astype(np.float32)
