"""All characters on one sheet, over characters cut from real plates where a folder is given.

    python3 -m plates.glyphs.contact_sheet --out sheet.png [--crops FOLDER --chars 0123456789]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import cv2
import numpy as np

from plates.glyphs.glyph_raster import glyph, outlines, shape_count

CELL = (64, 92)
PENS = (12, 15, 18)
REAL_A_ROW = 14


def drawn_rows() -> np.ndarray:
    rows = []
    for pen in PENS:
        for shape in range(5):
            cells = [
                _cell(255 - glyph(char, shape, pen)) if shape < shape_count(char) else _cell(None)
                for char in outlines()
            ]
            rows.append(np.hstack(cells))
    return np.vstack(rows)


def real_rows(folder: Path, chars: str) -> np.ndarray:
    """Characters of long car plates, cut at even widths: rough, but enough to compare shapes."""
    found: dict[str, list[np.ndarray]] = {char: [] for char in chars}
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lines"] != 1 or row["w"] < 200 or len(row["text"]) != 8:
            continue
        wanted = [index for index, char in enumerate(row["text"]) if len(found.get(char, [0] * 99)) < REAL_A_ROW]
        if not wanted:
            continue
        image = cv2.imread(str(folder / row["image"]), cv2.IMREAD_GRAYSCALE)
        for index in wanted:
            slots = index + (0.6 if index > 2 else 0) + (0.3 if index > 5 else 0)
            left = (0.03 + slots * 0.1056) * image.shape[1]
            piece = image[:, int(left) : int(left + 0.13 * image.shape[1])]
            found[row["text"][index]].append(_cell(cv2.resize(piece, CELL)))
    rows = [np.hstack((found[char] + [_cell(None)] * REAL_A_ROW)[:REAL_A_ROW]) for char in chars]
    return np.vstack(rows)


def _cell(picture: np.ndarray | None) -> np.ndarray:
    cell = np.full((CELL[1] + 8, CELL[0] + 8), 235, np.uint8)
    if picture is not None:
        height, width = min(picture.shape[0], CELL[1]), min(picture.shape[1], CELL[0])
        cell[4 : 4 + height, 4 : 4 + width] = picture[:height, :width]
    return cell


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--crops", type=Path)
    options.add_argument("--chars", default="0123456789")
    chosen = options.parse_args()
    sheet = drawn_rows()
    if chosen.crops:
        real = real_rows(chosen.crops, chosen.chars)
        width = max(sheet.shape[1], real.shape[1])
        parts = [np.pad(part, ((0, 0), (0, width - part.shape[1])), constant_values=235) for part in (sheet, real)]
        sheet = np.vstack(parts)
    cv2.imwrite(str(chosen.out), sheet)


if __name__ == "__main__":
    main()
