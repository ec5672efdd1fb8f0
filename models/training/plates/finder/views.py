"""Chooses how a picture is looked at: how large, where, how turned."""

import numpy as np

from plates.finder.scene import PAD_GREY, Scene, plate_sizes, seen_through, view_matrix, whole_scene
from plates.finder.pictures import Picture

PLATE_WIDTHS_PX = (20.0, 260.0)
SCALES = (0.2, 2.2)


def pad_grey(rng: np.random.Generator) -> int:
    return PAD_GREY if rng.random() < 0.7 else int(rng.integers(0, 256))


def log_uniform(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def turn_rad(rng: np.random.Generator) -> float:
    spread = 4.0 if rng.random() < 0.8 else 12.0
    return float(np.deg2rad(np.clip(rng.normal(0, spread), -30, 30)))


def target_point(rng: np.random.Generator, size: tuple[int, int], margin: tuple[float, float]) -> tuple[float, float]:
    """A place on the canvas from which `margin` pixels on both sides still fit, where that is possible."""
    point = []
    for side, room in zip(size, margin):
        low, high = min(room, side / 2), max(side - room, side / 2)
        point.append(float(rng.uniform(low, high)))
    return point[0], point[1]


def plate_view(picture: Picture, rng: np.random.Generator, size: tuple[int, int]) -> Scene:
    """A canvas with one of the picture's plates on it, from tiny to larger than any camera shows."""
    scene = whole_scene(picture)
    chosen = int(rng.integers(len(scene.corners)))
    width, height = plate_sizes(scene.corners[chosen : chosen + 1])
    if rng.random() < 0.5:
        scale = log_uniform(rng, 0.75, 1.33)
    else:
        scale = log_uniform(rng, *PLATE_WIDTHS_PX) / max(float(width[0]), 1.0)
    scale = float(np.clip(scale, *SCALES))
    angle = turn_rad(rng) if scene.exact.all() else 0.0
    focus = scene.corners[chosen].mean(axis=0)
    room = (float(width[0]) * scale * 0.6, float(height[0]) * scale * 0.6)
    matrix = view_matrix(scale, angle, (float(focus[0]), float(focus[1])), target_point(rng, size, room))
    return seen_through(scene, matrix, size, pad_grey(rng))


def ground_view(picture: Picture, rng: np.random.Generator, size: tuple[int, int]) -> Scene:
    """A canvas that the picture mostly fills, mirrored half of the times."""
    scene = whole_scene(picture)
    h, w = scene.image.shape[:2]
    fit = max(size[0] / w, size[1] / h)
    scale = fit * log_uniform(rng, 0.7, 1.8)
    focus = (w * float(rng.uniform(0.3, 0.7)), h * float(rng.uniform(0.3, 0.7)))
    matrix = view_matrix(scale, turn_rad(rng), focus, (size[0] / 2, size[1] / 2))
    if len(scene.corners) == 0 and rng.random() < 0.5:
        matrix = matrix @ np.array([[-1.0, 0, w], [0, 1, 0], [0, 0, 1]])
    return seen_through(scene, matrix, size, pad_grey(rng))
