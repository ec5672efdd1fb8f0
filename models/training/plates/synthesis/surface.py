"""Paint, rim, bolts, stamping and wear of a plate's face (float RGB, 0..255)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Paint:
    ground: Rgb
    ink: Rgb


def colours(ground: str, rng: np.random.Generator) -> Paint:
    shade = float(rng.uniform(-18, 18))
    dark = float(rng.uniform(12, 75) if rng.random() < 0.82 else rng.uniform(75, 160))
    light = float(rng.uniform(205, 250))
    if ground == "yellow":
        base = (235 + shade, 185 + shade + float(rng.uniform(-15, 20)), 40 + float(rng.uniform(-25, 40)))
        return Paint(base, (dark, dark, dark))
    if ground == "blue":
        return Paint((25 + abs(shade), 65 + shade, 145 + shade * 2), (light, light, light))
    if ground == "red":
        return Paint((165 + shade * 2, 25 + abs(shade), 35 + abs(shade)), (light, light, light))
    white = float(rng.uniform(190, 250))
    tint = float(rng.uniform(-8, 8))
    return Paint((white + tint, white, white - tint), (dark, dark, dark + 5))


def draw_rim(face: np.ndarray, paint: Paint, rng: np.random.Generator) -> None:
    if rng.random() < 0.3:
        return
    height, width = face.shape[:2]
    inset = round(height * rng.uniform(0.01, 0.04))
    thick = max(1, round(height * rng.uniform(0.006, 0.022)))
    share = float(rng.uniform(0.25, 1.0))
    colour = tuple(g + (i - g) * share for g, i in zip(paint.ground, paint.ink))
    cv2.rectangle(face, (inset, inset), (width - 1 - inset, height - 1 - inset), colour, thick)


def emboss(face: np.ndarray, ink: np.ndarray, rng: np.random.Generator) -> None:
    """Light and shadow along the edges of the raised characters."""
    if rng.random() < 0.4:
        return
    shift_x, shift_y = int(rng.integers(-1, 2)), int(rng.choice([-1, 1]))
    moved = np.roll(ink, (shift_y, shift_x), (0, 1)).astype(np.float32)
    strength = float(rng.uniform(0.05, 0.28))
    face += ((ink.astype(np.float32) - moved) * strength)[..., None]


def wear(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Thinner or thicker paint, and places where it has come off."""
    roll = rng.random()
    if roll < 0.12:
        ink = cv2.erode(ink, np.ones((2, 2), np.uint8))
    elif roll < 0.24:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    if rng.random() < 0.15:
        coarse = rng.random((3, 4), dtype=np.float32)
        fade = cv2.resize(coarse, (ink.shape[1], ink.shape[0]), interpolation=cv2.INTER_LINEAR)
        ink = (ink * (1 - float(rng.uniform(0.3, 0.75)) * fade)).astype(np.uint8)
    if rng.random() < 0.15:
        coarse = rng.random((6, 14), dtype=np.float32)
        patches = cv2.resize(coarse, (ink.shape[1], ink.shape[0]), interpolation=cv2.INTER_CUBIC)
        keep = np.clip(1.25 - np.maximum(0, patches - 0.6) * float(rng.uniform(0.5, 2.5)), 0.25, 1)
        ink = (ink * keep).astype(np.uint8)
    return ink


def draw_bolts(face: np.ndarray, line_count: int, rng: np.random.Generator) -> None:
    if rng.random() < 0.3:
        return
    height, width = face.shape[:2]
    if line_count == 1:
        is_between = rng.random() < 0.5
        away = float(rng.uniform(0.12, 0.36)) if is_between else float(rng.uniform(0.02, 0.12))
        level = float(rng.choice([0.05, 0.09, 0.13] if is_between else [0.1, 0.5, 0.88]))
        spots = [(away, level), (1 - away, level)]
    else:
        away = float(rng.uniform(0.05, 0.33))
        level = float(rng.choice([0.06, 0.14, 0.27, 0.5]))
        spots = [(away, level), (1 - away, level)]
        if rng.random() < 0.35:
            spots += [(away, 1 - level), (1 - away, 1 - level)]
    radius = max(2, round(min(width, 2 * height) * rng.uniform(0.009, 0.026)))
    colour = np.float32(float(rng.uniform(20, 235))) + np.float32(rng.uniform(-12, 12, 3))
    for x, y in spots:
        centre = (round(x * width + rng.normal(0, 1.5)), round(y * height + rng.normal(0, 1.5)))
        cv2.circle(face, centre, radius, colour.tolist(), -1, cv2.LINE_AA)
        if radius > 3:
            glint = (centre[0] - radius // 3, centre[1] - radius // 3)
            cv2.circle(face, glint, radius // 3, (colour + 60).tolist(), -1, cv2.LINE_AA)


def draw_emblem(face: np.ndarray, rng: np.random.Generator) -> None:
    """The stamped mark of the police, or a sticker, between the characters of the first line."""
    if rng.random() < 0.7:
        return
    height, width = face.shape[:2]
    centre = (round(width * rng.uniform(0.4, 0.6)), round(height * rng.uniform(0.08, 0.3)))
    radius = max(2, round(height * rng.uniform(0.03, 0.075)))
    patch = face.copy()
    colour = np.float32(float(rng.uniform(30, 240))) + np.float32(rng.uniform(-20, 20, 3))
    cv2.circle(patch, centre, radius, colour.tolist(), -1 if rng.random() < 0.6 else max(1, radius // 3), cv2.LINE_AA)
    face += (patch - face) * float(rng.uniform(0.15, 0.8))


def draw_brackets(face: np.ndarray, rng: np.random.Generator) -> None:
    """Holders that cut the corners off."""
    if rng.random() < 0.92:
        return
    height, width = face.shape[:2]
    reach = height * float(rng.uniform(0.08, 0.16))
    colour = (float(rng.uniform(20, 150)),) * 3
    for x, y in ((0, 0), (width, 0), (width, height), (0, height)):
        across, down = (reach if x == 0 else -reach), (reach if y == 0 else -reach)
        triangle = np.int32([[x, y], [x + across, y], [x, y + down]])
        cv2.fillConvexPoly(face, triangle, colour, cv2.LINE_AA)


def surroundings(shape: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    """What shows around a plate: paint, plastic, a dealer's frame."""
    height, width = shape
    base = rng.uniform(10, 120) if rng.random() < 0.65 else rng.uniform(90, 240)
    tint = rng.uniform(-25, 25, 3)
    coarse = np.float32(base + tint) + rng.normal(0, 16, (4, 6, 3)).astype(np.float32)
    around = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3:
        inset = round(height * rng.uniform(0.02, 0.1))
        colour = np.float32(rng.uniform(10, 240)) + np.float32(rng.uniform(-10, 10, 3))
        cv2.rectangle(around, (inset, inset), (width - 1 - inset, height - 1 - inset), colour.tolist(), max(1, inset // 2))
    return around
