"""The plate characters as small grey pictures (0 no ink, 255 ink)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np

from plates.glyphs.stroke_outline import ink_polygons, path_points

RASTER_HEIGHT_PX = 80
SUPERSAMPLING = 4
SUBPIXEL_BITS = 4


@lru_cache(maxsize=1)
def outlines() -> dict[str, list[dict]]:
    text = Path(__file__).with_name("outlines.json").read_text(encoding="utf-8")
    return json.loads(text)["glyphs"]


def shape_count(char: str) -> int:
    return len(outlines()[char])


@lru_cache(maxsize=4096)
def glyph(char: str, shape: int, pen_percent: int) -> np.ndarray:
    """The character at `RASTER_HEIGHT_PX`, as wide as it is drawn; `shape` is taken modulo the
    drawings there are; `pen_percent` is the pen width in percent of the height."""
    drawings = outlines()[char]
    drawing = drawings[shape % len(drawings)]
    height = RASTER_HEIGHT_PX * SUPERSAMPLING
    width = round(drawing["width"] * RASTER_HEIGHT_PX) * SUPERSAMPLING
    pen = height * pen_percent / 100
    canvas = np.zeros((height, width), np.uint8)
    for stroke in drawing["strokes"]:
        points, closed = path_points(stroke["path"])
        own_pen = pen * stroke.get("pen", 1.0)
        placed = pen / 2 + points * (np.array([width, height]) - pen)
        for polygon in ink_polygons(placed, closed, own_pen, stroke.get("ends") == "square"):
            fixed = np.round((polygon - 0.5) * (1 << SUBPIXEL_BITS)).astype(np.int32)
            cv2.fillConvexPoly(canvas, fixed, 255, shift=SUBPIXEL_BITS)
    size = (width // SUPERSAMPLING, RASTER_HEIGHT_PX)
    picture = cv2.resize(canvas, size, interpolation=cv2.INTER_AREA)
    picture.setflags(write=False)
    return picture
