"""Synthetic plates on a sheet: flat, as the reader gets them, and in a plain scene.

    python3 -m plates.synthesis.contact_sheet --out sheet.png [--seed 1]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from plates.synthesis import PlateMaker, crop_plate, paste_plates

COLUMNS = 8
CELL = (160, 90)


def flat_sheet(maker: PlateMaker, rng: np.random.Generator, rows: int) -> np.ndarray:
    return _sheet([_fitted(maker.flat(rng).image[..., ::-1]) for _ in range(rows * COLUMNS)])


def crop_sheet(maker: PlateMaker, rng: np.random.Generator, rows: int) -> np.ndarray:
    pictures = [crop_plate(maker.flat(rng), rng).image for _ in range(rows * COLUMNS)]
    return _sheet([_fitted(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)) for picture in pictures])


def scene_sheet(maker: PlateMaker, rng: np.random.Generator) -> np.ndarray:
    coarse = rng.uniform(20, 220, (6, 10, 3)).astype(np.float32)
    scene = cv2.resize(coarse, (COLUMNS * CELL[0], 420), interpolation=cv2.INTER_CUBIC).clip(0, 255).astype(np.uint8)
    pasted = paste_plates(scene, maker, rng, count=12, width_px=(30, 220))
    picture = np.ascontiguousarray(pasted.image[..., ::-1])
    for plate in pasted.plates:
        cv2.polylines(picture, [np.round(plate.corners).astype(np.int32)], True, (0, 255, 0), 1, cv2.LINE_AA)
        cv2.circle(picture, tuple(np.round(plate.corners[0]).astype(int).tolist()), 3, (0, 0, 255), -1)
    return picture


def _fitted(picture: np.ndarray) -> np.ndarray:
    scale = min((CELL[0] - 4) / picture.shape[1], (CELL[1] - 4) / picture.shape[0])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cell = np.full((CELL[1], CELL[0], 3), 128, np.uint8)
    cell[: small.shape[0], : small.shape[1]] = small
    return cell


def _sheet(cells: list[np.ndarray]) -> np.ndarray:
    return np.vstack([np.hstack(cells[start : start + COLUMNS]) for start in range(0, len(cells), COLUMNS)])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    rng = np.random.default_rng(chosen.seed)
    maker = PlateMaker(chosen.seed, 64)
    parts = [flat_sheet(maker, rng, 4), crop_sheet(maker, rng, 6), scene_sheet(maker, rng)]
    cv2.imwrite(str(chosen.out), np.vstack(parts))


if __name__ == "__main__":
    main()
