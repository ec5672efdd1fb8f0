"""Plates as seen from straight ahead, before light, camera and distance."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from plates.synthesis.formats import PrintedPlate, plate_text, random_plate
from plates.synthesis.layout import PlacedMark, PrintStyle, mark_picture, place_marks, random_style
from plates.synthesis.surface import (
    colours,
    draw_bolts,
    draw_brackets,
    draw_emblem,
    draw_rim,
    emboss,
    surroundings,
    wear,
)

PLATE_WIDTH_PX = {True: 400, False: 260}
MARGIN = 0.12
FRESH_SHARE = 0.15


@dataclass(frozen=True)
class FlatPlate:
    image: np.ndarray
    corners: np.ndarray
    lines: tuple[str, ...]
    kind: str
    centres: np.ndarray
    rows: np.ndarray
    pyramid: tuple[np.ndarray, ...]
    """Grey pictures of `image`, each half the size of the one before."""


class PlateMaker:
    def __init__(self, seed: int, cache_size: int = 400) -> None:
        own = np.random.default_rng(seed)
        self._kept = [draw_plate(random_plate(own), own) for _ in range(cache_size)]

    def flat(self, rng: np.random.Generator) -> FlatPlate:
        place = int(rng.integers(len(self._kept)))
        if rng.random() < FRESH_SHARE:
            self._kept[place] = draw_plate(random_plate(rng), rng)
        return self._kept[place]


def draw_plate(plate: PrintedPlate, rng: np.random.Generator) -> FlatPlate:
    style = random_style(rng, plate)
    marks = place_marks(plate, style, rng)
    width = PLATE_WIDTH_PX[len(plate.printed) == 1]
    height = round(width * plate.size_mm[1] / plate.size_mm[0])
    margin = round(MARGIN * height)

    ink = np.zeros((height, width), np.uint8)
    red = np.zeros((height, width), np.uint8)
    for mark in marks:
        _stamp(red if mark.char in plate.red_letters else ink, mark, style)
    if plate.red_bar:
        _red_bar(red, marks)
    ink = wear(ink, rng)
    paint = colours(plate.ground, rng)
    face = np.empty((height, width, 3), np.float32)
    face[:] = paint.ground
    draw_rim(face, paint, rng)
    share = (ink.astype(np.float32) / 255)[..., None]
    face += share * (np.float32(paint.ink) - face)
    if red.any():
        share = (red.astype(np.float32) / 255)[..., None]
        face += share * (np.float32((190, 25, 30)) - face)
    emboss(face, cv2.max(ink, red), rng)
    draw_emblem(face, rng)
    draw_bolts(face, len(plate.printed), rng)
    draw_brackets(face, rng)

    image = surroundings((height + 2 * margin, width + 2 * margin), rng)
    _inset_with_round_corners(image, face, margin)
    picture = np.clip(image, 0, 255).astype(np.uint8)
    letters = [mark for mark in marks if mark.char not in "-."]
    centres = [((m.left + m.width / 2) * width + margin, (m.top + m.height / 2) * height + margin) for m in letters]
    left, top, right, bottom = margin, margin, margin + width, margin + height
    return FlatPlate(
        image=picture,
        corners=np.float32([[left, top], [right, top], [right, bottom], [left, bottom]]),
        lines=tuple(plate_text(line) for line in plate.printed),
        kind=plate.kind,
        centres=np.float32(centres).reshape(-1, 2),
        rows=np.array([mark.line for mark in letters], np.int64),
        pyramid=_pyramid(_grey(picture, plate.ground, rng)),
    )


def _grey(picture: np.ndarray, ground: str, rng: np.random.Generator) -> np.ndarray:
    """Luma; for a share of the coloured plates the mix of an infrared camera."""
    if ground in ("red", "blue", "yellow") and rng.random() < 0.25:
        mix = rng.dirichlet([2.0, 2.0, 2.0]).astype(np.float32)
        return cv2.transform(picture, mix.reshape(1, 3)).reshape(picture.shape[:2])
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)


def _pyramid(grey: np.ndarray) -> tuple[np.ndarray, ...]:
    levels = [grey]
    for _ in range(2):
        last = levels[-1]
        half = (last.shape[1] // 2, last.shape[0] // 2)
        levels.append(cv2.resize(last, half, interpolation=cv2.INTER_AREA))
    return tuple(levels)


def _stamp(ink: np.ndarray, mark: PlacedMark, style: PrintStyle) -> None:
    height, width = ink.shape
    x0, y0 = round(mark.left * width), round(mark.top * height)
    x1, y1 = round((mark.left + mark.width) * width), round((mark.top + mark.height) * height)
    x1, y1 = max(x1, x0 + 2), max(y1, y0 + 2)
    picture = cv2.resize(mark_picture(mark, style), (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    left, top = max(x0, 0), max(y0, 0)
    right, bottom = min(x1, width), min(y1, height)
    if right <= left or bottom <= top:
        return
    region = ink[top:bottom, left:right]
    np.maximum(region, picture[top - y0 : bottom - y0, left - x0 : right - x0], out=region)


def _red_bar(red: np.ndarray, marks: list[PlacedMark]) -> None:
    height, width = red.shape
    last = max(mark.line for mark in marks)
    digits = [mark for mark in marks if mark.line == last and mark.char.isdigit()]
    if last == 0:
        digits = digits[2:]
    x0, x1 = digits[0].left * width, (digits[-1].left + digits[-1].width) * width
    y = (digits[0].top + digits[0].height / 2) * height
    thick = max(2, round(digits[0].height * height * 0.09))
    cv2.line(red, (round(x0), round(y)), (round(x1), round(y)), 255, thick, cv2.LINE_AA)


def _inset_with_round_corners(image: np.ndarray, face: np.ndarray, margin: int) -> None:
    height, width = face.shape[:2]
    radius = max(2, round(0.05 * height))
    region = image[margin : margin + height, margin : margin + width]
    keep = [region[:radius, :radius].copy(), region[:radius, -radius:].copy()]
    keep += [region[-radius:, :radius].copy(), region[-radius:, -radius:].copy()]
    region[:] = face
    y, x = np.mgrid[:radius, :radius]
    outside = ((radius - 1 - x) ** 2 + (radius - 1 - y) ** 2) > radius * radius
    region[:radius, :radius][outside] = keep[0][outside]
    region[:radius, -radius:][outside[:, ::-1]] = keep[1][outside[:, ::-1]]
    region[-radius:, :radius][outside[::-1]] = keep[2][outside[::-1]]
    region[-radius:, -radius:][outside[::-1, ::-1]] = keep[3][outside[::-1, ::-1]]
