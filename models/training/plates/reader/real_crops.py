"""Labelled pictures of real plates: a folder with `labels.jsonl` (image, text, lines, group)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from plates.reader.alphabet import CHARACTERS
from plates.reader.network import INPUT_HEIGHT, INPUT_WIDTH
from plates.synthesis.photometric import camera_blur, exposure, light_and_dirt, sensor_noise, through_jpeg
from plates.split import is_validation, plate_key

WIDEST_KEPT_PX = 256
SLANTED_SHARE, SLANTED = 0.3, 3.0


@dataclass(frozen=True)
class RealCrop:
    image: np.ndarray
    text: str
    line_count: int
    group: str
    name: str


def load_real_crops(folder: Path, labels: str = "labels.jsonl") -> tuple[list[RealCrop], list[RealCrop]]:
    """Training crops, validation crops."""
    sides: tuple[list[RealCrop], list[RealCrop]] = ([], [])
    for line in (folder / labels).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row["text"] or any(char not in CHARACTERS for char in row["text"]):
            continue
        image = cv2.imread(str(folder / row["image"]), cv2.IMREAD_GRAYSCALE)
        if image is None:
            raise ValueError(f"cannot read {row['image']}")
        if image.shape[1] > WIDEST_KEPT_PX:
            height = round(image.shape[0] * WIDEST_KEPT_PX / image.shape[1])
            image = cv2.resize(image, (WIDEST_KEPT_PX, height), interpolation=cv2.INTER_AREA)
        crop = RealCrop(image, row["text"], row["lines"], row.get("group", ""), row["image"])
        sides[is_validation(plate_key(crop.text))].append(crop)
    return sides


def reader_input(image: np.ndarray) -> np.ndarray:
    """Plain stretch to the reader's size; areas are averaged when it shrinks."""
    method = cv2.INTER_AREA if image.shape[1] > INPUT_WIDTH else cv2.INTER_LINEAR
    return cv2.resize(image, (INPUT_WIDTH, INPUT_HEIGHT), interpolation=method)


def varied(crop: RealCrop, rng: np.random.Generator) -> np.ndarray:
    """The crop cut, turned, lit and blurred a little otherwise."""
    height, width = crop.image.shape
    seen_width = int(np.clip(width * np.exp(rng.uniform(np.log(0.35), 0.1)), min(width, 56), WIDEST_KEPT_PX))
    seen = (seen_width, max(10, round(seen_width * height / width)))
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    scale = np.float32([width, height])
    zoom = rng.normal(0, 0.012, 2) * scale * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    moved = corners + zoom + rng.normal(0, 0.012, 2) * scale + rng.normal(0, 0.012, (4, 2)) * scale
    slant = SLANTED if rng.random() < SLANTED_SHARE else 1.0
    roll = np.deg2rad(rng.normal(0, 2.0 * slant))
    shear = rng.normal(0, 0.02 * slant)
    turn = np.float32([[np.cos(roll), -np.sin(roll) + shear], [np.sin(roll), np.cos(roll)]])
    middle = corners.mean(axis=0)
    moved = ((moved - middle) @ turn.T + middle).astype(np.float32)
    target = np.float32([[0, 0], [seen[0], 0], [seen[0], seen[1]], [0, seen[1]]])
    matrix = cv2.getPerspectiveTransform(moved, target)
    method = cv2.INTER_AREA if seen_width < width else cv2.INTER_LINEAR
    small = cv2.warpPerspective(crop.image, matrix, seen, flags=method, borderMode=cv2.BORDER_REPLICATE)
    picture = small.astype(np.float32)
    if rng.random() < 0.5:
        picture = light_and_dirt(picture, rng, 0.6)
        picture = exposure(picture, rng, 0.6)
    if rng.random() < 0.5:
        picture = camera_blur(picture, rng, seen_width, 0.6)
        picture = sensor_noise(picture, rng, 0.6)
    return reader_input(through_jpeg(np.clip(picture, 0, 255).astype(np.uint8), rng, 40))
