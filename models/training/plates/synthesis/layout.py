"""Where each character of a printed plate stands, in shares of the plate's width and height."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from plates.glyphs.glyph_raster import RASTER_HEIGHT_PX, glyph, outlines, shape_count
from plates.synthesis.formats import PrintedPlate

WIDEST_STRETCH = 1.2
NARROWEST_STRETCH = 0.7


@dataclass(frozen=True)
class PrintStyle:
    """One plate maker's hand: the same for all characters of a plate."""

    pen_percent: int
    shapes: dict[str, int]
    """Which drawing of each character, taken modulo the drawings there are."""
    letter_height: float
    gap: float
    fill: float
    dot_at: float
    widest_stretch: float
    narrowing: float
    spread: float
    """Largest room added at every gap to fill a short line, over the letter height."""
    cell: float
    """Width of every character's place over its height; 0 when each takes its own width."""
    dash_room: float


@dataclass(frozen=True)
class PlacedMark:
    """`char` at left, top, width, height in shares of the plate; `-` and `.` included."""

    char: str
    line: int
    left: float
    top: float
    width: float
    height: float


def random_style(rng: np.random.Generator, plate: PrintedPlate) -> PrintStyle:
    one_line = len(plate.printed) == 1
    return PrintStyle(
        pen_percent=int(rng.integers(11, 19)),
        shapes=_shapes(rng, plate.kind),
        letter_height=float(rng.uniform(0.58, 0.8) if one_line else rng.uniform(0.33, 0.43)),
        gap=float(rng.uniform(0.08, 0.2)),
        fill=float(rng.uniform(0.82, 0.95)),
        dot_at=float(rng.uniform(0.92, 1.0)) if rng.random() < 0.88 else 0.5,
        widest_stretch=float(rng.uniform(0.85, WIDEST_STRETCH)),
        narrowing=float(rng.uniform(0.85, 1.05) if one_line else rng.uniform(0.76, 1.0)),
        spread=float(rng.uniform(0, 0.3)),
        cell=float(rng.uniform(0.48, 0.56)) if rng.random() < 0.7 else 0.0,
        dash_room=float(rng.uniform(0.24, 0.45)),
    )


def _shapes(rng: np.random.Generator, kind: str) -> dict[str, int]:
    shapes = {char: 0 if rng.random() < 0.5 else int(rng.integers(shape_count(char))) for char in "12346780GM"}
    shapes["6"] = shapes["9"] = int(rng.integers(shape_count("6")))
    plain_bar = shape_count("1") - 1
    if shapes["1"] == plain_bar and rng.random() < 0.8:
        shapes["1"] = 0
    if kind == "military" and rng.random() < 0.75:
        shapes["1"] = plain_bar
    return shapes


def _shape(char: str, style: PrintStyle) -> int:
    return style.shapes.get(char, 0)


def place_marks(plate: PrintedPlate, style: PrintStyle, rng: np.random.Generator) -> list[PlacedMark]:
    width_mm, height_mm = plate.size_mm
    aspect = width_mm / height_mm
    count = len(plate.printed)
    spare = (1 - count * style.letter_height) / (count + 1)
    marks: list[PlacedMark] = []
    for index, text in enumerate(plate.printed):
        top = spare * (index + 1) + style.letter_height * index
        marks += _place_line(text, index, top, aspect, style, rng)
    return marks


def _place_line(
    text: str, line: int, top: float, aspect: float, style: PrintStyle, rng: np.random.Generator
) -> list[PlacedMark]:
    unit = style.letter_height / aspect
    widths = [_natural_width(char, style) * unit for char in text]
    gap = style.gap * unit
    natural = sum(widths) + gap * (len(text) - 1)
    stretch = min(max(style.fill / natural, NARROWEST_STRETCH), style.widest_stretch)
    if natural * stretch > 0.97:
        stretch = 0.97 / natural
    gaps = max(1, len(text) - 1)
    spread = min(max(0.0, (style.fill - natural * stretch) / gaps), style.spread * unit)
    left = (1 - natural * stretch - spread * gaps) / 2 + rng.normal(0, 0.008)
    marks = []
    for char, width in zip(text, widths):
        placed = width * stretch
        if char not in " |":
            inked = min(placed, _ink_width(char, style) * unit * stretch)
            marks.append(_mark(char, line, left + (placed - inked) / 2, top, inked, style))
        left += placed + gap * stretch + spread
    return marks


def _natural_width(char: str, style: PrintStyle) -> float:
    if char == "-":
        return style.dash_room
    if char == "|":
        return 0.25
    if char == " ":
        return 0.1
    if char == ".":
        return 0.13
    return max(style.cell * style.narrowing, _ink_width(char, style))


def _ink_width(char: str, style: PrintStyle) -> float:
    if char == "-":
        return 0.22
    if char == ".":
        return 0.13
    drawings = outlines()[char]
    return float(drawings[_shape(char, style) % len(drawings)]["width"]) * style.narrowing


def _mark(char: str, line: int, left: float, top: float, width: float, style: PrintStyle) -> PlacedMark:
    height = style.letter_height
    if char == "-":
        thick = height * style.pen_percent / 100
        return PlacedMark(char, line, left, top + (height - thick) / 2, width, thick)
    if char == ".":
        thick = height * 0.15
        return PlacedMark(char, line, left, top + (height - thick) * style.dot_at, width, thick)
    return PlacedMark(char, line, left, top, width, height)


def mark_picture(mark: PlacedMark, style: PrintStyle) -> np.ndarray:
    """Ink 0..255 of the mark, at its drawing size."""
    if mark.char in "-.":
        return np.full((RASTER_HEIGHT_PX // 4, RASTER_HEIGHT_PX // 4), 255, np.uint8)
    return glyph(mark.char, _shape(mark.char, style), style.pen_percent)
